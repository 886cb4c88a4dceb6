// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/strategy"
)

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
