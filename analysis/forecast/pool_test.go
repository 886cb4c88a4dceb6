// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// wild are random walks whose steps are now and then large, so that their own short past tells too little of them.
func wild(n, years int, seed uint64) []Series {
	rng := rand.New(rand.NewPCG(seed, 9))
	out := make([]Series, n)
	for i := range out {
		y := make([]float64, years)
		v := 1e6
		for k := range y {
			step := rng.NormFloat64()
			if rng.IntN(6) == 0 {
				step *= 12
			}
			v += 1000 * step
			y[k] = math.Round(v)
		}
		out[i] = Series{First: 2000, Values: y}
	}
	return out
}

func covered(t *testing.T, all []Series) float64 {
	t.Helper()
	outcomes, err := Backtests(all, Options{Horizon: 1})
	if err != nil {
		t.Fatal(err)
	}
	in, n := 0, 0
	for _, of := range outcomes {
		for _, o := range of {
			if n++; o.Place >= 0.1 && o.Place <= 0.9 {
				in++
			}
		}
	}
	return float64(in) / float64(n)
}

// TestSeriesTeachEachOther: over many series the interval covers 80 % of what came, whatever the steps are.
func TestSeriesTeachEachOther(t *testing.T) {
	if c := covered(t, wild(300, 25, 1)); c < 0.77 || c > 0.83 {
		t.Errorf("together the 80 %% interval covers %.1f %%", 100*c)
	}
}

// TestFactorByHand: two years of a hundred outcomes each; the sizes of their scores are 0.02, 0.04 … 2 in the first and twice that in the second.
func TestFactorByHand(t *testing.T) {
	p := &pool{o: Options{Horizon: 1}, sizes: []map[int][]float64{{}}, known: map[int][]float64{}, first: 2011, last: 2012}
	for k := 1; k <= 100; k++ {
		p.sizes[0][2011] = append(p.sizes[0][2011], 0.02*float64(k))
		p.sizes[0][2012] = append(p.sizes[0][2012], 0.04*float64(k))
	}
	if f := p.factors(2010)[0]; f != 1 {
		t.Errorf("before any outcome the factor is %g", f)
	}
	// Of 2011 alone, 80 % with one outcome more than there are is 80.8 of 100: the 81st size, 1.62. The interval told in 2010 ended at 1.476: 73 were within.
	heed := Heed * 100 / (100 + Crowd)
	log := math.Log(1.62/place90)/(1+Years/1+Patience/100) + heed*(0.8-0.73)/2
	if f := p.factors(2011)[0]; math.Abs(f-math.Exp(log)) > 1e-9 {
		t.Errorf("after a year %.12f, want %.12f", f, math.Exp(log))
	}
	// Of both, 0.8·201/200 of each year, 1.608 of 2: all of 2011 and 60.8 of 2012, so 61, up to 2.44. The interval told in 2011 ended at place90 times the factor above.
	if got := p.covering(0, 2012, 200, 2); math.Abs(got-2.44) > 1e-9 {
		t.Errorf("80 %% lie within %.9f, want 2.44", got)
	}
	within := math.Floor(place90*math.Exp(log)/0.04) / 100
	log = math.Log(2.44/place90)/(1+Years/2+Patience/200) + 2*heed*(0.8-0.73+0.8-within)/3
	if f := p.factors(2012)[0]; math.Abs(f-math.Exp(log)) > 1e-9 {
		t.Errorf("after two years %.12f, want %.12f", f, math.Exp(log))
	}
}

// TestNoLookingAheadTogether: what comes later, in any series, changes nothing of a forecast made before it; nor does the order of the series or the number of threads.
func TestNoLookingAheadTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := wild(rapid.IntRange(2, 6).Draw(t, "series"), 14, rapid.Uint64().Draw(t, "seed"))
		cut := rapid.IntRange(Least+2, 14).Draw(t, "cut")
		early := make([]Series, len(all))
		for i, s := range all {
			early[i] = Series{First: s.First, Values: s.Values[:cut]}
		}
		made, _, err := Together(early, Options{Horizon: 2, Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		outcomes, err := Backtests(all, Options{Horizon: 2})
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(early)
		turned, _, err := Together(early, Options{Horizon: 2, Threads: 3})
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			other := turned[len(all)-1-i]
			for h := 1; h <= 2; h++ {
				for _, p := range []float64{0.1, 0.5, 0.9} {
					if a, b := made[i].Quantile(h, p), other.Quantile(h, p); a != b {
						t.Fatalf("%g, in another order %g", a, b)
					}
				}
				for _, o := range outcomes[i] {
					if o.Origin != cut-1 || o.Horizon != h {
						continue
					}
					if p := made[i].ahead[h-1].below(all[i].Values[cut-1+h]); math.Abs(p-o.Place) > 1e-9 {
						t.Fatalf("the outcome lies at %g, by the forecast of then %g", o.Place, p)
					}
				}
			}
		}
	})
}

// TestRefusedAmongOthers: a series that is too short is told, and hinders nobody; one that never changed neither teaches nor learns.
func TestRefusedAmongOthers(t *testing.T) {
	all := append(wild(20, 12, 3), Series{First: 2005, Values: []float64{1, 2, 3}}, Series{First: 2000, Values: []float64{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}})
	made, failed, err := Together(all, Options{Horizon: 2})
	if err != nil {
		t.Fatal(err)
	}
	if made[20] != nil || failed[20] == nil || failed[20].Code != TooShort || failed[0] != nil {
		t.Errorf("%v, %v", made[20], failed[20])
	}
	alone, err := New(all[21].Values, nil, Options{Horizon: 2})
	if err != nil {
		t.Fatal(err)
	}
	if made[21].Width != 1 || made[21].Record != 0 || made[21].Quantile(2, 0.9) != alone.Quantile(2, 0.9) {
		t.Errorf("never changed: %+v", made[21])
	}
	few, _, err := Together(all[:20], Options{Horizon: 2})
	if err != nil {
		t.Fatal(err)
	}
	if few[3].Quantile(1, 0.9) != made[3].Quantile(1, 0.9) || few[3].Record != 20*6 {
		t.Errorf("%g and %g, %d outcomes", few[3].Quantile(1, 0.9), made[3].Quantile(1, 0.9), few[3].Record)
	}
}

// TestStudentQuantile: R 4.2.2, qt(p, 5).
func TestStudentQuantile(t *testing.T) {
	for p, want := range map[float64]float64{0.5: 0, 0.9: 1.4758840488244815, 0.975: 2.5705818356363146, 0.995: 4.03214298355523, 0.1: -1.4758840488244815} {
		if got := studentQuantile(p); math.Abs(got-want) > 1e-11 {
			t.Errorf("quantile %g: %.15f, want %.15f", p, got, want)
		}
	}
	// SciPy 1.10.1, stats.t.cdf(t, 5): the far end.
	for x, want := range map[float64]float64{-30: 3.8593243102480234e-07, -200: 2.9648830408356294e-11} {
		if got := studentCDF(x); math.Abs(got-want) > 1e-11*want {
			t.Errorf("P(t < %g) = %.15g, want %.15g", x, got, want)
		}
	}
	for _, p := range []float64{1e-9, 1e-4, 0.3, 0.7, 0.9999} {
		if got := studentCDF(studentQuantile(p)); math.Abs(got-p) > 1e-13 {
			t.Errorf("there and back: %g, %g", p, got)
		}
	}
}
