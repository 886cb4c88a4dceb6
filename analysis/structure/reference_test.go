// SPDX-License-Identifier: EUPL-1.2

package structure_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
	"github.com/sumanus/sumanus/internal/testkit"
)

// table is a CSV file of the shared data by column.
type table struct {
	name    string
	columns map[string]int
	rows    [][]string
}

func read(t testing.TB, name string) table {
	t.Helper()
	data, err := os.ReadFile(testkit.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	var r io.Reader = bytes.NewReader(data)
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := table{name: name, columns: map[string]int{}, rows: rows[1:]}
	for k, c := range rows[0] {
		out.columns[c] = k
	}
	return out
}

func (f table) number(t testing.TB, row int, column string) (float64, bool) {
	t.Helper()
	k, found := f.columns[column]
	if !found {
		t.Fatalf("%s has no column %s", f.name, column)
	}
	s := strings.TrimSpace(f.rows[row][k])
	if s == "" || s == "NA" || s == "NaN" {
		return math.NaN(), false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v, true
}

// match compares a column of a file with values by row, relative to 1e-9 or absolute to half the last decimal where the peer rounds.
func match(t *testing.T, f table, column string, absolute float64, value func(row int) float64) {
	t.Helper()
	n, worst, none := 0, 0.0, 0
	for k := range f.rows {
		want, ok := f.number(t, k, column)
		if !ok {
			none++
			continue
		}
		got := value(k)
		gap := math.Abs(got - want)
		limit := max(absolute, 1e-9*math.Abs(want), 1e-13)
		if !(gap <= limit) {
			t.Errorf("%s %s row %d: %.15g, want %.15g", f.name, column, k, got, want)
			if worst++; worst > 3 {
				t.FailNow()
			}
			continue
		}
		n++
	}
	t.Logf("%s %s: compared %d of %d (%d without a value there)", f.name, column, n, len(f.rows), none)
}

func TestRegionsAgreeWithNumpyEconGeoAndREAT(t *testing.T) {
	sector := blocks(600, 30)
	start, end := sample.Jobs(1200, 600, false), sample.Jobs(1200, 600, true)
	a, err := structure.Regions(start, sector, structure.Options{})
	check(t, err)
	b, err := structure.Regions(end, sector, structure.Options{})
	check(t, err)
	numpy := read(t, "reference/expected/w4_numpy_region.csv.gz")
	for suffix, m := range map[string]*structure.RegionMeasures{"0": a, "1": b} {
		for column, values := range map[string][]float64{"total": m.Total, "hhi": m.HHI, "krugman": m.Krugman, "gini": m.Gini,
			"entropy": m.Entropy, "unrelated": m.Unrelated, "related": m.Related} {
			match(t, numpy, column+suffix, 0, at(values))
		}
	}
	econgeo := read(t, "reference/expected/w4_econgeo_reat_region.csv.gz")
	for suffix, m := range map[string]*structure.RegionMeasures{"_t0": a, "_t1": b} {
		match(t, econgeo, "hhi"+suffix, 0, at(m.HHI))
		match(t, econgeo, "krugman"+suffix, 0, at(m.Krugman))
		match(t, econgeo, "hachman"+suffix, 0, at(m.Hachman))
		match(t, econgeo, "entropy_log2_3dp"+suffix, 0.000501, at(m.Entropy)) // rounded, and 1e-9 added to every share
	}
	match(t, econgeo, "reat_herf_t0", 0, at(a.HHI))
	match(t, econgeo, "reat_gini_t0", 0, at(a.Gini))
	match(t, econgeo, "reat_krugman_t0", 0, at(a.Krugman))
}

func TestActivitiesAgreeWithPySALAndEconGeo(t *testing.T) {
	m := sample.Jobs(1200, 600, false)
	got, err := structure.Activities(m, structure.Options{})
	check(t, err)
	pysal := read(t, "reference/expected/w4_pysal_industry.csv")
	match(t, pysal, "theil", 0, at(got.Theil))
	match(t, pysal, "gini", 0, at(got.Gini))
	econgeo := read(t, "reference/expected/w4_econgeo_industry.csv")
	match(t, econgeo, "locational_gini", 0, at(got.LocationalGini))
	match(t, econgeo, "gini_3dp", 0.0005000001, at(got.Gini))
	match(t, econgeo, "hoover_gini_3dp", 0.0005000001, func(k int) float64 { return 2 * got.LocationalGini[k] })
	match(t, econgeo, "hoover_index_2dp", 0.005000001, func(k int) float64 { return 100 * got.Hoover[k] })
}

func TestScalarsAgreeWithPySALAndREAT(t *testing.T) {
	m := sample.Jobs(1200, 600, false)
	totals := m.Totals(0).Region
	group := make([]int, len(totals))
	for r := range group {
		group[r] = r / 60
	}
	parts, err := structure.TheilParts(totals, nil, group)
	check(t, err)
	gini, err := structure.Gini(totals)
	check(t, err)
	mld, err := structure.MeanLogDeviation(totals)
	check(t, err)
	hoover, err := structure.Hoover(totals, nil)
	check(t, err)
	have := map[string]float64{"theil_T_region_totals_t0": parts.Total, "theil_between_20": parts.Between, "theil_within_20": parts.Within,
		"gini_region_totals_t0": gini, "reat_gini_region_totals_t0": gini, "reat_theil_mld_region_totals_t0": mld, "reat_hoover_region_totals_t0": hoover}
	for _, name := range []string{"reference/expected/w4_pysal_scalars.csv", "reference/expected/w4_reat_scalars.csv"} {
		f := read(t, name)
		match(t, f, "value", 0, func(row int) float64 {
			v, found := have[f.rows[row][0]]
			if !found {
				t.Errorf("nothing to compare %s with", f.rows[row][0])
			}
			return v
		})
	}
}

func TestShiftAgreesWithNumpyAndREAT(t *testing.T) {
	start, end := sample.Jobs(1200, 600, false), sample.Jobs(1200, 600, true)
	s, err := structure.Shift(start, end, structure.Options{})
	check(t, err)
	numpy := read(t, "reference/expected/w4_numpy_region.csv.gz")
	// The peer's sums carry 1e-11 of totals up to 1e5 in parts that may be near 0.
	match(t, numpy, "national", 1e-9, at(s.National))
	match(t, numpy, "mix", 1e-9, at(s.Mix))
	match(t, numpy, "regional", 1e-9, at(s.Regional))

	sector := blocks(600, 30)
	a, err := start.Merge(sector)
	check(t, err)
	b, err := end.Merge(sector)
	check(t, err)
	s, err = structure.Shift(a, b, structure.Options{})
	check(t, err)
	reat := read(t, "reference/expected/w4_reat_shift_20sectors.csv.gz")
	match(t, reat, "growth", 0, at(s.Change))
	match(t, reat, "national", 1e-9, at(s.National))
	match(t, reat, "mix", 1e-9, at(s.Mix))
	match(t, reat, "regional", 1e-9, at(s.Regional))
	match(t, reat, "net_total_shift", 1e-9, func(r int) float64 { return s.Mix[r] + s.Regional[r] })
	match(t, reat, "esteban_regional", 1e-9, at(s.Competitive))
	match(t, reat, "esteban_allocation", 1e-9, at(s.Allocation))
}

func TestBusinessStatisticsOf2015AgreeWithEconGeo(t *testing.T) {
	f := read(t, "data/complexity/sbs2015/sbs_employment_matrix_2015.csv.gz")
	m := employment(t, f)
	q, err := structure.LocationQuotient(m, structure.Options{})
	check(t, err)
	lq := read(t, "data/complexity/sbs2015/expected_lq_2015.csv.gz")
	for name, k := range lq.columns {
		if k > 0 {
			match(t, lq, name, 1e-12, func(r int) float64 { return q.Value(r, k-1) })
		}
	}
	regions, err := structure.Regions(m, nil, structure.Options{})
	check(t, err)
	want := read(t, "data/complexity/sbs2015/expected_region_indices_2015.csv.gz")
	match(t, want, "total", 0, at(regions.Total))
	match(t, want, "herfindahl", 1e-12, at(regions.HHI))
	match(t, want, "krugman", 1e-12, at(regions.Krugman))
	match(t, want, "spec_coeff", 1e-12, func(r int) float64 { return regions.Krugman[r] / 2 })
	match(t, want, "hachman", 1e-12, at(regions.Hachman))
	match(t, want, "entropy_ln", 1e-11, func(r int) float64 { return regions.Entropy[r] * math.Ln2 })
	activities, err := structure.Activities(m, structure.Options{})
	check(t, err)
	match(t, read(t, "data/complexity/sbs2015/expected_industry_indices_2015.csv.gz"), "locational_gini", 1e-12, at(activities.LocationalGini))
}

func TestTextbookExamples(t *testing.T) {
	data, err := os.ReadFile(testkit.Shared(t, "data/complexity/expected_textbook_indices.json"))
	check(t, err)
	var file map[string]struct {
		Input  json.RawMessage
		Result json.RawMessage
	}
	check(t, json.Unmarshal(data, &file))
	type share struct {
		Components []struct{ Components float64 }
	}
	n := 0
	same := func(name string, got, want float64) {
		t.Helper()
		if !near(got, want, 1e-12) {
			t.Errorf("%s: %.15g, want %.15g", name, got, want)
		}
		n++
	}
	parts := func(name string, p structure.ShiftParts) {
		var want share
		check(t, json.Unmarshal(file[name].Result, &want))
		for k, got := range []float64{p.Change, p.National, p.Mix, p.Regional, p.Mix + p.Regional} {
			same(name, got, want.Components[k].Components)
		}
	}
	var in struct{ R0, R1, N0, N1 []float64 }
	check(t, json.Unmarshal(file["shift_share_region_A"].Input, &in))
	p, err := structure.ShiftOne(in.R0, in.R1, in.N0, in.N1)
	check(t, err)
	parts("shift_share_region_A", p)

	f := read(t, "data/complexity/reat_Freiburg.csv")
	p, err = structure.ShiftOne(f.column(t, "e_Freiburg2008"), f.column(t, "e_Freiburg2014"), f.column(t, "e_Germany2008"), f.column(t, "e_Germany2014"))
	check(t, err)
	parts("shift_share_freiburg_2008_2014", p)

	f = read(t, "data/complexity/reat_Goettingen.csv")
	here, there := f.column(t, "Goettingen2017"), f.column(t, "BRD2017")
	var lq []float64
	check(t, json.Unmarshal(file["locq_goettingen_2017"].Result, &lq))
	// Two regions, the town and the rest of the country, make the country the reference.
	dense := slicesRest(here, there)
	m, err := matrix.FromDense(2, len(here)-1, dense)
	check(t, err)
	q, err := structure.LocationQuotient(m, structure.Options{})
	check(t, err)
	for i, want := range lq {
		// The published quotient rests on the total row, ours on the sum of the sections; they differ by jobs without a section.
		scale := sumOf(here[1:]) / here[0] * there[0] / sumOf(there[1:])
		same("locq_goettingen_2017", q.Value(0, i)*scale, want)
	}
	for name, measure := range map[string]func([]float64) (float64, error){"herfindahl": structure.HHI, "gini": structure.Gini} {
		var values []float64
		var want float64
		check(t, json.Unmarshal(file[name].Input, &values))
		check(t, json.Unmarshal(file[name].Result, &want))
		got, err := measure(values)
		check(t, err)
		same(name, got, want)
	}
	var structures struct {
		Eij []float64 `json:"E_ij"`
		Eil []float64 `json:"E_il"`
	}
	check(t, json.Unmarshal(file["krugman_spec_example"].Input, &structures))
	k, err := structure.Krugman(structures.Eij, structures.Eil)
	check(t, err)
	same("krugman_spec_example", k, 2)
	var germany struct {
		Input struct {
			GDP        []float64 `json:"gdp_bn_eur"`
			Population []float64
		}
		Hoover, Herfindahl float64
	}
	var whole map[string]json.RawMessage
	check(t, json.Unmarshal(data, &whole))
	check(t, json.Unmarshal(whole["regional_disparity_DE_2015"], &germany))
	hoover, err := structure.Hoover(germany.Input.GDP, germany.Input.Population)
	check(t, err)
	same("regional_disparity_DE_2015 hoover", hoover, germany.Hoover)
	hhi, err := structure.HHI(germany.Input.GDP)
	check(t, err)
	same("regional_disparity_DE_2015 herfindahl", hhi, germany.Herfindahl)
	t.Logf("expected_textbook_indices.json: compared %d numbers of 7 of its 11 examples (the others are firm data, disparities and convergence)", n)
}

func (f table) column(t testing.TB, name string) []float64 {
	out := make([]float64, len(f.rows))
	for k := range f.rows {
		out[k], _ = f.number(t, k, name)
	}
	return out
}

func employment(t testing.TB, f table) *matrix.Matrix {
	t.Helper()
	var values []float64
	for _, row := range f.rows {
		for _, s := range row[1:] {
			v, err := strconv.ParseFloat(s, 64)
			check(t, err)
			values = append(values, v)
		}
	}
	m, err := matrix.FromDense(len(f.rows), len(f.columns)-1, values)
	check(t, err)
	return m
}

func slicesRest(here, there []float64) []float64 {
	n := len(here) - 1
	out := make([]float64, 2*n)
	for i := range n {
		out[i], out[n+i] = here[i+1], there[i+1]-here[i+1]
	}
	return out
}

func sumOf(values []float64) (s float64) {
	for _, v := range values {
		s += v
	}
	return s
}

func blocks(n, size int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = k / size
	}
	return out
}

func at(values []float64) func(int) float64 { return func(k int) float64 { return values[k] } }

func near(a, b, relative float64) bool {
	return a == b || math.Abs(a-b) <= relative*max(math.Abs(a), math.Abs(b))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
