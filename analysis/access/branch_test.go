// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawLocation draws a small problem, and makes its binary form now and then.
func drawLocation(t *rapid.T) *location {
	n, m := rapid.IntRange(1, 30).Draw(t, "demands"), rapid.IntRange(3, 12).Draw(t, "sites")
	l := &location{n: n, m: m, p: rapid.IntRange(1, m-1).Draw(t, "p"), binary: rapid.Bool().Draw(t, "binary"), integral: true}
	unit := rapid.SampledFrom([]float64{1, 0.37}).Draw(t, "unit")
	l.integral = unit == 1
	if l.binary && rapid.Bool().Draw(t, "any number") {
		l.p, l.opening = -1, 1
	}
	for range n {
		w := unit * float64(rapid.IntRange(1, 9).Draw(t, "weight"))
		reject := w
		if l.p < 0 {
			reject = 1
		}
		if !l.binary {
			reject = 1e6
		}
		l.reject = append(l.reject, reject)
		for range m {
			v := w * float64(rapid.IntRange(0, 20).Draw(t, "cost"))
			if l.binary {
				v = 0
				if rapid.IntRange(0, 2).Draw(t, "far") > 0 {
					v = reject
				}
			}
			l.cost = append(l.cost, v)
		}
	}
	for _, r := range l.reject {
		l.scale += r
	}
	if !l.binary {
		l.scale = 0
	}
	return l
}

// everyChoice compares branch and bound with trying every choice, and tells in how many parts it searched.
func everyChoice(t interface{ Fatalf(string, ...any) }, l *location) (parts int) {
	s := newSearch(l, Options{})
	s.every.limit = [3]float64{} // also where there are so few choices that it would not be asked
	got := s.run()
	want := math.Inf(1)
	for mask := range 1 << l.m {
		var open []int
		for i := range l.m {
			if mask>>i&1 == 1 {
				open = append(open, i)
			}
		}
		if l.p < 0 || len(open) == l.p {
			want = min(want, l.total(open))
		}
	}
	if math.Abs(got.value-want) > 1e-9*(1+want) || got.bound != got.value || math.Abs(l.total(got.open)-want) > 1e-9*(1+want) ||
		!slices.IsSorted(got.open) || l.p >= 0 && len(got.open) != l.p {
		t.Fatalf("%v (bound %v) of %v, want %v", got.value, got.bound, got.open, want)
	}
	return got.nodes
}

func TestBranchingAgainstEveryChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { everyChoice(t, drawLocation(t)) })
}

// Costs without geometry are those that must be searched in parts, and in these they are.
func TestBranchingInParts(t *testing.T) {
	most := 0
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 3))
		l := &location{n: 40, m: 12, p: 4, integral: true}
		for range l.n {
			l.reject = append(l.reject, 1e6)
			for range l.m {
				l.cost = append(l.cost, float64(random.IntN(1000)))
			}
		}
		most = max(most, everyChoice(t, l))
	}
	if most < 3 {
		t.Errorf("at most %d parts: the search never branched", most)
	}
}

// The multipliers of the simplex method are the best there are: no subgradient step finds a better bound, and those of a part that is searched
// first do not spoil the next.
func TestSimplexFindsTheBestMultipliers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLocation(t)
		if !l.binary {
			t.Skip("not a covering")
		}
		s := newSearch(l, Options{})
		s.ex.greedy()
		s.offer(s.ex.improve())
		s.x = newSimplex(l, nil)
		s.x.begin(s.begin(), 0)
		for range 4 {
			nd := &node{state: make([]int8, l.m), u: make([]float64, l.n), bound: math.Inf(-1)}
			some := 0
			for i := range nd.state {
				nd.state[i] = rapid.SampledFrom([]int8{free, free, opened, closed}).Draw(t, "state")
				if nd.state[i] == opened && some == l.p {
					nd.state[i] = free
				}
				some += int(nd.state[i] & opened)
			}
			s.load(nd)
			if q := s.d.remaining(); q > len(s.d.free) {
				continue
			}
			s.x.solve(nd.state, manyPivots, math.Inf(1))
			best := s.take()
			copy(s.d.u, nd.u)
			never := func() float64 { return math.Inf(1) }
			reached, _ := s.d.climb(pace{steps: 500, theta: 1.5, patience: 20, least: 1e-4}, never, s.target, func(float64) bool { return false })
			if reached > best+1e-5*(1+math.Abs(best)) {
				t.Fatalf("%v, steps reach %v", best, reached)
			}
		}
	})
}

// Once loaded, bounds and swaps are computed without allocating, whatever the size.
func TestNothingIsAllocatedInInnerLoops(t *testing.T) {
	for _, n := range []int{50, 200} {
		for _, binary := range []bool{false, true} {
			l := &location{n: n, m: n / 5, p: 4, binary: binary}
			for j := range n {
				l.reject = append(l.reject, 1000)
				for i := range l.m {
					v := float64((j*37+i*101)%97 + 1)
					if binary {
						v = 1000 * float64(min(1, (j*37+i*101)%5))
					}
					l.cost = append(l.cost, v)
				}
			}
			s := newSearch(l, Options{})
			s.ex.greedy()
			s.offer(s.ex.improve())
			nd := &node{state: make([]int8, l.m), u: s.begin()}
			copy(s.d.u, nd.u)
			s.load(nd)
			s.d.evaluate()
			if a := testing.AllocsPerRun(20, func() { s.d.evaluate(); s.d.slope(0.9) }); a != 0 {
				t.Errorf("a bound of %d demands allocates %v times", n, a)
			}
			if a := testing.AllocsPerRun(20, func() { s.ex.best1(0) }); a != 0 {
				t.Errorf("a swap of %d demands allocates %v times", n, a)
			}
			if binary {
				s.x = newSimplex(l, nil)
				s.x.begin(s.d.u, 0)
				if a := testing.AllocsPerRun(20, func() { s.x.solve(nd.state, 5, math.Inf(1)) }); a != 0 {
					t.Errorf("pivots of %d demands allocate %v times", n, a)
				}
			}
			s.every.prepare(3)
			copy(s.every.at[0], s.d.cap)
			s.every.value = math.Inf(1)
			if a := testing.AllocsPerRun(2, func() { s.every.deepen(s.d.free[:10], 0, 3) }); a > 1 {
				t.Errorf("trying every choice for %d demands allocates %v times", n, a)
			}
		}
	}
}
