// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"errors"
	"math"
	"math/bits"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	. "github.com/sumanus/sumanus/analysis/access"
)

// drawn is a small problem on a coarse grid, so that ties, sites at one place, weights of 0 and pairs that cannot be reached are common.
type drawn struct {
	c                  *Costs
	weights            []float64
	demands, sites     int
	demandSide, ofSite []string
}

func draw(t *rapid.T) drawn {
	var d drawn
	d.demands, d.sites = rapid.IntRange(1, 12).Draw(t, "demands"), rapid.IntRange(1, 9).Draw(t, "sites")
	span := rapid.SampledFrom([]int{2, 6, 1000}).Draw(t, "span")
	coordinate := rapid.IntRange(0, span)
	point := func(name string) Point {
		return Point{float64(coordinate.Draw(t, name+" x")), float64(coordinate.Draw(t, name+" y"))}
	}
	demand, sites := make([]Point, d.demands), make([]Point, d.sites)
	side := rapid.SampledFrom([]string{"lt", "lv"})
	for j := range demand {
		demand[j] = point("demand")
		w := float64(rapid.IntRange(0, 9).Draw(t, "weight"))
		d.weights = append(d.weights, w*rapid.SampledFrom([]float64{1, 0.37}).Draw(t, "unit"))
		d.demandSide = append(d.demandSide, side.Draw(t, "side"))
	}
	for i := range sites {
		sites[i] = point("site")
		d.ofSite = append(d.ofSite, side.Draw(t, "side"))
	}
	var err error
	if d.c, err = StraightLine(demand, sites, 1); err != nil {
		t.Fatal(err)
	}
	if rapid.IntRange(0, 3).Draw(t, "matrix") == 0 { // a matrix with holes
		var pairs []Pair
		for j := range d.demands {
			for i := range d.sites {
				if rapid.IntRange(0, 3).Draw(t, "hole") > 0 {
					pairs = append(pairs, Pair{j, i, math.Round(d.c.At(j, i))})
				}
			}
		}
		if d.c, err = FromPairs(d.demands, d.sites, pairs); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// every calls with each choice of sites as bits.
func (d drawn) every(p int, visit func(open uint)) {
	for open := range uint(1) << d.sites {
		if p < 0 || bits.OnesCount(open) == p {
			visit(open)
		}
	}
}

func (d drawn) nearest(j int, open uint) float64 {
	least := math.Inf(1)
	for i := range d.sites {
		if open>>i&1 == 1 {
			least = min(least, d.c.At(j, i))
		}
	}
	return least
}

func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// The p-median is the best of all choices, one by one; where none serves everybody the error says so.
func TestPMedianIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		p := rapid.IntRange(1, d.sites).Draw(t, "p")
		want := math.Inf(1)
		d.every(p, func(open uint) {
			sum := 0.0
			for j, w := range d.weights {
				if w > 0 {
					sum += w * d.nearest(j, open)
				}
			}
			want = min(want, sum)
		})
		got, err := PMedian(d.c, d.weights, p, Options{})
		var e *Error
		if errors.As(err, &e) {
			if !math.IsInf(want, 1) || e.Code != Unreachable && e.Code != Infeasible {
				t.Fatalf("%v, want %v", err, want)
			}
			return
		}
		if !same(got.Objective, want) || got.Bound != got.Objective || got.Gap != 0 || len(got.Open) != p {
			t.Fatalf("%+v, want %v", got, want)
		}
		again, _ := PMedian(d.c, d.weights, p, Options{})
		if !reflect.DeepEqual(got.Open, again.Open) {
			t.Fatalf("open %v, then %v", got.Open, again.Open)
		}
	})
}

func TestMaximalCoveringIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		p := rapid.IntRange(1, d.sites).Draw(t, "p")
		radius := float64(rapid.SampledFrom([]int{0, 1, 2, 3, 300}).Draw(t, "radius"))
		want := 0.0
		d.every(p, func(open uint) {
			sum := 0.0
			for j, w := range d.weights {
				if d.nearest(j, open) <= radius {
					sum += w
				}
			}
			want = max(want, sum)
		})
		got, err := MaximalCovering(d.c, d.weights, p, radius, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !same(got.Objective, want) || !same(got.Bound, want) || got.Gap != 0 || len(got.Open) != p {
			t.Fatalf("%+v, want %v", got, want)
		}
	})
}

func TestSetCoveringIsTheLeastOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		radius := float64(rapid.SampledFrom([]int{0, 1, 2, 3, 300}).Draw(t, "radius"))
		got, uncovered, err := SetCovering(d.c, radius, Options{})
		if err != nil {
			t.Fatal(err)
		}
		out := map[int]bool{}
		for _, j := range uncovered {
			out[j] = true
			if d.nearest(j, 1<<d.sites-1) <= radius {
				t.Fatalf("demand %d is said to be out of reach", j)
			}
		}
		want := d.sites
		covers := func(open uint) bool {
			for j := range d.demands {
				if !out[j] && d.nearest(j, open) > radius {
					return false
				}
			}
			return true
		}
		d.every(-1, func(open uint) {
			if n := bits.OnesCount(open); n < want && covers(open) {
				want = n
			}
		})
		mine := uint(0)
		for _, i := range got.Open {
			mine |= 1 << i
		}
		if !covers(mine) || len(got.Open) != want || got.Objective != float64(want) || got.Bound != float64(want) || got.Gap != 0 {
			t.Fatalf("%+v covers %v, want %d", got, covers(mine), want)
		}
	})
}

// A search that is stopped tells a bound that holds and a gap that is true.
func TestStoppedSearchTellsItsGap(t *testing.T) {
	c, w := plane(t)
	full, err := MaximalCovering(c, w, 15, 1500, Options{})
	check(t, err)
	for _, o := range []Options{{Nodes: 1}, {Nodes: 4}, {Stop: func() bool { return true }}} {
		part, err := MaximalCovering(c, w, 15, 1500, o)
		check(t, err)
		if part.Bound < full.Objective || part.Objective > full.Objective || !(part.Gap > 0) || part.Gap != (part.Bound-part.Objective)/part.Bound {
			t.Errorf("%+v, optimum %v", part, full.Objective)
		}
	}
}

// More sites never cost more nor cover less; the scale of weights and costs does not change where sites go; the order of demands does not
// change the optimum; neither does a closed border help.
func TestMonotoneAndInvariant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		last, covered := math.Inf(1), 0.0
		for p := 1; p <= d.sites; p++ {
			m, err := MaximalCovering(d.c, d.weights, p, 2, Options{})
			if err != nil || m.Objective < covered-1e-9 {
				t.Fatalf("p %d covers %v after %v (%v)", p, m.Objective, covered, err)
			}
			covered = m.Objective
			r, err := PMedian(d.c, d.weights, p, Options{})
			if err != nil {
				continue
			}
			if r.Objective > last+1e-9 {
				t.Fatalf("p %d costs %v after %v", p, r.Objective, last)
			}
			last = r.Objective
			double, flipped := make([]float64, d.demands), make([]float64, d.demands)
			var pairs []Pair
			for j, w := range d.weights {
				double[j], flipped[d.demands-1-j] = 2*w, w
				for i := range d.sites {
					if v := d.c.At(j, i); !math.IsInf(v, 1) {
						pairs = append(pairs, Pair{d.demands - 1 - j, i, v})
					}
				}
			}
			twice, err := PMedian(d.c, double, p, Options{})
			if err != nil || !same(twice.Objective, 2*r.Objective) {
				t.Fatalf("twice the weights: %v, %v", twice.Objective, r.Objective)
			}
			turned, err := FromPairs(d.demands, d.sites, pairs)
			if err != nil {
				t.Fatal(err)
			}
			if f, err := PMedian(turned, flipped, p, Options{}); err != nil || !same(f.Objective, r.Objective) {
				t.Fatalf("demands in another order: %v, %v (%v)", f.Objective, r.Objective, err)
			}
			shut, _, err := d.c.Close(d.demandSide, d.ofSite)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := PMedian(shut, d.weights, p, Options{}); err == nil && s.Objective < r.Objective-1e-9 {
				t.Fatalf("closed %v, open %v", s.Objective, r.Objective)
			}
		}
	})
}

// What people reach together is what the sites offer (Luo and Wang 2003).
func TestFloatingCatchmentGivesOutWhatThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		supply := make([]float64, d.sites)
		for i := range supply {
			supply[i] = float64(rapid.IntRange(0, 20).Draw(t, "supply"))
		}
		k := rapid.SampledFrom([]Catchment{{Decay: Binary, Radius: 2}, {Decay: Gaussian, Radius: 3.5},
			{Decay: Steps, Steps: []Step{{1, 1}, {2, 0.68}, {400, 0.22}}}}).Draw(t, "catchment")
		r, err := FloatingCatchment(d.c, d.weights, supply, k)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for j, a := range r.Access {
			sum += a * d.weights[j]
		}
		if !same(sum, r.Reached) || r.Reached > r.Supply {
			t.Fatalf("given out %v, reached %v of %v", sum, r.Reached, r.Supply)
		}
	})
}

// With all sites as they stand nobody loses when the border opens, and sides add up.
func TestOpeningTheBorderTakesNothingAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		b, err := CompareBorder(d.c, d.weights, d.demandSide, d.ofSite, BorderOptions{Radius: 2})
		if err != nil {
			t.Fatal(err)
		}
		total, newly := 0.0, 0.0
		for _, s := range b.Sides {
			total += s.Weight
			newly += s.Newly
			if s.Losing != 0 || s.Saved < 0 || s.CoveredOpen < s.CoveredClosed || s.Gaining > s.Both || s.MeanOpen > s.MeanClosed+1e-9 {
				t.Fatalf("%+v", s)
			}
		}
		want := 0.0
		for j, w := range d.weights {
			want += w
			if g := b.Gain[j]; g < 0 {
				t.Fatalf("demand %d loses %v", j, g)
			}
		}
		if !same(total, want) || len(b.Newly) == 0 && newly != 0 {
			t.Fatalf("sides weigh %v, all %v", total, want)
		}
	})
}
