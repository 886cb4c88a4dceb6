// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/site"
)

// waitObservations is how large a vintage may be to be computed while somebody waits; larger ones are left to the background.
const waitObservations = 3_000_000

// postAnalysis takes the form of a new analysis.
func postAnalysis(r *site.Request) error {
	m, err := method.Find(r.PathValue("method"))
	if err != nil {
		return fault.New(fault.NotFound, "ask.no-method")
	}
	return take(r, func(tx *record.ReadTx) (*question, error) {
		sheet, err := draft.SentNew(r, "analysis")
		if err != nil {
			return nil, err
		}
		return openQuestion(sheet, tx, m, record.Record{}, record.Ref(r.PostFormValue("dataset")))
	})
}

// changeAnalysis takes the form of an analysis that there is.
func changeAnalysis(r *site.Request) error {
	return take(r, func(tx *record.ReadTx) (*question, error) {
		rec, err := tx.Get(r.Context(), r.Record.Ref)
		if err != nil {
			return nil, err
		}
		return openAsked(draft.Sent(r, rec, formOfQuestion), tx, rec)
	})
}

// take checks the form, tries the question on the figures, and keeps it when they can bear it.
func take(r *site.Request, open func(*record.ReadTx) (*question, error)) error {
	sent := draft.Typed(r)
	do := sent.Get("do")
	var q *question
	err := r.Read(func(tx *record.ReadTx) (err error) {
		if q, err = open(tx); err != nil || q.set == nil && q.many == nil {
			return err
		}
		q.sent = sent
		return q.fill()
	})
	switch {
	case err != nil:
		return err
	case q.set == nil && q.many == nil:
		return q.show(http.StatusUnprocessableEntity)
	case do != "compute":
		return q.show(http.StatusOK)
	}
	if err := q.check(); err != nil {
		return err
	}
	if q.told.any() || q.refused != nil {
		return q.show(http.StatusUnprocessableEntity)
	}
	return q.save()
}

// check validates the question and tries it on the figures. What they cannot bear is told before anything is kept.
func (q *question) check() error {
	c := record.NewCheck(q.languages)
	q.body.Validate(c)
	if err := c.Err(); err != nil {
		q.told = tell(q.r.Words, err, q.field)
	}
	if q.many != nil {
		q.many.missing()
	}
	if q.told.any() {
		return nil
	}
	rec := record.Record{Envelope: record.Envelope{Ref: "analysis/new", Owner: record.Ref(q.owner), Visibility: q.scope}, Body: q.body}
	if !q.isNew {
		rec.Envelope = q.rec.Envelope
	}
	if q.heavy() {
		return nil
	}
	run, err := method.TryAs(q.r.Context(), q.r.Site.Store, q.r.Visitor.Actor, rec)
	if err != nil {
		return err
	}
	if run.Fault == nil {
		return nil
	}
	if run.Fault.Key == "method.wider-than-dataset" {
		q.told.put("visibility", q.say(q.m, run.Fault))
		return nil
	}
	q.refused = run.Fault
	return nil
}

// heavy tells whether computing is left to the background.
func (q *question) heavy() bool {
	return len(q.vintages) > 0 && q.vintages[len(q.vintages)-1].Count > waitObservations
}

// say words a refusal, with the names of things in place of their addresses and of flags.
func (s *shelf) say(m *method.Method, f *fault.Fault) string {
	args := fault.A{}
	for k, v := range f.Args {
		if text, ok := v.(string); ok && record.Ref(text).Valid() {
			if rec, known := s.byRef[record.Ref(text)]; known {
				v = s.r.Words.Quote(rec.Name(string(s.r.Lang)))
			}
		}
		args[k] = v
	}
	return m.Plain(s.r.Words, s.r.Words.Error(&fault.Fault{Code: f.Code, Key: f.Key, Args: args, Place: f.Place}))
}

// field finds the control of a fault.
func (q *question) field(f *fault.Fault) string {
	parts := strings.Split(f.Place.Field, ".")
	switch parts[0] {
	case "title":
		return "title-" + q.languages[0]
	case "parameters":
		if len(parts) > 1 {
			return "o." + strings.Join(parts[1:], ".")
		}
	case "inputs":
		if q.many != nil {
			return q.many.field(f)
		}
		if len(parts) > 2 && parts[2] == "periods" {
			return "o." + q.named(method.Figure)
		}
		if len(parts) > 2 {
			return parts[2]
		}
	}
	return parts[0]
}

// save keeps the question and computes it.
func (q *question) save() error {
	r := q.r
	ref := q.rec.Ref
	var seq int64
	err := r.Write(func(tx *record.Tx) error {
		body := *q.body
		if q.isNew {
			slug, err := freeSlug(r, &tx.ReadTx, "analysis", q.body.Title.Text[q.languages[0]])
			if err != nil {
				return err
			}
			ref = record.NewRef("analysis", slug)
			rec, err := tx.Create(r.Context(), record.Draft{Ref: ref, Owner: record.Ref(q.owner), Visibility: q.scope, Body: &body})
			if err != nil {
				return err
			}
			if seq, err = lastEntry(r, tx, rec); err != nil {
				return err
			}
			return q.sheet.Drop(tx)
		}
		if err := unchanged(r, tx); err != nil {
			return err
		}
		rec, err := tx.Get(r.Context(), ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		d.Body = &body
		if rec, err = tx.Change(r.Context(), rec.Revision, d); err != nil {
			return err
		}
		if seq, err = lastEntry(r, tx, rec); err != nil {
			return err
		}
		return q.sheet.Drop(tx)
	})
	if err != nil {
		status := site.StatusOf(err)
		if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
			return err
		}
		q.told = tell(r.Words, err, q.field)
		return q.show(status)
	}
	if !q.heavy() {
		if _, err := method.Perform(r.Context(), r.Site.Store, r.Visitor.Actor, ref); err != nil {
			r.Site.Log.Warn("an analysis is left to the background", "analysis", string(ref), "error", err)
		}
	}
	r.Say(seq, "ask.did-save")
	return r.GoTo(r.Place(ref))
}

// runAgain computes an analysis once more, on the newest vintages.
func runAgain(r *site.Request) error {
	var before string
	if err := r.Read(func(tx *record.ReadTx) error {
		run, err := method.Standing(r.Context(), tx, r.Record.Ref)
		if fault.Is(err, "method.no-run") {
			return nil
		}
		if err == nil {
			before = run.Hash
		}
		return err
	}); err != nil {
		return err
	}
	run, err := method.Perform(r.Context(), r.Site.Store, r.Visitor.Actor, r.Record.Ref)
	if err != nil {
		return err
	}
	switch {
	case run.Fault != nil:
		r.Warn("ask.did-refuse")
	case run.Hash == before:
		r.Say(0, "ask.did-repeat")
	default:
		r.Say(0, "ask.did-run")
	}
	return r.GoTo(r.Place(r.Record.Ref))
}
