// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/statistics"
)

// Write writes a cube as a JSON-stat 2.0 dataset with time as the last dimension. A number keeps its text (as a JSON string where JSON has no
// such number, ".5"). Missing is null; absent cells are left out of a sparse object. Codes come in the order of the header, then in that
// of the series; periods in the order of time.
func Write(w io.Writer, cube *statistics.Cube) error {
	p := newPlan(cube)
	if p.product < 0 {
		return &statistics.Error{Code: statistics.TooManyValues, Expected: strconv.Itoa(statistics.MaxCells)}
	}
	b := bufio.NewWriter(w)
	out := &writer{Writer: b}
	out.raw(`{"version":"2.0","class":"dataset"`)
	for _, m := range []struct{ name, text string }{{"label", p.header.Title}, {"source", p.header.Source}, {"updated", p.header.Updated}} {
		if m.text != "" {
			out.raw(`,"` + m.name + `":`)
			out.json(m.text)
		}
	}
	out.raw(`,"id":`)
	out.json(p.ids())
	out.raw(`,"size":`)
	out.json(p.sizes())
	out.raw(`,"role":`)
	out.json(p.roles())
	out.raw(`,"dimension":{`)
	for i, d := range p.dims {
		if i > 0 {
			out.raw(",")
		}
		out.dimension(d)
	}
	out.raw(`},"value":`)
	out.values(p)
	out.raw("}\n")
	if out.err != nil {
		return out.err
	}
	return b.Flush()
}

// plan is the order of dimensions, codes and cells.
type plan struct {
	header  statistics.Header
	dims    []statistics.Dimension // time last
	at      []map[string]int       // code → position, for each dimension
	product int64                  // -1 when it does not fit
	cells   []planned
}

type planned struct {
	index       int64
	observation statistics.Observation
}

func newPlan(cube *statistics.Cube) *plan {
	p := &plan{header: cube.Header}
	for _, d := range cube.Header.Dimensions {
		p.dims = append(p.dims, statistics.Dimension{ID: d.ID, Label: d.Label, Role: d.Role, Codes: slices.Clone(d.Codes)})
	}
	time := statistics.Dimension{ID: cube.Header.Time.ID, Label: cube.Header.Time.Label, Role: statistics.RoleTime}
	for time.ID == "" || slices.Contains(p.ids(), time.ID) {
		time.ID = "time" + time.ID
	}
	var periods []string
	known := map[string]bool{}
	for _, s := range cube.Series {
		for _, o := range s.Observations {
			if !known[o.Period] {
				known[o.Period] = true
				periods = append(periods, o.Period)
			}
		}
	}
	slices.SortStableFunc(periods, statistics.ComparePeriods)
	for _, period := range periods {
		time.Codes = append(time.Codes, statistics.Code{ID: period})
	}
	p.dims = append(p.dims, time)
	p.index(cube)
	return p
}

// index numbers codes and cells.
func (p *plan) index(cube *statistics.Cube) {
	p.at = make([]map[string]int, len(p.dims))
	for i, d := range p.dims {
		p.at[i] = make(map[string]int, len(d.Codes))
		for n, c := range d.Codes {
			p.at[i][c.ID] = n
		}
	}
	for _, s := range cube.Series {
		for i, code := range s.Key {
			if _, ok := p.at[i][code]; !ok {
				p.at[i][code] = len(p.dims[i].Codes)
				p.dims[i].Codes = append(p.dims[i].Codes, statistics.Code{ID: code})
			}
		}
	}
	p.product = 1
	for _, d := range p.dims {
		n := int64(max(1, len(d.Codes)))
		if p.product > math.MaxInt64/n {
			p.product = -1
			return
		}
		p.product *= n
	}
	last := len(p.dims) - 1
	for _, s := range cube.Series {
		base := int64(0)
		for i, code := range s.Key {
			base = base*int64(len(p.dims[i].Codes)) + int64(p.at[i][code])
		}
		for _, o := range s.Observations {
			p.cells = append(p.cells, planned{base*int64(len(p.dims[last].Codes)) + int64(p.at[last][o.Period]), o})
		}
	}
	slices.SortFunc(p.cells, func(a, b planned) int { return int(min(1, max(-1, a.index-b.index))) })
}

func (p *plan) ids() []string {
	ids := []string{}
	for _, d := range p.dims {
		ids = append(ids, d.ID)
	}
	return ids
}

func (p *plan) sizes() []int {
	var sizes []int
	for _, d := range p.dims {
		sizes = append(sizes, len(d.Codes))
	}
	return sizes
}

func (p *plan) roles() map[string][]string {
	roles := map[string][]string{}
	for _, d := range p.dims {
		if d.Role != statistics.RoleOther && d.Role != "" {
			roles[string(d.Role)] = append(roles[string(d.Role)], d.ID)
		}
	}
	return roles
}

// writer keeps the first error.
type writer struct {
	*bufio.Writer
	err error
}

func (w *writer) raw(s string) {
	if _, err := w.WriteString(s); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *writer) json(v any) {
	b, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.raw(string(b))
}

func (w *writer) dimension(d statistics.Dimension) {
	w.json(d.ID)
	w.raw(":{")
	if d.Label != "" {
		w.raw(`"label":`)
		w.json(d.Label)
		w.raw(",")
	}
	w.raw(`"category":{"index":[`)
	labels := map[string]string{}
	for i, c := range d.Codes {
		if i > 0 {
			w.raw(",")
		}
		w.json(c.ID)
		if c.Label != "" {
			labels[c.ID] = c.Label
		}
	}
	w.raw("]")
	if len(labels) > 0 {
		w.raw(`,"label":`)
		w.json(labels)
	}
	w.raw("}}")
}

// values writes an array where every cell is there, else an object; then the statuses.
func (w *writer) values(p *plan) {
	dense := int64(len(p.cells)) == p.product
	brackets := "{}"
	if dense {
		brackets = "[]"
	}
	w.raw(brackets[:1])
	flagged := false
	for i, c := range p.cells {
		if i > 0 {
			w.raw(",")
		}
		if !dense {
			w.raw(`"` + strconv.FormatInt(c.index, 10) + `":`)
		}
		switch v := c.observation.Value; {
		case v == "":
			w.raw("null")
		case isNumber([]byte(v)):
			w.raw(v)
		default:
			w.json(v)
		}
		flagged = flagged || c.observation.Flags != ""
	}
	w.raw(brackets[1:])
	if !flagged {
		return
	}
	w.raw(`,"status":{`)
	first := true
	for _, c := range p.cells {
		if c.observation.Flags == "" {
			continue
		}
		if !first {
			w.raw(",")
		}
		first = false
		w.raw(`"` + strconv.FormatInt(c.index, 10) + `":`)
		w.json(c.observation.Flags)
	}
	w.raw("}")
}
