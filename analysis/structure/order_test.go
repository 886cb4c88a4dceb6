// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Sorting by leading bits gives what comparing gives, for any spread: ties, crowds in one place with something far away, very small and very large.
func TestOrderIsThatOfComparing(t *testing.T) {
	o := &order{}
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(0, 700).Draw(t, "n")
		wide := rapid.SampledFrom([]float64{0, 1e-9, 1, 30, 300}).Draw(t, "width")
		whole, far := rapid.Bool().Draw(t, "whole"), rapid.Bool().Draw(t, "far")
		values, points := make([]float64, n), make([]point, n)
		for k := range values {
			values[k] = math.Exp(r.NormFloat64() * wide)
			if whole {
				values[k] = math.Floor(values[k])
			}
			values[k] = min(values[k], math.MaxFloat64)
		}
		if far && n > 0 {
			values[0] = 1e300
		}
		for k, v := range values {
			points[k] = point{v, float64(k), 1}
		}
		want, wantPoints := slices.Clone(values), slices.Clone(points)
		slices.Sort(want)
		slices.SortStableFunc(wantPoints, byRatio)
		if got := o.sortValues(values); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if got := o.sortPoints(points); !slices.Equal(got, wantPoints) {
			t.Fatalf("%v, want %v", got, wantPoints)
		}
	})
}

// Once its buffers have grown, sorting allocates nothing.
func TestOrderAllocatesNothing(t *testing.T) {
	o, values := &order{}, make([]float64, 500)
	fill := func() {
		for k := range values {
			values[k] = float64(k * 7919 % 503)
		}
	}
	fill()
	o.sortValues(values)
	if a := testing.AllocsPerRun(20, func() { fill(); o.sortValues(values) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}
