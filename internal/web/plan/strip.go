// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Strip sums up the thread of priorities: the findings below them and which of these do not hold, the priorities themselves, what is being done.
func (v *View) Strip(priorities []*strategy.Node) *ui.Thread {
	t := &ui.Thread{}
	var grounds []Ground
	var actions []*strategy.Node
	seen := map[record.Ref]bool{}
	for _, y := range priorities {
		l := v.Link(y.Record)
		t.What = append(t.What, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example})
		for _, g := range v.Grounds(y.Record.Ref) {
			if !seen[g.Finding.Ref] {
				seen[g.Finding.Ref] = true
				grounds = append(grounds, g)
			}
		}
		for _, a := range v.Actions(y) {
			if !seen[a.Record.Ref] {
				seen[a.Record.Ref] = true
				actions = append(actions, a)
			}
		}
	}
	t.Why, t.SoWhat = v.groundItems(grounds), v.actionItems(actions)
	return t
}

// StripOfActions is Strip for actions: below them findings, above them plans.
func (v *View) StripOfActions(actions []*strategy.Node) *ui.Thread {
	t := &ui.Thread{SoWhat: v.actionItems(actions)}
	var grounds []Ground
	seen := map[record.Ref]bool{}
	measures := map[record.Ref]bool{}
	for _, a := range actions {
		own := slices.ContainsFunc(a.Record.Stated, func(l record.Link) bool { return l.Kind == record.RestsOn })
		m := ActionOf(a).Measure
		if measures[m] && !own {
			continue // what the measure rests on was told
		}
		measures[m] = true
		for _, g := range v.Grounds(a.Record.Ref) {
			if !seen[g.Finding.Ref] {
				seen[g.Finding.Ref] = true
				grounds = append(grounds, g)
			}
		}
	}
	t.Why = v.groundItems(grounds)
	for _, p := range v.Tree.Plans {
		l := v.Link(p.Record)
		t.What = append(t.What, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example})
	}
	return t
}

// groundItems counts findings and names those that do not hold.
func (v *View) groundItems(grounds []Ground) []ui.ThreadItem {
	if len(grounds) == 0 {
		return nil
	}
	out := []ui.ThreadItem{{}}
	holding := 0
	for _, g := range grounds {
		if v.Firm([]Ground{g}) {
			holding++
			continue
		}
		l := v.Link(g.Finding)
		out = append(out, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Verdict: v.Verdict(g.Finding.Ref), Example: l.Example})
	}
	out[0] = ui.ThreadItem{Text: v.R.T("plan.findings", fault.A{"n": len(grounds), "holding": holding}), Href: v.R.Href("/evidence")}
	return out
}

// actionItems counts actions by where they stand.
func (v *View) actionItems(actions []*strategy.Node) []ui.ThreadItem {
	c := v.Count(actions)
	var out []ui.ThreadItem
	for _, p := range []struct {
		n           int
		key, filter string
	}{{c.Late, "plan.late", "late=yes"}, {c.UnderWay, "plan.under-way", "state=under_way"}, {c.Done, "plan.done", "state=done"}} {
		if p.n > 0 {
			out = append(out, ui.ThreadItem{Text: v.R.T(p.key, fault.A{"n": p.n}), Href: v.Keep(v.R.Href("/actionplan?" + p.filter))})
		}
	}
	return out
}
