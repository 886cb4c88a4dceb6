// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// MaxDecimal is the longest decimal text, in bytes, and maxExponent the largest exponent; so exact arithmetic stays cheap.
const (
	MaxDecimal  = 64
	maxExponent = 308
)

// IsDecimal tells whether s is decimal text: an optional sign, digits with at most one point that is followed by a digit, and an
// optional exponent ("12", "-0.5", ".5", "1e+05"). No spaces, no thousands separators, no decimal comma, no NaN or infinity.
func IsDecimal(s string) bool {
	n := DecimalPrefix(s)
	return n > 0 && n == len(s)
}

// DecimalPrefix gives the length of the longest decimal text with which s begins; 0 for none. "18.6b" gives 4.
func DecimalPrefix(s string) int {
	limit := min(len(s), MaxDecimal+1)
	i, count := 0, 0
	if i < limit && (s[i] == '-' || s[i] == '+') {
		i++
	}
	for i < limit && s[i]-'0' <= 9 {
		i++
		count++
	}
	if i+1 < limit && s[i] == '.' && s[i+1]-'0' <= 9 {
		i++
		for i < limit && s[i]-'0' <= 9 {
			i++
			count++
		}
	}
	if count == 0 || i > MaxDecimal {
		return 0
	}
	if i < limit && (s[i] == 'e' || s[i] == 'E') {
		if n := exponentLength(s[i:limit]); n > 0 && i+n <= MaxDecimal {
			i += n
		}
	}
	return i
}

// exponentLength measures "e+05"; 0 when it is not an exponent or is too large.
func exponentLength(s string) int {
	i := 1
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	from, value := i, 0
	for i < len(s) && s[i]-'0' <= 9 {
		value = min(value*10+int(s[i]-'0'), maxExponent+1)
		i++
	}
	if i == from || value > maxExponent {
		return 0
	}
	return i
}

// CanonicalDecimal turns a number as people type it into decimal text without changing a digit: it drops spaces around it and a
// leading plus, and reads U+2212 as a minus. False when the rest is not decimal text.
func CanonicalDecimal(s string) (string, bool) {
	s = strings.TrimSpace(s) // Unicode spaces, the no-break space among them
	if rest, ok := strings.CutPrefix(s, "−"); ok {
		s = "-" + rest
	} else if rest, ok := strings.CutPrefix(s, "+"); ok && !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "+") {
		s = rest
	}
	return s, IsDecimal(s)
}

// ParseDecimal gives the nearest float64. False for what is not decimal text, an empty value among it, and for numbers too large for
// a finite float64: missing never becomes a number here.
func ParseDecimal(s string) (float64, bool) {
	if !IsDecimal(s) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// DecimalRat gives the exact number, for arithmetic without rounding.
func DecimalRat(s string) (*big.Rat, bool) {
	if !IsDecimal(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// CompareDecimals orders two decimal texts by their exact numbers: "1.10" equals "1.1", and digits beyond a float64 count. False when
// either is not decimal text.
func CompareDecimals(a, b string) (int, bool) {
	if !IsDecimal(a) || !IsDecimal(b) {
		return 0, false
	}
	if a == b {
		return 0, true
	}
	if order, ok := compareShort(a, b); ok {
		return order, true
	}
	x, okX := DecimalRat(a)
	y, okY := DecimalRat(b)
	if !okX || !okY {
		return 0, false
	}
	return x.Cmp(y), true
}

// compareShort decides by int64 where both texts have at most 9 digits on either side of the point and no exponent.
func compareShort(a, b string) (int, bool) {
	x, okX := scaled(a)
	y, okY := scaled(b)
	switch {
	case !okX || !okY:
		return 0, false
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	return 0, true
}

// scaled gives a decimal text times 10⁹ as an integer.
func scaled(s string) (int64, bool) {
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		s = s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if len(whole) > 9 || len(fraction) > 9 {
		return 0, false
	}
	var v int64
	for _, part := range []string{whole, fraction} {
		for i := 0; i < len(part); i++ {
			if part[i] < '0' || part[i] > '9' {
				return 0, false
			}
			v = v*10 + int64(part[i]-'0')
		}
	}
	for range 9 - len(fraction) {
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, true
}
