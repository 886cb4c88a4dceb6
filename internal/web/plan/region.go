// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"slices"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Regions are those of the partnership, in its order.
func (v *View) Regions() []record.Ref { return v.regions }

// Sign is the hue and the sign of a region of the partnership.
func (v *View) Sign(region record.Ref) chart.Sign { return v.signs[region] }

// home is the region of the partnership that a place lies in; empty when it lies in none.
func (v *View) home(place record.Ref) record.Ref {
	for range 8 { // deeper than any territory; a ring of parents ends here too
		if slices.Contains(v.regions, place) {
			return place
		}
		rec, ok := v.Record(place)
		body, isRegion := rec.Body.(*dataset.Region)
		if !ok || !isRegion || body.Parent == "" {
			return ""
		}
		place = body.Parent
	}
	return ""
}

// RegionsOf are the regions of the partnership that an action takes place in; without a place, those of its plan.
func (v *View) RegionsOf(a *strategy.Action) []record.Ref {
	seen := map[record.Ref]bool{}
	for _, p := range a.Places {
		seen[v.home(p)] = true
	}
	delete(seen, "")
	if len(seen) == 0 {
		if p := v.PlanOf(a.Measure); p != nil {
			for _, g := range p.Record.Body.(*strategy.Plan).Regions {
				seen[v.home(g)] = true
			}
		}
	}
	var out []record.Ref
	for _, g := range v.regions {
		if seen[g] {
			out = append(out, g)
		}
	}
	return out
}

// PlanOf finds the plan that a priority, measure, action or target belongs to; nil when it may not be seen.
func (v *View) PlanOf(ref record.Ref) *strategy.Node {
	for range 5 {
		n := v.Tree.Node(ref)
		if n == nil {
			return nil
		}
		switch b := n.Record.Body.(type) {
		case *strategy.Plan:
			return n
		case *strategy.Priority:
			ref = b.Plan
		case *strategy.Measure:
			ref = b.Priority
		case *strategy.Action:
			ref = b.Measure
		case *strategy.Target:
			ref = b.Of
		default:
			return nil
		}
	}
	return nil
}

// Signed names regions with their signs, as a card shows them.
func (v *View) Signed(regions []record.Ref) (links []ui.Link, signs []chart.Sign) {
	for _, g := range regions {
		if rec, ok := v.Record(g); ok {
			links = append(links, v.Link(rec))
			signs = append(signs, v.Sign(g))
		}
	}
	return links, signs
}
