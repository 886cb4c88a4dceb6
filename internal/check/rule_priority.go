// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
)

// restsOnNothingRule: a priority that no finding stands behind. A composed priority may rest through its parts.
var restsOnNothingRule = Rule{ID: "priority-rests-on-nothing", Level: Error, Why: "check.priority-rests-on-nothing.why", Mend: "check.priority-rests-on-nothing.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("priority") {
		rests := false
		for _, p := range h.parts(r.Ref) {
			for _, f := range h.from(p, record.RestsOn) {
				b, ok := body[*evidence.Finding](h, f)
				rests = rests || ok && b.State != evidence.Withdrawn
			}
		}
		if !rests {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.priority-rests-on-nothing.what"})
		}
	}
	return hits
}}

// priorityWithoutMeasureRule: a priority about which nothing will be done, neither itself nor through its parts.
var priorityWithoutMeasureRule = Rule{ID: "priority-without-measure", Level: Warning, Why: "check.priority-without-measure.why", Mend: "check.priority-without-measure.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("priority") {
		if len(h.measuresOf(h.parts(r.Ref))) == 0 {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.priority-without-measure.what"})
		}
	}
	return hits
}}

// parts gives a priority and those it is composed of, theirs too.
func (h *house) parts(ref record.Ref) []record.Ref {
	return closure([]record.Ref{ref}, func(r record.Ref) []record.Ref { return ofKind(h.from(r, record.ComposedOf), "priority") })
}

// measuresOf gives the measures that contribute to any of the priorities.
func (h *house) measuresOf(priorities []record.Ref) []record.Ref {
	var out []record.Ref
	for _, p := range priorities {
		out = append(out, ofKind(h.to(p, record.ContributesTo), "measure")...)
	}
	return out
}
