// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// indicatorView is the page of one indicator.
type indicatorView struct {
	*shelf
	rec       record.Record
	body      *evidence.Indicator
	around    *thread.Around
	standings map[record.Ref]evidence.Standing
	chosen    []record.Ref
	points    [][]evidence.Point
	picture   *ui.Chart
	hidden    bool // a dataset it rests on may not be seen by this reader
}

func showIndicator(r *site.Request) error {
	body, ok := r.Record.Body.(*evidence.Indicator)
	if !ok {
		return fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": r.Record.Ref.Kind(), "expected": "indicator"})
	}
	around, err := thread.Look(r, r.Record)
	if err != nil {
		return err
	}
	s, err := stock(r, r.Tx, "indicator", "dataset", "region", "finding")
	if err != nil {
		return err
	}
	s.know(around.Up...)
	v := &indicatorView{shelf: s, rec: r.Record, body: body, around: around}
	if v.standings, err = evidence.StandingsOf(r.Context(), r.Tx, s.all["finding"]); err != nil {
		return err
	}
	v.choose()
	if err := v.compute(); err != nil {
		return err
	}
	return r.Page(v.page(), indicatorPage(v))
}

// choose takes the regions asked for, or those of the partnership.
func (v *indicatorView) choose() {
	asked := v.r.URL.Query()["region"]
	for _, rec := range v.regions() {
		if slices.Contains(asked, string(rec.Ref)) || len(asked) == 0 && v.signs[rec.Ref] != 0 {
			if len(v.chosen) < mostLines {
				v.chosen = append(v.chosen, rec.Ref)
			}
		}
	}
	if len(v.chosen) == 0 && len(v.all["region"]) > 0 {
		v.chosen = []record.Ref{v.regions()[0].Ref}
	}
}

func (v *indicatorView) compute() error {
	j := v.judge()
	var asks []evidence.Ask
	for _, ref := range v.chosen {
		asks = append(asks, evidence.Ask{Indicator: v.rec.Ref, Region: ref})
	}
	if err := j.Ahead(v.r.Context(), asks...); err != nil {
		return err
	}
	for _, ref := range v.chosen {
		points, err := j.Series(v.r.Context(), v.rec.Ref, ref)
		if fault.CodeOf(err) == fault.NotFound || fault.CodeOf(err) == fault.Invalid {
			v.hidden, points, err = true, nil, nil
		}
		if err != nil {
			return err
		}
		v.points = append(v.points, points)
	}
	v.picture = v.lines(v.body, ui.Link{Text: v.rec.Name(string(v.r.Lang))}, v.chosen, v.points, "course")
	return nil
}

func (v *indicatorView) page() ui.Page {
	r := v.r
	p := ui.Page{Title: v.rec.Name(string(r.Lang)), Lede: r.Text(v.body.Summary), Thread: v.around.Strip(r, v.standings), Below: ui.Buttons(v.actions()...),
		Example: v.rec.Invented || slices.ContainsFunc(v.around.Up, func(rec record.Record) bool { return rec.Invented })}
	p.Over = []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.T("ev.indicators"), Href: r.Href("/evidence/indicators")}, {Text: unitOf(v.shelf, v.body)},
		{Text: r.T("ev.revision", fault.A{"n": v.rec.Revision}), Href: r.Href("/history/" + string(v.rec.Ref))}}
	p.Over = slices.DeleteFunc(p.Over, func(l ui.Link) bool { return l.Text == "" })
	return p
}

func (v *indicatorView) actions() []ui.Action {
	r := v.r
	var out []ui.Action
	if len(r.MayCreateFor("finding")) > 0 {
		out = append(out, ui.Action{Text: r.T("ev.finding-from"), Href: r.Href("/evidence/new-finding?indicator=" + url.QueryEscape(string(v.rec.Ref))), Weight: ui.Main})
	}
	if r.May(record.Change, v.rec) {
		out = append(out, ui.Action{Text: r.T("ev.edit-formula"), Href: r.To(v.rec.Ref) + "/formula"}, ui.Action{Text: r.T("ev.edit"), Weight: ui.Bare, Href: r.Href("/edit/" + string(v.rec.Ref))})
	}
	return out
}

// inputs says what the names of the formula stand for.
func (s *shelf) inputRows(body *evidence.Indicator) ui.Table {
	T := s.r.T
	t := ui.Table{Caption: T("ev.inputs"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.input-name")}, {Text: T("ev.dataset")}, {Text: T("ev.series")}}}
	for _, in := range body.Inputs {
		l := s.link(in.Dataset)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: in.Name}, {Text: l.Text, Href: l.Href, Lang: l.Lang, Note: table(s.dataset(in.Dataset))}, {Text: selection(in.Select)}}})
	}
	return t
}

// mostRows is how many periods a table shows.
const mostRows = 12

// table shows the newest values with their sources.
func (v *indicatorView) table() ui.Table {
	return v.valueTable(v.body, v.chosen, v.points)
}

// valueTable shows computed values, the newest period first.
func (s *shelf) valueTable(body *evidence.Indicator, regions []record.Ref, points [][]evidence.Point) ui.Table {
	T := s.r.T
	t := ui.Table{Caption: T("ev.values"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.period")}}, Note: s.r.Text(body.Unit), Empty: T("ev.no-values")}
	var periods []string
	for i, ref := range regions {
		t.Columns = append(t.Columns, ui.Column{Text: s.name(ref), Number: true, Sign: s.signs[ref]})
		for _, p := range points[i] {
			if !slices.Contains(periods, p.Period) {
				periods = append(periods, p.Period)
			}
		}
	}
	t.Columns = append(t.Columns, ui.Column{Text: T("ev.source")})
	slices.SortFunc(periods, func(a, b string) int { return statistics.ComparePeriods(b, a) })
	for _, period := range periods[:min(len(periods), mostRows)] {
		row := ui.Row{Cells: []ui.Cell{{Text: s.r.Words.Period(period)}}}
		var sources []ui.Link
		for i := range regions {
			cell := ui.Cell{Missing: s.r.Words.NoData()}
			for _, p := range points[i] {
				if p.Period == period {
					cell = s.pointCell(body, p)
					sources = s.addSources(sources, p.Used)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		source := ui.Cell{Missing: s.r.Words.NoData()}
		if len(sources) > 0 {
			source = ui.Cell{Text: sources[0].Text, Href: sources[0].Href}
			for _, l := range sources[1:] {
				source.Note += l.Text + " "
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(row.Cells, source)})
	}
	return t
}

func (s *shelf) pointCell(body *evidence.Indicator, p evidence.Point) ui.Cell {
	if !p.Number.Known() {
		reason := s.r.Words.NoData()
		if gap := p.Number.Gap(); gap.Reason != "" {
			reason = s.r.T(verdict.ReasonKey(gap.Reason))
		}
		return ui.Cell{Missing: reason}
	}
	c := ui.Cell{Text: bare(s.r, body, p.Number.Rat())}
	if text := s.flags(p.Status); text != s.r.T("ev.final") {
		c.Note = text
	}
	return c
}

// users are the findings that use the indicator, those that wait first.
func (v *indicatorView) users() []ui.ThreadItem {
	var out []ui.ThreadItem
	for _, rec := range v.around.Direct() {
		if rec.Ref.Kind() != "finding" {
			continue
		}
		l := v.link(rec.Ref)
		item := ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example}
		if s, ok := v.standings[rec.Ref]; ok {
			d := verdictOf(s.Verdict)
			item.Verdict = &d
		}
		out = append(out, item)
	}
	slices.SortStableFunc(out, func(a, b ui.ThreadItem) int { return cmp.Compare(rankItem(a), rankItem(b)) })
	return out
}

func rankItem(i ui.ThreadItem) int {
	if i.Verdict == nil {
		return len(order)
	}
	return order[string(*i.Verdict)]
}

// regionBoxes are the regions that can be shown.
func (v *indicatorView) regionBoxes() ui.Choice {
	c := ui.Choice{Field: ui.Field{Name: "region", Label: v.r.T("ev.regions"), Help: v.r.T("ev.regions-help", fault.A{"n": mostLines})}, Many: true}
	for _, rec := range v.regions() {
		c.Options = append(c.Options, ui.Option{Value: string(rec.Ref), Label: v.name(rec.Ref), Chosen: slices.Contains(v.chosen, rec.Ref)})
	}
	return c
}
