// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// A conflict is decided on a page of its own, the same for every form. It is made from the state that the other one saved and carries all
// that was typed as hidden fields, so the decision is sent like any other form: a unit that is left as the other saved it is simply not
// sent, and what a form does not bring stays as it is.

// ErrBoth says that two people changed the same thing.
var ErrBoth = errors.New("both changed the same")

// Meeting is an edit that meets what others have saved since it began.
type Meeting struct {
	Present record.Record
	// Merged has the draft to write: what only one has changed is taken from that one.
	Merged form.Merged

	kind  form.Kind
	langs form.Languages
	base  record.Draft
}

// Meet brings an edit together with the present state, inside the write that saves it. It gives [ErrBoth] when the person must choose.
func Meet(r *site.Request, tx *record.ReadTx, s *draft.Sheet, base, mine record.Draft) (Meeting, error) {
	m := Meeting{base: base}
	var err error
	if m.Present, err = tx.Get(r.Context(), base.Ref); err != nil {
		return m, err
	}
	if m.Merged.Draft = mine; m.Present.Revision == s.Base {
		return m, nil
	}
	m.kind, _ = form.Of(base.Ref.Kind())
	rk, err := r.Site.Store.Kinds().Kind(base.Ref.Kind())
	if err != nil {
		return m, err
	}
	if m.langs, err = languages(r); err != nil {
		return m, err
	}
	if m.Merged, err = form.Merge(m.kind, rk, m.langs, base, mine, m.Present.Draft()); err != nil {
		return m, err
	}
	if len(m.Merged.Conflicts) > 0 {
		return m, ErrBoth
	}
	return m, nil
}

// Say tells on the next page that it was saved, and what was kept of the others.
func (m Meeting) Say(r *site.Request, seq int64, key string, args ...fault.A) {
	if len(m.Merged.Taken) > 0 {
		r.Say(seq, "edit.saved-merged", fault.A{"title": m.Present.Name(string(r.Lang)), "fields": labels(r, m.Merged.Taken)})
		return
	}
	r.Say(seq, key, args...)
}

// Controls tells of units whose controls are not named like them how the names of their controls begin.
type Controls map[string]string

// of tells whether a control belongs to a unit.
func (c Controls) of(unit, name string) bool {
	if prefix := c[unit]; prefix != "" {
		return strings.HasPrefix(name, prefix)
	}
	return name == unit || name == unit+form.MadeOf
}

// drop takes the controls of a unit out of what was sent.
func (c Controls) drop(sent url.Values, unit string) {
	for name := range sent {
		if c.of(unit, name) {
			delete(sent, name)
		}
	}
	if has := slices.DeleteFunc(sent[form.Has], func(path string) bool { return path == unit }); len(has) > 0 {
		sent[form.Has] = has
	} else {
		delete(sent, form.Has)
	}
}

// Question is the page on which a person chooses.
type Question struct {
	Sheet *draft.Sheet
	// Typed is what was typed, by the names of the form's controls. It is kept as a draft first: it survives a closed window.
	Typed url.Values
	// Sent is what the form of the decision brings along, when it is not Typed itself.
	Sent     url.Values
	Controls Controls
	// To is the whole address of the form, Leave that of the page for whoever decides later.
	To, Leave string
	// Tell puts a unit in words where the page of the form does it better than its description; false leaves it to that.
	Tell func(form.Unit, record.Draft) (string, bool)
}

// Ask shows what both have changed. A check is told that there will be a choice to make.
func (m Meeting) Ask(q Question) error {
	r := q.Sheet.R
	if q.Sheet.Checking() {
		return q.Sheet.Answer(draft.Told{Checked: ui.Checked{Note: r.T("edit.check-both", fault.A{"fields": labels(r, m.Merged.Conflicts)})}})
	}
	if err := r.Write(func(tx *record.Tx) error { return q.Sheet.Keep(tx, q.Typed) }); err != nil {
		return err
	}
	kept := q.Sent
	if kept == nil {
		kept = m.sent(q)
	}
	marks(kept, m.Merged.Draft, m.Present.Draft())
	kept.Set("base", itoa(m.Present.Revision))
	kept.Set("back", q.Sheet.Back)
	kept.Set("do", "save")
	c := ui.Conflict{To: q.To, Cancel: q.Leave, Kept: kept, When: r.Words.DateTime(m.Present.Changed)}
	say, err := m.sayer(r, &c)
	if err != nil {
		return err
	}
	for _, u := range m.Merged.Conflicts {
		f, err := m.field(r, u, say, q.Tell)
		if err != nil {
			return err
		}
		if !f.Whole {
			kept["mine."+f.Name] = []string{f.Mine}
			delete(kept, f.Name)
		}
		c.Fields = append(c.Fields, f)
	}
	page := ui.Page{Title: r.T("edit.conflict-title", fault.A{"title": m.Present.Name(string(r.Lang))}),
		Lede: r.T("edit.conflict-lede", fault.A{"n": len(c.Fields), "taken": len(m.Merged.Taken)}),
		Over: []ui.Link{{Text: kindTitle(r, m.kind.Name), Href: r.To(m.Present.Ref)}}}
	return r.PageStatus(http.StatusConflict, page, conflictBody(r, c, labels(r, m.Merged.Taken)))
}

// sent is what was typed without what only the others have changed.
func (m Meeting) sent(q Question) url.Values {
	out := url.Values{}
	for name, v := range q.Typed {
		out[name] = v
	}
	for _, u := range m.Merged.Taken {
		q.Controls.drop(out, u.Name())
	}
	return out
}

// sayer reads what the page names: records behind references, and who saved.
func (m Meeting) sayer(r *site.Request, c *ui.Conflict) (form.Sayer, error) {
	var names map[record.Ref]record.Record
	err := r.Read(func(tx *record.ReadTx) error {
		var refs []record.Ref
		for _, d := range []record.Draft{m.base, m.Merged.Draft, m.Present.Draft()} {
			more, err := form.RefsIn(m.kind, d)
			if err != nil {
				return err
			}
			refs = append(refs, more...)
		}
		var err error
		if names, err = tx.Records(r.Context(), refs); err != nil {
			return err
		}
		c.Who, err = whoSaved(r, tx, m.Present)
		c.Own = c.Who == r.T("edit.you")
		return err
	})
	return sayerOf(r, names, m.Present.Draft()), err
}

func (m Meeting) field(r *site.Request, u form.Unit, say form.Sayer, tell func(form.Unit, record.Draft) (string, bool)) (ui.ConflictField, error) {
	f := ui.ConflictField{Name: u.Name(), Label: unitLabel(r, u), Lang: i18n.Lang(u.Lang), Whole: u.Lang == ""}
	if u.Field.Control == form.Long || u.Field.Control == form.Else {
		f.Rows = max(4, u.Field.Height)
	}
	for _, side := range []struct {
		d    record.Draft
		into *string
	}{{m.base, &f.Base}, {m.Present.Draft(), &f.Theirs}, {m.Merged.Draft, &f.Mine}} {
		told := false
		if tell != nil {
			*side.into, told = tell(u, side.d)
		}
		if !told {
			v, err := form.Value(side.d, u)
			if err != nil {
				return f, err
			}
			*side.into = say.Say(u, v)
		}
		if *side.into == "" && f.Whole {
			*side.into = r.T("edit.nothing")
		}
	}
	return f, nil
}

// unitLabel names a unit: the field, and the language of a wording.
func unitLabel(r *site.Request, u form.Unit) string {
	label := r.T(u.Field.Label)
	if u.Lang != "" {
		label += " · " + languageName(u.Lang)
	}
	return label
}

// labels names units in words, each field once.
func labels(r *site.Request, units []form.Unit) string {
	var out []string
	for _, u := range units {
		if l := r.T(u.Field.Label); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return r.Words.List(out)
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

// Chose applies the decisions of the page of conflicts to what was sent.
func Chose(sent url.Values, c Controls) {
	theirs := sent.Get("all") == "theirs"
	for name := range sent {
		unit, ok := strings.CutPrefix(name, "choice.")
		if !ok {
			continue
		}
		switch choice := sent.Get(name); {
		case theirs || choice == "theirs":
			c.drop(sent, unit)
		case choice == "mine" && sent.Has("mine."+unit):
			sent.Set(unit, sent.Get("mine."+unit))
		}
	}
	for name := range sent {
		if strings.HasPrefix(name, "choice.") || strings.HasPrefix(name, "mine.") {
			sent.Del(name)
		}
	}
	sent.Del("all")
}
