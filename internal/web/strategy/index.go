// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// overview is the page of all plans.
type overview struct {
	*plan.View
	plans []*strategy.Node
}

func index(r *site.Request) error {
	v, err := plan.Read(r)
	if err != nil {
		return err
	}
	o := &overview{View: v, plans: v.Tree.Plans}
	p := ui.Page{Title: o.title(), Lede: r.T("strategy.lede"), Below: o.below()}
	if v.At != nil {
		p.Over = []ui.Link{{Text: r.T("plan.as-known", fault.A{"when": v.At.When(v)})}}
	}
	for _, n := range o.plans {
		p.Example = p.Example || n.Record.Invented
	}
	if len(o.plans) > 0 {
		p.Thread = v.Strip(priorities(o.plans))
	}
	return r.Page(p, indexBody(o))
}

// priorities are those of several plans.
func priorities(plans []*strategy.Node) []*strategy.Node {
	var out []*strategy.Node
	for _, p := range plans {
		out = append(out, p.Priorities...)
	}
	return out
}

// title says the one thing that counts: how much of the strategy rests on what holds.
func (o *overview) title() string {
	firm, all := o.Firmness(priorities(o.plans))
	if all == 0 {
		return o.R.T("strategy.title-none")
	}
	return o.R.T("strategy.title", fault.A{"n": all, "firm": firm})
}

// below leads on: to what is to be mended, to named moments.
func (o *overview) below() templ.Component {
	if len(o.plans) == 0 {
		return nil
	}
	r := o.R
	var as []ui.Action
	if o.At == nil && r.Visitor.SignedIn {
		a := ui.Action{Text: o.Summary(o.Report.Hits), Href: r.Href("/strategy/check")}
		if o.Report.Counts.Errors+o.Report.Counts.Warnings > 0 {
			a.Weight = ui.Main
		}
		as = append(as, a)
	}
	as = append(as, ui.Action{Text: r.T("strategy.to-baselines"), Href: r.Href("/strategy/baselines"), Weight: ui.Bare})
	if o.MayCreate("plan") {
		as = append(as, ui.Action{Text: r.T("strategy.new-plan"), Href: r.Href("/new/plan"), Glyph: "plus"})
	}
	return ui.Buttons(as...)
}

// nothing is what a house without plans says, and how to begin.
func (o *overview) nothing() ui.Blank {
	b := ui.Blank{Text: o.R.T("strategy.empty"), Why: o.R.T("strategy.empty-why")}
	if o.MayCreate("plan") {
		b.Do = []ui.Action{{Text: o.R.T("strategy.new-plan"), Href: o.R.Href("/new/plan"), Weight: ui.Main}}
	} else if !o.R.Visitor.SignedIn && o.At == nil {
		b.Do = []ui.Action{{Text: o.R.T("strategy.sign-in"), Href: o.R.Href("/sign-in")}}
	}
	return b
}

// joint are the plans that bring others together.
func (o *overview) joint() []*strategy.Node {
	var out []*strategy.Node
	for _, n := range o.plans {
		if len(n.Record.Body.(*strategy.Plan).ComposedOf) > 0 {
			out = append(out, n)
		}
	}
	return out
}

// parts are the plans that a joint one is composed of, as far as they may be seen.
func (o *overview) parts(joint *strategy.Node) []*strategy.Node {
	var out []*strategy.Node
	for _, ref := range joint.Record.Body.(*strategy.Plan).ComposedOf {
		if n := o.Tree.Node(ref); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// sign is the sign of a plan of one region.
func sign(v *plan.View, n *strategy.Node) chart.Sign {
	if regions := n.Record.Body.(*strategy.Plan).Regions; len(regions) == 1 {
		return v.Sign(regions[0])
	}
	return chart.Plain
}

// meeting is the table of joint priorities and the regional ones that each is composed of.
func (o *overview) meeting(joint *strategy.Node) ui.Table {
	r := o.R
	parts := o.parts(joint)
	t := ui.Table{Caption: r.T("strategy.meeting"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("strategy.joint-priority")}}}
	for _, p := range parts {
		l := o.Link(p.Record)
		t.Columns = append(t.Columns, ui.Column{Text: l.Text, Sign: sign(o.View, p)})
	}
	for _, y := range joint.Priorities {
		l := o.Link(y.Record)
		row := ui.Row{ID: y.Record.Ref.Slug(), Cells: []ui.Cell{{Text: l.Text, Href: l.Href, Lang: l.Lang, Plan: true}}}
		for _, p := range parts {
			var links []ui.Link
			for _, ref := range y.Record.Body.(*strategy.Priority).ComposedOf {
				n := o.Tree.Node(ref)
				if n != nil && n.Record.Body.(*strategy.Priority).Plan == p.Record.Ref {
					links = append(links, o.Link(n.Record))
				}
			}
			if len(links) == 0 {
				row.Cells = append(row.Cells, ui.Cell{Missing: r.T("strategy.no-part")})
			} else {
				row.Cells = append(row.Cells, ui.Cell{Content: plan.List(links)})
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// apart are the priorities of the regional plans that no joint priority takes up: where the plans differ.
func (o *overview) apart(joint *strategy.Node) []*strategy.Node {
	taken := map[record.Ref]bool{}
	for _, y := range joint.Priorities {
		for _, ref := range y.Record.Body.(*strategy.Priority).ComposedOf {
			taken[ref] = true
		}
	}
	var out []*strategy.Node
	for _, p := range o.parts(joint) {
		for _, y := range p.Priorities {
			if !taken[y.Record.Ref] {
				out = append(out, y)
			}
		}
	}
	return out
}

// wordTable sets the plans' own words for their levels beside those of the house.
func (o *overview) wordTable() ui.Table {
	r := o.R
	t := ui.Table{Caption: r.T("strategy.words"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("strategy.level")}}}
	for _, n := range o.plans {
		t.Columns = append(t.Columns, ui.Column{Text: o.Link(n.Record).Text, Sign: sign(o.View, n)})
	}
	for _, level := range []struct {
		key string
		of  func(strategy.Words) record.Text
	}{
		{"strategy.word-priority", func(w strategy.Words) record.Text { return w.Priority }},
		{"strategy.word-measure", func(w strategy.Words) record.Text { return w.Measure }},
		{"strategy.word-action", func(w strategy.Words) record.Text { return w.Action }},
	} {
		row := ui.Row{Cells: []ui.Cell{{Text: r.T(level.key)}}}
		for _, n := range o.plans {
			word, lang := o.Words(level.of(n.Record.Body.(*strategy.Plan).Words), r.T(level.key))
			row.Cells = append(row.Cells, ui.Cell{Text: word, Lang: lang, Plan: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// facts are what a plan says of itself, in short.
func facts(v *plan.View, n *strategy.Node) []ui.Term {
	r := v.R
	p := n.Record.Body.(*strategy.Plan)
	var out []ui.Term
	if regions := v.Links(p.Regions); len(regions) > 0 {
		out = append(out, ui.Term{Term: r.T("strategy.regions"), Text: plan.Names(r, regions)})
	}
	out = append(out, ui.Term{Term: r.T("strategy.years"), Text: years(v, p)})
	if parts := v.Links(p.ComposedOf); len(parts) > 0 {
		out = append(out, ui.Term{Term: r.T("strategy.composed-of"), Content: plan.List(parts)})
	}
	firm, all := v.Firmness(n.Priorities)
	out = append(out, ui.Term{Term: r.T("strategy.rests"), Text: r.T("strategy.firm", fault.A{"n": all, "firm": firm})})
	actions := v.Actions(n)
	out = append(out, ui.Term{Term: r.T("strategy.actions"), Text: v.Count(actions).Say(v), Href: v.Keep(r.Href("/actionplan?plan=" + n.Record.Ref.Slug()))})
	if len(actions) > 0 {
		out = append(out, ui.Term{Term: r.T("strategy.money"), Text: v.Money(actions)})
	}
	return out
}

// years are the period of a plan; what is not stated is said in words.
func years(v *plan.View, p *strategy.Plan) string {
	switch {
	case p.PeriodFrom != "" && p.PeriodTo != "":
		return v.R.Words.Years(p.PeriodFrom, p.PeriodTo)
	case p.PeriodFrom+p.PeriodTo != "":
		return v.R.Words.Year(p.PeriodFrom + p.PeriodTo)
	}
	return v.R.T("doc.unknown")
}
