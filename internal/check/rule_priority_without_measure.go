// SPDX-License-Identifier: EUPL-1.2

package check

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
