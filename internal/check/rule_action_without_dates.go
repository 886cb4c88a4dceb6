// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// actionWithoutDatesRule: from which day to which.
var actionWithoutDatesRule = Rule{ID: "action-without-dates", Level: Warning, Why: "check.action-without-dates.why", Mend: "check.action-without-dates.mend", look: func(h *house) []Hit {
	hits := actions(h, "start", "check.action-without-dates.start", func(a *strategy.Action) bool { return a.Start == "" && a.End != "" })
	hits = append(hits, actions(h, "end", "check.action-without-dates.end", func(a *strategy.Action) bool { return a.Start != "" && a.End == "" })...)
	return append(hits, actions(h, "start", "check.action-without-dates.both", func(a *strategy.Action) bool { return a.Start == "" && a.End == "" })...)
}}
