// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// shown are the slots of the form: a table that is made of what is said of the columns of another one is not asked for.
func (m *many) shown() []*slot {
	return slices.DeleteFunc(slices.Clone(m.slots), func(s *slot) bool { return m.isMade(s.p) })
}

// ways offers where a table may come from.
func (m *many) ways(s *slot) []ui.Option {
	T := m.q.r.T
	var out []ui.Option
	switch {
	case !s.p.Required:
		out = append(out, ui.Option{Label: T("ask.way", fault.A{"way": "none"}), Chosen: s.way == ""})
	case s.way == "":
		out = append(out, ui.Option{Label: T("ev.choose"), Chosen: true})
	}
	if s.p.Takes == method.FromColumns {
		out = append(out, ui.Option{Value: wayColumns, Label: T("ask.way", fault.A{"way": wayColumns}), Chosen: s.way == wayColumns})
	}
	if s.p.Takes == method.FromCube {
		for _, rec := range m.candidates(s.p) {
			out = append(out, ui.Option{Value: string(rec.Ref), Label: rec.Name(string(m.q.r.Lang)), Chosen: s.way == string(rec.Ref)})
		}
	}
	return append(out, ui.Option{Value: wayFile, Label: T("ask.way", fault.A{"way": wayFile}), Chosen: s.way == wayFile})
}

func (m *many) wayField(s *slot) ui.Field {
	f := m.q.control("src."+s.p.Name, m.q.r.T("ask.way-label"), "")
	f.Required = s.p.Required
	return f
}

// chosen are the dimensions of a dataset that leave a choice, and those that do not.
func (m *many) chosen(ref record.Ref, s *slot, choice bool) []dataset.Dimension {
	one := m.known[ref]
	if one == nil {
		return nil
	}
	return slices.DeleteFunc(keyed(one.set), func(d dataset.Dimension) bool {
		return s != nil && s.free(d.ID) != "" || (len(one.codes[d.ID]) > 1) != choice
	})
}

func (m *many) dimensionLabel(ref record.Ref, d dataset.Dimension) string {
	return m.known[ref].names.dimension(d)
}

func (m *many) codeOptions(ref record.Ref, d dataset.Dimension, now string) []ui.Option {
	one := m.known[ref]
	var out []ui.Option
	if now == "" {
		now = d.Default
	}
	for _, c := range one.codes[d.ID] {
		out = append(out, ui.Option{Value: c, Label: withCode(one.names.code(d.ID, c), c), Chosen: c == now})
	}
	return out
}

// tableFields are the parameters that say which column of a table is meant.
func (m *many) tableFields(s *slot) []method.Param {
	return slices.DeleteFunc(slices.Clone(m.q.m.Params), func(p method.Param) bool {
		return p.Kind != method.Field || m.q.m.TableOf(p) != s.p.Name || !m.asksField(s, p)
	})
}

func (m *many) tableField(s *slot, p method.Param) ui.Field {
	f := m.q.control("o."+p.Name, m.q.label(p), "")
	f.Required = p.Required
	if s.way != wayFile && p.Fits() == method.Figure {
		f.Label = m.q.r.T("method.label.value")
	}
	return f
}

func (m *many) tableOptions(s *slot, p method.Param) []ui.Option {
	q := m.q
	now := q.valueOf(p)
	switch {
	case s.way == wayFile:
		header := m.header(s)
		var out []ui.Option
		if !p.Required || !slices.Contains(header, now) {
			out = append(out, ui.Option{Label: q.r.T("ask.no-column"), Chosen: !slices.Contains(header, now)})
		}
		if now == "" && slices.Contains(header, p.Name) {
			now = p.Name
		}
		for _, h := range header {
			out = append(out, ui.Option{Value: h, Label: h, Chosen: h == now})
		}
		return out
	case p.Fits() == method.Side:
		return []ui.Option{{Label: q.r.T("ask.by-side", fault.A{"by": "none"}), Chosen: now == ""}, {Value: "country", Label: q.r.T("ask.by-side", fault.A{"by": "country"}), Chosen: now == "country"}}
	}
	return q.periodsOf(m.known[s.in.Dataset].periods, now)
}

// addable are the datasets a column can be taken from.
func (m *many) addable(s *slot) []ui.Option {
	var out []ui.Option
	for _, rec := range m.candidates(s.p) {
		out = append(out, ui.Option{Value: string(rec.Ref), Label: rec.Name(string(m.q.r.Lang))})
	}
	return out
}

// partField is a control of a column.
func (m *many) partField(s *slot, i int, name, value string) ui.Field {
	return m.q.control(partName(s, i, name), m.q.r.T("ask.part-"+name), value)
}

func partName(s *slot, i int, name string) string {
	return "c." + s.p.Name + "." + itoa(i) + "." + name
}

func (m *many) directions(c method.Part) []ui.Option {
	T := m.q.r.T
	return []ui.Option{{Value: "max", Label: T("ask.direction", fault.A{"is": "max"}), Chosen: c.Direction != "min"}, {Value: "min", Label: T("ask.direction", fault.A{"is": "min"}), Chosen: c.Direction == "min"}}
}

// describes tells whether another table of the method says something of the columns: direction, weight, group.
func (m *many) describes(s *slot, what string) bool {
	for _, p := range m.q.m.Params {
		if p.Made == nil || p.Of != s.p.Name {
			continue
		}
		header, _ := p.Made([]method.Part{{Code: "a", Group: "b"}})
		names := map[string][]string{"direction": {"Direction", "direction"}, "weight": {"Weight", "weight"}, "group": {"Parent", "group"}}[what]
		return slices.ContainsFunc(header, func(h string) bool { return slices.Contains(names, h) })
	}
	return false
}

func (m *many) weightValue(c method.Part) string {
	w := c.Weight
	if w == "" {
		w = "1"
	}
	return strings.Replace(w, ".", decimalSign(m.q.r.Words), 1)
}

// partTitle names a column by its dataset.
func (m *many) partTitle(c method.Part) string { return m.q.name(c.Dataset) }

func (m *many) textField(s *slot) ui.Field {
	f := m.q.control("text."+s.p.Name, m.q.r.T("ask.text-label"), s.in.Text)
	f.Help = m.q.r.T("ask.text-help")
	return f
}

func (m *many) fileField(s *slot) ui.Field {
	return ui.Field{Name: "file." + s.p.Name, Label: m.q.r.T("ask.file-label"), Help: m.q.plain(m.q.m, m.q.r.T(s.p.HelpKey()))}
}

// accepts are the files a table can be brought as.
func accepts(p method.Param) string {
	if p.Kind == method.Whole {
		return ".pb,.txt,text/plain"
	}
	return ".csv,.txt,text/csv"
}

func (m *many) levelOptions() []ui.Option {
	var out []ui.Option
	for _, l := range m.levels() {
		out = append(out, ui.Option{Value: l, Label: m.q.r.T("ask.level", fault.A{"level": l}), Chosen: l == m.level})
	}
	return out
}

func (m *many) countryBoxes() ui.Choice {
	c := ui.Choice{Field: ui.Field{Name: "country", Label: m.q.r.T("ask.countries")}, Many: true}
	for _, code := range m.countries() {
		name := code
		for _, one := range m.used() {
			if n := one.names.place(code); n != code {
				name = n
			}
		}
		c.Options = append(c.Options, ui.Option{Value: code, Label: withCode(name, code), Chosen: len(m.sides) == 0 || slices.Contains(m.sides, code)})
	}
	return c
}
