// SPDX-License-Identifier: EUPL-1.2

package composite_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/composite"
	"github.com/sumanus/sumanus/internal/testkit"
)

type file struct {
	name    string
	columns map[string]int
	rows    [][]string
}

func read(t testing.TB, name string) file {
	t.Helper()
	data, err := os.ReadFile(testkit.Shared(t, name))
	check(t, err)
	var r io.Reader = bytes.NewReader(data)
	if strings.HasSuffix(name, ".gz") {
		r, err = gzip.NewReader(r)
		check(t, err)
	}
	rows, err := csv.NewReader(r).ReadAll()
	check(t, err)
	out := file{name: name, columns: map[string]int{}, rows: rows[1:]}
	for k, c := range rows[0] {
		out.columns[c] = k
	}
	return out
}

func (f file) text(t testing.TB, row int, column string) string {
	t.Helper()
	k, found := f.columns[column]
	if !found {
		t.Fatalf("%s has no column %s", f.name, column)
	}
	return strings.TrimSpace(f.rows[row][k])
}

// number reads a cell; empty and NA are missing.
func (f file) number(t testing.TB, row int, column string) float64 {
	t.Helper()
	s := f.text(t, row, column)
	if s == "" || s == "NA" {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(s, 64)
	check(t, err)
	return v
}

func match(t *testing.T, f file, column string, relative float64, value func(row int) float64) {
	t.Helper()
	n, worst := 0, 0
	for k := range f.rows {
		want, got := f.number(t, k, column), value(k)
		if math.Abs(got-want) <= max(relative*math.Abs(want), 1e-13) {
			n++
			continue
		}
		t.Errorf("%s %s row %d: %.15g, want %.15g", f.name, column, k, got, want)
		if worst++; worst > 3 {
			t.FailNow()
		}
	}
	t.Logf("%s %s: compared %d of %d", f.name, column, n, len(f.rows))
}

// frame reads a structure as COINr has it; lines without a level are no part of it.
func frame(t testing.TB, f file) *composite.Frame {
	t.Helper()
	var nodes []composite.Node
	for k := range f.rows {
		level, err := strconv.Atoi(f.text(t, k, "Level"))
		if err != nil {
			continue
		}
		parent := f.text(t, k, "Parent")
		if parent == "NA" {
			parent = ""
		}
		nodes = append(nodes, composite.Node{Level: level, Code: f.text(t, k, "iCode"), Direction: f.number(t, k, "Direction"),
			Weight: f.number(t, k, "Weight"), Parent: parent, Indicator: f.text(t, k, "Type") == "Indicator"})
	}
	out, err := composite.NewFrame(nodes)
	check(t, err)
	return out
}

func tableOf(t testing.TB, f file, frame *composite.Frame) *composite.Table {
	t.Helper()
	out := &composite.Table{Units: len(f.rows)}
	for _, code := range frame.Indicators() {
		column := make([]float64, len(f.rows))
		for u := range column {
			column[u] = f.number(t, u, code)
		}
		out.Columns = append(out.Columns, column)
	}
	return out
}

func reference(t testing.TB) (*composite.Frame, *composite.Table, map[string]int) {
	t.Helper()
	f := frame(t, read(t, "reference/inputs/indicator_structure.csv"))
	at := map[string]int{}
	for k, n := range f.Nodes {
		at[n.Code] = k
	}
	return f, tableOf(t, read(t, "reference/inputs/indicators_1200x30.csv.gz"), f), at
}

var (
	zscore    = composite.Normalisation{By: composite.ZScore}
	geometric = composite.Aggregation{By: []composite.Mean{composite.Geometric}}
)

func build(t testing.TB, f *composite.Frame, raw *composite.Table, r composite.Recipe) *composite.Run {
	t.Helper()
	run, err := composite.Build(f, raw, r, 0)
	check(t, err)
	return run
}

func TestScoresAgreeWithCOINr(t *testing.T) {
	f, raw, at := reference(t)
	scores := read(t, "reference/expected/w3_coinr_scores.csv.gz")
	normalised := read(t, "reference/expected/w3_coinr_normalised_sample.csv")
	row := func(k int) int {
		u, err := strconv.Atoi(strings.TrimPrefix(normalised.text(t, k, "region"), "R"))
		check(t, err)
		return u
	}
	for _, c := range []struct {
		prefix, column string
		by             composite.Normalisation
	}{{"mm", "minmax_1_100", composite.Normalisation{}}, {"zs", "zscore_10_2", zscore}} {
		for _, mean := range []struct {
			name string
			by   composite.Aggregation
		}{{"a_amean", composite.Aggregation{}}, {"a_gmean", geometric}} {
			run := build(t, f, raw, composite.Recipe{Normalise: c.by, Aggregate: mean.by})
			for _, node := range []string{"P0", "P5", "S0", "S1", "Index"} {
				match(t, scores, c.prefix+"_"+mean.name+"_"+node, 1e-11, func(u int) float64 { return run.Aggregated.Scores[at[node]][u] })
			}
			match(t, scores, c.prefix+"_"+mean.name+"_rank", 0, func(u int) float64 { return run.Ranks[u] })
			match(t, normalised, c.column, 1e-11, func(k int) float64 { return run.Aggregated.Scores[at[normalised.text(t, k, "indicator")]][row(k)] })
		}
	}
}

// weightSets reads sets of weights by node.
func weightSets(t testing.TB, name string, f *composite.Frame) [][]float64 {
	t.Helper()
	in := read(t, name)
	out := make([][]float64, len(in.rows))
	for k := range out {
		out[k] = make([]float64, len(f.Nodes))
		for i, n := range f.Nodes {
			out[k][i] = in.number(t, k, n.Code)
		}
	}
	return out
}

func TestRanksUnderOtherWeightsAgreeWithCOINr(t *testing.T) {
	f, raw, _ := reference(t)
	run := build(t, f, raw, composite.Recipe{})
	sets := weightSets(t, "reference/inputs/w3_ua_weights.csv.gz", f)
	s, err := composite.Sweep(run, sets)
	check(t, err)
	want := read(t, "reference/expected/w3_coinr_ua_rankstats.csv")
	for column, values := range map[string][]float64{"Nominal": s.Nominal, "Mean": s.Mean, "Median": s.Median, "Q5": s.Q5, "Q95": s.Q95} {
		match(t, want, column, 1e-12, func(u int) float64 { return values[u] })
	}
	scores := read(t, "reference/expected/w3_coinr_ua_scores_sample.csv.gz")
	for column := range scores.columns {
		k, err := strconv.Atoi(strings.TrimPrefix(column, "r_"))
		if err != nil {
			continue
		}
		one, err := run.Replay(composite.Weigh, composite.Recipe{Weigh: composite.Weighting{Own: sets[k-1]}})
		check(t, err)
		match(t, scores, column, 1e-11, func(row int) float64 { return one.Index()[40*row] })
	}
	// Drawn at random with the same noise, the ranks have the same distribution.
	u, err := composite.Uncertainty(run, composite.Choices{Noise: 0.25}, 1000, 7)
	check(t, err)
	gap, wide := 0.0, 0.0
	for k := range u.Mean {
		gap += math.Abs(u.Mean[k]-s.Mean[k]) / float64(len(u.Mean))
		wide += (u.Q95[k] - u.Q5[k]) / (s.Q95[k] - s.Q5[k]) / float64(len(u.Mean))
	}
	if gap > 1 || math.Abs(wide-1) > 0.03 {
		t.Errorf("means are %.2f apart on average, intervals %.3f as wide", gap, wide)
	}
}

func TestSobolAgreesWithCOINr(t *testing.T) {
	f, raw, _ := reference(t)
	run := build(t, f, raw, composite.Recipe{})
	sets := weightSets(t, "reference/inputs/w3_sobol_weight_sets.csv.gz", f)
	runs := read(t, "reference/expected/w3_coinr_sobol_runs.csv")
	y := make([]float64, len(runs.rows))
	for k := range y {
		r := composite.Recipe{Weigh: composite.Weighting{Own: sets[int(runs.number(t, k, "weight_set"))]}}
		if runs.text(t, k, "norm") == "n_zscore" {
			r.Normalise = zscore
		}
		if runs.text(t, k, "agg") == "a_gmean" {
			r.Aggregate = geometric
		}
		one, err := run.Replay(composite.Normalise, r)
		check(t, err)
		for u, rank := range one.Ranks {
			y[k] += math.Abs(rank-run.Ranks[u]) / float64(len(one.Ranks))
		}
	}
	match(t, runs, "y", 1e-11, func(k int) float64 { return y[k] })
	first, total, _, err := composite.Sobol(y, 50, 3)
	check(t, err)
	want := read(t, "reference/expected/w3_coinr_sobol.csv")
	match(t, want, "Si", 1e-11, func(k int) float64 { return first[k] })
	match(t, want, "STi", 1e-11, func(k int) float64 { return total[k] })
}

func TestCorrelationsAgreeWithR(t *testing.T) {
	f, raw, at := reference(t)
	run := build(t, f, raw, composite.Recipe{})
	want := read(t, "reference/expected/w3_r_correlations.csv")
	pair := func(k int) (int, int) { return int(want.number(t, k, "i")), int(want.number(t, k, "j")) }
	match(t, want, "pearson_directed", 1e-11, func(k int) float64 {
		i, j := pair(k)
		return composite.Correlation(run.Normalised.Table.Columns[i], run.Normalised.Table.Columns[j])
	})
	match(t, want, "spearman_raw", 1e-11, func(k int) float64 {
		i, j := pair(k)
		return composite.Spearman(raw.Columns[i], raw.Columns[j])
	})
	scalars := read(t, "reference/expected/w3_coinr_scalars.csv")
	match(t, scalars, "value", 1e-11, func(int) float64 { return composite.CronbachAlpha(run.Normalised.Table.Columns) })
	_ = at
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
