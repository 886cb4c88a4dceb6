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
