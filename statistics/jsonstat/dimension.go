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

// dimension is what a document says of one, before it is checked.
type dimension struct {
	label   string
	codes   []statistics.Code // by position; labels filled at the end
	indexed bool
	labels  map[string]string
	order   []string // codes in the order of the labels, where there is no index
	mark    place
}

// maxLabels limits the bytes of all codes and labels of a document.
const maxLabels = 128 << 20

// timeNames are the ids that mean time where a document gives no roles.
var timeNames = []string{"time", "time_period", "period", "year", "date", "tid"}

// readDimensions reads the member dimension. In version 1 it also holds id, size and role.
func (d *dataset) readDimensions(l *lexer) error {
	codes, bytes := 0, 0
	return l.object(func(id string) error {
		c, err := l.space()
		if err != nil {
			return err
		}
		switch {
		case id == "id" && c == '[':
			return d.readIDs(l)
		case id == "size" && c == '[':
			return d.readSizes(l)
		case id == "role" && !d.seen["role"] && !d.seen["version"]:
			return d.readRoles(l)
		case len(d.dims) == statistics.MaxDimensions:
			return l.fail(statistics.TooManyDims, "", strconv.Itoa(statistics.MaxDimensions))
		case d.dims[id] != nil:
			return l.fail(statistics.BadJSON, id, "")
		}
		dim := &dimension{mark: l.mark, labels: map[string]string{}}
		if err := dim.read(l); err != nil {
			return err
		}
		d.dims[id] = dim
		codes += len(dim.codes) + len(dim.labels)
		for code, label := range dim.labels {
			bytes += len(code) + len(label)
		}
		if codes > 2*statistics.MaxCodes || bytes > maxLabels {
			return l.fail(statistics.TooManyCodes, "", strconv.Itoa(statistics.MaxCodes))
		}
		return nil
	})
}

// read reads one dimension.
func (m *dimension) read(l *lexer) error {
	return l.object(func(name string) error {
		switch name {
		case "label":
			return optional(l, &m.label)
		case "category":
			return m.readCategory(l)
		}
		return l.skip()
	})
}

func (m *dimension) readCategory(l *lexer) error {
	return l.object(func(name string) error {
		switch name {
		case "index":
			if m.indexed {
				return l.fail(statistics.BadJSON, name, "")
			}
			m.indexed = true
			return m.readIndex(l)
		case "label":
			return m.readLabels(l)
		}
		return l.skip()
	})
}

// readIndex reads the codes: an array in their order, or an object from code to position.
func (m *dimension) readIndex(l *lexer) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if c == '[' {
		return l.array(func(int) error {
			code, err := l.string()
			if err != nil {
				return err
			}
			return m.addCode(l, code)
		})
	}
	var positions []int64
	mark := l.mark
	err = l.members(func(code string) error {
		if err := m.addCode(l, code); err != nil {
			return err
		}
		text, err := l.bare()
		if err != nil {
			return err
		}
		n, ok := cellNumber(text)
		if !ok {
			return l.fail(statistics.BadDimension, string(text), "0-9")
		}
		positions = append(positions, n)
		return nil
	})
	if err != nil {
		return err
	}
	return m.sort(l, positions, mark)
}

func (m *dimension) addCode(l *lexer, code string) error {
	if !scan.ValidCode(code) {
		return l.fail(statistics.BadCode, code, "")
	}
	if len(m.codes) == statistics.MaxCodes {
		return l.fail(statistics.TooManyCodes, "", strconv.Itoa(statistics.MaxCodes))
	}
	m.codes = append(m.codes, statistics.Code{ID: code})
	return nil
}

// sort puts codes at their positions, which must be 0…n−1, each once.
func (m *dimension) sort(l *lexer, positions []int64, mark place) error {
	sorted := make([]statistics.Code, len(m.codes))
	for i, at := range positions {
		if at >= int64(len(sorted)) || sorted[at].ID != "" {
			return l.failAt(mark, statistics.BadDimension, strconv.FormatInt(at, 10), "0-"+strconv.Itoa(len(sorted)-1))
		}
		sorted[at] = m.codes[i]
	}
	m.codes = sorted
	return nil
}

// readLabels reads an object from code to label.
func (m *dimension) readLabels(l *lexer) error {
	if c, err := l.space(); err != nil || c != '{' {
		if err != nil {
			return err
		}
		return l.skip()
	}
	bytes := 0
	return l.members(func(code string) error {
		var label string
		if err := optional(l, &label); err != nil {
			return err
		}
		bytes += len(code) + len(label)
		if len(m.labels) >= statistics.MaxCodes || bytes > maxLabels {
			return l.fail(statistics.TooManyCodes, "", strconv.Itoa(statistics.MaxCodes))
		}
		m.labels[code] = label
		if len(m.order) < 2 { // without an index only a single category has an order
			m.order = append(m.order, code)
		}
		return nil
	})
}

// finish checks a dimension against its size and gives it to the model.
func (m *dimension) finish(l *lexer, id string, size int64) (statistics.Dimension, error) {
	l.path = append(l.path[:0], "dimension", excerpt(id), "category", "index")
	if !m.indexed && len(m.order) == 1 {
		m.codes = []statistics.Code{{ID: m.order[0]}}
		if !scan.ValidCode(m.order[0]) {
			return statistics.Dimension{}, l.failAt(m.mark, statistics.BadCode, m.order[0], "")
		}
	}
	if int64(len(m.codes)) != size {
		return statistics.Dimension{}, l.failAt(m.mark, statistics.SizeMismatch, strconv.Itoa(len(m.codes)), strconv.FormatInt(size, 10))
	}
	seen := make(map[string]bool, len(m.codes))
	for i, c := range m.codes {
		if seen[c.ID] {
			return statistics.Dimension{}, l.failAt(m.mark, statistics.BadDimension, c.ID, "")
		}
		seen[c.ID] = true
		m.codes[i].Label = m.labels[c.ID]
	}
	return statistics.Dimension{ID: id, Label: m.label, Codes: m.codes, Role: statistics.RoleOther}, nil
}

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
