// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"fmt"
	"strings"

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
		j := h.judged[r.Ref]
		for _, f := range j.result.Faults {
			// The fault names values and how they are shown, "ratio = 1.5; k = 2"; here each language shows them by its own rules.
			shown := h.inAllLanguages(func(lang string) string {
				var all []string
				for _, pair := range strings.Split(fmt.Sprint(f.Args["shown"]), "; ") {
					if name, _, ok := strings.Cut(pair, " = "); ok {
						all = append(all, name+" = "+j.shown(name, lang))
					}
				}
				return strings.Join(all, "; ")
			})
			hits = append(hits, Hit{Ref: r.Ref, Field: f.Place.Field, What: "check.rounding.what", Found: fault.A{"name": f.Args["name"], "shown": shown}})
		}
	}
	return hits
}}
