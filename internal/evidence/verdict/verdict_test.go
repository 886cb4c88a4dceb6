// SPDX-License-Identifier: EUPL-1.2

package verdict_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

func TestComparisonsWithTolerance(t *testing.T) {
	for _, c := range []struct {
		x, op, tolerance string
		want             verdict.Truth
	}{
		{"10", ">", "", "false"}, {"10", ">=", "", "true"}, {"10", "<", "", "false"}, {"10", "<=", "", "true"}, {"10", "==", "", "true"}, {"10", "!=", "", "false"},
		{"10.5", ">", "", "true"}, {"10.5", ">", "0.5", "false"}, {"10.6", ">", "0.5", "true"},
		{"9.5", ">=", "0.5", "true"}, {"9.4", ">=", "0.5", "false"}, {"9.4", "<", "0.5", "true"}, {"9.5", "<", "0.5", "false"},
		{"10.5", "<=", "0.5", "true"}, {"10.6", "<=", "0.5", "false"},
		{"10.5", "==", "0.5", "true"}, {"9.4", "==", "0.5", "false"}, {"9.4", "!=", "0.5", "true"}, {"9.5", "!=", "0.5", "false"},
		{"?missing", ">", "", "unknown"}, {"?confidential", "!=", "", "unknown"},
	} {
		a := compare("x", c.op, "10")
		a.Tolerance = c.tolerance
		spec := verdict.Spec{Values: []verdict.Value{base("x", "2010")}, Assertions: []verdict.Assertion{a}, Shown: []string{}}
		if r := evaluate(t, spec, table{"i x 2010": c.x}, nil); r.Assertions[0].Truth != c.want {
			t.Errorf("%s %s 10 within %q: %s, want %s", c.x, c.op, c.tolerance, r.Assertions[0].Truth, c.want)
		}
	}
}

func TestSignAndShare(t *testing.T) {
	for _, c := range []struct {
		a    verdict.Assertion
		x    string
		want verdict.Truth
	}{
		{verdict.Assertion{Type: verdict.Sign, Of: "x", Sign: "negative"}, "-0.001", "true"},
		{verdict.Assertion{Type: verdict.Sign, Of: "x", Sign: "negative"}, "0", "false"},
		{verdict.Assertion{Type: verdict.Sign, Of: "x", Sign: "positive", Tolerance: "0.01"}, "0.01", "false"},
		{verdict.Assertion{Type: verdict.Sign, Of: "x", Sign: "zero", Tolerance: "0.01"}, "0.01", "true"},
		{verdict.Assertion{Type: verdict.Sign, Of: "x", Sign: "zero"}, "0.01", "false"},
		{verdict.Assertion{Type: verdict.Share, Of: "x / 300", Share: "1/3", Tolerance: "0.02"}, "101", "true"},
		{verdict.Assertion{Type: verdict.Share, Of: "x / 300", Share: "1/3", Tolerance: "0.02"}, "106", "true"},
		{verdict.Assertion{Type: verdict.Share, Of: "x / 300", Share: "1/3", Tolerance: "0.02"}, "107", "false"},
		{verdict.Assertion{Type: verdict.Share, Of: "1 / x", Share: "0.5", Tolerance: "0.1"}, "0", "unknown"},
	} {
		c.a.Name = "a"
		spec := verdict.Spec{Values: []verdict.Value{base("x", "2010")}, Assertions: []verdict.Assertion{c.a}, Shown: []string{}}
		if r := evaluate(t, spec, table{"i x 2010": c.x}, nil); r.Assertions[0].Truth != c.want {
			t.Errorf("%+v of %s: %s, want %s", c.a, c.x, r.Assertions[0].Truth, c.want)
		}
	}
}

func TestRank(t *testing.T) {
	for _, c := range []struct {
		order    string
		position int
		numbers  string // of a, b, c, d; the region is a
		want     verdict.Truth
		place    int
	}{
		{"highest", 0, "5 4 3 2", "true", 1},
		{"highest", 1, "5 5 3 2", "false", 1},
		{"highest", 2, "4 5 3 2", "true", 2},
		{"highest", 2, "5 4 3 2", "false", 1},
		{"highest", 2, "4 5 4 2", "false", 2},
		{"lowest", 1, "1 4 3 2", "true", 1},
		{"lowest", 4, "9 4 3 2", "true", 4},
		{"highest", 1, "5 4 ?missing 2", "unknown", 0},
		{"highest", 1, "5 6 ?missing 2", "false", 0},
		{"highest", 3, "5 4 ?missing 2", "false", 0},
		{"highest", 1, "?confidential 4 3 2", "unknown", 0},
		{"highest", 1, "0 -1 -2 -3", "true", 1},
	} {
		numbers := table{}
		for i, n := range strings.Fields(c.numbers) {
			numbers["i "+string(rune('a'+i))+" 2010"] = n
		}
		spec := verdict.Spec{Assertions: []verdict.Assertion{{Name: "r", Type: verdict.Rank, Indicator: "i", Region: "a", Among: []string{"d", "b", "c"}, Period: "2010", Order: c.order, Position: c.position}}}
		r := evaluate(t, spec, numbers, nil)
		if got := r.Assertions[0]; got.Truth != c.want || got.Position != c.place {
			t.Errorf("%s %d of %s: %s at %d, want %s at %d", c.order, c.position, c.numbers, got.Truth, got.Position, c.want, c.place)
		}
	}
}

// The verdict for each pair of outcomes: false outweighs unknown, not comparable is the graver unknown.
func TestVerdictIsTheConjunction(t *testing.T) {
	rows := map[string]string{"true": "2", "false": "-2", "gap": "?missing", "break": "3@alone=break"}
	for _, c := range []struct {
		first, second string
		want          verdict.Verdict
	}{
		{"true", "true", verdict.Holds}, {"true", "false", verdict.Untrue}, {"false", "false", verdict.Untrue},
		{"true", "gap", verdict.Uncomputable}, {"gap", "gap", verdict.Uncomputable}, {"false", "gap", verdict.Untrue},
		{"true", "break", verdict.Incomparable}, {"gap", "break", verdict.Incomparable}, {"false", "break", verdict.Untrue}, {"break", "break", verdict.Incomparable},
	} {
		for _, pair := range [][2]string{{c.first, c.second}, {c.second, c.first}} {
			second := compare("y", ">", "z")
			second.Name = "b"
			spec := verdict.Spec{Values: []verdict.Value{base("x", "2010"), base("y", "2010"), base("z", "2010")},
				Assertions: []verdict.Assertion{compare("x", ">", "z"), second}}
			numbers := table{"i x 2010": rows[pair[0]], "i y 2010": rows[pair[1]], "i z 2010": "1"}
			if r := evaluate(t, spec, numbers, nil); r.Verdict != c.want {
				t.Errorf("%v: %s, want %s", pair, r.Verdict, c.want)
			}
		}
	}
}

func TestWhatMustNotBeCompared(t *testing.T) {
	for _, c := range []struct {
		now, then string // one region in two periods
		other     string // another region in the later period
		want      verdict.Cause
	}{
		{"2", "1", "3", ""},
		{"2@territory=NUTS2024", "1@territory=NUTS2021", "3", verdict.Territory},
		{"2@series=2015", "1@series=2000", "3", verdict.Break},
		{"2@definition=new", "1@definition=old", "3", verdict.Definition},
		{"2", "1", "3@definition=new", verdict.Definition},
		{"2", "1", "3@territory=NUTS2024", ""}, // different regions stand on different territories anyway
		{"2", "1", "3@series=2015", ""},
		{"2@alone=territory", "1", "3", verdict.Territory},
	} {
		spec := verdict.Spec{
			Values:     []verdict.Value{{Name: "now", Indicator: "i", Region: "x", Period: "2016"}, {Name: "then", Indicator: "i", Region: "x", Period: "2010"}, {Name: "other", Indicator: "i", Region: "y", Period: "2016"}},
			Assertions: []verdict.Assertion{compare("now + other", ">", "then")},
		}
		r := evaluate(t, spec, table{"i x 2016": c.now, "i x 2010": c.then, "i y 2016": c.other}, nil)
		if got := r.Assertions[0].Incomparable; got != c.want || (r.Verdict == verdict.Incomparable) != (c.want != "") {
			t.Errorf("%+v: %q %s", c, got, r.Verdict)
		}
	}
	shown := verdict.Spec{Values: []verdict.Value{{Name: "now", Indicator: "i", Region: "x", Period: "2016"}, {Name: "then", Indicator: "i", Region: "x", Period: "2010"}, {Name: "change", Formula: "now - then"}}}
	numbers := table{"i x 2016": "2@series=2015", "i x 2010": "1"}
	if r := evaluate(t, shown, numbers, nil); r.Verdict != verdict.Incomparable || r.Values[2].Incomparable != verdict.Break {
		t.Errorf("a shown change across a break: %s", r.Verdict)
	}
	shown.Values = shown.Values[:2]
	if r := evaluate(t, shown, numbers, nil); r.Verdict != verdict.Holds {
		t.Errorf("two numbers side by side are not compared: %s", r.Verdict)
	}
}

func TestRoundingMustNotContradict(t *testing.T) {
	x := func(decimals int, scale int64) []verdict.Value {
		return []verdict.Value{{Name: "x", Indicator: "i", Region: "x", Period: "2010", Decimals: decimals, Scale: scale}, {Name: "y", Indicator: "i", Region: "y", Period: "2010", Decimals: decimals, Scale: scale}}
	}
	for _, c := range []struct {
		name   string
		values []verdict.Value
		a      verdict.Assertion
		x, y   string
		shown  []string
		want   bool
	}{
		{"more than 1.5, shown as 1.5", x(1, 0), compare("x", ">", "1.5"), "1.503", "1", nil, true},
		{"more than 1.5, shown as 1.503", x(3, 0), compare("x", ">", "1.5"), "1.503", "1", nil, false},
		{"at least 1.5, shown as 1.5", x(1, 0), compare("x", ">=", "1.5"), "1.503", "1", nil, false},
		{"two equal numbers, one said to be more", x(0, 100), compare("x", ">", "y"), "9504", "9496", nil, true},
		{"the same with one of them hidden", x(0, 100), compare("x", ">", "y"), "9504", "9496", []string{"y"}, false},
		{"a change of equal numbers", x(0, 1000), verdict.Assertion{Name: "a", Type: verdict.Sign, Of: "x - y", Sign: "negative"}, "320100", "320400", nil, true},
		{"false already", x(1, 0), compare("x", ">", "1.5"), "1.4", "1", nil, false},
		{"the highest of two equal", x(0, 0), verdict.Assertion{Name: "a", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y"}, Period: "2010", Order: "highest"}, "5.4", "5.3", nil, true},
		{"half again of 10.4 and 6.9 as 10 and 7", x(0, 0), compare("x / y", ">=", "1.5"), "10.4", "6.9", nil, true},
	} {
		spec := verdict.Spec{Values: c.values, Assertions: []verdict.Assertion{c.a}, Shown: c.shown}
		r := evaluate(t, spec, table{"i x 2010": c.x, "i y 2010": c.y}, nil)
		if got := len(r.Faults) == 1; got != c.want {
			t.Errorf("%s: %v", c.name, r.Faults)
		} else if got && r.Faults[0].Key != "verdict.rounding-contradicts" {
			t.Errorf("%s: %v", c.name, r.Faults[0])
		}
	}
	percent := verdict.Spec{Values: []verdict.Value{{Name: "x", Indicator: "i", Region: "x", Period: "2010", Decimals: 1, Percent: true}}, Assertions: []verdict.Assertion{compare("x", "<", "0")}}
	r := evaluate(t, percent, table{"i x 2010": "-0.0004"}, nil)
	if r.Values[0].Shown != "0.0" || len(r.Faults) != 1 || !strings.Contains(fmt.Sprint(r.Faults[0].Args["shown"]), "x = 0.0") {
		t.Errorf("a fall of 0.0 per cent: %s %v", r.Values[0].Shown, r.Faults)
	}
}

func TestGapsReachTheVerdictAndAreNeverNought(t *testing.T) {
	spec := verdict.Spec{Values: []verdict.Value{base("x", "2010"), base("y", "2010"), {Name: "total", Formula: "x + y"}, {Name: "ratio", Formula: "x / y"}}}
	r := evaluate(t, spec, table{"i x 2010": "5", "i y 2010": "?confidential"}, nil)
	if r.Verdict != verdict.Uncomputable || r.Values[2].Number.Gap() != (formula.Gap{Reason: formula.Confidential, Input: "y"}) || r.Values[2].Shown != "" {
		t.Errorf("%s %+v", r.Verdict, r.Values[2])
	}
	r = evaluate(t, spec, table{"i x 2010": "5", "i y 2010": "0"}, nil)
	if r.Verdict != verdict.Uncomputable || r.Values[3].Number.Gap().Reason != formula.ZeroDenominator || r.Values[2].Shown != "5" {
		t.Errorf("%s %+v", r.Verdict, r.Values[3])
	}
	hidden := spec
	hidden.Shown = []string{"x"}
	if r = evaluate(t, hidden, table{"i x 2010": "5", "i y 2010": "0"}, nil); r.Verdict != verdict.Holds {
		t.Errorf("what is neither shown nor asserted does not matter: %s", r.Verdict)
	}
	if r = evaluate(t, spec, table{"i x 2010": "5", "i y 2010": "n/a"}, nil); r.Verdict != verdict.Uncomputable {
		t.Errorf("text that is no number: %s", r.Verdict)
	}
}

func TestNewerPeriodIsToldOfFixedValuesOnly(t *testing.T) {
	numbers := table{"i x 2010": "5", "i x 2011": "6", "i x 2012-Q1": "7"}
	fixed := evaluate(t, verdict.Spec{Values: []verdict.Value{base("x", "2010")}}, numbers, nil)
	if !fixed.Newer || fixed.Values[0].Newest != "2011" {
		t.Errorf("%+v", fixed)
	}
	if r := evaluate(t, verdict.Spec{Values: []verdict.Value{base("x", "2011")}}, numbers, nil); r.Newer || r.Values[0].Newest != "" {
		t.Errorf("%+v", r)
	}
	rank := verdict.Spec{Assertions: []verdict.Assertion{{Name: "r", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y"}, Period: "2010", Order: "highest"}}}
	if r := evaluate(t, rank, numbers.and("i y 2010=1"), nil); !r.Newer {
		t.Error("a rank is bound to its period too")
	}
}

func TestShift(t *testing.T) {
	for _, c := range []struct {
		period string
		back   int
		want   string
	}{{"2010", 5, "2005"}, {"2010-Q1", 1, "2009-Q4"}, {"2010Q3", 2, "2010Q1"}, {"2010-01", 1, "2009-12"}, {"2010M12", 12, "2009M12"}, {"2010-S2", 1, "2010-S1"}, {"2010-Q5", 1, ""}, {"2010-13", 1, ""}, {"soon", 1, ""}, {"0003", 5, ""}, {"20101", 1, ""}} {
		got, ok := verdict.Shift(c.period, c.back)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s - %d: %q", c.period, c.back, got)
		}
	}
}

func TestResultIsWrittenAsJSON(t *testing.T) {
	r := evaluate(t, ratio("2010", ">="), gdp2013, nil)
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"engine":"1"`, `"verdict":"holds"`, `"number":"50/33"`, `"shown":"1.52"`, `"limit":"9900"`, `"limit":"20000/3"`} {
		if !strings.Contains(string(data), part) {
			t.Errorf("%s lacks %s", data, part)
		}
	}
}
