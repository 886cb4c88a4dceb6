// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// decimal is a number as digits: no float stands between what an office published and what a reader sees.
type decimal struct {
	neg         bool
	whole, frac string // whole has no leading zeros but "0" itself
}

// maxExponent bounds "1e…": beyond it the text is kept as it is instead of being written out.
const maxExponent = 400

// parseDecimal reads "-1234.50", "+3", ".5", "1.2e3" and the minus sign −. It reads no thousands separators: those are
// for readers, and a comma could be either.
func parseDecimal(s string) (decimal, bool) {
	var d decimal
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "+"):
		d.neg, s = s[0] == '-', s[1:]
	case strings.HasPrefix(s, "−"):
		d.neg, s = true, strings.TrimPrefix(s, "−")
	}
	mant, exp := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n > maxExponent || n < -maxExponent {
			return d, false
		}
		mant, exp = s[:i], n
	}
	whole, frac, _ := strings.Cut(mant, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return d, false
	}
	switch {
	case exp > 0:
		frac += strings.Repeat("0", max(0, exp-len(frac)))
		whole, frac = whole+frac[:exp], frac[exp:]
	case exp < 0:
		whole = strings.Repeat("0", max(0, -exp-len(whole))) + whole
		whole, frac = whole[:len(whole)+exp], whole[len(whole)+exp:]+frac
	}
	d.whole, d.frac = strings.TrimLeft(whole, "0"), frac
	if d.whole == "" {
		d.whole = "0"
	}
	return d, true
}

// round keeps n decimals, a half going away from zero, and never leaves a negative zero.
func (d decimal) round(n int) decimal {
	if n < 0 {
		return d.positiveZero()
	}
	if len(d.frac) <= n {
		d.frac += strings.Repeat("0", n-len(d.frac))
		return d.positiveZero()
	}
	up := d.frac[n] >= '5'
	d.frac = d.frac[:n]
	if up {
		digits := []byte("0" + d.whole + d.frac)
		for i := len(digits) - 1; i >= 0; i-- {
			if digits[i]++; digits[i] <= '9' {
				break
			}
			digits[i] = '0'
		}
		d.whole, d.frac = strings.TrimLeft(string(digits[:len(digits)-n]), "0"), string(digits[len(digits)-n:])
		if d.whole == "" {
			d.whole = "0"
		}
	}
	return d.positiveZero()
}

func (d decimal) isZero() bool { return strings.Trim(d.whole+d.frac, "0") == "" }

func (d decimal) positiveZero() decimal {
	if d.isZero() {
		d.neg = false
	}
	return d
}

// decimalOf takes what a caller may hold: decimal text, whole numbers, floats (by their shortest exact text).
func decimalOf(v any) (decimal, bool) {
	switch x := v.(type) {
	case string:
		return parseDecimal(x)
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return decimal{}, false
		}
		return parseDecimal(strconv.FormatFloat(x, 'f', -1, 64))
	case float32:
		return decimalOf(float64(x))
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return parseDecimal(fmt.Sprint(r.Interface()))
	case reflect.String:
		return parseDecimal(r.String())
	case reflect.Float64:
		return decimalOf(r.Float())
	}
	return decimal{}, false
}
