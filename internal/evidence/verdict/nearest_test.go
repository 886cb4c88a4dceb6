// SPDX-License-Identifier: EUPL-1.2

package verdict_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

func TestNearestIsExact(t *testing.T) {
	for _, c := range []struct {
		a    verdict.Assertion
		x, y string
		want string
	}{
		{compare("x", ">=", "10"), "12", "1", "x below 10"},
		{compare("x", ">", "10"), "12", "1", "x at 10"},
		{compare("x", ">=", "10"), "10", "1", "x below 10"},
		{compare("x", ">", "10"), "9", "1", "x above 10"}, // false now: what would make it true
		{compare("x", "==", "10"), "10", "1", "x below 10"},
		{compare("x", "!=", "10"), "12", "1", "x at 10"},
		{compare("x / y", ">=", "1.5"), "10000", "6600", "x below 9900, y above 20000/3"},
		{compare("x / y", ">", "1"), "3", "2", "x at 2, y at 3"},
		{compare("x / (x + y)", ">=", "0.25"), "30", "70", "x below 70/3, y above 90"},
		{compare("abs(x)", "<=", "5"), "-4", "1", "x below -5"},
		{compare("x * y", ">", "0"), "2", "3", "x at 0, y at 0"},
		{compare("1 / x", ">", "0"), "2", "1", "x below 0"}, // at nought it cannot be computed
		{compare("max(x, y)", ">=", "5"), "6", "2", "x below 5"},
		{compare("max(x, y)", ">=", "5"), "6", "7", "together"},
		{compare("x ^ 2", "<", "4"), "1", "1", "x at 2"},
		{compare("x ^ 2", "<=", "2"), "1", "1", "x at ~1.414214"},
		{compare("log(x)", ">", "0"), "2", "1", "x at ~1.000000"},
		{compare("log(x) * 12 + x ^ 0.3", ">", "0"), "324263", "1", "x at ~0.921894"},
		{compare("(x / y) ^ (1 / 5) - 1", "<", "0.02"), "110", "100", "y at ~99.630389, x at ~110.408080"},
		{verdict.Assertion{Type: verdict.Share, Of: "x / y", Share: "1/3", Tolerance: "0.02"}, "100", "300", "y below 15000/53, x below 94"}, // both limits of x are as far: the lower is told,
		{verdict.Assertion{Type: verdict.Sign, Of: "x - y", Sign: "negative"}, "317722", "320507", "y at 317722, x at 320507"},
		{verdict.Assertion{Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y"}, Period: "2010", Order: "highest"}, "5", "4", "x at 4, y at 5"},
		{verdict.Assertion{Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y"}, Period: "2010", Order: "lowest", Position: 2}, "5", "4", "x at 4, y at 5"},
	} {
		c.a.Name = "a"
		spec := verdict.Spec{Values: []verdict.Value{base("x", "2010"), base("y", "2010")}, Assertions: []verdict.Assertion{c.a}, Shown: []string{}}
		o := evaluate(t, spec, table{"i x 2010": c.x, "i y 2010": c.y}, nil).Assertions[0]
		var got []string
		for _, n := range o.Nearest {
			limit := n.Limit.RatString()
			if n.Approximate {
				limit = "~" + n.Limit.FloatString(6)
			}
			got = append(got, fmt.Sprintf("%s %s %s", n.Values[0], n.Side, limit))
		}
		if o.Together {
			got = append(got, "together")
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s %s %s %s of x=%s y=%s:\ngot  %s\nwant %s", c.a.Left, c.a.Op, c.a.Right, c.a.Of, c.x, c.y, s, c.want)
		}
	}
}

// The limit really turns the assertion, and no number nearer does.
func TestNearestTurnsAndNothingNearerDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"x", "y", "z"}
		a := compare(drawFormula(t, names, 2), rapid.SampledFrom([]string{"<", "<=", ">", ">=", "==", "!="}).Draw(t, "op"), drawFormula(t, names, 1))
		a.Tolerance = rapid.SampledFrom([]string{"", "0.5", "2"}).Draw(t, "tolerance")
		if rapid.Bool().Draw(t, "rank") {
			a = verdict.Assertion{Name: "a", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y", "z"}, Period: "2010",
				Order: rapid.SampledFrom([]string{"highest", "lowest"}).Draw(t, "order"), Position: rapid.IntRange(1, 3).Draw(t, "position")}
		}
		spec := verdict.Spec{Assertions: []verdict.Assertion{a}, Shown: []string{}}
		numbers := table{}
		for _, n := range names {
			spec.Values = append(spec.Values, base(n, "2010"))
			numbers["i "+n+" 2010"] = fmt.Sprint(rapid.IntRange(-6, 12).Draw(t, n))
		}
		f, err := verdict.Compile(spec)
		if err != nil {
			return // unfalsifiable by chance
		}
		truth := func(region string, x *big.Rat) verdict.Truth {
			return f.Evaluate(changed{numbers, region, x}, nil).Assertions[0].Truth
		}
		o := f.Evaluate(numbers, nil).Assertions[0]
		for _, n := range o.Nearest {
			opposite := map[verdict.Truth]verdict.Truth{verdict.True: verdict.False, verdict.False: verdict.True}[o.Truth]
			tiny := new(big.Rat).SetFrac64(1, 1_000_000)
			at := new(big.Rat).Set(n.Limit)
			switch n.Side {
			case verdict.Below:
				at.Sub(at, tiny)
			case verdict.Above:
				at.Add(at, tiny)
			}
			if truth(n.Region, at) != opposite {
				t.Fatalf("%+v %v: %s %s %s does not turn it", a, numbers, n.Region, n.Side, n.Limit)
			}
			// Anything strictly nearer on either side leaves it, or cannot be computed.
			part := big.NewRat(rapid.Int64Range(-999, 999).Draw(t, "part"), 1000)
			nearer := new(big.Rat).Add(n.Now, new(big.Rat).Mul(n.Distance(), part))
			if truth(n.Region, nearer) == opposite {
				t.Fatalf("%+v %v: %s is told %s %s but turns at %s already", a, numbers, n.Region, n.Side, n.Limit, nearer)
			}
		}
		// A number that is said to turn nothing turns nothing.
		for _, region := range names {
			told := false
			for _, n := range o.Nearest {
				told = told || n.Region == region
			}
			if !told && o.Truth != verdict.Unknown {
				x := big.NewRat(rapid.Int64Range(-3000, 3000).Draw(t, "far"), 7)
				if got := truth(region, x); got != verdict.Unknown && got != o.Truth {
					t.Fatalf("%+v %v: %s turns at %s and is not told", a, numbers, region, x)
				}
			}
		}
	})
}

// changed is a table with one number replaced.
type changed struct {
	table
	region string
	x      *big.Rat
}

func (c changed) Value(indicator, region, period string) verdict.Observation {
	if region == c.region {
		return verdict.Observation{Computed: formula.Exact(c.x)}
	}
	return c.table.Value(indicator, region, period)
}

func drawFormula(t *rapid.T, names []string, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom(append([]string{"1", "2", "1.5"}, append(names, names...)...)).Draw(t, "leaf")
	}
	a, b := drawFormula(t, names, depth-1), drawFormula(t, names, depth-1)
	switch form := rapid.SampledFrom([]string{"+", "-", "*", "/", "min", "max", "abs"}).Draw(t, "form"); form {
	case "min", "max":
		return form + "(" + a + ", " + b + ")"
	case "abs":
		return "abs(" + a + " - " + b + ")"
	default:
		return "(" + a + " " + form + " " + b + ")"
	}
}

// The result of an assertion or value does not depend on where it stands in the spec.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"x", "y", "z"}
		values := []verdict.Value{base("x", "2010"), base("y", "latest"), base("z", "latest-1"), {Name: "f", Formula: drawFormula(t, names, 2), Decimals: 1}, {Name: "g", Formula: "f + x"}}
		one, two := compare("g", ">", "y"), compare("f", "<=", "x")
		two.Name = "b"
		three := verdict.Assertion{Name: "c", Type: verdict.Rank, Indicator: "i", Region: "x", Among: []string{"y", "z"}, Period: "2010", Order: "highest"}
		numbers := table{}
		for _, region := range names {
			for _, period := range []string{"2009", "2010", "2011"} {
				numbers["i "+region+" "+period] = rapid.SampledFrom([]string{"0", "1", "2.5", "-3", "?missing", "?confidential", "4@series=b"}).Draw(t, region+period)
			}
		}
		tell := func(spec verdict.Spec) string {
			r, err := verdict.Evaluate(spec, numbers, numbers.and("i x 2010=1"))
			if err != nil {
				return "refused"
			}
			out := map[string]string{"": fmt.Sprint(r.Verdict, r.Newer, r.Latest, len(r.Faults))}
			for _, v := range r.Values {
				out[v.Name] = fmt.Sprint(v.Number, v.Number.Gap(), v.Shown, v.Period, v.Incomparable)
			}
			for _, o := range r.Assertions {
				out["#"+o.Name] = fmt.Sprint(o.Truth, o.Gap, o.Incomparable, o.Position, len(o.Nearest), o.Together)
				for _, n := range o.Nearest {
					out["#"+o.Name] += fmt.Sprint(n.Region, n.Limit, n.Side)
				}
			}
			return fmt.Sprint(out) // maps are printed by key
		}
		assertions := []verdict.Assertion{one, two, three}
		before := tell(verdict.Spec{Values: values, Assertions: assertions})
		after := tell(verdict.Spec{Values: rapid.Permutation(values).Draw(t, "values"), Assertions: rapid.Permutation(assertions).Draw(t, "assertions")})
		if before != after {
			t.Fatalf("depends on the order:\n%s\n%s", before, after)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	f, err := verdict.Compile(ratio("2010", ">="))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f.Evaluate(gdp2021, gdp2013)
	}
}

func BenchmarkRankAmongMunicipalities(b *testing.B) {
	numbers, among := table{}, []string{}
	for i := range 103 {
		region := fmt.Sprintf("m%d", i)
		among = append(among, region)
		numbers["i "+region+" 2010"] = fmt.Sprint(i * 7 % 103)
	}
	f, err := verdict.Compile(verdict.Spec{Assertions: []verdict.Assertion{{Name: "a", Type: verdict.Rank, Indicator: "i", Region: "m0", Among: among, Period: "2010", Order: "lowest"}}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f.Evaluate(numbers, nil)
	}
}
