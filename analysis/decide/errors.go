// SPDX-License-Identifier: EUPL-1.2

package decide

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what What, At, Found and Expected hold. At is a zero-based position, −1 when none is meant.
const (
	BadOption      ErrorCode = "bad-option"      // What: the option; Found
	LengthMismatch ErrorCode = "length-mismatch" // What: of what; Found, Expected: counts
	NotFinite      ErrorCode = "not-finite"      // What: of what; At; Found
	OutOfRange     ErrorCode = "out-of-range"    // What: of what; At; Found; Expected: the range
	TooFew         ErrorCode = "too-few"         // What: of what; Found, Expected: counts
	TooManySteps   ErrorCode = "too-many-steps"  // Expected: how many steps were allowed
	ZeroWeights    ErrorCode = "zero-weights"    // nothing: the weights sum to 0
	NotReciprocal  ErrorCode = "not-reciprocal"  // At: the item compared; Found, Expected: the two judgements
	NotConnected   ErrorCode = "not-connected"   // At: an item no chain of judgements leads to
	NotTree        ErrorCode = "not-tree"        // At: an item: a second goal, or one that stands in a circle
	NotConverged   ErrorCode = "not-converged"   // Expected: how many steps were allowed
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{BadOption, LengthMismatch, NotFinite, OutOfRange, TooFew, TooManySteps, ZeroWeights, NotReciprocal, NotConnected,
	NotTree, NotConverged}

// Error says what is wrong and where.
type Error struct {
	Code            ErrorCode
	What            string
	At              int
	Found, Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "decide: " + string(e.Code)
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
