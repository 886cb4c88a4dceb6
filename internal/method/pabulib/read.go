// SPDX-License-Identifier: EUPL-1.2

package pabulib

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

// Options say how to read.
type Options struct {
	Name   string // of the file, for faults
	Strict bool
}

// The names of sections.
const (
	meta     = "META"
	projects = "PROJECTS"
	votes    = "VOTES"
)

// reader is the state of reading.
type reader struct {
	o       Options
	out     *File
	rows    rows
	section string
	header  []string
	seen    map[string]bool // sections
	lines   map[string]int  // of project ids
	number  map[string]int  // of project ids
	voters  map[string]bool
	metaAt  map[string]int // lines of META
	told    []Miscount     // counts told beside projects
	points  []points       // of every vote, until all are known
	column  map[string]int
}

// points are a number as it was written: value / 10^decimals.
type points struct {
	value    int64
	decimals int
}

// Read reads a file whole.
func Read(in io.Reader, o Options) (*File, error) {
	b := bufio.NewReaderSize(in, 1<<16)
	if start, err := b.Peek(3); err == nil && bytes.Equal(start, []byte("\ufeff")) {
		if _, err := b.Discard(3); err != nil {
			return nil, err
		}
	}
	r := &reader{o: o, out: &File{Meta: map[string]string{}}, rows: rows{in: b, strict: o.Strict, next: 1}, seen: map[string]bool{}, lines: map[string]int{},
		number: map[string]int{}, voters: map[string]bool{}, metaAt: map[string]int{}}
	for {
		row, err := r.rows.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, r.broken(err)
		}
		if err := r.row(row); err != nil {
			return nil, err
		}
	}
	return r.finish()
}

// at is the place of the row that was read last.
func (r *reader) at(column string) fault.Place {
	return fault.Place{File: r.o.Name, Line: r.rows.line, Column: column}
}

func (r *reader) wrong(key string, column string, args fault.A) error {
	return fault.New(fault.Invalid, key, args).At(r.at(column))
}

func (r *reader) row(row []string) error {
	for i := range row {
		if !utf8.ValidString(row[i]) || strings.ContainsRune(row[i], 0) {
			return r.wrong("method.bad-encoding", "", nil)
		}
		row[i] = strings.TrimSpace(row[i])
	}
	if !slices.ContainsFunc(row, func(c string) bool { return c != "" }) {
		return nil
	}
	if name := strings.ToUpper(row[0]); slices.Contains([]string{meta, projects, votes}, name) && !slices.ContainsFunc(row[1:], func(c string) bool { return c != "" }) {
		return r.begin(name)
	}
	switch {
	case r.section == "":
		return r.wrong("method.pb-outside", "", fault.A{"found": row[0]})
	case r.header == nil:
		return r.head(row)
	case len(row) > len(r.header) && slices.ContainsFunc(row[len(r.header):], func(c string) bool { return c != "" }):
		if r.o.Strict {
			return r.wrong("method.ragged", "", fault.A{"found": len(row), "expected": len(r.header)})
		}
		r.out.Odd.UnknownFields++
	}
	switch r.section {
	case meta:
		return r.meta(row)
	case projects:
		return r.project(row)
	}
	return r.vote(row)
}

// begin begins a section; they stand in their order, since votes name projects.
func (r *reader) begin(name string) error {
	if r.seen[name] {
		return r.wrong("method.pb-section-twice", "", fault.A{"section": name})
	}
	for _, before := range []string{meta, projects, votes} {
		if before == name {
			break
		}
		if !r.seen[before] {
			return r.wrong("method.pb-no-section", "", fault.A{"section": before})
		}
	}
	if r.seen[r.section] && r.header == nil {
		return r.wrong("method.pb-no-header", "", fault.A{"section": r.section})
	}
	if name == projects { // what META told is needed from here on
		if err := r.toldEnough(); err != nil {
			return err
		}
	}
	r.section, r.header = name, nil
	r.seen[name] = true
	return nil
}

// head reads the header of a section and asks for the columns it must have.
func (r *reader) head(row []string) error {
	r.header = make([]string, len(row))
	r.column = map[string]int{}
	for i, h := range row {
		h = strings.ToLower(h)
		r.header[i] = strings.Clone(h)
		if _, twice := r.column[h]; twice && h != "" {
			return r.wrong("method.column-twice", h, fault.A{"found": h})
		}
		r.column[r.header[i]] = i
	}
	needed := map[string][]string{meta: {"key", "value"}, projects: {"project_id", "cost"}, votes: {"voter_id", "vote"}}[r.section]
	if b := r.out.Ballot; r.section == votes && (b == Cumulative || b == Scoring) {
		needed = append(needed, "points")
	}
	for _, name := range needed {
		if _, ok := r.column[name]; !ok {
			return r.wrong("method.unknown-column", name, fault.A{"found": name, "expected": r.header})
		}
	}
	return nil
}

// cell gives a cell by the name of its column; empty when the row is short.
func (r *reader) cell(row []string, name string) string {
	i, ok := r.column[name]
	if !ok || i >= len(row) {
		return ""
	}
	return row[i]
}

func (r *reader) meta(row []string) error {
	key := strings.Clone(strings.ToLower(r.cell(row, "key")))
	if key == "" {
		return r.wrong("method.no-id", "key", nil)
	}
	if first, twice := r.metaAt[key]; twice {
		return r.wrong("method.duplicate-key", "key", fault.A{"key": key, "first": first})
	}
	r.metaAt[key] = r.at("").Line
	value := r.cell(row, "value")
	r.out.Meta[key] = strings.Clone(value)
	switch key {
	case "budget":
		budget, err := r.amount(value, "budget")
		if err != nil {
			return err
		}
		if budget.Sign() == 0 {
			return r.wrong("method.pb-no-money", "budget", nil)
		}
		r.out.Budget = budget
	case "vote_type":
		r.out.Ballot = Ballot(strings.ToLower(value))
		if r.out.Ballot == choose1 {
			r.out.Ballot = Approval
		}
		if all := []string{string(Approval), string(Ordinal), string(Cumulative), string(Scoring)}; !slices.Contains(all, string(r.out.Ballot)) {
			return r.wrong("method.pb-ballot", "vote_type", fault.A{"found": value, "expected": all})
		}
	}
	return nil
}

func (r *reader) project(row []string) error {
	id := r.cell(row, "project_id")
	if id == "" {
		return r.wrong("method.no-id", "project_id", nil)
	}
	if first, twice := r.lines[id]; twice {
		return r.wrong("method.duplicate-key", "project_id", fault.A{"key": id, "first": first})
	}
	cost, err := r.amount(r.cell(row, "cost"), "cost")
	if err != nil {
		return err
	}
	id = strings.Clone(id)
	line := r.at("").Line
	r.lines[id], r.number[id] = line, len(r.out.Projects)
	r.out.Projects = append(r.out.Projects, Project{ID: id, Name: strings.Clone(r.cell(row, "name")), Cost: cost})
	for _, what := range []string{"votes", "score"} {
		if told, err := strconv.ParseInt(r.cell(row, what), 10, 64); err == nil {
			r.told = append(r.told, Miscount{What: what, Project: id, Told: told, line: line, column: what})
		}
	}
	return nil
}

// toldEnough asks what META must have told before projects and votes can be read.
func (r *reader) toldEnough() error {
	if r.out.Budget == nil {
		return r.wrong("method.pb-no-meta", "", fault.A{"name": "budget"})
	}
	if r.out.Ballot == "" {
		if r.o.Strict {
			return r.wrong("method.pb-no-meta", "", fault.A{"name": "vote_type"})
		}
		r.out.Ballot, r.out.Odd.NoBallot = Approval, true
	}
	return nil
}

// amount reads money: a decimal number, 0 or more, exactly as it stands.
func (r *reader) amount(text, column string) (*big.Rat, error) {
	if text == "" {
		return nil, r.wrong("method.empty-cell", column, nil)
	}
	plain, err := r.decimal(text, column)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(plain, "-") {
		return nil, r.wrong("method.below-zero", column, fault.A{"found": text})
	}
	v, ok := new(big.Rat).SetString(plain)
	if !ok {
		return nil, r.wrong("method.not-number", column, fault.A{"found": text})
	}
	return v, nil
}

// maxDigits bounds a number: no budget needs more, and a fraction of a million digits would count for ever.
const maxDigits = 30

// decimal checks that a text is a plain decimal number and turns a decimal comma into a point.
func (r *reader) decimal(text, column string) (string, error) {
	plain := text
	if i := strings.IndexByte(plain, ','); i >= 0 && !r.o.Strict && strings.Count(plain, ",") == 1 && !strings.Contains(plain, ".") {
		plain = plain[:i] + "." + plain[i+1:]
		r.out.Odd.Commas++
	}
	digits, dots := 0, 0
	for i, c := range []byte(plain) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			dots++
		case (c == '-' || c == '+') && i == 0:
		default:
			digits = -maxDigits
		}
	}
	if digits < 1 || digits > maxDigits || dots > 1 {
		return "", r.wrong("method.not-number", column, fault.A{"found": text})
	}
	return plain, nil
}

// vote reads a row of VOTES.
func (r *reader) vote(row []string) error {
	id := r.cell(row, "voter_id")
	if id == "" {
		return r.wrong("method.no-id", "voter_id", nil)
	}
	if r.voters[id] {
		if r.o.Strict {
			return r.wrong("method.pb-voter-twice", "voter_id", fault.A{"found": id})
		}
		if !slices.Contains(r.out.Odd.VotersTwice, id) {
			r.out.Odd.VotersTwice = append(r.out.Odd.VotersTwice, strings.Clone(id))
		}
	}
	id = strings.Clone(id)
	r.voters[id] = true
	r.out.Voters = append(r.out.Voters, id)
	ballot, err := r.ballot(r.cell(row, "vote"), r.cell(row, "points"))
	if err != nil {
		return err
	}
	r.out.Votes = append(r.out.Votes, ballot)
	return nil
}

// ballot reads the choices of a voter. Points stand in r.points, one for each choice that counts, until all are known.
func (r *reader) ballot(choices, given string) ([]decide.Support, error) {
	if choices == "" {
		r.out.Odd.EmptyBallots++
		return nil, nil
	}
	ids := strings.Split(choices, ",")
	var scores []string
	scored := r.out.Ballot == Cumulative || r.out.Ballot == Scoring
	if scored {
		if scores = strings.Split(given, ","); len(scores) != len(ids) || given == "" {
			return nil, r.wrong("method.pb-points", "points", fault.A{"found": len(scores), "expected": len(ids)})
		}
	}
	var out []decide.Support
	for i, id := range ids {
		id = strings.TrimSpace(id)
		p, known := r.number[id]
		if !known {
			return nil, r.wrong("method.pb-unknown-project", "vote", fault.A{"found": id})
		}
		if slices.ContainsFunc(out, func(s decide.Support) bool { return s.Project == p }) {
			if r.o.Strict {
				return nil, r.wrong("method.pb-choice-twice", "vote", fault.A{"found": id})
			}
			r.out.Odd.ChoicesTwice++
			continue
		}
		n := points{value: 1}
		if scored {
			var err error
			if n, err = r.score(strings.TrimSpace(scores[i])); err != nil {
				return nil, err
			}
		}
		if r.out.Ballot == Ordinal {
			n.value = -int64(len(out)) // its place; what it is worth is known at the end
		}
		out = append(out, decide.Support{Project: p})
		r.points = append(r.points, n)
	}
	return out, nil
}

// score reads points.
func (r *reader) score(text string) (points, error) {
	if text == "" {
		return points{}, r.wrong("method.empty-cell", "points", nil)
	}
	plain, err := r.decimal(text, "points")
	if err != nil {
		return points{}, err
	}
	whole, part, _ := strings.Cut(plain, ".")
	part = strings.TrimRight(part, "0")
	v, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil || len(part) > 9 {
		return points{}, r.wrong("method.not-number", "points", fault.A{"found": text})
	}
	return points{v, len(part)}, nil
}
