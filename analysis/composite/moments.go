// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
)

// known gives the values that are not missing, in a slice of its own.
func known(x []float64) []float64 {
	out := make([]float64, 0, len(x))
	for _, v := range x {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}

func mean(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s / float64(len(x))
}

// deviation is the standard deviation with n − 1.
func deviation(x []float64) float64 {
	m, s := mean(x), 0.0
	for _, v := range x {
		s += (v - m) * (v - m)
	}
	return math.Sqrt(s / float64(len(x)-1))
}

// Skewness is the adjusted Fisher–Pearson coefficient of the known values (G1: that of spreadsheets, type 2 of the R package e1071).
// Missing with fewer than three values or without variation.
//
// Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47(1).
func Skewness(x []float64) float64 {
	x = known(x)
	n := float64(len(x))
	if n < 3 {
		return math.NaN()
	}
	m := mean(x)
	two, three := 0.0, 0.0
	for _, v := range x {
		d := v - m
		two += d * d
		three += d * d * d
	}
	return math.Sqrt(n) * three / math.Pow(two, 1.5) * math.Sqrt(n*(n-1)) / (n - 2)
}

// Kurtosis is the excess kurtosis of the known values (G2: that of spreadsheets, type 2 of e1071). Missing with fewer than four values
// or without variation.
func Kurtosis(x []float64) float64 {
	x = known(x)
	n := float64(len(x))
	if n < 4 {
		return math.NaN()
	}
	m := mean(x)
	two, four := 0.0, 0.0
	for _, v := range x {
		d := (v - m) * (v - m)
		two += d
		four += d * d
	}
	return ((n+1)*(n*four/(two*two)-3) + 6) * (n - 1) / ((n - 2) * (n - 3))
}

// Quantile of sorted values, linear between neighbours (type 7 of Hyndman and Fan 1996, the default of R).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := math.Floor(at)
	k := int(low)
	if k+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[k] + (at-low)*(sorted[k+1]-sorted[k])
}

func median(x []float64) float64 {
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	return quantile(sorted, 0.5)
}

// Ranks gives the place of each value, 1 for the largest; equal values share the best place they could have ("min"), and the next comes
// after all of them. Values are not rounded before. Missing stays missing.
func Ranks(x []float64) []float64 {
	order := make([]int32, 0, len(x))
	out := make([]float64, len(x))
	rank(x, order, out)
	return out
}

// rank does the work of Ranks in slices that are used again.
func rank(x []float64, order []int32, out []float64) {
	order = order[:0]
	for u, v := range x {
		if math.IsNaN(v) {
			out[u] = math.NaN()
		} else {
			order = append(order, int32(u))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		switch {
		case x[a] > x[b]:
			return -1
		case x[a] < x[b]:
			return 1
		}
		return 0
	})
	for k, u := range order {
		if k > 0 && x[u] == x[order[k-1]] {
			out[u] = out[order[k-1]]
		} else {
			out[u] = float64(k + 1)
		}
	}
}
