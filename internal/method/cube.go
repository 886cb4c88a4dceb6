// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

// maxCubeRows bounds the table that is made of a cube: a product of dimensions grows fast.
const maxCubeRows = 5_000_000

// Used says what a run read, so that it can be read again.
type Used struct {
	Name        string     `json:"name"`
	Column      string     `json:"column,omitempty"` // of a table put together of several datasets
	Dataset     record.Ref `json:"dataset,omitempty"`
	Vintage     string     `json:"vintage,omitempty"`
	File        string     `json:"file,omitempty"` // what somebody brought, in place of a dataset
	ContentHash string     `json:"content_hash"`
	Scheme      string     `json:"scheme,omitempty"`
	Territory   string     `json:"territory,omitempty"`
	Periods     []string   `json:"periods"` // with "latest" told apart
	Rows        int        `json:"rows"`
}

// cubeTable is an input as rows in memory; it is Tabular.
type cubeTable struct {
	name   string
	header []string
	rows   [][]string
	used   Used
	geo    string   // id of the geographic dimension when it is a column
	units  []string // its codes in the order of the rows
	uses   []Used   // of a table put together of several datasets
	mixed  bool     // they are of several versions of the territories
	text   string   // of a file that was brought
}

// reading is what a run records of the table.
func (t *cubeTable) reading() []Used {
	if t.uses != nil {
		return t.uses
	}
	return []Used{t.used}
}

// Name says which dataset and vintage it is.
func (t *cubeTable) Name() string { return t.name }

// Rows begins to walk over it.
func (t *cubeTable) Rows() (RowReader, error) {
	if t.text != "" {
		return newCSV(t.name, io.NopCloser(strings.NewReader(t.text)))
	}
	return &cubeRows{table: t}, nil
}

type cubeRows struct {
	table *cubeTable
	at    int
}

func (r *cubeRows) Header() []string { return r.table.header }
func (r *cubeRows) Line() int        { return r.at + 1 } // as the lines of a file with a header
func (r *cubeRows) Close() error     { return nil }

func (r *cubeRows) Next() ([]string, error) {
	if r.at == len(r.table.rows) {
		return nil, io.EOF
	}
	r.at++
	return r.table.rows[r.at-1], nil
}

// axis is a dimension of the table.
type axis struct {
	dimension dataset.Dimension
	fixed     string   // the one code; empty when the dimension is a column
	only      []string // the codes kept; nil for all
	leave     []string
	codes     []string // those met, in the order of the rows
	number    map[string]int
}

// cube reads an input into a table.
func (in *Input) cube(ctx context.Context, tx *record.ReadTx, derived []string) (*cubeTable, error) {
	reader := dataset.NewReader(tx)
	v, err := in.vintage(ctx, reader)
	if err != nil {
		return nil, err
	}
	axes, err := in.axes(ctx, tx)
	if err != nil {
		return nil, err
	}
	b := &cubeBuilder{in: in, axes: axes, points: map[string][]dataset.Point{}, latest: map[string]bool{}, vintage: v}
	if err := reader.Each(ctx, in.Dataset, v.Label, b.series); err != nil {
		return nil, err
	}
	return b.table(derived)
}

// vintage finds the one asked for, or the latest.
func (in *Input) vintage(ctx context.Context, reader *dataset.Reader) (dataset.Vintage, error) {
	all, err := reader.Vintages(ctx, in.Dataset)
	if err != nil {
		return dataset.Vintage{}, err
	}
	if in.Vintage == "" && len(all) > 0 {
		return all[len(all)-1], nil
	}
	for _, v := range all {
		if v.Label == in.Vintage {
			return v, nil
		}
	}
	return dataset.Vintage{}, fault.New(fault.Invalid, "dataset.no-vintage", fault.A{"dataset": string(in.Dataset), "label": in.Vintage})
}

// axes tells which dimensions are fixed and which are columns.
func (in *Input) axes(ctx context.Context, tx *record.ReadTx) ([]*axis, error) {
	rec, err := tx.Get(ctx, in.Dataset)
	if err != nil {
		return nil, err
	}
	body, ok := rec.Body.(*dataset.Dataset)
	if !ok {
		return nil, fault.New(fault.Invalid, "dataset.not-a-dataset", fault.A{"ref": string(in.Dataset)})
	}
	var axes []*axis
	var ids []string
	for _, d := range body.Dimensions {
		if d.Role == statistics.RoleTime {
			continue
		}
		x := &axis{dimension: d, fixed: in.Select[d.ID], only: in.Only[d.ID], leave: in.Leave[d.ID], number: map[string]int{}}
		if x.fixed == "" && x.only == nil && x.leave == nil && d.Role != statistics.RoleGeo {
			x.fixed = d.Default
		}
		axes, ids = append(axes, x), append(ids, d.ID)
	}
	named := make([]string, 0, len(in.Select)+len(in.Only)+len(in.Leave))
	for d := range in.Select {
		named = append(named, d)
	}
	for d := range in.Only {
		named = append(named, d)
	}
	for d := range in.Leave {
		named = append(named, d)
	}
	sort.Strings(named)
	for _, d := range named {
		if !slices.Contains(ids, d) {
			return nil, fault.New(fault.Invalid, "dataset.unknown-dimension", fault.A{"dataset": string(in.Dataset), "found": d, "expected": ids})
		}
	}
	return axes, nil
}

// cubeBuilder gathers the series that are kept.
type cubeBuilder struct {
	in      *Input
	axes    []*axis
	vintage dataset.Vintage
	keys    [][]string
	points  map[string][]dataset.Point // by joined key
	latest  map[string]bool            // periods with a value
}

func (b *cubeBuilder) series(codes []string, points []dataset.Point) error {
	for i, x := range b.axes {
		if !b.keeps(x, codes[i]) {
			return nil
		}
	}
	if len(b.keys) >= maxCubeRows {
		return fault.New(fault.Invalid, "method.cube-too-large", fault.A{"most": maxCubeRows})
	}
	key := make([]string, 0, len(b.axes))
	for i, x := range b.axes {
		if x.fixed == "" {
			key = append(key, strings.Clone(codes[i]))
		}
	}
	b.keys = append(b.keys, key)
	for _, p := range points {
		if p.Value != "" {
			b.latest[p.Period] = true
		}
	}
	b.points[strings.Join(key, "\x00")] = slices.Clone(points)
	return nil
}

// keeps tells whether a code of a dimension is wanted.
func (b *cubeBuilder) keeps(x *axis, code string) bool {
	switch {
	case x.fixed != "":
		return code == x.fixed
	case x.only != nil && !slices.Contains(x.only, code), slices.Contains(x.leave, code):
		return false
	case x.dimension.Role != statistics.RoleGeo:
		return true
	}
	if len(b.in.Countries) > 0 && !slices.Contains(b.in.Countries, code[:min(2, len(code))]) {
		return false
	}
	if b.in.Level == "" {
		return true
	}
	scheme := territory.NUTS
	if b.in.Level == "lau" {
		scheme = territory.LAU
	}
	c := territory.Code{Scheme: scheme, Version: b.vintage.Territory, Code: code}
	return c.Level() == levels[b.in.Level] && !strings.HasSuffix(code, "Z")
}

// table puts rows together: every combination of the codes that were met, in the order of the dimensions.
func (b *cubeBuilder) table(derived []string) (*cubeTable, error) {
	if len(b.keys) == 0 {
		return nil, fault.New(fault.Invalid, "method.cube-empty", fault.A{"dataset": string(b.in.Dataset), "vintage": b.vintage.Label})
	}
	t := &cubeTable{name: string(b.in.Dataset) + " " + b.vintage.Label, used: Used{Name: b.in.Name, Dataset: b.in.Dataset, Vintage: b.vintage.Label,
		ContentHash: b.vintage.ContentHash, Scheme: b.vintage.Scheme, Territory: b.vintage.Territory}}
	var free []*axis
	for _, x := range b.axes {
		if x.fixed == "" {
			free = append(free, x)
			t.header = append(t.header, x.dimension.ID)
		}
	}
	country, rows := -1, 1
	for i, x := range free {
		for _, key := range b.keys {
			if _, met := x.number[key[i]]; !met {
				x.number[key[i]] = len(x.codes)
				x.codes = append(x.codes, key[i])
			}
		}
		if x.only != nil {
			slices.SortStableFunc(x.codes, func(p, q string) int { return slices.Index(x.only, p) - slices.Index(x.only, q) })
		}
		if x.dimension.Role == statistics.RoleGeo {
			country, t.geo, t.units = i, x.dimension.ID, x.codes
		}
		if rows *= len(x.codes); rows > maxCubeRows {
			return nil, fault.New(fault.Invalid, "method.cube-too-large", fault.A{"most": maxCubeRows})
		}
	}
	if country >= 0 {
		t.header = append(t.header, "country")
	}
	t.header = append(t.header, derived...)
	for _, p := range b.in.Periods {
		t.header = append(t.header, p)
		if p == Latest {
			p = b.newest()
		}
		t.used.Periods = append(t.used.Periods, p)
	}
	var walk func(i int, key []string) error
	walk = func(i int, key []string) error {
		if i < len(free) {
			for _, code := range free[i].codes {
				if err := walk(i+1, append(key, code)); err != nil {
					return err
				}
			}
			return nil
		}
		row := slices.Clone(key)
		if country >= 0 {
			row = append(row, key[country][:min(2, len(key[country]))])
		}
		for _, d := range derived {
			cell, err := beginning(free, key, d)
			if err != nil {
				return err
			}
			row = append(row, cell)
		}
		t.rows = append(t.rows, append(row, b.cells(key, t.used.Periods)...))
		return nil
	}
	err := walk(0, nil)
	t.used.Rows = len(t.rows)
	return t, err
}

// beginning is the first signs of a code: "nace_r2:1".
func beginning(free []*axis, key []string, column string) (string, error) {
	id, n, _ := strings.Cut(column, ":")
	for i, x := range free {
		if x.dimension.ID == id {
			k, err := strconv.Atoi(n)
			if err != nil {
				return "", err
			}
			r := []rune(key[i])
			return string(r[:min(k, len(r))]), nil
		}
	}
	return "", fault.New(fault.Invalid, "method.unknown-column", fault.A{"found": column, "expected": id})
}

// cells are the values of a row.
func (b *cubeBuilder) cells(key, periods []string) []string {
	out := make([]string, len(periods))
	points, there := b.points[strings.Join(key, "\x00")]
	for k, period := range periods {
		for _, p := range points {
			if p.Period == period {
				out[k] = p.Value
			}
		}
		if !there && b.in.Absent == "zero" {
			out[k] = "0"
		}
	}
	return out
}

func (b *cubeBuilder) newest() string {
	newest := ""
	for p := range b.latest {
		if newest == "" || statistics.ComparePeriods(p, newest) > 0 {
			newest = p
		}
	}
	return newest
}
