// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"io"
	"slices"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// Format is what Header.Format says of these files.
const Format = "jsonstat"

// Reader reads a dataset. See statistics.Reader for what holds how long.
type Reader struct {
	header statistics.Header
	shape  shape
	cells  []cell // by series, then by time
	text   string // the values
	flags  []flag
	next   int
	series statistics.Series
}

// flag is a flag text and its meaning.
type flag struct {
	text   string
	status statistics.Status
}

// NewReader reads a document to its end. Name is used in errors alone. Of the options Columns (by dimension id) and Period are used.
func NewReader(name string, r io.Reader, options statistics.Options) (*Reader, error) {
	source, err := scan.NewSource(name, r)
	if err != nil {
		return nil, err
	}
	l := newLexer(source)
	set, err := readDocument(l)
	if err != nil {
		return nil, err
	}
	return set.reader(l, options)
}

// Header tells the dimensions with their codes, and the periods.
func (r *Reader) Header() statistics.Header { return r.header }

// Next gives the observations of the next key.
func (r *Reader) Next() (*statistics.Series, error) {
	if r.next == len(r.cells) {
		return nil, io.EOF
	}
	periods := int64(len(r.header.Periods))
	number := r.cells[r.next].index / periods
	r.series.Observations = r.series.Observations[:0]
	for r.next < len(r.cells) && r.cells[r.next].index/periods == number {
		c := &r.cells[r.next]
		f := r.flags[c.flags]
		o := statistics.Observation{Period: r.header.Periods[c.index%periods], Value: r.text[c.start : c.start+uint32(c.length)],
			Flags: f.text, Status: f.status}
		if o.Value == "" {
			o.Status |= statistics.Missing
		}
		r.series.Observations = append(r.series.Observations, o)
		r.next++
	}
	for i := len(r.header.Dimensions) - 1; i >= 0; i-- {
		codes := r.header.Dimensions[i].Codes
		r.series.Key[i] = codes[number%int64(len(codes))].ID
		number /= int64(len(codes))
	}
	return &r.series, nil
}

// shape is how cells are numbered: the sizes, and where time stands among them.
type shape struct {
	product int64
	periods int64 // size of the time dimension
	stride  int64 // cells between two periods of a series
}

// bySeries renumbers a cell so that the periods of a series follow each other.
func (s shape) bySeries(index int64) int64 {
	outer, inner := index/(s.stride*s.periods), index%s.stride
	period := index / s.stride % s.periods
	return (outer*s.stride+inner)*s.periods + period
}

// arrange puts the cells into the order of series.
func (r *Reader) arrange() {
	if r.shape.stride == 1 {
		return // time is the last dimension: they are in order
	}
	for i := range r.cells {
		r.cells[i].index = r.shape.bySeries(r.cells[i].index)
	}
	slices.SortFunc(r.cells, byIndex)
}
