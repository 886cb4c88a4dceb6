// SPDX-License-Identifier: EUPL-1.2

package webtest

// Statements tells how many SQL statements f costs the house.
func (h *House) Statements(f func()) int {
	before := h.count.Statements.Load()
	f()
	return int(h.count.Statements.Load() - before)
}
