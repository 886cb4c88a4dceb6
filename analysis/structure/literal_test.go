// SPDX-License-Identifier: EUPL-1.2

package structure_test

import (
	"errors"
	"math"
	"testing"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

// Small published cases, so that the package is tested where the shared data is not.
func TestPublishedCases(t *testing.T) {
	one := func(f func([]float64) (float64, error), values ...float64) float64 {
		v, err := f(values)
		check(t, err)
		return v
	}
	two := func(f func(a, b []float64) (float64, error), a, b []float64) float64 {
		v, err := f(a, b)
		check(t, err)
		return v
	}
	q, err := structure.LocationQuotient(dense(t, 2, 2, 1714, 79006-1714, 879213-1714, 15593224-79006-(879213-1714)), structure.Options{})
	check(t, err)
	varieties, err := structure.Varieties([]float64{1, 1, 1, 1}, []int{0, 0, 1, 1})
	check(t, err)
	for _, c := range []struct {
		source    string
		got, want float64
		decimals  float64
	}{
		{"Dörsam (2004), Herfindahl of 20, 50, 20, 10", one(structure.HHI, 20, 50, 20, 10), 0.34, 1e-15},
		{"Dörsam (2004), normalised Herfindahl", one(structure.NormalisedHHI, 20, 50, 20, 10), 0.12, 1e-15},
		{"Dörsam (2004), Gini", one(structure.Gini, 20, 50, 20, 10), 0.3, 1e-15},
		{"Dörsam (2004), normalised Gini", one(structure.GiniCorrected, 20, 50, 20, 10), 0.4, 1e-15},
		{"Farhauer and Kröll (2013), Krugman of two towns", two(structure.Krugman, []float64{20, 10, 70, 0, 0}, []float64{0, 0, 0, 60, 40}), 2, 1e-15},
		{"Farhauer and Kröll (2013), location quotient, REAT 3.0.3", q.Value(0, 0), 0.3847623423013, 1e-13},
		{"by hand: two sectors of two equal activities, bits between", varieties.Unrelated, 1, 0},
		{"by hand: and bits within", varieties.Related, 1, 0},
		{"by hand: Theil T of all in one of four is ln 4", one(structure.Theil, 0, 0, 0, 8), math.Log(4), 1e-15},
		{"by hand: Theil T of equals is 0", one(structure.Theil, 3, 3, 3), 0, 0},
		{"by hand: Theil L of 1 and 3", one(structure.MeanLogDeviation, 1, 3), (math.Log(2) + math.Log(2.0/3)) / 2, 1e-15},
		{"by hand: Hachman of the reference itself is 1", two(structure.Hachman, []float64{2, 4, 6}, []float64{1, 2, 3}), 1, 1e-15},
		{"by hand: locational Gini of 1 of 2 regions, one half of ½", two(structure.LocationalGini, []float64{0, 5}, []float64{10, 10}), 0.25, 1e-15},
		{"by hand: Hoover of 3 and 1 is ¼", halfway(t, 3, 1), 0.25, 1e-15},
		{"Laursen (2015): symmetric of 3 is ½", structure.Symmetric(3), 0.5, 0},
		{"Laursen (2015): symmetric of infinity is 1", structure.Symmetric(math.Inf(1)), 1, 0},
	} {
		if !(math.Abs(c.got-c.want) <= c.decimals) {
			t.Errorf("%s: %.16g, want %.16g", c.source, c.got, c.want)
		}
	}
}

func halfway(t *testing.T, values ...float64) float64 {
	v, err := structure.Hoover(values, nil)
	check(t, err)
	return v
}

// Farhauer and Kröll (2013), region A, as in REAT 3.0.3 shift(): change 25 = 27 + 1 - 3.
func TestShiftOfTheTextbook(t *testing.T) {
	p, err := structure.ShiftOne([]float64{90, 20, 10, 60}, []float64{100, 40, 10, 55}, []float64{400, 150, 150, 400}, []float64{440, 210, 135, 480})
	check(t, err)
	for name, v := range map[string][2]float64{"change": {p.Change, 25}, "national": {p.National, 27}, "mix": {p.Mix, 1}, "regional": {p.Regional, -3}} {
		if !near(v[0], v[1], 1e-12) {
			t.Errorf("%s: %v, want %v", name, v[0], v[1])
		}
	}
	// The same split by the matrix, where the rest of the country is the other region.
	start := dense(t, 2, 4, 90, 20, 10, 60, 310, 130, 140, 340)
	end := dense(t, 2, 4, 100, 40, 10, 55, 340, 170, 125, 425)
	s, err := structure.Shift(start, end, structure.Options{})
	check(t, err)
	if !near(s.National[0], p.National, 1e-12) || !near(s.Mix[0], p.Mix, 1e-12) || !near(s.Competitive[0], p.Competitive, 1e-12) || !near(s.Allocation[0], p.Allocation, 1e-12) {
		t.Errorf("by matrix %v %v %v %v, by lists %+v", s.National[0], s.Mix[0], s.Competitive[0], s.Allocation[0], p)
	}
}

// Empty cells: an activity that vanishes, one that is new to the region, one that is new everywhere. By hand.
func TestShiftClosesWithEmptyCells(t *testing.T) {
	start := dense(t, 2, 3, 10, 0, 0, 10, 20, 0)
	end := dense(t, 2, 3, 0, 5, 7, 12, 24, 0)
	s, err := structure.Shift(start, end, structure.Options{})
	check(t, err)
	rate := 48.0/40 - 1
	mix := 10 * ((12.0/20 - 1) - rate)
	if !near(s.National[0], 10*rate, 1e-12) || !near(s.Mix[0], mix, 1e-12) || s.Entry[0] != 12 {
		t.Errorf("national %v mix %v entry %v, want %v %v 12", s.National[0], s.Mix[0], s.Entry[0], 10*rate, mix)
	}
	for r := range 2 {
		if s.National[r]+s.Mix[r]+s.Regional[r] != s.Change[r] {
			t.Errorf("region %d does not close: %v", r, s)
		}
		if !near(s.Competitive[r]+s.Allocation[r]+s.Entry[r], s.Regional[r], 1e-12) {
			t.Errorf("region %d: the regional parts do not close", r)
		}
	}
}

func TestDynamicDiffersFromEndPointsWhenTheMixChanges(t *testing.T) {
	a := dense(t, 2, 2, 10, 10, 20, 20)
	b := dense(t, 2, 2, 20, 10, 20, 24)
	c := dense(t, 2, 2, 20, 30, 26, 24)
	d, err := structure.Dynamic([]*matrix.Matrix{a, b, c}, structure.Options{})
	check(t, err)
	s1, _ := structure.Shift(a, b, structure.Options{})
	s2, _ := structure.Shift(b, c, structure.Options{})
	whole, _ := structure.Shift(a, c, structure.Options{})
	for r := range 2 {
		if d.Mix[r] != s1.Mix[r]+s2.Mix[r] || d.Change[r] != whole.Change[r] || d.End[r] != whole.End[r] || d.Start[r] != whole.Start[r] {
			t.Errorf("region %d: %v", r, d)
		}
	}
	if near(d.Mix[0], whole.Mix[0], 1e-9) {
		t.Error("the mix changed on the way and the dynamic split did not notice")
	}
	if !near(d.Rate, whole.Rate, 1e-12) {
		t.Errorf("rate %v, want %v", d.Rate, whole.Rate)
	}
	var e *structure.Error
	if _, err := structure.Dynamic([]*matrix.Matrix{a}, structure.Options{}); !errors.As(err, &e) || e.Code != matrix.WrongSize {
		t.Errorf("one time: %v", err)
	}
}

func TestErrorsNameThePlace(t *testing.T) {
	m := dense(t, 1, 2, 1, 2)
	_, negative := structure.HHI([]float64{1, -2})
	_, infinite := structure.Gini([]float64{1, math.Inf(1)})
	_, length := structure.Krugman([]float64{1}, []float64{1, 2})
	_, sectors := structure.Regions(m, []int{0}, structure.Options{})
	_, sector := structure.Regions(m, []int{0, 7}, structure.Options{})
	_, option := structure.Regions(m, nil, structure.Options{Missing: 9})
	_, small := structure.LocationQuotient(m, structure.Options{Small: math.NaN()})
	_, other := structure.Shift(m, dense(t, 1, 3, 1, 2, 3), structure.Options{})
	for _, c := range []struct {
		err   error
		code  matrix.Code
		place int
	}{{negative, matrix.Negative, 1}, {infinite, matrix.NotFinite, 1}, {length, matrix.WrongSize, -1}, {sectors, matrix.WrongSize, -1},
		{sector, matrix.OutOfRange, 1}, {option, matrix.BadOption, -1}, {small, matrix.BadOption, -1}, {other, matrix.WrongSize, -1}} {
		var e *structure.Error
		if !errors.As(c.err, &e) || e.Code != c.code || e.Activity != c.place || e.Error() == "" {
			t.Errorf("%v, want %s at %d", c.err, c.code, c.place)
		}
	}
}

func dense(t testing.TB, regions, activities int, values ...float64) *matrix.Matrix {
	t.Helper()
	m, err := matrix.FromDense(regions, activities, values)
	check(t, err)
	return m
}

// What is very large or very small has the same measures: EconGeo's locational.Gini (GitHub 420c3c5) worked in numpy 1.24.2 on the table
// itself, which the sizes do not change.
func TestLocationalGiniOfExtremes(t *testing.T) {
	for _, unit := range []float64{1, 1e-300, 1e297} {
		a, err := structure.Activities(dense(t, 3, 2, 1*unit, 2*unit, 2*unit, 0, 0, 1*unit), structure.Options{})
		check(t, err)
		for i, want := range []float64{7.0 / 36, 7.0 / 36} {
			if math.Abs(a.LocationalGini[i]-want) > 1e-15 {
				t.Errorf("in units of %g, activity %d: %v, want %v", unit, i, a.LocationalGini[i], want)
			}
		}
	}
}

// Where nothing was there at the start the parts of a change have no base; the change itself is known.
func TestShiftFromNothing(t *testing.T) {
	s, err := structure.Shift(dense(t, 2, 1, 0, 0), dense(t, 2, 1, 3, 4), structure.Options{})
	check(t, err)
	if s.Change[0] != 3 || s.Change[1] != 4 || !math.IsNaN(s.National[0]) || !math.IsNaN(s.Mix[0]) || !math.IsNaN(s.Regional[0]) {
		t.Errorf("from nothing: %+v", s)
	}
}
