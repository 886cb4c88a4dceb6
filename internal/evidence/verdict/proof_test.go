// SPDX-License-Identifier: EUPL-1.2

package verdict_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

// gdp is GDP per head at current prices, Eurostat nama_10r_3gdp: the vintage of NUTS 2013 and that of NUTS 2021.
var (
	gdp2013 = table{"gdp klaipeda 2009": "9500", "gdp kurzeme 2009": "7000", "gdp klaipeda 2010": "10000", "gdp kurzeme 2010": "6600"}
	gdp2021 = gdp2013.and("gdp kurzeme 2009=7100", "gdp kurzeme 2010=6700", "gdp klaipeda 2021=18200", "gdp kurzeme 2021=12800")
)

func ratio(year, op string) verdict.Spec {
	return verdict.Spec{
		Values: []verdict.Value{
			{Name: "klaipeda", Indicator: "gdp", Region: "klaipeda", Period: year},
			{Name: "kurzeme", Indicator: "gdp", Region: "kurzeme", Period: year},
			{Name: "ratio", Formula: "klaipeda / kurzeme", Decimals: 2},
		},
		Assertions: []verdict.Assertion{{Name: "half-again", Type: verdict.Compare, Left: "ratio", Op: op, Right: "1.5"}},
	}
}

func ExampleEvaluate() {
	before, _ := verdict.Evaluate(ratio("2010", ">="), gdp2013, nil)
	after, _ := verdict.Evaluate(ratio("2010", ">="), gdp2021, gdp2013)
	for _, r := range []verdict.Result{before, after} {
		fmt.Println(r.Values[2].Shown, r.Assertions[0].Truth, r.Verdict, r.Newer)
	}
	for _, n := range before.Assertions[0].Nearest {
		fmt.Printf("%s: now %s, turns %s %s\n", n.Values[0], n.Now.FloatString(0), n.Side, formula.Round(n.Limit, 1))
	}
	// Output:
	// 1.52 true holds false
	// 1.49 false untrue true
	// klaipeda: now 10000, turns below 9900.0
	// kurzeme: now 6600, turns above 6666.7
}

func TestTheTwinOf2009OnlyMoves(t *testing.T) {
	r := evaluate(t, ratio("2009", "<"), gdp2021, gdp2013)
	if r.Verdict != verdict.Moved || r.Assertions[0].Truth != verdict.True {
		t.Fatalf("got %s", r.Verdict)
	}
	var moved []string
	for _, m := range r.Moves {
		moved = append(moved, fmt.Sprintf("%s %s→%s", m.Name, m.Before, m.Now))
	}
	if got := strings.Join(moved, ", "); got != "kurzeme 7000→7100, ratio 19/14→95/71" {
		t.Errorf("moved: %s", got)
	}
	if r := evaluate(t, ratio("2009", "<"), gdp2013, gdp2013); r.Verdict != verdict.Holds || len(r.Moves) != 0 {
		t.Errorf("nothing has changed: %s", r.Verdict)
	}
	hidden := ratio("2009", "<")
	hidden.Shown = []string{"klaipeda"}
	if r := evaluate(t, hidden, gdp2021, gdp2013); r.Verdict != verdict.Holds {
		t.Errorf("what no reader sees does not move: %s", r.Verdict)
	}
}

// population gives the series up to a year.
func population(last int) table {
	t := table{}
	for region, series := range map[string]string{
		"klaipeda": "329013 327300 324618 320507 317252 317722 319958 321849 324263",
		"kurzeme":  "258034 254722 251088 246317 243032 240113 237407 236022 233229",
	} {
		for i, text := range strings.Fields(series) {
			if 2014+i <= last {
				t["population "+region+" "+strconv.Itoa(2014+i)] = text
			}
		}
	}
	return t
}

func losing() verdict.Spec {
	value := func(name, region, period string) verdict.Value {
		return verdict.Value{Name: name, Indicator: "population", Region: region, Period: period}
	}
	return verdict.Spec{
		Values: []verdict.Value{
			value("klaipeda_now", "klaipeda", "latest"), value("klaipeda_then", "klaipeda", "latest-5"),
			value("kurzeme_now", "kurzeme", "latest"), value("kurzeme_then", "kurzeme", "latest-5"),
			{Name: "klaipeda_change", Formula: "klaipeda_now / klaipeda_then - 1", Decimals: 1, Percent: true},
			{Name: "kurzeme_change", Formula: "kurzeme_now / kurzeme_then - 1", Decimals: 1, Percent: true},
		},
		Assertions: []verdict.Assertion{
			{Name: "klaipeda-loses", Type: verdict.Sign, Of: "klaipeda_now - klaipeda_then", Sign: "negative"},
			{Name: "kurzeme-loses", Type: verdict.Sign, Of: "kurzeme_now - kurzeme_then", Sign: "negative"},
		},
		Shown: []string{"klaipeda_change", "kurzeme_change"},
	}
}

func TestBothRegionsLoseResidentsUntil2022(t *testing.T) {
	for _, c := range []struct {
		last              int
		want              verdict.Verdict
		klaipeda, kurzeme string
	}{
		{2019, verdict.Holds, "-3.4", "-6.9"},
		{2020, verdict.Moved, "-2.2", "-6.8"},
		{2021, verdict.Moved, "-0.9", "-6.0"},
		{2022, verdict.Untrue, "1.2", "-5.3"},
	} {
		r := evaluate(t, losing(), population(c.last), population(2019))
		if r.Verdict != c.want || r.Values[4].Shown != c.klaipeda || r.Values[5].Shown != c.kurzeme || r.Latest != strconv.Itoa(c.last) || r.Newer {
			t.Errorf("%d: %s, Klaipėda %s, Kurzeme %s, latest %s, newer %v", c.last, r.Verdict, r.Values[4].Shown, r.Values[5].Shown, r.Latest, r.Newer)
		}
	}
	if r := evaluate(t, losing(), population(2018), nil); r.Verdict != verdict.Uncomputable || r.Latest != "" {
		t.Errorf("five years back there is nothing: %s", r.Verdict)
	}
}

// The newest period is the newest that all have: one region's newer number does not pull the other along.
func TestLatestIsCommonToAll(t *testing.T) {
	numbers := population(2022)
	delete(numbers, "population kurzeme 2022")
	if r := evaluate(t, losing(), numbers, nil); r.Latest != "2021" || r.Verdict != verdict.Holds {
		t.Errorf("latest %s, %s", r.Latest, r.Verdict)
	}
	if r := evaluate(t, losing(), numbers.and("population kurzeme 2022=?confidential"), nil); r.Latest != "2021" {
		t.Errorf("a secret number is no number: latest %s", r.Latest)
	}
	delete(numbers, "population kurzeme 2016")
	if r := evaluate(t, losing(), numbers, nil); r.Latest != "2020" {
		t.Errorf("five years earlier counts too: latest %s", r.Latest)
	}
	quarters := table{"i a 2020-Q4": "1", "i a 2021-Q1": "2", "i a 2021-Q2": "3", "i b 2021-Q1": "5", "i b 2020": "4"}
	spec := verdict.Spec{Values: []verdict.Value{base("a", "latest-1"), base("b", "latest")}}
	r := evaluate(t, spec, quarters, nil)
	if r.Latest != "2021-Q1" || r.Values[0].Period != "2020-Q4" || r.Values[0].Shown != "1" || r.Verdict != verdict.Holds {
		t.Errorf("quarters: %s %+v", r.Latest, r.Values[0])
	}
}
