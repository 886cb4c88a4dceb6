// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/i18n"
)

// Status says what the office said of a value.
type Status uint8

// The states of a value that a picture shows; they may be joined by |.
const (
	Provisional Status = 1 << iota // hollow mark
	Estimated                      // hollow mark
	Break                          // upright dashed line before the value; the line is not drawn across it
)

// Value is a number or its absence.
type Value struct {
	V      float64
	OK     bool
	Status Status
}

// Some is a known value.
func Some(v float64) Value { return Value{V: v, OK: true} }

// Missing is an unknown one.
func Missing() Value { return Value{} }

// known is false too for what could not be drawn: NaN, infinity, and magnitudes whose differences overflow.
func (v Value) known() bool { return v.OK && !math.IsNaN(v.V) && math.Abs(v.V) <= 1e300 }

// Sign is who a series belongs to: the regions of the partnership in their order, or nobody in particular. Hue and shape
// come from it, the same in every picture.
type Sign uint8

// The signs. A fourth region would be Plain with its name beside it: more hues could not be told apart.
const (
	Plain  Sign = iota // grey, diamond
	First              // heather, circle
	Second             // lagoon, square
	Third              // garnet, triangle
)

// Frame is what all pictures share.
type Frame struct {
	ID          string // prefix of ids in the SVG, unique on its page: letters, digits, hyphens
	Words       *i18n.Localizer
	Title       string // one sentence that says the one thing
	Description string // for those who do not see the picture; made from the data when empty
	Unit        string // "%", "€", "thousand residents"
	Decimals    int    // of values; i18n.AsPublished keeps them all
	Signed      bool   // a plus before gains
	Corner      string // heading above the row headings of the table; "Period" or "Region" when empty
}

// Picture is what a chart gives.
type Picture struct {
	SVG         []byte
	Title       string
	Description string
	Table       Table
	Width       float64 // of the viewBox
	Height      float64
}

// Table is the data of the picture, for everyone who does not see it and everyone who wants the numbers.
type Table struct {
	Caption string
	Corner  string
	Columns []string
	Rows    []Row
	Notes   []string // in words: what marks mean, what is missing
}

// Row is a row with its heading.
type Row struct {
	Head  string
	Cells []Cell
}

// Cell is a value as it is read; a missing one says so in words.
type Cell struct {
	Text    string
	Missing bool
	Status  Status
}

func (f *Frame) words() *i18n.Localizer {
	if f.Words == nil {
		return i18n.For(i18n.Fallback)
	}
	return f.Words
}

// num is a value as the picture writes it: without unit, except for the percent sign where asked.
func (f *Frame) num(v float64) string {
	if f.Signed {
		return f.words().Signed(v, f.Decimals)
	}
	return f.words().Number(v, f.Decimals)
}

// shortUnit tells whether the unit goes behind each number ("%", "€") rather than into a heading.
func (f *Frame) shortUnit() bool { n := utf8.RuneCountInString(f.Unit); return n > 0 && n <= 2 }

// say is a value in a sentence or a cell.
func (f *Frame) say(v Value) string {
	if !v.known() {
		return f.words().NoData()
	}
	s := f.num(v.V)
	if f.shortUnit() {
		s = f.words().Attach(s, f.Unit)
	}
	return s
}

// cell is a value in the table, with its state in words.
func (f *Frame) cell(v Value) Cell {
	c := Cell{Text: f.say(v), Missing: !v.known(), Status: v.Status}
	if w := f.statusWords(v.Status); w != "" && !c.Missing {
		c.Text += " (" + w + ")"
	}
	return c
}

func (f *Frame) statusWords(s Status) string {
	var parts []string
	for _, k := range []struct {
		is  Status
		key string
	}{{Provisional, "chart.provisional"}, {Estimated, "chart.estimated"}, {Break, "chart.break"}} {
		if s&k.is != 0 {
			parts = append(parts, f.words().T(k.key))
		}
	}
	return strings.Join(parts, ", ")
}

// column is a heading of the table: the name, with the unit when cells do not carry it.
func (f *Frame) column(name string) string {
	if f.Unit == "" || f.shortUnit() {
		return name
	}
	if name == "" {
		return f.Unit
	}
	return name + ", " + f.Unit
}

func (f *Frame) corner(key string) string {
	if f.Corner != "" {
		return f.Corner
	}
	return f.words().T(key)
}

// describe is the description, made from the table when nobody wrote one: each row in a clause.
func (f *Frame) describe(t Table) string {
	if f.Description != "" {
		return f.Description
	}
	var rows []string
	for _, r := range t.Rows {
		var cells []string
		for i, c := range r.Cells {
			if len(r.Cells) > 1 && i < len(t.Columns) {
				cells = append(cells, t.Columns[i]+" "+c.Text)
			} else {
				cells = append(cells, c.Text)
			}
		}
		rows = append(rows, r.Head+": "+strings.Join(cells, ", "))
	}
	return strings.Join(rows, "; ")
}
