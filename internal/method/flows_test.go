// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/flows"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Two towns with villages around them; one flow is not known. The numbers are worked on paper in the tests of analysis/flows.
const commuters = "origin,destination,value\nLiepāja,Liepāja,90\nLiepāja,Klaipėda,10\nNīca,Nīca,10\nNīca,Liepāja,30\nGrobiņa,Grobiņa,20\nGrobiņa,Liepāja,20\n" +
	"Klaipėda,Klaipėda,80\nKlaipėda,Liepāja,5\n\"Gargždai, m.\",\"Gargždai, m.\",5\n\"Gargždai, m.\",Klaipėda,25\nPalanga,Palanga,30\nPalanga,Klaipėda,8\nPalanga,Liepāja,6\nNīca,Klaipėda,\n"

// Six units on a line with a border in the middle; see analysis/flows for the values by R 4.2.2.
func crossings() string {
	at, mass := []int{0, 13, 29, 40, 58, 71}, []int{120, 45, 80, 60, 150, 30}
	var b strings.Builder
	b.WriteString("origin,destination,value,distance,border,side,other,people,jobs\n")
	k := 0
	for d := range 6 {
		for o := range 6 {
			if o == d {
				continue
			}
			distance, border := max(at[o]-at[d], at[d]-at[o]), 0
			v := (o*7+d*11+o*d*3)%23 + mass[o]*mass[d]/(distance*5)
			if (o < 3) != (d < 3) {
				border = 1
				v /= 3
			}
			if k == 2 || k == 16 {
				v = 0
			}
			fmt.Fprintf(&b, "u%d,u%d,%d,%d,%d,%t,%t,%d,%d\n", o, d, v, distance, border, o < 3, d < 3, mass[o], mass[d])
			k++
		}
	}
	return b.String()
}

func TestFlowsByHand(t *testing.T) {
	in := map[string]string{"flows": commuters}
	r := mustRun(t, "flow-balance", nil, in)
	if got := written(t, r, "units"); !strings.HasPrefix(got, "id,outflow,inflow,within,net,supply,demand\nLiepāja,100,151,90,51,0.9,0.59") || !strings.Contains(got, "\n\"Gargždai, m.\",30,5,5,-25,") {
		t.Errorf("units.csv: %s", got)
	}
	if got := written(t, r, "ties"); !strings.Contains(got, "\nLiepāja,Klaipėda,10,5,0.0100") {
		t.Errorf("ties.csv: %s", got)
	}
	if r.Notes[0].Key != "method.note.flows-missing" || valueOf(t, r, "flows_missing") != 1 {
		t.Errorf("%+v", r.Notes)
	}
	zero := mustRun(t, "flow-balance", nil, map[string]string{"flows": strings.Replace(commuters, "Nīca,Klaipėda,\n", "Nīca,Klaipėda,0\n", 1)})
	if len(zero.Notes) != 0 || valueOf(t, zero, "flows_missing") != 0 {
		t.Errorf("0 is data: %+v", zero.Notes)
	}
	r = mustRun(t, "functional-regions", map[string]string{"min-size": "50", "target-size": "50", "min-self-containment": "0.6", "target-self-containment": "0.6"}, in)
	if got := written(t, r, "units"); got != "id,region\nLiepāja,Liepāja\nKlaipėda,Klaipėda\nNīca,Liepāja\nGrobiņa,Liepāja\n\"Gargždai, m.\",Klaipėda\nPalanga,Klaipėda\n" {
		t.Errorf("units.csv: %s", got)
	}
	if got := written(t, r, "regions"); !strings.HasPrefix(got, "region,units,outflow,inflow,within,net,supply,demand,validity,valid\nLiepāja,3,180,181,170,1,") {
		t.Errorf("regions.csv: %s", got)
	}
	r = mustRun(t, "intramax", map[string]string{"regions": "5"}, in)
	if got := written(t, r, "fusions"); !strings.HasPrefix(got, "step,a,b,measure,within_share,groups\n1,Klaipėda,\"Gargždai, m.\",2.29") {
		t.Errorf("fusions.csv: %s", got)
	}
	if got := written(t, r, "units"); !strings.Contains(got, "\n\"Gargždai, m.\",Klaipėda\n") || !strings.Contains(got, "\nPalanga,Palanga\n") {
		t.Errorf("units.csv: %s", got)
	}
}

func TestGravityAgainstR(t *testing.T) {
	in := map[string]string{"flows": crossings()}
	compared := 0
	for _, c := range []struct {
		given  map[string]string
		border string
		se     string
	}{
		{map[string]string{"across": "border"}, "-1.2074443814497278", "0.0809752831396972"},
		{map[string]string{"origin-side": "side", "destination-side": "other"}, "-1.2074443814497278", "0.0809752831396972"},
		{map[string]string{"across": "border", "fixed": "origin", "destination-mass": "jobs"}, "-1.1798107385533863", "0.0853353290384969"},
		{map[string]string{"across": "border", "fixed": "none", "origin-mass": "people", "destination-mass": "jobs"}, "-1.1988826193612379", "0.0983623662780713"},
	} {
		r := mustRun(t, "gravity", c.given, in)
		terms, _ := r.Table("terms")
		last := terms.Len - 1
		estimate, _ := terms.Column("estimate")
		se, _ := terms.Column("se")
		if near(estimate.Number(last), c.border, 1e-9) && near(se.Number(last), c.se, 1e-8) {
			compared++
		} else {
			t.Errorf("%v: %v (%v), want %s (%s)", c.given, estimate.Number(last), se.Number(last), c.border, c.se)
		}
	}
	t.Logf("compared %d of 4", compared)
}

func TestFlowFaults(t *testing.T) {
	for name, c := range map[string]struct {
		id     string
		given  map[string]string
		flows  string
		key    string
		line   int
		column string
	}{
		"twice":     {"flow-balance", nil, commuters + "Nīca,Nīca,1\n", "method.duplicate-key", 16, "origin"},
		"negative":  {"intramax", nil, strings.Replace(commuters, "Nīca,30", "Nīca,-30", 1) + "a,b,-3\n", "method.below-zero", 16, "value"},
		"text":      {"intramax", nil, "origin,destination,value\na,b,many\n", "method.not-number", 2, "value"},
		"nobody":    {"intramax", nil, "origin,destination,value\n,b,1\n", "method.no-id", 2, "origin"},
		"nothing":   {"functional-regions", nil, "origin,destination,value\na,b,0\n", "analysis.flows.no-flow", 0, ""},
		"no rows":   {"functional-regions", nil, "origin,destination,value\n", "method.no-rows", 0, ""},
		"threshold": {"functional-regions", map[string]string{"min-self-containment": "0.9"}, commuters, "analysis.flows.bad-threshold", 0, ""},
		"no column": {"flow-balance", map[string]string{"origin": "home"}, commuters, "method.unknown-column", 1, "home"},
		"cut":       {"intramax", map[string]string{"regions": "9"}, commuters, "analysis.flows.bad-threshold", 0, ""},
		"distance":  {"gravity", map[string]string{"across": "border"}, strings.Replace(crossings(), "u1,u0,90,13", "u1,u0,90,0", 1), "analysis.flows.not-positive", 2, ""},
		"no border": {"gravity", nil, crossings(), "method.one-of", 0, ""},
		"border":    {"gravity", map[string]string{"across": "people"}, crossings(), "method.bad-choice", 2, "people"},
		"mass":      {"gravity", map[string]string{"across": "border", "fixed": "none"}, crossings(), "method.missing-parameter", 0, ""},
	} {
		if _, _, err := run(t, c.id, c.given, map[string]string{"flows": c.flows}); !isFault(err, c.key, c.line, c.column) {
			t.Errorf("%s: %v, want %s at line %d, column %q", name, err, c.key, c.line, c.column)
		}
	}
}

func TestFlowErrorsHaveWords(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, c := range flows.ErrorCodes {
			if !i18n.For(l).Has("analysis.flows." + string(c)) {
				t.Errorf("%s lacks analysis.flows.%s", l, c)
			}
		}
	}
}
