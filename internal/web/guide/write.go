// SPDX-License-Identifier: EUPL-1.2

package guide

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// sheet is the page on which a chapter is written.
type sheet struct {
	r         *site.Request
	rec       record.Record
	base      int64
	languages []i18n.Lang
	title     map[string]string
	body      map[string]string
	agrees    map[string]bool // the author says that the translation fits the present source
	errors    map[string]string
	faults    []ui.FieldError
	preview   *publication.Reading
	shown     i18n.Lang // language of the preview, and where things are put in
	query     string
	found     []insert
	asked     bool
	conflict  *record.Conflict
}

// insert is something that can be put into the text.
type insert struct {
	Title, Kind, Code string
}

func newSheet(r *site.Request) (*sheet, error) {
	s := &sheet{r: r, rec: r.Record, base: r.Record.Revision, title: map[string]string{}, body: map[string]string{}, agrees: map[string]bool{}, errors: map[string]string{}, shown: r.Lang}
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

// chapter is the body that was read.
func (s *sheet) chapter() *publication.Chapter {
	if c, ok := s.rec.Body.(*publication.Chapter); ok {
		return c
	}
	return &publication.Chapter{}
}

func write(r *site.Request) error {
	s, err := newSheet(r)
	if err != nil {
		return err
	}
	for _, l := range s.languages {
		s.title[string(l)], _ = s.chapter().Title.Exact(string(l))
		s.body[string(l)], _ = s.chapter().Body.Exact(string(l))
	}
	return s.show(r.Tx, http.StatusOK)
}

// save does what the button says: look at the text, find something to put in, put it in, or save.
func save(r *site.Request) error {
	s, err := newSheet(r)
	if err != nil {
		return err
	}
	s.take()
	switch r.PostFormValue("do") {
	case "save":
		return s.keep()
	case "find":
		s.query, s.asked = strings.TrimSpace(r.PostFormValue("q")), true
	case "preview":
	default:
		if code, ok := strings.CutPrefix(r.PostFormValue("do"), "insert "); ok {
			lang := string(s.shown)
			s.body[lang] = strings.TrimRight(s.body[lang], "\n") + "\n\n" + code + "\n"
		}
	}
	return r.Read(func(tx *record.ReadTx) error { return s.show(tx, http.StatusOK) })
}

// take reads the form; line ends of browsers become those of texts.
func (s *sheet) take() {
	r := s.r
	for _, l := range s.languages {
		s.title[string(l)] = strings.TrimSpace(r.PostFormValue("title." + string(l)))
		s.body[string(l)] = strings.TrimRight(strings.ReplaceAll(r.PostFormValue("body."+string(l)), "\r\n", "\n"), "\n \t")
		s.agrees[string(l)] = r.PostFormValue("body."+string(l)+".agrees") != ""
	}
	s.base = int64(r.Number("base", int(s.rec.Revision)))
	if l := i18n.Lang(r.PostFormValue("shown")); slices.Contains(s.languages, l) {
		s.shown = l
	}
}

// draft is the chapter with what was typed.
func (s *sheet) draft() record.Draft {
	old := s.chapter()
	next := *old
	next.Title, next.Body = s.merge(old.Title, s.title), s.merge(old.Body, s.body)
	d := s.rec.Draft()
	d.Body = &next
	return d
}

// merge gives a text with what was typed: the source first, so that translations typed at the same time count as made from it, and
// those left alone become stale.
func (s *sheet) merge(old record.Text, typed map[string]string) record.Text {
	out := old
	if out.Source == "" {
		out.Source = string(s.r.Lang)
	}
	if before, _ := out.Exact(out.Source); typed[out.Source] != before {
		out = out.With(out.Source, typed[out.Source])
	}
	for _, l := range s.languages {
		lang := string(l)
		before, there := old.Exact(lang)
		if lang == out.Source || !there && typed[lang] == "" {
			continue
		}
		if typed[lang] != before || s.agrees[lang] {
			out = out.With(lang, typed[lang])
		}
	}
	return out
}

// keep saves, or shows what is in the way: faults at their line, or what somebody else saved meanwhile.
func (s *sheet) keep() error {
	r := s.r
	var seq record.Record
	err := r.Write(func(tx *record.Tx) error {
		var err error
		seq, err = tx.Change(r.Context(), s.base, s.draft())
		return err
	})
	if err == nil {
		r.Say(0, "guide.saved", fault.A{"chapter": seq.Name(string(r.Lang))})
		return r.GoTo(r.Place(s.rec.Ref))
	}
	status := http.StatusUnprocessableEntity
	if errors.As(err, &s.conflict) {
		status = http.StatusConflict
		s.base = s.conflict.Theirs.Revision
	} else if fault.CodeOf(err) != fault.Invalid {
		return err
	}
	s.blame(err)
	return r.Read(func(tx *record.ReadTx) error { return s.show(tx, status) })
}

// blame ties faults to their fields.
func (s *sheet) blame(err error) {
	var f *fault.Fault
	if s.conflict != nil || !errors.As(err, &f) {
		return
	}
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		field := one.Place.Field
		text := s.r.Words.Error(one.At(fault.Place{Line: one.Place.Line, Column: one.Place.Column}))
		if field == "title" || field == "body" {
			field += "." + s.chapter().Body.Source
		}
		s.errors[field] = text
		s.faults = append(s.faults, ui.FieldError{ID: "f-" + strings.Replace(field, ".", "-", 1), Text: text})
	}
}

// show renders the page with a preview of the language that is looked at.
func (s *sheet) show(tx *record.ReadTx, status int) error {
	r := s.r
	if text := s.body[string(s.shown)]; text != "" {
		reading, faults, err := publication.ReadChapter(r.Context(), tx, s.rec, string(s.shown), publication.ReadOptions{Now: r.Site.Now(), Evidence: evidencePlace(r), Draft: &text})
		if err != nil {
			return err
		}
		s.preview = reading
		for _, f := range faults {
			s.errors["body."+string(s.shown)] = r.Words.Error(f)
		}
	}
	if s.query != "" {
		if err := s.search(tx); err != nil {
			return err
		}
	}
	page := ui.Page{Title: r.T("guide.writing", fault.A{"chapter": s.rec.Name(string(r.Lang))}), Example: s.rec.Invented,
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

// text is how a text stands in a language on the sheet.
func (s *sheet) text(old record.Text, typed map[string]string, field string, l i18n.Lang) ui.LangText {
	lang := string(l)
	state := map[record.TranslationState]ui.Translation{record.Source: ui.Source, record.Current: ui.Current, record.Stale: ui.Outdated, record.Missing: ui.Absent}[old.State(lang)]
	return ui.LangText{Lang: l, Name: l.Name(), Value: typed[lang], Error: s.errors[field+"."+lang], State: state}
}

// texts are all languages of a text, the source first.
func (s *sheet) texts(old record.Text, typed map[string]string, field string) []ui.LangText {
	var out []ui.LangText
	for _, l := range s.languages {
		t := s.text(old, typed, field, l)
		if string(l) == old.Source {
			out = append([]ui.LangText{t}, out...)
		} else {
			out = append(out, t)
		}
	}
	return out
}
