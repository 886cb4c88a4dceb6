// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// leadsNowhereRule: a finding that is used, but from which no way leads to an action. One that is not used at all is an orphan.
var leadsNowhereRule = Rule{ID: "finding-leads-nowhere", Level: Hint, Why: "check.finding-leads-nowhere.why", Mend: "check.finding-leads-nowhere.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("finding") {
		if r.Body.(*evidence.Finding).State != evidence.Withdrawn && len(h.to(r.Ref)) > 0 && !h.leadsToAction(r.Ref) {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.finding-leads-nowhere.what", Related: h.to(r.Ref)})
		}
	}
	return hits
}}

// leadsToAction walks from a finding, and the findings that rest on it, by what rests on them: a plan leads to its priorities, a target to what it
// is a target of, a priority to its measures, those of its parts, and those of the priorities composed of it.
func (h *house) leadsToAction(finding record.Ref) bool {
	findings := closure([]record.Ref{finding}, func(r record.Ref) []record.Ref { return ofKind(h.to(r, record.RestsOn), "finding") })
	var priorities, measures []record.Ref
	for _, f := range findings {
		for _, user := range h.to(f, record.RestsOn) {
			switch b := h.byRef[user].Body.(type) {
			case *strategy.Action:
				if b.State != strategy.Cancelled {
					return true
				}
			case *strategy.Measure:
				measures = append(measures, user)
			case *strategy.Priority:
				priorities = append(priorities, user)
			case *strategy.Plan:
				priorities = append(priorities, ofKind(h.to(user, record.PartOf), "priority")...)
			case *strategy.Target:
				if b.Of.Kind() == "measure" {
					measures = append(measures, b.Of)
				} else {
					priorities = append(priorities, b.Of)
				}
			}
		}
	}
	above := closure(priorities, func(r record.Ref) []record.Ref { return ofKind(h.to(r, record.ComposedOf), "priority") })
	for _, p := range priorities {
		above = append(above, h.parts(p)...)
	}
	measures = append(measures, h.measuresOf(above)...)
	for _, ref := range append(measures, above...) {
		if len(h.actionsOf(ref)) > 0 {
			return true
		}
	}
	return false
}
