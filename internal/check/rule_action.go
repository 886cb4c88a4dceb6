// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// actions gives a hit for each action that the test finds wanting; cancelled ones owe nothing.
func actions(h *house, field, what string, wanting func(*strategy.Action) bool) []Hit {
	var hits []Hit
	for _, r := range h.of("action") {
		if a := r.Body.(*strategy.Action); a.State != strategy.Cancelled && wanting(a) {
			hits = append(hits, Hit{Ref: r.Ref, Field: field, What: what, Related: []record.Ref{a.Measure}})
		}
	}
	return hits
}

// actionWithoutResponsibleRule: partners help, but one answers.
var actionWithoutResponsibleRule = Rule{ID: "action-without-responsible", Level: Warning, Why: "check.action-without-responsible.why", Mend: "check.action-without-responsible.mend", look: func(h *house) []Hit {
	return actions(h, "responsible", "check.action-without-responsible.what", func(a *strategy.Action) bool { return a.Responsible == "" })
}}

// actionWithoutDatesRule: from which day to which.
var actionWithoutDatesRule = Rule{ID: "action-without-dates", Level: Warning, Why: "check.action-without-dates.why", Mend: "check.action-without-dates.mend", look: func(h *house) []Hit {
	hits := actions(h, "start", "check.action-without-dates.start", func(a *strategy.Action) bool { return a.Start == "" && a.End != "" })
	hits = append(hits, actions(h, "end", "check.action-without-dates.end", func(a *strategy.Action) bool { return a.Start != "" && a.End == "" })...)
	return append(hits, actions(h, "start", "check.action-without-dates.both", func(a *strategy.Action) bool { return a.Start == "" && a.End == "" })...)
}}

// actionWithoutBudgetRule: a budget of nought is an answer, no budget is none.
var actionWithoutBudgetRule = Rule{ID: "action-without-budget", Level: Warning, Why: "check.action-without-budget.why", Mend: "check.action-without-budget.mend", look: func(h *house) []Hit {
	return actions(h, "budget_cents", "check.action-without-budget.what", func(a *strategy.Action) bool { return a.Budget == nil })
}}

// lateActionRule: what should have begun or ended and has not, as its record says.
var lateActionRule = Rule{ID: "late-action", Level: Warning, Why: "check.late-action.why", Mend: "check.late-action.mend", look: func(h *house) []Hit {
	if h.today == "" {
		return nil
	}
	var hits []Hit
	for _, hit := range actions(h, "state", "check.late-action.end", func(a *strategy.Action) bool { return a.Late(h.today) }) {
		a, _ := body[*strategy.Action](h, hit.Ref)
		hit.Found = fault.A{"date": a.End}
		if a.State == strategy.Planned {
			hit.What, hit.Found = "check.late-action.start", fault.A{"date": a.Start}
		}
		hits = append(hits, hit)
	}
	return hits
}}
