// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// cell is one value that the document mentions: 24 bytes, and its text in the common block.
type cell struct {
	index  int64 // row-major, by the order of the dimensions
	start  uint32
	line   uint32
	length uint16
	flags  uint16 // index into the flag texts; 0 is no flag
}

func byIndex(a, b cell) int { return cmp.Compare(a.index, b.index) }

// cells gathers values and statuses, in whichever order they come.
type cells struct {
	values   []cell
	statuses []cell // only index, line and flags
	text     strings.Builder
	flags    []flag
	known    map[string]uint16
	sparse   bool
	forAll   uint16 // the status of every cell that has none of its own
}

func newCells() cells {
	return cells{flags: []flag{{}}, known: map[string]uint16{"": 0}}
}

// readValues reads the member value: an array, or an object from cell number to value.
func (d *dataset) readValues(l *lexer) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	d.valueMark = l.mark
	if c == '{' {
		d.cells.sparse = true
		return l.members(func(name string) error {
			index, ok := cellNumber([]byte(name))
			if !ok {
				return l.fail(statistics.BadJSON, name, "0-9")
			}
			return d.cells.add(l, index)
		})
	}
	if c != '[' {
		return l.unexpected(c, "[ {")
	}
	return l.array(func(i int) error { return d.cells.add(l, int64(i)) })
}

// cellNumber reads a number of a cell or a size: digits without a leading zero.
func cellNumber(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 || run(b) != len(b) || len(b) > 1 && b[0] == '0' {
		return 0, false
	}
	var n int64
	for _, c := range b {
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// add reads one value: a number, null, or a text that is a number or a sign of a missing one.
func (s *cells) add(l *lexer, index int64) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if len(s.values) == statistics.MaxCells {
		return l.fail(statistics.TooManyValues, "", strconv.Itoa(statistics.MaxCells))
	}
	v := cell{index: index, line: uint32(l.mark.line), start: uint32(s.text.Len())}
	if c != '"' {
		b, err := l.bare()
		if err != nil {
			return err
		}
		if string(b) != "null" {
			text := string(b)
			if !statistics.IsDecimal(text) {
				return s.badNumber(l, index, text)
			}
			v.length = uint16(len(b))
			s.text.Write(b)
		}
		s.values = append(s.values, v)
		return nil
	}
	text, err := l.string()
	if err != nil {
		return err
	}
	value, flags, ok := scan.Cell(text)
	if !ok {
		return s.badNumber(l, index, text)
	}
	v.length = uint16(len(value))
	s.text.WriteString(value)
	if v.flags, err = s.flag(l, flags); err != nil {
		return err
	}
	s.values = append(s.values, v)
	return nil
}

func (s *cells) badNumber(l *lexer, index int64, text string) error {
	e := l.fail(statistics.BadNumber, text, "")
	e.Path += "." + strconv.FormatInt(index, 10)
	return e
}

// flag shares a flag text.
func (s *cells) flag(l *lexer, text string) (uint16, error) {
	text = scan.FlagText(text)
	if n, ok := s.known[text]; ok {
		return n, nil
	}
	if len(text) > statistics.MaxFlags || !scan.ValidCode(text) {
		return 0, l.fail(statistics.BadCode, text, "")
	}
	if len(s.flags) == 1<<16 {
		return 0, l.fail(statistics.TooManyCodes, "", strconv.Itoa(1<<16))
	}
	n := uint16(len(s.flags))
	s.flags = append(s.flags, flag{text, statistics.StatusOf(text)})
	s.known[text] = n
	return n, nil
}

// readStatus reads the member status: a text for all cells, an array, or an object from cell number to text. In Eurostat's version 1 the object
// holds them in its member value, beside their labels.
func (s *cells) readStatus(l *lexer) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	switch c {
	case '"':
		text, err := l.string()
		if err != nil {
			return err
		}
		s.forAll, err = s.flag(l, text)
		return err
	case '[':
		count := 0
		err := l.array(func(i int) error { count++; return s.addStatus(l, int64(i)) })
		if count == 1 && len(s.statuses) == 1 {
			s.forAll, s.statuses = s.statuses[0].flags, nil
		}
		return err
	case '{':
		return l.members(func(name string) error { return s.statusMember(l, name) })
	}
	return l.skip() // null
}

func (s *cells) statusMember(l *lexer, name string) error {
	if index, ok := cellNumber([]byte(name)); ok {
		return s.addStatus(l, index)
	}
	c, err := l.space()
	if err != nil {
		return err
	}
	if name == "value" && (c == '[' || c == '{') {
		if c == '[' {
			return l.array(func(i int) error { return s.addStatus(l, int64(i)) })
		}
		return l.members(func(name string) error {
			index, ok := cellNumber([]byte(name))
			if !ok {
				return l.fail(statistics.BadJSON, name, "0-9")
			}
			return s.addStatus(l, index)
		})
	}
	if name == "category" {
		return l.skip()
	}
	return l.fail(statistics.BadJSON, name, "0-9")
}

// addStatus reads one status: a text or null.
func (s *cells) addStatus(l *lexer, index int64) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if c != '"' {
		b, err := l.bare()
		if err == nil && string(b) != "null" {
			return l.fail(statistics.BadJSON, string(b), `" null`)
		}
		return err
	}
	text, err := l.string()
	if err != nil {
		return err
	}
	if len(s.statuses) == statistics.MaxCells {
		return l.fail(statistics.TooManyValues, "", strconv.Itoa(statistics.MaxCells))
	}
	n, err := s.flag(l, text)
	if err != nil {
		return err
	}
	s.statuses = append(s.statuses, cell{index: index, line: uint32(l.mark.line), flags: n})
	return nil
}

// join sorts values and statuses, checks them against the shape and puts the statuses on the values.
func (d *dataset) join(l *lexer, product int64) error {
	s := &d.cells
	if !s.sparse && int64(len(s.values)) != product {
		return d.sizeError(l, "value", int64(len(s.values)), product, d.valueMark)
	}
	for _, part := range []struct {
		name  string
		cells []cell
	}{{"value", s.values}, {"status", s.statuses}} {
		if !slices.IsSortedFunc(part.cells, byIndex) {
			slices.SortStableFunc(part.cells, byIndex)
		}
		for i := 1; i < len(part.cells); i++ {
			if a, b := part.cells[i-1], part.cells[i]; a.index == b.index {
				e := l.failAt(place{int(b.line), 0}, statistics.DuplicateKey, strconv.FormatInt(b.index, 10), "")
				e.Path, e.First = part.name+"."+e.Found, int(a.line)
				return e
			}
		}
		if n := len(part.cells); n > 0 && part.cells[n-1].index >= product {
			last := part.cells[n-1]
			return d.sizeError(l, part.name, last.index+1, product, place{int(last.line), 0})
		}
	}
	d.putStatuses()
	return nil
}

func (d *dataset) sizeError(l *lexer, path string, found, expected int64, at place) error {
	e := l.failAt(at, statistics.SizeMismatch, strconv.FormatInt(found, 10), strconv.FormatInt(expected, 10))
	e.Path = path
	return e
}

// putStatuses joins two sorted lists. A status of a cell that a sparse object does not mention makes it missing.
func (d *dataset) putStatuses() {
	s := &d.cells
	at, n := 0, len(s.values)
	for _, status := range s.statuses {
		for at < n && s.values[at].index < status.index {
			at++
		}
		if at < n && s.values[at].index == status.index {
			s.values[at].flags = status.flags
		} else {
			s.values = append(s.values, cell{index: status.index, line: status.line, flags: status.flags})
		}
	}
	if len(s.values) > n {
		slices.SortFunc(s.values, byIndex)
	}
	if s.forAll != 0 {
		for i := range s.values {
			if s.values[i].flags == 0 {
				s.values[i].flags = s.forAll
			}
		}
	}
}
