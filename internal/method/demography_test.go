// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bufio"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/analysis/forecast"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/testkit"
)

// TestBalanceAsWritten: what stands in the files closes to the last bit when the numbers are read back and added up, in any order.
func TestBalanceAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var people, lives, moves strings.Builder
		people.WriteString("region,sex,age,value\n")
		lives.WriteString("sex,age,ratio\n")
		moves.WriteString("region,sex,age,net\n")
		for _, sex := range []string{"F", "M"} {
			for age := range 5 {
				lives.WriteString(sex + "," + strconv.Itoa(age) + "," + text(rapid.Float64Range(0.5, 1).Draw(r, "lives")) + "\n")
				for _, region := range []string{"A", "B"} {
					cell := region + "," + sex + "," + strconv.Itoa(age) + ","
					people.WriteString(cell + text(rapid.Float64Range(1e3, 1e6).Draw(r, "people")) + "\n")
					moves.WriteString(cell + text(rapid.Float64Range(0, 9).Draw(r, "moves")) + "\n")
				}
			}
		}
		res := mustRun(t, "cohort", map[string]string{"steps": "4", "migration-when": "half", "birth-survival": "0.99"},
			map[string]string{"population": people.String(), "fertility": "age,rate\n2,0.21\n3,0.17\n", "survival": lives.String(), "migration": moves.String()})
		for _, line := range strings.Split(strings.TrimSpace(written(t, res, "balance")), "\n")[1:] {
			f := strings.Split(line, ",")
			if got := number(f[2]) + number(f[3]) - number(f[4]) + number(f[5]); got != number(f[6]) {
				r.Fatalf("%s leaves %g", line, got-number(f[6]))
			}
		}
	})
}

func text(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// lithuania gives the population of Lithuania's counties of a year by sex and age as Eurostat publishes it (demo_r_pjangrp3), totals, unknown ages,
// open groups beside their parts and all.
func lithuania(t *testing.T, year string) string {
	t.Helper()
	in, err := eurostatRows(t, "data/eurostat/estat_demo_r_pjangrp3.tsv.gz", year)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("geo,sex,age,value\n")
	n := 0
	for _, row := range in {
		if strings.HasPrefix(row[2], "LT0") && len(row[2]) == 5 {
			b.WriteString(row[2] + "," + row[0] + "," + row[1] + "," + row[3] + "\n")
			n++
		}
	}
	if n < 10*3*18 {
		t.Fatalf("only %d rows of %s", n, year)
	}
	return b.String()
}

// TestCounties: real counts, as published. Moves between counties whose survival is that of them all sum to nothing; two counts project a third.
func TestCounties(t *testing.T) {
	given := map[string]string{"last": "85"}
	in := map[string]string{"earlier": lithuania(t, "2015"), "later": lithuania(t, "2020")}
	r := mustRun(t, "residual-migration", given, in)
	sums, cells := map[string]float64{}, 0
	for _, line := range strings.Split(strings.TrimSpace(written(t, r, "migration")), "\n")[1:] {
		f := strings.Split(line, ",")
		if f[5] == "" {
			continue
		}
		cells++
		sums[f[1]+f[2]] += number(f[5])
	}
	for cell, sum := range sums {
		if math.Abs(sum) > 1e-6 {
			t.Errorf("%s: %g moved out of all counties", cell, sum)
		}
	}
	if cells != 10*2*17 {
		t.Errorf("%d cells of migration", cells)
	}
	p := mustRun(t, "hamilton-perry", map[string]string{"last": "85", "steps": "1"}, in)
	total := 0.0
	for _, line := range strings.Split(strings.TrimSpace(written(t, p, "projection")), "\n")[1:] {
		if f := strings.Split(line, ","); f[1] == "1" {
			total += number(f[4])
		}
	}
	if total < 2.5e6 || total > 2.9e6 { // 2,794,090 on 1 January 2020, and falling
		t.Errorf("Lithuania in 2025: %.0f", total)
	}
	t.Logf("compared %d cells of migration; Lithuania 2025 by the ratios of 2015–2020: %.0f", cells, total)
}

// TestPeopleFaults: what is wrong is told with its place.
func TestPeopleFaults(t *testing.T) {
	good := map[string]string{"population": "sex,age,value\nF,0-4,5\nF,5+,6\nM,0-4,5\nM,5+,6\n", "fertility": "age,rate\n5,0.1\n",
		"survival": "age,ratio\n0,0.9\n5,0.8\n"}
	for _, c := range []struct{ input, text, key string }{
		{"population", "sex,age,value\nF,0-4,5\nX,5+,6\n", "method.bad-sex"},
		{"population", "sex,age,value\nF,0-4,\nF,5+,6\n", "method.empty-cell"},
		{"population", "sex,age,value\nF,0-4,5\nF,5+,-6\n", "method.below-zero"},
		{"population", "sex,age,value\nM,0-4,5\nM,5+,6\n", "analysis.demography.no-women"},
		{"population", "sex,age,a,b\nF,0-4,5,1\nF,5+,6,1\n", "method.unknown-column"},
		{"population", "sex,value\nF,5\n", "method.unknown-column"},
		{"population", "sex,age,value\n", "method.no-rows"},
		{"population", "sex,age,value\nF,TOTAL,4\n", "method.no-rows"},
		{"fertility", "age,rate\n15,0.1\n", "method.age-unknown"},
		{"fertility", "age,rate\n5-14,0.1\n", "method.age-unknown"},
		{"survival", "age,ratio\n0,0.9\n5,0.8\n10+,0.8\n", "method.age-unknown"},
		{"survival", "sex,age,ratio\nF,0,0.9\nF,5,0.8\n", "method.people-missing"},
		{"migration", "age,net\n0,1\n5,1\n", "method.unknown-column"},
		{"migration", "sex,age,net\nF,0,1\nF,5,1\nM,0,1\n", "method.people-missing"},
		{"survival", "step,age,ratio\n2,0,0.9\n2,5,0.8\n", "method.people-missing"},
		{"survival", "step,age,ratio\n0,0,0.9\n1,5,0.8\n", "method.bad-value"},
	} {
		in := map[string]string{c.input: c.text}
		for name, text := range good {
			if name != c.input {
				in[name] = text
			}
		}
		_, _, err := run(t, "cohort", map[string]string{"steps": "2"}, in)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != c.key || f.Place.File != c.input+".csv" {
			t.Errorf("%s %q: %v", c.input, c.text, err)
		}
	}
}

// eurostatRows reads one year of a table of Eurostat as served: sex, age, geo, value (flags left out, missing empty).
func eurostatRows(t *testing.T, name, year string) ([][]string, error) {
	t.Helper()
	f, err := File(testkit.Shared(t, name)).Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	var out [][]string
	column := -1
	for in.Scan() {
		cells := strings.Split(in.Text(), "\t")
		if column < 0 {
			column = slices.IndexFunc(cells, func(c string) bool { return strings.TrimSpace(c) == year })
			continue
		}
		key := strings.Split(cells[0], ",")
		value, _, _ := strings.Cut(cells[column], " ")
		out = append(out, []string{key[1], key[3], key[4], strings.TrimPrefix(value, ":")})
	}
	return out, in.Err()
}

// TestErrorsOfDemography: every code has its words.
func TestErrorsOfDemography(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, c := range demography.ErrorCodes {
			if !i18n.For(l).Has("analysis.demography." + string(c)) {
				t.Errorf("%s lacks analysis.demography.%s", l, c)
			}
		}
	}
}

// TestErrorsOfForecast: every code has its words.
func TestErrorsOfForecast(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, c := range forecast.ErrorCodes {
			if !i18n.For(l).Has("analysis.forecast." + string(c)) {
				t.Errorf("%s lacks analysis.forecast.%s", l, c)
			}
		}
	}
}
