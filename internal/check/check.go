// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Level says how bad a hit is.
type Level string

// The levels.
const (
	Error   Level = "error"   // false, or states what nothing proves: sumanus check ends with status 1
	Warning Level = "warning" // unfinished
	Hint    Level = "hint"    // worth a look
)

var severity = map[Level]int{Error: 0, Warning: 1, Hint: 2}

// Hit is one place that a rule complains about. The JSON form is documented in docs/manual/checks.md and stable.
type Hit struct {
	Rule  string     `json:"rule"`
	Level Level      `json:"level"`
	Ref   record.Ref `json:"ref"`
	// Field is the path of the text or value in the record, such as "statement" or "links.0.reason".
	Field string `json:"field,omitempty"`
	// Lang is the language of the text, when the rule is about words.
	Lang string `json:"lang,omitempty"`
	// Line and Column stand in the text of the field, both from 1, counted in characters.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Found are the arguments of the messages.
	Found fault.A `json:"found,omitempty"`
	// What and Mend are keys of the catalogue: what was found, and how to mend it.
	What string `json:"what"`
	Mend string `json:"mend"`
	// Related are other records that the hit is about: the chapters and priorities that cite an untrue finding.
	Related []record.Ref `json:"related,omitempty"`
}

// Counts is the number of hits by level.
type Counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Hints    int `json:"hints"`
}

// Report is everything found, errors first, then by record and place.
type Report struct {
	Format    int      `json:"format"` // of the JSON form
	Today     string   `json:"today,omitempty"`
	Languages []string `json:"languages"`
	Records   int      `json:"records"` // how many were looked at
	Counts    Counts   `json:"counts"`
	Hits      []Hit    `json:"hits"`
	// Titles are the titles of all records that the hits name.
	Titles map[record.Ref]record.Text `json:"titles,omitempty"`
}

// Options of Run.
type Options struct {
	// Today is an ISO date; empty passes over what depends on the day.
	Today string
	// Languages that every text should have; empty are those of the partnership.
	Languages []string
	// Kept takes the findings as they were last judged, as every page shows them, instead of judging them anew.
	Kept bool
}

// Run looks at all records that the reader may see, as of the moment of the transaction, with all rules.
//
// With memory it looks once for each state of the house: the report is shared then, and not to be changed.
func Run(ctx context.Context, tx *record.ReadTx, o Options) (Report, error) {
	return record.Kept(tx, fmt.Sprintf("check.run %#v", o), Report.bytes, func() (Report, error) { return run(ctx, tx, o) })
}

// bytes is about what a report needs in memory.
func (r Report) bytes() int { return 1024 * (1 + len(r.Hits)) }

func run(ctx context.Context, tx *record.ReadTx, o Options) (Report, error) {
	h, err := readHouse(ctx, tx, o)
	if err != nil {
		return Report{}, err
	}
	return h.report(Rules()), nil
}

func (h *house) report(rules []Rule) Report {
	r := Report{Format: 1, Today: h.today, Languages: h.languages, Records: len(h.records), Hits: []Hit{}, Titles: map[record.Ref]record.Text{}}
	for _, rule := range rules {
		for _, hit := range rule.look(h) {
			hit.Rule = rule.ID
			if hit.Level == "" {
				hit.Level = rule.Level
			}
			if hit.Mend == "" {
				hit.Mend = rule.Mend
			}
			r.add(h, hit)
		}
	}
	slices.SortStableFunc(r.Hits, before)
	return r
}

func (r *Report) add(h *house, hit Hit) {
	switch hit.Level {
	case Error:
		r.Counts.Errors++
	case Warning:
		r.Counts.Warnings++
	default:
		r.Counts.Hints++
	}
	for _, ref := range append([]record.Ref{hit.Ref}, hit.Related...) {
		r.Titles[ref] = h.title(ref)
	}
	r.Hits = append(r.Hits, hit)
}

func before(a, b Hit) int {
	return cmp.Or(cmp.Compare(severity[a.Level], severity[b.Level]), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Lang, b.Lang),
		cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.What, b.What), cmp.Compare(fmt.Sprint(a.Found), fmt.Sprint(b.Found)))
}
