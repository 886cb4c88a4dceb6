// SPDX-License-Identifier: EUPL-1.2

package thread

import (
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Links of the thread. To be part of something is no reason, but what is part of a plan came of it.
var (
	reasons      = []record.LinkKind{record.RestsOn, record.Cites, record.ContributesTo, record.MeasuredBy, record.Uses, record.ComposedOf, record.AgreedIn, record.Answers}
	consequences = append([]record.LinkKind{record.PartOf}, reasons...)
)

// steps is how far the thread is followed: action, measure, priority, finding, indicator, dataset, and one joint level more.
const steps = 6

// Around is what a record hangs on and what hangs on it, for pages that show more of it than the strip.
type Around struct {
	Of       record.Record
	Down, Up []record.Record
}

// Look follows the thread both ways.
func Look(r *site.Request, of record.Record) (*Around, error) {
	down, err := r.Tx.Reach(r.Context(), of, record.Down, consequences, steps)
	if err != nil {
		return nil, err
	}
	up, err := r.Tx.Reach(r.Context(), of, record.Up, consequences, steps)
	if err != nil {
		return nil, err
	}
	if _, ok := of.Body.(*strategy.Action); ok {
		targets, err := aimsOf(r, of)
		if err != nil {
			return nil, err
		}
		up = append(up, targets...)
	}
	return &Around{of, down, up}, nil
}

// Direct gives the records that hang on this one without another between.
func (a *Around) Direct() []record.Record {
	var out []record.Record
	for _, rec := range a.Up {
		for _, l := range record.LinksOfRecord(rec) {
			if l.To == a.Of.Ref && slices.Contains(consequences, l.Kind) {
				out = append(out, rec)
				break
			}
		}
	}
	return out
}

// Of makes the strip of the record that the request is about. standings may be handed in by a page that has read them; nil reads them.
func Of(r *site.Request, of record.Record, standings map[record.Ref]evidence.Standing) (*ui.Thread, error) {
	if standings == nil {
		var err error
		if standings, err = evidence.Standings(r.Context(), r.Tx); err != nil {
			return nil, err
		}
	}
	a, err := Look(r, of)
	if err != nil {
		return nil, err
	}
	return a.Strip(r, standings), nil
}

// Strip makes the strip from what was found.
func (a *Around) Strip(r *site.Request, standings map[record.Ref]evidence.Standing) *ui.Thread {
	of := a.Of
	w := &weaver{r: r, of: of, standings: standings, vintages: vintagesUsed(of, a.Down, standings)}
	t := &ui.Thread{}
	for _, rec := range a.Down {
		switch place(of.Ref.Kind(), rec.Ref.Kind(), record.Down) {
		case why:
			t.Why = append(t.Why, w.item(rec))
		case what:
			t.What = append(t.What, w.item(rec))
		}
	}
	for _, rec := range a.Up {
		switch place(of.Ref.Kind(), rec.Ref.Kind(), record.Up) {
		case what:
			t.What = append(t.What, w.item(rec))
		case soWhat:
			t.SoWhat = append(t.SoWhat, w.item(rec))
		}
	}
	return t
}

// aimsOf are the targets of the measures and priorities that an action contributes to: what it is measured by.
func aimsOf(r *site.Request, action record.Record) ([]record.Record, error) {
	all, err := r.Tx.All(r.Context(), "target")
	if err != nil {
		return nil, err
	}
	body, ok := action.Body.(*strategy.Action)
	if !ok {
		return nil, nil
	}
	var out []record.Record
	for _, t := range all {
		if b, ok := t.Body.(*strategy.Target); ok && b.Of == body.Measure {
			out = append(out, t)
		}
	}
	return out, nil
}

type group int

const (
	nowhere group = iota
	why
	what
	soWhat
)

// numbers are the kinds that hold or make official figures, from the figure to the sentence.
var numbers = []string{"dataset", "analysis", "indicator", "finding"}

// place tells in which group a kind stands on the page of another kind.
func place(page, kind string, way record.Direction) group {
	evidential := slices.Contains(numbers, kind)
	switch {
	case evidential && way == record.Down:
		if (kind == "indicator" || kind == "analysis") && !slices.Contains(numbers, page) && page != "target" {
			return nowhere // behind a finding its indicators and analyses stand on the finding's own page
		}
		return why
	case evidential && way == record.Up:
		return what
	case kind == "action" || kind == "target":
		if way == record.Up {
			return soWhat
		}
		return what
	case slices.Contains([]string{"plan", "priority", "measure", "chapter", "document"}, kind):
		return what
	}
	return nowhere
}

type weaver struct {
	r         *site.Request
	of        record.Record
	standings map[record.Ref]evidence.Standing
	vintages  map[record.Ref]string
}

// vintagesUsed are the vintages that the findings on the thread were judged on, by dataset.
func vintagesUsed(of record.Record, down []record.Record, standings map[record.Ref]evidence.Standing) map[record.Ref]string {
	out := map[record.Ref]string{}
	for _, rec := range append([]record.Record{of}, down...) {
		for ref, label := range standings[rec.Ref].Vintages {
			out[ref] = label
		}
	}
	return out
}

// item names a record on the strip.
func (w *weaver) item(rec record.Record) ui.ThreadItem {
	title, lang := rec.Title().InLang(string(w.r.Lang))
	it := ui.ThreadItem{Text: title, Href: w.r.To(rec.Ref), Kind: check.KindWord(w.r.Words, rec.Ref.Kind()), Example: rec.Invented}
	if lang != string(w.r.Lang) {
		it.Lang = i18n.Lang(lang)
	}
	switch b := rec.Body.(type) {
	case *evidence.Finding:
		if s, judged := w.standings[rec.Ref]; judged {
			v := doc.Verdict(s.Verdict)
			it.Verdict = &v
		}
	case *dataset.Dataset:
		it.Note = b.Publisher
		if label := w.vintages[rec.Ref]; label != "" {
			it.Note = w.r.T("thread.vintage", map[string]any{"publisher": b.Publisher, "vintage": w.day(label)})
		}
	case *strategy.Action:
		it.State = ActionState(w.r, b)
	case *strategy.Target:
		if b.Aim.Period != "" {
			it.Note = w.r.T("thread.by", map[string]any{"period": w.r.Words.Period(b.Aim.Period)})
		}
	}
	return it
}

// day writes a label that begins with a day as that day.
func (w *weaver) day(label string) string {
	if len(label) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, label[:len(time.DateOnly)]); err == nil {
			return w.r.Words.ShortDate(t)
		}
	}
	return label
}
