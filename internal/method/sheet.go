// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Sheet is a table of a stored result as it was written: its columns in their order, numbers as decimal text.
type Sheet struct {
	Name    string
	Key     []string // the columns that name a row, as far as this result has them
	Columns []string
	Rows    [][]any // json.Number, string, bool, or nil for what is missing
}

// Sheet reads a table of the result.
func (d *Data) Sheet(table string) (*Sheet, error) {
	if s, ok := d.sheets[table]; ok {
		return s, nil
	}
	m, err := Find(d.method)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Tables, func(t TableForm) bool { return t.Name == table })
	raw, ok := d.members[table]
	if i < 0 || !ok {
		return nil, fault.New(fault.NotFound, "method.no-cell", fault.A{"what": table})
	}
	s := &Sheet{Name: table, Key: m.Tables[i].Key}
	if s.Columns, s.Rows, err = readSheet(raw); err != nil {
		return nil, fault.New(fault.Internal, "method.damaged", fault.A{"analysis": d.method}).Because(err)
	}
	if len(s.Columns) == 0 { // a table without rows still has its columns
		for _, c := range m.Tables[i].Columns {
			if !c.Each {
				s.Columns = append(s.Columns, c.Name)
			}
		}
	}
	// A result without variants or regions has no column of them; its rows are named by the others.
	s.Key = slices.DeleteFunc(slices.Clone(s.Key), func(name string) bool { return s.Column(name) < 0 })
	if d.sheets == nil {
		d.sheets = map[string]*Sheet{}
	}
	d.sheets[table] = s
	return s, nil
}

// Sheets reads all tables of the result, in the order of the description.
func (d *Data) Sheets() ([]*Sheet, error) {
	m, err := Find(d.method)
	if err != nil {
		return nil, err
	}
	var out []*Sheet
	for _, form := range m.Tables {
		if _, there := d.members[form.Name]; !there {
			continue
		}
		s, err := d.Sheet(form.Name)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// readSheet reads a list of objects that have the same members in the same order.
func readSheet(raw []byte) (columns []string, rows [][]any, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if _, err := d.Token(); err != nil { // [
		return nil, nil, err
	}
	for d.More() {
		if _, err := d.Token(); err != nil { // {
			return nil, nil, err
		}
		row := make([]any, 0, len(columns))
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, nil, err
			}
			value, err := d.Token()
			if err != nil {
				return nil, nil, err
			}
			if text, ok := name.(string); ok && len(rows) == 0 {
				columns = append(columns, text)
			}
			row = append(row, value)
		}
		if _, err := d.Token(); err != nil { // }
			return nil, nil, err
		}
		if len(row) != len(columns) {
			return nil, nil, io.ErrUnexpectedEOF
		}
		rows = append(rows, row)
	}
	return columns, rows, nil
}

// Column gives the place of a column; -1 when there is none.
func (s *Sheet) Column(name string) int { return slices.Index(s.Columns, name) }

// Find gives the row with a key; -1 when there is none.
func (s *Sheet) Find(key []string) int {
	if len(key) != len(s.Key) {
		return -1
	}
	at := make([]int, len(key))
	for k, name := range s.Key {
		if at[k] = s.Column(name); at[k] < 0 {
			return -1
		}
	}
	return slices.IndexFunc(s.Rows, func(row []any) bool {
		for k := range key {
			if CellText(row[at[k]]) != key[k] {
				return false
			}
		}
		return true
	})
}

// KeyOf gives the key of a row.
func (s *Sheet) KeyOf(row int) []string {
	out := make([]string, len(s.Key))
	for k, name := range s.Key {
		if at := s.Column(name); at >= 0 {
			out[k] = CellText(s.Rows[row][at])
		}
	}
	return out
}

// Numbers lists the columns that hold a number in a row and do not name it: what can be said of the row.
func (s *Sheet) Numbers(row int) []int {
	var out []int
	for i, name := range s.Columns {
		if _, ok := s.Rows[row][i].(json.Number); ok && !slices.Contains(s.Key, name) {
			out = append(out, i)
		}
	}
	return out
}

// CellText is a cell as CSV has it: missing is empty, a flag 1 or 0.
func CellText(cell any) string {
	switch x := cell.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	case bool:
		if x {
			return "1"
		}
		return "0"
	}
	return ""
}

// WriteCSV writes the sheet as the command line does.
func (s *Sheet) WriteCSV(w io.Writer) error {
	t := &Rows{Name: s.Name, Len: len(s.Rows)}
	for i, name := range s.Columns {
		t.Columns = append(t.Columns, Cells{Name: name, Text: func(row int) string { return CellText(s.Rows[row][i]) }})
	}
	return WriteCSV(w, t)
}

// At names a cell of a result: a table, the key of a row in the order in which the method declares it, and a column; without a table a
// value of the whole, such as "statistic".
type At struct {
	Table  string   `json:"table,omitempty" yaml:"table,omitempty"`
	Key    []string `json:"key,omitempty" yaml:"key,omitempty"`
	Column string   `json:"column,omitempty" yaml:"column,omitempty"`
}

// String writes the place so that no two places are the same: "cells|LT023|C|lq".
func (a At) String() string {
	parts := append(append([]string{a.Table}, a.Key...), a.Column)
	for i, p := range parts {
		parts[i] = atEscape.Replace(p)
	}
	return strings.Join(parts, "|")
}

var (
	atEscape   = strings.NewReplacer("%", "%25", "|", "%7C")
	atUnescape = strings.NewReplacer("%7C", "|", "%25", "%")
)

// ParseAt reads what String wrote.
func ParseAt(text string) (At, bool) {
	parts := strings.Split(text, "|")
	if len(parts) < 2 {
		return At{}, false
	}
	for i, p := range parts {
		parts[i] = atUnescape.Replace(p)
	}
	a := At{Table: parts[0], Column: parts[len(parts)-1]}
	if len(parts) > 2 {
		a.Key = parts[1 : len(parts)-1]
	}
	return a, a.Column != ""
}

// Figure gives the number in a cell as decimal text; empty when it is missing. What is no number is fault method.not-a-figure.
func (d *Data) Figure(a At) (string, error) {
	none := fault.New(fault.NotFound, "method.no-cell", fault.A{"what": a.String()})
	var cell any
	if a.Table == "" {
		raw, ok := d.members[a.Column]
		if !ok || slices.Contains([]string{"method", "parameters", "diagnostics"}, a.Column) {
			return "", none
		}
		r := json.NewDecoder(bytes.NewReader(raw))
		r.UseNumber()
		if err := r.Decode(&cell); err != nil {
			return "", err
		}
	} else {
		s, err := d.Sheet(a.Table)
		if err != nil {
			return "", err
		}
		row, column := s.Find(a.Key), s.Column(a.Column)
		if row < 0 || column < 0 {
			return "", none
		}
		cell = s.Rows[row][column]
	}
	switch x := cell.(type) {
	case nil:
		return "", nil
	case json.Number:
		return x.String(), nil
	}
	return "", fault.New(fault.Invalid, "method.not-a-figure", fault.A{"what": a.String()})
}

// Small tells whether the row of a cell is flagged as resting on too few.
func (d *Data) Small(a At) bool {
	if a.Table == "" {
		return false
	}
	s, err := d.Sheet(a.Table)
	if err != nil {
		return false
	}
	row, flag := s.Find(a.Key), s.Column("small")
	return row >= 0 && flag >= 0 && CellText(s.Rows[row][flag]) == "1"
}
