// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"strconv"

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
			return l.fail(statistics.DuplicateMember, id, "")
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
				return l.fail(statistics.DuplicateMember, name, "")
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
