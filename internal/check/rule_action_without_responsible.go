// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// actionWithoutResponsibleRule: partners help, but one answers.
var actionWithoutResponsibleRule = Rule{ID: "action-without-responsible", Level: Warning, Why: "check.action-without-responsible.why", Mend: "check.action-without-responsible.mend", look: func(h *house) []Hit {
	return actions(h, "responsible", "check.action-without-responsible.what", func(a *strategy.Action) bool { return a.Responsible == "" })
}}
