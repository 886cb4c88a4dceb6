// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReadNumber(t *testing.T) {
	for _, c := range []struct{ in, lt, lv, en string }{ // empty is refused
		{"1 234,50", "1234.50", "1234.50", "1234.50"},
		{"1\u00a0234\u202f567,5", "1234567.5", "1234567.5", "1234567.5"},
		{"1,234.50", "", "", "1234.50"},
		{"1.234,50", "", "", ""},
		{"12.5", "12.5", "12.5", "12.5"},
		{"12,5", "12.5", "12.5", "12.5"},
		{"1.234", "", "", "1.234"}, // thousands or decimals? In English a point is a point.
		{"1,234", "1.234", "1.234", "1234"},
		{"−3", "-3", "-3", "-3"},
		{"-0", "0", "0", "0"},
		{"007", "7", "7", "7"},
		{"0,50", "0.50", "0.50", "0.50"},
		{" 12 ", "12", "12", "12"},
		{"12 34", "", "", ""},
		{"1 23", "", "", ""},
		{"1,23,4", "", "", ""},
		{"", "", "", ""},
		{"-", "", "", ""},
		{",5", "", "", ""},
		{"5,", "", "", ""},
		{"1e5", "", "", ""},
		{"daug", "", "", ""},
		{strings.Repeat("9", 41), "", "", ""},
	} {
		for l, want := range map[Lang]string{LT: c.lt, LV: c.lv, EN: c.en} {
			got, err := For(l).ReadNumber(c.in)
			if got != want || (err == nil) != (want != "") {
				t.Errorf("%s: %q reads %q (%v), expected %q", l, c.in, got, err, want)
			}
		}
	}
}

func TestReadMoney(t *testing.T) {
	for in, want := range map[string]int64{"1 234,50": 123450, "1 234,5 €": 123450, "EUR 250 000": 25000000, "0": 0, "-2,05": -205, "-0,05": -5, "0,07": 7} {
		for _, l := range Known() {
			if got, err := For(l).ReadMoney(in); got != want || err != nil {
				t.Errorf("%s: %q reads %d (%v), expected %d", l, in, got, err, want)
			}
		}
	}
	if got, err := For(EN).ReadMoney("€1,234.50"); got != 123450 || err != nil {
		t.Errorf("English: %d %v", got, err)
	}
	for _, in := range []string{"1,500", "1,005", "much", "", "€", "99999999999999999999"} {
		if got, err := For(LT).ReadMoney(in); err == nil {
			t.Errorf("%q reads %d", in, got)
		}
	}
}

func TestReadDate(t *testing.T) {
	for in, want := range map[string]string{"2026-07-14": "2026-07-14", "2026 07 14": "2026-07-14", "2026.7.4": "2026-07-04", "14.07.2026.": "2026-07-14", "14.7.2026": "2026-07-14",
		"14. 7. 2026.": "2026-07-14", "14/07/2026": "2026-07-14", "2024-02-29": "2024-02-29"} {
		for _, l := range Known() {
			if got, err := For(l).ReadDate(in); got != want || err != nil {
				t.Errorf("%s: %q reads %q (%v), expected %q", l, in, got, err, want)
			}
		}
	}
	for _, in := range []string{"", "2026", "2026-13-01", "2026-02-30", "7/14/2026", "14.07.26", "tomorrow", "2026-07-14-01"} {
		if got, err := For(LV).ReadDate(in); err == nil {
			t.Errorf("%q reads %q", in, got)
		}
	}
}

// TestWhatIsWrittenIsRead: numbers, amounts and days are read back from the way they are written, in every language.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := For(rapid.SampledFrom(Known()).Draw(t, "lang"))
		cents := rapid.Int64Range(-9e17, 9e17).Draw(t, "cents")
		if got, err := z.ReadMoney(z.WriteMoney(cents)); got != cents || err != nil {
			t.Fatalf("%d is written %q and read %d (%v)", cents, z.WriteMoney(cents), got, err)
		}
		number := rapid.StringMatching(`-?[1-9][0-9]{0,8}(\.[0-9]{1,5})?`).Draw(t, "number")
		written := z.Number(number, AsPublished)
		if got, err := z.ReadNumber(written); got != number || err != nil {
			t.Fatalf("%s is written %q and read %q (%v)", number, written, got, err)
		}
	})
}

func FuzzReadTyped(f *testing.F) {
	for _, s := range []string{"1 234,50", "1,234.50", "12.5", "−3", "2026-07-14", "14.07.2026.", "€", "", "\u00a0", "1.2.3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range Known() {
			z := For(l)
			if n, err := z.ReadNumber(s); err == nil {
				if d, ok := parseDecimal(n); !ok || d.neg && strings.Trim(d.whole+d.frac, "0") == "" {
					t.Errorf("%s: %q reads %q, which is no number", l, s, n)
				}
				if again, err := z.ReadNumber(z.Number(n, AsPublished)); err != nil || again != n {
					t.Errorf("%s: %q reads %q, then %q (%v)", l, s, n, again, err)
				}
			}
			if cents, err := z.ReadMoney(s); err == nil {
				if again, err := z.ReadMoney(z.WriteMoney(cents)); err != nil || again != cents {
					t.Errorf("%s: %q reads %d, then %d (%v)", l, s, cents, again, err)
				}
			}
			if day, err := z.ReadDate(s); err == nil {
				if again, err := z.ReadDate(day); err != nil || again != day {
					t.Errorf("%s: %q reads %q, then %q (%v)", l, s, day, again, err)
				}
			}
		}
	})
}
