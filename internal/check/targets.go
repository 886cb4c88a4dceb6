// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// targets gives a hit for each target that the test finds wanting.
func targets(h *house, field, what string, wanting func(*strategy.Target) bool) []Hit {
	var hits []Hit
	for _, r := range h.of("target") {
		if t := r.Body.(*strategy.Target); wanting(t) {
			hits = append(hits, Hit{Ref: r.Ref, Field: field, What: what, Related: []record.Ref{t.Of}})
		}
	}
	return hits
}
