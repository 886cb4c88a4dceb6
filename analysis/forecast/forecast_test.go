// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestStudent: R 4.2.2, pt(x, 5) and qt(p, 5).
func TestStudent(t *testing.T) {
	for x, want := range map[float64]float64{0: 0.5, 2: 0.949030260585071, 1.47588404882448: 0.9, 2.5705818356363146: 0.975, -1.47588404882448: 0.1,
		4.03214298355523: 0.995} {
		if got := studentCDF(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("P(t < %g) = %.15f, want %.15f", x, got, want)
		}
	}
	if studentCDF(math.Inf(1)) != 1 || studentCDF(math.Inf(-1)) != 0 {
		t.Error("the ends")
	}
}

func fitted(s *shape, y []float64) (f fit) {
	r := s.begin()
	for _, v := range y {
		r.add(v)
	}
	r.fit(0, &f)
	return f
}

// TestDriftByHand: a random walk with drift. With changes d and the prior's precision κ on the slope, b = Σd/(m + κ), and the forecast is last + h·b; its variance is
// s²(h + h²/(m + κ)). The first value fixes the level.
func TestDriftByHand(t *testing.T) {
	y := []float64{10, 12, 13, 17, 18, 21}
	s := shape{family: withDrift, alpha: 1, phi: 1}
	f := fitted(&s, y)
	m, sum, squares := 5.0, 11.0, 0.0
	for i := 1; i < len(y); i++ {
		squares += (y[i] - y[i-1]) * (y[i] - y[i-1])
	}
	b := sum / (m + slopePrior)
	rest := squares - b*sum
	for h := 1; h <= 3; h++ {
		place, scale := f.ahead(h)
		wide := math.Sqrt(rest / 6 * (float64(h) + float64(h*h)/(m+slopePrior)))
		if math.Abs(place-(21+float64(h)*b)) > 1e-9 || math.Abs(scale-wide) > 1e-9 {
			t.Errorf("%d ahead: %.12f ± %.12f, want %.12f ± %.12f", h, place, scale, 21+float64(h)*b, wide)
		}
	}
}

// TestLevelByHand: simple exponential smoothing with α = ½, the first level by least squares: the regression of the errors from nothing on what a level of one
// leaves, 1, ½, ¼.
func TestLevelByHand(t *testing.T) {
	s := shape{family: levelOnly, alpha: 0.5}
	f := fitted(&s, []float64{4, 8, 6})
	// From level 0: errors 4, 6, 1 and levels 2, 5, 5.5. Columns 1, 1/2, 1/4: first level (4 + 3 + 0.25)/(1 + 1/4 + 1/16).
	first := 7.25 / 1.3125
	place, _ := f.ahead(1)
	if want := 5.5 + first/8; math.Abs(place-want) > 1e-12 {
		t.Errorf("%.12f, want %.12f", place, want)
	}
}

// TestMissingIsNotZero: a year without a value changes little; a zero changes much; and it is not counted.
func TestMissingIsNotZero(t *testing.T) {
	full := []float64{100, 102, 104, 105, 107, 109, 111, 112}
	gap, zero := append([]float64(nil), full...), append([]float64(nil), full...)
	gap[3], zero[3] = math.NaN(), 0
	median := func(y []float64) (float64, int) {
		f, err := New(y, nil, Options{Horizon: 1, Scale: Level})
		if err != nil {
			t.Fatal(err)
		}
		return f.Quantile(1, 0.5), f.Used
	}
	a, n := median(full)
	b, k := median(gap)
	c, _ := median(zero)
	if math.Abs(a-b) > 1 || math.Abs(a-c) < 2 || n != 8 || k != 7 {
		t.Errorf("full %g (%d), with a gap %g (%d), with a zero %g", a, n, b, k, c)
	}
}

func TestBreakParts(t *testing.T) {
	y := []float64{9000, 9100, 9050, 100, 102, 103, 105, 106, 108, math.NaN()}
	breaks := make([]bool, len(y))
	breaks[3] = true
	f, err := New(y, breaks, Options{Horizon: 3})
	if err != nil {
		t.Fatal(err)
	}
	alone, err := New(y[3:9], nil, Options{Horizon: 3})
	if err != nil {
		t.Fatal(err)
	}
	if f.From != 3 || f.Last != 8 || f.Used != 6 || f.Quantile(2, 0.5) != alone.Quantile(2, 0.5) {
		t.Errorf("%+v", f)
	}
	breaks[4] = true
	var e *Error
	if _, err := New(y, breaks, Options{Horizon: 1}); !errors.As(err, &e) || e.Code != TooShort || e.Found != "5" || e.Expected != "6" {
		t.Errorf("five values after the break: %v", err)
	}
	outcomes, err := Backtest(append([]float64{1, 2, 3, 4, 5, 6, 7}, y[3:9]...), append(make([]bool, 7), true), Options{Horizon: 5})
	if err != nil || len(outcomes) != 1 { // only 1 … 6 to 7: never across the break
		t.Errorf("%+v, %v", outcomes, err)
	}
}

// TestUnchanging: a series that never moved still has an interval: of what rounding hides, and no chance is certain.
func TestUnchanging(t *testing.T) {
	f, err := New([]float64{52, 52, 52, 52, 52, 52, 52}, nil, Options{Horizon: 2})
	if err != nil {
		t.Fatal(err)
	}
	low, high := f.Interval(1, 0.8)
	if !(low < 52 && high > 52 && high-low < 5) || f.Chance(1, 60, false) != LeastChance || f.Chance(1, 60, true) != GreatestChance {
		t.Errorf("%g to %g, chance %g", low, high, f.Chance(1, 60, false))
	}
}

func TestFaults(t *testing.T) {
	long := []float64{1, 2, 3, 4, 5, 6, 7}
	for _, c := range []struct {
		want ErrorCode
		y    []float64
		o    Options
	}{
		{BadOption, long, Options{}},
		{BadOption, long, Options{Horizon: 51}},
		{TooShort, long[:5], Options{Horizon: 1}},
		{TooShort, nil, Options{Horizon: 1}},
		{NotFinite, append(long, math.Inf(1)), Options{Horizon: 1}},
		{NotPositive, append(long, 0), Options{Horizon: 1, Scale: Log}},
	} {
		_, err := New(c.y, nil, c.o)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.want || !strings.Contains(e.Error(), string(c.want)) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
}

// drawn is a random series with gaps.
func drawn(t *rapid.T, low float64) []float64 {
	n := rapid.IntRange(8, 24).Draw(t, "years")
	y := make([]float64, n)
	for i := range y {
		y[i] = float64(rapid.IntRange(int(low), 5000).Draw(t, "value"))
		if i > 0 && i < n-1 && rapid.IntRange(0, 9).Draw(t, "known") == 0 {
			y[i] = math.NaN()
		}
	}
	return y
}

// TestDistribution: quantiles rise, intervals hold one another, chances are those of the quantiles, and the interval above zero stays above it.
func TestDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawn(t, rapid.SampledFrom([]float64{1, -3000}).Draw(t, "low"))
		f, err := New(y, nil, Options{Horizon: 4})
		var e *Error
		if errors.As(err, &e) && e.Code == TooShort {
			t.Skip()
		}
		if err != nil {
			t.Fatal(err)
		}
		for h := 1; h <= 4; h++ {
			before := math.Inf(-1)
			for _, p := range []float64{0.001, 0.025, 0.1, 0.5, 0.9, 0.975, 0.999} {
				q := f.Quantile(h, p)
				if !(q > before) || f.Logarithm && q < 0 {
					t.Fatalf("quantile %g is %g, the one before %g", p, q, before)
				}
				before = q
				if got := f.Chance(h, q, true); math.Abs(got-p) > 1e-9 {
					t.Fatalf("chance of at most the quantile %g: %g", p, got)
				}
				if got := f.Chance(h, q, false); math.Abs(got-(1-p)) > 1e-9 {
					t.Fatalf("chance of at least the quantile %g: %g", p, got)
				}
			}
		}
		if sum := f.LevelWeight + f.DriftWeight + f.TrendWeight; math.Abs(sum-1) > 1e-12 {
			t.Fatalf("weights sum to %g", sum)
		}
	})
}

// TestUnits: thousands in the place of units give the same forecast in thousands; and the other way up, the same the other way up.
func TestUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawn(t, 1)
		ten, turned := make([]float64, len(y)), make([]float64, len(y))
		for i, v := range y {
			ten[i], turned[i] = v*1000, -v
		}
		f, err := New(y, nil, Options{Horizon: 3})
		var e *Error
		if errors.As(err, &e) && e.Code == TooShort {
			t.Skip()
		}
		if err != nil {
			t.Fatal(err)
		}
		g, err := New(ten, nil, Options{Horizon: 3})
		if err != nil {
			t.Fatal(err)
		}
		up, err := New(y, nil, Options{Horizon: 3, Scale: Level})
		if err != nil {
			t.Fatal(err)
		}
		down, err := New(turned, nil, Options{Horizon: 3})
		if err != nil {
			t.Fatal(err)
		}
		for h := 1; h <= 3; h++ {
			for _, p := range []float64{0.1, 0.5, 0.9} {
				if a, b := f.Quantile(h, p)*1000, g.Quantile(h, p); math.Abs(a-b) > 1e-6*math.Abs(a) {
					t.Fatalf("%g, in thousands %g", a, b)
				}
				if a, b := up.Quantile(h, p), -down.Quantile(h, 1-p); math.Abs(a-b) > 1e-6*(1+math.Abs(a)) {
					t.Fatalf("%g, turned over %g", a, b)
				}
			}
		}
	})
}

// TestNoLookingAhead: what comes later changes nothing of a forecast made before it.
func TestNoLookingAhead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawn(t, 1)
		all, err := Backtest(y, nil, Options{Horizon: 2})
		if err != nil {
			t.Fatal(err)
		}
		cut := rapid.IntRange(Least+1, len(y)).Draw(t, "cut")
		part, err := Backtest(y[:cut], nil, Options{Horizon: 2})
		if err != nil {
			t.Fatal(err)
		}
		want := all[:0:0]
		for _, o := range all {
			if o.Origin+o.Horizon < cut {
				want = append(want, o)
			}
		}
		for i := range want {
			if i >= len(part) || part[i] != want[i] {
				t.Fatalf("outcome %d: %+v, with later years %+v", i, part, want)
			}
		}
		if len(part) != len(want) {
			t.Fatalf("%d outcomes, with later years %d", len(part), len(want))
		}
	})
}
