// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

func (h *house) measured(ref record.Ref) bool {
	if len(h.from(ref, record.MeasuredBy)) > 0 {
		return true
	}
	for _, t := range ofKind(h.to(ref, record.ContributesTo), "target") {
		if b, ok := body[*strategy.Target](h, t); ok && b.Indicator != "" {
			return true
		}
	}
	return false
}

// actionsOf gives the actions of a measure or priority that are not cancelled.
func (h *house) actionsOf(ref record.Ref) []record.Ref {
	var out []record.Ref
	for _, a := range ofKind(h.to(ref, record.ContributesTo), "action") {
		if b, ok := body[*strategy.Action](h, a); ok && b.State != strategy.Cancelled {
			out = append(out, a)
		}
	}
	return out
}
