// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"errors"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/edit/form"
)

// save writes the new wording and confirms it on the numbers of now. What somebody else saved meanwhile is kept where the two do not touch
// the same thing; where they do, the person chooses.
func (w *wording) save() error {
	r := w.r
	var seq int64
	var met edit.Meeting
	mine := w.from
	body := *w.f
	mine.Body = &body
	err := w.sheet.Write(func(tx *record.Tx) (err error) {
		if met, err = edit.Meet(r, &tx.ReadTx, w.sheet, w.from, mine); err != nil {
			return err
		}
		f := bodyOf(met)
		rec, err := evidence.Reword(r.Context(), tx, w.rec.Ref, evidence.Rewording{Whole: f.Statement, Values: f.Values, Assertions: f.Assertions})
		if err != nil {
			return err
		}
		if seq, err = lastEntry(r, tx, rec); err != nil {
			return err
		}
		return w.sheet.Drop(tx)
	})
	switch {
	case errors.Is(err, edit.ErrBoth):
		return met.Ask(edit.Question{Sheet: w.sheet, Typed: w.sent, Controls: wordControls, To: w.action(), Leave: r.To(w.rec.Ref), Tell: w.tellUnit})
	case err != nil:
		w.goOn(met)
		return w.refused(err)
	case w.sheet.Checking():
		return w.answer()
	}
	met.Say(r, seq, "ev.did-reword")
	return r.GoTo(r.Place(w.rec.Ref))
}

// wordControls are the fields of a finding whose controls have other names.
var wordControls = edit.Controls{"values": "v.", "assertions": "a."}

// bodyOf is the finding that two edits make together, with lists that are empty rather than not there.
func bodyOf(met edit.Meeting) *evidence.Finding {
	f := evidence.Finding{}
	if body, ok := met.Merged.Draft.Body.(*evidence.Finding); ok {
		f = *body
	}
	f.Values, f.Assertions = append([]verdict.Value{}, f.Values...), append([]verdict.Assertion{}, f.Assertions...)
	return &f
}

// goOn shows from now on what two edits make together: it was not accepted as it is, so the person must see it whole.
func (w *wording) goOn(met edit.Meeting) {
	if len(met.Merged.Taken) == 0 {
		return
	}
	w.f, w.from, w.checked = bodyOf(met), met.Present.Draft(), false
	w.rec, w.sheet.Base, w.sheet.Latest = met.Present, met.Present.Revision, met.Present.Revision
	if body, ok := met.Present.Body.(*evidence.Finding); ok {
		w.base = body.Statement
	}
}

// tellUnit tells the numbers and the assertions of a finding as its page does.
func (w *wording) tellUnit(u form.Unit, d record.Draft) (string, bool) {
	f, ok := d.Body.(*evidence.Finding)
	if !ok {
		return "", false
	}
	t := teller{shelf: w.shelf, f: f}
	var lines []string
	switch u.Field.Path {
	case "values":
		for _, v := range f.Values {
			lines = append(lines, v.Name+": "+t.inFull(v))
		}
	case "assertions":
		for _, a := range f.Assertions {
			lines = append(lines, t.claim(a))
		}
	default:
		return "", false
	}
	return strings.Join(lines, "\n"), true
}

// inFull says all that a value is, and how it is written: two that differ in anything are told apart.
func (t *teller) inFull(v verdict.Value) string {
	var parts []string
	switch {
	case v.Formula != "":
		parts = []string{spell(t.r.Words, v.Formula, func(name string) string { return name })}
	case v.Analysis != "":
		parts = append([]string{t.name(record.Ref(v.Analysis)), t.heading(t.methodOf(record.Ref(v.Analysis)), v.Table, v.Column)}, v.Key...)
	default:
		parts = []string{t.name(record.Ref(v.Indicator)), t.name(record.Ref(v.Region)), t.period(v.Period)}
	}
	parts = append(parts, t.r.T("ev.decimals-of", fault.A{"n": v.Decimals}))
	if v.Scale > 1 {
		parts = append(parts, "÷ "+t.r.Words.Number(v.Scale, i18n.AsPublished))
	}
	if v.Percent {
		parts = append(parts, "%")
	}
	return strings.Join(parts, ", ")
}

// action is where the form is sent.
func (w *wording) action() string {
	if w.isNew {
		return w.r.Href("/evidence/new-finding")
	}
	return w.r.To(w.rec.Ref) + "/" + formOfSentence
}
