// SPDX-License-Identifier: EUPL-1.2

package formula_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
)

// lookup reads inputs written as decimal text; "?reason" is a gap.
func lookup(inputs map[string]string) func(string) formula.Number {
	return func(name string) formula.Number {
		text := inputs[name]
		if reason, is := strings.CutPrefix(text, "?"); is {
			return formula.None(formula.Reason(reason), "")
		}
		n, _ := formula.Parse(text)
		return n
	}
}

func names(inputs map[string]string) []string {
	var out []string
	for k := range inputs {
		out = append(out, k)
	}
	return out
}

func ExampleCompile() {
	f, err := formula.Compile("gdp / population * 1000", []string{"gdp", "population"})
	if err != nil {
		fmt.Println(err)
		return
	}
	values := map[string]string{"gdp": "3304.21", "population": "329013"}
	fmt.Println(f.Names(), formula.Round(f.Eval(lookup(values)).Rat(), 3))
	delete(values, "population")
	fmt.Println(f.Eval(lookup(values)).Gap())
	// Output:
	// [gdp population] 10.043
	// {missing population}
}

func TestExactResults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"0.1 + 0.2", "3/10"},
		{"0.1 + 0.2 - 0.3", "0"},
		{"10000 / 6600", "50/33"},
		{"1.503", "1503/1000"},
		{"12345678901234567.123", "12345678901234567123/1000"}, // beyond float64
		{"-2 ^ 2", "-4"},
		{"(-2) ^ 2", "4"},
		{"2 ^ -3", "1/8"},
		{"2 ^ 3 ^ 2", "512"},
		{"1.21 ^ (1 / 2)", "11/10"},
		{"27 ^ (1/3)", "3"},
		{"(8/27) ^ (2/3)", "4/9"},
		{"0 ^ 0", "1"},
		{"0 ^ 0.5", "0"},
		{"min(3, 1, 2) + max(1, 5) + sum(1, 2, 3) + mean(1, 2) + abs(-4)", "35/2"},
		{"log(1)", "0"},
		{"1e3 - +5", "995"},
		{"a + b * a", "8"},
		{"1 / 0", "<zero_denominator>"},
		{"0 / 0", "<zero_denominator>"},
		{"0 ^ -1", "<zero_denominator>"},
		{"1 / (0.1 + 0.2 - 0.3)", "<zero_denominator>"},
		{"log(0)", "<undefined>"},
		{"log(-1)", "<undefined>"},
		{"(-1) ^ 0.5", "<undefined>"},
		{"10 ^ 100000", "<too_large>"},
		{"9 ^ 9 ^ 9", "<too_large>"},
		{"((10 ^ 1000) ^ 1000) ^ 1000", "<too_large>"},
		{"(10 ^ 400 + 1) ^ 0.3", "<too_large>"},
		{"1.5 ^ (10 ^ 300 + 0.5)", "<too_large>"},
		{"0 * gone", "<missing>"},
		{"min(1, gone)", "<missing>"},
		{"gone - gone", "<missing>"},
		{"gone ^ 0", "<missing>"},
		{"gone + secret", "<confidential>"},
		{"secret + gone", "<confidential>"},
		{"max(secret, 1, gone)", "<confidential>"},
		{"gone / 0", "<missing>"},
		{"gone * (1 / 0)", "<missing>"},
	} {
		inputs := map[string]string{"a": "2", "b": "3", "gone": "?missing", "secret": "?confidential"}
		f, err := formula.Compile(c.text, names(inputs))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := f.Eval(lookup(inputs)).String(); got != c.want {
			t.Errorf("%s = %s, want %s", c.text, got, c.want)
		}
	}
}

func TestInexactNumbersAreNotJudgedBeyondTheirError(t *testing.T) {
	for _, c := range []struct {
		left, right string
		sign        int
		sure        bool
	}{
		{"2 ^ 0.5", "1.41421356", 1, true},
		{"2 ^ 0.5", "1.4142135623730951", 0, false},
		{"2 ^ 0.5 * 2 ^ 0.5", "2", 0, false},
		{"log(2) + log(3)", "log(6)", 0, false},
		{"log(3)", "log(2)", 1, true},
		{"1 / (2 ^ 0.5 - 1)", "2.5", -1, true},
		{"min(2 ^ 0.5, 2) - 1", "0.4", 1, true},
		{"(1.1 ^ 0.5) ^ 0.5", "1", 1, true},
	} {
		l, err := formula.Compile(c.left, nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := formula.Compile(c.right, nil)
		if err != nil {
			t.Fatal(err)
		}
		sign, sure := l.Eval(nil).Compare(r.Eval(nil))
		if sign != c.sign || sure != c.sure {
			t.Errorf("%s against %s: %d %v, want %d %v", c.left, c.right, sign, sure, c.sign, c.sure)
		}
	}
	f, _ := formula.Compile("1 / (2 ^ 0.5 * 2 ^ 0.5 - 2)", nil)
	if got := f.Eval(nil).Gap().Reason; got != formula.TooClose {
		t.Errorf("a denominator that may be nought: %s", got)
	}
}

func TestFaultsSayKindAndColumn(t *testing.T) {
	for _, c := range []struct{ text, key, column string }{
		{"", "formula.empty", "1"},
		{"  ", "formula.empty", "1"},
		{"gdp / populaton", "formula.unknown-name", "7"},
		{"gdp +", "formula.unfinished", "6"},
		{"(gdp", "formula.unfinished", "5"},
		{"gdp )", "formula.syntax", "5"},
		{"* gdp", "formula.syntax", "1"},
		{"gdp population", "formula.syntax", "5"},
		{"gdp * 0,5", "formula.decimal-comma", "8"},
		{"gdp >= 1", "formula.no-comparison", "5"},
		{"!gdp", "formula.no-comparison", "1"},
		{"gdp == 1", "formula.no-comparison", "5"},
		{"'a' + 1", "formula.not-allowed", "1"},
		{"[1, 2]", "formula.not-allowed", "1"},
		{"gdp | min(1)", "formula.not-allowed", "5"},
		{"gdp ? 1 : 2", "formula.not-allowed", "5"},
		{"gdp % 2", "formula.not-allowed", "5"},
		{"gdp ** 2", "formula.not-allowed", "5"},
		{"gdp // 2", "formula.not-allowed", "5"},
		{"gdp /* 2 */", "formula.not-allowed", "5"},
		{"gdp.x", "formula.not-allowed", "5"},
		{"1..3", "formula.not-allowed", "2"},
		{"1 and 2", "formula.not-allowed", "3"},
		{"not gdp", "formula.not-allowed", "1"},
		{"true", "formula.not-allowed", "1"},
		{"nil + 1", "formula.not-allowed", "1"},
		{"let x = 1; x", "formula.no-comparison", "7"},
		{"klaipėda", "formula.not-allowed", "6"},
		{"len(gdp)", "formula.unknown-function", "1"},
		{"round(gdp)", "formula.unknown-function", "1"},
		{"now()", "formula.unknown-function", "1"},
		{"map(gdp, 1)", "formula.unknown-function", "1"},
		{"gdp(1)", "formula.unknown-function", "1"},
		{"abs(1, 2)", "formula.arguments", "1"},
		{"min()", "formula.arguments", "1"},
		{"min + 1", "formula.function-alone", "1"},
		{"gdp.min(1)", "formula.not-allowed", "5"},
		{"0x1F", "formula.number", "1"},
		{"1_000", "formula.number", "1"},
		{"0b11", "formula.number", "1"},
		{"1e999", "formula.number", "1"},
		{"99999999999999999999999", "formula.number", "1"},
		{"12abc", "formula.number", "1"},
		{strings.Repeat("(", 1500) + "1" + strings.Repeat(")", 300), "formula.unfinished", "1802"},
		{strings.Repeat("1+", 500) + "1", "formula.too-long", "1"},
		{strings.Repeat("1", 2001), "formula.too-long", "1"},
	} {
		_, err := formula.Compile(c.text, []string{"gdp", "population"})
		if !fault.Is(err, c.key) {
			t.Errorf("%.40q: %v, want %s", c.text, err, c.key)
			continue
		}
		if got := err.(*fault.Fault).Place.Column; got != c.column {
			t.Errorf("%.40q: column %s, want %s (%v)", c.text, got, c.column, err)
		}
	}
	_, err := formula.Compile("x + y", nil)
	if f := err.(*fault.Fault); len(f.Also) != 1 {
		t.Errorf("both unknown names should be told: %v", err)
	}
}

func TestDecimalTextIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{"1.50": "3/2", "-0": "0", "+7": "7", "1e2": "100", "2.5E-1": "1/4",
		"": "", ".5": "", "5.": "", "1/3": "", "0x10": "", "NaN": "", "Inf": "", "1e999999999": "", "1,5": "", "--1": "", "1 000": "", ":": "", "1e": "", "e5": "",
		strings.Repeat("9", 130): ""} {
		n, ok := formula.Parse(text)
		if ok != (want != "") || ok && n.String() != want || !ok && n.Known() {
			t.Errorf("%q: %v %v, want %q", text, n, ok, want)
		}
	}
	var zero formula.Number
	if zero.Known() || zero.Gap().Reason != formula.Missing {
		t.Error("what was never set must be missing, not nought")
	}
}

func TestRoundsHalfAwayFromZero(t *testing.T) {
	for text, want := range map[string]string{"1.5": "2", "2.5": "3", "-2.5": "-3", "-0.4": "0", "0.5": "1", "1.49": "1"} {
		n, _ := formula.Parse(text)
		if got := formula.Round(n.Rat(), 0); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got, ok := formula.Decimal(big.NewRat(3, 8), 5); got != "0.375" || !ok {
		t.Errorf("got %s", got)
	}
	if _, ok := formula.Decimal(big.NewRat(1, 3), 20); ok {
		t.Error("a third has no decimal text")
	}
}

func TestNamesThatAreAllowed(t *testing.T) {
	for name, want := range map[string]bool{"gdp": true, "gdp_2010": true, "min": false, "latest": false, "in": false, "a-b": false, "2a": false, "Gdp": false, "": false} {
		if formula.ValidName(name) != want {
			t.Errorf("%q: want %v", name, want)
		}
	}
	f, err := formula.Compile("b + a + b", []string{"a", "b", "c"})
	if err != nil || !slices.Equal(f.Names(), []string{"a", "b"}) {
		t.Errorf("%v %v", f.Names(), err)
	}
}

// Whatever is computed from something that is missing is missing, in whatever order the terms stand.
func TestMissingIsNeverNought(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inputs := map[string]string{}
		for _, name := range []string{"a", "b", "c"} {
			inputs[name] = rapid.SampledFrom([]string{"0", "1", "-3", "0.5", "?missing", "?confidential", "?not_asked"}).Draw(t, name)
		}
		operator := rapid.SampledFrom([]string{"+", "*"}).Draw(t, "operator")
		var results []string
		gap := false
		for _, order := range [][]string{{"a", "b", "c"}, {"c", "b", "a"}, {"b", "c", "a"}} {
			f, err := formula.Compile(strings.Join(order, " "+operator+" "), names(inputs))
			if err != nil {
				t.Fatal(err)
			}
			n := f.Eval(lookup(inputs))
			results = append(results, n.String()+n.Gap().Input)
			for _, v := range inputs {
				gap = gap || strings.HasPrefix(v, "?")
			}
			if n.Known() == gap {
				t.Fatalf("%v %s: %v", inputs, operator, n)
			}
		}
		if results[0] != results[1] || results[1] != results[2] {
			t.Fatalf("depends on the order: %v", results)
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{"gdp / population * 1000", "min(a, 2) ^ -1", "((", "sum(1,2", "a.b", "1e5", "log(a)^(1/3)", "let", "::min(1)", "1 not in 2", "a ?? b"} {
		f.Add(seed)
	}
	inputs := map[string]string{"a": "2", "gdp": "10000.5", "population": "0", "gone": "?missing"}
	f.Fuzz(func(t *testing.T, text string) {
		compiled, err := formula.Compile(text, names(inputs))
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid {
				t.Fatalf("not the planner's fault? %v", err)
			}
			return
		}
		n := compiled.Eval(lookup(inputs))
		if n.Known() == (n.Gap().Reason != "") {
			t.Fatalf("neither number nor gap: %v", n)
		}
		line := compiled.Line(func(name string) formula.Line {
			if name == "a" {
				return formula.Variable()
			}
			return formula.Fixed(lookup(inputs)(name))
		})
		line.Critical(big.NewRat(1, 2))
	})
}
