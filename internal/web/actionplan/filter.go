// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"cmp"
	"slices"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// chooser is a select that narrows the list.
type chooser struct {
	ui.Field
	options []ui.Option
}

var states = []strategy.State{strategy.Planned, strategy.UnderWay, strategy.Done, strategy.Cancelled}

// stateKeys are the words for what people say of an action.
var stateKeys = map[strategy.State]string{strategy.Planned: "thread.planned", strategy.UnderWay: "thread.under-way", strategy.Done: "thread.done", strategy.Cancelled: "thread.cancelled"}

// choosers offer what there is: plans, regions, who answers for an action, states; the one that the list is narrowed by is marked.
func (x *index) choosers() []chooser {
	if x.offered != nil {
		return x.offered
	}
	for _, c := range x.offers {
		now := x.filters.Get(c.Name)
		c.options = slices.Clone(c.options)
		for i, o := range c.options {
			c.options[i].Chosen = o.Value != "" && (o.Value == now || c.Name == "late" && now != "")
		}
		x.offered = append(x.offered, c)
	}
	return x.offered
}

// makeChoosers offers everything, of which nothing is chosen yet.
func (x *index) makeChoosers(nodes []*strategy.Node) []chooser {
	r := x.R
	var plans, regions, people, all []ui.Option
	for _, p := range x.Tree.Plans {
		plans = append(plans, x.option(p.Record))
	}
	for _, g := range x.Regions() {
		if rec, ok := x.Record(g); ok {
			regions = append(regions, x.option(rec))
		}
	}
	seen := map[record.Ref]bool{}
	for _, n := range nodes {
		if ref := plan.ActionOf(n).Responsible; !seen[ref] {
			seen[ref] = true
			if rec, ok := x.Record(ref); ok {
				people = append(people, x.option(rec))
			}
		}
	}
	slices.SortStableFunc(people, func(a, b ui.Option) int {
		switch {
		case r.Words.Less(a.Label, b.Label):
			return -1
		case r.Words.Less(b.Label, a.Label):
			return 1
		}
		return cmp.Compare(a.Value, b.Value)
	})
	for _, s := range states {
		all = append(all, ui.Option{Value: string(s), Label: r.T(stateKeys[s])})
	}
	out := []chooser{}
	for _, c := range []struct {
		name, label, every string
		options            []ui.Option
	}{
		{"plan", "actionplan.plan", "actionplan.every-plan", plans},
		{"region", "actionplan.region", "actionplan.every-region", regions},
		{"responsible", "actionplan.responsible", "actionplan.everybody", people},
		{"state", "actionplan.state", "actionplan.every-state", all},
		{"late", "actionplan.time", "actionplan.every-time", []ui.Option{{Value: "yes", Label: r.T("actionplan.late-only")}}},
	} {
		out = append(out, chooser{ui.Field{Name: c.name, Label: r.T(c.label)}, append([]ui.Option{{Value: "", Label: r.T(c.every)}}, c.options...)})
	}
	return out
}

func (x *index) option(rec record.Record) ui.Option {
	title, lang := x.Title(rec)
	return ui.Option{Value: rec.Ref.Slug(), Label: title, Lang: lang}
}

// chips say what the list is narrowed by.
func (x *index) chips() []ui.Filter {
	var out []ui.Filter
	for _, c := range x.choosers() {
		for _, o := range c.options {
			if o.Chosen {
				out = append(out, ui.Filter{Label: c.Label, Value: o.Label, Without: x.href(c.Name, "")})
			}
		}
	}
	return out
}

// whole is this view of all actions.
func (x *index) whole() string {
	rest := x.filters
	x.filters = nil
	href := x.href("page", "")
	x.filters = rest
	return href
}
