// SPDX-License-Identifier: EUPL-1.2

package overview

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// The most that is listed of each kind; the areas list all.
const (
	mostWaiting  = 12
	mostHappened = 5
)

// gather reads all that the page is made of.
func (v *view) gather() (*gathered, error) {
	ctx, r := v.r.Context(), v.r
	made := &view{r: r, partnership: v.partnership, gathered: &gathered{spoken: map[record.Ref]int{}}}
	findings, err := r.Tx.All(ctx, "finding")
	if err != nil {
		return nil, err
	}
	standings, err := evidence.StandingsOf(ctx, r.Tx, findings)
	if err != nil {
		return nil, err
	}
	made.finished = len(findings) > 0
	for _, rec := range findings {
		made.judge(rec, standings)
	}
	for _, step := range []func() error{made.readStale, made.readLate, made.readLog, made.readGlance} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return made.gathered, nil
}

// judge counts a finding that holds, and lists one that waits for a decision.
func (v *view) judge(rec record.Record, standings map[record.Ref]evidence.Standing) {
	f, ok := rec.Body.(*evidence.Finding)
	if !ok {
		return
	}
	for _, value := range f.Values {
		v.spoken[record.Ref(value.Indicator)]++
	}
	s, judged := standings[rec.Ref]
	switch {
	case !judged || f.State == evidence.Withdrawn:
	case turned(s):
		v.candidates = append(v.candidates, candidate{record: rec, task: v.findingTask(rec, s)})
	default:
		v.holding++
	}
}

// readStale lists the texts whose translations are older than they are.
func (v *view) readStale() error {
	stale, err := v.r.Tx.Stale(v.r.Context())
	for _, rec := range stale {
		v.candidates = append(v.candidates, candidate{rec, v.staleTask(rec), true})
	}
	return err
}

// readLate lists the actions that are late.
func (v *view) readLate() error {
	late, err := v.r.Tx.Query(v.r.Context(), record.Query{Kind: "action", Where: []record.Condition{{Field: "due", Op: record.Less, Value: v.r.Today()}}, OrderBy: "due"})
	for _, rec := range late {
		if a, ok := rec.Body.(*strategy.Action); ok {
			v.candidates = append(v.candidates, candidate{record: rec, task: v.actionTask(rec, a)})
		}
	}
	return err
}

// choose takes from what waits what waits for the reader: somebody signed in is shown what that person may decide; a visitor what is wrong.
func (v *view) choose() {
	for _, c := range v.candidates {
		if (v.r.Visitor.SignedIn || !c.inside) && v.mine(c.record) {
			v.waiting = append(v.waiting, c.task)
		}
	}
	v.calm = v.r.T("overview.calm", fault.A{"findings": v.holding, "n": len(v.waiting)})
}

// mine tells whether a thing waits for the reader: whoever may change it, and any visitor for what is wrong in public.
func (v *view) mine(rec record.Record) bool {
	return !v.r.Visitor.SignedIn || v.r.May(record.Change, rec)
}

func (v *view) findingTask(rec record.Record, s evidence.Standing) ui.Task {
	r := v.r
	t := v.task(rec)
	t.Mark = ui.Verdict(r.Words, doc.Verdict(s.Verdict))
	t.Note = r.Words.Since(s.Since)
	t.Why = r.T(map[verdict.Verdict]string{verdict.Untrue: "overview.why-untrue", verdict.Incomparable: "overview.why-incomparable", verdict.Uncomputable: "overview.why-uncomputable",
		verdict.Moved: "overview.why-moved"}[s.Verdict])
	t.Do.Text = r.T("overview.decide")
	return t
}

func (v *view) staleTask(rec record.Record) ui.Task {
	r := v.r
	t := v.task(rec)
	var names []string
	d := rec.Draft()
	for _, lang := range d.StaleIn(v.partnership.Languages) {
		names = append(names, i18n.Lang(lang).Name())
	}
	t.Kind = r.T("overview.translation")
	t.Note = check.KindWord(r.Words, rec.Ref.Kind())
	t.Why = r.T("overview.why-stale", fault.A{"languages": r.Words.List(names)})
	t.Do = ui.Action{Text: r.T("overview.translate"), Href: r.Href("/edit/" + string(rec.Ref))}
	return t
}

func (v *view) actionTask(rec record.Record, a *strategy.Action) ui.Task {
	t := v.task(rec)
	state := thread.ActionState(v.r, a)
	t.Mark = ui.StateWord(*state)
	t.Why = upper(state.Rule)
	t.Do.Text = v.r.T("overview.look")
	return t
}

func (v *view) task(rec record.Record) ui.Task {
	title, lang := rec.Title().InLang(string(v.r.Lang))
	t := ui.Task{Kind: check.KindWord(v.r.Words, rec.Ref.Kind()), Text: title, Href: v.r.To(rec.Ref), Example: rec.Invented, Do: ui.Action{Href: v.r.To(rec.Ref)}}
	if lang != string(v.r.Lang) {
		t.Lang = i18n.Lang(lang)
	}
	return t
}

// upper begins a sentence.
func upper(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):] + "."
		}
	}
	return s
}

// happening is what was done on one day to records of one kind.
type happening struct {
	day, verb, kind string
}

// readLog tells what happened lately to what the reader may see: on one day, the same that was done to one kind of record is one line.
func (v *view) readLog() error {
	r := v.r
	all, err := r.Tx.Recent(r.Context(), 40*mostHappened)
	if err != nil {
		return err
	}
	var order []happening
	records := map[happening][]record.Record{}
	for _, h := range all {
		what := happening{h.At.Format(time.DateOnly), h.Verb, h.Record.Ref.Kind()}
		if !r.Words.Has("overview.did-"+h.Verb) || first(h) || slices.ContainsFunc(records[what], func(rec record.Record) bool { return rec.Ref == h.Record.Ref }) {
			continue
		}
		if records[what] == nil {
			order = append(order, what)
		}
		records[what] = append(records[what], h.Record)
	}
	for _, what := range order[:min(len(order), mostHappened)] {
		v.happened = append(v.happened, v.entry(what, records[what]))
	}
	return nil
}

// first tells whether a line is the first verdict on a finding: that is no change.
func first(h record.Happening) bool {
	var c evidence.VerdictChange
	return h.Verb == "verdict" && (json.Unmarshal([]byte(h.Payload), &c) != nil || c.Before == "")
}

// entry writes a line. A few records are named; of many their number is told, and the newest.
func (v *view) entry(what happening, records []record.Record) ui.Entry {
	r := v.r
	e := ui.Entry{Moment: what.day, Text: r.T("overview.did-"+what.verb, fault.A{"kind": check.KindWord(r.Words, what.kind), "n": len(records)})}
	if t, err := time.Parse(time.DateOnly, what.day); err == nil {
		e.When = r.Words.ShortDate(t)
	}
	const named = 3
	for _, rec := range records[:min(len(records), named)] {
		e.Links = append(e.Links, ui.Link{Text: rec.Name(string(r.Lang)), Href: r.To(rec.Ref), Example: rec.Invented})
	}
	if rest := len(records) - named; rest > 0 {
		e.More = r.T("overview.and-more", fault.A{"n": rest})
	}
	return e
}
