// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// someMap draws units with values, some missing, and links with weights.
func someMap(t *rapid.T) (values []float64, links []Link) {
	n := rapid.IntRange(6, 24).Draw(t, "units")
	for i := range n {
		v := float64(rapid.IntRange(-500, 500).Draw(t, "value"))
		if i > 4 && rapid.IntRange(0, 9).Draw(t, "missing") == 0 {
			v = math.NaN()
		}
		values = append(values, v)
	}
	values[0], values[1] = 501, -501 // there is always something to compare
	links = append(links, Link{0, 1, 1})
	for i := range n {
		for j := range i {
			if i > 1 && rapid.IntRange(0, 3).Draw(t, "linked") == 0 {
				links = append(links, Link{j, i, float64(rapid.IntRange(1, 5).Draw(t, "weight"))})
			}
		}
	}
	return values, links
}

func linked(t rapid.TB, n int, links []Link, style Style) *Weights {
	w, err := FromLinks(n, links, false)
	if err == nil {
		w, err = w.Styled(style)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func alike(a, b, scale float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(scale, math.Abs(a), math.Abs(b))
}

var global = map[string]func([]float64, *Weights, Options) (Result, error){"Moran": Moran, "Geary": Geary}

func local(values []float64, w *Weights, o Options) (map[string]*Local, error) {
	out := map[string]*Local{}
	self, err := w.WithSelf(1)
	if err != nil {
		return nil, err
	}
	for name, of := range map[string]func() (*Local, error){
		"Moran": func() (*Local, error) { return LocalMoran(values, w, o) },
		"Geary": func() (*Local, error) { return LocalGeary(values, w, o) },
		"G":     func() (*Local, error) { return GetisOrd(values, w, false, o) },
		"G*":    func() (*Local, error) { return GetisOrd(values, self, true, o) },
	} {
		l, err := of()
		if err != nil {
			return nil, err
		}
		out[name] = l
	}
	return out, nil
}

var styles = []Style{Raw, Binary, Row, Variance}

// The order in which units stand changes no result.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, links := someMap(t)
		n := len(values)
		style := rapid.SampledFrom(styles).Draw(t, "style")
		place := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1)).Perm(n)
		moved, turned := make([]float64, n), make([]Link, len(links))
		for i, v := range values {
			moved[place[i]] = v
		}
		for k, l := range links {
			turned[k] = Link{place[l.From], place[l.To], l.Weight}
		}
		a, b := linked(t, n, links, style), linked(t, n, turned, style)
		for name, of := range global {
			x, err1 := of(values, a, Options{})
			y, err2 := of(moved, b, Options{})
			if (err1 == nil) != (err2 == nil) || err1 == nil && (!alike(x.Statistic, y.Statistic, 1) || !alike(x.VarianceRandomisation, y.VarianceRandomisation, 1)) {
				t.Fatalf("%s: %v %v, in another order %v %v", name, x, err1, y, err2)
			}
		}
		x, err := local(values, a, Options{})
		if err != nil {
			return // too few with a value, or no links left
		}
		y, err := local(moved, b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for name := range x {
			for i := range n {
				u, v := x[name].Units[i], y[name].Units[place[i]]
				if !alike(u.Statistic, v.Statistic, 1) || !alike(u.Z, v.Z, 1) || u.Quadrant != v.Quadrant || u.Status != v.Status {
					t.Fatalf("%s of unit %d: %+v, in another order %+v", name, i, u, v)
				}
			}
		}
	})
}

// Other units of measure and another zero change no z; turning values round turns G and keeps I and C.
func TestScaleDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, links := someMap(t)
		n := len(values)
		w := linked(t, n, links, rapid.SampledFrom(styles).Draw(t, "style"))
		factor := float64(rapid.IntRange(1, 1000).Draw(t, "factor")) / 8
		if rapid.Bool().Draw(t, "turned") {
			factor = -factor
		}
		shift := float64(rapid.IntRange(-10000, 10000).Draw(t, "shift"))
		other := make([]float64, n)
		for i, v := range values {
			other[i] = factor*v + shift
		}
		for name, of := range global {
			x, err1 := of(values, w, Options{})
			y, err2 := of(other, w, Options{})
			if (err1 == nil) != (err2 == nil) || err1 == nil && (!alike(x.Statistic, y.Statistic, 1) || !alike(x.ZRandomisation, y.ZRandomisation, 1)) {
				t.Fatalf("%s: %v %v, scaled %v %v", name, x, err1, y, err2)
			}
		}
		x, err := local(values, w, Options{})
		if err != nil {
			return
		}
		y, err := local(other, w, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for name := range x {
			sign := 1.0
			if name[0] == 'G' && name != "Geary" && factor < 0 {
				sign = -1
			}
			for i := range n {
				if u, v := x[name].Units[i], y[name].Units[i]; !alike(u.Z, sign*v.Z, 1) {
					t.Fatalf("%s of unit %d: z %g, scaled %g", name, i, u.Z, v.Z)
				}
			}
		}
	})
}

// Local measures add up to global ones: Σ I_i = S0·I and Σ c_i = 2 n S0 C/(n − 1).
func TestLocalAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, links := someMap(t)
		w := linked(t, len(values), links, rapid.SampledFrom(styles).Draw(t, "style"))
		i, err1 := Moran(values, w, Options{})
		c, err2 := Geary(values, w, Options{})
		li, err3 := LocalMoran(values, w, Options{})
		lc, err4 := LocalGeary(values, w, Options{})
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
			return
		}
		out := make([]bool, len(values))
		for k, v := range values {
			out[k] = math.IsNaN(v)
		}
		rest, _, err := w.Without(out)
		if err != nil {
			t.Fatal(err)
		}
		s0, si, sc := 0.0, 0.0, 0.0
		for k := range values {
			_, weight := rest.Row(k)
			for _, v := range weight {
				s0 += v
			}
			if !out[k] {
				si += li.Units[k].Statistic
				sc += lc.Units[k].Statistic
			}
		}
		n := float64(i.Sample.Used)
		if !alike(si, s0*i.Statistic, 1) || !alike(sc, 2*n*s0*c.Statistic/(n-1), 1) {
			t.Fatalf("I: %g, want %g; c: %g, want %g", si, s0*i.Statistic, sc, 2*n*s0*c.Statistic/(n-1))
		}
	})
}

// Missing is not 0: putting one in place of the other changes the result, and lists the unit.
func TestMissingIsNotZero(t *testing.T) {
	w, x := small(t)
	zero, missing := append([]float64(nil), x...), append([]float64(nil), x...)
	zero[2], missing[2] = 0, math.NaN()
	for name, of := range map[string]func([]float64, *Weights, Options) (Result, error){"Moran": Moran, "Geary": Geary, "G": GeneralG} {
		a, err1 := of(zero, w, Options{})
		b, err2 := of(missing, w, Options{})
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if a.Statistic == b.Statistic || a.Sample.Used != 7 || b.Sample.Used != 6 || fmt.Sprint(b.Sample.Missing) != "[2]" {
			t.Errorf("%s: zero %v, missing %v", name, a, b)
		}
	}
	a, err1 := local(zero, w, Options{})
	b, err2 := local(missing, w, Options{})
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for name := range a {
		u, v := a[name].Units[2], b[name].Units[2]
		if math.IsNaN(u.Statistic) || !math.IsNaN(v.Statistic) || v.Status != Missing || a[name].Units[0].Z == b[name].Units[0].Z {
			t.Errorf("%s: zero %+v, missing %+v", name, u, v)
		}
	}
}

// A value that is the mean, exactly or but for rounding, has a local Moran of 0 without z, and says so.
func TestUnitAtTheMean(t *testing.T) {
	w, err := FromLinks(5, []Link{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {3, 4, 1}}, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range map[string][]float64{
		"exact":  {1, 2, 3, 4, 5},
		"tenths": {0.1, 0.2, 0.3, 0.4, 0.5}, // their mean is not 0.3 in doubles when summed one by one
		"thirds": {1.0 / 3, 2.0 / 3, 1, 4.0 / 3, 5.0 / 3},
		"far":    {1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3, 1e9 + 0.4, 1e9 + 0.5},
		"signed": {-0.7, -0.35, 0, 0.35, 0.7},
	} {
		for _, o := range []Options{{}, {Permutations: 99}} {
			l, err := LocalMoran(values, w, o)
			if err != nil {
				t.Fatal(err)
			}
			u := l.Units[2]
			if u.Status != AtMean || u.Statistic != 0 || u.Variance != 0 || !math.IsNaN(u.Z) || !math.IsNaN(u.P) {
				t.Errorf("%s: %+v", name, u)
			}
			if o.Permutations > 0 && u.PPermutation != 1 {
				t.Errorf("%s: permutation p %g", name, u.PPermutation)
			}
			for _, i := range []int{0, 1, 3, 4} {
				if l.Units[i].Status != Used || math.IsNaN(l.Units[i].Z) {
					t.Errorf("%s: unit %d: %+v", name, i, l.Units[i])
				}
			}
		}
		all, err := LocalMoran(values, w, Options{Moments: Total})
		if err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(all.Units[2].Z) {
			t.Errorf("%s: under total randomisation z stands: %+v", name, all.Units[2])
		}
	}
	// Near is not at: a millionth of a standard deviation counts.
	l, err := LocalMoran([]float64{1, 2, 3.000001, 4, 5}, w, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Units[2].Status != Used || math.IsNaN(l.Units[2].Z) {
		t.Errorf("near the mean: %+v", l.Units[2])
	}
}

// The number of threads changes not a bit, the seed does.
func TestThreads(t *testing.T) {
	shapes, values := mesh(20), lattice(20)
	values[7] = math.NaN()
	of := func(o Options) string {
		w, err := Contiguity(shapes, ContiguityOptions{Threads: o.Threads})
		if err != nil {
			t.Fatal(err)
		}
		row := styled(t, w, Row)
		out := ""
		for _, measure := range []func([]float64, *Weights, Options) (Result, error){Moran, Geary, GeneralG} {
			r, err := measure(values, row, o)
			if err != nil {
				t.Fatal(err)
			}
			out += fmt.Sprintf("%v\n", r)
		}
		all, err := local(values, row, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Moran", "Geary", "G", "G*"} {
			out += fmt.Sprintf("%v\n", all[name].Units)
		}
		return out
	}
	one := of(Options{Permutations: 99, Seed: 5, Threads: 1})
	for _, threads := range []int{2, 3, 8} {
		if of(Options{Permutations: 99, Seed: 5, Threads: threads}) != one {
			t.Errorf("%d threads change the result", threads)
		}
	}
	if of(Options{Permutations: 99, Seed: 6}) == one {
		t.Error("the seed changes nothing")
	}
}

// More draws cost no more memory: nothing is allocated in the inner loops.
func TestDrawsAllocateNothing(t *testing.T) {
	shapes, values := mesh(12), lattice(12)
	row := styled(t, contiguity(t, shapes, Queen), Row)
	uneven, err := Nearest([]Point{{0, 0}, {1, 0}, {3, 0}, {4, 1}, {9, 2}, {8, 8}, {2, 7}}, 3, DistanceOptions{Decay: Inverse})
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range map[string]func(o Options) error{
		"Moran":        func(o Options) error { _, err := Moran(values, row, o); return err },
		"Geary":        func(o Options) error { _, err := Geary(values, row, o); return err },
		"local Moran":  func(o Options) error { _, err := LocalMoran(values, row, o); return err },
		"local Geary":  func(o Options) error { _, err := LocalGeary(values, row, o); return err },
		"local G":      func(o Options) error { _, err := GetisOrd(values, row, false, o); return err },
		"uneven links": func(o Options) error { _, err := LocalMoran(values[:7], uneven, o); return err },
	} {
		count := func(permutations int) float64 {
			return testing.AllocsPerRun(3, func() {
				if err := of(Options{Permutations: permutations, Seed: 1, Threads: 1}); err != nil {
					t.Fatal(err)
				}
			})
		}
		if few, many := count(9), count(909); many > few+1 {
			t.Errorf("%s: %v allocations with 9 draws, %v with 909", name, few, many)
		}
	}
}
