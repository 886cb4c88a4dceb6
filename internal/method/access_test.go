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

// A road: people at 0, 4 and 9, schools at 0 and 6, the border at 5.
const (
	homes   = "name,x,y,weight,country,pupils\nNida,0,0,10,LT,1\nRucava,4,0,20,LT,2\n\"Liepāja, D\",9,0,5,LV,3\n"
	schools = "school,x,y,country,supply\nS0,0,0,LT,15\nS6,6,0,LV,10\n"
)

var roadIDs = map[string]string{"demand-id": "name", "site-id": "school"}

func valueOf(t *testing.T, r *Result, name string) any {
	t.Helper()
	for _, v := range append(r.Values, r.Diagnostics...) {
		if v.Name == name {
			return v.Value
		}
	}
	t.Fatalf("no value %s", name)
	return nil
}

// TestLocationReference: the command's two problems from the files of the shared reference (spopt 0.5.0 and CBC 2.10.8).
func TestLocationReference(t *testing.T) {
	in := map[string]string{"demand": testkit.Shared(t, "reference/inputs/demand_1000.csv.gz"), "sites": testkit.Shared(t, "reference/inputs/sites_200.csv.gz")}
	_, want := expected(t, "expected/w5_spopt.csv")
	compared := 0
	for _, row := range want {
		id, given := "p-median", map[string]string{"open": row[1]}
		if row[0] == "mclp" {
			id, given["radius"] = "covering", row[2]
		}
		r, a, err := run(t, id, given, in)
		if err != nil {
			t.Fatal(err)
		}
		doc := document(t, id, a, r)
		if !near(doc["objective"].(float64), row[3], 1e-9) || doc["bound"] != doc["objective"] || doc["gap"] != 0.0 {
			t.Errorf("%s: objective %v, bound %v, gap %v, want %s", row[0], doc["objective"], doc["bound"], doc["gap"], row[3])
			continue
		}
		if got := strings.Trim(fmt.Sprint(doc["open"]), "[]"); id == "p-median" && got != row[5] {
			t.Errorf("open %s, want %s", got, row[5])
			continue
		}
		compared++
	}
	t.Logf("compared %d of %d", compared, len(want))
}

func TestLocationByHand(t *testing.T) {
	in := map[string]string{"demand": homes, "sites": schools}
	r, _, err := run(t, "p-median", map[string]string{"open": "1"}, in)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(r.Values); got != "[{objective 115} {open [1]} {bound 115} {gap 0}]" { // 6·10 + 2·20 + 3·5
		t.Errorf("values %s", got)
	}
	r = mustRun(t, "p-median", with(roadIDs, "open", "2", "border", "closed", "group", "country", "radius", "3"), in)
	if got := fmt.Sprint(r.Values); got != "[{objective 95} {open [S0 S6]} {bound 95} {gap 0}]" { // 0 + 4·20 + 3·5
		t.Errorf("values %s", got)
	}
	if got := written(t, r, "demand"); got != "id,weight,site,cost,within\nNida,10,S0,0,1\nRucava,20,S0,4,0\n\"Liepāja, D\",5,S6,3,1\n" {
		t.Errorf("demand.csv: %s", got)
	}
	if got := written(t, r, "sites"); got != "id,demands,weight,mean_cost,furthest\nS0,2,30,2.6666666666666665,4\nS6,1,5,3,3\n" {
		t.Errorf("sites.csv: %s", got)
	}
	if got := valueOf(t, r, "share_within_radius"); got != 15.0/35 {
		t.Errorf("within the radius: %v", got)
	}
	r = mustRun(t, "covering", with(roadIDs, "open", "1", "radius", "4", "factor", "1.3", "weight", "pupils"), in)
	if got := fmt.Sprint(r.Values); got != "[{objective 5} {open [S6]} {bound 5} {gap 0}]" {
		t.Errorf("values %s", got)
	}
	if r.Notes[0].Key != "method.note.straight-line" || r.Notes[0].Args["factor"] != 1.3 || valueOf(t, r, "factor") != 1.3 {
		t.Errorf("the factor is not told: %+v", r.Notes)
	}
	r = mustRun(t, "set-covering", with(roadIDs, "radius", "3"), in)
	if got := fmt.Sprint(r.Values); got != "[{objective 2} {open [S0 S6]} {bound 2} {gap 0}]" {
		t.Errorf("values %s", got)
	}
	r = mustRun(t, "set-covering", with(roadIDs, "radius", "2"), in)
	if got := fmt.Sprint(valueOf(t, r, "uncovered")); got != "[Liepāja, D]" || r.Notes[1].Key != "method.note.uncovered" {
		t.Errorf("uncovered %s, notes %+v", got, r.Notes)
	}
	// Ways in place of coordinates; what has no way is not 0 away. Files without coordinates will do.
	ways := map[string]string{"demand": "weight\n10\n20\n", "sites": "name\na\nb\n", "costs": "demand,site,cost\n0,0,7\n1,0,3\n1,1,1\n0,1,\n9,1,4\n"}
	r = mustRun(t, "p-median", map[string]string{"open": "1"}, ways)
	if got := fmt.Sprint(r.Values); got != "[{objective 130} {open [0]} {bound 130} {gap 0}]" {
		t.Errorf("values %s", got)
	}
	if valueOf(t, r, "pairs_outside") != 1 || r.Notes[0].Key != "method.note.pairs-outside" {
		t.Errorf("%+v %+v", r.Diagnostics, r.Notes)
	}
	if _, _, err := run(t, "p-median", map[string]string{"open": "1"}, map[string]string{"demand": ways["demand"], "sites": ways["sites"],
		"costs": "demand,site,cost\n0,0,7\n1,1,1\n"}); !isFault(err, "analysis.access.infeasible", 0, "") {
		t.Errorf("one site cannot serve both: %v", err)
	}
}

func TestFloatingCatchmentByHand(t *testing.T) {
	r := mustRun(t, "floating-catchment", with(roadIDs, "radius", "5", "group", "country"), map[string]string{"demand": homes, "sites": schools})
	// S0 is reached by 30 people, S6 by 25; closed by 30 and 5.
	want := "id,weight,access,access_closed,gain\nNida,10,0.5,0.5,0\nRucava,20,0.9,0.5,0.4\n\"Liepāja, D\",5,0.4,2,-1.6\n"
	if got := written(t, r, "demand"); got != want {
		t.Errorf("demand.csv: %s", got)
	}
	if got := written(t, r, "sides"); !strings.HasPrefix(got, "side,weight,access,access_closed,gain,gaining,losing\nLT,30,0.76") || !strings.Contains(got, "\nLV,5,0.4,2,-1.6,0,5\n") {
		t.Errorf("sides.csv: %s", got)
	}
	if got := written(t, r, "sites"); got != "id,supply,people,ratio,ratio_closed\nS0,15,30,0.5,0.5\nS6,10,25,0.4,2\n" {
		t.Errorf("sites.csv: %s", got)
	}
	r = mustRun(t, "floating-catchment", map[string]string{"steps": "3:1, 5:0.5"}, map[string]string{"demand": homes, "sites": schools})
	if got := written(t, r, "sites"); !strings.HasPrefix(got, "id,supply,people,ratio\n0,15,20,0.75\n1,10,25,0.4\n") {
		t.Errorf("sites.csv: %s", got)
	}
}

func TestBorderAccessByHand(t *testing.T) {
	r := mustRun(t, "border-access", with(roadIDs, "group", "country", "radius", "3"), map[string]string{"demand": homes, "sites": schools})
	want := "side,demands,weight,mean_closed,mean_open,saved,gaining,losing,newly,across,covered_closed,covered_open\n" +
		"LT,2,30,2.6666666666666665,1.3333333333333333,40,20,0,0,20,10,30\nLV,1,5,3,3,0,0,0,0,0,5,5\n"
	if got := written(t, r, "sides"); got != want {
		t.Errorf("sides.csv: %s", got)
	}
	if got := written(t, r, "demand"); !strings.Contains(got, "\nRucava,LT,20,S0,4,S6,2,2\n") {
		t.Errorf("demand.csv: %s", got)
	}
	if got := fmt.Sprint(r.Values); got != "[{saved 40} {newly 0} {objective_closed 95} {objective_open 55}]" {
		t.Errorf("values %s", got)
	}
	r = mustRun(t, "border-access", with(roadIDs, "group", "country", "open", "2"), map[string]string{"demand": homes, "sites": schools})
	if valueOf(t, r, "gap_open") != 0.0 || fmt.Sprint(valueOf(t, r, "open_closed")) != "[S0 S6]" {
		t.Errorf("%+v", r.Values)
	}
	// A side without a site of its own: newly served, and no way of 0.
	r = mustRun(t, "border-access", with(roadIDs, "group", "country"), map[string]string{"demand": strings.Replace(homes, "LV", "EE", 1), "sites": schools})
	if got := written(t, r, "demand"); !strings.Contains(got, "EE,5,,,S6,3,\n") || valueOf(t, r, "newly") != 5.0 || r.Notes[1].Key != "method.note.newly" {
		t.Errorf("demand.csv: %s", got)
	}
}

func isFault(err error, key string, line int, column string) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == key && f.Place.Line == line && f.Place.Column == column
}

func TestAccessFaults(t *testing.T) {
	for name, c := range map[string]struct {
		id            string
		given         map[string]string
		demand, sites string
		key           string
		line          int
		column        string
	}{
		"weight missing":   {"p-median", map[string]string{"open": "1"}, strings.Replace(homes, "0,0,10", "0,0,", 1), schools, "method.empty-cell", 2, "weight"},
		"weight negative":  {"p-median", map[string]string{"open": "1"}, strings.Replace(homes, "0,0,10", "0,0,-1", 1), schools, "method.below-zero", 2, "weight"},
		"weight text":      {"p-median", map[string]string{"open": "1"}, strings.Replace(homes, "0,0,10", "0,0,many", 1), schools, "method.not-number", 2, "weight"},
		"place missing":    {"p-median", map[string]string{"open": "1"}, strings.Replace(homes, "Rucava,4", "Rucava,", 1), schools, "method.empty-cell", 3, "x"},
		"site missing":     {"covering", map[string]string{"open": "1", "radius": "1"}, homes, strings.Replace(schools, "S6,6,0", "S6,6,", 1), "method.empty-cell", 3, "y"},
		"no column":        {"p-median", map[string]string{"open": "1", "weight": "people"}, homes, schools, "method.unknown-column", 1, "people"},
		"no rows":          {"p-median", map[string]string{"open": "1"}, homes, "x,y\n", "method.no-rows", 0, ""},
		"too many":         {"p-median", map[string]string{"open": "3"}, homes, schools, "analysis.access.too-few-sites", 0, ""},
		"none":             {"p-median", map[string]string{"open": "0"}, homes, schools, "method.out-of-range", 0, ""},
		"no radius":        {"covering", map[string]string{"open": "1"}, homes, schools, "method.missing-parameter", 0, ""},
		"id twice":         {"p-median", map[string]string{"open": "1", "demand-id": "country"}, homes, schools, "method.duplicate-key", 3, "country"},
		"closed, no group": {"p-median", map[string]string{"open": "1", "border": "closed"}, homes, schools, "method.border-without-group", 0, ""},
		"side missing":     {"border-access", map[string]string{"group": "country"}, strings.Replace(homes, "10,LT", "10,", 1), schools, "method.no-id", 2, "country"},
		"closed, one site": {"p-median", map[string]string{"open": "1", "border": "closed", "group": "country"}, homes, schools, "analysis.access.infeasible", 0, ""},
		"steps":            {"floating-catchment", map[string]string{"steps": "10"}, homes, schools, "method.bad-steps", 0, ""},
		"steps inwards":    {"floating-catchment", map[string]string{"steps": "10:1,5:2"}, homes, schools, "analysis.access.bad-steps", 0, ""},
		"no catchment":     {"floating-catchment", nil, homes, schools, "method.one-of", 0, ""},
		"supply missing":   {"floating-catchment", map[string]string{"radius": "1"}, homes, strings.Replace(schools, "LT,15", "LT,", 1), "method.empty-cell", 2, "supply"},
	} {
		if _, _, err := run(t, c.id, c.given, map[string]string{"demand": c.demand, "sites": c.sites}); !isFault(err, c.key, c.line, c.column) {
			t.Errorf("%s: %v, want %s at line %d, column %q", name, err, c.key, c.line, c.column)
		}
	}
	in := map[string]string{"demand": homes, "sites": schools, "costs": "demand,site,cost\n0,0,1\n0,0,2\n"}
	if _, _, err := run(t, "p-median", map[string]string{"open": "1"}, in); !isFault(err, "method.duplicate-key", 3, "demand") {
		t.Errorf("a way given twice: %v", err)
	}
	in["costs"] = "demand,site,cost\n0,0,-1\n"
	if _, _, err := run(t, "p-median", map[string]string{"open": "1"}, in); !isFault(err, "method.below-zero", 2, "cost") {
		t.Errorf("a way below zero: %v", err)
	}
}
