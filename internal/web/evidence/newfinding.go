// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/site"
)

// newFinding shows the form of a finding that does not exist yet. ?indicator=… fills it with the regions of the partnership,
// ?analysis=… with a cell of a result.
func newFinding(r *site.Request) error {
	sheet, kept, err := draft.OpenNew(r, r.Tx, "finding")
	if err != nil {
		return err
	}
	w, err := blankWording(sheet, r.Tx)
	if err != nil {
		return err
	}
	if kept == nil {
		return w.openWith(r.URL.Query())
	}
	w.fillNew(kept.Values)
	if err := w.judgeDraft(r.Tx); err != nil {
		return err
	}
	return w.show(http.StatusOK)
}

func blankWording(sheet *draft.Sheet, tx *record.ReadTx) (*wording, error) {
	r := sheet.R
	s, err := stock(r, tx, "indicator", "dataset", "region", "organisation", "analysis")
	if err != nil {
		return nil, err
	}
	f := &evidence.Finding{State: evidence.Open, Title: record.Text{Source: string(r.Lang)}, Statement: record.Text{Source: string(r.Lang)}}
	w := &wording{teller: teller{shelf: s, f: f}, sheet: sheet, base: record.Text{Source: string(r.Lang), Text: map[string]string{}}, isNew: true, scope: record.Public,
		rec: record.Record{Envelope: record.Envelope{Ref: "finding/"}}}
	w.languages, err = languagesOf(r, string(r.Lang))
	return w, err
}

// begin offers the regions of the partnership side by side, which is what a joint plan asks first.
func (w *wording) begin(indicator record.Ref) {
	body := w.indicator(indicator)
	if body == nil {
		w.f.Values = []verdict.Value{{Name: "a", Period: "latest"}}
		w.f.Assertions = []verdict.Assertion{fresh(w.f, verdict.Compare)}
		return
	}
	for _, rec := range w.regions() {
		if w.signs[rec.Ref] == 0 {
			continue
		}
		w.f.Values = append(w.f.Values, verdict.Value{Name: freeName(w.f), Indicator: string(indicator), Region: string(rec.Ref), Period: "latest", Decimals: body.Decimals, Percent: body.Percent})
	}
	w.f.Assertions = []verdict.Assertion{fresh(w.f, verdict.Compare)}
}

// createFinding takes the form: check, add, take away, keep as a proposal, or save and confirm.
func createFinding(r *site.Request) error {
	var w *wording
	do := r.PostFormValue("do")
	sent := draft.Typed(r)
	sheet, err := draft.SentNew(r, "finding")
	if err != nil {
		return err
	}
	err = r.Read(func(tx *record.ReadTx) (err error) {
		if w, err = blankWording(sheet, tx); err != nil {
			return err
		}
		w.fillNew(sent)
		if rearrange(w.f, do) {
			return nil
		}
		return w.judgeDraft(tx)
	})
	switch {
	case err != nil:
		return err
	case !sheet.Saving() && do != "propose":
		return w.show(http.StatusOK)
	case w.told.any():
		return w.show(http.StatusUnprocessableEntity)
	}
	return w.create(do != "propose")
}

func (w *wording) fillNew(sent url.Values) {
	title := record.Text{Source: w.base.Source, Text: map[string]string{}}
	for _, l := range w.languages {
		if s := strings.TrimSpace(sent.Get("title." + l)); s != "" {
			title = title.With(l, s)
		}
	}
	w.f.Title = title
	w.fill(sent)
	w.owner, w.scope = sent.Get("owner"), record.Visibility(sent.Get("visibility"))
	may := w.r.MayCreateFor("finding")
	if !slices.Contains(may, record.Ref(w.owner)) && len(may) > 0 {
		w.owner = string(may[0])
	}
	if !w.scope.Valid() {
		w.scope = record.PartnersOnly
	}
}

// create writes the finding; confirmed when it holds and the person says so.
func (w *wording) create(confirm bool) error {
	r := w.r
	var ref record.Ref
	err := w.sheet.Write(func(tx *record.Tx) error {
		slug, err := freeSlug(r, &tx.ReadTx, "finding", w.f.Title.Text[w.base.Source])
		if err != nil {
			return err
		}
		ref = record.NewRef("finding", slug)
		body := *w.f
		if _, err := tx.Create(r.Context(), record.Draft{Ref: ref, Owner: record.Ref(w.owner), Visibility: w.scope, Body: &body}); err != nil {
			return err
		}
		if confirm {
			if _, err = evidence.Accept(r.Context(), tx, ref); err != nil {
				return err
			}
		}
		return w.sheet.Drop(tx)
	})
	switch {
	case err != nil:
		return w.refused(err)
	case w.sheet.Checking():
		return w.answer()
	}
	r.Say(0, "ev.did-create-finding")
	return r.GoTo(r.Place(ref))
}

// freeSlug makes an address name of a title that no record of the kind has, also none that was deleted.
func freeSlug(r *site.Request, tx *record.ReadTx, kind, title string) (string, error) {
	base := slugOf(title)
	if base == "" {
		base = kind
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		_, err := tx.History(r.Context(), record.NewRef(kind, slug))
		if fault.CodeOf(err) == fault.NotFound {
			return slug, nil
		}
		if err != nil {
			return "", err
		}
	}
}

const slugWords = 60

// slugOf writes a title with the letters an address may have.
func slugOf(title string) string {
	var b strings.Builder
	for _, c := range i18n.Fold(title) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= slugWords {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}
