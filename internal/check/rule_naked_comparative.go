// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence/sentence"
)

// nakedComparativeRule: words that compare or tell a change. In the statement of a finding they can be bound, so it is an error; prose
// may compare what no statistic knows, so there it is a warning.
var nakedComparativeRule = Rule{ID: "naked-comparative", Level: Error, Why: "check.naked-comparative.why", Mend: "check.naked-comparative.mend", look: func(h *house) []Hit {
	return nakedHits(h.claims(sentence.Comparative, sentence.Superlative, sentence.Change), func(c claim) Hit {
		if c.statement {
			return Hit{What: c.found.Key(), Mend: "check.naked-comparative.mend"}
		}
		return Hit{Level: Warning, What: c.found.Key(), Mend: "check.naked-comparative.mend-prose"}
	})
}}
