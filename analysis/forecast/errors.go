// SPDX-License-Identifier: EUPL-1.2

package forecast

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what Found and Expected hold.
const (
	TooShort    ErrorCode = "too-short"    // observations there are since the last break, and needed
	NotFinite   ErrorCode = "not-finite"   // a number that cannot be counted with
	NotPositive ErrorCode = "not-positive" // a value of which there is no logarithm
	BadOption   ErrorCode = "bad-option"   // what was asked; what can be
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{TooShort, NotFinite, NotPositive, BadOption}

// Error says what is wrong and where.
type Error struct {
	Code     ErrorCode
	Series   int // position among the series, when there are several
	Year     int // position in the series, −1 when none is meant
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "forecast: " + string(e.Code)
	if e.Year >= 0 {
		s += " at " + strconv.Itoa(e.Year)
	}
	return s + ", found " + e.Found + ", expected " + e.Expected
}

func fault(code ErrorCode, year int, found, expected string) *Error {
	return &Error{Code: code, Year: year, Found: found, Expected: expected}
}
