// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"slices"
	"strconv"
)

// Vote is what one participant said of one statement.
type Vote int8

// The votes. What was not seen is missing, which is not the same as a pass.
const (
	Disagree Vote = -1
	Pass     Vote = 0
	Agree    Vote = 1
)

// MostCells bounds participants × statements.
const MostCells = 1 << 28

// Ballot is one vote with its place.
type Ballot struct {
	Participant, Statement int
	Vote                   Vote
}

// Votes are the votes of participants on statements. Names tell participants and statements apart; they decide nothing but the order
// among those that no vote tells apart.
type Votes struct {
	Participants, Statements []string
	rows                     pattern
	vote                     []Vote
}

// pattern says who has seen what: the statements of participant i, in ascending order, are column[start[i]:start[i+1]].
type pattern struct {
	columns int
	start   []int
	column  []int32
}

func (p *pattern) rows() int        { return len(p.start) - 1 }
func (p *pattern) seen(i int) int   { return p.start[i+1] - p.start[i] }
func (p *pattern) of(i int) []int32 { return p.column[p.start[i]:p.start[i+1]] }

// New puts ballots in order. Each pair of a participant and a statement stands at most once.
func New(participants, statements []string, ballots []Ballot) (*Votes, error) {
	n, s := len(participants), len(statements)
	if n == 0 || s == 0 {
		return nil, &Error{Code: Empty, Participant: -1, Statement: -1}
	}
	if n > MostCells/s {
		return nil, &Error{Code: TooLarge, Participant: -1, Statement: -1, Found: strconv.Itoa(n) + " × " + strconv.Itoa(s), Expected: strconv.Itoa(MostCells)}
	}
	v := &Votes{Participants: participants, Statements: statements, rows: pattern{columns: s, start: make([]int, n+1), column: make([]int32, len(ballots))},
		vote: make([]Vote, len(ballots))}
	for _, b := range ballots {
		if b.Participant < 0 || b.Participant >= n || b.Statement < 0 || b.Statement >= s {
			return nil, &Error{Code: OutOfRange, Participant: b.Participant, Statement: b.Statement}
		}
		if b.Vote < Disagree || b.Vote > Agree {
			return nil, &Error{Code: BadVote, Participant: b.Participant, Statement: b.Statement, Found: strconv.Itoa(int(b.Vote))}
		}
		v.rows.start[b.Participant+1]++
	}
	for i := range n {
		v.rows.start[i+1] += v.rows.start[i]
	}
	next := slices.Clone(v.rows.start)
	order := make([]int32, len(ballots))
	for k, b := range ballots {
		order[next[b.Participant]] = int32(k)
		next[b.Participant]++
	}
	for i := range n {
		part := order[v.rows.start[i]:v.rows.start[i+1]]
		slices.SortFunc(part, func(x, y int32) int { return ballots[x].Statement - ballots[y].Statement })
		for k, at := range part {
			if k > 0 && ballots[part[k-1]].Statement == ballots[at].Statement {
				return nil, &Error{Code: Duplicate, Participant: i, Statement: ballots[at].Statement}
			}
			v.rows.column[v.rows.start[i]+k], v.vote[v.rows.start[i]+k] = int32(ballots[at].Statement), ballots[at].Vote
		}
	}
	return v, nil
}

// Cast tells how many votes a participant has cast, passes among them.
func (v *Votes) Cast(participant int) int { return v.rows.seen(participant) }

// part keeps the participants and the statements listed, in their order. keep[j] is −1 for a statement left out.
func (v *Votes) part(participants, statements []int) *Votes {
	keep := make([]int32, len(v.Statements))
	for j := range keep {
		keep[j] = -1
	}
	out := &Votes{Participants: make([]string, len(participants)), Statements: make([]string, len(statements)),
		rows: pattern{columns: len(statements), start: make([]int, 1, len(participants)+1)}}
	for k, j := range statements {
		keep[j], out.Statements[k] = int32(k), v.Statements[j]
	}
	type cell struct {
		column int32
		vote   Vote
	}
	row := make([]cell, 0, len(statements))
	for k, i := range participants {
		out.Participants[k] = v.Participants[i]
		row = row[:0]
		for at := v.rows.start[i]; at < v.rows.start[i+1]; at++ {
			if j := keep[v.rows.column[at]]; j >= 0 {
				row = append(row, cell{j, v.vote[at]})
			}
		}
		slices.SortFunc(row, func(a, b cell) int { return int(a.column - b.column) })
		for _, c := range row {
			out.rows.column, out.vote = append(out.rows.column, c.column), append(out.vote, c.vote)
		}
		out.rows.start = append(out.rows.start, len(out.vote))
	}
	return out
}

// decided leaves passes out.
func (v *Votes) decided() *Votes {
	out := &Votes{Participants: v.Participants, Statements: v.Statements,
		rows: pattern{columns: v.rows.columns, start: make([]int, 1, len(v.rows.start))}}
	for i := range v.rows.rows() {
		for at := v.rows.start[i]; at < v.rows.start[i+1]; at++ {
			if v.vote[at] != Pass {
				out.rows.column, out.vote = append(out.rows.column, v.rows.column[at]), append(out.vote, v.vote[at])
			}
		}
		out.rows.start = append(out.rows.start, len(out.vote))
	}
	return out
}
