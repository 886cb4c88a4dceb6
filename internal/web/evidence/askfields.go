// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

func wordsOf(lang string) *i18n.Localizer { return i18n.For(i18n.Lang(lang)) }

// datasetRows are the datasets a method can be asked of.
func (q *question) datasetRows() ui.Table {
	T := q.r.T
	t := ui.Table{Caption: T("ask.which-dataset"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.dataset")}, {Text: T("ev.table")}, {Text: T("ask.choose"), Hidden: true}}}
	for _, rec := range q.askable() {
		l := q.link(rec.Ref)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Text, Lang: l.Lang, Example: l.Example, Note: q.r.Text(q.dataset(rec.Ref).Summary)}, {Text: table(q.dataset(rec.Ref))},
			{Content: ui.Button(ui.Action{Text: T("ask.choose"), Small: true, Href: q.r.Href("/evidence/new-analysis/" + q.m.ID + "?dataset=" + string(rec.Ref))})}}})
	}
	return t
}

func (q *question) control(name, label, value string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: value, Error: q.told.of(name)}
}

func (q *question) titles() ui.LangFields {
	l := ui.LangFields{Field: ui.Field{Name: "title", Label: q.r.T("ask.name"), Help: q.r.T("ask.name-help"), Required: true}, Rows: 1}
	for i, lang := range q.languages {
		t := ui.LangText{Lang: i18n.Lang(lang), Name: i18n.Lang(lang).Name(), Value: q.body.Title.Text[lang], State: ui.Translation(q.body.Title.State(lang)), Error: q.told.of("title-" + lang)}
		if i == 0 {
			t.State = ui.Source
		}
		l.Texts = append(l.Texts, t)
	}
	return l
}

// measured are the dimensions of which one code is taken.
func (q *question) measured() []dataset.Dimension {
	return slices.DeleteFunc(keyed(q.set), func(d dataset.Dimension) bool { return d.ID == q.listed })
}

// telling are those among them that leave a choice.
func (q *question) telling(choice bool) []dataset.Dimension {
	return slices.DeleteFunc(q.measured(), func(d dataset.Dimension) bool { return (len(q.codes[d.ID]) > 1) != choice })
}

func (q *question) codeOptions(d dataset.Dimension) []ui.Option {
	var out []ui.Option
	codes, now := q.codes[d.ID], q.in().Select[d.ID]
	if now == "" {
		now = d.Default
	}
	if !slices.Contains(codes, now) {
		out = append(out, ui.Option{Value: now, Label: now, Chosen: true})
	}
	for _, c := range codes {
		out = append(out, ui.Option{Value: c, Label: withCode(q.names.code(d.ID, c), c), Chosen: c == now})
	}
	return out
}

// eachOptions are the dimensions that may list the activities.
func (q *question) eachOptions() []ui.Option {
	var out []ui.Option
	for _, d := range keyed(q.set) {
		if d.ID == q.listed || len(q.codes[d.ID]) > 1 {
			out = append(out, ui.Option{Value: d.ID, Label: q.names.dimension(d), Chosen: d.ID == q.listed})
		}
	}
	return out
}

func (q *question) listedName() string {
	for _, d := range q.set.Dimensions {
		if d.ID == q.listed {
			return q.names.dimension(d)
		}
	}
	return q.listed
}

// boxes are the codes of the listed dimension, ticked where they are taken.
func (q *question) boxes() ui.Choice {
	in := q.in()
	c := ui.Choice{Field: ui.Field{Name: "with", Label: q.r.T("ask.taken", fault.A{"dimension": q.listedName()}), Help: q.r.T("ask.taken-help"), Error: q.told.of("with")}, Many: true}
	for _, code := range q.codes[q.listed] {
		taken := !slices.Contains(in.Leave[q.listed], code)
		if only := in.Only[q.listed]; only != nil {
			taken = slices.Contains(only, code)
		}
		c.Options = append(c.Options, ui.Option{Value: code, Label: withCode(q.names.code(q.listed, code), code), Chosen: taken})
	}
	return c
}

// taken counts the codes that are taken.
func (q *question) taken() int {
	n := 0
	for _, o := range q.boxes().Options {
		if o.Chosen {
			n++
		}
	}
	return n
}

func (q *question) leaveField() ui.Field {
	f := q.control("leave", q.r.T("ask.left-out", fault.A{"dimension": q.listedName()}), strings.Join(q.in().Leave[q.listed], ", "))
	f.Help = q.r.T("ask.left-out-help", fault.A{"n": len(q.codes[q.listed])})
	return f
}

func (q *question) levelOptions() []ui.Option {
	var out []ui.Option
	for _, l := range q.levels() {
		out = append(out, ui.Option{Value: l, Label: q.r.T("ask.level", fault.A{"level": l}), Chosen: l == q.in().Level})
	}
	if len(out) > 1 {
		out = append(out, ui.Option{Value: "", Label: q.r.T("ask.level", fault.A{"level": "all"}), Chosen: q.in().Level == ""})
	}
	return out
}

func (q *question) countryBoxes() ui.Choice {
	c := ui.Choice{Field: ui.Field{Name: "country", Label: q.r.T("ask.countries"), Error: q.told.of("countries")}, Many: true}
	for _, code := range q.countries() {
		in := q.in()
		c.Options = append(c.Options, ui.Option{Value: code, Label: withCode(q.names.place(code), code), Chosen: len(in.Countries) == 0 || slices.Contains(in.Countries, code)})
	}
	return c
}

// mostPeriodsOffered bounds a choice of periods; older ones are still taken when they stand in the address or the body.
const mostPeriodsOffered = 120

// periodOptions are the periods there are, the newest first.
func (q *question) periodOptions(p method.Param) []ui.Option {
	now := q.body.Parameters[p.Name]
	var out []ui.Option
	if !p.Required {
		out = append(out, ui.Option{Label: q.r.T("ask.no-period"), Chosen: now == ""})
	}
	return append(out, q.periodsOf(q.periods, now)...)
}

// periodsOf offers periods, the newest first, and the newest of all as such.
func (q *question) periodsOf(periods []string, now string) []ui.Option {
	var out []ui.Option
	newest := ""
	if len(periods) > 0 {
		newest = q.r.Words.Period(periods[len(periods)-1])
	}
	out = append(out, ui.Option{Value: method.Latest, Label: q.r.T("ask.latest", fault.A{"period": newest}), Chosen: now == method.Latest})
	listed := periods[max(0, len(periods)-mostPeriodsOffered):]
	for _, period := range slices.Backward(listed) {
		out = append(out, ui.Option{Value: period, Label: q.r.Words.Period(period), Chosen: now == period})
	}
	if now != "" && now != method.Latest && !slices.Contains(listed, now) {
		out = append(out, ui.Option{Value: now, Label: q.r.Words.Period(now), Chosen: true})
	}
	return out
}

// params are those the form asks, at once or under "more".
func (q *question) params(atOnce bool) []method.Param {
	return slices.DeleteFunc(slices.Clone(q.m.Params), func(p method.Param) bool { return !q.asked(p) || upfront(p) != atOnce })
}

// help explains a parameter, without what only the command line means.
func (q *question) help(p method.Param) string {
	switch p.Fits() {
	case method.Figure, method.Unit, method.Sector:
		if key := "ask.help-" + string(p.Fits()) + "-" + p.Name; q.r.Words.Has(key) {
			return q.r.T(key)
		}
		return ""
	}
	text := q.plain(q.m, q.r.T(p.HelpKey()))
	for _, c := range p.Choices { // what stands in the list beside it in plain words
		text = strings.ReplaceAll(text, " ("+c+")", "")
	}
	return text
}

// option is the control of a parameter.
func (q *question) option(p method.Param) ui.Field {
	f := q.control("o."+p.Name, q.label(p), q.valueOf(p))
	f.Help, f.Required = q.help(p), p.Required
	if p.Kind == method.Number || p.Kind == method.Integer {
		f.Kind, f.Short = ui.Number, true
		f.Value = strings.Replace(f.Value, ".", decimalSign(q.r.Words), 1)
	}
	return f
}

// decimalSign is the comma or the point of a language.
func decimalSign(z *i18n.Localizer) string { return strings.Trim(z.Number("0.5", 1), "05") }

// valueOf is what a parameter is: as chosen, or its default.
func (q *question) valueOf(p method.Param) string {
	if v, ok := q.body.Parameters[p.Name]; ok {
		return v
	}
	return p.Default
}

// choices of a parameter that is chosen from a list; nil for others.
func (q *question) choices(p method.Param) []ui.Option {
	now := q.valueOf(p)
	var out []ui.Option
	switch {
	case p.Fits() == method.Figure:
		return q.periodOptions(p)
	case p.Fits() == method.Sector:
		out = append(out, ui.Option{Label: q.r.T("ask.no-sector"), Chosen: now == ""})
		for n, key := range []string{"ask.first-sign", "ask.first-two-signs"} {
			v := q.listed + ":" + itoa(n+1)
			out = append(out, ui.Option{Value: v, Label: q.r.T(key), Chosen: now == v})
		}
	case p.Fits() == method.Unit && q.many != nil:
		out = append(out, ui.Option{Label: q.r.T("ask.every-unit"), Chosen: now == ""})
		codes, name := q.many.units()
		for _, code := range codes {
			out = append(out, ui.Option{Value: code, Label: withCode(name(code), code), Chosen: now == code})
		}
	case p.Fits() == method.Unit:
		for _, code := range q.units() {
			out = append(out, ui.Option{Value: code, Label: withCode(q.names.place(code), code), Chosen: now == code, Group: q.names.place(code[:min(2, len(code))])})
		}
	case p.Kind == method.Choice:
		for _, c := range p.Choices {
			out = append(out, ui.Option{Value: c, Label: q.choiceWord(p, c), Chosen: now == c})
		}
	}
	return out
}

func (q *question) absentOptions() []ui.Option {
	now := q.in().Absent
	return []ui.Option{{Value: "", Label: q.r.T("ask.absent", fault.A{"as": "missing"}), Chosen: now != "zero"}, {Value: "zero", Label: q.r.T("ask.absent", fault.A{"as": "zero"}), Chosen: now == "zero"}}
}

func (q *question) vintageOptions() []ui.Option {
	now := q.in().Vintage
	out := []ui.Option{{Label: q.r.T("ask.newest-vintage"), Chosen: now == ""}}
	for _, v := range slices.Backward(q.vintages) {
		out = append(out, ui.Option{Value: v.Label, Label: q.r.T("ask.only-vintage", fault.A{"vintage": day(q.r.Words, v.Label)}), Chosen: now == v.Label})
	}
	return out
}

func (q *question) owners() []ui.Option {
	var out []ui.Option
	for _, ref := range q.r.MayCreateFor("analysis") {
		out = append(out, ui.Option{Value: string(ref), Label: q.name(ref), Chosen: string(ref) == q.owner})
	}
	return out
}

func (q *question) scopes() []ui.Option {
	var out []ui.Option
	for _, s := range []record.Visibility{record.Public, record.PartnersOnly, record.Private} {
		out = append(out, ui.Option{Value: string(s), Label: q.r.T("ev.visible", fault.A{"visibility": string(s)}), Chosen: s == q.scope})
	}
	return out
}

// openMore tells whether something under "more" differs from what is usual, or is wrong: then it stands open.
func (q *question) openMore() bool {
	if q.many == nil && (q.in().Absent != "" || q.in().Vintage != "") {
		return true
	}
	for _, p := range q.params(false) {
		if _, set := q.body.Parameters[p.Name]; set || q.told.of("o."+p.Name) != "" {
			return true
		}
	}
	return false
}

func (q *question) back() string {
	if q.isNew {
		return q.r.Href("/evidence/analyses")
	}
	return q.r.To(q.rec.Ref)
}
