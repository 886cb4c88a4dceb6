// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// showForm shows the form of a record, with what the person typed and did not save before.
func showForm(r *site.Request) error {
	s, err := newSheet(r, r.Record.Ref.Kind())
	if err != nil {
		return err
	}
	var kept *draft.Draft
	if s.Sheet, kept, err = draft.Open(r, r.Tx, r.Record, ""); err != nil {
		return err
	}
	if err := s.of(r.Tx, r.Record); err != nil {
		return err
	}
	if err := s.show(); err != nil {
		return err
	}
	if kept != nil {
		s.resume(*kept)
	}
	return s.answer(r.Tx, http.StatusOK)
}

// showNew shows an empty form, or the draft of a new record that the address names.
func showNew(r *site.Request) error {
	s, err := newSheet(r, r.PathValue("kind"))
	if err != nil {
		return err
	}
	if s.kind.Made != "" && r.Site.Shows(s.kind.Made) {
		return r.GoTo(withQuery(s.kind.Made, r.URL.Query()))
	}
	s.fresh()
	var kept *draft.Draft
	if s.Sheet, kept, err = draft.OpenNew(r, r.Tx, s.kind.Name); err != nil {
		return err
	}
	if err := s.show(); err != nil {
		return err
	}
	if kept != nil {
		s.resume(*kept)
	}
	return s.answer(r.Tx, http.StatusOK)
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// answer shows the form as it stands. A GET may bring values in its address, and the choice made on the page of choices.
func (s *sheet) answer(tx *record.ReadTx, status int) error {
	if s.r.Method == http.MethodGet {
		q := s.r.URL.Query()
		s.preset(q)
		for name, refs := range q {
			if path, ok := strings.CutPrefix(name, "add."); ok {
				s.add(path, refs)
			}
		}
	}
	if err := s.load(tx); err != nil {
		return err
	}
	return s.r.PageStatus(status, s.page(), formBody(s))
}

// add takes a record that was chosen into a field of references.
func (s *sheet) add(path string, refs []string) {
	f, ok := s.kind.Field(path)
	switch {
	case !ok:
	case f.Control == form.Ref && len(refs) > 0:
		s.values.Set(path, refs[len(refs)-1])
	case f.Control == form.Refs:
		for _, ref := range refs {
			if !slices.Contains(s.values[path], ref) {
				s.values.Add(path, ref)
			}
		}
	}
}

// page is the frame of the form.
func (s *sheet) page() ui.Page {
	r := s.r
	kind := check.KindWord(r.Words, s.kind.Name)
	p := ui.Page{Scripts: []string{draft.Script, draft.CheckScript, "pick.js"}}
	if s.isNew {
		p.Title = r.T("edit.new-title", fault.A{"kind": kind})
		p.Lede = r.T("edit.new-lede")
		return p
	}
	rec := r.Record
	p.Over = []ui.Link{{Text: kind, Href: r.To(rec.Ref)}, {Text: r.T("edit.revision", fault.A{"n": rec.Revision})}}
	p.Title = r.T("edit.edit-title", fault.A{"title": rec.Name(string(r.Lang))})
	p.Example = rec.Invented
	p.Below = recordTabs(r, rec.Ref, "edit")
	return p
}

// action is where the form is sent.
func (s *sheet) action() string {
	if s.isNew {
		return s.r.Href("/new/" + s.kind.Name)
	}
	return s.r.Href("/edit/" + string(s.base.Ref))
}

// leave is where the person goes without saving, and after it.
func (s *sheet) leave() string {
	switch {
	case s.Back != "":
		return s.Back
	case s.isNew:
		return areaOf(s.r, s.kind.Name)
	}
	return s.r.Place(s.base.Ref)
}

// areaOf is the home of the area that shows a kind.
func areaOf(r *site.Request, kind string) string {
	place := r.Place(record.NewRef(kind, "x"))
	first, _, _ := strings.Cut(strings.TrimPrefix(place, "/"), "/")
	return "/" + first
}

// recordTabs leads through the pages that every record has.
func recordTabs(r *site.Request, ref record.Ref, here string) *tabs { return &tabs{r, ref, here} }

// kindTitle names a kind where its word begins a line.
func kindTitle(r *site.Request, kind string) string {
	first, size := utf8.DecodeRuneInString(check.KindWord(r.Words, kind))
	return string(unicode.ToUpper(first)) + check.KindWord(r.Words, kind)[size:]
}
