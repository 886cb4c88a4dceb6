// SPDX-License-Identifier: EUPL-1.2

package check

import "github.com/sumanus/sumanus/internal/evidence"

// withdrawnRule: somebody still leans on what is no longer said.
var withdrawnRule = Rule{ID: "withdrawn-still-used", Level: Error, Why: "check.withdrawn-still-used.why", Mend: "check.withdrawn-still-used.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("finding") {
		if r.Body.(*evidence.Finding).State != evidence.Withdrawn {
			continue
		}
		if users := h.to(r.Ref, "rests_on", "cites"); len(users) > 0 {
			hits = append(hits, Hit{Ref: r.Ref, Field: "state", What: "check.withdrawn-still-used.what", Related: users, Found: map[string]any{"n": len(users)}})
		}
	}
	return hits
}}
