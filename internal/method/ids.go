// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// ids numbers names in the order in which they first come.
type ids struct {
	number map[string]int32
	list   []string
}

func newIDs() *ids { return &ids{number: map[string]int32{}} }

// of gives the number of a name, a new one when it is new.
func (i *ids) of(name string) (n int32, fresh bool) {
	if n, ok := i.number[name]; ok {
		return n, false
	}
	n = int32(len(i.list))
	name = strings.Clone(name)
	i.number[name] = n
	i.list = append(i.list, name)
	return n, true
}

// cell reads single cells of rows and tells faults with their place.
type cell struct {
	file   string
	header []string
	rows   RowReader
}

func (c *cell) at(column int) fault.Place {
	return fault.Place{File: c.file, Line: c.rows.Line(), Column: c.header[column]}
}

// id reads a name: not empty, and text.
func (c *cell) id(row []string, column int) (string, error) {
	s := row[column]
	if strings.TrimSpace(s) == "" {
		return "", fault.New(fault.Invalid, "method.no-id").At(c.at(column))
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", fault.New(fault.Invalid, "method.bad-encoding").At(c.at(column))
	}
	return s, nil
}

// number reads a number; an empty cell is missing (NaN).
func (c *cell) number(row []string, column int) (float64, error) {
	v, ok := parseNumber(row[column])
	if !ok {
		return 0, fault.New(fault.Invalid, "method.not-number", fault.A{"found": strings.ToValidUTF8(row[column], "�")}).At(c.at(column))
	}
	return v, nil
}

// amount reads a number that is not below zero.
func (c *cell) amount(row []string, column int) (float64, error) {
	v, err := c.number(row, column)
	if err == nil && v < 0 {
		return 0, fault.New(fault.Invalid, "method.below-zero", fault.A{"found": row[column]}).At(c.at(column))
	}
	return v, err
}

// adding reads an amount and adds it to a sum; one with which the sum is too large to be a number is a fault.
func (c *cell) adding(row []string, column int, sum *float64) (float64, error) {
	v, err := c.amount(row, column)
	if err != nil || math.IsNaN(v) {
		return v, err
	}
	if *sum += v; math.IsInf(*sum, 0) {
		return 0, fault.New(fault.Invalid, "analysis.matrix.not-finite", fault.A{"what": row[column]}).At(c.at(column))
	}
	return v, nil
}

// known reads a number that must be there.
func (c *cell) known(row []string, column int) (float64, error) {
	v, err := c.number(row, column)
	if err == nil && math.IsNaN(v) {
		return 0, fault.New(fault.Invalid, "method.empty-cell").At(c.at(column))
	}
	return v, err
}

// opens begins to read the table of a parameter and finds its columns.
func (a *Args) opens(name string, columns ...string) (*cell, []int, error) {
	rows, err := a.rowsOf(name)
	if err != nil {
		return nil, nil, err
	}
	c := &cell{file: a.source[name].Name(), header: rows.Header(), rows: rows}
	at, err := fields(c.file, c.header, columns...)
	if err != nil {
		_ = rows.Close()
		return nil, nil, err
	}
	return c, at, nil
}
