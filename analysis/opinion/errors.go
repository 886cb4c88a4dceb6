// SPDX-License-Identifier: EUPL-1.2

package opinion

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes.
const (
	Empty      ErrorCode = "empty"        // there is no participant or no statement
	TooLarge   ErrorCode = "too-large"    // Found: participants × statements; Expected: the most
	OutOfRange ErrorCode = "out-of-range" // Participant, Statement: a place outside the table
	BadVote    ErrorCode = "bad-vote"     // Participant, Statement; Found: a vote that is not 1, 0 or −1
	Duplicate  ErrorCode = "duplicate"    // Participant, Statement: a pair given twice
	BadOption  ErrorCode = "bad-option"   // Option; Found; Expected
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{Empty, TooLarge, OutOfRange, BadVote, Duplicate, BadOption}

// Error says what is wrong and where. Participant and Statement are positions, −1 when none is meant.
type Error struct {
	Code                   ErrorCode
	Participant, Statement int
	Option                 string
	Found, Expected        string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "opinion: " + string(e.Code)
	if e.Option != "" {
		s += ": " + e.Option
	}
	if e.Participant >= 0 {
		s += " of participant " + strconv.Itoa(e.Participant)
	}
	if e.Statement >= 0 {
		s += " on statement " + strconv.Itoa(e.Statement)
	}
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Expected != "" {
		s += ", expected " + e.Expected
	}
	return s
}
