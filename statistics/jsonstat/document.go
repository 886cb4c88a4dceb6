// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// dataset is what was read of a document, before it is checked.
type dataset struct {
	class, label, source, updated string

	seen  map[string]bool // members read
	ids   []string
	sizes []int64
	roles map[string][]string
	dims  map[string]*dimension
	cells cells
	items []string // what a collection holds, or what an error says

	begin     place // of the document or wrapper
	classMark place
	sizeMark  place
	valueMark place
}

// maxItems is how many labels of a collection an error tells.
const maxItems = 10

func newDataset() *dataset {
	return &dataset{seen: map[string]bool{}, roles: map[string][]string{}, dims: map[string]*dimension{}, cells: newCells()}
}

// readDocument reads a document of version 2, or of version 1 with its dataset inside a member.
func readDocument(l *lexer) (*dataset, error) {
	c, err := l.space()
	if err != nil {
		return nil, err
	}
	if c != '{' {
		return nil, l.fail(statistics.UnknownFormat, string([]byte{c}), "JSON-stat")
	}
	root := newDataset()
	root.begin = l.mark
	var inside []*dataset
	var names []string
	err = l.object(func(name string) error {
		known, err := root.member(l, name)
		if known || err != nil {
			return err
		}
		if c, err := l.space(); err != nil || c != '{' || root.seen["version"] || root.seen["class"] {
			if err != nil {
				return err
			}
			return l.skip()
		}
		if len(names) == maxItems {
			return l.skip()
		}
		nested, err := readWrapped(l)
		if nested != nil && nested.seen["dimension"] {
			inside, names = append(inside, nested), append(names, excerpt(name))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := l.end(); err != nil {
		return nil, err
	}
	l.path = l.path[:0]
	return root.choose(l, inside, names)
}

// readWrapped reads the object in a member of a version 1 document.
func readWrapped(l *lexer) (*dataset, error) {
	nested := newDataset()
	nested.begin = l.mark
	err := l.object(func(name string) error {
		known, err := nested.member(l, name)
		if known || err != nil {
			return err
		}
		return l.skip()
	})
	return nested, err
}

// choose decides which dataset the document is, or what else it is.
func (d *dataset) choose(l *lexer, inside []*dataset, names []string) (*dataset, error) {
	switch {
	case d.class != "" && d.class != "dataset":
		return nil, d.notADataset(l, d.classMark, excerpt(d.class), d.items)
	case d.seen["dimension"]:
		return d, nil
	case len(inside) == 1:
		return inside[0], nil
	case len(inside) > 1:
		return nil, d.notADataset(l, d.begin, "collection", names)
	case d.seen["error"]:
		return nil, d.notADataset(l, d.begin, "error", d.items)
	}
	return nil, l.failAt(d.begin, statistics.UnknownFormat, "{", "JSON-stat")
}

// notADataset says what a document is and what it holds; the items are excerpts already.
func (d *dataset) notADataset(l *lexer, at place, what string, items []string) error {
	e := l.failAt(at, statistics.NotADataset, "", "")
	e.Found = what
	if len(items) > 0 {
		e.Found += ": " + strings.Join(items, "; ")
	}
	return e
}

// member reads one member of a dataset; false when it is none that matters or exists.
func (d *dataset) member(l *lexer, name string) (bool, error) {
	if d.seen[name] {
		return true, l.fail(statistics.DuplicateMember, excerpt(name), "")
	}
	var read func(*lexer) error
	switch name {
	case "class":
		read = func(l *lexer) (err error) { d.class, err = l.string(); d.classMark = l.mark; return err }
	case "label":
		read = func(l *lexer) error { return optional(l, &d.label) }
	case "source":
		read = func(l *lexer) error { return optional(l, &d.source) }
	case "updated":
		read = func(l *lexer) error { return optional(l, &d.updated) }
	case "id":
		read = d.readIDs
	case "size":
		read = d.readSizes
	case "role":
		read = d.readRoles
	case "dimension":
		read = d.readDimensions
	case "value":
		read = d.readValues
	case "status":
		read = func(l *lexer) error { return d.cells.readStatus(l) }
	case "link", "error":
		read = d.readItems
	case "version", "href", "note", "extension":
		read = (*lexer).skip
	default:
		return false, nil
	}
	d.seen[name] = true
	return true, read(l)
}

// optional reads a text; what is no text (null, a list of notes) is passed over.
func optional(l *lexer, into *string) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if c != '"' {
		return l.skip()
	}
	*into, err = l.string()
	return err
}

// readIDs reads the names of the dimensions in their order.
func (d *dataset) readIDs(l *lexer) error {
	return l.array(func(int) error {
		if len(d.ids) == statistics.MaxDimensions {
			return l.fail(statistics.TooManyDims, "", strconv.Itoa(statistics.MaxDimensions))
		}
		id, err := l.string()
		d.ids = append(d.ids, id)
		return err
	})
}

// readSizes reads how many codes each dimension has.
func (d *dataset) readSizes(l *lexer) error {
	if _, err := l.space(); err != nil {
		return err
	}
	d.sizeMark = l.mark
	return l.array(func(int) error {
		if len(d.sizes) == statistics.MaxDimensions {
			return l.fail(statistics.TooManyDims, "", strconv.Itoa(statistics.MaxDimensions))
		}
		text, err := l.bare()
		if err != nil {
			return err
		}
		n, ok := cellNumber(text)
		if !ok {
			return l.fail(statistics.BadDimension, string(text), "0-9")
		}
		d.sizes = append(d.sizes, n)
		return nil
	})
}

// readRoles reads {"time": ["year"], "geo": […], "metric": […]}.
func (d *dataset) readRoles(l *lexer) error {
	if c, err := l.space(); err != nil || c != '{' {
		if err != nil {
			return err
		}
		return l.skip()
	}
	return l.object(func(role string) error {
		if len(d.roles) == statistics.MaxDimensions {
			return l.skip()
		}
		if c, err := l.space(); err != nil || c != '[' {
			if err != nil {
				return err
			}
			return l.skip()
		}
		return l.array(func(i int) error {
			if i == statistics.MaxDimensions {
				return l.fail(statistics.TooManyDims, "", strconv.Itoa(statistics.MaxDimensions))
			}
			id, err := l.string()
			d.roles[role] = append(d.roles[role], id)
			return err
		})
	})
}

// readItems collects labels at any depth, to tell what a collection holds or what an office answered.
func (d *dataset) readItems(l *lexer) error { return d.labels(l, 1) }

func (d *dataset) labels(l *lexer, depth int) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if depth > 4 {
		return l.skip()
	}
	switch c {
	case '[':
		return l.array(func(int) error { return d.labels(l, depth+1) })
	case '{':
		return l.members(func(name string) error {
			if name != "label" || len(d.items) == maxItems {
				if name == "item" {
					return d.labels(l, depth+1)
				}
				return l.skip()
			}
			var label string
			err := optional(l, &label)
			if label != "" {
				d.items = append(d.items, excerpt(label))
			}
			return err
		})
	}
	return l.skip()
}
