// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
)

// formulaControls are the fields of an indicator whose controls have other names.
var formulaControls = edit.Controls{"inputs": "i."}

// sentOver is what a form of an indicator was sent over: the record that the address names, or a new one.
func sentOver(r *site.Request, tx *record.ReadTx) (*draft.Sheet, record.Record, error) {
	if r.Record.Ref == "" {
		sheet, err := draft.SentNew(r, "indicator")
		return sheet, record.Record{}, err
	}
	rec, err := tx.Get(r.Context(), r.Record.Ref)
	return draft.Sent(r, rec, formOfFormula), rec, err
}

// action is where the form is sent.
func (k *reckoning) action() string {
	if k.isNew {
		return k.r.Href("/evidence/new-indicator")
	}
	return k.r.To(k.rec.Ref) + "/" + formOfFormula
}

// save writes the indicator through the one path of the house.
func (k *reckoning) save() error {
	if k.isNew {
		return k.create()
	}
	r := k.r
	var seq int64
	var met edit.Meeting
	mine := k.from
	body := *k.body
	mine.Body = &body
	err := k.sheet.Write(func(tx *record.Tx) (err error) {
		if met, err = edit.Meet(r, &tx.ReadTx, k.sheet, k.from, mine); err != nil {
			return err
		}
		rec, err := tx.Change(r.Context(), met.Present.Revision, met.Merged.Draft)
		if err != nil {
			return err
		}
		if seq, err = lastEntry(r, tx, rec); err != nil {
			return err
		}
		return k.sheet.Drop(tx)
	})
	switch {
	case errors.Is(err, edit.ErrBoth):
		return met.Ask(edit.Question{Sheet: k.sheet, Typed: k.sent, Controls: formulaControls, To: k.action(), Leave: k.back(), Tell: k.tellUnit})
	case err != nil:
		k.goOn(met)
		return k.refused(err)
	case k.sheet.Checking():
		return k.answer()
	}
	met.Say(r, seq, "ev.did-save-indicator")
	return r.GoTo(r.Place(k.rec.Ref))
}

// create writes a new indicator.
func (k *reckoning) create() error {
	r := k.r
	var seq int64
	var ref record.Ref
	err := k.sheet.Write(func(tx *record.Tx) error {
		slug, err := freeSlug(r, &tx.ReadTx, "indicator", k.body.Title.Text[k.languages[0]])
		if err != nil {
			return err
		}
		ref = record.NewRef("indicator", slug)
		body := *k.body
		rec, err := tx.Create(r.Context(), record.Draft{Ref: ref, Owner: record.Ref(k.owner), Visibility: k.scope, Body: &body})
		if err != nil {
			return err
		}
		if seq, err = lastEntry(r, tx, rec); err != nil {
			return err
		}
		return k.sheet.Drop(tx)
	})
	switch {
	case err != nil:
		return k.refused(err)
	case k.sheet.Checking():
		return k.answer()
	}
	r.Say(seq, "ev.did-save-indicator")
	return r.GoTo(r.Place(ref))
}

// refused shows the form again with what stood in the way of saving.
func (k *reckoning) refused(err error) error {
	status := site.StatusOf(err)
	if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
		return err
	}
	k.told = tell(k.r.Words, err, k.field)
	return k.show(status)
}

// goOn shows from now on what two edits make together: it was not accepted as it is, so the person must see it whole.
func (k *reckoning) goOn(met edit.Meeting) {
	body, ok := met.Merged.Draft.Body.(*evidence.Indicator)
	if !ok || len(met.Merged.Taken) == 0 {
		return
	}
	k.body, k.from, k.tried = body, met.Present.Draft(), false
	k.rec, k.sheet.Base, k.sheet.Latest = met.Present, met.Present.Revision, met.Present.Revision
}

// tellUnit tells the inputs of an indicator in words.
func (k *reckoning) tellUnit(u form.Unit, d record.Draft) (string, bool) {
	body, ok := d.Body.(*evidence.Indicator)
	if !ok || u.Field.Path != "inputs" {
		return "", false
	}
	var lines []string
	for _, in := range body.Inputs {
		parts := []string{k.name(in.Dataset)}
		for _, id := range slices.Sorted(maps.Keys(in.Select)) {
			parts = append(parts, id+" "+in.Select[id])
		}
		lines = append(lines, in.Name+": "+strings.Join(parts, ", "))
	}
	return strings.Join(lines, "\n"), true
}
