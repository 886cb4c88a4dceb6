// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/decide"
)

// square makes the judgements under an item out of the upper triangle of a matrix, row after row.
func square(under int, items []int, upper ...float64) (out []decide.Comparison) {
	for i := range items {
		for j := i + 1; j < len(items); j++ {
			if upper[0] > 0 {
				out = append(out, decide.Comparison{Under: under, A: items[i], B: items[j], Value: upper[0]})
			}
			upper = upper[1:]
		}
	}
	return out
}

func prioritise(t testing.TB, h decide.Hierarchy) *decide.Priorities {
	t.Helper()
	out, err := h.Prioritise("")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Buying a house: Saaty (1990), How to make a decision, European Journal of Operational Research 48, tables 3 to 5, printed to three decimals.
// The third criterion is the first with two houses exchanged. Item 0 is the goal, 1 to 8 the criteria, 9 to 11 the houses.
func TestHouseOfSaaty(t *testing.T) {
	criteria, houses := []int{1, 2, 3, 4, 5, 6, 7, 8}, []int{9, 10, 11}
	h := decide.Hierarchy{Items: 12, Comparisons: square(0, criteria,
		5, 3, 7, 6, 6, 1./3, 1./4,
		1./3, 5, 3, 3, 1./5, 1./7,
		6, 3, 4, 6, 1./5,
		1./3, 1./4, 1./7, 1./8,
		1./2, 1./5, 1./6,
		1./5, 1./6,
		1./2)}
	want := [][]float64{{.754, .181, .065}, {.233, .055, .713}, {.754, .065, .181}, {.333, .333, .333}, {.674, .101, .226}, {.747, .060, .193}, {.200, .400, .400}, {.072, .650, .278}}
	lambda := []float64{3.136, 3.247, 3.136, 3, 3.086, 3.197, 3, 3.065}
	for k, upper := range [][]float64{{6, 8, 4}, {7, 1. / 5, 1. / 8}, {8, 6, 1. / 4}, {1, 1, 1}, {5, 4, 1. / 3}, {8, 6, 1. / 5}, {1. / 2, 1. / 2, 1}, {1. / 7, 1. / 5, 3}} {
		h.Comparisons = append(h.Comparisons, square(k+1, houses, upper...)...)
	}
	out := prioritise(t, h)
	wantAll(t, "criteria", out.Nodes[0].Weights, []float64{.173, .054, .188, .018, .031, .036, .167, .333}, 5.1e-4)
	if n := out.Nodes[0]; !near(n.LambdaMax, 9.669, 5.1e-4) || !near(n.CI, .238, 5.1e-4) || !near(n.CR, .169, 5.1e-4) || n.Consistent || n.RI != 1.41 {
		t.Errorf("consistency: %+v", n)
	}
	for k := range want {
		n := out.Nodes[k+1]
		wantAll(t, "houses", n.Weights, want[k], 1.1e-3)
		if !near(n.LambdaMax, lambda[k], 1.1e-3) {
			t.Errorf("criterion %d: λ %v, want %v", k+1, n.LambdaMax, lambda[k])
		}
	}
	got := []float64{out.Weight[9], out.Weight[10], out.Weight[11]}
	wantAll(t, "houses", got, []float64{.396, .341, .263}, 5.1e-3)
	wantAll(t, "ranks", out.Rank[9:], []float64{1, 2, 3}, 0)
	if out.Goal != 0 || !slices.Equal(out.Alternatives, houses) || len(out.Incomplete) != 0 || !slices.Contains(out.Inconsistent, 0) {
		t.Errorf("%+v", out)
	}
}

// The wealth of seven nations: Saaty (1977), A scaling method for priorities in hierarchical structures, Journal of Mathematical Psychology 15:
// United States, USSR, China, France, United Kingdom, Japan, West Germany; λ = 7.608.
func TestWealthOfNationsOfSaaty(t *testing.T) {
	h := decide.Hierarchy{Items: 8, Comparisons: square(0, []int{1, 2, 3, 4, 5, 6, 7},
		4, 9, 6, 6, 5, 5,
		7, 5, 5, 3, 4,
		1./5, 1./5, 1./7, 1./5,
		1, 1./3, 1./3,
		1./3, 1./3,
		2)}
	out := prioritise(t, h)
	wantAll(t, "wealth", out.Weight[1:], []float64{.427, .230, .021, .052, .052, .123, .094}, 2e-3)
	if !near(out.Nodes[0].LambdaMax, 7.608, 2e-3) {
		t.Errorf("λ %v", out.Nodes[0].LambdaMax)
	}
}

// A matrix that contradicts itself nowhere gives back the weights it was made of, with any judgements left out that leave it connected.
func TestConsistentJudgementsGiveTheirWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9).Draw(t, "items")
		weight, total := make([]float64, n), 0.0
		for i := range weight {
			weight[i] = float64(rapid.IntRange(1, 9).Draw(t, "weight"))
			total += weight[i]
		}
		h := decide.Hierarchy{Items: n + 1}
		missing := 0
		for i := range n {
			for j := range i {
				if i-j > 1 && rapid.Bool().Draw(t, "left out") {
					missing++
					continue
				}
				h.Comparisons = append(h.Comparisons, decide.Comparison{Under: n, A: i, B: j, Value: weight[i] / weight[j]})
			}
		}
		out, err := h.Prioritise(decide.AlonsoLamataIndex)
		if err != nil {
			t.Fatal(err)
		}
		node := out.Nodes[0]
		for i := range n {
			if !near(out.Weight[i], weight[i]/total, 1e-9) {
				t.Fatalf("weights %v of %v", out.Weight, weight)
			}
		}
		if node.Missing != missing || math.Abs(node.CI) > 1e-9 || node.WorstA >= 0 && !near(node.Found, node.Implied, 1e-6) {
			t.Fatalf("%+v", node)
		}
		if missing > 0 && !math.IsNaN(node.CR) || missing == 0 && math.Abs(node.CR) > 1e-9 {
			t.Fatalf("CR %v with %d missing", node.CR, missing)
		}
	})
}

// Two judges are put together by the geometric mean; one who says both a over b and b over a must agree with himself.
func TestJudges(t *testing.T) {
	h := decide.Hierarchy{Items: 3, Comparisons: []decide.Comparison{{Under: 0, A: 1, B: 2, Value: 9}, {Under: 0, A: 2, B: 1, Value: 1, Judge: 1}}}
	wantAll(t, "two judges", prioritise(t, h).Weight, []float64{1, .75, .25}, 1e-12)
	h.Comparisons = append(h.Comparisons, decide.Comparison{Under: 0, A: 2, B: 1, Value: .111})
	wantAll(t, "a third written as a decimal", prioritise(t, h).Weight, []float64{1, .75, .25}, 1e-2)
	h.Comparisons[2].Value = .2
	_, err := h.Prioritise("")
	wantCode(t, err, decide.NotReciprocal)
}

// The judgement that does not fit is found: everything is even, but 1 was called nine times 3.
func TestWorstJudgement(t *testing.T) {
	out := prioritise(t, decide.Hierarchy{Items: 5, Comparisons: square(0, []int{1, 2, 3, 4}, 1, 9, 1, 1, 1, 1)})
	if n := out.Nodes[0]; n.WorstA != 1 || n.WorstB != 3 || n.Found != 9 || !(n.Implied > 1 && n.Implied < 9) || n.Consistent || len(out.Inconsistent) != 1 {
		t.Errorf("%+v", n)
	}
}

func TestHierarchyFaults(t *testing.T) {
	one := func(under, a, b int, v float64) decide.Comparison {
		return decide.Comparison{Under: under, A: a, B: b, Value: v}
	}
	for name, c := range map[string]struct {
		items int
		all   []decide.Comparison
		code  decide.ErrorCode
	}{
		"none":       {3, nil, decide.TooFew},
		"item":       {2, []decide.Comparison{one(0, 1, 2, 1)}, decide.OutOfRange},
		"zero":       {3, []decide.Comparison{one(0, 1, 2, 0)}, decide.OutOfRange},
		"infinite":   {3, []decide.Comparison{one(0, 1, 2, math.Inf(1))}, decide.OutOfRange},
		"itself":     {3, []decide.Comparison{one(0, 1, 1, 2)}, decide.NotReciprocal},
		"alone":      {3, []decide.Comparison{one(0, 1, 1, 1)}, decide.TooFew},
		"own child":  {3, []decide.Comparison{one(0, 0, 1, 1)}, decide.NotTree},
		"two goals":  {6, []decide.Comparison{one(0, 1, 2, 1), one(3, 4, 5, 1)}, decide.NotTree},
		"circle":     {4, []decide.Comparison{one(0, 1, 2, 1), one(1, 2, 3, 1), one(2, 1, 3, 1)}, decide.NotTree},
		"no goal":    {3, []decide.Comparison{one(0, 1, 2, 1), one(1, 0, 2, 1)}, decide.NotTree},
		"not linked": {5, []decide.Comparison{one(0, 1, 2, 1), one(0, 3, 4, 1)}, decide.NotConnected},
	} {
		h := decide.Hierarchy{Items: c.items, Comparisons: c.all}
		_, err := h.Prioritise("")
		t.Run(name, func(t *testing.T) { wantCode(t, err, c.code) })
	}
	h := decide.Hierarchy{Items: 3, Comparisons: []decide.Comparison{one(0, 1, 2, 1)}}
	_, err := h.Prioritise("dice")
	wantCode(t, err, decide.BadOption)
}

// Beyond fifteen items no random index is known, so no ratio is told.
func TestManyItems(t *testing.T) {
	var items []int
	var upper []float64
	for i := 1; i <= 16; i++ {
		items = append(items, i)
	}
	for range 16 * 15 / 2 {
		upper = append(upper, 1)
	}
	upper[0] = 9
	out := prioritise(t, decide.Hierarchy{Items: 17, Comparisons: square(0, items, upper...)})
	if n := out.Nodes[0]; !math.IsNaN(n.CR) || n.Consistent || n.CI <= 0 {
		t.Errorf("%+v", n)
	}
}
