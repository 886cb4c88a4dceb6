// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// A conflict is decided on a page of its own. It is made from the state that the other one saved and carries all that was typed as
// hidden fields, so the decision is sent like any other form: a unit that is left as the other saved it is simply not sent.

// conflict shows what both have changed. What was typed is kept as a draft first: it survives a closed window.
func (s *sheet) conflict(out outcome) error {
	r := s.r
	if err := r.Write(s.keep); err != nil {
		return err
	}
	kept, err := form.Encode(s.kind, out.merged.Draft, r.Words, s.langs)
	if err != nil {
		return err
	}
	marks(kept, out.merged.Draft, out.present.Draft())
	c := ui.Conflict{To: s.action(), Cancel: r.Href(s.leave()), Kept: kept, When: r.Words.DateTime(out.present.Changed),
		Hidden: map[string]string{"base": itoa(out.present.Revision), "back": s.back}}
	var page ui.Page
	err = r.Read(func(tx *record.ReadTx) error {
		for _, d := range []record.Draft{s.base, out.merged.Draft, out.present.Draft()} {
			refs, err := form.RefsIn(s.kind, d)
			if err != nil {
				return err
			}
			named, err := tx.Records(r.Context(), refs)
			if err != nil {
				return err
			}
			if s.names == nil {
				s.names = named
			}
			for ref, rec := range named {
				s.names[ref] = rec
			}
		}
		who, err := whoSaved(r, tx, out.present)
		c.Who = who
		return err
	})
	if err != nil {
		return err
	}
	say := s.sayer(out.present.Draft())
	for _, u := range out.merged.Conflicts {
		f, err := s.conflictField(u, say, out)
		if err != nil {
			return err
		}
		if !f.Whole {
			kept["mine."+f.Name] = []string{f.Mine}
			delete(kept, f.Name)
		}
		c.Fields = append(c.Fields, f)
	}
	page.Title = r.T("edit.conflict-title", fault.A{"title": out.present.Name(string(r.Lang))})
	page.Over = []ui.Link{{Text: check.KindWord(r.Words, s.kind.Name), Href: r.To(out.present.Ref)}}
	page.Lede = r.T("edit.conflict-lede", fault.A{"n": len(c.Fields), "taken": len(out.merged.Taken)})
	return r.PageStatus(http.StatusConflict, page, conflictBody(s, c, out))
}

func (s *sheet) conflictField(u form.Unit, say form.Sayer, out outcome) (ui.ConflictField, error) {
	f := ui.ConflictField{Name: u.Name(), Label: s.unitLabel(u), Lang: i18n.Lang(u.Lang), Whole: u.Lang == ""}
	if u.Field.Control == form.Long || u.Field.Control == form.Else {
		f.Rows = max(4, u.Field.Height)
	}
	for _, side := range []struct {
		d    record.Draft
		into *string
	}{{s.base, &f.Base}, {out.present.Draft(), &f.Theirs}, {out.merged.Draft, &f.Mine}} {
		v, err := form.Value(side.d, u)
		if err != nil {
			return f, err
		}
		*side.into = say.Say(u, v)
		if *side.into == "" && f.Whole {
			*side.into = s.r.T("edit.nothing")
		}
	}
	return f, nil
}

// unitLabel names a unit: the field, and the language of a wording.
func (s *sheet) unitLabel(u form.Unit) string {
	label := s.r.T(u.Field.Label)
	if u.Lang != "" {
		label += " · " + languageName(u.Lang)
	}
	return label
}

// marks sends along which original each translation was made from, where that differs from what the other saved: it cannot be seen in
// the words alone.
func marks(kept url.Values, mine, theirs record.Draft) {
	was := map[string]record.Text{}
	for _, t := range record.Texts(theirs.Body) {
		was[t.Path] = *t.Text
	}
	for _, t := range record.Texts(mine.Body) {
		for lang, of := range t.Text.Of {
			if of != was[t.Path].Of[lang] || t.Text.Text[lang] != was[t.Path].Text[lang] {
				kept.Set(t.Path+"."+lang+form.MadeOf, of)
			}
		}
	}
}

// chose applies the decisions of the page of conflicts to what was sent.
func (s *sheet) chose() {
	theirs := s.values.Get("all") == "theirs"
	for name := range s.values {
		unit, ok := strings.CutPrefix(name, "choice.")
		if !ok {
			continue
		}
		switch choice := s.values.Get(name); {
		case theirs || choice == "theirs":
			s.values.Del(unit)
			s.values.Del(unit + form.MadeOf)
			s.values[form.Has] = slices.DeleteFunc(s.values[form.Has], func(path string) bool { return path == unit })
		case choice == "mine" && s.values.Has("mine."+unit):
			s.values.Set(unit, s.values.Get("mine."+unit))
		}
	}
	for name := range s.values {
		if strings.HasPrefix(name, "choice.") || strings.HasPrefix(name, "mine.") {
			s.values.Del(name)
		}
	}
	s.values.Del("all")
}
