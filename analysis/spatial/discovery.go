// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
)

// BenjaminiHochberg adjusts p-values so that of the units with an adjusted value of at most α no more than a share α are expected
// to be false discoveries, when the tests are independent or positively dependent (Benjamini and Hochberg 1995; R's p.adjust "BH",
// which esda's fdr follows as a threshold). A missing p (NaN) stays missing and does not count among the tests. Without
// it, one unit in twenty is "significant" on a map of nothing.
func BenjaminiHochberg(p []float64) ([]float64, error) { return stepUp(p, false) }

// BenjaminiYekutieli is the same for tests that depend on each other in any way, at the price of a factor Σ 1/k (Benjamini and
// Yekutieli 2001; R's p.adjust "BY"). Local tests of neighbours share data, so this is the careful choice.
func BenjaminiYekutieli(p []float64) ([]float64, error) { return stepUp(p, true) }

func stepUp(p []float64, dependent bool) ([]float64, error) {
	out := make([]float64, len(p))
	order := make([]int, 0, len(p))
	for i, v := range p {
		if v < 0 || v > 1 {
			return nil, fault(BadOption, "p", i, number(v), "0 to 1")
		}
		out[i] = math.NaN()
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	m := float64(len(order))
	factor := 1.0
	if dependent {
		factor = 0
		for k := range order {
			factor += 1 / float64(k+1)
		}
	}
	least := 1.0
	for k := len(order) - 1; k >= 0; k-- {
		i := order[k]
		least = min(least, p[i]*factor*m/float64(k+1))
		out[i] = least
	}
	return out, nil
}
