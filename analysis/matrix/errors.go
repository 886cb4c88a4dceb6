// SPDX-License-Identifier: EUPL-1.2

package matrix

import "fmt"

// Code says what is wrong. Codes are stable: callers translate by them.
type Code string

// The closed list of codes; beside each, what the fields of Error hold.
const (
	Negative   Code = "negative"     // Region, Activity: the cell; Value: what stands there
	NotFinite  Code = "not-finite"   // Region, Activity: the cell; Value: what stands there
	OutOfRange Code = "out-of-range" // Region, Activity: the place named; Found: how many there are
	Duplicate  Code = "duplicate"    // Region, Activity: the cell given twice
	WrongSize  Code = "wrong-size"   // What: the slice; Found, Expected: its length
	BadOrder   Code = "bad-order"    // Region, Activity: the cell that does not come after the one before it
	Empty      Code = "empty"        // What: what has no entry at all
	BadOption  Code = "bad-option"   // What: the option; Value: what stands there
)

// Codes lists them all, for catalogues and their tests.
var Codes = []Code{Negative, NotFinite, OutOfRange, Duplicate, WrongSize, BadOrder, Empty, BadOption}

// Error is the one error of the analyses of regions by activities. Region and Activity are indexes, -1 where they do not apply;
// the caller, who knows the names behind them, says them to the reader.
type Error struct {
	Code             Code
	What             string // which argument
	Region, Activity int
	Value            float64
	Found, Expected  int
}

func (e *Error) Error() string {
	place := ""
	if e.Region >= 0 {
		place += fmt.Sprintf(" at region %d", e.Region)
	}
	if e.Activity >= 0 {
		place += fmt.Sprintf(" at activity %d", e.Activity)
	}
	switch e.Code {
	case Negative, NotFinite, BadOption:
		return fmt.Sprintf("%s: %s%s: %v", e.Code, e.What, place, e.Value)
	case WrongSize, OutOfRange:
		return fmt.Sprintf("%s: %s%s: found %d, expected %d", e.Code, e.What, place, e.Found, e.Expected)
	default:
		return fmt.Sprintf("%s: %s%s", e.Code, e.What, place)
	}
}

// Fail makes an Error that names an argument and no cell.
func Fail(code Code, what string) *Error {
	return &Error{Code: code, What: what, Region: -1, Activity: -1}
}

// Size makes the error of a slice of the wrong length.
func Size(what string, found, expected int) *Error {
	e := Fail(WrongSize, what)
	e.Found, e.Expected = found, expected
	return e
}

func cellError(code Code, region, activity int, value float64) *Error {
	return &Error{Code: code, What: "cell", Region: region, Activity: activity, Value: value}
}
