// SPDX-License-Identifier: EUPL-1.2

package composite_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/sumanus/sumanus/analysis/composite"
)

// The ASEM sustainable connectivity index as the vignette "Presenting Results" of COINr 1.1 prints it, to two decimals: denominated, gaps
// filled by the mean of Europe or Asia, outliers treated, minmax from 0 to 100, arithmetic means.
// https://cran.r-project.org/web/packages/COINr/vignettes/results.html
func TestASEMAgreesWithTheVignette(t *testing.T) {
	data, meta := read(t, "data/composite/ASEM_iData.csv"), read(t, "data/composite/ASEM_iMeta.csv")
	f := frame(t, meta)
	raw := tableOf(t, data, f)
	denominator := map[string]string{}
	for k := range meta.rows {
		denominator[meta.text(t, k, "iCode")] = meta.text(t, k, "Denominator")
	}
	region := map[string]int{"Europe": 0, "Asia": 1}
	groups, row := make([]int, raw.Units), map[string]int{}
	for u := range groups {
		groups[u] = region[data.text(t, u, "EurAsia_group")]
		row[data.text(t, u, "uCode")] = u
	}
	for c, code := range f.Indicators() {
		if by := denominator[code]; by != "" && by != "NA" {
			for u := range groups {
				raw.Columns[c][u] /= data.number(t, u, by)
			}
		}
	}
	run := build(t, f, raw, composite.Recipe{
		Impute:    composite.Imputation{By: composite.ImputeGroupMean, Groups: groups},
		Treat:     composite.Treatment{On: true},
		Normalise: composite.Normalisation{High: 100},
	})
	columns := []string{"Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ"}
	compared := 0
	for k, want := range []struct {
		unit   string
		values []string
	}{
		{"CHE", []string{"68.38", "62.79", "73.98", "63.41", "32.87", "74.78", "85.94", "56.93", "77.21"}},
		{"NLD", []string{"64.82", "61.94", "67.70", "64.87", "46.62", "84.55", "71.74", "41.92", "58.73"}},
		{"DNK", []string{"64.80", "57.10", "72.51", "50.52", "30.43", "78.13", "75.35", "51.04", "69.83"}},
		{"NOR", []string{"64.47", "57.44", "71.50", "58.18", "25.70", "80.03", "89.46", "33.80", "70.90"}},
		{"BEL", []string{"63.54", "63.99", "63.09", "71.97", "48.22", "80.84", "75.60", "43.32", "53.01"}},
		{"SWE", []string{"63.00", "53.87", "72.12", "51.51", "23.87", "80.98", "74.51", "38.50", "66.37"}},
	} {
		u := row[want.unit]
		if run.Ranks[u] != float64(k+1) {
			t.Errorf("%s has rank %v, want %d", want.unit, run.Ranks[u], k+1)
		}
		for i, code := range columns {
			for node, n := range f.Nodes {
				if n.Code == code {
					if got := fmt.Sprintf("%.2f", run.Aggregated.Scores[node][u]); got != want.values[i] {
						t.Errorf("%s %s: %s, want %s", want.unit, code, got, want.values[i])
					} else {
						compared++
					}
				}
			}
		}
	}
	bent := 0
	for _, d := range run.Treated.Indicators {
		if d.Transformed {
			bent++
		}
	}
	t.Logf("compared %d of 54 published scores; %d gaps filled, %d indicators bent", compared, len(run.Imputed.Gaps), bent)
}

// Cases of COINr's reference pages, so that the package is tested where the shared data is not.
func TestWinsorisingOfTheReferencePage(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100}
	f, raw := one(t, x)
	run := build(t, f, raw, composite.Recipe{Treat: composite.Treatment{On: true}, Normalise: composite.Normalisation{By: composite.AsIs}})
	d := run.Treated.Indicators[0]
	if got := run.Treated.Table.Columns[0][11]; got != 30 || len(d.High) != 1 || d.High[0] != 11 || len(d.Low) != 0 || d.Transformed || !d.Passed {
		t.Errorf("the largest value became %v: %+v", got, d)
	}
	// Skewness and kurtosis of type 2, by hand: 1, 2, 3, 10 has mean 4, m2 = 50, m3 = 180, m4 = 1394.
	y := []float64{1, 2, math.NaN(), 3, 10}
	if got := composite.Skewness(y); math.Abs(got-math.Sqrt(4)*180/math.Pow(50, 1.5)*math.Sqrt(12)/2) > 1e-12 {
		t.Errorf("skewness %v", got)
	}
	if got := composite.Kurtosis(y); math.Abs(got-(5*(4*1394./2500-3)+6)*3/2) > 1e-12 {
		t.Errorf("kurtosis %v", got)
	}
}

// one makes an index of one indicator.
func one(t testing.TB, x []float64) (*composite.Frame, *composite.Table) {
	t.Helper()
	f, err := composite.NewFrame([]composite.Node{{Level: 1, Code: "x", Direction: 1, Weight: 1, Parent: "I", Indicator: true}, {Level: 2, Code: "I", Direction: 1, Weight: 1}})
	check(t, err)
	return f, &composite.Table{Units: len(x), Columns: [][]float64{x}}
}

func TestScalesByHand(t *testing.T) {
	x := []float64{4, 1, math.NaN(), 4, 2}
	for name, c := range map[string]struct {
		by   composite.Normalisation
		want []float64
	}{
		"minmax":     {composite.Normalisation{}, []float64{100, 1, math.NaN(), 100, 34}},
		"zscore":     {zscore, []float64{10 + 2*1.25/1.5, 10 - 2*1.75/1.5, math.NaN(), 10 + 2*1.25/1.5, 10 - 2*0.75/1.5}},
		"rank":       {composite.Normalisation{By: composite.RankScore}, []float64{3, 1, math.NaN(), 3, 2}},
		"borda":      {composite.Normalisation{By: composite.Borda}, []float64{2, 0, math.NaN(), 2, 1}},
		"percent":    {composite.Normalisation{By: composite.PercentRank}, []float64{2. / 3, 0, math.NaN(), 2. / 3, 1. / 3}},
		"distance":   {composite.Normalisation{By: composite.DistanceToMax}, []float64{1, 0, math.NaN(), 1, 1. / 3}},
		"share":      {composite.Normalisation{By: composite.ShareOfMax}, []float64{1, 0.25, math.NaN(), 1, 0.5}},
		"target":     {composite.Normalisation{By: composite.Target, Target: 3}, []float64{1, 0, math.NaN(), 1, 0.5}},
		"goalposts":  {composite.Normalisation{By: composite.Goalposts, Low: 2, High: 6}, []float64{50, 0, math.NaN(), 50, 0}},
		"as it is":   {composite.Normalisation{By: composite.AsIs}, x},
		"own bounds": {composite.Normalisation{Low: 0, High: 3}, []float64{3, 0, math.NaN(), 3, 1}},
	} {
		f, raw := one(t, x)
		run := build(t, f, raw, composite.Recipe{Normalise: c.by})
		for u, got := range run.Normalised.Table.Columns[0] {
			if !same(got, c.want[u]) {
				t.Errorf("%s of %v: %v, want %v", name, x[u], got, c.want[u])
			}
		}
	}
	f, raw := one(t, []float64{5, 5, 5})
	if run := build(t, f, raw, composite.Recipe{}); len(run.Normalised.Constant) != 1 || !math.IsNaN(run.Index()[0]) || !math.IsNaN(run.Ranks[0]) {
		t.Error("what does not vary has no place on a scale")
	}
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b))
}
