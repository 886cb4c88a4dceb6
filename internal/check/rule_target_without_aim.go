// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// targetWithoutAimRule: nothing says what is to be reached, or by when.
var targetWithoutAimRule = Rule{ID: "target-without-aim", Level: Warning, Why: "check.target-without-aim.why", Mend: "check.target-without-aim.mend", look: func(h *house) []Hit {
	return targets(h, "aim", "check.target-without-aim.what", func(t *strategy.Target) bool { return t.Aim.Value == "" || t.Aim.Period == "" })
}}
