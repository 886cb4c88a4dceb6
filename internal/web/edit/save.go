// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
)

// postForm takes a form over a record.
func postForm(r *site.Request) error {
	s, err := newSheet(r, r.Record.Ref.Kind())
	if err != nil {
		return err
	}
	s.sent, s.Sheet = draft.Typed(r), draft.Sent(r, r.Record, "")
	if err := r.Read(func(tx *record.ReadTx) error { return s.of(tx, r.Record) }); err != nil {
		return err
	}
	Chose(s.sent, nil)
	s.values = s.sent
	return s.take(s.change)
}

// postNew takes the form of a new record.
func postNew(r *site.Request) error {
	s, err := newSheet(r, r.PathValue("kind"))
	if err != nil {
		return err
	}
	s.fresh()
	s.sent = draft.Typed(r)
	s.values = s.sent
	if s.Sheet, err = draft.SentNew(r, s.kind.Name); err != nil {
		return err
	}
	return s.take(s.create)
}

// take does what the button says: find a record, choose one on a page of its own, one more line, or save. A check while somebody types
// goes the way of saving.
func (s *sheet) take(save func(record.Draft) error) error {
	do := s.values.Get("do")
	switch {
	case strings.HasPrefix(do, "pick-"):
		return s.leaveToPick(strings.TrimPrefix(do, "pick-"))
	case strings.HasPrefix(do, "find-"), strings.HasPrefix(do, "add-"):
		return s.again(http.StatusOK)
	}
	d, faults, err := s.decode()
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		s.complain(fault.Join(faults))
		s.complain(record.Validate(s.named(d), s.langs))
		return s.again(http.StatusUnprocessableEntity)
	}
	err = save(d)
	if fault.CodeOf(err) == fault.Invalid {
		s.complain(err)
		return s.again(http.StatusUnprocessableEntity)
	}
	return err
}

func (s *sheet) decode() (record.Draft, []*fault.Fault, error) {
	s.values = form.Compact(s.kind, s.values)
	return form.Decode(form.Typed{Kind: s.kind, Record: s.rk, Base: s.base, Values: s.values, Lang: s.r.Words, Languages: s.langs})
}

// again shows the form as it was sent, so that nothing typed is lost. A check is told the faults alone.
func (s *sheet) again(status int) error {
	if s.Checking() {
		return s.Answer(draft.Told{Faults: s.summary()})
	}
	return s.r.Read(func(tx *record.ReadTx) error { return s.answer(tx, status) })
}

// change saves over the state the form was made from. What somebody else saved meanwhile is kept where the two do not touch the same
// thing; where they do, the person chooses.
func (s *sheet) change(d record.Draft) error {
	r, ctx := s.r, s.r.Context()
	var met Meeting
	var rec record.Record
	var seq int64
	changed := false
	err := s.Write(func(tx *record.Tx) (err error) {
		if met, err = Meet(r, &tx.ReadTx, s.Sheet, s.base, d); err != nil {
			return err
		}
		if rec, err = tx.Change(ctx, met.Present.Revision, met.Merged.Draft); err != nil {
			return err
		}
		if changed = rec.Revision != met.Present.Revision; changed {
			if seq, err = tx.LastEntry(ctx, rec.Ref); err != nil {
				return err
			}
		}
		if err := tx.Settle(ctx); err != nil { // a target that is not there is a fault of the form, to be told beside its field
			return err
		}
		return s.Drop(tx)
	})
	switch {
	case errors.Is(err, ErrBoth):
		return s.ask(met)
	case err != nil:
		return err
	case s.Checking():
		return s.again(http.StatusOK)
	case changed:
		met.Present = rec
		met.Say(r, seq, "edit.saved", fault.A{"title": rec.Name(string(r.Lang))})
	default:
		r.Say(0, "edit.nothing-changed")
	}
	return r.GoTo(s.leave())
}

// ask lets the person choose where both changed the same.
func (s *sheet) ask(met Meeting) error {
	sent, err := form.Encode(s.kind, met.Merged.Draft, s.r.Words, s.langs)
	if err != nil {
		return err
	}
	return met.Ask(Question{Sheet: s.Sheet, Typed: s.values, Sent: sent, To: s.action(), Leave: s.r.Href(s.leave())})
}

// create saves a new record. Its address is shown before it is saved: it stays for ever.
func (s *sheet) create(d record.Draft) error {
	r, ctx := s.r, s.r.Context()
	slug := strings.TrimSpace(s.values.Get("slug"))
	if slug == "" {
		if err := record.Validate(s.named(d), s.langs); err != nil {
			return err
		}
		err := r.Read(func(tx *record.ReadTx) (err error) {
			slug, err = freeSlug(ctx, tx, s.kind.Name, titleOf(d))
			return err
		})
		if err != nil {
			return err
		}
		if !s.Checking() {
			s.values.Set("slug", slug)
			s.note = r.T("edit.slug-look")
			return s.again(http.StatusOK)
		}
	}
	d = withSlug(d, s.kind.Name, slug)
	var rec record.Record
	var seq int64
	err := s.Write(func(tx *record.Tx) (err error) {
		if rec, err = tx.Create(ctx, d); err != nil {
			return err
		}
		if seq, err = tx.LastEntry(ctx, rec.Ref); err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		return s.Drop(tx)
	})
	switch {
	case fault.Is(err, "record.slug-taken"), fault.Is(err, "record.slug-of-deleted"):
		s.complain(atSlug(err))
		return s.again(http.StatusUnprocessableEntity)
	case err != nil:
		return err
	case s.Checking():
		return s.again(http.StatusOK)
	}
	r.Say(seq, "edit.created", fault.A{"title": rec.Name(string(r.Lang))})
	if s.Back != "" {
		return r.GoTo(s.Back)
	}
	return r.GoTo(r.Place(rec.Ref))
}

func atSlug(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.At(fault.Place{Field: "slug"})
	}
	return err
}

// named gives a new record the address that was typed, or any: one that is not typed yet is found from the title and is no fault.
func (s *sheet) named(d record.Draft) record.Draft {
	if !s.isNew {
		return d
	}
	if slug := strings.TrimSpace(s.values.Get("slug")); slug != "" {
		return withSlug(d, s.kind.Name, slug)
	}
	return withSlug(d, s.kind.Name, "x")
}

func withSlug(d record.Draft, kind, slug string) record.Draft {
	d.Ref = record.NewRef(kind, slug)
	return d
}

func titleOf(d record.Draft) record.Text {
	return record.Record{Body: d.Body}.Title()
}

// leaveToPick keeps what was typed and leads to the page of choices.
func (s *sheet) leaveToPick(path string) error {
	f, ok := s.kind.Field(path)
	if !ok || len(f.Kinds) == 0 {
		return s.again(http.StatusOK)
	}
	query := s.values.Get(path + "-q")
	if err := s.r.Write(s.keep); err != nil {
		return err
	}
	back := "/edit/" + string(s.base.Ref)
	v := url.Values{}
	if s.isNew {
		back = "/new/" + s.kind.Name
		v.Set("draft", s.Ref.Slug())
	}
	if s.Back != "" {
		v.Set("back", s.Back)
	}
	to := url.Values{"kind": {strings.Join(f.Kinds, ",")}, "q": {query}, "field": {path}, "back": {withQuery(back, v)}}
	return s.r.GoTo("/pick?" + to.Encode())
}
