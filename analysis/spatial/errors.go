// SPDX-License-Identifier: EUPL-1.2

package spatial

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what Found and Expected hold.
const (
	LengthMismatch  ErrorCode = "length-mismatch"   // Found and Expected: counts
	TooFewUnits     ErrorCode = "too-few-units"     // Found: how many have a value; Expected: the least that will do
	NoVariation     ErrorCode = "no-variation"      // Found: the value that all units have
	NoLinks         ErrorCode = "no-links"          // nothing: among the units with a value no two are linked
	NotFinite       ErrorCode = "not-finite"        // Found: the number
	OutOfScale      ErrorCode = "out-of-scale"      // Found: the least and the greatest value; Expected: between what they can be counted with
	NegativeValue   ErrorCode = "negative-value"    // Found: the number
	ZeroTotal       ErrorCode = "zero-total"        // nothing: fewer than two values differ from zero
	BadWeight       ErrorCode = "bad-weight"        // Found: the weight; a link has a weight above zero, no link has none
	BadUnit         ErrorCode = "bad-unit"          // Found: the index; Expected: the number of units
	DuplicateLink   ErrorCode = "duplicate-link"    // Found: the other end
	SelfLink        ErrorCode = "self-link"         // a unit is linked to itself where that has no meaning
	NoSelfLink      ErrorCode = "no-self-link"      // a unit is not linked to itself where it must be
	NoOutline       ErrorCode = "no-outline"        // a unit has no point of an outline
	Coincident      ErrorCode = "coincident-points" // Found: the other unit at the same place; the inverse of no distance does not exist
	TooManyLinks    ErrorCode = "too-many-links"    // Expected: the limit
	TooManyPoints   ErrorCode = "too-many-points"   // Expected: the limit
	NoGroup         ErrorCode = "no-group"          // a unit has no label of the side of the border it is on
	BadOption       ErrorCode = "bad-option"        // Found: the value of the option
	OneCategory     ErrorCode = "one-category"      // Found: the only label
	TooManyLabels   ErrorCode = "too-many-labels"   // Expected: the limit
	BadPermutations ErrorCode = "bad-permutations"  // Found: the number; Expected: the limit
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{LengthMismatch, TooFewUnits, NoVariation, NoLinks, NotFinite, OutOfScale, NegativeValue, ZeroTotal, BadWeight, BadUnit,
	DuplicateLink, SelfLink, NoSelfLink, NoOutline, Coincident, TooManyLinks, TooManyPoints, NoGroup, BadOption, OneCategory,
	TooManyLabels, BadPermutations}

// Error says what is wrong with the input and where.
type Error struct {
	Code     ErrorCode
	What     string // the argument or option: values, weights, outlines, points, links, groups, labels, p, or an option's name
	Unit     int    // zero-based position of the unit or entry, −1 when the whole is meant
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "spatial: " + string(e.Code) + ": " + e.What
	if e.Unit >= 0 {
		s += " of unit " + strconv.Itoa(e.Unit)
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

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
