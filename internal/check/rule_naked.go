// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/fault"
)

// nakedNumberRule: a number or a fraction that leads back to nothing. "{= 2030}" says that a number is no claim.
var nakedNumberRule = Rule{ID: "naked-number", Level: Error, Why: "check.naked-number.why", Mend: "check.naked-number.mend", look: func(h *house) []Hit {
	return nakedHits(h.claims(sentence.Digit, sentence.Share), func(c claim) Hit {
		if c.statement {
			return Hit{What: "check.naked-number.what", Mend: "check.naked-number.mend"}
		}
		return Hit{What: "check.naked-number.what", Mend: "check.naked-number.mend-prose"}
	})
}}

// nakedComparativeRule: words that compare or tell a change. In the statement of a finding they can be bound, so it is an error; prose
// may compare what no statistic knows, so there it is a warning.
var nakedComparativeRule = Rule{ID: "naked-comparative", Level: Error, Why: "check.naked-comparative.why", Mend: "check.naked-comparative.mend", look: func(h *house) []Hit {
	return nakedHits(h.claims(sentence.Comparative, sentence.Superlative, sentence.Change), func(c claim) Hit {
		what := map[sentence.Why]string{sentence.Comparative: "check.naked-comparative.what", sentence.Superlative: "check.naked-comparative.superlative",
			sentence.Change: "check.naked-comparative.change"}[c.found.Why]
		if c.statement {
			return Hit{What: what, Mend: "check.naked-comparative.mend"}
		}
		return Hit{Level: Warning, What: what, Mend: "check.naked-comparative.mend-prose"}
	})
}}

func nakedHits(claims []claim, dress func(claim) Hit) []Hit {
	var hits []Hit
	for _, c := range claims {
		hit := dress(c)
		hit.Ref, hit.Field, hit.Lang, hit.Line, hit.Column, hit.Found = c.ref, c.field, c.lang, c.line, c.column, fault.A{"word": c.found.Word}
		hits = append(hits, hit)
	}
	return hits
}
