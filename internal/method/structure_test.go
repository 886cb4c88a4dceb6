// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/testkit"
)

var cellFlags = map[string]string{"region": "region", "activity": "activity", "value": "jobs"}

func with(flags map[string]string, more ...string) map[string]string {
	out := map[string]string{}
	for k, v := range flags {
		out[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

// TestStructureByHand: two regions and two activities, worked on paper. LQ of A, x: (30/40)/(40/100) = 1.875.
func TestStructureByHand(t *testing.T) {
	text := "region,activity,jobs,later,sector\nB,y,50,60,2\nA,x,30,33,1\nA,y,10,10,2\nB,x,10,8,1\n"
	r := mustRun(t, "structure", with(cellFlags, "end", "later", "sector", "sector"), map[string]string{"input": text})
	wantRegions := "region,total,hhi,krugman,theil,entropy,related_variety,unrelated_variety,national,mix,regional,total_change\n"
	if got := written(t, r, "regions"); !strings.HasPrefix(got, wantRegions+"B,60,") || !strings.Contains(got, "\nA,40,0.625,0.7,") {
		t.Errorf("regions.csv: %s", got)
	}
	want := "region,activity,lq\nB,y,1.388888888888889\nB,x,0.41666666666666663\nA,y,0.4166666666666667\nA,x,1.875\n"
	if got := written(t, r, "cells"); !sameNumbers(got, want) {
		t.Errorf("cells.csv: %s, want %s", got, want)
	}
	regions, _ := r.Table("regions")
	for row := range regions.Len {
		at := func(name string) float64 { c, _ := regions.Column(name); return c.Number(row) }
		if at("entropy") != at("related_variety")+at("unrelated_variety") {
			t.Errorf("row %d: varieties do not add up", row)
		}
		if d := at("national") + at("mix") + at("regional") - at("total_change"); d > 1e-12 || d < -1e-12 {
			t.Errorf("row %d: the parts miss the change by %g", row, d)
		}
	}
}

// sameNumbers compares two CSV texts, numbers to 1e-12.
func sameNumbers(a, b string) bool {
	x, y := strings.FieldsFunc(a, isCut), strings.FieldsFunc(b, isCut)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		v, ok := parseNumber(x[i])
		if x[i] != y[i] && (!ok || !near(v, y[i], 1e-12)) {
			return false
		}
	}
	return true
}

func isCut(r rune) bool { return r == ',' || r == '\n' }

// TestStructureMissingIsNotZero: swapping an empty cell and a 0 changes the result; a row that is left out is a 0.
func TestStructureMissingIsNotZero(t *testing.T) {
	table := func(cell string) string {
		return "region,activity,jobs\nA,x,30\nA,y," + cell + "\nB,x,10\nB,y,50\nC,x,7\nC,y,2\n"
	}
	of := func(text string) string {
		r := mustRun(t, "structure", cellFlags, map[string]string{"input": text})
		return written(t, r, "regions") + written(t, r, "activities") + written(t, r, "cells")
	}
	zero, missing, absent := of(table("0")), of(table("")), of(strings.Replace(table(""), "A,y,\n", "", 1))
	if zero == missing {
		t.Error("0 and an empty cell give the same result")
	}
	if zero != absent {
		t.Errorf("0 and no row differ:\n%s\n%s", zero, absent)
	}
	if !strings.Contains(missing, "\nA,y,\n") || !strings.Contains(zero, "\nA,y,0\n") {
		t.Errorf("the cell itself: %s %s", missing, zero)
	}
}

// TestStructureReference compares with plain numpy, EconGeo and pysal as shared/reference keeps them.
func TestStructureReference(t *testing.T) {
	input := testkit.Shared(t, "reference/inputs/emp_1200x600.csv.gz")
	// The sector of an industry is its number by 30 (README of the reference); the input has no such column.
	var b strings.Builder
	b.WriteString("region,industry,emp0,emp1,sector\n")
	rows, err := File(input).Rows()
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := rows.Next()
		if err != nil {
			break
		}
		n, _ := parseNumber(row[1])
		fmt.Fprintf(&b, "%s,%d\n", strings.Join(row, ","), int(n)/30)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	given := map[string]string{"region": "region", "activity": "industry", "value": "emp0", "end": "emp1", "sector": "sector"}
	r := mustRun(t, "structure", given, map[string]string{"input": b.String()})
	compared, all := 0, 0
	check := func(file, table, key string, columns map[string]string) {
		header, want := expected(t, file)
		out, _ := r.Table(table)
		id, _ := out.Column(key)
		at := map[string]int{}
		for row := range out.Len {
			at[id.Text(row)] = row
		}
		for _, line := range want {
			row, ok := at[line[0]]
			if !ok {
				t.Fatalf("%s: %s has no %s", file, table, line[0])
			}
			for i, h := range header {
				mine, ok := columns[h]
				if !ok {
					continue
				}
				all++
				c, _ := out.Column(mine)
				if near(c.Number(row), line[i], 1e-9) {
					compared++
				} else if all-compared < 5 {
					t.Errorf("%s %s %s: got %v, want %s", file, line[0], h, c.Number(row), line[i])
				}
			}
		}
	}
	check("expected/w4_numpy_region.csv.gz", "regions", "region", map[string]string{"total0": "total", "national": "national", "mix": "mix",
		"regional": "regional", "hhi0": "hhi", "krugman0": "krugman", "entropy0": "entropy", "unrelated0": "unrelated_variety", "related0": "related_variety"})
	check("expected/w4_econgeo_reat_region.csv.gz", "regions", "region", map[string]string{"hhi_t0": "hhi", "krugman_t0": "krugman"})
	check("expected/w4_econgeo_industry.csv", "activities", "activity", map[string]string{"locational_gini": "locational_gini"})
	check("expected/w4_pysal_industry.csv", "activities", "activity", map[string]string{"gini": "gini"})
	t.Logf("compared %d of %d", compared, all)
	if compared != all || all < 10000 {
		t.Errorf("compared %d of %d", compared, all)
	}
}

// TestSumTooLarge: numbers that cannot be added up are a fault with a place, not an empty cell.
func TestSumTooLarge(t *testing.T) {
	for _, id := range []string{"structure", "complexity"} {
		_, _, err := run(t, id, cellFlags, map[string]string{"input": "region,activity,jobs\nA,x,1.7e308\nA,y,1\nB,x,1.7e308\n"})
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != "analysis.matrix.not-finite" || f.Place.Line != 4 || f.Place.Column != "jobs" {
			t.Errorf("%s: %+v", id, err)
		}
	}
}
