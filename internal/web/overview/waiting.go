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

// collect gathers what waits and what happened. Somebody signed in is shown what that person may decide; a visitor what is wrong.
func (v *view) collect(findings []record.Record, standings map[record.Ref]evidence.Standing) error {
	r, ctx := v.r, v.r.Context()
	holding := 0
	v.spoken = map[record.Ref]int{}
	for _, rec := range findings {
		s, judged := standings[rec.Ref]
		if f, ok := rec.Body.(*evidence.Finding); ok {
			for _, value := range f.Values {
				v.spoken[record.Ref(value.Indicator)]++
			}
		}
		if f, ok := rec.Body.(*evidence.Finding); !judged || !ok || f.State == evidence.Withdrawn {
			continue
		}
		if !turned(s) {
			holding++
		} else if v.mine(rec) {
			v.waiting = append(v.waiting, v.findingTask(rec, s))
		}
	}
	stale, err := r.Tx.Stale(ctx)
	if err != nil {
		return err
	}
	for _, rec := range stale {
		if r.Visitor.SignedIn && v.mine(rec) {
			v.waiting = append(v.waiting, v.staleTask(rec))
		}
	}
	late, err := r.Tx.Query(ctx, record.Query{Kind: "action", Where: []record.Condition{{Field: "due", Op: record.Less, Value: r.Today()}}, OrderBy: "due"})
	if err != nil {
		return err
	}
	for _, rec := range late {
		if a, ok := rec.Body.(*strategy.Action); ok && v.mine(rec) {
			v.waiting = append(v.waiting, v.actionTask(rec, a))
		}
	}
	v.finished = len(findings) > 0
	v.calm = r.T("overview.calm", fault.A{"findings": holding, "n": len(v.waiting)})
	return v.log()
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

// log tells what happened lately to what the reader may see: on one day, the same that was done to one kind of record is one line.
func (v *view) log() (err error) {
	v.happened, err = record.Kept(v.r.Tx, "overview.log "+string(v.r.Lang), nil, v.readLog)
	return err
}

func (v *view) readLog() ([]ui.Entry, error) {
	r := v.r
	all, err := r.Tx.Recent(r.Context(), 40*mostHappened)
	if err != nil {
		return nil, err
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
	var out []ui.Entry
	for _, what := range order[:min(len(order), mostHappened)] {
		out = append(out, v.entry(what, records[what]))
	}
	return out, nil
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
