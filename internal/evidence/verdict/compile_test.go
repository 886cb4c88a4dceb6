// SPDX-License-Identifier: EUPL-1.2

package verdict_test

import (
	"slices"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

func TestWhatNothingCanFalsifyIsRefused(t *testing.T) {
	values := []verdict.Value{base("x", "2010"), base("y", "2010"), {Name: "again", Indicator: "i", Region: "x", Period: "2010"},
		{Name: "twice", Formula: "x + x"}, {Name: "change", Formula: "x - y"}}
	rank := func(among ...string) verdict.Assertion {
		return verdict.Assertion{Type: verdict.Rank, Indicator: "i", Region: "x", Among: among, Period: "2010", Order: "highest"}
	}
	for _, c := range []struct {
		a    verdict.Assertion
		want string
	}{
		{compare("x", ">=", "x"), "verdict.unfalsifiable"},
		{compare("x", "<=", "again"), "verdict.unfalsifiable"}, // two names of one number
		{compare("abs(x)", ">=", "0"), "verdict.unfalsifiable"},
		{compare("x ^ 2", ">", "-1"), "verdict.unfalsifiable"},
		{compare("1", "<", "2"), "verdict.unfalsifiable"},
		{compare("2", "<", "1"), "verdict.rests-on-nothing"},
		{compare("x + y - y", "==", "x"), "verdict.unfalsifiable"},
		{compare("twice", "==", "2 * x"), "verdict.unfalsifiable"},
		{compare("max(x, y)", ">=", "min(x, y)"), "verdict.unfalsifiable"},
		{compare("x / (y - y)", ">", "1"), "verdict.unfalsifiable"}, // never computed
		{compare("(x - y) ^ 2", ">=", "0"), "verdict.unfalsifiable"},
		{verdict.Assertion{Type: verdict.Sign, Of: "abs(x) + 1", Sign: "positive"}, "verdict.unfalsifiable"},
		{verdict.Assertion{Type: verdict.Share, Of: "x / x", Share: "1", Tolerance: "0.1"}, "verdict.unfalsifiable"},
		{rank("x"), "verdict.unfalsifiable"},

		{rank("y"), ""},
		{compare("x", ">", "y"), ""},
		{compare("abs(x)", ">", "0"), ""},
		{compare("abs(x - 123456.789)", ">", "0"), ""}, // false of one number alone
		{compare("max(x, y)", ">=", "5"), ""},          // false only when both are small
		{compare("x / x", ">", "1"), ""},
		{compare("log(x)", ">", "0"), ""},
		{compare("change", ">=", "-1000000000"), ""},
	} {
		c.a.Name = "a"
		got := refused(t, verdict.Spec{Values: values, Assertions: []verdict.Assertion{c.a}})
		if c.want != "" {
			c.want += " assertions.0"
		}
		if got != c.want {
			t.Errorf("%s %s %s %s: %q, want %q", c.a.Left, c.a.Op, c.a.Right, c.a.Of, got, c.want)
		}
	}
}

func TestFaultsNameTheField(t *testing.T) {
	x := base("x", "2010")
	for name, c := range map[string]struct {
		spec verdict.Spec
		want string
	}{
		"names": {verdict.Spec{Values: []verdict.Value{x, x, {Name: "a-b", Indicator: "i", Region: "r", Period: "2010"}, {Name: "latest", Formula: "x"}}},
			"verdict.bad-name values.2.name; verdict.bad-name values.3.name; verdict.name-twice values.1.name"},
		"either": {verdict.Spec{Values: []verdict.Value{{Name: "a"}, {Name: "b", Indicator: "i"}, {Name: "c", Indicator: "i", Region: "r", Period: "2010", Formula: "b"}}},
			"verdict.value-either values.0; verdict.value-either values.1; verdict.value-either values.2"},
		"period":  {verdict.Spec{Values: []verdict.Value{base("x", "last year"), base("y", "latest--1")}}, "verdict.bad-period values.0.period; verdict.bad-period values.1.period"},
		"digits":  {verdict.Spec{Values: []verdict.Value{{Name: "a", Indicator: "i", Region: "r", Period: "2010", Decimals: 13, Scale: -1}}}, "verdict.bad-decimals values.0.decimals; verdict.bad-scale values.0.scale"},
		"formula": {verdict.Spec{Values: []verdict.Value{x, {Name: "a", Formula: "x + z"}, {Name: "b", Formula: "b"}}}, "formula.unknown-name values.1.formula; formula.unknown-name values.2.formula"},
		"circle":  {verdict.Spec{Values: []verdict.Value{{Name: "a", Formula: "b"}, {Name: "b", Formula: "c"}, {Name: "c", Formula: "a"}}}, "verdict.circle values.0.formula"},
		"shown":   {verdict.Spec{Values: []verdict.Value{x}, Shown: []string{"z"}}, "verdict.unknown-value statement"},
		"type":    {verdict.Spec{Assertions: []verdict.Assertion{{Name: "a", Type: "guess"}, {Name: "B", Type: verdict.Sign}}}, "verdict.bad-assertion-name assertions.1.name; verdict.bad-type assertions.0.type; verdict.field-missing assertions.1.of; verdict.field-missing assertions.1.sign"},
		"unused": {verdict.Spec{Values: []verdict.Value{x}, Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Compare, Left: "x", Op: ">", Right: "1", Region: "r", Position: 2}}},
			"verdict.field-unused assertions.0.position; verdict.field-unused assertions.0.region"},
		"choices": {verdict.Spec{Values: []verdict.Value{x}, Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Compare, Left: "x", Op: "=>", Right: "1"}, {Name: "b", Type: verdict.Sign, Of: "x", Sign: "minus", Tolerance: "-1"}}},
			"verdict.bad-choice assertions.0.op; verdict.bad-choice assertions.1.sign; verdict.bad-tolerance assertions.1.tolerance"},
		"share": {verdict.Spec{Values: []verdict.Value{x}, Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Share, Of: "x", Share: "1/0", Tolerance: "0.1"}, {Name: "b", Type: verdict.Share, Of: "x", Share: "1/3"}}},
			"verdict.bad-share assertions.0.share; verdict.field-missing assertions.1.tolerance"},
		"rank": {verdict.Spec{Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y"}, Period: "then", Order: "best", Position: 3}}},
			"verdict.bad-choice assertions.0.order; verdict.bad-period assertions.0.period; verdict.bad-position assertions.0.position"},
		"many": {verdict.Spec{Values: make([]verdict.Value, 101)}, "verdict.too-many "},
	} {
		if got := refused(t, c.spec); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestNeedsAreListedOnce(t *testing.T) {
	spec := verdict.Spec{Values: []verdict.Value{base("y", "latest"), base("x", "2010"), {Name: "again", Indicator: "i", Region: "x", Period: "2010"}, {Name: "f", Formula: "x"}},
		Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"z"}, Period: "2010", Order: "lowest"}}}
	f, err := verdict.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	want := []verdict.Need{{Indicator: "i", Region: "x", Period: "2010"}, {Indicator: "i", Region: "y", Period: "latest"}, {Indicator: "i", Region: "z", Period: "2010"}}
	if got := f.Needs(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
