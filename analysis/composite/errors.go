// SPDX-License-Identifier: EUPL-1.2

package composite

import "strconv"

// ErrorCode is stable: message catalogues may use it as a key.
type ErrorCode string

// The closed list of codes. Beside each: what Node, Found and Expected hold.
const (
	NoNodes         ErrorCode = "no-nodes"         // nothing: the structure is empty
	DuplicateNode   ErrorCode = "duplicate-node"   // Node: the code that stands twice
	UnknownParent   ErrorCode = "unknown-parent"   // Node; Found: the parent that is not there
	BadLevel        ErrorCode = "bad-level"        // Node; Found: its level; Expected: what its parent's is, or 1 for an indicator
	ManyTops        ErrorCode = "many-tops"        // Node: a second node without a parent; Found: the first
	NoTop           ErrorCode = "no-top"           // nothing: no aggregate is without a parent
	ChildlessNode   ErrorCode = "childless-node"   // Node: an aggregate of nothing
	BadDirection    ErrorCode = "bad-direction"    // Node; Found: the direction, which is 1 or −1
	BadWeight       ErrorCode = "bad-weight"       // Node; Found: the weight, which is 0 or more
	ZeroWeights     ErrorCode = "zero-weights"     // Node: the parent whose children's weights sum to 0
	ColumnMismatch  ErrorCode = "column-mismatch"  // Found, Expected: how many columns
	LengthMismatch  ErrorCode = "length-mismatch"  // Node: of what; Found, Expected: counts
	NotFinite       ErrorCode = "not-finite"       // Node; Unit; Found
	NotPositive     ErrorCode = "not-positive"     // Node; Unit; Found: a value that the mean cannot take
	BadOption       ErrorCode = "bad-option"       // Node: the option; Found
	ChangedBefore   ErrorCode = "changed-before"   // Node: the step of the recipe that differs and lies before the replay; Expected: from where
	TooFewFactors   ErrorCode = "too-few-factors"  // Found: how many choices vary; Expected: how many must
	TooFewUnits     ErrorCode = "too-few-units"    // Node; Found, Expected: counts
	NegativeWeights ErrorCode = "negative-weights" // Node: a group whose first component points both ways
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{NoNodes, DuplicateNode, UnknownParent, BadLevel, ManyTops, NoTop, ChildlessNode, BadDirection, BadWeight, ZeroWeights,
	ColumnMismatch, LengthMismatch, NotFinite, NotPositive, BadOption, ChangedBefore, TooFewFactors, TooFewUnits, NegativeWeights}

// Error says what is wrong and where.
type Error struct {
	Code     ErrorCode
	Node     string // the node of the structure, the option or the step
	Unit     int    // zero-based position of the unit, −1 when none is meant
	Found    string
	Expected string
}

// Error is for developers; people are shown a text chosen by Code.
func (e *Error) Error() string {
	s := "composite: " + string(e.Code)
	if e.Node != "" {
		s += ": " + e.Node
	}
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

func fault(code ErrorCode, node string, found, expected string) *Error {
	return &Error{Code: code, Node: node, Unit: -1, Found: found, Expected: expected}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
