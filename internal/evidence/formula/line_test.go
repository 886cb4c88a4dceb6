// SPDX-License-Identifier: EUPL-1.2

package formula_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/evidence/formula"
)

// along compiles a formula of x alone and finds where it crosses a level.
func along(t testing.TB, text string, level *big.Rat) ([]formula.Point, *formula.Formula, bool) {
	t.Helper()
	f, err := formula.Compile(text, []string{"x"})
	if err != nil {
		t.Fatal(err)
	}
	points, ok := f.Line(func(string) formula.Line { return formula.Variable() }).Critical(level)
	return points, f, ok
}

func TestCrossingsAreExact(t *testing.T) {
	for _, c := range []struct {
		text, level string
		want        string // "3/2 ~1.4142" : exact or irrational
	}{
		{"x", "3", "3"},
		{"10000 / x", "3/2", "0 20000/3"},
		{"x / 6600", "3/2", "9900"},
		{"(x - 300) / 300", "-1/20", "285"},
		{"x ^ 2", "2", "~-1.414214 ~1.414214"},
		{"x ^ 2", "9/4", "-3/2 3/2"},
		{"x * x - 2 * x + 1", "0", "1"},
		{"abs(x)", "2", "-2 2"},
		{"max(x, 3)", "4", "4"},
		{"x / (x + 10)", "1/3", "-10 5"},
		{"1 / x + 1 / (x - 1)", "0", "0 1/2 1"},
		{"mean(x, 4)", "5", "6"},
		{"sum(x, -x)", "0", ""},
		{"x ^ -1", "2", "0 1/2"},
		{"(x - 1) * (x - 2) * (x - 3) * (x + 1/3)", "0", "-1/3 1 2 3"},
		{"x ^ 3 - x", "0", "-1 0 1"},
		{"x ^ 5 - x - 1", "0", "~1.167304"},
		{"-x", "2", "-2"},
	} {
		level, _ := new(big.Rat).SetString(c.level)
		points, _, ok := along(t, c.text, level)
		if !ok {
			t.Errorf("%s: not followed", c.text)
			continue
		}
		var got []string
		for _, p := range points {
			if p.Exact() {
				got = append(got, p.Low.RatString())
			} else {
				got = append(got, "~"+p.Low.FloatString(6))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s at %s: %s, want %s", c.text, c.level, s, c.want)
		}
	}
	for _, text := range []string{"log(x)", "x ^ 0.5", "2 ^ x", "x ^ 9", "2 ^ 0.5 + x", "x / (1 - 1)"} {
		if _, _, ok := along(t, text, new(big.Rat)); ok {
			t.Errorf("%s cannot be followed exactly", text)
		}
	}
}

// Between two neighbouring places the formula stays on one side of the level.
func TestNothingCrossesBetweenThePlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := draw(t, 3)
		level := big.NewRat(rapid.Int64Range(-6, 6).Draw(t, "level"), rapid.Int64Range(1, 4).Draw(t, "parts"))
		f, err := formula.Compile(text, []string{"x"})
		if err != nil {
			t.Fatal(err)
		}
		points, ok := f.Line(func(string) formula.Line { return formula.Variable() }).Critical(level)
		if !ok {
			return
		}
		side := func(x *big.Rat) string {
			n := f.Eval(func(string) formula.Number { return formula.Exact(x) })
			if !n.Known() {
				return n.String()
			}
			return fmt.Sprint(n.Rat().Cmp(level))
		}
		a := big.NewRat(rapid.Int64Range(-90, 90).Draw(t, "a"), 9)
		b := big.NewRat(rapid.Int64Range(-90, 90).Draw(t, "b"), 7)
		if a.Cmp(b) > 0 {
			a, b = b, a
		}
		for _, p := range points {
			if p.High.Cmp(a) >= 0 && p.Low.Cmp(b) <= 0 {
				return // a place between them, or at one of them
			}
		}
		if side(a) != side(b) {
			t.Fatalf("%s at level %s: %s at %s, %s at %s, places %v", text, level, side(a), a, side(b), b, points)
		}
	})
}

// draw makes a random formula of x.
func draw(t *rapid.T, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom([]string{"x", "x", "1", "2", "0.5", "3"}).Draw(t, "leaf")
	}
	a := draw(t, depth-1)
	switch form := rapid.SampledFrom([]string{"+", "-", "*", "/", "min", "max", "abs", "neg", "^"}).Draw(t, "form"); form {
	case "min", "max":
		return form + "(" + a + ", " + draw(t, depth-1) + ")"
	case "abs":
		return "abs(" + a + ")"
	case "neg":
		return "-(" + a + ")"
	case "^":
		return "(" + a + ") ^ " + rapid.SampledFrom([]string{"2", "3", "(-1)"}).Draw(t, "power")
	default:
		return "(" + a + " " + form + " " + draw(t, depth-1) + ")"
	}
}
