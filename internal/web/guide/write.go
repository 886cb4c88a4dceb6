// SPDX-License-Identifier: EUPL-1.2

package guide

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// formOfText is the form of a chapter's text, the last part of its address.
const formOfText = "write"

// sheet is the page on which a chapter is written.
type sheet struct {
	*draft.Sheet
	r         *site.Request
	rec       record.Record // what is there now
	from      record.Draft  // the state the form was made from
	old       publication.Chapter
	next      publication.Chapter // with what was typed
	sent      url.Values          // what was typed; nil before anything was
	languages []i18n.Lang
	errors    map[string]string
	faults    []ui.FieldError
	ahead     []ui.FieldError // what the preview tells of the text beside that
	preview   *publication.Reading
	shown     i18n.Lang // language of the preview, and where things are put in
	query     string
	found     []insert
	asked     bool
}

// insert is something that can be put into the text.
type insert struct {
	Title, Kind, Code string
}

// newSheet fills the form with the state that it was made from.
func newSheet(d *draft.Sheet, tx *record.ReadTx, rec record.Record) (*sheet, error) {
	r := d.R
	s := &sheet{Sheet: d, r: r, rec: rec, errors: map[string]string{}, shown: r.Lang}
	from, err := d.From(tx, rec)
	if err != nil {
		return nil, err
	}
	c, ok := from.Body.(*publication.Chapter)
	if !ok {
		return nil, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": rec.Ref.Kind(), "expected": "chapter"})
	}
	s.from, s.old, s.next = from.Draft(), *c, *c
	_, p, err := r.Partnership()
	if err != nil {
		return nil, err
	}
	for _, l := range i18n.Known() {
		if p == nil || slices.Contains(p.PartnershipLanguages(), string(l)) {
			s.languages = append(s.languages, l)
		}
	}
	return s, nil
}

func write(r *site.Request) error {
	d, kept, err := draft.Open(r, r.Tx, r.Record, formOfText)
	if err != nil {
		return err
	}
	s, err := newSheet(d, r.Tx, r.Record)
	if err != nil {
		return err
	}
	if kept != nil {
		s.take(kept.Values)
	}
	return s.show(r.Tx, http.StatusOK)
}

// save does what the button says: look at the text, find something to put in, put it in, or save.
func save(r *site.Request) error {
	sent := draft.Typed(r)
	edit.Chose(sent, nil)
	var s *sheet
	err := r.Read(func(tx *record.ReadTx) error {
		rec, err := tx.Get(r.Context(), r.Record.Ref)
		if err != nil {
			return err
		}
		s, err = newSheet(draft.Sent(r, rec, formOfText), tx, rec)
		return err
	})
	if err != nil {
		return err
	}
	do := sent.Get("do")
	if s.Checking() {
		s.take(sent)
		return s.keep()
	}
	if code, ok := strings.CutPrefix(do, "insert "); ok {
		s.take(sent)
		name := "body." + string(s.shown)
		sent.Set(name, strings.TrimRight(s.text("body", s.next.Body, s.shown), "\n")+"\n\n"+code+"\n")
	}
	s.take(sent)
	if do == "save" {
		return s.keep()
	}
	if q := strings.TrimSpace(sent.Get("q")); do == "find" && q != "" {
		s.query, s.asked = q, true
	}
	return r.Read(func(tx *record.ReadTx) error { return s.show(tx, http.StatusOK) })
}

// take reads what was typed: the source first, so that translations typed at the same time count as made from it, and those left alone
// become stale. What the form does not send stays as it was.
func (s *sheet) take(sent url.Values) {
	s.sent = sent
	var langs form.Languages
	for _, l := range s.languages {
		langs = append(langs, string(l))
	}
	s.next.Title = form.Wordings(s.old.Title, "title", sent, langs, string(s.r.Lang))
	s.next.Body = form.Wordings(s.old.Body, "body", sent, langs, string(s.r.Lang))
	if l := i18n.Lang(sent.Get("shown")); slices.Contains(s.languages, l) {
		s.shown = l
	}
}

// draft is the chapter with what was typed.
func (s *sheet) draft() record.Draft {
	next := s.next
	d := s.from
	d.Body = &next
	return d
}

// keep saves, or shows what is in the way: faults at their line, or what somebody else saved meanwhile.
func (s *sheet) keep() error {
	r := s.r
	var met edit.Meeting
	var rec record.Record
	var seq int64
	err := s.Write(func(tx *record.Tx) (err error) {
		if met, err = edit.Meet(r, &tx.ReadTx, s.Sheet, s.from, s.draft()); err != nil {
			return err
		}
		if rec, err = tx.Change(r.Context(), met.Present.Revision, met.Merged.Draft); err != nil {
			return err
		}
		if seq = 0; rec.Revision != met.Present.Revision {
			if seq, err = tx.LastEntry(r.Context(), rec.Ref); err != nil {
				return err
			}
		}
		return s.Drop(tx)
	})
	switch {
	case errors.Is(err, edit.ErrBoth):
		return met.Ask(edit.Question{Sheet: s.Sheet, Typed: s.sent, To: s.r.To(s.rec.Ref) + "/" + formOfText, Leave: s.r.To(s.rec.Ref)})
	case err == nil && s.Checking():
		return s.answer()
	case err == nil:
		met.Say(r, seq, "guide.saved", fault.A{"chapter": rec.Name(string(r.Lang))})
		return r.GoTo(r.Place(s.rec.Ref))
	case fault.CodeOf(err) != fault.Invalid:
		return err
	}
	s.blame(err)
	if s.Checking() {
		return s.answer()
	}
	return r.Read(func(tx *record.ReadTx) error { return s.show(tx, http.StatusUnprocessableEntity) })
}

// answer tells a check what saving would say, and how the text would look.
func (s *sheet) answer() error {
	if err := s.r.Read(s.look); err != nil {
		return err
	}
	return s.Answer(draft.Told{Faults: append(s.faults, s.ahead...), Live: []draft.LivePart{{Name: "preview", Body: previewBody(s)}}})
}

// blame ties faults to their fields.
func (s *sheet) blame(err error) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return
	}
	for _, each := range append([]*fault.Fault{f}, f.Also...) {
		one, field := *each, each.Place.Field
		one.Also, one.Place = nil, fault.Place{Line: one.Place.Line, Column: one.Place.Column}
		text := s.r.Words.Error(&one)
		if field == "title" || field == "body" {
			field += "." + s.old.Body.Source
		}
		s.faults = append(s.faults, s.tell(field, text)...)
	}
}

// tell adds a fault to those of a field, once.
func (s *sheet) tell(field, text string) []ui.FieldError {
	if strings.Contains(s.errors[field], text) {
		return nil
	}
	s.errors[field] = strings.TrimSpace(s.errors[field] + " " + text)
	return []ui.FieldError{{ID: "f-" + strings.Replace(field, ".", "-", 1), Text: text}}
}

// look makes the preview of the language that is looked at.
func (s *sheet) look(tx *record.ReadTx) error {
	r := s.r
	text := s.text("body", s.next.Body, s.shown)
	if text == "" {
		return nil
	}
	reading, faults, err := publication.ReadChapter(r.Context(), tx, s.rec, string(s.shown), publication.ReadOptions{Now: r.Site.Now(), Evidence: evidencePlace(r), Draft: &text})
	if err != nil {
		return err
	}
	s.preview = reading
	for _, f := range faults {
		s.ahead = append(s.ahead, s.tell("body."+string(s.shown), r.Words.Error(f))...)
	}
	return nil
}

// show renders the page with its preview.
func (s *sheet) show(tx *record.ReadTx, status int) error {
	r := s.r
	if err := s.look(tx); err != nil {
		return err
	}
	if s.query != "" {
		if err := s.search(tx); err != nil {
			return err
		}
	}
	page := ui.Page{Scripts: []string{draft.Script, draft.CheckScript}, Title: r.T("guide.writing", fault.A{"chapter": s.rec.Name(string(r.Lang))}), Example: s.rec.Invented,
		Over: []ui.Link{{Text: r.T("site.area-guide"), Href: r.Href("/guide")}, {Text: s.rec.Name(string(r.Lang)), Href: r.To(s.rec.Ref)}}}
	r.Tx = tx
	defer func() { r.Tx = nil }()
	return r.PageStatus(status, page, sheetBody(s))
}

// search finds findings and figures to put in.
func (s *sheet) search(tx *record.ReadTx) error {
	r := s.r
	hits, _, err := tx.Search(r.Context(), record.SearchQuery{Text: s.query, Lang: string(r.Lang), Kinds: []string{"finding", "indicator"}, Limit: 12})
	if err != nil {
		return err
	}
	_, p, err := r.Partnership()
	if err != nil {
		return err
	}
	var regions []string
	if p != nil {
		for _, ref := range p.Regions {
			regions = append(regions, ref.Slug())
		}
	}
	for _, h := range hits {
		name, slug := h.Record.Name(string(r.Lang)), h.Record.Ref.Slug()
		if h.Record.Ref.Kind() == "finding" {
			s.found = append(s.found, insert{name, r.T("guide.insert-sentence"), "{{" + slug + "}}"}, insert{name, r.T("guide.insert-citation"), "[@" + slug + "]"})
			continue
		}
		s.found = append(s.found, insert{name, r.T("guide.insert-chart"), "::: chart type=line indicator=" + slug + " regions=" + strings.Join(regions, ",") + "\ntitle: " + name + "\n" + name + "\n:::"},
			insert{name, r.T("guide.insert-map"), "::: map indicator=" + slug + " period=latest\ntitle: " + name + "\n" + name + "\n:::"})
	}
	return nil
}

// text is a wording as it was typed, or as it stands. What was typed is shown to the letter, also what was not accepted.
func (s *sheet) text(field string, next record.Text, l i18n.Lang) string {
	if name := field + "." + string(l); s.sent.Has(name) {
		return strings.ReplaceAll(s.sent.Get(name), "\r\n", "\n")
	}
	text, _ := next.Exact(string(l))
	return text
}

// texts are all languages of a text, the source first.
func (s *sheet) texts(old, next record.Text, field string) []ui.LangText {
	state := map[record.TranslationState]ui.Translation{record.Source: ui.Source, record.Current: ui.Current, record.Stale: ui.Outdated, record.Missing: ui.Absent}
	var out []ui.LangText
	for _, l := range s.languages {
		name := field + "." + string(l)
		t := ui.LangText{Lang: l, Name: l.Name(), Value: s.text(field, next, l), Error: s.errors[name], State: state[old.State(string(l))],
			Agreed: s.sent.Has(name + ".agrees"), Of: s.sent.Get(name + form.MadeOf)}
		if string(l) == old.Source {
			out = append([]ui.LangText{t}, out...)
		} else {
			out = append(out, t)
		}
	}
	return out
}
