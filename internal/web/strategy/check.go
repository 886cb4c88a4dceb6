// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// found is the linter's page.
type found struct {
	*plan.View
	level, kind, rule string
	hits              []check.Hit
	page              int
}

// hitPage is how many hits stand on a page.
const hitPage = 60

func checkPage(r *site.Request) error {
	v, err := plan.Read(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := &found{View: v, level: q.Get("level"), kind: q.Get("kind"), rule: q.Get("rule"), page: max(1, r.Number("page", 1))}
	for _, h := range v.Report.Hits {
		if (f.level == "" || string(h.Level) == f.level) && (f.kind == "" || h.Ref.Kind() == f.kind) && (f.rule == "" || h.Rule == f.rule) {
			f.hits = append(f.hits, h)
		}
	}
	p := ui.Page{Title: v.Summary(v.Report.Hits), Lede: r.T("strategy.check-lede", fault.A{"n": v.Report.Records, "rules": len(check.Rules())}),
		Over:  []ui.Link{{Text: r.T("site.area-strategy"), Href: r.Href("/strategy")}, {Text: r.T("strategy.check")}},
		Below: ui.Buttons(ui.Action{Text: r.T("strategy.check-json"), Href: r.Href("/strategy/check.json"), Small: true})}
	if len(v.Report.Hits) == 0 {
		p.Title = r.T("strategy.check-clean")
	}
	return r.Page(p, checkBody(f))
}

// checkJSON gives the report in the form that the command line writes.
func checkJSON(r *site.Request) error {
	v, err := plan.Read(r)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(v.Report, "", "  ")
	if err != nil {
		return err
	}
	return r.Send("application/json", "sumanus-check.json", append(raw, '\n'))
}

// group is what one rule found.
type group struct {
	rule check.Rule
	hits []check.Hit
}

// groups are the hits of a level, by rule in the order of the rules.
func (f *found) groups(level check.Level) []group {
	var out []group
	shown := f.shown()
	for _, rule := range check.Rules() {
		g := group{rule: rule}
		for _, h := range shown {
			if h.Rule == rule.ID && h.Level == level {
				g.hits = append(g.hits, h)
			}
		}
		if len(g.hits) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// shown is the part of the hits on this page; they stand by level.
func (f *found) shown() []check.Hit {
	p := f.pages()
	return f.hits[(p.Now-1)*hitPage : min(p.Now*hitPage, len(f.hits))]
}

func (f *found) pages() ui.Pages {
	last := max(1, (len(f.hits)+hitPage-1)/hitPage)
	return ui.Pages{Now: min(f.page, last), Last: last, Total: len(f.hits), To: func(n int) string { return f.href("page", strconv.Itoa(n)) }}
}

func (f *found) href(name, value string) string {
	q := url.Values{}
	for k, w := range map[string]string{"level": f.level, "kind": f.kind, "rule": f.rule, name: value} {
		if w != "" {
			q.Set(k, w)
		}
	}
	if len(q) == 0 {
		return f.R.Href("/strategy/check")
	}
	return f.R.Href("/strategy/check") + "?" + q.Encode()
}

var levels = []check.Level{check.Error, check.Warning, check.Hint}

// tabs narrow the hits to a level, each with how many there are.
func (f *found) tabs() []ui.Tab {
	r := f.R
	counts := map[check.Level]int{check.Error: f.Report.Counts.Errors, check.Warning: f.Report.Counts.Warnings, check.Hint: f.Report.Counts.Hints}
	out := []ui.Tab{{Link: ui.Link{Text: r.T("strategy.check-all"), Href: f.href("level", ""), Current: f.level == ""}, Count: len(f.Report.Hits)}}
	for _, l := range levels {
		out = append(out, ui.Tab{Link: ui.Link{Text: r.T("strategy.check-"+string(l), fault.A{"n": counts[l]}), Href: f.href("level", string(l)), Current: f.level == string(l)}, Count: counts[l]})
	}
	return out
}

// kinds offers the kinds of record at which something was found.
func (f *found) kinds() []ui.Option {
	out := []ui.Option{{Value: "", Label: f.R.T("strategy.check-every-kind")}}
	seen := map[string]bool{}
	for _, h := range f.Report.Hits {
		if kind := h.Ref.Kind(); !seen[kind] {
			seen[kind] = true
			out = append(out, ui.Option{Value: kind, Label: check.KindWord(f.R.Words, kind), Chosen: f.kind == kind})
		}
	}
	return out
}

// rules offers the rules that found something.
func (f *found) rules() []ui.Option {
	out := []ui.Option{{Value: "", Label: f.R.T("strategy.check-every-rule")}}
	for _, rule := range check.Rules() {
		if slices.ContainsFunc(f.Report.Hits, func(h check.Hit) bool { return h.Rule == rule.ID }) {
			out = append(out, ui.Option{Value: rule.ID, Label: f.R.T("strategy.rule-" + rule.ID), Chosen: f.rule == rule.ID})
		}
	}
	return out
}

// table lists what one rule found: where, what, how it is mended.
func (f *found) table(g group) ui.Table {
	r := f.R
	t := ui.Table{Caption: r.T("strategy.rule-" + g.rule.ID), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("plan.where")}, {Text: r.T("plan.what-found")}, {Text: r.T("plan.mend")}}}
	for _, h := range g.hits {
		t.Rows = append(t.Rows, f.HitRow(h))
	}
	return t
}

// confirm says that a stale translation still fits: the one mend that needs no form.
func confirm(r *site.Request) error {
	ctx := r.Context()
	field, lang := r.PostFormValue("field"), r.PostFormValue("lang")
	var seq int64
	err := r.Write(func(tx *record.Tx) error {
		seq = 0
		rec, err := tx.Get(ctx, r.Record.Ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		d.Stated = slices.Clone(d.Stated)
		if !confirmIn(&d, field, lang) {
			return fault.New(fault.Invalid, "strategy.nothing-to-confirm")
		}
		after, err := tx.Change(ctx, rec.Revision, d)
		if err != nil || after.Revision == rec.Revision {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		seq, err = tx.LastEntry(ctx, after.Ref)
		return err
	})
	back, ok := site.Local(r.PostFormValue("back"))
	if !ok {
		back = r.Place(r.Record.Ref)
	}
	if fault.Is(err, "strategy.nothing-to-confirm") {
		r.Warn("strategy.nothing-to-confirm")
		return r.GoTo(back)
	}
	if err != nil {
		return err
	}
	r.Say(seq, "strategy.confirmed", fault.A{"title": r.Record.Name(string(r.Lang)), "language": i18n.Lang(lang).Name()})
	return r.GoTo(back)
}

// confirmIn marks one translation of a draft as current; false when there is none that is stale.
func confirmIn(d *record.Draft, field, lang string) bool {
	texts := record.Texts(d.Body)
	for i := range d.Stated {
		texts = append(texts, record.TextAt{Path: "links." + strconv.Itoa(i) + ".reason", Text: &d.Stated[i].Reason})
	}
	for _, t := range texts {
		if t.Path == field && t.Text.State(lang) == record.Stale {
			*t.Text = t.Text.With(lang, t.Text.Text[lang])
			return true
		}
	}
	return false
}
