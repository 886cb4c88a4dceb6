// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// timeNames are the ids that mean time where a document gives no roles.
var timeNames = []string{"time", "time_period", "period", "year", "date", "tid"}

// reader checks the dataset as a whole and makes it readable.
func (d *dataset) reader(l *lexer, options statistics.Options) (*Reader, error) {
	product, err := d.checkShape(l)
	if err != nil {
		return nil, err
	}
	if err := d.join(l, product); err != nil {
		return nil, err
	}
	r := &Reader{cells: d.cells.values, text: d.cells.text.String(), flags: d.cells.flags, shape: shape{product, 1, 1}}
	r.header = statistics.Header{Format: Format, Title: d.label, Source: d.source, Updated: d.updated}
	timeID := d.timeID(options)
	for i, id := range d.ids {
		dim, err := d.dims[id].finish(l, id, d.sizes[i])
		if err != nil {
			return nil, err
		}
		dim.Role = d.role(id, options)
		if id != timeID {
			r.header.Dimensions = append(r.header.Dimensions, dim)
			continue
		}
		dim.Role = statistics.RoleTime
		r.header.Time = dim
		r.shape.periods = d.sizes[i]
		for _, n := range d.sizes[i+1:] {
			r.shape.stride *= n
		}
	}
	if err := d.setPeriods(l, r, options); err != nil {
		return nil, err
	}
	r.series.Key = make([]string, len(r.header.Dimensions))
	r.arrange()
	return r, nil
}

// checkShape makes sure that id, size and dimension speak of the same dimensions, and multiplies the sizes.
func (d *dataset) checkShape(l *lexer) (int64, error) {
	l.path = append(l.path[:0], "id")
	if len(d.ids) == 0 || len(d.ids) != len(d.sizes) {
		return 0, l.failAt(d.begin, statistics.BadDimension, strconv.Itoa(len(d.sizes)), strconv.Itoa(len(d.ids)))
	}
	product := int64(1)
	for i, id := range d.ids {
		if !scan.ValidCode(id) || d.dims[id] == nil || slices.Contains(d.ids[:i], id) {
			return 0, l.failAt(d.begin, statistics.BadDimension, id, "")
		}
		n := d.sizes[i]
		if n == 0 || n > statistics.MaxCodes {
			l.path[0] = "size"
			return 0, l.failAt(d.sizeMark, statistics.BadDimension, strconv.FormatInt(n, 10), "1-"+strconv.Itoa(statistics.MaxCodes))
		}
		if product > math.MaxInt64/n {
			l.path[0] = "size"
			return 0, l.failAt(d.sizeMark, statistics.TooManyValues, "", strconv.Itoa(statistics.MaxCells))
		}
		product *= n
	}
	if !d.seen["value"] {
		return 0, d.sizeError(l, "value", 0, product, d.begin)
	}
	return product, nil
}

// timeID finds the time dimension: declared, or by its role, or by its name; empty for none.
func (d *dataset) timeID(options statistics.Options) string {
	for _, id := range d.ids {
		if options.Columns[id] == statistics.RoleTime {
			return id
		}
	}
	if times := d.roles["time"]; len(times) > 0 {
		if len(times) == 1 && slices.Contains(d.ids, times[0]) {
			return times[0]
		}
		return ""
	}
	for _, want := range timeNames {
		for _, id := range d.ids {
			if _, told := options.Columns[id]; !told && strings.ToLower(id) == want {
				return id
			}
		}
	}
	return ""
}

// role gives the role of a dimension other than time.
func (d *dataset) role(id string, options statistics.Options) statistics.Role {
	if role, ok := options.Columns[id]; ok && (role == statistics.RoleGeo || role == statistics.RoleMetric || role == statistics.RoleOther) {
		return role
	}
	for _, role := range []statistics.Role{statistics.RoleGeo, statistics.RoleMetric} {
		if slices.Contains(d.roles[string(role)], id) {
			return role
		}
	}
	if len(d.roles["geo"]) > 0 {
		return statistics.RoleOther
	}
	return scan.DimensionRole(id, options.Columns)
}

// setPeriods normalises the codes of the time dimension, or takes the period of the options where there is none.
func (d *dataset) setPeriods(l *lexer, r *Reader, options statistics.Options) error {
	l.path = append(l.path[:0], "dimension")
	if r.header.Time.ID == "" {
		r.header.Time.Role = statistics.RoleTime
		if options.Period == "" {
			return l.failAt(d.begin, statistics.NoTime, strings.Join(d.ids, ", "), "")
		}
		p, ok := statistics.NormalPeriod(options.Period)
		if !ok {
			return l.failAt(d.begin, statistics.BadPeriod, options.Period, "")
		}
		r.header.Periods = []string{p}
		return nil
	}
	mark := d.dims[r.header.Time.ID].mark
	l.path = append(l.path, excerpt(r.header.Time.ID), "category", "index")
	seen := make(map[string]bool, len(r.header.Time.Codes))
	for _, c := range r.header.Time.Codes {
		p, ok := statistics.NormalPeriod(c.ID)
		if !ok {
			return l.failAt(mark, statistics.BadPeriod, c.ID, "")
		}
		if seen[p] {
			return l.failAt(mark, statistics.BadDimension, c.ID, "")
		}
		seen[p] = true
		r.header.Periods = append(r.header.Periods, p)
	}
	return nil
}
