// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/feature/plural"
)

// AsPublished in place of a count of decimals keeps as many as the number has.
const AsPublished = -1

const (
	nbsp  = "\u00a0"
	minus = "−" // U+2212: a hyphen is too short beside digits and may break the line
)

// Number writes a number for readers: v is decimal text (kept exactly), an integer or a float64. A half rounds away from
// zero, on the decimal text. What is no number is said in words ("no data") when it is empty or not finite; other text
// stays as it is.
func (z *Localizer) Number(v any, decimals int) string { return z.number(v, decimals, false) }

// Signed is Number with a plus before what is above zero: for changes.
func (z *Localizer) Signed(v any, decimals int) string { return z.number(v, decimals, true) }

// Percent writes a number that is already a percentage: 12.34 → "12,3 %".
func (z *Localizer) Percent(v any, decimals int) string {
	return z.withUnit(v, z.Number(v, decimals), "%")
}

// SignedPercent is Percent with a plus before what is above zero.
func (z *Localizer) SignedPercent(v any, decimals int) string {
	return z.withUnit(v, z.Signed(v, decimals), "%")
}

// Unit writes a number and its unit with the space that does not break; no unit for what is no number.
func (z *Localizer) Unit(v any, decimals int, unit string) string {
	return z.withUnit(v, z.Number(v, decimals), unit)
}

func (z *Localizer) withUnit(v any, text, unit string) string {
	if _, ok := decimalOf(v); !ok || unit == "" {
		return text
	}
	return z.Attach(text, unit)
}

// Attach puts a unit to a number that is already written: behind it after a space that does not break; in English € goes
// before the digits.
func (z *Localizer) Attach(number, unit string) string {
	if unit != "€" || z.base != EN {
		return number + nbsp + unit
	}
	for _, sign := range []string{minus, "+"} {
		if rest, ok := strings.CutPrefix(number, sign); ok {
			return sign + unit + rest
		}
	}
	return unit + number
}

// NoData is the word for a missing value: missing is never a dash, a zero or an empty cell.
func (z *Localizer) NoData() string { return z.T("i18n.no-data") }

func (z *Localizer) number(v any, decimals int, signed bool) string {
	d, ok := decimalOf(v)
	if !ok {
		if f, is := v.(float64); v == nil || is && (math.IsNaN(f) || math.IsInf(f, 0)) {
			return z.NoData()
		}
		if s := fmt.Sprint(v); strings.TrimSpace(s) != "" {
			return s
		}
		return z.NoData()
	}
	d = d.round(decimals)
	var b strings.Builder
	switch {
	case d.neg:
		b.WriteString(minus)
	case signed && !d.isZero():
		b.WriteString("+")
	}
	group, point := z.separators()
	for i, c := range []byte(d.whole) {
		if i > 0 && (len(d.whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteByte(c)
	}
	if d.frac != "" {
		b.WriteString(point + d.frac)
	}
	return b.String()
}

// separators of thousands and decimals. Four digits are grouped too, so that the numbers of a column stand alike.
func (z *Localizer) separators() (group, point string) {
	if z.base == EN {
		return ",", "."
	}
	return nbsp, ","
}

// Money writes whole cents: "1 234,50 €", "€1,234.50". Cents are left out when there are none; MoneyExact keeps them for
// columns that add up.
func (z *Localizer) Money(cents int64, currency string) string {
	return z.money(cents, currency, cents%100 == 0)
}

// MoneyExact is Money with two decimals always.
func (z *Localizer) MoneyExact(cents int64, currency string) string {
	return z.money(cents, currency, false)
}

func (z *Localizer) money(cents int64, currency string, whole bool) string {
	text := fmt.Sprint(cents) + "e-2"
	decimals := 2
	if whole {
		decimals = 0
	}
	amount := z.Number(text, decimals)
	if currency == "" {
		currency = "EUR"
	}
	if currency == "EUR" {
		currency = "€"
	}
	return z.Attach(amount, currency)
}

// PluralClass is the CLDR class (zero, one, two, few, many, other) of a number as it is written: "1.0" may differ from "1".
func (z *Localizer) PluralClass(v any) string {
	d, ok := decimalOf(v)
	if !ok {
		return "other"
	}
	// Rules look at remainders only, so the last digits of a long number decide; six keep clear of overflow. A number that
	// is longer must not turn into a small one, though: a digit is put before.
	whole := d.whole
	if len(whole) > 6 {
		whole = "1" + whole[len(whole)-6:]
	}
	frac := d.frac
	if len(frac) > 6 {
		frac = frac[:6]
	}
	short := strings.TrimRight(frac, "0")
	form := plural.Cardinal.MatchPlural(z.ruleTag(), atoi(whole), len(frac), len(short), atoi(frac), atoi(short))
	switch form {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	}
	return "other"
}

// Plural picks the form for a number; "other" when its class is absent.
func (z *Localizer) Plural(v any, forms map[string]string) string {
	if s, ok := forms[z.PluralClass(v)]; ok {
		return s
	}
	return forms["other"]
}

// Classes lists the plural classes a language needs.
func Classes(l Lang) []string {
	switch l.Base() {
	case LT:
		return []string{"one", "few", "many", "other"}
	case LV:
		return []string{"zero", "one", "other"}
	}
	return []string{"one", "other"}
}

func atoi(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}
