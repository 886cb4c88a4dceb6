// SPDX-License-Identifier: EUPL-1.2

package convergence

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what What, At, Found and Expected hold. At is a zero-based position, −1 when none is meant.
const (
	LengthMismatch ErrorCode = "length-mismatch" // What: of what; Found, Expected: counts
	NotPositive    ErrorCode = "not-positive"    // What: of what; At: the region; Found
	TooFewRegions  ErrorCode = "too-few-regions" // Found, Expected: counts
	NoVariation    ErrorCode = "no-variation"    // nothing: all regions begin alike
	Dependent      ErrorCode = "dependent"       // At: a control that follows from the start and the controls before it
	BadYears       ErrorCode = "bad-years"       // Found: how many years lie between start and end
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{LengthMismatch, NotPositive, TooFewRegions, NoVariation, Dependent, BadYears}

// Error says what is wrong and where.
type Error struct {
	Code            ErrorCode
	What            string
	At              int
	Found, Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "convergence: " + string(e.Code)
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
