// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		lang     Lang
		v        any
		decimals int
		want     string
	}{
		{LT, "1234567.885", 2, "1\u00a0234\u00a0567,89"},
		{LV, "1234567.885", 2, "1\u00a0234\u00a0567,89"},
		{EN, "1234567.885", 2, "1,234,567.89"},
		{EN, "2.675", 2, "2.68"}, // as a float64 it would be 2.67
		{EN, "1.005", 2, "1.01"},
		{EN, "-0.5", 0, "−1"},
		{EN, "-0.4", 0, "0"}, // no negative zero
		{EN, "0.5", 0, "1"},
		{EN, "999.95", 1, "1,000.0"},
		{EN, "99999999999999999999.5", 0, "100,000,000,000,000,000,000"},
		{LT, "11800", 0, "11\u00a0800"},
		{LV, "3200", AsPublished, "3\u00a0200"},
		{LT, "12.50", AsPublished, "12,50"},
		{EN, "007", AsPublished, "7"},
		{EN, ".5", 1, "0.5"},
		{EN, "1.25e3", 0, "1,250"},
		{EN, "125e-3", 2, "0.13"},
		{EN, "−3.2", 1, "−3.2"},
		{EN, 0.1, AsPublished, "0.1"},
		{EN, 1e21, 0, "1,000,000,000,000,000,000,000"},
		{EN, 42, 1, "42.0"},
		{EN, int64(math.MinInt64), 0, "−9,223,372,036,854,775,808"},
		{LT, "", 1, "nėra duomenų"},
		{LV, math.NaN(), 1, "nav datu"},
		{EN, math.Inf(-1), 1, "no data"},
		{EN, nil, 1, "no data"},
		{EN, "12 monkeys", 1, "12 monkeys"},
		{EN, "1,5", 1, "1,5"}, // a comma could be either: kept as it is
		{EN, "1e999999", 1, "1e999999"},
		{"sv", "1234.5", 1, "1,234.5"},
	} {
		if got := For(c.lang).Number(c.v, c.decimals); got != c.want {
			t.Errorf("%s: Number(%v, %d) = %q, expected %q", c.lang, c.v, c.decimals, got, c.want)
		}
	}
}

// TestRoundingIsExact compares with rational arithmetic: half away from zero on the decimal text.
func TestRoundingIsExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,25}(\.[0-9]{0,25})?`).Draw(r, "text")
		n := rapid.IntRange(0, 12).Draw(r, "decimals")
		x, _ := new(big.Rat).SetString(strings.TrimSuffix(text, "."))
		scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)))
		scaled.Add(scaled, big.NewRat(1, 2))
		whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
		want := new(big.Rat).SetFrac(whole, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
		if x.Sign() < 0 {
			want.Neg(want)
		}
		plain := strings.NewReplacer(",", "", minus, "-").Replace(For(EN).Number(text, n))
		if got, ok := new(big.Rat).SetString(plain); !ok || got.Cmp(want) != 0 {
			r.Fatalf("%s to %d decimals is %s, expected %s", text, n, plain, want.FloatString(n))
		}
		if _, frac, _ := strings.Cut(plain, "."); len(frac) != n {
			r.Fatalf("%s has %d decimals, asked for %d", plain, len(frac), n)
		}
	})
}

func TestUnits(t *testing.T) {
	lt, lv, en := For(LT), For(LV), For(EN)
	for _, c := range [][2]string{
		{lt.Percent("12.345", 1), "12,3\u00a0%"},
		{en.SignedPercent("1.23", 1), "+1.2\u00a0%"},
		{en.Signed("0.001", 1), "0.0"},
		{lv.SignedPercent("-5.3", 1), "−5,3\u00a0%"},
		{lt.Percent("", 1), "nėra duomenų"},
		{lt.Money(23650000, "EUR"), "236\u00a0500\u00a0€"},
		{lv.Money(123450, "EUR"), "1\u00a0234,50\u00a0€"},
		{en.Money(-123450, "EUR"), "−€1,234.50"},
		{en.MoneyExact(500, ""), "€5.00"},
		{en.Money(5, "EUR"), "€0.05"},
		{en.Unit("-11800", 0, "€"), "−€11,800"},
		{en.Attach(en.Signed(5, 0), "€"), "+€5"},
		{lv.Unit("11800", 0, "€"), "11\u00a0800\u00a0€"},
		{lv.Money(100, "USD"), "1\u00a0USD"},
		{en.Money(math.MinInt64, "EUR"), "−€92,233,720,368,547,758.08"},
		{lt.FileSize(1_400_000), "1,4\u00a0MB"},
		{en.FileSize(999), "999\u00a0B"},
		{en.FileSize(999_950), "1.0\u00a0MB"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, expected %q", c[0], c[1])
		}
	}
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		v    any
		want string
	}{
		{LT, 1, "one"}, {LT, 21, "one"}, {LT, 11, "other"}, {LT, 2, "few"}, {LT, 9, "few"}, {LT, 12, "other"}, {LT, 10, "other"}, {LT, 0, "other"}, {LT, "1.5", "many"}, {LT, 101, "one"},
		{LV, 0, "zero"}, {LV, 10, "zero"}, {LV, 11, "zero"}, {LV, 1, "one"}, {LV, 21, "one"}, {LV, 2, "other"}, {LV, "0.1", "one"}, {LV, "1.5", "other"},
		{EN, 1, "one"}, {EN, "1.0", "other"}, {EN, 0, "other"}, {EN, 2, "other"}, {EN, -1, "one"},
		{LT, "1234567891", "one"}, {LT, "1000000011", "other"}, {EN, "10000001", "other"}, {EN, "1000000", "other"}, {EN, "nothing", "other"}, {"sv", 1, "one"},
	} {
		if got := For(c.lang).PluralClass(c.v); got != c.want {
			t.Errorf("%s: %v is %s, expected %s", c.lang, c.v, got, c.want)
		}
	}
	forms := map[string]string{"one": "gyventojas", "few": "gyventojai", "other": "gyventojų"}
	if got := For(LT).Plural(22, forms) + " " + For(LT).Plural("2.5", forms); got != "gyventojai gyventojų" {
		t.Errorf("got %q", got)
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1.5", "-0", "1e5", "+.5e-3", "", "−", "1..2", "9e400"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		for _, l := range Known() {
			z := For(l)
			if got := z.Number(s, n%50); got == "" {
				t.Errorf("Number(%q) says nothing", s)
			}
			z.PluralClass(s)
		}
	})
}
