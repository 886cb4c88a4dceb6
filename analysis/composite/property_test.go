// SPDX-License-Identifier: EUPL-1.2

package composite_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/sumanus/sumanus/analysis/composite"
)

// random is a structure of three levels over two to eight indicators, and a table with gaps.
func random(t testing.TB, seed uint64, gaps bool) (*composite.Frame, *composite.Table) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 11))
	indicators, units := 2+rng.IntN(7), 5+rng.IntN(40)
	nodes := []composite.Node{{Level: 3, Code: "I", Direction: 1, Weight: 1}, {Level: 2, Code: "A", Direction: 1, Weight: 2, Parent: "I"}, {Level: 2, Code: "B", Direction: 1, Weight: 3, Parent: "I"}}
	raw := &composite.Table{Units: units}
	for i := range indicators {
		direction := 1.0
		if rng.IntN(3) == 0 {
			direction = -1
		}
		nodes = append(nodes, composite.Node{Level: 1, Code: fmt.Sprint("x", i), Direction: direction, Weight: 1 + float64(rng.IntN(4)), Parent: []string{"A", "B"}[i%2], Indicator: true})
		column := make([]float64, units)
		for u := range column {
			if column[u] = math.Exp(rng.NormFloat64()) * 100; gaps && rng.IntN(9) == 0 {
				column[u] = math.NaN()
			}
		}
		raw.Columns = append(raw.Columns, column)
	}
	f, err := composite.NewFrame(nodes)
	check(t, err)
	return f, raw
}

var recipes = []composite.Recipe{
	{},
	{Normalise: zscore},
	{Normalise: composite.Normalisation{By: composite.RankScore}, Weigh: composite.Weighting{By: composite.Equal}},
	{Aggregate: geometric, Treat: composite.Treatment{On: true}},
	{Aggregate: composite.Aggregation{By: []composite.Mean{composite.Geometric, composite.Harmonic}, Available: 0.5}, Impute: composite.Imputation{By: composite.ImputeMedian}},
	{Aggregate: composite.Aggregation{By: []composite.Mean{composite.Copeland}}},
	{Screen: composite.Screening{Available: 0.75}, Impute: composite.Imputation{By: composite.ImputeSiblings}, Weigh: composite.Weighting{By: composite.SquaredLoadings}},
}

// The means are what their definitions say, child by child, with what is missing left out.
func TestMeansAreTheirDefinitions(t *testing.T) {
	for seed := range uint64(60) {
		f, raw := random(t, seed, seed%2 == 1)
		for _, m := range []composite.Mean{composite.Arithmetic, composite.Geometric, composite.Harmonic, composite.Copeland} {
			run := build(t, f, raw, composite.Recipe{Aggregate: composite.Aggregation{By: []composite.Mean{m}}})
			for k, n := range f.Nodes {
				if n.Indicator {
					continue
				}
				for u := range raw.Units {
					if want, got := defined(f, run.Aggregated.Scores, k, u, m), run.Aggregated.Scores[k][u]; !same(got, want) {
						t.Fatalf("seed %d, mean %d, %s of unit %d: %v, want %v", seed, m, n.Code, u, got, want)
					}
				}
			}
		}
	}
}

func defined(f *composite.Frame, scores [][]float64, node, u int, m composite.Mean) float64 {
	sum, weight := 0.0, 0.0
	for _, c := range f.Children(node) {
		x, w := scores[c][u], f.Nodes[c].Weight
		if math.IsNaN(x) {
			continue
		}
		weight += w
		switch m {
		case composite.Arithmetic:
			sum += w * x
		case composite.Geometric:
			sum += w * math.Log(x)
		case composite.Harmonic:
			sum += w / x
		}
	}
	switch {
	case weight == 0:
		return math.NaN()
	case m == composite.Arithmetic:
		return sum / weight
	case m == composite.Geometric:
		return math.Exp(sum / weight)
	case m == composite.Harmonic:
		return weight / sum
	}
	score := 0.0
	for v := range scores[node] {
		if v == u || !slices.ContainsFunc(f.Children(node), func(c int) bool { return !math.IsNaN(scores[c][v]) }) {
			continue
		}
		better, all := 0.0, 0.0
		for _, c := range f.Children(node) {
			switch x, y, w := scores[c][u], scores[c][v], f.Nodes[c].Weight; {
			case math.IsNaN(x) || math.IsNaN(y):
			case x > y:
				better, all = better+w, all+w
			case x == y:
				better, all = better+w/2, all+w
			default:
				all += w
			}
		}
		if all == 0 {
			better, all = 1, 2
		}
		score += better / all
	}
	return score
}

// Replaying from any step gives what building from the start gives, and what was decided before cannot be changed unseen.
func TestReplayIsBuilding(t *testing.T) {
	for seed := range uint64(12) {
		f, raw := random(t, seed, true)
		for _, first := range recipes {
			run := build(t, f, raw, first)
			for step := composite.Screen; step <= composite.Rank; step++ {
				for _, second := range recipes {
					again, err := run.Replay(step, second)
					var e *composite.Error
					if err != nil {
						if !errors.As(err, &e) || e.Code != composite.ChangedBefore {
							t.Fatal(err)
						}
						continue
					}
					want := build(t, f, raw, second)
					if !equal(again, want) {
						t.Fatalf("seed %d: replay from %s differs", seed, step)
					}
				}
			}
			if again, err := run.Replay(composite.Screen, first); err != nil || !equal(again, run) {
				t.Fatalf("seed %d: the same recipe gives another result", seed)
			}
		}
	}
}

// equal compares results bit by bit; NaN equals NaN.
func equal(a, b *composite.Run) bool {
	return fmt.Sprintf("%x %x %v %x", a.Aggregated.Scores, a.Ranks, a.Imputed.Gaps, a.Weighted.InGroup) ==
		fmt.Sprintf("%x %x %v %x", b.Aggregated.Scores, b.Ranks, b.Imputed.Gaps, b.Weighted.InGroup)
}

// The order of units does not matter, nor does the unit of an indicator, nor the scale of weights.
func TestOrderAndScaleDoNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		f, raw := random(t, seed, true)
		rng := rand.New(rand.NewPCG(seed, 3))
		to := rng.Perm(raw.Units)
		moved := &composite.Table{Units: raw.Units}
		for _, column := range raw.Columns {
			out := make([]float64, raw.Units)
			for u, v := range column {
				out[to[u]] = 1024 * v
			}
			moved.Columns = append(moved.Columns, out)
		}
		nodes := slices.Clone(f.Nodes)
		for k := range nodes {
			nodes[k].Weight *= 8
		}
		other, err := composite.NewFrame(nodes)
		check(t, err)
		for i, r := range recipes {
			a, b := build(t, f, raw, r), build(t, other, moved, r)
			for u := range raw.Units {
				if x, y := a.Index()[u], b.Index()[to[u]]; math.Abs(x-y) > 1e-9*math.Abs(x) || math.IsNaN(x) != math.IsNaN(y) {
					t.Fatalf("seed %d, recipe %d, unit %d: %v and %v", seed, i, u, x, y)
				}
			}
		}
	}
}

// Better in everything is not worse in the index: a unit that improves an indicator does not fall.
func TestMoreIsNotWorse(t *testing.T) {
	for seed := range uint64(40) {
		f, raw := random(t, seed, false)
		for _, m := range []composite.Mean{composite.Arithmetic, composite.Geometric, composite.Harmonic, composite.Copeland} {
			r := composite.Recipe{Aggregate: composite.Aggregation{By: []composite.Mean{m}}}
			before := build(t, f, raw, r)
			better := &composite.Table{Units: raw.Units}
			for c, column := range raw.Columns {
				column = slices.Clone(column)
				if c == 0 {
					k := slices.IndexFunc(f.Nodes, func(n composite.Node) bool { return n.Code == "x0" })
					low, high := slices.Min(column), slices.Max(column)
					if column[0] = high; f.Nodes[k].Direction < 0 {
						column[0] = low
					}
				}
				better.Columns = append(better.Columns, column)
			}
			if after := build(t, f, better, r); after.Ranks[0] > before.Ranks[0] {
				t.Fatalf("seed %d, mean %d: better, and from %v to %v", seed, m, before.Ranks[0], after.Ranks[0])
			}
		}
	}
}

func TestMissingIsNotZero(t *testing.T) {
	f, raw := random(t, 5, false)
	raw.Columns[0][0] = 0
	zero := build(t, f, raw, composite.Recipe{})
	raw.Columns[0][0] = math.NaN()
	gap := build(t, f, raw, composite.Recipe{})
	filled := build(t, f, raw, composite.Recipe{Impute: composite.Imputation{By: composite.ImputeMean}})
	asked := build(t, f, raw, composite.Recipe{Aggregate: composite.Aggregation{Available: 1}})
	if zero.Index()[0] == gap.Index()[0] || zero.Index()[0] == filled.Index()[0] || gap.Index()[0] == filled.Index()[0] {
		t.Error("0, missing and filled must give three results")
	}
	if gap.Imputed.Left != 1 || filled.Imputed.Left != 0 || len(filled.Imputed.Gaps) != 1 || zero.Imputed.Left != 0 {
		t.Errorf("gaps: %+v and %+v", gap.Imputed.Left, filled.Imputed.Gaps)
	}
	if !math.IsNaN(asked.Aggregated.Scores[1][0]) || math.IsNaN(asked.Index()[1]) {
		t.Error("with everything asked for, the pillar of the gap is missing, and no other")
	}
	if zero.Screened.NonZero[0] == 1 || gap.Screened.Available[0] == 1 {
		t.Error("screening tells 0 from missing")
	}
	screened := build(t, f, raw, composite.Recipe{Screen: composite.Screening{Available: 1}})
	if screened.Screened.Included[0] || !math.IsNaN(screened.Ranks[0]) || screened.Screened.Left != raw.Units-1 {
		t.Error("a unit left out has no rank")
	}
	kept := build(t, f, raw, composite.Recipe{Screen: composite.Screening{Available: 1, Keep: []int{0}, Drop: []int{1}}})
	if !kept.Screened.Included[0] || kept.Screened.Included[1] {
		t.Error("exceptions are exceptions")
	}
}

func TestRanksShareTheBestPlace(t *testing.T) {
	got := composite.Ranks([]float64{3, math.NaN(), 5, 3, 1, 5, 2.9999999999})
	if want := []float64{3, math.NaN(), 1, 3, 6, 1, 5}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Weights of principal components are the loadings of the first one, by power iteration on the correlations.
func TestComponentsAreLoadings(t *testing.T) {
	f, raw := random(t, 7, true)
	for c, column := range raw.Columns { // something in common, in the direction of each indicator
		k := slices.IndexFunc(f.Nodes, func(n composite.Node) bool { return n.Code == fmt.Sprint("x", c) })
		for u := range column {
			column[u] = column[u]/100 + f.Nodes[k].Direction*float64(u)
		}
	}
	squared := build(t, f, raw, composite.Recipe{Weigh: composite.Weighting{By: composite.SquaredLoadings}})
	plain := build(t, f, raw, composite.Recipe{Weigh: composite.Weighting{By: composite.Loadings}})
	for _, parent := range []int{1, 2} {
		children := f.Children(parent)
		n := len(children)
		v := make([]float64, n)
		for i := range v {
			v[i] = 1
		}
		length := 0.0
		for range 3000 {
			next := make([]float64, n)
			length = 0
			for i, a := range children {
				for j, b := range children {
					next[i] += composite.Correlation(whole(squared, children, a), whole(squared, children, b)) * v[j]
				}
				length += next[i] * next[i]
			}
			length = math.Sqrt(length)
			for i := range v {
				v[i] = next[i] / length
			}
		}
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		for i, c := range children {
			if math.Abs(squared.Weighted.InGroup[c]-v[i]*v[i]) > 1e-9 || math.Abs(plain.Weighted.InGroup[c]-v[i]/sum) > 1e-9 {
				t.Errorf("weights of %s: %v and %v, want %v and %v", f.Nodes[c].Code, squared.Weighted.InGroup[c], plain.Weighted.InGroup[c], v[i]*v[i], v[i]/sum)
			}
		}
		if math.Abs(squared.Weighted.Explained[parent]-length/float64(n)) > 1e-9 {
			t.Errorf("explained %v, want %v", squared.Weighted.Explained[parent], length/float64(n))
		}
	}
	total := 0.0
	for k, n := range f.Nodes {
		if n.Indicator {
			total += squared.Weighted.Effective[k]
		}
	}
	if math.Abs(total-1) > 1e-12 {
		t.Errorf("effective weights of the indicators sum to %v", total)
	}
}

// whole gives a column with the units missing that lack any child.
func whole(r *composite.Run, children []int, node int) []float64 {
	out := slices.Clone(r.Aggregated.Scores[node])
	for u := range out {
		for _, c := range children {
			if math.IsNaN(r.Aggregated.Scores[c][u]) {
				out[u] = math.NaN()
			}
		}
	}
	return out
}

func TestThreadsChangeNothing(t *testing.T) {
	f, raw := random(t, 3, true)
	c := composite.Choices{Noise: 0.3, Normalise: []composite.Normalisation{{}, {By: composite.RankScore}},
		Aggregate: []composite.Aggregation{{}, geometric, {By: []composite.Mean{composite.Copeland}}}, Impute: []composite.Imputation{{}, {By: composite.ImputeMean}}}
	run := func(threads int) string {
		r, err := composite.Build(f, raw, composite.Recipe{}, threads)
		check(t, err)
		u, err := composite.Uncertainty(r, c, 101, 5)
		check(t, err)
		s, err := composite.Sensitive(r, c, 16, 20, 5)
		check(t, err)
		return fmt.Sprintf("%x %x %x %x %v", u.Mean, u.Q95, s.Shift, s.TotalHigh, s.Spread)
	}
	first := run(1)
	for _, threads := range []int{2, 3, 8} {
		if run(threads) != first {
			t.Fatalf("%d threads give another result than 1", threads)
		}
	}
	r := build(t, f, raw, composite.Recipe{})
	a, _ := composite.Uncertainty(r, c, 50, 1)
	b, _ := composite.Uncertainty(r, c, 50, 2)
	if reflect.DeepEqual(a.Mean, b.Mean) {
		t.Error("another seed gives the same draws")
	}
	if want := []string{"impute", "normalise", "weights", "aggregate"}; !slices.Equal(a.Factors, want) {
		t.Errorf("factors %v", a.Factors)
	}
}

// A factor that does nothing has indices of 0, one that does everything 1.
func TestSobolOfKnownFunctions(t *testing.T) {
	f, raw := random(t, 9, false)
	r := build(t, f, raw, composite.Recipe{})
	same := []composite.Imputation{{}, {By: composite.ImputeMean}} // nothing is missing: the choice does not matter
	s, err := composite.Sensitive(r, composite.Choices{Impute: same, Noise: 0.9}, 400, 200, 1)
	check(t, err)
	if s.First[0] != 0 || s.Total[0] != 0 || math.Abs(s.First[1]-1) > 0.25 || math.Abs(s.Total[1]-1) > 0.25 {
		t.Errorf("indices %v and %v", s.First, s.Total)
	}
	if s.FirstLow[1] > s.First[1] || s.FirstHigh[1] < s.First[1] || s.Spread.Runs != 800 || len(s.Shift) != 1600 {
		t.Errorf("%v not in %v..%v; runs %d, outputs %d", s.First[1], s.FirstLow[1], s.FirstHigh[1], s.Spread.Runs, len(s.Shift))
	}
	// Ishigami without its interaction: y = sin x1 + 7 sin² x2 has the variances 1/2 and 49/8.
	rng := rand.New(rand.NewPCG(4, 4))
	const N = 20000
	point := func() [2]float64 { return [2]float64{(2*rng.Float64() - 1) * math.Pi, (2*rng.Float64() - 1) * math.Pi} }
	y := func(p [2]float64) float64 { return math.Sin(p[0]) + 7*math.Sin(p[1])*math.Sin(p[1]) }
	out := make([]float64, 4*N)
	for k := range N {
		a, b := point(), point()
		out[k], out[N+k], out[2*N+k], out[3*N+k] = y(a), y(b), y([2]float64{b[0], a[1]}), y([2]float64{a[0], b[1]})
	}
	first, total, variance, err := composite.Sobol(out, N, 2)
	check(t, err)
	v := 0.5 + 49./8
	for i, want := range []float64{0.5 / v, 49. / 8 / v} {
		if math.Abs(first[i]-want) > 0.05 || math.Abs(total[i]-want) > 0.02 {
			t.Errorf("factor %d: %v and %v, want %v", i, first[i], total[i], want)
		}
	}
	if math.Abs(variance-v) > 0.15 {
		t.Errorf("variance %v, want %v", variance, v)
	}
}

func TestErrorsNameWhatIsWrong(t *testing.T) {
	indicator := func(code, parent string) composite.Node {
		return composite.Node{Level: 1, Code: code, Direction: 1, Weight: 1, Parent: parent, Indicator: true}
	}
	index := composite.Node{Level: 2, Code: "I", Direction: 1, Weight: 1}
	low := index
	low.Level = 1
	badDirection, badWeight, weightless := indicator("x", "I"), indicator("x", "I"), indicator("x", "I")
	badDirection.Direction, badWeight.Weight, weightless.Weight = 0, -1, 0
	for code, nodes := range map[composite.ErrorCode][]composite.Node{
		composite.NoNodes:       {},
		composite.DuplicateNode: {indicator("x", "I"), indicator("x", "I"), index},
		composite.UnknownParent: {indicator("x", "J"), index},
		composite.BadLevel:      {indicator("x", "I"), low},
		composite.ManyTops:      {indicator("x", "I"), index, {Level: 2, Code: "J", Direction: 1, Weight: 1}},
		composite.ChildlessNode: {indicator("x", "I"), {Level: 2, Code: "I", Direction: 1, Weight: 1, Parent: "T"},
			{Level: 2, Code: "J", Direction: 1, Weight: 1, Parent: "T"}, {Level: 3, Code: "T", Direction: 1, Weight: 1}},
		composite.BadDirection: {badDirection, index},
		composite.BadWeight:    {badWeight, index},
		composite.ZeroWeights:  {weightless, index},
	} {
		_, err := composite.NewFrame(nodes)
		var e *composite.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	f, raw := one(t, []float64{1, 2, -3, 8})
	run := build(t, f, raw, composite.Recipe{})
	for name, c := range map[string]struct {
		code composite.ErrorCode
		run  func() error
	}{
		"geometric below 0": {composite.NotPositive, func() error {
			_, err := composite.Build(f, raw, composite.Recipe{Normalise: composite.Normalisation{By: composite.AsIs}, Aggregate: geometric}, 0)
			return err
		}},
		"columns": {composite.ColumnMismatch, func() error {
			_, err := composite.Build(f, &composite.Table{Units: 1}, composite.Recipe{}, 0)
			return err
		}},
		"too large for its square": {composite.NotFinite, func() error {
			_, err := composite.Build(f, &composite.Table{Units: 2, Columns: [][]float64{{1e300, -1e300}}}, composite.Recipe{Normalise: composite.Normalisation{By: composite.ZScore}}, 0)
			return err
		}},
		"infinite": {composite.NotFinite, func() error {
			_, err := composite.Build(f, &composite.Table{Units: 1, Columns: [][]float64{{math.Inf(1)}}}, composite.Recipe{}, 0)
			return err
		}},
		"groups": {composite.LengthMismatch, func() error {
			_, err := composite.Build(f, raw, composite.Recipe{Impute: composite.Imputation{By: composite.ImputeGroupMean}}, 0)
			return err
		}},
		"own scale of nobody": {composite.BadOption, func() error {
			_, err := composite.Build(f, raw, composite.Recipe{Own: map[string]composite.Normalisation{"y": {}}}, 0)
			return err
		}},
		"one factor": {composite.TooFewFactors, func() error { _, err := composite.Sensitive(run, composite.Choices{Noise: 0.1}, 10, 0, 1); return err }},
		"no runs":    {composite.BadOption, func() error { _, err := composite.Uncertainty(run, composite.Choices{Noise: 0.1}, 0, 1); return err }},
		"noise":      {composite.BadOption, func() error { _, err := composite.Uncertainty(run, composite.Choices{Noise: 2}, 9, 1); return err }},
		"weights":    {composite.LengthMismatch, func() error { _, err := composite.Sweep(run, [][]float64{{1}}); return err }},
	} {
		var e *composite.Error
		if err := c.run(); !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	zero := build(t, f, &composite.Table{Units: 3, Columns: [][]float64{{0, 1, 2}}}, composite.Recipe{Normalise: composite.Normalisation{By: composite.AsIs}, Aggregate: geometric})
	if zero.Index()[0] != 0 || math.Abs(zero.Index()[2]-2) > 1e-12 {
		t.Errorf("a geometric mean with a 0 is 0: %v", zero.Index())
	}
}
