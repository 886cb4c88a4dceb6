// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"strings"

	"github.com/sumanus/sumanus/internal/evidence/formula"
)

// Engine is the version of the conventions in the package comment. It stands with every stored evaluation; raise it whenever a result can change.
const Engine = "1"

// Spec is what a finding says, apart from its words.
type Spec struct {
	Values     []Value     `json:"values,omitempty" yaml:"values,omitempty"`
	Assertions []Assertion `json:"assertions,omitempty" yaml:"assertions,omitempty"`
	// Shown names the values whose number a reader sees (see sentence.Values); nil means all of them.
	Shown []string `json:"-" yaml:"-"`
}

// Value is a number of the statement: an indicator of a region in a period, a cell of an analysis’ result, or a formula over other values.
type Value struct {
	Name      string `json:"name" yaml:"name"`
	Indicator string `json:"indicator,omitempty" yaml:"indicator,omitempty"`
	Region    string `json:"region,omitempty" yaml:"region,omitempty"`
	Period    string `json:"period,omitempty" yaml:"period,omitempty"` // "2010", "2010-Q1", "2010-05", "latest", "latest-5"
	// A cell of what an analysis gave: its table, the key of the row in the order in which the method declares it, the column. Without a
	// table it is a value of the whole.
	Analysis string   `json:"analysis,omitempty" yaml:"analysis,omitempty"`
	Table    string   `json:"table,omitempty" yaml:"table,omitempty"`
	Key      []string `json:"key,omitempty" yaml:"key,omitempty"`
	Column   string   `json:"column,omitempty" yaml:"column,omitempty"`
	Formula  string   `json:"formula,omitempty" yaml:"formula,omitempty"`
	Decimals int      `json:"decimals,omitempty" yaml:"decimals,omitempty"`
	Scale    int64    `json:"scale,omitempty" yaml:"scale,omitempty"` // the reader sees the number divided by it: 1000 for thousands; 0 is 1
	Percent  bool     `json:"percent,omitempty" yaml:"percent,omitempty"`
}

// Assertion types.
const (
	Compare = "compare" // Left Op Right
	Rank    = "rank"    // Region stands at Position among regions
	Sign    = "sign"    // Of is negative, positive or zero
	Share   = "share"   // Of is about Share
)

// Assertion is what words of the statement claim. Which fields it has depends on its type.
type Assertion struct {
	Name      string `json:"name" yaml:"name"`
	Type      string `json:"type" yaml:"type"`
	Left      string `json:"left,omitempty" yaml:"left,omitempty"` // formulas over the values
	Op        string `json:"op,omitempty" yaml:"op,omitempty"`     // > >= < <= == !=
	Right     string `json:"right,omitempty" yaml:"right,omitempty"`
	Tolerance string `json:"tolerance,omitempty" yaml:"tolerance,omitempty"`

	Indicator string   `json:"indicator,omitempty" yaml:"indicator,omitempty"` // rank
	Among     []string `json:"among,omitempty" yaml:"among,omitempty"`         // the regions compared; Region belongs to them whether listed or not
	Region    string   `json:"region,omitempty" yaml:"region,omitempty"`
	Period    string   `json:"period,omitempty" yaml:"period,omitempty"`
	Order     string   `json:"order,omitempty" yaml:"order,omitempty"`       // highest, lowest
	Position  int      `json:"position,omitempty" yaml:"position,omitempty"` // 0 is 1

	Of    string `json:"of,omitempty" yaml:"of,omitempty"` // sign, share: a formula over the values
	Sign  string `json:"sign,omitempty" yaml:"sign,omitempty"`
	Share string `json:"share,omitempty" yaml:"share,omitempty"` // "1/3" or "0.25"
}

// Cell writes the place of a cell so that no two places are the same: "cells|LT023|C|lq"; empty for other values.
func (v Value) Cell() string {
	if v.Analysis == "" {
		return ""
	}
	parts := append(append([]string{v.Table}, v.Key...), v.Column)
	for i, p := range parts {
		parts[i] = cellEscape.Replace(p)
	}
	return strings.Join(parts, "|")
}

var cellEscape = strings.NewReplacer("%", "%25", "|", "%7C")

// Need is a number that a finding asks for, with its period as written; of a cell the analysis and the place.
type Need struct{ Indicator, Region, Period, Analysis, Cell string }

// Source gives the numbers. It is asked repeatedly and must answer the same throughout one evaluation.
type Source interface {
	Value(indicator, region, period string) Observation
	// Periods lists the periods that have a number, in any order.
	Periods(indicator, region string) []string
}

// Results is a Source that also gives cells of results of analyses; one that is not has none.
type Results interface {
	Cell(analysis, cell string) Observation
}

// Observation is one number of an indicator.
type Observation struct {
	Value   string         // exact decimal text as published; empty when there is none
	Missing formula.Reason // why there is none
	// Computed stands instead of Value where the indicator is itself a formula: a number, or a gap with its reason.
	Computed formula.Number
	Status   string // flags of the office, such as provisional; told, not judged
	Basis    Basis
	Period   string // of a cell: the period its numbers are of, when there is one
	// Incomparable is set when this number must not be set against any other; empty otherwise.
	Incomparable Cause
}

// number reads the observation; what cannot be read is missing.
func (o Observation) number() formula.Number {
	switch {
	case o.Missing != "":
		return formula.None(o.Missing, "")
	case o.Value != "":
		n, _ := formula.Parse(o.Value)
		return n
	}
	return o.Computed
}

// Basis says what a number stands on; equal texts are comparable. All may be empty.
type Basis struct {
	Territory  string // version of the territory: "NUTS 2013"
	Definition string // of the indicator
	Series     string // the stretch between breaks, such as the period of the last break
}

// Cause says why numbers cannot be compared.
type Cause string

// The causes.
const (
	Break      Cause = "break"
	Definition Cause = "definition"
	Territory  Cause = "territory"
)
