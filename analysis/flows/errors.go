// SPDX-License-Identifier: EUPL-1.2

package flows

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what Found and Expected hold.
const (
	NoUnits        ErrorCode = "no-units"        // nothing
	TooManyUnits   ErrorCode = "too-many-units"  // Found: how many; Expected: the limit
	BadUnit        ErrorCode = "bad-unit"        // Found: the index; Expected: how many there are
	DuplicateFlow  ErrorCode = "duplicate-flow"  // Found: the destination
	NegativeFlow   ErrorCode = "negative-flow"   // Found: the number
	NotFinite      ErrorCode = "not-finite"      // Found: the number
	NoFlow         ErrorCode = "no-flow"         // nothing: all flows are 0
	BadThreshold   ErrorCode = "bad-threshold"   // Found: the number; Expected: what it must be
	NotPositive    ErrorCode = "not-positive"    // Found: the number; its logarithm is asked for
	LengthMismatch ErrorCode = "length-mismatch" // Found and Expected: counts
	TooFewPairs    ErrorCode = "too-few-pairs"   // Found: how many are used; Expected: the least
	Collinear      ErrorCode = "collinear"       // What: the term that the others tell already
	Separated      ErrorCode = "separated"       // What: the term on one side of which all flows are 0
	NoConvergence  ErrorCode = "no-convergence"  // Found: iterations
	BadOption      ErrorCode = "bad-option"      // Found: the value of the option
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{NoUnits, TooManyUnits, BadUnit, DuplicateFlow, NegativeFlow, NotFinite, NoFlow, BadThreshold, NotPositive, LengthMismatch,
	TooFewPairs, Collinear, Separated, NoConvergence, BadOption}

// Error says what is wrong with the input and where.
type Error struct {
	Code     ErrorCode
	What     string // the argument, or the term of the model
	Row      int    // zero-based position of the flow or pair, −1 when the whole is meant
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "flows: " + string(e.Code) + ": " + e.What
	if e.Row >= 0 {
		s += " in row " + strconv.Itoa(e.Row)
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}

func fault(code ErrorCode, what string, row int, found, expected string) *Error {
	return &Error{Code: code, What: what, Row: row, Found: found, Expected: expected}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
