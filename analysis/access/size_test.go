// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
)

// made makes a problem: points anywhere or in towns, sites anywhere or at the demands, on a grid (equal costs, several sites at one place), costs
// as roads would have them (straight lines × 0.7 to 1.3) or without any geometry; weights whole, equal or fractions.
func made(t testing.TB, kind string, n, m int) (*Costs, []float64) {
	r := rand.New(rand.NewPCG(3, 7))
	var d, s []Point
	w := make([]float64, n)
	pt := func() Point { return Point{float64(r.IntN(10000)), float64(r.IntN(10000))} }
	for range n {
		d = append(d, pt())
	}
	for range m {
		s = append(s, pt())
	}
	for j := range w {
		w[j] = math.Ceil(r.ExpFloat64() * 50)
	}
	switch {
	case strings.HasPrefix(kind, "own"):
		copy(s, d[:m])
	case strings.HasPrefix(kind, "grid"):
		for i := range s {
			s[i] = Point{math.Round(s[i].X/1000) * 1000, math.Round(s[i].Y/1000) * 1000}
		}
		for i := range d {
			d[i] = Point{math.Round(d[i].X/500) * 500, math.Round(d[i].Y/500) * 500}
		}
	case strings.HasPrefix(kind, "town"):
		c := make([]Point, 25)
		for k := range c {
			c[k] = pt()
		}
		for i := range d {
			q := c[r.IntN(25)]
			d[i] = Point{q.X + r.NormFloat64()*600, q.Y + r.NormFloat64()*600}
		}
	case strings.HasPrefix(kind, "rand"), strings.HasPrefix(kind, "road"):
		var pairs []Pair
		for j := range n {
			for i := range m {
				v := float64(1 + r.IntN(1000))
				if strings.HasPrefix(kind, "road") {
					v = math.Round(math.Hypot(d[j].X-s[i].X, d[j].Y-s[i].Y) * (0.7 + 0.6*r.Float64()))
				}
				pairs = append(pairs, Pair{j, i, v})
			}
		}
		c, err := FromPairs(n, m, pairs)
		check(t, err)
		return c, w
	}
	if strings.HasSuffix(kind, "-unit") {
		for j := range w {
			w[j] = 1
		}
	}
	if strings.HasSuffix(kind, "-frac") {
		for j := range w {
			w[j] *= 0.37123
		}
	}
	c, err := StraightLine(d, s, 1)
	check(t, err)
	return c, w
}

// proven fails unless the choice is shown to be the best there is.
func proven(t *testing.T, what string, r Choice, p int) {
	t.Helper()
	if r.Gap != 0 || r.Bound != r.Objective || len(r.Open) != p {
		t.Errorf("%s: %d open, objective %v, bound %v, gap %v", what, len(r.Open), r.Objective, r.Bound, r.Gap)
	}
	t.Logf("%-34s objective %12.6g, %3d parts, %6d bounds, gap before branching %.3f %%", what, r.Objective, r.Nodes, r.Iterations,
		100*math.Abs(r.Root-r.Objective)/r.Objective)
}

// Every kind of problem that has a geometry is solved to proven optimality at 1,000 demands by 200 sites.
func TestExactAtFullSize(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a quarter of a minute")
	}
	for _, kind := range []string{"plain", "town-frac"} {
		c, w := made(t, kind, 1000, 200)
		for _, p := range []int{2, 5, 10, 20, 50} {
			r, err := PMedian(c, w, p, Options{})
			check(t, err)
			proven(t, fmt.Sprintf("p-median, %s, p %d", kind, p), r, p)
			for _, radius := range []float64{800, 1200} {
				r, err := MaximalCovering(c, w, p, radius, Options{})
				check(t, err)
				proven(t, fmt.Sprintf("covering, %s, p %d, within %g", kind, p, radius), r, p)
			}
		}
	}
	c, w := made(t, "plain", 1000, 200)
	r, err := MaximalCovering(c, w, 50, 900, Options{})
	check(t, err)
	if proven(t, "covering, plain, p 50, within 900", r, 50); r.Objective != 45189 {
		t.Errorf("%v, CBC 2.10.8 finds 45189", r.Objective)
	}
	c, w = made(t, "road", 1000, 200)
	for _, p := range []int{2, 5, 20} {
		r, err := PMedian(c, w, p, Options{})
		check(t, err)
		proven(t, fmt.Sprintf("p-median, road, p %d", p), r, p)
	}
	c, w = made(t, "rand", 1000, 200)
	for _, p := range []int{1, 2, 3, 198, 199, 200} {
		r, err := PMedian(c, w, p, Options{})
		check(t, err)
		proven(t, fmt.Sprintf("p-median, no geometry, p %d", p), r, p)
	}
}

// Costs without any geometry leave a bound far from every choice; a limit of nodes then leaves an honest gap, the same each time.
func TestWithoutGeometryTheGapIsTold(t *testing.T) {
	c, w := made(t, "rand", 300, 60)
	first, err := PMedian(c, w, 8, Options{Nodes: 20})
	check(t, err)
	again, err := PMedian(c, w, 8, Options{Nodes: 20})
	check(t, err)
	if !(first.Gap > 0) || first.Bound >= first.Objective || !reflect.DeepEqual(first, again) {
		t.Errorf("%v of %v, then %v of %v", first.Bound, first.Objective, again.Bound, again.Objective)
	}
	if first.Ended != AtNodes || first.Nodes != 20 {
		t.Errorf("ended by %q after %d parts", first.Ended, first.Nodes)
	}
	worked, err := PMedian(c, w, 8, Options{Work: 3000})
	check(t, err)
	again, err = PMedian(c, w, 8, Options{Work: 3000})
	check(t, err)
	if worked.Ended != AtWork || worked.Work < 3000 || !(worked.Gap > 0) || !reflect.DeepEqual(worked, again) {
		t.Errorf("ended by %q after work of %d, gap %v", worked.Ended, worked.Work, worked.Gap)
	}
	proved, err := PMedian(c, w, 2, Options{Work: 1 << 40, Nodes: 1 << 40})
	check(t, err)
	if proved.Ended != Through || proved.Gap != 0 {
		t.Errorf("ended by %q, gap %v", proved.Ended, proved.Gap)
	}
}
