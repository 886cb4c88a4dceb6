// SPDX-License-Identifier: EUPL-1.2

package peers_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/peers"
)

var nan = math.NaN()

func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(b))
}

func structure(t testing.TB, columns [][]float64, o peers.Options) *peers.Distances {
	t.Helper()
	d, err := peers.Structure(columns, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Three regions, two variables, by the formula of Navarro et al. (2014), Σ m (x − x')² on a scale of 0 to 1, by hand: the first variable is 0, ½, 1
// and weighs 3 of 4, the second 0, 1, ¼.
func TestSquaredByHand(t *testing.T) {
	d := structure(t, [][]float64{{10, 15, 20}, {1, 5, 2}}, peers.Options{Scale: peers.MinMax, Weights: []float64{3, 1}})
	for _, c := range []struct {
		a, b int
		want float64
	}{{0, 1, .75*.25 + .25}, {0, 2, .75 + .25/16}, {1, 2, .75*.25 + .25*9/16}, {1, 1, 0}} {
		if got, known := d.Between(c.a, c.b); !near(got, c.want) || known != 1 {
			t.Errorf("%d, %d: %v by %v, want %v", c.a, c.b, got, known, c.want)
		}
	}
	p := d.Peers(0, 5)
	if len(p) != 2 || p[0].Region != 1 || p[0].Rank != 1 || p[1].Rank != 2 {
		t.Errorf("peers %+v", p)
	}
	r := d.Reasons(0, 1)
	if !near(r[0].Share, .1875/.4375) || !near(r[1].Share, .25/.4375) || !near(r[0].Difference, .5) || !near(r[1].Contribution, .25) {
		t.Errorf("reasons %+v", r)
	}
}

// Mahalanobis by hand: S = [[5/3, 1], [1, 5/3]] of 1…4 and 2, 1, 4, 3, so that S⁻¹ = [[15, −9], [−9, 15]]/16.
func TestMahalanobisByHand(t *testing.T) {
	d := structure(t, [][]float64{{1, 2, 3, 4}, {2, 1, 4, 3}}, peers.Options{Metric: peers.Mahalanobis})
	for _, c := range []struct {
		b         int
		dx, dy, q float64
	}{{1, 1, -1, 48. / 16}, {2, 2, 2, 48. / 16}, {3, 3, 1, (135. - 54 + 15) / 16}} {
		if got, _ := d.Between(0, c.b); !near(got*got, c.q) {
			t.Errorf("0, %d: squared %v, want %v", c.b, got*got, c.q)
		}
		r := d.Reasons(0, c.b)
		if first := c.dx * (15*c.dx - 9*c.dy) / 16 / c.q; !near(r[0].Share, first) || !near(r[0].Share+r[1].Share, 1) {
			t.Errorf("0, %d: shares %v, %v, want %v", c.b, r[0].Share, r[1].Share, first)
		}
	}
	_, err := peers.Structure([][]float64{{1, 2, 3, 4}, {2, 4, 6, 8}}, peers.Options{Metric: peers.Mahalanobis})
	wantCode(t, err, peers.Dependent)
	_, err = peers.Structure([][]float64{{1, 2, 3, nan}, {2, 1, nan, 3}}, peers.Options{Metric: peers.Mahalanobis})
	wantCode(t, err, peers.TooFewRegions)
	_, err = peers.Structure([][]float64{{1, 2, 3, 4}, {2, 1, 4, 3}}, peers.Options{Metric: peers.Mahalanobis, Weights: []float64{1, 2}})
	wantCode(t, err, peers.EqualWeights)
}

// A missing value is neither 0 nor the mean: the pair is compared by what both have, and not at all when that is too little.
func TestMissing(t *testing.T) {
	columns := [][]float64{{0, 1, 2, nan}, {0, nan, 2, 2}, {1, 1, 0, nan}}
	d := structure(t, columns, peers.Options{Scale: peers.AsIs})
	got, known := d.Between(0, 1)
	if !near(got, .5) || !near(known, 2./3) {
		t.Errorf("%v by %v", got, known)
	}
	if r := d.Reasons(0, 1); r[1].Known || r[1].Share != 0 || !near(r[0].Share, 1) {
		t.Errorf("reasons %+v", r)
	}
	if got, known := d.Between(0, 3); !math.IsNaN(got) || !near(known, 1./3) {
		t.Errorf("too little is known: %v by %v", got, known)
	}
	if !slices.Equal(d.Alone, []int{3}) || len(d.Peers(3, 9)) != 0 || len(d.Peers(0, 9)) != 2 {
		t.Errorf("alone %v", d.Alone)
	}
	zero := [][]float64{columns[0], {0, 0, 2, 2}, columns[2]}
	if z, _ := structure(t, zero, peers.Options{Scale: peers.AsIs}).Between(0, 1); near(z, got) {
		t.Error("0 and missing must differ")
	}
	if less := structure(t, columns, peers.Options{Scale: peers.AsIs, Available: .3}); len(less.Alone) != 0 {
		t.Errorf("alone %v", less.Alone)
	}
	if all := structure(t, columns, peers.Options{Scale: peers.AsIs, Available: 1}); !slices.Equal(all.Alone, []int{1, 3}) {
		t.Errorf("alone %v", all.Alone)
	}
}

// Groups weigh the same whatever they hold; what does not vary weighs nothing; regions of one country may be set apart.
func TestGroupsConstantsApart(t *testing.T) {
	columns := [][]float64{{0, 1, 2}, {0, 1, 5}, {7, 7, 7}, {3, 1, 2}}
	d := structure(t, columns, peers.Options{Groups: []int{0, 0, 0, 1}, Apart: []int{1, 1, 2}})
	for j, want := range []float64{.25, .25, 0, .5} {
		if !near(d.Variables[j].Weight, want) {
			t.Errorf("weight %d: %v", j, d.Variables[j].Weight)
		}
	}
	if !slices.Equal(d.Constant, []int{2}) || len(d.Reasons(0, 1)) != 3 {
		t.Errorf("constant %v", d.Constant)
	}
	if p := d.Peers(0, 9); len(p) != 1 || p[0].Region != 2 {
		t.Errorf("peers %+v", p)
	}
}

// Scales by hand: z with n − 1, percent ranks with ties at the mean.
func TestScales(t *testing.T) {
	x := [][]float64{{1, 2, 2, 4}}
	sd := math.Sqrt((1.25*1.25 + 2*.25*.25 + 1.75*1.75) / 3)
	for scale, want := range map[peers.Scale]float64{peers.ZScore: 3 / sd, peers.MinMax: 1, peers.PercentRank: 1, peers.AsIs: 3} {
		if got, _ := structure(t, x, peers.Options{Scale: scale, Metric: peers.Manhattan}).Between(0, 3); !near(got, want) {
			t.Errorf("%s: %v, want %v", scale, got, want)
		}
	}
	d := structure(t, x, peers.Options{Scale: peers.PercentRank, Metric: peers.Euclidean})
	if got, _ := d.Between(0, 1); !near(got, .5) {
		t.Errorf("a tie lies in the middle: %v", got)
	}
	if p := d.Peers(0, 2); p[0].Rank != 1 || p[1].Rank != 1 || p[0].Region != 1 {
		t.Errorf("equal ones share the place: %+v", p)
	}
}

func TestFaults(t *testing.T) {
	ok := [][]float64{{1, 2}, {3, 5}}
	for name, c := range map[string]struct {
		columns [][]float64
		o       peers.Options
		code    peers.ErrorCode
	}{
		"none":      {nil, peers.Options{}, peers.NoVariation},
		"one":       {[][]float64{{1}}, peers.Options{}, peers.TooFewRegions},
		"ragged":    {[][]float64{{1, 2}, {1}}, peers.Options{}, peers.LengthMismatch},
		"same":      {[][]float64{{1, 1}, {nan, nan}}, peers.Options{}, peers.NoVariation},
		"infinite":  {[][]float64{{1, math.Inf(-1)}}, peers.Options{}, peers.NotFinite},
		"weight":    {ok, peers.Options{Weights: []float64{1, -1}}, peers.BadWeight},
		"weights":   {ok, peers.Options{Weights: []float64{0, 0}}, peers.ZeroWeights},
		"length":    {ok, peers.Options{Weights: []float64{1}}, peers.LengthMismatch},
		"groups":    {ok, peers.Options{Groups: []int{1}}, peers.LengthMismatch},
		"apart":     {ok, peers.Options{Apart: []int{1}}, peers.LengthMismatch},
		"scale":     {ok, peers.Options{Scale: "x"}, peers.BadOption},
		"metric":    {ok, peers.Options{Metric: "x"}, peers.BadOption},
		"available": {ok, peers.Options{Available: 2}, peers.BadOption},
	} {
		_, err := peers.Structure(c.columns, c.o)
		t.Run(name, func(t *testing.T) { wantCode(t, err, c.code) })
	}
}

func wantCode(t *testing.T, err error, code peers.ErrorCode) {
	t.Helper()
	var e *peers.Error
	if !errors.As(err, &e) || e.Code != code || e.Error() == "" {
		t.Errorf("got %v, want %s", err, code)
	}
}

var metrics = []peers.Metric{peers.Squared, peers.Euclidean, peers.Manhattan, peers.Mahalanobis}

// drawn is a table in which every variable varies.
func drawn(t *rapid.T, gaps bool) [][]float64 {
	n, p := rapid.IntRange(6, 12).Draw(t, "regions"), rapid.IntRange(1, 4).Draw(t, "variables")
	columns := make([][]float64, p)
	for j := range columns {
		for i := range n {
			v := float64(rapid.IntRange(-50, 50).Draw(t, "value"))
			if gaps && rapid.IntRange(0, 7).Draw(t, "gap") == 0 {
				v = nan
			}
			columns[j] = append(columns[j], v+float64(i*j)/7)
		}
	}
	return columns
}

// Distances are symmetric, 0 to oneself and never below; shares sum to 1; the order of regions and the units of variables change nothing.
func TestDistancesAreDistances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := drawn(t, true)
		o := peers.Options{Metric: rapid.SampledFrom(metrics).Draw(t, "metric"), Scale: rapid.SampledFrom([]peers.Scale{peers.ZScore, peers.MinMax}).Draw(t, "scale"), Available: .4}
		d, err := peers.Structure(columns, o)
		if err != nil {
			if code := codeOf(err); code != peers.TooFewRegions && code != peers.NoVariation && code != peers.Dependent {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		n := len(columns[0])
		order := rapid.Permutation(indices(n)).Draw(t, "order")
		moved := make([][]float64, len(columns))
		for j := range columns {
			for _, i := range order {
				moved[j] = append(moved[j], 3*columns[j][i]-11)
			}
		}
		m, err := peers.Structure(moved, o)
		if err != nil {
			t.Fatal(err)
		}
		for x, a := range order {
			for y, b := range order {
				there, known := d.Between(a, b)
				back, _ := d.Between(b, a)
				again, _ := m.Between(x, y)
				if !near(there, back) || !near(there, again) || there < 0 || a == b && there > 1e-7 || known > 1+1e-12 {
					t.Fatalf("%d, %d: %v, back %v, moved %v", a, b, there, back, again)
				}
				sum := 0.0
				for _, r := range d.Reasons(a, b) {
					sum += r.Share
				}
				if !math.IsNaN(there) && there > 1e-6 && !near(sum, 1) {
					t.Fatalf("%d, %d: shares sum to %v", a, b, sum)
				}
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Mahalanobis' distance is the same for any mixture of the variables that can be undone.
func TestMahalanobisOfMixtures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := drawn(t, false)
		a, err := peers.Structure(columns, peers.Options{Metric: peers.Mahalanobis})
		if err != nil {
			if code := codeOf(err); code != peers.TooFewRegions && code != peers.NoVariation && code != peers.Dependent {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		mixed := make([][]float64, len(columns))
		for j := range columns { // each gets half of all before it
			mixed[j] = slices.Clone(columns[j])
			for k := range j {
				for i := range mixed[j] {
					mixed[j][i] += columns[k][i] / 2
				}
			}
		}
		b, err := peers.Structure(mixed, peers.Options{Metric: peers.Mahalanobis})
		if err != nil {
			t.Fatal(err)
		}
		for i := range columns[0] {
			x, _ := a.Between(0, i)
			y, _ := b.Between(0, i)
			if math.Abs(x-y) > 1e-6*max(1, x) {
				t.Fatalf("0, %d: %v, mixed %v", i, x, y)
			}
		}
	})
}

// codeOf is the code of an error of this package; empty for any other.
func codeOf(err error) peers.ErrorCode {
	var e *peers.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
