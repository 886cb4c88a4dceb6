// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/testkit"
)

const (
	places = "name,jobs,school,idle,kind\nŠilutė,0.4,12,8,a\nRietavas,0.6,11,5,b\nKuldīga,0.5,,9,a\nVentspils,0.45,13,6,b\n"
	tree   = "Level,iCode,Direction,Weight,Parent,Type\n1,jobs,1,1,work,Indicator\n1,idle,-1,1,work,Indicator\n1,school,1,1,people,Indicator\n" +
		"2,work,1,2,index,Aggregate\n2,people,1,1,index,Aggregate\n3,index,1,1,,Aggregate\n,kind,,,,Group\n"
)

// TestCompositeReference compares scores and ranks with COINr as shared/reference keeps them, from file to file.
func TestCompositeReference(t *testing.T) {
	in := map[string]string{"input": testkit.Shared(t, "reference/inputs/indicators_1200x30.csv.gz"), "structure": testkit.Shared(t, "reference/inputs/indicator_structure.csv")}
	header, want := expected(t, "expected/w3_coinr_scores.csv.gz")
	compared, all := 0, 0
	for prefix, normalise := range map[string]string{"mm": "minmax", "zs": "zscore"} {
		for suffix, aggregate := range map[string]string{"a_amean": "arithmetic", "a_gmean": "geometric"} {
			r := mustRun(t, "composite", map[string]string{"normalise": normalise, "aggregate": aggregate}, in)
			out, _ := r.Table("scores")
			id, _ := out.Column("id")
			for row, line := range want {
				if id.Text(row) != line[0] {
					t.Fatalf("row %d is %s, want %s", row, id.Text(row), line[0])
				}
				for i, h := range header {
					name, mine := strings.CutPrefix(h, prefix+"_"+suffix+"_")
					if !mine {
						continue
					}
					all++
					if c, _ := out.Column(name); near(c.Number(row), line[i], 1e-11) {
						compared++
					} else if all-compared < 5 {
						t.Errorf("%s %s: got %v, want %s", line[0], h, c.Number(row), line[i])
					}
				}
			}
		}
	}
	t.Logf("compared %d of %d", compared, all)
	if compared != all || all != 28800 {
		t.Errorf("compared %d of %d", compared, all)
	}
}

func TestCompositeByHand(t *testing.T) {
	in := map[string]string{"input": places, "structure": tree}
	r := mustRun(t, "composite", nil, in)
	want := "id,jobs,idle,school,work,people,index,rank\nŠilutė,1,25.75,50.5,13.375,50.5,25.75,3\nRietavas,100,100,1,100,1,67,1\n" +
		"Kuldīga,50.5,1,,25.75,,25.75,3\nVentspils,25.75,75.25,100,50.5,100,67,1\n"
	got := written(t, r, "scores")
	if got != want { // exact numbers: the ties are ties
		t.Errorf("scores.csv: %s, want %s", got, want)
	}
	if got := written(t, r, "nodes"); !strings.Contains(got, "\njobs,1,work,0.5,0.3333333333333333,,0\n") || !strings.Contains(got, "\nindex,3,,1,1,,1\n") {
		t.Errorf("nodes.csv: %s", got)
	}
	if got := written(t, r, "indicators"); !strings.Contains(got, "\nschool,1,0,") {
		t.Errorf("indicators.csv: %s", got)
	}
	zero := mustRun(t, "composite", nil, map[string]string{"input": strings.Replace(places, "0.5,,9", "0.5,0,9", 1), "structure": tree})
	filled := mustRun(t, "composite", map[string]string{"impute": "group-mean", "group": "kind"}, in)
	if a, b, c := got, written(t, zero, "scores"), written(t, filled, "scores"); a == b || a == c || b == c {
		t.Error("missing, 0 and filled must give three results")
	}
	if got := written(t, filled, "indicators"); !strings.Contains(got, "\nschool,1,1,") {
		t.Errorf("what was filled is counted: %s", got)
	}
	u := mustRun(t, "composite", map[string]string{"uncertainty": "200", "sobol": "20", "vary": "weights, aggregate", "seed": "5"}, in)
	if got := written(t, u, "ranks"); !strings.HasPrefix(got, "id,rank,mean,median,q5,q95,best,worst\nŠilutė,") {
		t.Errorf("ranks.csv: %s", got)
	}
	if got := written(t, u, "sensitivity"); !strings.Contains(got, "\nweights,") || !strings.Contains(got, "\naggregate,") {
		t.Errorf("sensitivity.csv: %s", got)
	}
}

func TestCompositeFaults(t *testing.T) {
	for name, c := range map[string]struct {
		input, structure string
		given            map[string]string
		key              string
		line             int
		column           string
	}{
		"parent":        {places, strings.Replace(tree, "1,school,1,1,people", "1,school,1,1,nobody", 1), nil, "analysis.composite.unknown-parent", 4, "Parent"},
		"direction":     {places, strings.Replace(tree, "1,idle,-1", "1,idle,-2", 1), nil, "analysis.composite.bad-direction", 3, "Direction"},
		"code twice":    {places, strings.Replace(tree, "1,idle", "1,jobs", 1), nil, "method.duplicate-key", 3, "iCode"},
		"type":          {places, strings.Replace(tree, "people,Indicator", "people,Thing", 1), nil, "method.bad-choice", 4, "Type"},
		"weight":        {places, strings.Replace(tree, "1,idle,-1,1", "1,idle,-1,much", 1), nil, "method.not-number", 3, "Weight"},
		"no weight":     {places, strings.Replace(tree, "1,idle,-1,1", "1,idle,-1,", 1), nil, "method.empty-cell", 3, "Weight"},
		"taken":         {places, strings.Replace(tree, "1,idle", "1,rank", 1), nil, "method.name-taken", 3, "iCode"},
		"no indicator":  {strings.Replace(places, "idle", "lazy", 1), tree, nil, "method.unknown-column", 1, "idle"},
		"text":          {strings.Replace(places, "0.45", "some", 1), tree, nil, "method.not-number", 5, "jobs"},
		"unit twice":    {strings.Replace(places, "Ventspils", "Kuldīga", 1), tree, nil, "method.duplicate-key", 5, "name"},
		"group missing": {places, tree, map[string]string{"impute": "group-mean"}, "method.missing-parameter", 0, ""},
		"vary":          {places, tree, map[string]string{"uncertainty": "5", "vary": "mood"}, "method.bad-choice", 0, ""},
		"one factor":    {places, tree, map[string]string{"sobol": "5"}, "analysis.composite.too-few-factors", 0, ""},
		"below zero":    {places, tree, map[string]string{"normalise": "none", "aggregate": "geometric"}, "analysis.composite.not-positive", 0, ""},
	} {
		_, _, err := run(t, "composite", c.given, map[string]string{"input": c.input, "structure": c.structure})
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != c.key || f.Place.Line != c.line || f.Place.Column != c.column {
			t.Errorf("%s: %v, want %s at line %d, column %q", name, err, c.key, c.line, c.column)
		}
	}
}
