// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
)

// roundingRule: the sentence is true, but not of the numbers as its reader sees them.
var roundingRule = Rule{ID: "rounding", Level: Error, Why: "check.rounding.why", Mend: "check.rounding.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("finding") {
		if r.Body.(*evidence.Finding).State == evidence.Withdrawn {
			continue
		}
		for _, f := range h.judged[r.Ref].result.Faults {
			hits = append(hits, Hit{Ref: r.Ref, Field: f.Place.Field, What: "check.rounding.what", Found: fault.A{"name": f.Args["name"], "shown": f.Args["shown"]}})
		}
	}
	return hits
}}
