// SPDX-License-Identifier: EUPL-1.2

package matrix

import "slices"

// Merge adds activities up into groups (sectors): group[i] is the group of activity i, counted from 0. A group's cell is missing
// where any of its parts is missing, because a sum with an unknown part is unknown.
func (m *Matrix) Merge(group []int) (*Matrix, error) {
	groups, err := Groups("group", group, m.activities)
	if err != nil {
		return nil, err
	}
	out := &Matrix{regions: m.regions, activities: groups, start: make([]int, m.regions+1)}
	if m.missingStart != nil {
		out.missingStart = make([]int, m.regions+1)
	}
	sum, unknown := make([]float64, groups), make([]bool, groups)
	for r := range m.regions {
		clear(sum)
		clear(unknown)
		columns, values := m.Row(r)
		for k, i := range columns {
			sum[group[i]] += values[k]
		}
		for _, i := range m.Missing(r) {
			unknown[group[i]] = true
		}
		for g, v := range sum {
			switch {
			case unknown[g]:
				out.missingColumn = append(out.missingColumn, int32(g))
			case v > 0:
				out.column, out.value = append(out.column, int32(g)), append(out.value, v)
			}
		}
		out.start[r+1] = len(out.column)
		if out.missingStart != nil {
			out.missingStart[r+1] = len(out.missingColumn)
		}
	}
	return out, nil
}

// Groups checks a grouping of n things and tells how many groups it names (the highest number and one).
func Groups(what string, group []int, n int) (int, error) {
	if len(group) != n {
		return 0, Size(what, len(group), n)
	}
	for k, g := range group {
		if g < 0 || g >= n {
			e := Fail(OutOfRange, what)
			e.Activity, e.Found, e.Expected = k, g, n
			return 0, e
		}
	}
	if n == 0 {
		return 0, nil
	}
	return slices.Max(group) + 1, nil
}
