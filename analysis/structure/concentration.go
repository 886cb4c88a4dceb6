// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// The functions of this file take one list of values: the activities of a region, the regions of an activity, the incomes of
// regions. NaN marks a missing value, which is left out. A list that sums to 0, or has nothing known in it, has no measure: NaN.

// HHI is the Hirschman–Herfindahl index, the sum of squared shares: 1/n when all are equal, 1 when one has all.
//
// Source: Hirschman (1964), The paternity of an index, American Economic Review 54(5).
func HHI(values []float64) (float64, error) {
	total, _, err := sum("values", values)
	if err != nil || total == 0 {
		return math.NaN(), err
	}
	h := 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			h += v / total * (v / total)
		}
	}
	return h, nil
}

// NormalisedHHI puts the index on 0..1 for any number of values: (H - 1/n)/(1 - 1/n). Missing for fewer than two.
func NormalisedHHI(values []float64) (float64, error) {
	h, err := HHI(values)
	_, n, _ := sum("values", values)
	if err != nil || n < 2 {
		return math.NaN(), err
	}
	least := 1 / float64(n)
	return (h - least) / (1 - least), nil
}

// Krugman is the sum of absolute differences between two structures, 0 (the same) to 2 (nothing in common); no half is taken.
// Half of it, 0..1, is the coefficient of specialisation (EconGeo spec.coeff). Places where either is missing are left out, each
// structure keeping its own total.
//
// Source: Krugman (1991), Geography and Trade, MIT Press.
func Krugman(values, reference []float64) (float64, error) {
	return distance(values, reference)
}

// Hoover is half the sum of absolute differences between shares and reference shares (population, area, all activities): the part
// that would have to move for the two to agree, 0..1. EconGeo's Hoover.index is 100 times that, rounded.
// Without a reference (nil) all places weigh the same.
//
// Source: Hoover (1936), The measurement of industrial localization, Review of Economics and Statistics 18(4).
func Hoover(values, reference []float64) (float64, error) {
	if reference == nil {
		reference = make([]float64, len(values))
		for k, v := range values {
			reference[k] = 1 + 0*v // a missing value has no place among the known
		}
	}
	d, err := distance(values, reference)
	return d / 2, err
}

func distance(values, reference []float64) (float64, error) {
	if len(values) != len(reference) {
		return math.NaN(), matrix.Size("reference", len(reference), len(values))
	}
	a, _, err := sum("values", values)
	if err != nil {
		return math.NaN(), err
	}
	b, _, err := sum("reference", reference)
	if err != nil || a == 0 || b == 0 {
		return math.NaN(), err
	}
	d := 0.0
	for k, v := range values {
		if gap := math.Abs(v/a - reference[k]/b); !math.IsNaN(gap) {
			d += gap
		}
	}
	return d, nil
}

// Hachman tells how near a structure is to the reference: 1/Σ(LQ·s), 1 when they agree, near 0 when it has what is rare elsewhere.
// Missing where the structure holds something of which the reference has nothing.
//
// Source: Hachman (Bureau of Economic and Business Research, University of Utah), as EconGeo's Hachman.
func Hachman(values, reference []float64) (float64, error) {
	if len(values) != len(reference) {
		return math.NaN(), matrix.Size("reference", len(reference), len(values))
	}
	a, _, err := sum("values", values)
	if err != nil {
		return math.NaN(), err
	}
	b, _, err := sum("reference", reference)
	if err != nil || a == 0 || b == 0 {
		return math.NaN(), err
	}
	h := 0.0
	for k, v := range values {
		if v > 0 && !math.IsNaN(reference[k]) {
			if reference[k] == 0 {
				return math.NaN(), nil
			}
			s := v / a
			h += s * s / (reference[k] / b)
		}
	}
	return 1 / h, nil
}

// Gini is the mean absolute difference of all pairs by twice the mean, 0..1-1/n, without the correction n/(n-1) (as EconGeo, REAT and
// inequality; GiniCorrected has it).
//
// Source: Gini (1912); Sen (1973), On Economic Inequality, Oxford.
func Gini(values []float64) (float64, error) {
	if _, _, err := sum("values", values); err != nil {
		return math.NaN(), err
	}
	known := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	slices.Sort(known)
	return gini(known, 0), nil
}

// gini of sorted values that come after so many zeros.
func gini(sorted []float64, zeros int) float64 {
	n := float64(len(sorted) + zeros)
	total, weighted := 0.0, 0.0
	for k, v := range sorted {
		total += v
		weighted += (2*float64(k+zeros+1) - n - 1) * v
	}
	if total == 0 {
		return math.NaN()
	}
	return weighted / (n * total)
}

// GiniCorrected is Gini times n/(n-1), so that 1 is the top for any n. Missing for fewer than two values.
func GiniCorrected(values []float64) (float64, error) {
	g, err := Gini(values)
	_, n, _ := sum("values", values)
	if err != nil || n < 2 {
		return math.NaN(), err
	}
	return g * float64(n) / float64(n-1), nil
}

// LorenzGini is the Gini of values against a reference distribution: twice the area between the diagonal and the curve of cumulated
// shares, places in rising order of value by reference. EconGeo's Hoover.Gini is that, rounded to 3 decimals; half of it is the
// locational Gini. Places with a reference of 0 are left out, as are those where either is missing.
func LorenzGini(values, reference []float64) (float64, error) {
	if len(values) != len(reference) {
		return math.NaN(), matrix.Size("reference", len(reference), len(values))
	}
	if _, _, err := sum("values", values); err != nil {
		return math.NaN(), err
	}
	if _, _, err := sum("reference", reference); err != nil {
		return math.NaN(), err
	}
	points := make([]point, 0, len(values))
	for k, v := range values {
		if reference[k] > 0 && !math.IsNaN(v) {
			points = append(points, point{v / reference[k], v, reference[k]})
		}
	}
	return lorenz(points, 0), nil
}

// LocationalGini is half of LorenzGini with all activities as the reference, 0..½, as EconGeo's locational.Gini.
//
// Source: Krugman (1991), Geography and Trade, MIT Press, p. 56.
func LocationalGini(values, all []float64) (float64, error) {
	g, err := LorenzGini(values, all)
	return g / 2, err
}

type point struct{ ratio, value, reference float64 }

// lorenz is the Gini of points that come after places with nothing in them, whose reference is flat. Both are counted in units near
// their totals, powers of two, so that no product of the very large or the very small leaves the range of numbers.
func lorenz(points []point, flat float64) float64 {
	slices.SortFunc(points, byRatio)
	return area(points, flat)
}

// area is lorenz of points that are sorted by their ratio.
func area(points []point, flat float64) float64 {
	values, references := 0.0, flat
	for _, q := range points {
		values += q.value
		references += q.reference
	}
	value, reference := nearOne(values), nearOne(references)
	x, p, area := 0.0, flat*reference, 0.0
	for _, q := range points {
		v, r := q.value*value, q.reference*reference
		area += (x+v)*p - x*(p+r)
		x += v
		p += r
	}
	if x == 0 {
		return math.NaN()
	}
	return area / x / p
}

// nearOne is the power of two that brings a number to about 1.
func nearOne(v float64) float64 {
	_, exponent := math.Frexp(v)
	return math.Ldexp(1, min(-exponent, 1023))
}

func byRatio(a, b point) int {
	switch {
	case a.ratio < b.ratio:
		return -1
	case a.ratio > b.ratio:
		return 1
	}
	return 0
}

// sum adds the known values and counts them. Negative and infinite values are errors.
func sum(what string, values []float64) (total float64, known int, err error) {
	for k, v := range values {
		switch {
		case math.IsNaN(v):
			continue
		case v < 0, math.IsInf(v, 0):
			e := matrix.Fail(matrix.Negative, what)
			if v > 0 {
				e.Code = matrix.NotFinite
			}
			e.Activity, e.Value = k, v
			return 0, 0, e
		}
		total += v
		known++
	}
	return total, known, nil
}
