// SPDX-License-Identifier: EUPL-1.2

package thread

import (
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// ActionState says where an action stands and by which rule: what is late is late by its dates, and nobody has to say so.
func ActionState(r *site.Request, a *strategy.Action) *ui.State {
	return ActionStateOn(r, a, r.Today())
}

// ActionStateOn is ActionState on another day (an ISO date), for pages that show the past.
func ActionStateOn(r *site.Request, a *strategy.Action, today string) *ui.State {
	switch a.State {
	case strategy.Done:
		return &ui.State{Light: ui.OnTrack, Text: r.T("thread.done")}
	case strategy.Cancelled:
		return &ui.State{Light: ui.NotStarted, Text: r.T("thread.cancelled")}
	case strategy.Planned, strategy.UnderWay:
	}
	if a.Late(today) {
		due, key := a.Due(), "thread.should-have-ended"
		if a.State == strategy.Planned {
			key = "thread.should-have-begun"
		}
		return &ui.State{Light: ui.Late, Text: r.T("thread.late", fault.A{"n": daysBetween(due, today)}), Rule: r.T(key, fault.A{"date": r.Words.Period(due)})}
	}
	if a.State == strategy.UnderWay {
		return &ui.State{Light: ui.Underway, Text: r.T("thread.under-way"), Rule: ends(r, a)}
	}
	return &ui.State{Light: ui.NotStarted, Text: r.T("thread.planned"), Rule: begins(r, a)}
}

func ends(r *site.Request, a *strategy.Action) string {
	if a.End == "" {
		return r.T("thread.no-end")
	}
	return r.T("thread.ends", fault.A{"date": r.Words.Period(a.End)})
}

func begins(r *site.Request, a *strategy.Action) string {
	if a.Start == "" {
		return r.T("thread.no-start")
	}
	return r.T("thread.begins", fault.A{"date": r.Words.Period(a.Start)})
}

// daysBetween counts the days from one ISO date to another; 0 when one of them is none.
func daysBetween(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
