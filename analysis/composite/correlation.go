// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
)

// Correlation is Pearson's coefficient over the units in which both are known; missing with fewer than two or without variation.
func Correlation(x, y []float64) float64 {
	x, y = both(x, y)
	return pearson(x, y)
}

// Spearman is the correlation of ranks over the units in which both are known; equal values have the mean of their ranks.
func Spearman(x, y []float64) float64 {
	x, y = both(x, y)
	return pearson(meanRanks(x), meanRanks(y))
}

func both(x, y []float64) (a, b []float64) {
	for k, v := range x {
		if k < len(y) && !math.IsNaN(v) && !math.IsNaN(y[k]) {
			a, b = append(a, v), append(b, y[k])
		}
	}
	return a, b
}

func pearson(x, y []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	x, y = standardised(slices.Clone(x)), standardised(slices.Clone(y))
	s := 0.0
	for k, v := range x {
		s += v * y[k]
	}
	return s
}

func meanRanks(x []float64) []float64 {
	order := make([]int, len(x))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for k := from; k < to; k++ {
			out[order[k]] = float64(from+to+1) / 2
		}
		from = to
	}
	return out
}

// CronbachAlpha is the internal consistency of columns, over the units that have all of them: k/(k−1) (1 − Σ var_i / var of the sum).
//
// Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16.
func CronbachAlpha(columns [][]float64) float64 {
	k := float64(len(columns))
	if len(columns) < 2 {
		return math.NaN()
	}
	kept, sums := make([][]float64, len(columns)), []float64{}
	for u := range columns[0] {
		s := 0.0
		for _, c := range columns {
			s += c[u]
		}
		if math.IsNaN(s) {
			continue
		}
		sums = append(sums, s)
		for i, c := range columns {
			kept[i] = append(kept[i], c[u])
		}
	}
	parts := 0.0
	for _, c := range kept {
		parts += deviation(c) * deviation(c)
	}
	return k / (k - 1) * (1 - parts/(deviation(sums)*deviation(sums)))
}
