// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// targets gives a hit for each target that the test finds wanting.
func targets(h *house, field, what string, wanting func(*strategy.Target) bool) []Hit {
	var hits []Hit
	for _, r := range h.of("target") {
		if t := r.Body.(*strategy.Target); wanting(t) {
			hits = append(hits, Hit{Ref: r.Ref, Field: field, What: what, Related: []record.Ref{t.Of}})
		}
	}
	return hits
}

// targetWithoutIndicatorRule: nothing says what is counted.
var targetWithoutIndicatorRule = Rule{ID: "target-without-indicator", Level: Warning, Why: "check.target-without-indicator.why", Mend: "check.target-without-indicator.mend", look: func(h *house) []Hit {
	return targets(h, "indicator", "check.target-without-indicator.what", func(t *strategy.Target) bool { return t.Indicator == "" })
}}

// targetWithoutBaselineRule: nothing says where it starts; a value without its year is none.
var targetWithoutBaselineRule = Rule{ID: "target-without-baseline", Level: Warning, Why: "check.target-without-baseline.why", Mend: "check.target-without-baseline.mend", look: func(h *house) []Hit {
	return targets(h, "baseline", "check.target-without-baseline.what", func(t *strategy.Target) bool { return t.Baseline.Value == "" || t.Baseline.Period == "" })
}}

// targetWithoutAimRule: nothing says what is to be reached, or by when.
var targetWithoutAimRule = Rule{ID: "target-without-aim", Level: Warning, Why: "check.target-without-aim.why", Mend: "check.target-without-aim.mend", look: func(h *house) []Hit {
	return targets(h, "aim", "check.target-without-aim.what", func(t *strategy.Target) bool { return t.Aim.Value == "" || t.Aim.Period == "" })
}}

// targetWithoutSourceRule: a baseline that leads back to nothing is a number without proof. Without a baseline there is nothing to prove yet.
var targetWithoutSourceRule = Rule{ID: "target-without-source", Level: Error, Why: "check.target-without-source.why", Mend: "check.target-without-source.mend", look: func(h *house) []Hit {
	return targets(h, "baseline.source", "check.target-without-source.what", func(t *strategy.Target) bool {
		return t.Baseline.Value != "" && t.Baseline.Source.IsZero() && len(t.Sources) == 0
	})
}}
