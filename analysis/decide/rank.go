// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"slices"
	"strconv"
)

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// sameScore is how near two scores are before they are the same: what sums in another order may differ by.
const sameScore = 1e-12

// ranks gives 1 to the highest; equal ones share the better place; what is not known has none (NaN).
func ranks(scores []float64) []float64 {
	out := make([]float64, len(scores))
	var known []int
	for i, v := range scores {
		out[i] = math.NaN()
		if !math.IsNaN(v) {
			known = append(known, i)
		}
	}
	slices.SortStableFunc(known, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	place := 0
	for k, i := range known {
		if k == 0 || scores[known[k-1]]-scores[i] > sameScore*max(1, math.Abs(scores[i])) {
			place = k + 1
		}
		out[i] = float64(place)
	}
	return out
}
