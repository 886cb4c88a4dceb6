// SPDX-License-Identifier: EUPL-1.2

package demography

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what the fields of the error hold.
const (
	BadOption     ErrorCode = "bad-option"      // What: the option; Found; Expected
	WrongSize     ErrorCode = "wrong-size"      // What: of what; Found, Expected: counts
	NotFinite     ErrorCode = "not-finite"      // What: of what; Sex, Age; Found
	Negative      ErrorCode = "negative"        // What: of what; Sex, Age; Found
	SurvivalRange ErrorCode = "survival-range"  // Sex, Age (−1: births); Found: a ratio that is not between 0 and 1
	NoWomen       ErrorCode = "no-women"        // nothing: only men, who bear no children
	TooManyBirths ErrorCode = "too-many-births" // Found: daughters a newborn girl has before the step is over; 1 or more never ends
	Emptied       ErrorCode = "emptied"         // Step; Sex, Age; Found: how many would be left, less than nobody
	TooLarge      ErrorCode = "too-large"       // Step: the population passes what can be counted
	NoRatio       ErrorCode = "no-ratio"        // What; Sex, Age: nobody at the beginning, so no ratio
	NoAges        ErrorCode = "no-ages"         // nothing: there is no age group
	FirstAge      ErrorCode = "first-age"       // Found: the first group; Expected: 0
	MissingAge    ErrorCode = "missing-age"     // Found: the group before the gap; Expected: the one that is missing
	UnequalAge    ErrorCode = "unequal-age"     // Found: a group of another width; Expected: the width in years
	OverlapAge    ErrorCode = "overlap-age"     // Found: a group; Expected: another that has some of its ages
	ShortAges     ErrorCode = "short-ages"      // Found: how many groups; Expected: how many are needed
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{BadOption, WrongSize, NotFinite, Negative, SurvivalRange, NoWomen, TooManyBirths, Emptied, TooLarge, NoRatio, NoAges,
	FirstAge, MissingAge, UnequalAge, OverlapAge, ShortAges}

// Error says what is wrong and where.
type Error struct {
	Code     ErrorCode
	What     string
	Sex      int // position among the sexes, −1 when none is meant
	Age      int // position among the age groups, −1 when none is meant
	Step     int // from 1, 0 when none is meant
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "demography: " + string(e.Code)
	if e.What != "" {
		s += ": " + e.What
	}
	for _, part := range []struct {
		name string
		at   int
		none int
	}{{" step ", e.Step, 0}, {" sex ", e.Sex, -1}, {" age ", e.Age, -1}} {
		if part.at != part.none {
			s += part.name + strconv.Itoa(part.at)
		}
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}

func fault(code ErrorCode, what, found, expected string) *Error {
	return &Error{Code: code, What: what, Sex: -1, Age: -1, Found: found, Expected: expected}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
