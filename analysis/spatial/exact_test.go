// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"errors"
	"math"
	"testing"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// orders calls f with every order of 0..n−1.
func orders(n int, f func([]int)) {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	var walk func(k int)
	walk = func(k int) {
		if k == n {
			f(p)
			return
		}
		for i := k; i < n; i++ {
			p[k], p[i] = p[i], p[k]
			walk(k + 1)
			p[k], p[i] = p[i], p[k]
		}
	}
	walk(0)
}

type spread struct{ n, s, q float64 }

func (a *spread) add(v float64)     { a.n++; a.s += v; a.q += v * v }
func (a *spread) mean() float64     { return a.s / a.n }
func (a *spread) variance() float64 { return a.q/a.n - a.mean()*a.mean() }

// small is a map of seven units with an island, uneven weights and links that go one way: nothing a formula may lean on.
func small(t testing.TB) (*Weights, []float64) {
	t.Helper()
	w, err := FromLinks(7, []Link{{0, 1, 1}, {1, 0, 2}, {0, 2, 0.5}, {2, 3, 1.5}, {3, 2, 1.5}, {3, 4, 3}, {4, 0, 0.25}, {4, 5, 1}, {5, 4, 1}, {1, 5, 0.7}}, true)
	if err != nil {
		t.Fatal(err)
	}
	return w, []float64{3, 1, 4, 1.5, 9, 2.6, 5}
}

// Every moment formula against all 7! orders of the values: no program, table or formula is trusted here but the definitions.
func TestMomentsAgainstAllOrders(t *testing.T) {
	w, x := small(t)
	var i, c, g spread
	y := make([]float64, 7)
	weight := func(a, b int) float64 { return w.Weight(a, b) }
	orders(7, func(p []int) {
		for k, j := range p {
			y[k] = x[j]
		}
		mean, zz, xx, s0 := 0.0, 0.0, 0.0, 0.0
		for _, v := range y {
			mean += v / 7
		}
		var moran, geary, getis float64
		for a := range y {
			zz += (y[a] - mean) * (y[a] - mean)
			for b := range y {
				if a == b {
					continue
				}
				v := weight(a, b)
				s0 += v
				xx += y[a] * y[b]
				moran += v * (y[a] - mean) * (y[b] - mean)
				geary += v * (y[a] - y[b]) * (y[a] - y[b])
				getis += v * y[a] * y[b]
			}
		}
		i.add(7 / s0 * moran / zz)
		c.add(6 / (2 * s0) * geary / zz)
		g.add(getis / xx)
	})
	n := count{t: t}
	check := func(what string, r Result, err error, s spread) {
		if err != nil {
			t.Fatal(err)
		}
		n.near(what+" expected", r.Expected, s.mean(), 1e-10, 1e-14)
		n.near(what+" variance", r.VarianceRandomisation, s.variance(), 1e-9, 0)
	}
	r, err := Moran(x, w, Options{})
	check("I", r, err, i)
	r, err = Geary(x, w, Options{})
	check("C", r, err, c)
	r, err = GeneralG(x, w, Options{})
	check("G", r, err, g)
	n.log("moments of global measures, 5,040 orders")
}

func TestJoinMomentsAgainstAllOrders(t *testing.T) {
	w, _ := small(t)
	labels := []string{"b", "w", "b", "w", "g", "b", "w"}
	joins, err := JoinCounts(labels, w, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := count{t: t}
	for _, j := range append(append([]Join(nil), joins.Same...), joins.Across...) {
		var s spread
		at := func(p []int) float64 {
			v := 0.0
			for a := range 7 {
				for b := range 7 {
					la, lb := labels[p[a]], labels[p[b]]
					if la == j.A && lb == j.B || la == j.B && lb == j.A {
						v += w.Weight(a, b) / 2
					}
				}
			}
			return v
		}
		orders(7, func(p []int) { s.add(at(p)) })
		n.near(j.A+j.B+" count", j.Statistic, at([]int{0, 1, 2, 3, 4, 5, 6}), 1e-12, 0)
		n.near(j.A+j.B+" expected", j.Expected, s.mean(), 1e-10, 0)
		n.near(j.A+j.B+" variance", j.VarianceRandomisation, s.variance(), 1e-9, 1e-12)
	}
	n.log("moments of join counts, 5,040 orders")
}

// Local moments and permutation p-values against all orders of the other six units.
func TestLocalAgainstAllOrders(t *testing.T) {
	w, x := small(t)
	o := Options{Permutations: 20000, Seed: 3}
	self, err := w.WithSelf(0.8)
	if err != nil {
		t.Fatal(err)
	}
	moran, err1 := LocalMoran(x, w, o)
	geary, err2 := LocalGeary(x, w, o)
	g, err3 := GetisOrd(x, w, false, o)
	star, err4 := GetisOrd(x, self, true, o)
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
		t.Fatal(err1, err2, err3, err4)
	}
	mean, m2, total := 0.0, 0.0, 0.0
	for _, v := range x {
		mean += v / 7
		total += v
	}
	for _, v := range x {
		m2 += (v - mean) * (v - mean) / 7
	}
	c := count{t: t}
	for i := range 6 { // unit 6 is the island
		var I, C, G, S spread
		var draws [4][]float64
		orders(6, func(p []int) {
			y := make([]float64, 7)
			for k, j := range p {
				y[(i+1+k)%7] = x[(i+1+j)%7]
			}
			y[i] = x[i]
			var moran, geary, getis, star float64
			for j := range 7 {
				v := w.Weight(i, j)
				moran += v * (y[i] - mean) * (y[j] - mean) / m2
				geary += v * (y[i] - y[j]) * (y[i] - y[j]) / m2
				getis += v * y[j] / (total - y[i])
				star += self.Weight(i, j) * y[j] / total
			}
			I.add(moran)
			C.add(geary)
			G.add(getis)
			S.add(star)
			for k, v := range []float64{moran, geary, getis, star} {
				draws[k] = append(draws[k], v)
			}
		})
		c.near("I", moran.Units[i].Expected, I.mean(), 1e-10, 1e-14)
		c.near("V(I)", moran.Units[i].Variance, I.variance(), 1e-9, 1e-14)
		c.near("c", geary.Units[i].Expected, C.mean(), 1e-10, 0)
		c.near("V(c)", geary.Units[i].Variance, C.variance(), 1e-9, 1e-14)
		c.near("G", g.Units[i].Expected, G.mean(), 1e-10, 0)
		c.near("V(G)", g.Units[i].Variance, G.variance(), 1e-9, 1e-14)
		for k, u := range []LocalUnit{moran.Units[i], geary.Units[i], g.Units[i], star.Units[i]} {
			var least, most float64
			for _, v := range draws[k] {
				if v >= u.Statistic-1e-11 {
					least++
				}
				if v <= u.Statistic+1e-11 {
					most++
				}
			}
			exact := math.Min(least, most) / float64(len(draws[k]))
			c.near("permutation p", u.PPermutation, exact, 0, 0.015)
			c.near("draws at least", float64(u.AtLeast)/20000, least/720, 0, 0.015)
			c.near("mean of draws", u.PermutationMean, []spread{I, C, G, S}[k].mean(), 0, 0.03*math.Sqrt([]spread{I, C, G, S}[k].variance())+1e-12)
			c.near("variance of draws", u.PermutationVariance, []spread{I, C, G, S}[k].variance(), 0.05, 1e-12)
		}
	}
	// total randomisation: all values change places
	all, err := LocalMoran(x, w, Options{Moments: Total})
	if err != nil {
		t.Fatal(err)
	}
	S := make([]spread, 7)
	G := make([]spread, 7)
	orders(7, func(p []int) {
		for i := range 7 {
			v, s := 0.0, 0.0
			for j := range 7 {
				v += w.Weight(i, j) * (x[p[i]] - mean) * (x[p[j]] - mean) / m2
				s += self.Weight(i, j) * x[p[j]] / total
			}
			S[i].add(v)
			G[i].add(s)
		}
	})
	for i := range 6 {
		c.near("E total", all.Units[i].Expected, S[i].mean(), 1e-10, 0)
		c.near("V total", all.Units[i].Variance, S[i].variance(), 1e-9, 0)
		c.near("E(G*)", star.Units[i].Expected, G[i].mean(), 1e-10, 0)
		c.near("V(G*)", star.Units[i].Variance, G[i].variance(), 1e-9, 0)
	}
	c.log("local moments and permutation p, all orders")
	if u := moran.Units[6]; u.Status != Island || u.Statistic != 0 || u.Variance != 0 || !math.IsNaN(u.Z) || !math.IsNaN(u.P) ||
		!math.IsNaN(u.PPermutation) || u.Quadrant != NoQuadrant {
		t.Errorf("island: %+v", u)
	}
}

// The three ways of drawing (few equal weights, few others, many) draw alike: every set of k others equally often.
func TestDrawsAreUniform(t *testing.T) {
	const draws = 200000
	for _, k := range []int{1, 3, 4, 19} { // of 20 others: trials up to 4, shuffling above
		for _, uneven := range []bool{false, true} {
			var links []Link
			for j := 1; j <= k; j++ {
				v := 1.0
				if uneven {
					v = float64(j)
				}
				links = append(links, Link{0, j, v})
			}
			w, err := FromLinks(21, links, true)
			if err != nil {
				t.Fatal(err)
			}
			x := make([]float64, 21)
			for i := range x {
				x[i] = float64(i*i%23) + float64(i)/7
			}
			l, err := LocalMoran(x, w, Options{Permutations: draws, Seed: uint64(k)})
			if err != nil {
				t.Fatal(err)
			}
			u := l.Units[0]
			if d := math.Abs(u.PermutationMean - u.Expected); d > 5*math.Sqrt(u.Variance/draws)+1e-12 {
				t.Errorf("k %d uneven %v: mean %g, want %g", k, uneven, u.PermutationMean, u.Expected)
			}
			if d := math.Abs(u.PermutationVariance - u.Variance); d > 0.02*u.Variance+1e-12 {
				t.Errorf("k %d uneven %v: variance %g, want %g", k, uneven, u.PermutationVariance, u.Variance)
			}
		}
	}
}

// TestOutOfScale: values whose squares are too small for a number are refused by naming their range, not a unit.
func TestOutOfScale(t *testing.T) {
	w, err := FromLinks(4, []Link{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}}, false)
	if err != nil {
		t.Fatal(err)
	}
	var e *Error
	if _, err := Moran([]float64{1e-200, 2e-200, 3e-200, 4e-200}, w, Options{}); !errors.As(err, &e) || e.Code != OutOfScale || e.Unit != -1 || e.Found != "1e-200 … 4e-200" {
		t.Errorf("%v", err)
	}
}
