// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Theil is Theil's T, the natural logarithm's: Σ s ln(s·n), 0 when all are equal, ln n when one has all. 0·ln 0 counts as 0 (pysal
// puts the smallest double in place of 0, which comes to the same).
//
// Source: Theil (1967), Economics and Information Theory, North-Holland.
func Theil(values []float64) (float64, error) { return TheilAgainst(values, nil) }

// TheilAgainst is Theil's T against a reference distribution (population): Σ s ln(s/p). Missing where something stands at a place
// of which the reference has nothing. Without a reference (nil) all places weigh the same.
func TheilAgainst(values, reference []float64) (float64, error) {
	parts, err := TheilParts(values, reference, make([]int, len(values)))
	return parts.Total, err
}

// Parts of Theil's T: Between groups and Within them, Total being exactly their sum.
type Parts struct{ Total, Between, Within float64 }

// TheilParts splits Theil's T over groups of places: group[k] is the group of place k, counted from 0.
//
//	T = Σ_g S_g ln(S_g/P_g) + Σ_g S_g T_g
//
// Source: Theil (1967), ch. 4; inequality (PySAL) TheilD.
func TheilParts(values, reference []float64, group []int) (Parts, error) {
	missing := Parts{math.NaN(), math.NaN(), math.NaN()}
	groups, err := matrix.Groups("group", group, len(values))
	if err != nil {
		return missing, err
	}
	if reference != nil && len(reference) != len(values) {
		return missing, matrix.Size("reference", len(reference), len(values))
	}
	if _, _, err := sum("values", values); err != nil {
		return missing, err
	}
	if _, _, err := sum("reference", reference); err != nil {
		return missing, err
	}
	weight := func(k int) float64 {
		if reference == nil {
			return 1
		}
		return reference[k]
	}
	s, p := make([]float64, groups), make([]float64, groups)
	total, weights := 0.0, 0.0
	for k, v := range values {
		if w := weight(k); !math.IsNaN(v) && !math.IsNaN(w) {
			s[group[k]] += v
			p[group[k]] += w
			total += v
			weights += w
		}
	}
	if total == 0 || weights == 0 {
		return missing, nil
	}
	out := Parts{}
	for g := range groups {
		if s[g] > 0 {
			share := s[g] / total
			out.Between += share * math.Log(share/(p[g]/weights))
		}
	}
	for k, v := range values {
		w, g := weight(k), group[k]
		if v > 0 && !math.IsNaN(w) {
			out.Within += v / total * math.Log(v/s[g]/(w/p[g]))
		}
	}
	out.Total = out.Between + out.Within
	if math.IsInf(out.Total, 0) || math.IsNaN(out.Total) {
		return missing, nil // something stands where the reference has nothing
	}
	return out, nil
}

// MeanLogDeviation is Theil's L: (1/n) Σ ln(mean/value), which REAT calls theil. Missing at any 0, where it is infinite.
//
// Source: Theil (1967).
func MeanLogDeviation(values []float64) (float64, error) {
	total, n, err := sum("values", values)
	if err != nil || total == 0 {
		return math.NaN(), err
	}
	mean, d := total/float64(n), 0.0
	for _, v := range values {
		switch {
		case v == 0:
			return math.NaN(), nil
		case v > 0:
			d += math.Log(mean / v)
		}
	}
	return d / float64(n), nil
}
