// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
)

// village is a road of seven places, demands and sites at 0, 1, 2, 3, 10, 11, 12, worked on paper: two sites stand best at the medians of the
// two groups, 1 or 2 and 11.
func village(t testing.TB) (*Costs, []float64) {
	t.Helper()
	var at []Point
	for _, x := range []float64{0, 1, 2, 3, 10, 11, 12} {
		at = append(at, Point{X: x})
	}
	c, err := StraightLine(at, at, 1)
	check(t, err)
	return c, []float64{1, 1, 1, 1, 1, 1, 1}
}

func TestByHand(t *testing.T) {
	c, w := village(t)
	two, err := PMedian(c, w, 2, Options{})
	check(t, err)
	if two.Objective != 4+2 || two.Open[1] != 5 || two.Bound != 6 || two.Gap != 0 {
		t.Errorf("%+v", two)
	}
	all, err := PMedian(c, w, 7, Options{})
	check(t, err)
	if all.Objective != 0 || all.Gap != 0 || !reflect.DeepEqual(all.Open, []int{0, 1, 2, 3, 4, 5, 6}) {
		t.Errorf("as many as there are: %+v", all)
	}
	cover, err := MaximalCovering(c, w, 1, 1, Options{})
	check(t, err)
	if cover.Objective != 3 || cover.Bound != 3 {
		t.Errorf("%+v", cover)
	}
	least, out, err := SetCovering(c, 1, Options{})
	check(t, err)
	if least.Objective != 3 || len(out) != 0 { // 0..2 or 1..3 leave one of the first four, so two and one
		t.Errorf("%+v, uncovered %v", least, out)
	}
	nothing, err := MaximalCovering(c, w, 2, 0, Options{})
	check(t, err)
	if nothing.Objective != 2 {
		t.Errorf("a radius of 0 covers the place itself: %+v", nothing)
	}
	// A radius within which there is nothing: the first sites, and nothing covered.
	far, err := StraightLine([]Point{{0, 0}}, []Point{{9, 0}, {8, 0}, {7, 0}}, 1)
	check(t, err)
	none, err := MaximalCovering(far, []float64{5}, 2, 1, Options{})
	check(t, err)
	if none.Objective != 0 || none.Bound != 0 || none.Gap != 0 || !reflect.DeepEqual(none.Open, []int{0, 1}) {
		t.Errorf("%+v", none)
	}
	if s, out, err := SetCovering(far, 1, Options{}); err != nil || s.Objective != 0 || len(out) != 1 {
		t.Errorf("%+v %v %v", s, out, err)
	}
	// Weights of 0 decide nothing; the factor stretches.
	weightless, err := PMedian(c, []float64{0, 0, 0, 0, 0, 0, 0}, 3, Options{})
	check(t, err)
	if weightless.Objective != 0 || weightless.Gap != 0 || len(weightless.Open) != 3 {
		t.Errorf("%+v", weightless)
	}
	road, err := StraightLine([]Point{{0, 0}}, []Point{{3, 4}}, 1.3)
	check(t, err)
	if got := road.At(0, 0); got != 6.5 {
		t.Errorf("5 × 1.3 = %v", got)
	}
}

// Two places at the same spot are two sites: a third is opened, though it adds nothing.
func TestDuplicateSites(t *testing.T) {
	c, err := StraightLine([]Point{{0, 0}, {5, 0}}, []Point{{5, 0}, {0, 0}, {5, 0}, {0, 0}}, 1)
	check(t, err)
	r, err := PMedian(c, []float64{1, 1}, 3, Options{})
	check(t, err)
	if r.Objective != 0 || !reflect.DeepEqual(r.Open, []int{0, 1, 2}) || !reflect.DeepEqual(r.Site, []int{1, 0}) {
		t.Errorf("%+v", r)
	}
}

// TestTwoPairs compares the p-median of two sites with every pair of the 200 of the reference.
func TestTwoPairs(t *testing.T) {
	c, w := plane(t)
	want := math.Inf(1)
	for a := range c.Sites() {
		for b := range a {
			sum := 0.0
			for j, v := range w {
				sum += v * min(c.At(j, a), c.At(j, b))
			}
			want = min(want, sum)
		}
	}
	r, err := PMedian(c, w, 2, Options{})
	check(t, err)
	if !same(r.Objective, want) || r.Gap != 0 {
		t.Errorf("%v, want %v", r.Objective, want)
	}
}

// Two-step floating catchment on paper: site 0 (10 beds) is reached by 100 and 50 people, site 1 (6 beds) by 50 and 30.
func TestFloatingCatchmentByHand(t *testing.T) {
	c, err := FromPairs(4, 3, []Pair{{0, 0, 5}, {1, 0, 10}, {1, 1, 10}, {2, 1, 0}, {2, 0, 11}, {0, 2, 99}})
	check(t, err)
	people, beds := []float64{100, 50, 30, 7}, []float64{10, 6, 4}
	r, err := FloatingCatchment(c, people, beds, Catchment{Decay: Binary, Radius: 10})
	check(t, err)
	if a := r.Access; !same(a[0], 10.0/150) || !same(a[1], 10.0/150+6.0/80) || !same(a[2], 6.0/80) || a[3] != 0 {
		t.Errorf("access %v", a)
	}
	if !math.IsNaN(r.Ratio[2]) || r.Reached != 16 || r.Supply != 20 || r.Unserved != 7 || !reflect.DeepEqual(r.Idle, []int{2}) || !reflect.DeepEqual(r.Without, []int{3}) {
		t.Errorf("%+v", r)
	}
	mean, err := Mean(r.Access, people)
	check(t, err)
	if !same(mean, 16.0/187) {
		t.Errorf("mean %v", mean)
	}
	// Enhanced, with the weights of Luo and Qi (2009): 1 up to 10, 0.68 up to 20.
	e, err := FloatingCatchment(c, people, beds, Catchment{Decay: Steps, Steps: []Step{{10, 1}, {20, 0.68}, {30, 0.22}}})
	check(t, err)
	r0, r1 := 10/(100+50+0.68*30), 6.0/80
	if !same(e.Access[0], r0) || !same(e.Access[2], r1+0.68*r0) {
		t.Errorf("access %v", e.Access)
	}
	// Gaussian (Dai 2010): 1 at the site, 0 at the edge.
	g, err := FloatingCatchment(c, people, beds, Catchment{Decay: Gaussian, Radius: 10})
	check(t, err)
	half := (math.Exp(-0.125) - math.Exp(-0.5)) / (1 - math.Exp(-0.5))
	if !same(g.People[0], 100*half) || !same(g.Access[0], 10/(100*half)*half) || g.People[1] != 30 {
		t.Errorf("%+v", g)
	}
}

// Two regions on a line, the border at 5: demand 1 stands beside the other side's school; side c has none of its own.
func TestBorderByHand(t *testing.T) {
	c, err := StraightLine([]Point{{X: 0}, {X: 4}, {X: 9}, {X: 7}}, []Point{{X: 0}, {X: 6}}, 1)
	check(t, err)
	side, of := []string{"a", "a", "b", "c"}, []string{"a", "b"}
	w := []float64{10, 20, 5, 2}
	b, err := CompareBorder(c, w, side, of, BorderOptions{Radius: 3})
	check(t, err)
	if b.Gain[0] != 0 || b.Gain[1] != 2 || b.Gain[2] != 0 || !math.IsNaN(b.Gain[3]) || b.SavedTotal != 40 || b.Cut != 5 || !reflect.DeepEqual(b.Newly, []int{3}) {
		t.Errorf("%+v", b)
	}
	a, last := b.Sides[0], b.Sides[2]
	if a.Name != "a" || a.Weight != 30 || !same(a.MeanClosed, 80.0/30) || !same(a.MeanOpen, 40.0/30) || a.Gaining != 20 || a.Across != 20 || a.CoveredClosed != 10 || a.CoveredOpen != 30 {
		t.Errorf("%+v", a)
	}
	if last.Newly != 2 || last.Both != 0 || !math.IsNaN(last.MeanOpen) || last.Across != 2 {
		t.Errorf("%+v", last)
	}
	// One site only: with the border closed nobody can serve both sides.
	_, err = CompareBorder(c, w, side, of, BorderOptions{Open: 1, Radius: -1})
	var e *Error
	if !errors.As(err, &e) || e.Code != Infeasible {
		t.Errorf("%v", err)
	}
}

func TestErrors(t *testing.T) {
	c, w := village(t)
	short := w[:3]
	bad := func(v float64) []float64 { return []float64{1, 1, v, 1, 1, 1, 1} }
	open, _ := FromPairs(2, 1, []Pair{{0, 0, 1}})
	pairs := func(p ...Pair) error { _, err := FromPairs(2, 2, p); return err }
	line := func(d, s []Point, f float64) error { _, err := StraightLine(d, s, f); return err }
	median := func(c *Costs, w []float64, p int) error { _, err := PMedian(c, w, p, Options{}); return err }
	catch := func(k Catchment) error {
		_, err := FloatingCatchment(c, w, w, k)
		return err
	}
	one := []Point{{0, 0}}
	_, _, noSide := c.Close([]string{"a", "", "a", "a", "a", "a", "a"}, []string{"a", "a", "a", "a", "a", "a", "a"})
	_, _, sides := c.Close([]string{"a"}, nil)
	_, radius := MaximalCovering(c, w, 1, math.NaN(), Options{})
	_, idle := FloatingCatchment(c, w, bad(-2), Catchment{Decay: Binary, Radius: 1})
	for k, x := range []struct {
		err  error
		code ErrorCode
		unit int
	}{
		{median(c, short, 1), LengthMismatch, -1}, {median(c, bad(-1), 1), NegativeValue, 2}, {median(c, bad(math.NaN()), 1), NotFinite, 2},
		{median(c, w, 0), BadOpen, -1}, {median(c, w, 8), TooFewSites, -1}, {median(open, []float64{1, 1}, 1), Unreachable, 1},
		{pairs(Pair{0, 0, 1}, Pair{0, 0, 2}), DuplicatePair, 0}, {pairs(Pair{2, 0, 1}), BadUnit, -1}, {pairs(Pair{1, 5, 1}), BadUnit, -1},
		{pairs(Pair{1, 0, -1}), NegativeValue, 1}, {line(nil, one, 1), NoEntries, -1}, {line(one, nil, 1), NoEntries, -1},
		{line(one, one, 0), BadFactor, -1}, {line([]Point{{math.NaN(), 0}}, one, 1), NotFinite, 0},
		{line(make([]Point, 60_000), make([]Point, 1_000), 1), TooLarge, -1},
		{noSide, NoGroup, 1}, {sides, LengthMismatch, -1}, {radius, BadRadius, -1}, {idle, NegativeValue, 2},
		{catch(Catchment{Decay: Steps}), BadSteps, -1}, {catch(Catchment{Decay: Steps, Steps: []Step{{2, 1}, {2, 0.5}}}), BadSteps, -1},
		{catch(Catchment{Decay: "odd"}), BadOption, -1}, {catch(Catchment{Decay: Gaussian}), BadRadius, -1},
	} {
		var e *Error
		if !errors.As(x.err, &e) || e.Code != x.code || e.Unit != x.unit || e.Error() == "" {
			t.Errorf("case %d: %v, want %s of %d", k, x.err, x.code, x.unit)
		}
	}
}
