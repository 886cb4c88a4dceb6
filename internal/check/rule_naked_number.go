// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence/sentence"
)

// nakedNumberRule: a number or a fraction that leads back to nothing. "{= 2030}" says that a number is no claim.
var nakedNumberRule = Rule{ID: "naked-number", Level: Error, Why: "check.naked-number.why", Mend: "check.naked-number.mend", look: func(h *house) []Hit {
	return nakedHits(h.claims(sentence.Digit, sentence.Share), func(c claim) Hit {
		if c.statement {
			return Hit{What: c.found.Key(), Mend: "check.naked-number.mend"}
		}
		return Hit{What: "check.naked-number.what", Mend: "check.naked-number.mend-prose"}
	})
}}
