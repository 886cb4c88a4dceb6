// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
)

// parts gives a priority and those it is composed of, theirs too.
func (h *house) parts(ref record.Ref) []record.Ref {
	return closure([]record.Ref{ref}, func(r record.Ref) []record.Ref { return ofKind(h.from(r, record.ComposedOf), "priority") })
}

// measuresOf gives the measures that contribute to any of the priorities.
func (h *house) measuresOf(priorities []record.Ref) []record.Ref {
	var out []record.Ref
	for _, p := range priorities {
		out = append(out, ofKind(h.to(p, record.ContributesTo), "measure")...)
	}
	return out
}
