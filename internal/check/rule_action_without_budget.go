// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// actionWithoutBudgetRule: a budget of nought is an answer, no budget is none.
var actionWithoutBudgetRule = Rule{ID: "action-without-budget", Level: Warning, Why: "check.action-without-budget.why", Mend: "check.action-without-budget.mend", look: func(h *house) []Hit {
	return actions(h, "budget_cents", "check.action-without-budget.what", func(a *strategy.Action) bool { return a.Budget == nil })
}}
