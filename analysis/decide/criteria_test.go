// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/decide"
)

func near(a, b, tolerance float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tolerance*max(1, math.Abs(b))
}

func wantAll(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
		return
	}
	for i := range want {
		if !near(got[i], want[i], tolerance) {
			t.Errorf("%s: %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// Four fighter aircraft by speed, range, payload, cost, reliability and manoeuvrability: Hwang and Yoon (1981), p. 136, cut there to three and four
// decimals.
func TestTopsisOfHwangAndYoon(t *testing.T) {
	columns := [][]float64{{2.0, 2.5, 1.8, 2.2}, {1500, 2700, 2000, 1800}, {20000, 18000, 21000, 20000}, {5.5, 6.5, 4.5, 5.0}, {5, 3, 7, 5}, {9, 5, 7, 5}}
	criteria := []decide.Criterion{{Weight: .2, Direction: 1}, {Weight: .1, Direction: 1}, {Weight: .1, Direction: 1}, {Weight: .1, Direction: -1}, {Weight: .2, Direction: 1}, {Weight: .3, Direction: 1}}
	out, err := decide.Topsis(columns, criteria, "")
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, "distance from the ideal", out.ToBest, []float64{.0545, .1197, .0580, .1009}, 1e-4)
	wantAll(t, "distance from the anti-ideal", out.ToWorst, []float64{.0983, .0439, .0920, .0458}, 1e-4)
	wantAll(t, "closeness", out.Closeness, []float64{.643, .268, .613, .312}, 1e-3)
	wantAll(t, "rank", out.Rank, []float64{1, 4, 2, 3}, 0)
	wantAll(t, "ideal", out.Best, []float64{2.5, 2700, 21000, 4.5, 7, 9}, 0)
}

func TestTopsisEdges(t *testing.T) {
	nan := math.NaN()
	both := []decide.Criterion{{Weight: 3, Direction: 1}, {Weight: 1, Direction: -1}}
	// A missing value leaves an alternative out; 0 does not.
	out, err := decide.Topsis([][]float64{{1, 3, nan, 2}, {5, 5, 5, 5}}, both, decide.MinMaxScale)
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, "closeness", out.Closeness, []float64{0, 1, nan, .5}, 1e-15)
	wantAll(t, "rank", out.Rank, []float64{3, 1, nan, 2}, 0)
	if !slices.Equal(out.LeftOut, []int{2}) || !slices.Equal(out.Constant, []int{1}) {
		t.Errorf("left out %v, constant %v", out.LeftOut, out.Constant)
	}
	zero, err := decide.Topsis([][]float64{{1, 3, 0, 2}, {5, 5, 5, 5}}, both, decide.MinMaxScale)
	if err != nil || zero.Rank[2] != 4 {
		t.Errorf("0 is data: %+v, %v", zero, err)
	}
	same, err := decide.Topsis([][]float64{{2, 2}, {0, 0}}, both, decide.SumScale)
	if err != nil || !math.IsNaN(same.Closeness[0]) || !math.IsNaN(same.Rank[1]) || len(same.Constant) != 2 {
		t.Errorf("all the same: %+v, %v", same, err)
	}
	for name, c := range map[string]struct {
		columns  [][]float64
		criteria []decide.Criterion
		scale    decide.Scale
		code     decide.ErrorCode
	}{
		"one":       {[][]float64{{1}, {1}}, both, "", decide.TooFew},
		"none":      {nil, nil, "", decide.TooFew},
		"columns":   {[][]float64{{1, 2}}, both, "", decide.LengthMismatch},
		"ragged":    {[][]float64{{1, 2}, {1}}, both, "", decide.LengthMismatch},
		"infinite":  {[][]float64{{1, math.Inf(1)}, {1, 2}}, both, "", decide.NotFinite},
		"weights":   {[][]float64{{1, 2}}, []decide.Criterion{{Direction: 1}}, "", decide.ZeroWeights},
		"weight":    {[][]float64{{1, 2}}, []decide.Criterion{{Weight: -1, Direction: 1}}, "", decide.OutOfRange},
		"direction": {[][]float64{{1, 2}}, []decide.Criterion{{Weight: 1}}, "", decide.OutOfRange},
		"scale":     {[][]float64{{1, 2}}, []decide.Criterion{{Weight: 1, Direction: 1}}, "cubic", decide.BadOption},
	} {
		_, err := decide.Topsis(c.columns, c.criteria, c.scale)
		t.Run(name, func(t *testing.T) { wantCode(t, err, c.code) })
	}
}

// Six hydro-electric projects by manpower, power, cost, maintenance, villages to move and security, one criterion of each type: Brans, Vincke and
// Mareschal (1986), section 5. Preferences are cut to three decimals there.
func plants() ([][]float64, []decide.Criterion) {
	return [][]float64{{80, 65, 83, 40, 52, 94}, {90, 58, 60, 80, 72, 96}, {6, 2, 4, 10, 6, 7}, {5.4, 9.7, 7.2, 7.5, 2.0, 3.6}, {8, 1, 4, 7, 3, 5}, {5, 1, 7, 10, 8, 6}},
		[]decide.Criterion{
			{Weight: 1, Direction: -1, Preference: decide.UShape, Q: 10}, {Weight: 1, Direction: 1, Preference: decide.VShape, P: 30},
			{Weight: 1, Direction: -1, Preference: decide.Linear, Q: .5, P: 5}, {Weight: 1, Direction: -1, Preference: decide.Level, Q: 1, P: 6},
			{Weight: 1, Direction: -1, Preference: decide.Usual}, {Weight: 1, Direction: 1, Preference: decide.Gaussian, S: 5},
		}
}

func TestPrometheeOfBransVinckeAndMareschal(t *testing.T) {
	columns, criteria := plants()
	out, err := decide.Promethee(columns, criteria)
	if err != nil {
		t.Fatal(err)
	}
	nan := math.NaN()
	for a, want := range [][]float64{
		{nan, .296, .250, .268, .100, .185}, {.462, nan, .389, .333, .296, .500}, {.236, .180, nan, .333, .056, .429},
		{.399, .506, .305, nan, .223, .212}, {.444, .515, .487, .380, nan, .448}, {.286, .399, .250, .432, .133, nan},
	} {
		for b, w := range want {
			if got := out.Preferred(a, b); !near(got, w, 1e-3) {
				t.Errorf("π(a%d, a%d) = %v, want %v", a+1, b+1, got, w)
			}
		}
	}
	wantAll(t, "positive", out.Positive, []float64{.220, .396, .247, .329, .455, .300}, 1e-3)
	wantAll(t, "negative", out.Negative, []float64{.365, .379, .336, .349, .162, .355}, 1e-3)
	wantAll(t, "rank", out.Rank, []float64{6, 2, 5, 3, 1, 4}, 0)
	if got := out.Relation(4, 0) + out.Relation(0, 4) + out.Relation(1, 3); got != "P−R" {
		t.Errorf("relations %q", got)
	}
}

// The types at and around their limits (Brans and Vincke 1985, figure 1).
func TestPreferences(t *testing.T) {
	for name, c := range map[string]struct {
		c    decide.Criterion
		d    []float64
		want []float64
	}{
		"usual":    {decide.Criterion{Preference: decide.Usual}, []float64{-1, 0, .1, 9}, []float64{0, 0, 1, 1}},
		"u-shape":  {decide.Criterion{Preference: decide.UShape, Q: 2}, []float64{-3, 1, 2, 2.5}, []float64{0, 0, 0, 1}},
		"v-shape":  {decide.Criterion{Preference: decide.VShape, P: 4}, []float64{-1, 1, 4, 5}, []float64{0, .25, 1, 1}},
		"level":    {decide.Criterion{Preference: decide.Level, Q: 1, P: 3}, []float64{1, 2, 3, 4}, []float64{0, .5, .5, 1}},
		"linear":   {decide.Criterion{Preference: decide.Linear, Q: 1, P: 3}, []float64{1, 2, 3, 4}, []float64{0, .5, 1, 1}},
		"gaussian": {decide.Criterion{Preference: decide.Gaussian, S: 2}, []float64{-2, 0, 2, 4}, []float64{0, 0, 1 - math.Exp(-.5), 1 - math.Exp(-2)}},
	} {
		c.c.Weight, c.c.Direction = 1, 1
		for k, d := range c.d {
			out, err := decide.Promethee([][]float64{{d, 0}}, []decide.Criterion{c.c})
			if err != nil {
				t.Fatal(name, err)
			}
			if got := out.Preferred(0, 1); !near(got, c.want[k], 1e-15) {
				t.Errorf("%s: P(%v) = %v, want %v", name, d, got, c.want[k])
			}
		}
	}
	for name, c := range map[string]decide.Criterion{
		"none": {}, "u-shape": {Preference: decide.UShape, Q: -1}, "v-shape": {Preference: decide.VShape}, "level": {Preference: decide.Level, Q: 2, P: 2},
		"linear": {Preference: decide.Linear, Q: math.NaN(), P: 2}, "linear p": {Preference: decide.Linear, Q: 1, P: math.NaN()}, "gaussian": {Preference: decide.Gaussian}, "other": {Preference: "hat"},
	} {
		c.Weight, c.Direction = 1, 1
		if _, err := decide.Promethee([][]float64{{1, 2}}, []decide.Criterion{c}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// drawn are alternatives with a gap now and then.
func drawn(t *rapid.T) ([][]float64, []decide.Criterion) {
	n, m := rapid.IntRange(2, 9).Draw(t, "alternatives"), rapid.IntRange(1, 5).Draw(t, "criteria")
	columns, criteria := make([][]float64, m), make([]decide.Criterion, m)
	for j := range m {
		for i := range n {
			v := float64(rapid.IntRange(-20, 20).Draw(t, "value"))
			if i > 1 && rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
				v = math.NaN()
			}
			columns[j] = append(columns[j], v)
		}
		q := float64(rapid.IntRange(0, 4).Draw(t, "q"))
		criteria[j] = decide.Criterion{Weight: float64(rapid.IntRange(1, 5).Draw(t, "weight")), Direction: float64(1 - 2*rapid.IntRange(0, 1).Draw(t, "down")),
			Preference: rapid.SampledFrom(decide.Preferences).Draw(t, "type"), Q: q, P: q + 1 + float64(rapid.IntRange(0, 4).Draw(t, "p")), S: 3}
	}
	return columns, criteria
}

// Net flows sum to 0, also by each criterion, and criteria weighted give the whole; flows are means of preferences.
func TestFlowsBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, criteria := drawn(t)
		out, err := decide.Promethee(columns, criteria)
		if err != nil {
			t.Fatal(err)
		}
		total, weights := 0.0, 0.0
		for _, c := range criteria {
			weights += c.Weight
		}
		for a := range columns[0] {
			if math.IsNaN(out.Net[a]) {
				continue
			}
			total += out.Net[a]
			plus, byCriteria, others := 0.0, 0.0, 0.0
			for b := range columns[0] {
				if p := out.Preferred(a, b); !math.IsNaN(p) {
					plus += p
					others++
				}
			}
			for j, c := range criteria {
				byCriteria += c.Weight / weights * out.ByCriterion[j][a]
			}
			if !near(out.Positive[a], plus/others, 1e-12) || !near(out.Net[a], byCriteria, 1e-12) || out.Positive[a] < 0 || out.Negative[a] > 1+1e-12 {
				t.Fatalf("alternative %d: %v %v, of preferences %v, of criteria %v", a, out.Positive[a], out.Net[a], plus/others, byCriteria)
			}
		}
		if math.Abs(total) > 1e-12 {
			t.Fatalf("net flows sum to %v", total)
		}
	})
}

// The order of alternatives and criteria and the unit of weights change nothing; nor does turning a criterion round with its sign.
func TestRankingsKeepTheirMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, criteria := drawn(t)
		order := rapid.Permutation(indices(len(columns[0]))).Draw(t, "order")
		by := rapid.Permutation(indices(len(columns))).Draw(t, "criteria order")
		flip := rapid.IntRange(0, 1).Draw(t, "flip") == 1
		moved, changed := make([][]float64, len(by)), make([]decide.Criterion, len(by))
		for j, from := range by {
			changed[j] = criteria[from]
			changed[j].Weight *= 16
			sign := 1.0
			if flip {
				sign, changed[j].Direction = -1, -changed[j].Direction
			}
			for _, i := range order {
				moved[j] = append(moved[j], sign*columns[from][i])
			}
		}
		for _, scale := range []decide.Scale{decide.VectorScale, decide.MinMaxScale, decide.SumScale, decide.MaxScale} {
			a, err := decide.Topsis(columns, criteria, scale)
			if err != nil {
				t.Fatal(err)
			}
			b, err := decide.Topsis(moved, changed, scale)
			if err != nil {
				t.Fatal(err)
			}
			for k, i := range order {
				if !near(b.Closeness[k], a.Closeness[i], 1e-12) || !(b.Rank[k] == a.Rank[i] || math.IsNaN(a.Rank[i])) {
					t.Fatalf("%s: %v at %v, was %v at %v", scale, b.Closeness[k], b.Rank[k], a.Closeness[i], a.Rank[i])
				}
				if c := a.Closeness[i]; c < 0 || c > 1+1e-12 {
					t.Fatalf("closeness %v", c)
				}
			}
		}
		a, err := decide.Promethee(columns, criteria)
		if err != nil {
			t.Fatal(err)
		}
		b, err := decide.Promethee(moved, changed)
		if err != nil {
			t.Fatal(err)
		}
		for k, i := range order {
			if !near(b.Net[k], a.Net[i], 1e-12) || !(b.Rank[k] == a.Rank[i] || math.IsNaN(a.Rank[i])) {
				t.Fatalf("%v at %v, was %v at %v", b.Net[k], b.Rank[k], a.Net[i], a.Rank[i])
			}
		}
	})
}
