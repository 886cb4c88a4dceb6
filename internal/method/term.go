// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Term names the parameter in a fault: by its label on pages and in the API, by its flag on the command line.
func (p Param) Term() fault.Term { return fault.Term{Key: p.LabelKey(), Typed: "--" + p.Name} }

// otherNames are what the packages of analysis call parameters that have another name here.
var otherNames = map[string]string{
	"k": "nearest", "bandwidth": "within", "p": "power", "threshold": "specialised-from", "iterations": "fitness-iterations", "tolerance": "fitness-tolerance",
	"missing-rule": "missing", "survival-of-the-newborn": "birth-survival", "fertility-of-a-variant": "fertility-spread", "mortality-of-a-variant": "mortality-spread",
	"rule": "contiguity", "runs": "uncertainty", "draws": "permutations", "index": "random-index", "step": "increment",
}

// naming are the arguments of faults that may name a parameter.
var naming = []string{"name", "names", "what", "option", "node"}

// terms says the parameters a fault names so that each door can name them in its own way, and the nouns of the packages of analysis in words.
func (m *Method) terms(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	c := *f
	c.Args = m.termsOf(f)
	c.Also = make([]*fault.Fault, len(f.Also))
	for i, also := range f.Also {
		one := *also
		one.Args = m.termsOf(also)
		c.Also[i] = &one
	}
	return &c
}

func (m *Method) termsOf(f *fault.Fault) fault.A {
	if f.Args == nil {
		return nil
	}
	out := fault.A{}
	for k, v := range f.Args {
		out[k] = v
	}
	for _, k := range naming {
		switch v := out[k].(type) {
		case string:
			if k == "node" && f.Key != "analysis.composite.bad-option" {
				continue // a node of the structure, which may be called as it likes
			}
			if t, ok := m.term(v); ok {
				out[k] = t
			}
		case []string:
			all := make([]any, len(v))
			for i, name := range v {
				all[i] = name
				if t, ok := m.term(name); ok {
					all[i] = t
				}
			}
			out[k] = all
		}
	}
	return out
}

// term finds what a package of analysis or a reader of tables calls by this name.
func (m *Method) term(name string) (fault.Term, bool) {
	slug := strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), ":", ""), " ", "-")
	if p, ok := m.Param(slug); ok {
		return p.Term(), true
	}
	if p, ok := m.Param(otherNames[slug]); ok {
		return p.Term(), true
	}
	if key := "method.word." + slug; i18n.For(i18n.EN).Has(key) {
		return fault.Term{Key: key}, true
	}
	return fault.Term{}, false
}

var flagName = regexp.MustCompile(`--([a-z][a-z-]*)( [a-z]+)?`)

// Plain says the label of a parameter where a text written for the command line has a flag, and a choice in plain words.
func (m *Method) Plain(z *i18n.Localizer, text string) string {
	return flagName.ReplaceAllStringFunc(text, func(found string) string {
		part := flagName.FindStringSubmatch(found)
		p, ok := m.Param(part[1])
		if !ok {
			return found
		}
		out := z.Quote(z.T(p.LabelKey()))
		if word := strings.TrimSpace(part[2]); word != "" && slices.Contains(p.Choices, word) {
			return out + ": " + z.T(p.ChoiceKey(), fault.A{"choice": word})
		}
		return out + part[2]
	})
}

// HeadKey is the message that names the column in a table: its own where the same name means several things, else that of its name.
func (c Column) HeadKey(z *i18n.Localizer) string {
	if own := "method.head." + strings.TrimPrefix(c.HelpKey(), "method.column."); z.Has(own) {
		return own
	}
	return "method.head." + c.Name
}

// TableKey is the message that names a table of the result.
func (m *Method) TableKey(z *i18n.Localizer, table string) string {
	if own := "method.table." + m.ID + "-" + table; z.Has(own) {
		return own
	}
	return "method.table." + table
}

// ColumnOf finds the description of a column by its table and name; a column that stands for several is not found by its name.
func (m *Method) ColumnOf(table, name string) (Column, bool) {
	columns := m.Values
	if table != "" {
		i := slices.IndexFunc(m.Tables, func(t TableForm) bool { return t.Name == table })
		if i < 0 {
			return Column{}, false
		}
		columns = m.Tables[i].Columns
	}
	i := slices.IndexFunc(columns, func(c Column) bool { return c.Name == name && !c.Each })
	if i < 0 {
		return Column{}, false
	}
	return columns[i], true
}
