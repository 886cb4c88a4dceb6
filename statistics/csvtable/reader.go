// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// What Header.Format says of these files.
const (
	Wide = "csvwide"
	Tidy = "csvtidy"
)

// Reader reads a wide or a tidy table. See statistics.Reader for what holds how long.
type Reader struct {
	header  statistics.Header
	records records
	width   int
	layout  layout
	names   []string
	next    func() (*statistics.Series, error)
	err     error // once set, final
}

// NewReader reads the header of a table. Name is used in errors alone.
func NewReader(name string, r io.Reader, options statistics.Options) (*Reader, error) {
	source, err := scan.NewSource(name, r)
	if err != nil {
		return nil, err
	}
	lines := scan.NewLines(source)
	t := &Reader{records: records{lines: lines, delimiter: options.Delimiter}}
	names, err := t.readNames()
	if err == io.EOF {
		return nil, &statistics.Error{Code: statistics.Truncated, File: name, Line: 1}
	}
	if err != nil {
		return nil, err
	}
	if err := t.checkDeclared(names, options); err != nil {
		return nil, err
	}
	if err := t.arrange(names, options); err != nil {
		return nil, err
	}
	return t, nil
}

// readNames reads the header line and settles the delimiter.
func (t *Reader) readNames() ([]string, error) {
	line, err := t.records.lines.Next()
	for err == nil && line == "" {
		line, err = t.records.lines.Next()
	}
	if err != nil {
		return nil, err
	}
	if t.records.delimiter == 0 {
		t.records.delimiter = guessDelimiter(line)
	}
	cells, err := t.records.split(line)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = strings.Clone(c)
	}
	t.width, t.names = len(names), names
	return names, nil
}

// checkDeclared refuses options that speak of columns the file does not have: they were meant for another file.
func (t *Reader) checkDeclared(names []string, options statistics.Options) error {
	have := make(map[string]bool, len(names))
	for _, name := range names {
		have[name] = true
	}
	missing := ""
	for name := range options.Columns {
		if !have[name] && (missing == "" || name < missing) {
			missing = name
		}
	}
	if missing == "" {
		return nil
	}
	return t.headerError(statistics.BadHeader, 0, strings.Join(names, string(rune(t.records.delimiter))), missing)
}

// arrange makes the header and chooses how rows are read.
func (t *Reader) arrange(names []string, options statistics.Options) error {
	t.layout = arrange(names, options.Columns)
	timeName := ""
	if t.layout.time >= 0 {
		timeName = names[t.layout.time]
	}
	ids := make([]string, len(t.layout.dims))
	for i, column := range t.layout.dims {
		ids[i] = names[column]
	}
	wide := t.layout.value < 0 && t.layout.time < 0 && len(t.layout.periods) > 0
	if wide && len(ids) > 0 { // geo\TIME_PERIOD
		if dim, time, ok := strings.Cut(ids[len(ids)-1], `\`); ok {
			if !scan.ValidCode(time) {
				return t.headerError(statistics.BadCode, t.layout.dims[len(ids)-1]+1, time, "")
			}
			ids[len(ids)-1], timeName = dim, time
		}
	}
	dims, at, bad := scan.Dimensions(ids, options.Columns)
	if bad != "" {
		expected := ""
		if bad == statistics.TooManyDims {
			expected = strconv.Itoa(statistics.MaxDimensions)
		}
		return t.headerError(bad, t.layout.dims[at]+1, ids[at], expected)
	}
	t.header = statistics.Header{Dimensions: dims, Time: statistics.Dimension{ID: timeName, Role: statistics.RoleTime}}
	if wide {
		return t.startWide(ids, options)
	}
	return t.startTidy(ids, options)
}

// startWide prepares for a line per series.
func (t *Reader) startWide(ids []string, options statistics.Options) error {
	columns := make([]string, len(t.layout.periods))
	for i, column := range t.layout.periods {
		columns[i] = t.names[column]
	}
	periods, at, bad := scan.Periods(columns)
	if bad != "" {
		return t.headerError(bad, t.layout.periods[at]+1, columns[at], "")
	}
	t.header.Format, t.header.Periods = Wide, periods
	engine := scan.NewWide(t.records.lines, ids, periods, cellReader(options, t.records.delimiter))
	key, cells := make([]string, len(ids)), make([]string, len(periods))
	column := func(i int) int {
		if i < len(ids) {
			return t.layout.dims[i] + 1
		}
		return t.layout.periods[i-len(ids)] + 1
	}
	t.next = func() (*statistics.Series, error) {
		row, err := t.row()
		if err != nil {
			return nil, err
		}
		for i, c := range t.layout.dims {
			key[i] = row[c]
		}
		for i, c := range t.layout.periods {
			cells[i] = row[c]
		}
		return engine.Series(key, cells, column)
	}
	return nil
}

// row gives the next record and checks its width.
func (t *Reader) row() ([]string, error) {
	row, err := t.records.next()
	if err != nil {
		return nil, err
	}
	if len(row) != t.width {
		e := t.records.lines.Error(statistics.ColumnCount, 0)
		e.Line = t.records.first
		e.Found, e.Expected = strconv.Itoa(len(row)), strconv.Itoa(t.width)
		return nil, e
	}
	return row, nil
}

func (t *Reader) headerError(code statistics.ErrorCode, column int, found, expected string) error {
	e := t.records.lines.Error(code, column)
	e.Found, e.Expected = statistics.Excerpt(found), expected
	return e
}

// Header tells the dimensions and, for a wide table, the periods.
func (t *Reader) Header() statistics.Header { return t.header }

// Next gives the next series; of a tidy table the next run of rows with the same key.
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
