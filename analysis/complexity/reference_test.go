// SPDX-License-Identifier: EUPL-1.2

package complexity_test

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

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
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
	check(t, err)
	var r io.Reader = bytes.NewReader(data)
	if strings.HasSuffix(name, ".gz") {
		r, err = gzip.NewReader(r)
		check(t, err)
	}
	rows, err := csv.NewReader(r).ReadAll()
	check(t, err)
	out := table{name: name, columns: map[string]int{}, rows: rows[1:]}
	for k, c := range rows[0] {
		out.columns[c] = k
	}
	return out
}

func (f table) text(t testing.TB, row int, column string) string {
	t.Helper()
	k, found := f.columns[column]
	if !found {
		t.Fatalf("%s has no column %s", f.name, column)
	}
	return strings.TrimSpace(f.rows[row][k])
}

func (f table) number(t testing.TB, row int, column string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(f.text(t, row, column), 64)
	check(t, err)
	return v
}

func (f table) index(t testing.TB, row int, column string) int {
	t.Helper()
	v, err := strconv.Atoi(f.text(t, row, column))
	check(t, err)
	return v
}

// match compares a column with values by row: relative, and absolute where the peer rounds or a value stands near 0.
func match(t *testing.T, f table, column string, relative, absolute float64, value func(row int) float64) {
	t.Helper()
	n, worst := 0, 0
	for k := range f.rows {
		want, got := f.number(t, k, column), value(k)
		if math.Abs(got-want) <= max(relative*math.Abs(want), absolute) {
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

const (
	exact  = 1e-9
	vector = 1e-6
)

type everything struct {
	n        *complexity.Network
	x        *complexity.Index
	phi      *complexity.Square
	d, gains *complexity.Densities
	coi      []float64
}

func all(t testing.TB, m *matrix.Matrix, o complexity.Options) (e everything) {
	t.Helper()
	var err error
	e.n, err = complexity.Specialise(m, o)
	check(t, err)
	e.x, err = complexity.Complexity(e.n, o)
	check(t, err)
	e.phi, err = complexity.Proximity(e.n, o)
	check(t, err)
	e.d, err = complexity.Density(e.n, e.phi, o)
	check(t, err)
	e.coi, _, err = complexity.Outlook(e.n, e.d, e.x, o)
	check(t, err)
	e.gains, err = complexity.Gains(e.n, e.phi, e.d, e.x, o)
	check(t, err)
	return e
}

func flag(n *complexity.Network, r, i int) float64 {
	if yes, _ := n.Specialised(r, i); yes {
		return 1
	}
	return 0
}

func TestAgreesWithPyEcomplexityAndNumpy(t *testing.T) {
	e := all(t, sample.Jobs(1200, 600, false), complexity.Options{})
	for _, peer := range []string{"pyecomplexity", "numpy_1200"} {
		suffix := ".csv"
		if peer == "numpy_1200" {
			suffix = ".csv.gz"
		}
		f := read(t, "reference/expected/w1_"+peer+"_region"+suffix)
		match(t, f, "diversity", 0, 0, at(e.n.Diversity))
		match(t, f, "eci", vector, 1e-9, at(e.x.ECI))
		if peer == "pyecomplexity" {
			match(t, f, "coi", vector, 1e-9, at(e.coi))
		}
		f = read(t, "reference/expected/w1_"+peer+"_industry.csv")
		match(t, f, "ubiquity", 0, 0, at(e.n.Ubiquity))
		match(t, f, "pci", vector, 1e-9, at(e.x.PCI))
		f = read(t, "reference/expected/w1_"+peer+"_cells_sample.csv.gz")
		cell := func(value func(r, i int) float64) func(int) float64 {
			return func(k int) float64 { return value(f.index(t, k, "region"), f.index(t, k, "industry")) }
		}
		match(t, f, "rca", exact, 0, cell(e.n.RCA.Value))
		match(t, f, "mcp", 0, 0, cell(func(r, i int) float64 { return flag(e.n, r, i) }))
		match(t, f, "density", exact, 0, cell(e.d.At))
		if peer == "pyecomplexity" {
			match(t, f, "cog", vector, 1e-9, cell(e.gains.At))
		}
	}
	f := read(t, "reference/expected/w1_numpy_1200_proximity_sample.csv.gz")
	match(t, f, "proximity", exact, 0, func(k int) float64 { return e.phi.At(f.index(t, k, "i"), f.index(t, k, "j")) })
	together, err := complexity.CoOccurrence(e.n, complexity.Options{})
	check(t, err)
	match(t, f, "cooc", 0, 0, func(k int) float64 { return together.At(f.index(t, k, "i"), f.index(t, k, "j")) })

	sums := map[string]float64{}
	for k, name := range []string{"eig1", "eig2", "eig3"} {
		sums[name] = e.x.Eigenvalues[k]
	}
	for r := range 1200 {
		for i := range 600 {
			sums["sum_rca"] += e.n.RCA.Value(r, i)
			sums["sum_density"] += e.d.At(r, i)
		}
		sums["sum_mcp"] += e.n.Diversity[r]
	}
	for _, v := range e.phi.Values {
		sums["sum_proximity_incl_diag"] += v
	}
	sums["zero_diversity_regions"] = float64(len(e.n.Diagnostics.Unspecialised))
	f = read(t, "reference/expected/w1_numpy_1200_scalars.csv")
	match(t, f, "value", vector, 0, func(k int) float64 {
		v, found := sums[f.rows[k][0]]
		if !found {
			t.Fatalf("nothing to compare %s with", f.rows[k][0])
		}
		return v
	})
}

func TestAgreesWithEconGeo(t *testing.T) {
	o := complexity.Options{Density: complexity.Balland}
	n, err := complexity.Specialise(sample.Jobs(1200, 600, false), o)
	check(t, err)
	measures := map[string]*complexity.Square{}
	for name, by := range map[string]complexity.Measure{"prob": complexity.Probability, "association": complexity.Association, "cosine": complexity.Cosine, "jaccard": complexity.Jaccard} {
		measures[name], err = complexity.Relatedness(n, by, o)
		check(t, err)
		f := read(t, "reference/expected/w1_econgeo_relatedness_sample.csv.gz")
		match(t, f, name, exact, 0, func(k int) float64 { return measures[name].At(f.index(t, k, "i"), f.index(t, k, "j")) })
	}
	f := read(t, "reference/expected/w1_econgeo_cells_sample.csv.gz")
	for column, phi := range map[string]*complexity.Square{"density_assoc_bin": measures["association"].Related(1), "density_jaccard": measures["jaccard"]} {
		d, err := complexity.Density(n, phi, o)
		check(t, err)
		match(t, f, column, 0, 0.00500001, func(k int) float64 { return d.At(f.index(t, k, "region"), f.index(t, k, "industry")) }) // rounded to 2 decimals
	}
	match(t, f, "lq", exact, 0, func(k int) float64 { return n.RCA.Value(f.index(t, k, "region"), f.index(t, k, "industry")) })
	match(t, f, "m", 0, 0, func(k int) float64 { return flag(n, f.index(t, k, "region"), f.index(t, k, "industry")) })

	regions, industries := read(t, "reference/expected/w1_econgeo_region.csv"), read(t, "reference/expected/w1_econgeo_industry.csv")
	x, err := complexity.Complexity(n, o)
	check(t, err)
	match(t, regions, "diversity", 0, 0, at(n.Diversity))
	match(t, industries, "ubiquity", 0, 0, at(n.Ubiquity))
	for _, c := range []struct {
		file   table
		column string
		steps  int
		region bool
	}{{regions, "morc2", 2, true}, {regions, "morc20", 20, true}, {industries, "mort1", 1, false}, {industries, "mort19", 19, false}} {
		r, a, err := complexity.Reflections(n, c.steps, true, o)
		check(t, err)
		if c.region {
			a = r
		}
		match(t, c.file, c.column, exact, 1e-7, at(a)) // 20 steps leave differences of 1e-6 of the values, which are then stretched to 0..100
	}
	// EconGeo rounds the matrix to 4 decimals before it takes the vector, so only the direction can be compared.
	for _, c := range []struct {
		file   table
		column string
		values []float64
		least  float64
	}{{regions, "kci", x.ECI, 0.99999}, {industries, "tci", x.PCI, 0.99999}, {regions, "morc20", x.ECI, 1 - 1e-12}} {
		if got := math.Abs(correlation(c.values, c.file.column(t, c.column))); got < c.least {
			t.Errorf("%s %s: correlation %.9f", c.file.name, c.column, got)
		} else {
			t.Logf("%s %s: compared %d of %d by direction, correlation %.12f", c.file.name, c.column, len(c.values), len(c.file.rows), got)
		}
	}
}

func TestBusinessStatisticsOf2015(t *testing.T) {
	f := read(t, "data/complexity/sbs2015/sbs_employment_matrix_2015.csv.gz")
	m := employment(t, f)
	e := all(t, m, complexity.Options{PCI: complexity.Own})
	R, I := float64(m.Regions()), float64(m.Activities())
	want := read(t, "data/complexity/sbs2015/expected_region_indices_2015.csv.gz")
	match(t, want, "diversity_rca_ge1", 0, 0, at(e.n.Diversity))
	match(t, want, "eci", vector, 1e-9, func(r int) float64 { return e.x.ECI[r] * math.Sqrt((R-1)/R) }) // n−1 there
	mean, _, err := complexity.Reflections(e.n, 1, false, complexity.Options{})
	check(t, err)
	match(t, want, "avg_ubiquity", exact, 0, at(mean))
	twenty, _, err := complexity.Reflections(e.n, 20, true, complexity.Options{})
	check(t, err)
	match(t, want, "econgeo_MORc20", exact, 1e-6, at(twenty))
	if c := math.Abs(correlation(e.x.ECI, want.column(t, "econgeo_KCI"))); c < 0.9999 { // rounded inside
		t.Errorf("econgeo_KCI: correlation %v", c)
	}
	want = read(t, "data/complexity/sbs2015/expected_industry_indices_2015.csv.gz")
	match(t, want, "ubiquity", 0, 0, at(e.n.Ubiquity))
	match(t, want, "pci", vector, 1e-9, func(i int) float64 { return e.x.PCI[i] * math.Sqrt((I-1)/I) })
	o := complexity.Options{}
	relate := func(by complexity.Measure) *complexity.Square {
		s, err := complexity.Relatedness(e.n, by, o)
		check(t, err)
		return s
	}
	for name, s := range map[string]*complexity.Square{"proximity_minconditional": e.phi, "econgeo_relatedness_prob": relate(complexity.Probability),
		"econgeo_relatedness_cosine": relate(complexity.Cosine), "econgeo_relatedness_jaccard": relate(complexity.Jaccard)} {
		want := read(t, "data/complexity/sbs2015/expected_"+name+"_2015.csv.gz")
		for column, k := range want.columns {
			if k > 0 {
				match(t, want, column, 1e-9, 1e-12, func(row int) float64 {
					if row == k-1 {
						return 0 // the diagonal is 0 in the file
					}
					return s.At(row, k-1)
				})
			}
		}
	}
	balland, err := complexity.Density(e.n, e.phi, complexity.Options{Density: complexity.Balland})
	check(t, err)
	want = read(t, "data/complexity/sbs2015/expected_density_2015.csv.gz")
	for column, k := range want.columns {
		if k > 0 {
			match(t, want, column, 1e-9, 1e-12, func(row int) float64 { return balland.At(row, k-1) / 100 }) // zero diagonal, a share
		}
	}
}

func TestWorldTradeAgreesWithThePackageEconomiccomplexity(t *testing.T) {
	countries, products := read(t, "data/complexity/expected_fitness_country.csv"), read(t, "data/complexity/expected_fitness_product.csv")
	number := func(f table, column string) map[string]int {
		out := map[string]int{}
		for k := range f.rows {
			out[f.text(t, k, column)] = k
		}
		return out
	}
	c, p := number(countries, "country"), number(products, "product")
	trade := read(t, "data/complexity/world_trade_avg_1998_to_2000_sitc2_4digit.csv.gz")
	var cells []matrix.Cell
	for k := range trade.rows {
		cells = append(cells, matrix.Cell{Region: c[trade.text(t, k, "country")], Activity: p[trade.text(t, k, "product")], Value: trade.number(t, k, "value")})
	}
	m, err := matrix.FromCells(len(c), len(p), cells, nil)
	check(t, err)
	n, err := complexity.Specialise(m, complexity.Options{})
	check(t, err)
	ones := read(t, "data/complexity/expected_balassa_binary_nonzero.csv.gz")
	found := 0
	for k := range ones.rows {
		if yes, _ := n.Specialised(c[ones.text(t, k, "country")], p[ones.text(t, k, "product")]); yes {
			found++
		}
	}
	if found != len(ones.rows) || n.Links() != found {
		t.Errorf("%d of %d ones found, %d in all", found, len(ones.rows), n.Links())
	}
	t.Logf("%s: compared %d of %d", ones.name, found, len(ones.rows))
	f, err := complexity.Fitness(n, complexity.Options{Iterations: 19}) // the 20 of the package count the start
	check(t, err)
	match(t, countries, "complexity_index", exact, 0, at(f.Fitness))
	match(t, products, "complexity_index", exact, 0, at(f.Quality))
	still, err := complexity.Fitness(n, complexity.Options{})
	check(t, err)
	t.Logf("20 steps leave a movement of %.2g; %d steps: %.2g, converged %v, vanishing %d and %d", f.Change, still.Iterations, still.Change, still.Converged,
		len(still.VanishingRegions), len(still.VanishingActivities))
}

func (f table) column(t testing.TB, name string) []float64 {
	out := make([]float64, len(f.rows))
	for k := range out {
		out[k] = f.number(t, k, name)
	}
	return out
}

func correlation(a, b []float64) float64 {
	ma, mb, ab, aa, bb := 0.0, 0.0, 0.0, 0.0, 0.0
	for k := range a {
		ma += a[k] / float64(len(a))
		mb += b[k] / float64(len(a))
	}
	for k := range a {
		ab += (a[k] - ma) * (b[k] - mb)
		aa += (a[k] - ma) * (a[k] - ma)
		bb += (b[k] - mb) * (b[k] - mb)
	}
	return ab / math.Sqrt(aa*bb)
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

func at(values []float64) func(int) float64 { return func(k int) float64 { return values[k] } }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
