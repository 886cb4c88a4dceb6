// SPDX-License-Identifier: EUPL-1.2

package ties

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes.
const (
	Empty      ErrorCode = "empty"        // there is no node
	OutOfRange ErrorCode = "out-of-range" // Node, Other: a tie names a node that there is not
	SelfTie    ErrorCode = "self-tie"     // Node: a tie to itself
	BadWeight  ErrorCode = "bad-weight"   // Node, Other; Found: a weight that is not above 0
	Duplicate  ErrorCode = "duplicate"    // Node, Other: a tie given twice
	BadOption  ErrorCode = "bad-option"   // Option; Found; Expected
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{Empty, OutOfRange, SelfTie, BadWeight, Duplicate, BadOption}

// Error says what is wrong and where. Node and Other are positions, −1 when none is meant.
type Error struct {
	Code            ErrorCode
	Node, Other     int
	Option          string
	Found, Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "ties: " + string(e.Code)
	if e.Option != "" {
		s += ": " + e.Option
	}
	if e.Node >= 0 {
		s += ", node " + strconv.Itoa(e.Node)
	}
	if e.Other >= 0 {
		s += " and node " + strconv.Itoa(e.Other)
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}
