// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// measureWithoutIndicatorRule: nobody could see whether the measure worked. It is enough that the measure, or the priority it belongs to,
// has a target with an indicator or is itself measured by one. The priorities it only also contributes to do not count: what is measured
// there says little of this measure.
var measureWithoutIndicatorRule = Rule{ID: "measure-without-indicator", Level: Warning, Why: "check.measure-without-indicator.why", Mend: "check.measure-without-indicator.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("measure") {
		if !h.measured(r.Ref) && !h.measured(r.Body.(*strategy.Measure).Priority) {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.measure-without-indicator.what"})
		}
	}
	return hits
}}

func (h *house) measured(ref record.Ref) bool {
	if len(h.from(ref, record.MeasuredBy)) > 0 {
		return true
	}
	for _, t := range ofKind(h.to(ref, record.ContributesTo), "target") {
		if b, ok := body[*strategy.Target](h, t); ok && b.Indicator != "" {
			return true
		}
	}
	return false
}

// measureWithoutActionRule: a measure that nobody carries out. A cancelled action does not count.
var measureWithoutActionRule = Rule{ID: "measure-without-action", Level: Warning, Why: "check.measure-without-action.why", Mend: "check.measure-without-action.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("measure") {
		if len(h.actionsOf(r.Ref)) == 0 {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.measure-without-action.what"})
		}
	}
	return hits
}}

// actionsOf gives the actions of a measure or priority that are not cancelled.
func (h *house) actionsOf(ref record.Ref) []record.Ref {
	var out []record.Ref
	for _, a := range ofKind(h.to(ref, record.ContributesTo), "action") {
		if b, ok := body[*strategy.Action](h, a); ok && b.State != strategy.Cancelled {
			out = append(out, a)
		}
	}
	return out
}
