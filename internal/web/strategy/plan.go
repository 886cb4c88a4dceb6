// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"strconv"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// leaf is the page of one record of the strategy.
type leaf struct {
	*plan.View
	node    *strategy.Node
	rec     record.Record
	grounds []plan.Ground
}

// read reads the plan, and in it the record that the address names.
func read(r *site.Request) (*leaf, error) {
	v, err := plan.Read(r)
	if err != nil {
		return nil, err
	}
	n := v.Tree.Node(r.Record.Ref)
	if n == nil {
		return nil, v.NotThen(r.Record)
	}
	return &leaf{View: v, node: n, rec: n.Record, grounds: v.Grounds(n.Record.Ref)}, nil
}

// page is the shell of the page: where it stands, what it is called, what it rests on.
func (l *leaf) page(summary record.Text, kind string, more ...ui.Action) (ui.Page, error) {
	r := l.R
	title, lang := l.Title(l.rec)
	lede, _ := l.Words(summary, "")
	p := ui.Page{Title: title, Heading: plan.Heading(title, lang), Lede: lede, Example: l.rec.Invented, Below: l.Tools(l.rec, more...)}
	p.Over = []ui.Link{{Text: r.T("site.area-strategy"), Href: l.Keep(r.Href("/strategy"))}}
	if owner := l.PlanOf(l.rec.Ref); owner != nil && owner != l.node {
		p.Over = append(p.Over, l.Link(owner.Record))
	}
	p.Over = append(p.Over, ui.Link{Text: kind, Example: l.rec.Invented})
	p.Over = append(p.Over, l.OwnersAndMoment(l.rec)...)
	var err error
	if l.rec.Ref.Kind() == "plan" {
		p.Thread = l.Strip(l.node.Priorities)
	} else {
		p.Thread, err = thread.Of(r, l.rec, l.Standings)
	}
	return p, err
}

// add is a button that leads to the form of a new record hanging on this one.
func (l *leaf) add(kind, field, key string) ui.Action {
	return ui.Action{Text: l.R.T(key), Small: true, Glyph: "plus", Href: l.New(kind, field, l.rec.Ref)}
}

// own is the plan's own word for a level, or the house's.
func (l *leaf) own(of func(strategy.Words) record.Text, key string) string {
	if p := l.PlanOf(l.rec.Ref); p != nil {
		if word, _ := l.Words(of(p.Record.Body.(*strategy.Plan).Words), ""); word != "" {
			return capital(word)
		}
	}
	return capital(l.R.T(key))
}

func ownPriority(w strategy.Words) record.Text { return w.Priority }
func ownMeasure(w strategy.Words) record.Text  { return w.Measure }

// capital begins a label with a large letter.
func capital(s string) string { return plan.Capital(s) }

func showPlan(r *site.Request) error {
	l, err := read(r)
	if err != nil {
		return err
	}
	b := l.rec.Body.(*strategy.Plan)
	p, err := l.page(b.Summary, l.R.T("strategy.kind-plan"), l.add("priority", "plan", "plan.mend-priority"))
	if err != nil {
		return err
	}
	return r.Page(p, planBody(l, b))
}

// groups are the priorities that specialise, and those that run through all others.
func (l *leaf) groups() (special, horizontal []*strategy.Node) {
	for _, y := range l.node.Priorities {
		if y.Record.Body.(*strategy.Priority).Horizontal {
			horizontal = append(horizontal, y)
		} else {
			special = append(special, y)
		}
	}
	return special, horizontal
}

// over says the place of a priority in its plan.
func (l *leaf) over(i int) string {
	return l.own(ownPriority, "strategy.word-priority") + " " + l.R.Words.Number(strconv.Itoa(i+1), 0)
}

// measureTable lists measures with where their actions stand and what they cost.
func (l *leaf) measureTable(measures, also []*strategy.Node) ui.Table {
	r := l.R
	t := ui.Table{Caption: r.T("strategy.measures"), CaptionHidden: true, Columns: []ui.Column{{Text: l.own(ownMeasure, "strategy.word-measure")}, {Text: r.T("strategy.actions")}, {Text: r.T("strategy.money"), Number: true}},
		Empty: r.T("strategy.no-measures")}
	add := func(nodes []*strategy.Node, note string) {
		for _, m := range nodes {
			link := l.Link(m.Record)
			actions := l.Actions(m)
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: link.Text, Href: link.Href, Lang: link.Lang, Plan: true, Example: m.Record.Invented, Note: note},
				{Text: l.Count(actions).Say(l.View)}, {Text: l.Money(actions)}}})
		}
	}
	add(measures, "")
	add(also, r.T("strategy.of-other"))
	return t
}

func showPriority(r *site.Request) error {
	l, err := read(r)
	if err != nil {
		return err
	}
	b := l.rec.Body.(*strategy.Priority)
	kind := l.own(ownPriority, "strategy.word-priority")
	if b.Horizontal {
		kind = l.R.T("strategy.horizontal", fault.A{"kind": kind})
	}
	p, err := l.page(b.Summary, kind, l.add("measure", "priority", "plan.mend-measure"), l.add("target", "of", "plan.mend-target"))
	if err != nil {
		return err
	}
	return r.Page(p, priorityBody(l, b))
}

func showMeasure(r *site.Request) error {
	l, err := read(r)
	if err != nil {
		return err
	}
	b := l.rec.Body.(*strategy.Measure)
	p, err := l.page(b.Summary, l.own(ownMeasure, "strategy.word-measure"), l.add("action", "measure", "plan.mend-action"), l.add("target", "of", "plan.mend-target"))
	if err != nil {
		return err
	}
	return r.Page(p, measureBody(l, b))
}

// serves are the priorities that a measure contributes to.
func (l *leaf) serves(m *strategy.Measure) []ui.Link {
	return l.Links(append([]record.Ref{m.Priority}, m.Also...))
}

// cards are the actions of a measure.
func (l *leaf) cards() []ui.Card {
	var out []ui.Card
	for _, n := range l.node.Actions {
		out = append(out, l.Card(n))
	}
	return out
}

// links leads to nodes.
func (l *leaf) links(nodes []*strategy.Node) []ui.Link {
	var out []ui.Link
	for _, n := range nodes {
		out = append(out, l.Link(n.Record))
	}
	return out
}

func showTarget(r *site.Request) error {
	l, err := read(r)
	if err != nil {
		return err
	}
	b := l.rec.Body.(*strategy.Target)
	aims, err := l.Aims([]*strategy.Node{l.node})
	if err != nil {
		return err
	}
	p, err := l.page(record.Text{}, plan.Capital(check.KindWord(r.Words, "target")))
	if err != nil {
		return err
	}
	p.Above = ui.Traffic(l.AimState(aims[0]))
	return r.Page(p, targetBody(l, b, aims[0]))
}

// targetFacts say what a target is measured by and what it belongs to.
func (l *leaf) targetFacts(b *strategy.Target) []ui.Term {
	r := l.R
	unknown := r.T("doc.unknown")
	link := func(key string, ref record.Ref) ui.Term {
		if rec, ok := l.Record(ref); ok {
			return ui.Term{Term: r.T(key), Content: plan.List([]ui.Link{l.Link(rec)})}
		}
		return ui.Term{Term: r.T(key), Missing: unknown}
	}
	return []ui.Term{link("strategy.target-of", b.Of), link("strategy.target-indicator", b.Indicator), link("strategy.target-region", b.Region)}
}
