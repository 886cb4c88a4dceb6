// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// field makes a control of the form with its fault.
func (w *wording) control(name, label, value string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: value, Error: w.told.of(name)}
}

// statement is the sentence in all languages side by side.
func (w *wording) statement() ui.LangFields {
	r := w.r
	l := ui.LangFields{Field: ui.Field{Name: "statement", Label: r.T("ev.sentence"), Help: r.T("ev.sentence-help"), Plan: true, Required: true}, Rows: 5}
	for _, lang := range w.languages {
		t := ui.LangText{Lang: i18n.Lang(lang), Name: i18n.Lang(lang).Name(), Value: w.f.Statement.Text[lang], State: ui.Translation(w.base.State(lang)), Error: w.told.of("statement-" + lang),
			Agreed: w.sent.Has("statement." + lang + ".agrees"), Of: w.sent.Get("statement." + lang + form.MadeOf)}
		if lang == w.base.Source {
			t.State = ui.Source
		}
		l.Texts = append(l.Texts, t)
	}
	return l
}

// titles is the title in all languages, for a new finding.
func (w *wording) titles() ui.LangFields {
	l := ui.LangFields{Field: ui.Field{Name: "title", Label: w.r.T("ev.finding-title"), Help: w.r.T("ev.finding-title-help"), Required: true}, Rows: 1}
	for _, lang := range w.languages {
		t := ui.LangText{Lang: i18n.Lang(lang), Name: i18n.Lang(lang).Name(), Value: w.f.Title.Text[lang], State: ui.Translation(w.f.Title.State(lang)), Error: w.told.of("title-" + lang)}
		if lang == w.base.Source {
			t.State = ui.Source
		}
		l.Texts = append(l.Texts, t)
	}
	return l
}

func (w *wording) at(kind string, i int) string { return kind + "." + strconv.Itoa(i) + "." }

// isFormula tells which kind of value a form shows: a calculation, also one that is still empty.
func isFormula(v verdict.Value) bool {
	return v.Formula != "" || v.Indicator+v.Region+v.Period+v.Analysis == ""
}

func (w *wording) indicatorChoice(chosen string) []ui.Option {
	out := []ui.Option{{Label: w.r.T("ev.choose")}}
	for _, rec := range w.sorted("indicator") {
		out = append(out, ui.Option{Value: string(rec.Ref), Label: w.name(rec.Ref), Chosen: string(rec.Ref) == chosen})
	}
	return out
}

func (w *wording) regionChoice(chosen string) []ui.Option {
	out := []ui.Option{{Label: w.r.T("ev.choose")}}
	for _, rec := range w.regions() {
		out = append(out, ui.Option{Value: string(rec.Ref), Label: w.name(rec.Ref), Chosen: string(rec.Ref) == chosen})
	}
	return out
}

// amongChoice are the regions a rank compares, boxes to tick.
func (w *wording) amongChoice(i int, a verdict.Assertion) ui.Choice {
	c := ui.Choice{Field: ui.Field{Name: w.at("a", i) + "among", Label: w.r.T("ev.among")}, Many: true}
	for _, rec := range w.regions() {
		c.Options = append(c.Options, ui.Option{Value: string(rec.Ref), Label: w.name(rec.Ref), Chosen: slices.Contains(a.Among, string(rec.Ref))})
	}
	return c
}

func (w *wording) whenChoice(period string) []ui.Option {
	moving, _ := splitPeriod(period)
	return []ui.Option{{Value: "fixed", Label: w.r.T("ev.when-fixed"), Chosen: !moving}, {Value: "latest", Label: w.r.T("ev.when-latest"), Chosen: moving}}
}

func (w *wording) periodField(kind string, i int, period string) ui.Field {
	_, text := splitPeriod(period)
	f := w.control(w.at(kind, i)+"period", w.r.T("ev.period"), text)
	f.Help, f.Short = w.r.T("ev.period-help"), true
	return f
}

func (w *wording) choice(key string, words []string, chosen string) []ui.Option {
	var out []ui.Option
	for _, word := range words {
		out = append(out, ui.Option{Value: word, Label: w.r.T(key, fault.A{"word": word}), Chosen: word == chosen})
	}
	return out
}

func (w *wording) opChoice(chosen string) []ui.Option {
	var out []ui.Option
	for _, op := range []string{">", ">=", "<", "<=", "==", "!="} {
		out = append(out, ui.Option{Value: op, Label: w.r.T("ev.op", fault.A{"op": opWord[op]}), Chosen: op == chosen})
	}
	return out
}

func (w *wording) short(name, label, value string) ui.Field {
	f := w.control(name, label, value)
	f.Short = true
	return f
}

func plainInt(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// valueTitle heads the fields of a value: what it is now, as far as it can be told.
func (w *wording) valueTitle(i int, v verdict.Value) string {
	words := ""
	if w.d != nil && i < len(w.d.Result.Values) {
		words = w.d.Shown(v.Name, string(w.r.Lang))
	}
	if words == "" && v.Name != "" {
		return v.Name
	}
	return w.r.T("ev.value-title", fault.A{"name": v.Name, "shown": words})
}

// summary lists the faults for the top of the form.
func (w *wording) summary() []ui.FieldError { return w.told.order }

// owners are the organisations in whose name a new finding may be made.
func (w *wording) owners() []ui.Option {
	var out []ui.Option
	for _, ref := range w.r.MayCreateFor("finding") {
		out = append(out, ui.Option{Value: string(ref), Label: w.name(ref), Chosen: string(ref) == w.owner})
	}
	return out
}

func (w *wording) scopes() []ui.Option {
	var out []ui.Option
	for _, v := range []record.Visibility{record.Public, record.PartnersOnly, record.Private} {
		out = append(out, ui.Option{Value: string(v), Label: w.r.T("ev.visible", fault.A{"visibility": string(v)}), Chosen: v == w.scope})
	}
	return out
}
