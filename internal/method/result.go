// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
)

// Result is what came of a run.
type Result struct {
	Values []Value // as Method.Values lists them
	Tables []*Rows
	// Diagnostics tell what the numbers rest on: what was left out, what is too small. Ids, not positions.
	Diagnostics []Value
	// Notes are what a reader must know before using the numbers, as messages.
	Notes []Note
}

// Value is one named value: a float64 (NaN is missing), an int, a bool, a string, or a slice of strings or ints.
type Value struct {
	Name  string
	Value any
}

// Note is a message about a result.
type Note struct {
	Key  string
	Args fault.A
}

// Rows is a result table. Cells are asked for by row, so that a table need not be held in memory.
type Rows struct {
	Name    string
	Len     int
	Columns []Cells
}

// Cells are the cells of one column: exactly one of the functions is set.
type Cells struct {
	Name   string
	Text   func(row int) string
	Number func(row int) float64 // NaN is missing
	Int    func(row int) int
	Flag   func(row int) bool
}

// Texts makes a column of texts.
func Texts(name string, of []string) Cells {
	return Cells{Name: name, Text: func(row int) string { return of[row] }}
}

// Numbers makes a column of numbers; NaN is missing.
func Numbers(name string, of []float64) Cells {
	return Cells{Name: name, Number: func(row int) float64 { return of[row] }}
}

// Ints makes a column of whole numbers.
func Ints(name string, of []int) Cells {
	return Cells{Name: name, Int: func(row int) int { return of[row] }}
}

// Table finds a table by name.
func (r *Result) Table(name string) (*Rows, bool) {
	i := slices.IndexFunc(r.Tables, func(t *Rows) bool { return t.Name == name })
	if i < 0 {
		return nil, false
	}
	return r.Tables[i], true
}

// Column finds a column by name.
func (t *Rows) Column(name string) (Cells, bool) {
	i := slices.IndexFunc(t.Columns, func(c Cells) bool { return c.Name == name })
	if i < 0 {
		return Cells{}, false
	}
	return t.Columns[i], true
}

// Run runs the method and holds the result to the description: tables and columns that were declared, in that order, and no others.
func (a *Args) Run(ctx context.Context) (*Result, error) {
	m := a.method
	r, err := m.Run(ctx, a)
	if err != nil {
		return nil, m.terms(err)
	}
	wrong := func(what string) error {
		return fault.New(fault.Internal, "method.not-as-described", fault.A{"method": m.ID, "what": what})
	}
	forms := a.forms()
	if len(r.Tables) != len(forms) {
		return nil, wrong("tables")
	}
	for i, t := range r.Tables {
		if t.Name != forms[i].Name || !a.matches(forms[i].Columns, t.Columns) {
			return nil, wrong(t.Name)
		}
	}
	got := make([]string, len(r.Values))
	for k, v := range r.Values {
		got[k] = v.Name
	}
	if !slices.Equal(a.names(m.Values), got) {
		return nil, wrong("values")
	}
	return r, nil
}

// forms lists the tables that this run has.
func (a *Args) forms() []TableForm {
	var out []TableForm
	for _, f := range a.method.Tables {
		if a.column(Column{With: f.With}) {
			out = append(out, f)
		}
	}
	return out
}

// matches tells whether columns are those declared, in their order.
func (a *Args) matches(declared []Column, got []Cells) bool {
	k := 0
	for i, c := range declared {
		if !a.column(c) {
			continue
		}
		if c.Each { // as many as leave one for each column after it
			rest := 0
			for _, after := range declared[i+1:] {
				if a.column(after) {
					rest++
				}
			}
			k = max(k, len(got)-rest)
			continue
		}
		if k >= len(got) || got[k].Name != c.Name {
			return false
		}
		k++
	}
	return k == len(got)
}

// names lists the values that this run has.
func (a *Args) names(columns []Column) []string {
	var out []string
	for _, c := range columns {
		if a.column(c) {
			out = append(out, c.Name)
		}
	}
	return out
}
