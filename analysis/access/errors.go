// SPDX-License-Identifier: EUPL-1.2

package access

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what Found and Expected hold.
const (
	LengthMismatch ErrorCode = "length-mismatch" // Found and Expected: counts
	NoEntries      ErrorCode = "no-entries"      // nothing: there is no demand, or no site
	NotFinite      ErrorCode = "not-finite"      // Found: the number
	NegativeValue  ErrorCode = "negative-value"  // Found: the number
	BadUnit        ErrorCode = "bad-unit"        // Found: the index; Expected: how many there are
	DuplicatePair  ErrorCode = "duplicate-pair"  // Found: the site
	TooLarge       ErrorCode = "too-large"       // Found: pairs; Expected: the limit
	TooFewSites    ErrorCode = "too-few-sites"   // Found: how many there are; Expected: how many are to be opened
	BadOpen        ErrorCode = "bad-open"        // Found: how many are to be opened; Expected: 1
	BadRadius      ErrorCode = "bad-radius"      // Found: the radius
	BadFactor      ErrorCode = "bad-factor"      // Found: the factor
	Unreachable    ErrorCode = "unreachable"     // Unit: a demand that no site can serve
	Infeasible     ErrorCode = "infeasible"      // Found: how many demands stay without a site; Expected: how many sites are to be opened
	NoGroup        ErrorCode = "no-group"        // a demand or site has no label of the side of the border it is on
	BadSteps       ErrorCode = "bad-steps"       // Found: the step; distances grow and are above 0, weights are 0 or more
	BadOption      ErrorCode = "bad-option"      // Found: the value of the option
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{LengthMismatch, NoEntries, NotFinite, NegativeValue, BadUnit, DuplicatePair, TooLarge, TooFewSites, BadOpen, BadRadius,
	BadFactor, Unreachable, Infeasible, NoGroup, BadSteps, BadOption}

// Error says what is wrong with the input and where.
type Error struct {
	Code     ErrorCode
	What     string // the argument: demand, sites, costs, weights, supply, groups, open, radius, factor, steps
	Unit     int    // zero-based position of the demand or site, −1 when the whole is meant
	Site     bool   // Unit is a site
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "access: " + string(e.Code) + ": " + e.What
	if e.Unit >= 0 {
		s += " " + strconv.Itoa(e.Unit)
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}

func fault(code ErrorCode, what string, unit int, found, expected string) *Error {
	return &Error{Code: code, What: what, Unit: unit, Found: found, Expected: expected}
}

func siteFault(code ErrorCode, what string, unit int, found, expected string) *Error {
	return &Error{Code: code, What: what, Unit: unit, Site: true, Found: found, Expected: expected}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
