// SPDX-License-Identifier: EUPL-1.2

package verdict_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
)

// table is a source: "indicator region period" to a value; "?reason" is a gap, "@…" after the value sets parts of the basis.
type table map[string]string

func (t table) Value(indicator, region, period string) verdict.Observation {
	text, ok := t[indicator+" "+region+" "+period]
	if !ok {
		return verdict.Observation{Missing: formula.NotAsked}
	}
	text, basis, _ := strings.Cut(text, "@")
	o := verdict.Observation{Value: text}
	if reason, is := strings.CutPrefix(text, "?"); is {
		o.Value, o.Missing = "", formula.Reason(reason)
	}
	for _, part := range strings.Fields(strings.ReplaceAll(basis, ",", " ")) {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "territory":
			o.Basis.Territory = value
		case "definition":
			o.Basis.Definition = value
		case "series":
			o.Basis.Series = value
		case "alone":
			o.Incomparable = verdict.Cause(value)
		}
	}
	return o
}

func (t table) Periods(indicator, region string) []string {
	var out []string
	for key, value := range t {
		parts := strings.Fields(key)
		if parts[0] == indicator && parts[1] == region && !strings.HasPrefix(value, "?") {
			out = append(out, parts[2])
		}
	}
	return out // in the random order of maps, on purpose
}

// and gives a copy with changed rows: "key=value".
func (t table) and(rows ...string) table {
	c := maps.Clone(t)
	for _, row := range rows {
		key, value, _ := strings.Cut(row, "=")
		c[key] = value
	}
	return c
}

func evaluate(t testing.TB, spec verdict.Spec, now, written verdict.Source) verdict.Result {
	t.Helper()
	r, err := verdict.Evaluate(spec, now, written)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// refused gives the keys of the faults with their fields.
func refused(t testing.TB, spec verdict.Spec) string {
	t.Helper()
	_, err := verdict.Compile(spec)
	if err == nil {
		return ""
	}
	f, ok := err.(*fault.Fault)
	if !ok {
		t.Fatal(err)
	}
	var out []string
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		out = append(out, one.Key+" "+one.Place.Field)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func base(name, period string) verdict.Value {
	return verdict.Value{Name: name, Indicator: "i", Region: name, Period: period}
}

func compare(left, op, right string) verdict.Assertion {
	return verdict.Assertion{Name: "a", Type: verdict.Compare, Left: left, Op: op, Right: right}
}
