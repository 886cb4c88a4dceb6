// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// csvRows reads CSV (RFC 4180): comma, a header, UTF-8 with or without a byte order mark, any line ends, empty lines skipped.
type csvRows struct {
	name   string
	in     io.ReadCloser
	r      *csv.Reader
	header []string
	line   int
}

func newCSV(name string, in io.ReadCloser) (*csvRows, error) {
	b := bufio.NewReaderSize(in, 1<<16)
	c := &csvRows{name: name, in: in}
	start, err := b.Peek(3)
	if err != nil && err != io.EOF {
		return nil, c.closed(c.broken(err))
	}
	if bytes.Equal(start, []byte("\ufeff")) {
		if _, err := b.Discard(3); err != nil {
			return nil, c.closed(c.broken(err))
		}
	}
	c.r = csv.NewReader(b)
	c.r.ReuseRecord = true
	c.r.FieldsPerRecord = -1
	header, err := c.r.Read()
	if err == io.EOF {
		return nil, c.closed(fault.New(fault.Invalid, "method.no-header").At(fault.Place{File: name, Line: 1}))
	}
	if err != nil {
		return nil, c.closed(c.broken(err))
	}
	c.line, _ = c.r.FieldPos(0)
	for _, h := range header {
		if !utf8.ValidString(h) || strings.ContainsRune(h, 0) {
			return nil, c.closed(fault.New(fault.Invalid, "method.bad-encoding").At(fault.Place{File: name, Line: c.line}))
		}
		c.header = append(c.header, strings.Clone(strings.TrimSpace(h)))
	}
	return c, nil
}

// closed closes the file and passes the error on.
func (c *csvRows) closed(err error) error {
	_ = c.in.Close()
	return err
}

// Header gives the names of the columns.
func (c *csvRows) Header() []string { return c.header }

// Line is where the row begins.
func (c *csvRows) Line() int { return c.line }

// Close closes the file.
func (c *csvRows) Close() error { return c.in.Close() }

// Next gives the next row.
func (c *csvRows) Next() ([]string, error) {
	row, err := c.r.Read()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		return nil, c.broken(err)
	}
	c.line, _ = c.r.FieldPos(0)
	if len(row) != len(c.header) {
		return nil, fault.New(fault.Invalid, "method.ragged", fault.A{"found": len(row), "expected": len(c.header)}).
			At(fault.Place{File: c.name, Line: c.line})
	}
	return row, nil
}

// broken turns what a reader says into a fault that names the place.
func (c *csvRows) broken(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		at := fault.Place{File: c.name, Line: parse.Line}
		return fault.New(fault.Invalid, "method.bad-quote").At(at).Because(err)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "method.bad-gzip").At(fault.Place{File: c.name}).Because(err)
	}
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) {
		return fault.New(fault.Invalid, "method.bad-gzip").At(fault.Place{File: c.name}).Because(err)
	}
	return fault.New(fault.Unavailable, "method.no-file", fault.A{"file": c.name}).Because(err)
}

// fields finds columns by name and tells which is not there.
func fields(src string, header []string, names ...string) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		at[i] = -1
		for j, h := range header {
			if h != name {
				continue
			}
			if at[i] >= 0 {
				return nil, fault.New(fault.Invalid, "method.column-twice", fault.A{"found": name}).At(fault.Place{File: src, Line: 1, Column: name})
			}
			at[i] = j
		}
		if at[i] < 0 {
			return nil, fault.New(fault.Invalid, "method.unknown-column", fault.A{"found": name, "expected": shownHeader(header)}).
				At(fault.Place{File: src, Line: 1, Column: name})
		}
	}
	return at, nil
}

// shownHeader keeps a list of columns short enough to be read.
func shownHeader(header []string) []string {
	const most = 12
	if len(header) <= most {
		return header
	}
	return append(append([]string(nil), header[:most]...), "…")
}

// parseNumber reads a decimal number with a point; an empty text is missing (NaN). Words such as NaN, inf, NA are no numbers.
func parseNumber(s string) (float64, bool) {
	if s == "" {
		return math.NaN(), true
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			if t := strings.Trim(s, " \t"); len(t) < len(s) {
				return parseNumber(t)
			}
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}
