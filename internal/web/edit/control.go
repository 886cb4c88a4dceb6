// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// control shows a field as its description says.
func (s *sheet) component(f form.Field) templ.Component {
	z := s.r.Words
	switch f.Control {
	case form.Line, form.Long:
		return ui.LangEditor(z, s.texts(f))
	case form.Choice:
		if options := s.options(f, f.Path); len(options) > 6 {
			return ui.Select(z, s.field(f, f.Path), options)
		} else {
			return ui.Choices(z, ui.Choice{Field: s.field(f, f.Path), Options: options})
		}
	case form.Tick:
		return withHas(f.Path, ui.Tick(z, s.field(f, f.Path), s.values.Get(f.Path) != ""))
	case form.Ref:
		return ui.ReferencePicker(z, s.references(f))
	case form.Refs:
		return withHas(f.Path, ui.ReferencePicker(z, s.references(f)))
	case form.Rows:
		return rows(s, f)
	case form.Else:
		return elsewhere(s, f)
	}
	return ui.Input(z, s.field(f, f.Path))
}

// field is what all controls share.
func (s *sheet) field(f form.Field, name string) ui.Field {
	out := ui.Field{Name: name, Label: s.r.T(f.Label), Error: s.errors[name], Value: s.values.Get(name), Required: f.Required, Plan: f.Plan, Unit: f.Unit, Kind: inputKind(f)}
	if f.Help != "" {
		out.Help = s.r.T(f.Help)
	}
	out.Short = slices.Contains([]form.Control{form.Year, form.Whole, form.Date, form.Money, form.Decimal}, f.Control)
	if f.Control == form.Money && f.Unit == "" {
		out.Unit = "€"
		if c := s.values.Get("currency"); c != "" && c != "EUR" {
			out.Unit = c
		}
	}
	return out
}

func inputKind(f form.Field) string {
	switch f.Control {
	case form.Date:
		return ui.Date
	case form.Money:
		return ui.Money
	case form.Decimal, form.Whole, form.Year:
		return ui.Number
	case form.Address:
		return ui.Address
	}
	return ui.Text
}

// options of a choice; the owner is one of the organisations the person may act for.
func (s *sheet) options(f form.Field, name string) []ui.Option {
	var out []ui.Option
	now := s.values.Get(name)
	if f.Path == "owner" {
		for _, o := range s.owner {
			out = append(out, ui.Option{Value: string(o), Label: s.name(o), Chosen: string(o) == now})
		}
		return out
	}
	for _, o := range f.Options {
		option := ui.Option{Value: o.Value, Label: s.r.T(o.Label), Chosen: o.Value == now}
		if o.Note != "" {
			option.Note = s.r.T(o.Note)
		}
		out = append(out, option)
	}
	return out
}

// references of a field: those that are chosen, and what a search found.
func (s *sheet) references(f form.Field) ui.References {
	out := ui.References{Field: s.field(f, f.Path), One: f.Control == form.Ref, Source: s.r.Href("/pick?kind=" + strings.Join(f.Kinds, ",") + "&field=" + f.Path)}
	chosen := map[string]bool{}
	for _, v := range s.values[f.Path] {
		if v == "" || chosen[v] {
			continue
		}
		chosen[v] = true
		out.Chosen = append(out.Chosen, s.option(record.Ref(v), f.Kinds))
	}
	if found, asked := s.found[f.Path]; asked {
		out.Asked, out.Query, out.Found = true, found.query, found.total
		for _, h := range found.hits {
			if !chosen[string(h.Record.Ref)] {
				out.Results = append(out.Results, s.option(h.Record.Ref, f.Kinds))
			}
		}
	}
	return out
}

func (s *sheet) option(ref record.Ref, kinds []string) ui.Option {
	o := ui.Option{Value: string(ref), Label: s.name(ref), Href: s.r.To(ref)}
	if rec, ok := s.names[ref]; ok {
		_, lang := rec.Title().InLang(string(s.r.Lang))
		if lang != string(s.r.Lang) {
			o.Lang = i18n.Lang(lang)
		}
		o.Note = note(s.r, rec, kinds)
	}
	return o
}

// texts shows a text in all languages side by side, the original first; under a stale translation stand the words that the original
// gained since.
func (s *sheet) texts(f form.Field) ui.LangFields {
	base := s.textOf(f)
	out := ui.LangFields{Field: s.field(f, f.Path), Rows: f.Height}
	out.Field.Value = ""
	first := base.Source
	if first == "" {
		first = s.firstLang(f)
	}
	order := []string{}
	if slices.Contains(s.langs, first) {
		order = append(order, first)
	}
	for _, lang := range s.langs {
		if lang != first {
			order = append(order, lang)
		}
	}
	for lang := range base.Text {
		if !slices.Contains(order, lang) {
			order = append(order, lang)
		}
	}
	for _, lang := range order {
		name := f.Path + "." + lang
		t := ui.LangText{Lang: i18n.Lang(lang), Name: languageName(lang), Value: s.values.Get(name), Error: s.errors[name], Agreed: s.values.Has(name + ".agrees"), Of: s.values.Get(name + form.MadeOf)}
		switch state := base.State(lang); {
		case base.IsZero():
		case state == record.Stale:
			t.State = ui.Outdated
			t.Changed, t.When = s.gained(f, base, lang)
		default:
			t.State = map[record.TranslationState]ui.Translation{record.Source: ui.Source, record.Current: ui.Current, record.Missing: ui.Absent}[state]
		}
		out.Texts = append(out.Texts, t)
	}
	return out
}

// gained tells how the original differs from the wording that a translation was made from.
func (s *sheet) gained(f form.Field, base record.Text, lang string) ([]ui.Change, string) {
	was, known := s.origins[f.Path+"\x00"+base.Of[lang]]
	if !known {
		return nil, ""
	}
	return ui.Shorten(ui.DiffWords(was.wording, base.Text[base.Source])), languageName(base.Source)
}

// summary lists the faults in the order of the form, each leading to its control.
func (s *sheet) summary() []ui.FieldError {
	var out []ui.FieldError
	for _, text := range s.general {
		out = append(out, ui.FieldError{ID: "form", Text: text})
	}
	left := map[string]bool{}
	for name := range s.errors {
		left[name] = true
	}
	take := func(name, id, label string) {
		if left[name] {
			delete(left, name)
			out = append(out, ui.FieldError{ID: id, Text: label + ": " + s.errors[name], Beside: s.errors[name]})
		}
	}
	for _, f := range s.kind.Fields() {
		label := s.r.T(f.Label)
		if f.IsText() {
			for _, lang := range s.langs {
				take(f.Path+"."+lang, "f-"+f.Path+"-"+lang, label)
			}
		}
		take(f.Path, "f-"+f.Path, label)
		if f.Control == form.Rows {
			for i := range form.LinesOf(f, s.values) {
				for _, sub := range f.Sub {
					take(cellName(f, sub, i), "f-"+cellName(f, sub, s.lineOnPage(f, i)), label+", "+s.r.T(sub.Label))
				}
			}
		}
	}
	take("slug", "f-slug", s.r.T("edit.slug"))
	for _, name := range slices.Sorted(keysOf(left)) {
		out = append(out, ui.FieldError{ID: "form", Text: s.errors[name]})
	}
	return out
}

func keysOf(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// lineCount is how many lines of Rows are shown: those that are there, and one more to write in.
func (s *sheet) lineCount(f form.Field) int { return form.LinesOf(f, s.values) + 1 }

// lineOnPage is the number that a line has on the page that is open: for a check the page stays, with the empty lines that saving takes
// away.
func (s *sheet) lineOnPage(f form.Field, line int) int {
	if !s.Checking() {
		return line
	}
	if kept := form.Kept(f, s.sent); line < len(kept) {
		return kept[line]
	}
	return line
}

func cellName(f, sub form.Field, line int) string {
	return f.Path + "." + strconv.Itoa(line) + "." + sub.Path
}

// cell is a control in a line of Rows.
func (s *sheet) cell(f, sub form.Field, line int) templ.Component {
	name := cellName(f, sub, line)
	field := s.field(sub, name)
	field.Required = false // an empty line is no line
	if sub.Control == form.Choice {
		return ui.Select(s.r.Words, field, s.options(sub, name))
	}
	return ui.Input(s.r.Words, field)
}

// isLine tells whether a line has anything in it, so that it can be taken away.
func (s *sheet) isLine(f form.Field, line int) bool { return line < form.LinesOf(f, s.values) }

// elsewhereHref is where a field is edited that has a page of its own; empty when that page does not exist for a new record.
func (s *sheet) elsewhereHref() string {
	if s.isNew {
		return ""
	}
	place := s.r.Place(s.base.Ref)
	if !s.r.Site.Shows(s.r.Place(record.NewRef(s.kind.Name, "{slug}")) + s.kind.Elsewhere) {
		return s.r.Href(place)
	}
	return s.r.Href(place + s.kind.Elsewhere)
}

// elsewhereText tells what such a field says now.
func (s *sheet) elsewhereText(f form.Field) string {
	all, err := form.Units(form.Kind{Name: s.kind.Name, Sections: []form.Section{{Fields: []form.Field{f}}}}, s.langs, s.base)
	if err != nil {
		return ""
	}
	say := s.sayer(s.base)
	best := ""
	for _, u := range all {
		if u.Field.Path != f.Path {
			continue
		}
		v, err := form.Value(s.base, u)
		if err != nil {
			return ""
		}
		if text := say.Say(u, v); text != "" && (best == "" || u.Lang == string(s.r.Lang)) {
			best = text
		}
	}
	if runes := []rune(best); len(runes) > 400 {
		best = strings.TrimSpace(string(runes[:400])) + " …"
	}
	return best
}
