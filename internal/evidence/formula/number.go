// SPDX-License-Identifier: EUPL-1.2

package formula

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Reason says why there is no number.
type Reason string

// The closed list of reasons. The first four come from the statistics, the others from the computation.
const (
	Missing         Reason = "missing"          // published as missing
	Confidential    Reason = "confidential"     // known to the office and kept secret
	NotAsked        Reason = "not_asked"        // outside what was retrieved
	NotApplicable   Reason = "not_applicable"   // the office says that it cannot exist
	ZeroDenominator Reason = "zero_denominator" // divided by zero
	Undefined       Reason = "undefined"        // no such number: log of zero, even root of a negative
	TooLarge        Reason = "too_large"        // larger than the memory a number may take
	TooClose        Reason = "too_close"        // an inexact result too near to a limit to be judged
)

// gravity orders reasons so that two gaps give the same result in either order.
var gravity = map[Reason]int{TooClose: 1, TooLarge: 2, Undefined: 3, ZeroDenominator: 4, NotApplicable: 5, Missing: 6, NotAsked: 7, Confidential: 8}

// Gap says why there is no number and, when known, which input lacked it.
type Gap struct {
	Reason Reason `json:"reason,omitempty"`
	Input  string `json:"input,omitempty"`
}

func (g Gap) graver(h Gap) Gap {
	switch a, b := gravity[g.Reason], gravity[h.Reason]; {
	case a > b:
		return g
	case b > a:
		return h
	case h.Input != "" && (g.Input == "" || h.Input < g.Input):
		return h
	}
	return g
}

// Number is a rational, or a gap. The zero value is a gap: what was never set is missing, not nought.
type Number struct {
	rat *big.Rat
	err float64 // bound of the absolute error; 0 is exact
	gap Gap
}

// maxBits bounds numerator and denominator, so that no formula can eat the memory.
const maxBits = 1 << 14

// Exact makes a number of a rational; it keeps its own copy.
func Exact(r *big.Rat) Number {
	if r == nil {
		return None(Missing, "")
	}
	return bounded(new(big.Rat).Set(r), 0)
}

// Int makes a number of an integer.
func Int(n int64) Number { return Number{rat: new(big.Rat).SetInt64(n)} }

// None makes a gap.
func None(reason Reason, input string) Number { return Number{gap: Gap{Reason: reason, Input: input}} }

// Parse reads published decimal text: a sign, digits with a decimal point, perhaps an exponent. Fractions, other bases, NaN and Inf are not numbers.
func Parse(text string) (Number, bool) {
	if !isDecimal(text) {
		return None(Missing, ""), false
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return None(Missing, ""), false
	}
	return Number{rat: r}, true
}

// isDecimal is stricter than big.Rat.SetString, which would take "1/3", "0x1p9" and an exponent that fills the memory.
func isDecimal(text string) bool {
	if len(text) == 0 || len(text) > 120 {
		return false
	}
	s := strings.TrimLeft(text, "+-")
	if len(text)-len(s) > 1 {
		return false
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(s), "e")
	if hasExponent {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > 60 || n < -60 {
			return false
		}
	}
	whole, part, hasPoint := strings.Cut(mantissa, ".")
	return digits(whole) && whole != "" && digits(part) && (!hasPoint || part != "")
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func bounded(r *big.Rat, err float64) Number {
	if r.Num().BitLen() > maxBits || r.Denom().BitLen() > maxBits || math.IsInf(err, 0) || math.IsNaN(err) {
		return None(TooLarge, "")
	}
	return Number{rat: r, err: err}
}

// Known tells whether there is a number.
func (n Number) Known() bool { return n.rat != nil }

// Exact tells whether the number is known and free of error.
func (n Number) Exact() bool { return n.rat != nil && n.err == 0 }

// Rat gives a copy of the number, nil for a gap.
func (n Number) Rat() *big.Rat {
	if n.rat == nil {
		return nil
	}
	return new(big.Rat).Set(n.rat)
}

// Gap says why there is no number; it is the zero Gap when there is one.
func (n Number) Gap() Gap {
	if n.rat == nil && n.gap.Reason == "" {
		return Gap{Reason: Missing, Input: n.gap.Input}
	}
	return n.gap
}

// Of names the input that a gap came from, unless it is already named.
func (n Number) Of(input string) Number {
	if n.rat == nil && n.gap.Input == "" {
		n.gap = Gap{Reason: n.Gap().Reason, Input: input}
	}
	return n
}

// String gives the exact number as an integer or a fraction, "≈" before an inexact one, or the reason of the gap in angle brackets. It is
// for logs, tests and hashes, not for readers.
func (n Number) String() string {
	switch {
	case n.rat == nil:
		return "<" + string(n.Gap().Reason) + ">"
	case n.err > 0:
		return "≈" + n.rat.RatString()
	}
	return n.rat.RatString()
}

// Compare gives -1, 0 or 1. It is not sure when a number is not there or the error of an inexact one could turn the answer.
func (n Number) Compare(m Number) (sign int, sure bool) {
	if n.rat == nil || m.rat == nil {
		return 0, false
	}
	if bound := n.err + m.err; bound > 0 {
		limit := new(big.Rat).SetFloat64(bound)
		if difference := new(big.Rat).Sub(n.rat, m.rat); limit == nil || difference.Abs(difference).Cmp(limit) <= 0 {
			return 0, false
		}
	}
	return n.rat.Cmp(m.rat), true
}

// Round gives decimal text with so many decimals, half away from zero as statistical offices round. Minus nought is nought.
func Round(r *big.Rat, decimals int) string {
	text := r.FloatString(max(decimals, 0))
	if strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") == "" {
		return text[1:]
	}
	return text
}

// Decimal gives the exact decimal text of the number when it has one of at most so many decimals.
func Decimal(r *big.Rat, most int) (string, bool) {
	for d := 0; d <= most; d++ {
		text := r.FloatString(d)
		if back, ok := new(big.Rat).SetString(text); ok && back.Cmp(r) == 0 {
			return Round(r, d), true
		}
	}
	return "", false
}

func (n Number) float() float64 {
	f, _ := n.rat.Float64()
	return f
}

// MarshalText writes what String gives, for stored results.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText wrote. An inexact number keeps that it is one, with a wide bound; of a gap the reason comes back
// without its input.
func (n *Number) UnmarshalText(text []byte) error {
	s := string(text)
	if gap, ok := strings.CutPrefix(s, "<"); ok {
		*n = None(Reason(strings.TrimSuffix(gap, ">")), "")
		return nil
	}
	plain, inexact := strings.CutPrefix(s, "≈")
	r, ok := new(big.Rat).SetString(strings.TrimSpace(plain))
	if !ok {
		return errNoNumber
	}
	*n = Exact(r)
	if inexact {
		f, _ := r.Float64()
		n.err = math.Abs(f) * 1e-9
	}
	return nil
}

var errNoNumber = errors.New("formula: this is no stored number")
