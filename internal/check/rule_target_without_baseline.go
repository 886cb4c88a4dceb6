// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// targetWithoutBaselineRule: nothing says where it starts; a value without its year is none.
var targetWithoutBaselineRule = Rule{ID: "target-without-baseline", Level: Warning, Why: "check.target-without-baseline.why", Mend: "check.target-without-baseline.mend", look: func(h *house) []Hit {
	return targets(h, "baseline", "check.target-without-baseline.what", func(t *strategy.Target) bool { return t.Baseline.Value == "" || t.Baseline.Period == "" })
}}
