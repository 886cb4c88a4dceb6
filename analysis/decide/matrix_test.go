// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/decide"
)

var unjudged = math.NaN()

// Three measures, four goals, counted by hand.
func TestCoherence(t *testing.T) {
	out, err := decide.Coherence(decide.Judgements{Rows: 3, Columns: 4, Score: []float64{
		3, 0, -1, unjudged,
		1, 0, 2, unjudged,
		-3, 0, -2, unjudged,
	}}, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := decide.Side{Judged: 3, Missing: 1, Furthers: 1, Neutral: 1, Hinders: 1, Positive: 3, Negative: -1, Balance: 2}
	if out.Rows[0] != want || out.Columns[3] != (decide.Side{Missing: 3}) || out.Columns[0] != (decide.Side{Judged: 3, Furthers: 2, Hinders: 1, Positive: 4, Negative: -3, Balance: 1}) {
		t.Errorf("sides %+v %+v", out.Rows, out.Columns)
	}
	if !slices.Equal(out.Uncovered, []int{1, 3}) || !slices.Equal(out.Idle, []int{2}) || !slices.Equal(out.Contested, []int{0, 2}) || out.Coverage != .5 || out.Judged != 9 {
		t.Errorf("%+v", out)
	}
	if !slices.Equal(out.Contradictions, []decide.Cell{{Row: 2, Column: 0, Score: -3}, {Row: 2, Column: 2, Score: -2}, {Row: 0, Column: 2, Score: -1}}) {
		t.Errorf("contradictions %v", out.Contradictions)
	}
	// Where both pull hard the conflict is strong: 3 against −3, then 2 against −2, 1 against −3, 2 against −1.
	if got := out.Conflicts; len(got) != 4 || got[0] != (decide.Conflict{Column: 0, Furthers: 0, Hinders: 2, For: 3, Against: -3}) || got[1].For != 2 || got[1].Against != -2 ||
		got[2].Against != -3 || got[3].Against != -1 {
		t.Errorf("conflicts %v", got)
	}
	if out.Coherence != 0 { // 6 − 6 of 12
		t.Errorf("coherence %v", out.Coherence)
	}
	zero, err := decide.Coherence(decide.Judgements{Rows: 1, Columns: 2, Score: []float64{0, 0}}, 3)
	if err != nil || !math.IsNaN(zero.Coherence) || zero.Judged != 2 {
		t.Errorf("%+v %v", zero, err)
	}
	for name, m := range map[string]decide.Judgements{"none": {}, "length": {Rows: 1, Columns: 2, Score: []float64{1}}, "range": {Rows: 1, Columns: 1, Score: []float64{4}}} {
		if _, err := decide.Coherence(m, 3); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	_, err = decide.Coherence(decide.Judgements{Rows: 1, Columns: 1, Score: []float64{0}}, 0)
	wantCode(t, err, decide.OutOfRange)
}

// A factor that moves little itself but moves a strong one gains by detours. By hand: a → b (1), b → c (3), b → d (3), c → b (3), d → a (1).
// M² 1 = (6, 12, 18, 1), so that c, third directly with 3 of 11, is first by paths of two steps.
func TestDetours(t *testing.T) {
	m := decide.Judgements{Rows: 4, Columns: 4, Score: []float64{0, 1, 0, 0, 0, 0, 3, 3, 0, 3, 0, 0, 1, 0, 0, 0}}
	out, err := decide.CrossImpact(m, 2)
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, "out", out.Out, []float64{1, 6, 3, 1}, 0)
	wantAll(t, "in", out.In, []float64{1, 4, 3, 3}, 0)
	wantAll(t, "direct", out.Direct.Influence, []float64{1. / 11, 6. / 11, 3. / 11, 1. / 11}, 1e-15)
	wantAll(t, "indirect", out.Indirect.Influence, []float64{6. / 37, 12. / 37, 18. / 37, 1. / 37}, 1e-15)
	wantAll(t, "rank", out.Indirect.InfluenceRank, []float64{3, 2, 1, 4}, 0)
	if out.Power != 2 || out.Vanish || out.Direct.Position[1] != decide.Relay || out.Direct.Position[0] != decide.Autonomous || out.Direct.Position[3] != decide.Dependent {
		t.Errorf("%+v", out)
	}
}

func TestCrossImpactEdges(t *testing.T) {
	// No circle: paths end. a → b → c.
	out, err := decide.CrossImpact(decide.Judgements{Rows: 3, Columns: 3, Score: []float64{unjudged, 2, unjudged, 0, 0, 1, 0, 0, 0}}, 0)
	if err != nil || !out.Vanish || out.Power != 2 || out.Missing != 1 || out.Indirect.Influence[0] != 1 || out.Direct.Position[0] != decide.Driver {
		t.Errorf("%+v %v", out, err)
	}
	out, err = decide.CrossImpact(decide.Judgements{Rows: 2, Columns: 2, Score: make([]float64, 4)}, 0)
	if err != nil || !out.Vanish || !math.IsNaN(out.Direct.Influence[0]) || !math.IsNaN(out.Indirect.InfluenceRank[1]) {
		t.Errorf("%+v %v", out, err)
	}
	// Power 1 is what is direct.
	out, err = decide.CrossImpact(decide.Judgements{Rows: 2, Columns: 2, Score: []float64{0, 3, 1, 0}}, 1)
	if err != nil || out.Power != 1 || out.Indirect.Influence[0] != .75 {
		t.Errorf("%+v %v", out, err)
	}
	for name, c := range map[string]struct {
		m     decide.Judgements
		power int
	}{
		"oblong": {decide.Judgements{Rows: 1, Columns: 2, Score: []float64{0, 0}}, 0}, "below": {decide.Judgements{Rows: 2, Columns: 2, Score: []float64{0, -1, 0, 0}}, 0},
		"itself": {decide.Judgements{Rows: 2, Columns: 2, Score: []float64{1, 0, 0, 0}}, 0}, "power": {decide.Judgements{Rows: 2, Columns: 2, Score: make([]float64, 4)}, 51},
	} {
		if _, err := decide.CrossImpact(c.m, c.power); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Indirect influence is the row sum of the matrix multiplied out whatever the order of factors; a stable power stays.
func TestIndirectIsThePowerOfTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 7).Draw(t, "factors")
		m := decide.Judgements{Rows: n, Columns: n, Score: make([]float64, n*n)}
		for k := range m.Score {
			if k%(n+1) != 0 {
				m.Score[k] = float64(rapid.IntRange(0, 3).Draw(t, "score"))
			}
		}
		power := rapid.IntRange(0, 6).Draw(t, "power")
		out, err := decide.CrossImpact(m, power)
		if err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(out.Direct.Influence[0]) {
			return
		}
		if power > 0 && out.Power != power && !out.Vanish {
			t.Fatalf("power %d, asked for %d", out.Power, power)
		}
		p := m.Score
		for range out.Power - 1 {
			p = product(p, m.Score, n)
		}
		total := 0.0
		row, column := make([]float64, n), make([]float64, n)
		for k, v := range p {
			total += v
			row[k/n] += v
			column[k%n] += v
		}
		for i := range n {
			if !near(out.Indirect.Influence[i], row[i]/total, 1e-12) || !near(out.Indirect.Dependence[i], column[i]/total, 1e-12) {
				t.Fatalf("factor %d: %v, %v", i, out.Indirect.Influence, out.Indirect.Dependence)
			}
		}
		if power == 0 && out.Stable {
			more, err := decide.CrossImpact(m, out.Power+1)
			if err != nil || !slices.Equal(more.Indirect.InfluenceRank, out.Indirect.InfluenceRank) {
				t.Fatalf("ranks move after %d: %v", out.Power, err)
			}
		}
	})
}

func product(a, b []float64, n int) []float64 {
	out := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				out[i*n+j] += a[i*n+k] * b[k*n+j]
			}
		}
	}
	return out
}
