// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Names joins the words of links.
func Names(r *site.Request, links []ui.Link) string {
	var names []string
	for _, l := range links {
		names = append(names, l.Text)
	}
	return r.Words.List(names)
}

// OwnersAndMoment says whose a record is, and of which moment the page speaks.
func (v *View) OwnersAndMoment(rec record.Record) []ui.Link {
	r := v.R
	owners := v.Links(append([]record.Ref{rec.Owner}, rec.CoOwners...))
	var out []ui.Link
	if len(owners) > 0 {
		out = append(out, ui.Link{Text: r.T("plan.owners", fault.A{"n": len(owners), "names": Names(r, owners)})})
	}
	if rec.Visibility != record.Public {
		out = append(out, ui.Link{Text: r.T("plan.visibility", fault.A{"visibility": string(rec.Visibility)})})
	}
	if v.At != nil {
		out = append(out, ui.Link{Text: r.T("plan.as-known", fault.A{"when": v.At.When(v)})})
	}
	return out
}

// Tools are the ways to work on a record: its form, its links, its history. In the past there are none.
func (v *View) Tools(rec record.Record, more ...ui.Action) templ.Component {
	if v.At != nil {
		return nil
	}
	r := v.R
	var as []ui.Action
	if v.May(record.Change, rec) {
		as = append(as, ui.Action{Text: r.T("plan.edit"), Small: true, Href: v.Edit(rec.Ref, "", "")}, ui.Action{Text: r.T("plan.links"), Small: true, Href: r.Href("/links/" + string(rec.Ref))})
	}
	for _, a := range more {
		if a.Href != "" {
			as = append(as, a)
		}
	}
	as = append(as, ui.Action{Text: r.T("plan.history"), Small: true, Weight: ui.Bare, Href: r.Href("/history/" + string(rec.Ref))})
	return ui.Buttons(as...)
}

// NotThen says that a record was not there at the moment shown.
func (v *View) NotThen(rec record.Record) error {
	if v.At == nil {
		return fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(rec.Ref)})
	}
	return fault.New(fault.NotFound, "plan.not-then", fault.A{"title": rec.Name(string(v.R.Lang)), "when": v.At.When(v), "created": v.R.Words.Date(rec.Created)})
}

// fact is an official figure that a finding rests on.
type fact struct {
	finding        ui.Link
	example        bool
	what, number   string
	period, region string
	source         ui.Link
}

// facts are the official figures behind findings, each with its period and the vintage it was read from.
func (v *View) facts(grounds []Ground) []fact {
	var out []fact
	for _, g := range grounds {
		d, ok := v.Found[g.Finding.Ref]
		if !ok {
			continue
		}
		for _, read := range d.Result.Values {
			rec, ok := v.Record(record.Ref(read.Indicator))
			indicator, is := rec.Body.(*evidence.Indicator)
			if !ok || !is {
				continue
			}
			what, _ := v.Title(rec)
			if unit, _ := v.Words(indicator.Unit, ""); unit != "" && !read.Percent {
				what += ", " + unit
			}
			f := fact{finding: v.Link(g.Finding), example: g.Finding.Invented, what: what, number: evidence.ShownRead(read, string(v.R.Lang)), period: v.R.Words.Period(read.Period)}
			if region, ok := v.Record(record.Ref(read.Region)); ok {
				f.region, _ = v.Title(region)
			}
			vintages := v.Standings[g.Finding.Ref].Vintages
			var names []string
			for _, in := range indicator.Inputs {
				if set, ok := v.Record(in.Dataset); ok {
					if name := v.DatasetName(set, vintages[in.Dataset]); !strings.Contains(strings.Join(names, "; "), name) {
						names = append(names, name)
					}
					if f.source.Href == "" {
						f.source.Href = v.To(in.Dataset)
					}
				}
			}
			f.source.Text = strings.Join(names, "; ")
			out = append(out, f)
		}
	}
	return out
}

// factTable shows official figures as a table.
func (v *View) factTable(facts []fact) ui.Table {
	r := v.R
	t := ui.Table{Caption: r.T("plan.figures"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("plan.figure")}, {Text: r.T("plan.region")}, {Text: r.T("plan.period")},
		{Text: r.T("plan.value"), Number: true}, {Text: r.T("plan.behind")}}}
	for _, f := range facts {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: f.what, Source: f.source}, {Text: f.region}, {Text: f.period}, {Text: f.number},
			{Text: f.finding.Text, Href: f.finding.Href, Lang: f.finding.Lang, Plan: true, Example: f.example}}})
	}
	return t
}

// targetTable shows targets: baseline, value now with its source, aim, how far.
func (v *View) targetTable(aims []Aim) ui.Table {
	r := v.R
	t := ui.Table{Caption: r.T("plan.targets"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("plan.target")}, {Text: r.T("plan.baseline"), Number: true}, {Text: r.T("plan.now"), Number: true},
		{Text: r.T("plan.aim"), Number: true}, {Text: r.T("plan.way")}}}
	for _, a := range aims {
		title := v.Link(a.Record)
		row := ui.Row{ID: a.Record.Ref.Slug(), Cells: []ui.Cell{{Text: title.Text, Href: title.Href, Lang: title.Lang, Plan: true, Example: a.Record.Invented, Note: v.measuredBy(a)},
			v.valueCell(a, a.Body.Baseline.Value, a.Body.Baseline.Period), v.nowCell(a), v.valueCell(a, a.Body.Aim.Value, a.Body.Aim.Period), {Content: wayCell(v, a)}}}
		if source, _ := v.Words(a.Body.Baseline.Source, ""); source != "" {
			row.Cells[1].Source = ui.Link{Text: source}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// measuredBy names the indicator and the region.
func (v *View) measuredBy(a Aim) string {
	var parts []string
	for _, ref := range []record.Ref{a.Body.Indicator, a.Body.Region} {
		if rec, ok := v.Record(ref); ok {
			name, _ := v.Title(rec)
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, ", ")
}

func (v *View) valueCell(a Aim, value, period string) ui.Cell {
	if value == "" {
		return ui.Cell{Missing: v.R.T("doc.unknown")}
	}
	c := ui.Cell{Text: v.Shown(a, number(value))}
	if period != "" {
		c.Note = v.R.Words.Period(period)
	}
	return c
}

func (v *View) nowCell(a Aim) ui.Cell {
	if a.Now == nil {
		return ui.Cell{Missing: v.R.Words.NoData()}
	}
	return ui.Cell{Text: v.Shown(a, a.Now), Note: v.R.Words.Period(a.Period), Source: v.SourceOf(a)}
}

// wayShare is the bar of a target: from nothing made to all of the way.
func (v *View) wayShare(a Aim) (ui.Share, bool) {
	way, ok := a.Way()
	if _, later := a.Time(); !ok || !later {
		return ui.Share{}, false
	}
	text := v.R.Words.Percent(100*way, 0)
	return ui.Share{Label: v.R.T("plan.way-label", fault.A{"way": text}), Part: max(0, way), Whole: 1, Text: text}, true
}

// hitTable shows what the linter found: rule, place, mend.
func (v *View) hitTable(hits []check.Hit) ui.Table {
	r := v.R
	t := ui.Table{Caption: r.T("plan.found"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("plan.what-found")}, {Text: r.T("plan.where")}, {Text: r.T("plan.mend")}}}
	for _, h := range hits {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Content: levelled(v, h)}, v.hitPlace(h), {Content: mends(v, h)}}})
	}
	return t
}

// HitRow is a line for a hit: where, what, how it is mended.
func (v *View) HitRow(h check.Hit) ui.Row {
	return ui.Row{Cells: []ui.Cell{v.hitPlace(h), {Text: v.Report.What(v.R.Words, h)}, {Content: mends(v, h)}}}
}

func (v *View) hitPlace(h check.Hit) ui.Cell {
	rec, _ := v.Record(h.Ref)
	l := v.Link(rec)
	return ui.Cell{Text: l.Text, Href: v.pageOf(h.Ref), Lang: l.Lang, Plan: true, Note: check.KindWord(v.R.Words, h.Ref.Kind())}
}

// Summary counts findings of the linter in words: three things to mend.
func (v *View) Summary(hits []check.Hit) string {
	n := 0
	for _, h := range hits {
		if h.Level != check.Hint {
			n++
		}
	}
	return v.R.T("plan.to-mend", fault.A{"n": n, "hints": len(hits) - n})
}

// Below are what the linter found at a node and at all that hangs on it.
func (v *View) Below(n *strategy.Node) []check.Hit {
	var out []check.Hit
	var walk func(*strategy.Node)
	walk = func(n *strategy.Node) {
		out = append(out, v.hits[n.Record.Ref]...)
		for _, list := range [][]*strategy.Node{n.Targets, n.Priorities, n.Measures, n.Actions} {
			for _, c := range list {
				walk(c)
			}
		}
	}
	walk(n)
	return out
}

// Capital begins a label with a large letter.
func Capital(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):]
		}
	}
	return s
}
