// SPDX-License-Identifier: EUPL-1.2

package eurostattsv

import (
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// Format is what Header.Format says of these files.
const Format = "eurostattsv"

// Reader reads a table. See statistics.Reader for what holds how long.
type Reader struct {
	header statistics.Header
	lines  *scan.Lines
	wide   *scan.Wide
	key    []string
	cells  []string
	err    error // once set, final
}

// NewReader reads the header of a table. Name is used in errors alone. Of the options only Columns is used.
func NewReader(name string, r io.Reader, options statistics.Options) (*Reader, error) {
	source, err := scan.NewSource(name, r)
	if err != nil {
		return nil, err
	}
	t := &Reader{lines: scan.NewLines(source)}
	line, err := t.lines.Next()
	if err == io.EOF {
		return nil, &statistics.Error{Code: statistics.Truncated, File: name, Line: 1}
	}
	if err != nil {
		return nil, err
	}
	if err := t.readHeader(line, options); err != nil {
		return nil, err
	}
	return t, nil
}

// readHeader reads "dim,dim,geo\TIME_PERIOD<tab>period …".
func (t *Reader) readHeader(line string, options statistics.Options) error {
	corner, rest, ok := strings.Cut(line, "\t")
	names, timeName, ok2 := strings.Cut(strings.TrimRight(corner, " "), `\`)
	if !ok || !ok2 || !scan.ValidCode(timeName) {
		return t.headerError(statistics.BadHeader, 1, corner, `geo\TIME_PERIOD`)
	}
	if strings.Count(rest, "\t") >= statistics.MaxColumns {
		return t.headerError(statistics.TooManyColumns, 0, "", strconv.Itoa(statistics.MaxColumns))
	}
	dims := strings.Split(names, ",")
	dimensions, at, bad := scan.Dimensions(dims, options.Columns)
	if bad == statistics.TooManyDims {
		return t.headerError(bad, 1, "", strconv.Itoa(statistics.MaxDimensions))
	}
	if bad != "" {
		return t.headerError(bad, 1, dims[at], "")
	}
	columns := strings.Split(rest, "\t")
	periods, at, bad := scan.Periods(columns)
	if bad != "" {
		return t.headerError(bad, at+2, columns[at], "")
	}
	t.header = statistics.Header{Format: Format, Dimensions: dimensions, Periods: periods,
		Time: statistics.Dimension{ID: strings.Clone(timeName), Role: statistics.RoleTime}}
	ids := make([]string, len(dimensions))
	for i, d := range dimensions {
		ids[i] = d.ID
	}
	t.wide = scan.NewWide(t.lines, ids, periods, nil)
	t.key = make([]string, len(ids))
	t.cells = make([]string, len(periods))
	return nil
}

func (t *Reader) headerError(code statistics.ErrorCode, column int, found, expected string) error {
	e := t.lines.Error(code, column)
	e.Found, e.Expected = statistics.Excerpt(found), expected
	return e
}

// Header tells the dimensions and periods.
func (t *Reader) Header() statistics.Header { return t.header }

// Next gives the series of the next line.
func (t *Reader) Next() (*statistics.Series, error) {
	if t.err != nil {
		return nil, t.err
	}
	s, err := t.next()
	if err != nil {
		t.err = err
		return nil, err
	}
	return s, nil
}

func (t *Reader) next() (*statistics.Series, error) {
	line, err := t.lines.Next()
	if err != nil {
		return nil, err
	}
	tab := strings.IndexByte(line, '\t')
	if tab < 0 {
		return nil, t.countError(0, 1, len(t.cells)+1)
	}
	if n := scan.Split(line[:tab], ',', t.key); n != len(t.key) {
		return nil, t.countError(1, n, len(t.key))
	}
	if n := scan.Split(line[tab+1:], '\t', t.cells); n != len(t.cells) {
		return nil, t.countError(0, n+1, len(t.cells)+1)
	}
	return t.wide.Series(t.key, t.cells, t.column)
}

// countError tells a wrong number of cells (column 0), or of codes in the first cell (column 1).
func (t *Reader) countError(column, found, expected int) error {
	e := t.lines.Error(statistics.ColumnCount, column)
	e.Found, e.Expected = strconv.Itoa(found), strconv.Itoa(expected)
	return e
}

// column gives the place of a code or value: all codes stand in the first cell.
func (t *Reader) column(i int) int { return max(1, i-len(t.key)+2) }
