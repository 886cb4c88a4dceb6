// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// targetWithoutIndicatorRule: nothing says what is counted.
var targetWithoutIndicatorRule = Rule{ID: "target-without-indicator", Level: Warning, Why: "check.target-without-indicator.why", Mend: "check.target-without-indicator.mend", look: func(h *house) []Hit {
	return targets(h, "indicator", "check.target-without-indicator.what", func(t *strategy.Target) bool { return t.Indicator == "" })
}}
