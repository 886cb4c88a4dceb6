// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// targetWithoutSourceRule: a baseline that leads back to nothing is a number without proof. Without a baseline there is nothing to prove yet.
var targetWithoutSourceRule = Rule{ID: "target-without-source", Level: Error, Why: "check.target-without-source.why", Mend: "check.target-without-source.mend", look: func(h *house) []Hit {
	return targets(h, "baseline.source", "check.target-without-source.what", func(t *strategy.Target) bool {
		return t.Baseline.Value != "" && t.Baseline.Source.IsZero() && len(t.Sources) == 0
	})
}}
