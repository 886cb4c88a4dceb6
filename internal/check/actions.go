// SPDX-License-Identifier: EUPL-1.2

package check

import (
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
