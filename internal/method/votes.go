// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/opinion"
	"github.com/sumanus/sumanus/internal/fault"
)

// voteTable are votes as the method takes them; ids keep the order in which they first come.
type voteTable struct {
	votes *opinion.Votes
	cast  int
	// published are the groups of an export, counted from 0, −1 for who has none; nil where there are none.
	published       []int
	publishedGroups int
}

// voteReader collects votes of either form.
type voteReader struct {
	in                       *cell
	participants, statements *ids
	ballots                  []opinion.Ballot
	group                    []int
	groups                   *ids
}

// exportColumns are the columns of a participants-votes export of Polis that are no statements.
var exportColumns = []string{"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}

// readVotes reads votes: a row for each vote (participant, statement, vote), or the export of Polis, a row for each participant and a column for
// each statement. An empty cell is a statement not seen.
func (a *Args) readVotes(param string) (*voteTable, error) {
	rows, err := a.rowsOf(param)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	r := &voteReader{in: &cell{file: a.source[param].Name(), header: rows.Header(), rows: rows}, participants: newIDs(), statements: newIDs(), groups: newIDs()}
	read := r.long
	if isExport(r.in.header) {
		read = r.wide
	}
	if err := read(); err != nil {
		return nil, err
	}
	if len(r.participants.list) == 0 || len(r.statements.list) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: r.in.file})
	}
	v, err := opinion.New(r.participants.list, r.statements.list, r.ballots)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	return &voteTable{votes: v, cast: len(r.ballots), published: r.group, publishedGroups: len(r.groups.list)}, nil
}

// isExport recognises the export by its header.
func isExport(header []string) bool {
	for _, name := range []string{"participant", "n-votes", "n-agree", "n-disagree"} {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return !slices.Contains(header, "statement")
}

func (r *voteReader) long() error {
	at, err := fields(r.in.file, r.in.header, "participant", "statement", "vote")
	if err != nil {
		return err
	}
	lines := map[[2]int32]int{}
	for {
		row, err := r.in.rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		participant, err := r.in.id(row, at[0])
		if err != nil {
			return err
		}
		statement, err := r.in.id(row, at[1])
		if err != nil {
			return err
		}
		i, _ := r.participants.of(participant)
		j, _ := r.statements.of(statement)
		if first, twice := lines[[2]int32{i, j}]; twice {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": []string{participant, statement}, "first": first}).At(r.in.at(at[0]))
		}
		lines[[2]int32{i, j}] = r.in.rows.Line()
		if err := r.vote(row, at[2], i, j); err != nil {
			return err
		}
	}
}

// vote reads a cell.
func (r *voteReader) vote(row []string, column int, i, j int32) error {
	v, err := r.in.number(row, column)
	if err != nil || math.IsNaN(v) {
		return err
	}
	if v != -1 && v != 0 && v != 1 {
		return fault.New(fault.Invalid, "method.bad-vote", fault.A{"found": row[column]}).At(r.in.at(column))
	}
	r.ballots = append(r.ballots, opinion.Ballot{Participant: int(i), Statement: int(j), Vote: opinion.Vote(v)})
	return nil
}

func (r *voteReader) wide() error {
	header := r.in.header
	at, err := fields(r.in.file, header, "participant")
	if err != nil {
		return err
	}
	published := slices.Index(header, "group-id")
	statement := make([]int32, len(header))
	for k, name := range header {
		statement[k] = -1
		if slices.Contains(exportColumns, name) {
			continue
		}
		if name == "" {
			return fault.New(fault.Invalid, "method.no-id").At(fault.Place{File: r.in.file, Line: 1})
		}
		fresh := false
		if statement[k], fresh = r.statements.of(name); !fresh {
			return fault.New(fault.Invalid, "method.column-twice", fault.A{"found": name}).At(fault.Place{File: r.in.file, Line: 1, Column: name})
		}
	}
	var lines []int
	for {
		row, err := r.in.rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		participant, err := r.in.id(row, at[0])
		if err != nil {
			return err
		}
		i, fresh := r.participants.of(participant)
		if !fresh {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": participant, "first": lines[i]}).At(r.in.at(at[0]))
		}
		lines = append(lines, r.in.rows.Line())
		for k, j := range statement {
			if j >= 0 {
				if err := r.vote(row, k, i, j); err != nil {
					return err
				}
			}
		}
		if published >= 0 {
			r.take(row[published])
		}
	}
}

// take keeps the group that an export names.
func (r *voteReader) take(name string) {
	g := int32(-1)
	if name != "" {
		g, _ = r.groups.of(name)
	}
	r.group = append(r.group, int(g))
}
