// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

// choiceParams are those of every method that ranks alternatives by criteria.
var choiceParams = []Param{
	{Name: "input", Kind: Table, Required: true, Help: "method.param.alternatives", Takes: FromColumns},
	{Name: "criteria", Kind: Table, Required: true, Of: "input", Made: criteriaOf},
}

// choice is a table of alternatives with the criteria they are judged by.
type choice struct {
	ids      []string
	columns  [][]float64
	codes    []string
	criteria []decide.Criterion
	file     string
	lines    []int // of each criterion
}

// readChoice reads criteria (columns criterion, weight, direction and, for preferences, function, q, p, s) and then the alternatives.
func (a *Args) readChoice(preferences bool) (*choice, error) {
	c := &choice{}
	if err := a.readCriteria(c, preferences); err != nil {
		return nil, err
	}
	in, err := a.readIndicators("input", c.codes, "")
	if err != nil {
		return nil, err
	}
	c.ids, c.columns = in.ids, in.table.Columns
	return c, nil
}

func (a *Args) readCriteria(c *choice, preferences bool) error {
	in, at, err := a.opens("criteria", "criterion", "weight", "direction")
	if err != nil {
		return err
	}
	defer in.rows.Close()
	c.file = in.file
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		code, err := in.id(row, at[0])
		if err != nil {
			return err
		}
		if code == "id" {
			return fault.New(fault.Invalid, "method.name-taken", fault.A{"found": code}).At(in.at(at[0]))
		}
		if first := slices.Index(c.codes, code); first >= 0 {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": code, "first": c.lines[first]}).At(in.at(at[0]))
		}
		one := decide.Criterion{Preference: decide.Usual}
		if one.Weight, err = in.known(row, at[1]); err != nil {
			return err
		}
		if one.Direction, err = in.direction(row, at[2]); err != nil {
			return err
		}
		if preferences {
			if err := in.preference(row, &one); err != nil {
				return err
			}
		}
		c.codes, c.lines, c.criteria = append(c.codes, strings.Clone(code)), append(c.lines, in.rows.Line()), append(c.criteria, one)
	}
	if len(c.codes) == 0 {
		return fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	return nil
}

// direction reads whether more or less is better.
func (c *cell) direction(row []string, column int) (float64, error) {
	switch strings.TrimSpace(row[column]) {
	case "max", "1", "+1":
		return 1, nil
	case "min", "-1":
		return -1, nil
	}
	return 0, fault.New(fault.Invalid, "method.bad-choice", fault.A{"name": "direction", "found": row[column], "expected": []string{"max", "min", "1", "-1"}}).At(c.at(column))
}

// preference reads the preference function and its limits; columns that are not there are empty.
func (c *cell) preference(row []string, one *decide.Criterion) error {
	if i := slices.Index(c.header, "function"); i >= 0 && row[i] != "" {
		one.Preference = decide.Preference(strings.TrimSpace(row[i]))
		if !slices.Contains(decide.Preferences, one.Preference) {
			return fault.New(fault.Invalid, "method.bad-choice", fault.A{"name": "function", "found": row[i], "expected": preferenceNames()}).At(c.at(i))
		}
	}
	for name, to := range map[string]*float64{"q": &one.Q, "p": &one.P, "s": &one.S} {
		i := slices.Index(c.header, name)
		if i < 0 {
			continue
		}
		v, err := c.number(row, i)
		if err != nil {
			return err
		}
		*to = v
	}
	return nil
}

func preferenceNames() []string {
	var out []string
	for _, p := range decide.Preferences {
		out = append(out, string(p))
	}
	return out
}

// wrong says an error of choosing in words, with the line of the criterion it is about.
func (c *choice) wrong(err error) error {
	var e *decide.Error
	if !errors.As(err, &e) || e.At < 0 || e.At >= len(c.codes) || e.Code == decide.NotFinite {
		return analysisFault(err, func(i int) string { return c.ids[i] })
	}
	return decideFault(e, func(i int) string { return c.codes[i] }).At(fault.Place{File: c.file, Line: c.lines[e.At], Column: e.What})
}

// rows describes the criteria as they were used.
func (c *choice) rows(more ...Cells) *Rows {
	total := 0.0
	for _, one := range c.criteria {
		total += one.Weight
	}
	return &Rows{Name: "criteria", Len: len(c.codes), Columns: append([]Cells{
		Texts("criterion", c.codes),
		{Name: "weight", Number: func(row int) float64 { return c.criteria[row].Weight / total }},
		{Name: "direction", Number: func(row int) float64 { return c.criteria[row].Direction }},
	}, more...)}
}

// tell says which alternatives took part.
func (c *choice) tell(out *Result, left []int) {
	out.Diagnostics = append(out.Diagnostics, Value{"alternatives", len(c.ids)}, Value{"criteria_used", len(c.codes)}, Value{"left_out", named(c.ids, left)})
	if len(left) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.left-out", Args: fault.A{"list": named(c.ids, left)}})
	}
}
