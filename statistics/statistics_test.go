// SPDX-License-Identifier: EUPL-1.2

package statistics_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/statistics"
)

func TestPeriod(t *testing.T) {
	for text, want := range map[string]string{
		"2010": "2010", "2010A": "2010", "2010-A1": "2010", "2010A00": "2010",
		"2010-S1": "2010-S1", "2010S2": "2010-S2", "2010H1": "2010-S1",
		"2010-Q1": "2010-Q1", "2010Q4": "2010-Q4", "2010K2": "2010-Q2",
		"2010-03": "2010-M03", "2010-M03": "2010-M03", "2010M12": "2010-M12",
		"2010-W05": "2010-W05", "2015W53": "2015-W53", "2010U07": "2010-W07",
		"2010-03-15": "2010-03-15", "2010M03D15": "2010-03-15", "2012-02-29": "2012-02-29",
		"": "", "10": "", "0999": "", "2010-": "", "2010-Q5": "", "2010Q0": "", "2010-13": "", "201003": "", "2010-1": "", "2010-W54": "", "2014-W53": "",
		"2011-02-29": "", "2010-00-10": "", "2010-S3": "", "2010 ": "", " 2010": "", "2010-03-15x": "", "20100": "", "2010-M3D1": "", "2010/2011": "",
	} {
		got, ok := statistics.NormalPeriod(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
		if ok {
			if again, _ := statistics.NormalPeriod(got); again != got {
				t.Errorf("%q is not stable: %q", got, again)
			}
		}
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2021", 5, "2016"}, {"2010-Q1", 1, "2009-Q4"}, {"2010-S1", 3, "2008-S2"}, {"2010-M01", 13, "2008-M12"}, {"2010-M12", -1, "2011-M01"},
		{"2016-W01", 1, "2015-W53"}, {"2021-W01", 1, "2020-W53"}, {"2020-W53", -1, "2021-W01"}, {"2010-03-01", 1, "2010-02-28"}, {"2010-Q3", 0, "2010-Q3"},
	} {
		p, _ := statistics.ParsePeriod(c.from)
		if got := p.Minus(c.n).String(); got != c.want {
			t.Errorf("%s minus %d is %s, want %s", c.from, c.n, got, c.want)
		}
	}
	sorted := []string{"no period", "2009-Q4", "2010", "2010-S1", "2010-Q1", "2010-M01", "2010-01-01", "2010-W01", "2010-M02", "2010-Q2", "2011"}
	for i := range sorted {
		for j := range sorted {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := statistics.ComparePeriods(sorted[i], sorted[j]); got != want {
				t.Errorf("%s to %s: %d", sorted[i], sorted[j], got)
			}
		}
	}
}

// Going back n steps and forward n steps leads to the same period, and back is before.
func TestPeriodMinus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := statistics.Period{Frequency: rapid.SampledFrom([]statistics.Frequency{'A', 'S', 'Q', 'M', 'W', 'D'}).Draw(t, "frequency"), Year: rapid.IntRange(1900, 2100).Draw(t, "year"), Number: 1}
		if p.Frequency == statistics.Annual {
			p.Number = 0
		}
		n := rapid.IntRange(1, 800).Draw(t, "n")
		back := p.Minus(n)
		if back.Minus(-n) != p || back.Compare(p) != -1 {
			t.Fatalf("%v minus %d is %v", p, n, back)
		}
		if again, ok := statistics.ParsePeriod(back.String()); !ok || again != back {
			t.Fatalf("%v reads as %v", back, again)
		}
	})
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"12": "12", " 12 ": "12", "\u00a012": "12", "+12": "12", "−0.50": "-0.50", ".5": ".5", "1e+05": "1e+05", "007": "007",
		"": "", "-": "", "1.": "", "1,5": "", "1 000": "", "NaN": "", "Inf": "", "0x1p3": "", "1_000": "", "1e309": "", "+-1": "", "−-1": "",
	} {
		got, ok := statistics.CanonicalDecimal(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
	if f, ok := statistics.ParseDecimal("18.60"); !ok || f != 18.6 {
		t.Error(f, ok)
	}
	if _, ok := statistics.ParseDecimal(""); ok {
		t.Error("missing became a number")
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"1.10", "1.1", 0}, {"-0", "0", 0}, {"9007199254740993", "9007199254740992", 1}, {"1e3", "1000", 0}, {"0.1", "0.10000000000000000001", -1}, {"-2", "-10", 1}, {".5", "0.5", 0}} {
		if got, ok := statistics.CompareDecimals(c.a, c.b); !ok || got != c.want {
			t.Errorf("%s to %s: %d %v", c.a, c.b, got, ok)
		}
	}
	if _, ok := statistics.CompareDecimals("", "0"); ok {
		t.Error("missing was compared")
	}
}

// The short way of comparing agrees with exact arithmetic.
func TestCompareDecimals(t *testing.T) {
	number := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,12})?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		if got, ok := statistics.CompareDecimals(a, b); !ok || got != x.Cmp(y) {
			t.Fatalf("%s to %s: %d %v", a, b, got, ok)
		}
	})
}

func TestStatus(t *testing.T) {
	for flags, want := range map[string]statistics.Status{
		"": statistics.Normal, "b": statistics.Break, "bep": statistics.Break | statistics.Estimated | statistics.Provisional,
		"b,e": statistics.Break | statistics.Estimated, "A": statistics.Normal, "a": statistics.Normal, "P": statistics.Provisional,
		"cd": statistics.Confidential | statistics.DefinitionDiffers, "n": statistics.NotSignificant, "z": statistics.NotApplicable,
		"s": statistics.OfficeEstimate, "S": statistics.Other, "Q": statistics.Confidential, "..": statistics.Normal, "…": statistics.Normal | statistics.Status(0),
		"Estimated": statistics.Estimated, "break in time series": statistics.Break, "bx": statistics.Other, "(1)": statistics.Other, "–": statistics.Normal,
	} {
		if got := statistics.StatusOf(flags); got != want {
			t.Errorf("%q: %s, want %s", flags, got, want)
		}
	}
	if s := (statistics.Missing | statistics.Break).String(); s != "missing+break" {
		t.Error(s)
	}
}
