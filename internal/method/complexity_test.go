// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

// TestComplexityReference compares the tables with py-ecomplexity and numpy as shared/reference keeps them, from file to file.
func TestComplexityReference(t *testing.T) {
	given := map[string]string{"region": "region", "activity": "industry", "value": "emp0"}
	r := mustRun(t, "complexity", given, map[string]string{"input": testkit.Shared(t, "reference/inputs/emp_1200x600.csv.gz")})
	compared, all := 0, 0
	check := func(file, table string, keys []string, columns map[string]string, tolerance float64) {
		header, want := expected(t, file)
		out, _ := r.Table(table)
		at := map[string]int{}
		id := func(row int) string {
			var parts []string
			for _, k := range keys {
				c, _ := out.Column(k)
				parts = append(parts, c.Text(row))
			}
			return strings.Join(parts, ",")
		}
		for row := range out.Len {
			at[id(row)] = row
		}
		for _, line := range want {
			row, ok := at[strings.Join(line[:len(keys)], ",")]
			if !ok {
				t.Fatalf("%s: %s has no %v", file, table, line[:len(keys)])
			}
			for i, h := range header {
				mine, ok := columns[h]
				if !ok {
					continue
				}
				all++
				c, _ := out.Column(mine)
				if near(c.Number(row), line[i], tolerance) {
					compared++
				} else if all-compared < 5 {
					t.Errorf("%s %v %s: got %v, want %s", file, line[:len(keys)], h, c.Number(row), line[i])
				}
			}
		}
	}
	check("expected/w1_pyecomplexity_region.csv", "regions", []string{"region"}, map[string]string{"diversity": "diversity", "eci": "eci"}, 1e-6)
	check("expected/w1_pyecomplexity_industry.csv", "activities", []string{"activity"}, map[string]string{"ubiquity": "ubiquity", "pci": "pci"}, 1e-6)
	check("expected/w1_pyecomplexity_cells_sample.csv.gz", "cells", []string{"region", "activity"},
		map[string]string{"rca": "rca", "mcp": "specialised", "density": "density"}, 1e-9)
	check("expected/w1_numpy_1200_region.csv.gz", "regions", []string{"region"}, map[string]string{"diversity": "diversity", "eci": "eci"}, 1e-6)
	t.Logf("compared %d of %d", compared, all)
	if compared != all || all < 20000 {
		t.Errorf("compared %d of %d", compared, all)
	}
}

// towns is a table in which the order of ids is not alphabetical, A lacks x and nobody knows whether B has z.
const towns = "region,activity,jobs\nC,z,9\nC,x,80\nC,y,20\nA,y,60\nA,z,4\nA,v,0\nB,x,30\nB,y,10\nB,z,\nB,v,40\nD,v,70\nD,z,3\n"

func TestComplexityTables(t *testing.T) {
	r := mustRun(t, "complexity", cellFlags, map[string]string{"input": towns})
	if got := written(t, r, "cells"); !strings.HasPrefix(got, "region,activity,rca,specialised,small,density\nC,z,") ||
		!strings.Contains(got, "\nA,x,0,0,1,") || !strings.Contains(got, "\nB,z,,,,") {
		t.Errorf("cells.csv: %s", got)
	}
	if got := written(t, r, "proximity"); !strings.HasPrefix(got, "a,b,proximity\nz,x,") {
		t.Errorf("proximity.csv: %s", got)
	}
	if got := written(t, r, "regions"); !strings.HasPrefix(got, "region,diversity,eci,fitness\nC,") || strings.Count(got, "\n") != 5 {
		t.Errorf("regions.csv: %s", got)
	}
	if got := written(t, r, "activities"); !strings.HasPrefix(got, "activity,ubiquity,pci,quality\nz,") {
		t.Errorf("activities.csv: %s", got)
	}
	keys := map[string]bool{}
	for _, n := range r.Notes {
		keys[n.Key] = true
	}
	if !keys["method.note.few-activities"] || !keys["method.note.few-regions"] {
		t.Errorf("four activities must be labelled: %v", r.Notes)
	}
	zero := mustRun(t, "complexity", cellFlags, map[string]string{"input": strings.Replace(towns, "B,z,\n", "B,z,0\n", 1)})
	absent := mustRun(t, "complexity", cellFlags, map[string]string{"input": strings.Replace(towns, "B,z,\n", "", 1)})
	if written(t, zero, "cells") != written(t, absent, "cells") || written(t, zero, "cells") == written(t, r, "cells") {
		t.Error("0 and no row are the same, an empty cell is another")
	}
	balland := mustRun(t, "complexity", with(cellFlags, "density", "balland"), map[string]string{"input": towns})
	if written(t, balland, "cells") == written(t, r, "cells") || written(t, balland, "regions") != written(t, r, "regions") {
		t.Error("balland changes densities and nothing else")
	}
}

func TestOpportunitiesAndComplementarity(t *testing.T) {
	in := map[string]string{"input": towns}
	r := mustRun(t, "opportunities", with(cellFlags, "of", "A"), in)
	if got := written(t, r, "opportunities"); !strings.HasPrefix(got, "activity,density,pci,gain,road,present,small\n") || !strings.Contains(got, "\nx,") || strings.Contains(got, "\ny,") {
		t.Errorf("opportunities of A: %s", got)
	}
	if _, _, err := run(t, "opportunities", with(cellFlags, "of", "Nowhere"), in); err == nil || !strings.Contains(err.Error(), "unknown-region") {
		t.Errorf("a region that is not there: %v", err)
	}
	r, a, err := run(t, "complementarity", with(cellFlags, "of", "A", "with", "B", "density", "balland"), in)
	if err != nil {
		t.Fatal(err)
	}
	got := written(t, r, "complementarity")
	if !strings.Contains(got, "\nA,B,x,") || !strings.Contains(got, "\nB,A,y,") || strings.Contains(got, "\nB,A,z,") {
		t.Errorf("both ways, without what nobody knows: %s", got)
	}
	if d := document(t, "complementarity", a, r); d["mean_added"] == nil || d["mean_added"] == d["mean_added_to_partner"] {
		t.Errorf("the two directions: %v and %v", d["mean_added"], d["mean_added_to_partner"])
	}
}
