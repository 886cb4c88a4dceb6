// SPDX-License-Identifier: EUPL-1.2

package pabulib

import (
	"bufio"
	"errors"
	"io"

	"github.com/sumanus/sumanus/internal/fault"
)

// rows splits a file into rows of cells between semicolons. Cells may be quoted as in CSV and then hold semicolons, line ends and doubled
// quotation marks. Outside strictness a quotation mark elsewhere is a sign as any other, as in Python's csv with which these files are
// written and read.
type rows struct {
	in     *bufio.Reader
	strict bool
	line   int // on which the row begins
	next   int // on which what comes begins
	cell   []byte
}

// errQuote is a quotation mark in the wrong place, or one that does not close.
var errQuote = errors.New("a quotation mark stands in the wrong place or does not close")

// maxRow bounds a row, so that a mark that does not close cannot take the whole of a large file.
const maxRow = 1 << 22

// Where the splitter is within a cell.
const (
	atStart  = iota
	plain    // inside a cell without quotes
	quoted   // inside quotes
	closing  // behind a quotation mark inside quotes
	finished // the row has ended
)

// read gives the next row; io.EOF at the end.
func (r *rows) read() ([]string, error) {
	var out []string
	r.line = r.next
	r.cell = r.cell[:0]
	state, size := atStart, 0
	for state != finished {
		c, err := r.in.ReadByte()
		if err == io.EOF {
			switch {
			case state == quoted:
				return nil, errQuote
			case state == atStart && len(out) == 0:
				return nil, io.EOF
			}
			break
		}
		if err != nil {
			return nil, err
		}
		if size++; size > maxRow {
			return nil, errQuote
		}
		if c == '\n' {
			r.next++
		}
		if c == '\r' && state != quoted {
			continue
		}
		var end bool
		if state, end, err = r.step(state, c); err != nil {
			return nil, err
		}
		if end {
			out = append(out, string(r.cell))
			r.cell = r.cell[:0]
		}
	}
	if state != finished {
		out = append(out, string(r.cell))
	}
	return out, nil
}

// step takes one byte; end tells that a cell is whole.
func (r *rows) step(state int, c byte) (next int, end bool, err error) {
	switch {
	case state == quoted && c == '"':
		return closing, false, nil
	case state == quoted:
	case state == closing && c == '"':
		state = quoted
	case c == ';':
		return atStart, true, nil
	case c == '\n':
		return finished, true, nil
	case state == atStart && c == '"':
		return quoted, false, nil
	case r.strict && (c == '"' || state == closing):
		return state, false, errQuote
	default:
		state = plain
	}
	r.cell = append(r.cell, c)
	return state, false, nil
}

// broken words an error of reading.
func (r *reader) broken(err error) error {
	if errors.Is(err, errQuote) {
		return fault.New(fault.Invalid, "method.bad-quote").At(fault.Place{File: r.o.Name, Line: r.rows.line}).Because(err)
	}
	return fault.New(fault.Invalid, "method.bad-gzip").At(fault.Place{File: r.o.Name}).Because(err)
}
