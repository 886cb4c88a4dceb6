// SPDX-License-Identifier: EUPL-1.2

package peers

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what What, At, Found and Expected hold. At is a zero-based position, −1 when none is meant.
const (
	BadOption      ErrorCode = "bad-option"      // What: the option; Found
	LengthMismatch ErrorCode = "length-mismatch" // What: of what; Found, Expected: counts
	NotFinite      ErrorCode = "not-finite"      // At: the region; Found
	BadWeight      ErrorCode = "bad-weight"      // At: the variable; Found
	ZeroWeights    ErrorCode = "zero-weights"    // nothing
	TooFewRegions  ErrorCode = "too-few-regions" // Found, Expected: counts; of those that have all that is needed
	NoVariation    ErrorCode = "no-variation"    // nothing: all regions are the same by every variable
	Dependent      ErrorCode = "dependent"       // At: a variable that follows from those before it, so that Mahalanobis' distance does not exist
	EqualWeights   ErrorCode = "equal-weights"   // nothing: Mahalanobis' distance takes no weights
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{BadOption, LengthMismatch, NotFinite, BadWeight, ZeroWeights, TooFewRegions, NoVariation, Dependent, EqualWeights}

// Error says what is wrong and where.
type Error struct {
	Code            ErrorCode
	What            string
	At              int
	Found, Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "peers: " + string(e.Code)
	if e.What != "" {
		s += ": " + e.What
	}
	if e.At >= 0 {
		s += " at " + strconv.Itoa(e.At)
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}

func wrong(code ErrorCode, what string, at int, found, expected string) *Error {
	return &Error{Code: code, What: what, At: at, Found: found, Expected: expected}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
