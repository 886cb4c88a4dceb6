// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// whole is what a plan is to everybody who sees the same of it; see [record.Kept]. Nothing in it is changed once it was read.
type whole struct {
	// Tree is the strategy.
	Tree *strategy.Tree
	// Report is what the linter found; empty in the past, where nothing is mended.
	Report check.Report
	// Found are the findings by reference, as they were last judged; in the past as they would have been judged then.
	Found map[record.Ref]*evidence.Judged
	// Standings are the verdicts, for the strip.
	Standings map[record.Ref]evidence.Standing

	regions []record.Ref
	signs   map[record.Ref]chart.Sign
	hits    map[record.Ref][]check.Hit
	also    map[record.Ref][]*strategy.Node
	joined  map[record.Ref][]*strategy.Node
}

// View is the whole plan, as one page sees it.
type View struct {
	*whole
	R *site.Request
	// Today is the day that lateness is asked for: of the house's clock, or of the moment shown.
	Today string
	// At is the moment that is shown; nil is now.
	At *Moment

	readings map[evidence.ReadingKey]evidence.Reading
}

// Read reads everything the pages of a plan need, by a few statements however large the plan is.
func Read(r *site.Request) (*View, error) {
	v := &View{R: r, Today: r.Today()}
	if err := v.readMoment(); err != nil {
		return nil, err
	}
	if err := r.Tx.ReadAhead(r.Context()); err != nil {
		return nil, err
	}
	var err error
	v.whole, err = record.Kept(r.Tx, "plan.whole "+v.Today, (*whole).bytes, v.readWhole)
	return v, err
}

// bytes is about what the plan needs in memory beside its records.
func (w *whole) bytes() int {
	return 4096 + 1024*(len(w.Report.Hits)+len(w.Found)) + 256*len(w.Tree.Plans)
}

func (v *View) readWhole() (*whole, error) {
	w := &whole{signs: map[record.Ref]chart.Sign{}, hits: map[record.Ref][]check.Hit{}, also: map[record.Ref][]*strategy.Node{}, joined: map[record.Ref][]*strategy.Node{},
		Found: map[record.Ref]*evidence.Judged{}, Standings: map[record.Ref]evidence.Standing{}}
	for _, step := range []func(*whole) error{v.readRecords, v.readFindings, v.readHits} {
		if err := step(w); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (v *View) readRecords(w *whole) (err error) {
	ctx := v.R.Context()
	_, p, err := v.R.Partnership()
	if err != nil {
		return err
	}
	if p != nil {
		w.regions = p.Regions
	}
	for i, ref := range w.regions {
		if i < int(chart.Third) {
			w.signs[ref] = chart.Sign(i + 1) //nolint:gosec // at most three
		}
	}
	if w.Tree, err = strategy.Read(ctx, v.R.Tx); err != nil {
		return err
	}
	for _, p := range w.Tree.Plans {
		for _, y := range p.Priorities {
			for _, ref := range y.Record.Body.(*strategy.Priority).ComposedOf {
				w.joined[ref] = append(w.joined[ref], y)
			}
			for _, m := range y.Measures {
				for _, ref := range m.Record.Body.(*strategy.Measure).Also {
					w.also[ref] = append(w.also[ref], m)
				}
			}
		}
	}
	return nil
}

func (v *View) readFindings(w *whole) error {
	ctx, tx := v.R.Context(), v.R.Tx
	if v.At != nil {
		all, err := evidence.NewJudge(tx).All(ctx)
		for _, d := range all {
			w.Found[d.Record.Ref] = d
			w.Standings[d.Record.Ref] = evidence.Standing{Ref: d.Record.Ref, Revision: d.Record.Revision, Verdict: d.Result.Verdict, Newer: d.Result.Newer, Vintages: d.Vintages(), Current: true}
		}
		return err
	}
	all, err := evidence.Stored(ctx, tx)
	for i := range all {
		if s := &all[i]; s.Known {
			w.Found[s.Record.Ref], w.Standings[s.Record.Ref] = &s.Judged, s.Standing
		}
	}
	return err
}

func (v *View) readHits(w *whole) (err error) {
	if v.At != nil {
		return nil
	}
	if w.Report, err = check.Run(v.R.Context(), v.R.Tx, check.Options{Today: v.Today, Kept: true}); err != nil {
		return err
	}
	for _, h := range w.Report.Hits {
		w.hits[h.Ref] = append(w.hits[h.Ref], h)
	}
	return nil
}

// Record finds any record that may be seen, from memory.
func (v *View) Record(ref record.Ref) (record.Record, bool) {
	rec, err := v.R.Tx.Get(v.R.Context(), ref)
	return rec, err == nil
}

// Title is what a record is called, and the language of the words when it is not the page's.
func (v *View) Title(rec record.Record) (string, i18n.Lang) {
	return v.Words(rec.Title(), string(rec.Ref))
}

// Words gives a text in the reader's language, else in the one it was written in; otherwise when there is none.
func (v *View) Words(t record.Text, otherwise string) (string, i18n.Lang) {
	words, in := t.InLang(string(v.R.Lang))
	if words == "" {
		return otherwise, ""
	}
	if in == string(v.R.Lang) {
		return words, ""
	}
	return words, i18n.Lang(in)
}

// Link leads to a record by its title; the address keeps the moment that is shown.
func (v *View) Link(rec record.Record) ui.Link {
	title, lang := v.Title(rec)
	return ui.Link{Text: title, Href: v.To(rec.Ref), Lang: lang, Example: rec.Invented}
}

// Links leads to those of the records that may be seen.
func (v *View) Links(refs []record.Ref) []ui.Link {
	var out []ui.Link
	for _, ref := range refs {
		if rec, ok := v.Record(ref); ok {
			out = append(out, v.Link(rec))
		}
	}
	return out
}

// Also are the measures of other priorities that contribute to a priority too.
func (v *View) Also(priority record.Ref) []*strategy.Node { return v.also[priority] }

// Joined are the joint priorities that a priority is part of.
func (v *View) Joined(priority record.Ref) []*strategy.Node { return v.joined[priority] }

// Day writes an ISO date, a year or another period; missing is said in words.
func (v *View) Day(iso string) string {
	if iso == "" {
		return v.R.T("doc.unknown")
	}
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return v.R.Words.ShortDate(t)
	}
	return v.R.Words.Period(iso)
}

// May tells whether the reader may do something with a record; in the past nobody may.
func (v *View) May(verb record.Verb, rec record.Record) bool {
	return v.At == nil && v.R.May(verb, rec)
}

// MayCreate tells whether the reader may add a record of a kind.
func (v *View) MayCreate(kind string) bool { return v.At == nil && len(v.R.MayCreateFor(kind)) > 0 }
