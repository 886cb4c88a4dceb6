// SPDX-License-Identifier: EUPL-1.2

package pabulib

import (
	"math/big"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

// Ballot says what voters were asked for.
type Ballot string

// The kinds of ballots.
const (
	Approval   Ballot = "approval"   // which projects they approve of
	Ordinal    Ballot = "ordinal"    // which they like, the best first
	Cumulative Ballot = "cumulative" // to part a number of points
	Scoring    Ballot = "scoring"    // to give each project points
)

// choose1 is an approval ballot of one project, which pabulib's checker allows as a kind of its own.
const choose1 Ballot = "choose-1"

// Project is a row of PROJECTS.
type Project struct {
	ID, Name string
	Cost     *big.Rat
}

// File is an election as it was read.
type File struct {
	Meta     map[string]string
	Ballot   Ballot
	Budget   *big.Rat
	Projects []Project
	Voters   []string // ids, in the order of the file
	// Votes are those of each voter. Points are 1 on approval ballots; the points given on cumulative and scoring ones, all multiplied by the
	// same power of ten where some have decimals; on ordinal ones max_length − place, so that the first of three has 3 (Borda).
	Votes [][]decide.Support
	// Odd is what was put right while reading.
	Odd Odd
}

// Odd counts what a strict reader refuses.
type Odd struct {
	Commas        int      // numbers with a decimal comma
	VotersTwice   []string // ids that stand more than once; each row is a voter
	ChoicesTwice  int      // projects named again on the same ballot; the first counts
	NotPositive   int      // points of 0 or less: no support
	NoBallot      bool     // vote_type is not told; approval was taken
	Miscounts     []Miscount
	EmptyBallots  int // no fault: voters who chose nothing have their share too
	UnknownFields int // no fault: cells beyond the header
}

// Miscount is a count told in the file that is not what stands in it.
type Miscount struct {
	What        string // num_projects, num_votes, or votes or score of a project
	Project     string
	Told, Found int64
	line        int
	column      string
}

// fault tells a miscount to those who want none.
func (m Miscount) fault(file string) *fault.Fault {
	column := m.column
	if column == "" {
		column = m.What
	}
	return fault.New(fault.Invalid, "method.pb-count", fault.A{"what": m.What, "found": m.Told, "expected": m.Found}).
		At(fault.Place{File: file, Line: m.line, Column: column})
}
