// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/internal/testkit"
)

// table reads the numbers of a CSV file of the shared reference, row by row.
func table(t testing.TB, name string) [][]float64 {
	t.Helper()
	var out [][]float64
	for _, row := range rows(t, name) {
		var line []float64
		for _, cell := range row {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			line = append(line, v)
		}
		out = append(out, line)
	}
	return out
}

// rows reads a CSV file without its header.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "reference/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	all, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// plane is the 1,000 demands and 200 sites of the reference.
func plane(t testing.TB) (*Costs, []float64) {
	t.Helper()
	var demand, sites []Point
	var weights []float64
	for _, r := range table(t, "inputs/demand_1000.csv.gz") {
		demand, weights = append(demand, Point{r[0], r[1]}), append(weights, r[2])
	}
	for _, r := range table(t, "inputs/sites_200.csv.gz") {
		sites = append(sites, Point{r[0], r[1]})
	}
	c, err := StraightLine(demand, sites, 1)
	check(t, err)
	return c, weights
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
