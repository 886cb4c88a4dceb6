// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// historyPage is how many states a page of history shows.
const historyPage = 15

// step is one line of a history.
type step struct {
	record.State
	who     string
	verb    string
	changes []told
	present bool
	undo    bool // it is the last one and may be taken back
}

// told is a change in words.
type told struct {
	label     string
	lang      string
	diff      []ui.Change
	confirmed bool
}

// past is the history of a record as it is shown.
type past struct {
	r     *site.Request
	kind  form.Kind
	langs form.Languages
	rec   record.Record
	steps []step
	older int64 // the revision below which the next page begins; 0 when this is all
	// at is the state that is looked at; nil shows the list.
	at     *step
	values []ui.Term
	may    bool
}

// showHistory tells who changed what and when, or shows an earlier state.
func showHistory(r *site.Request) error {
	h := &past{r: r, rec: r.Record, may: r.May(record.Change, r.Record)}
	var ok bool
	if h.kind, ok = form.Of(r.Record.Ref.Kind()); !ok {
		return fault.New(fault.NotFound, "record.unknown-kind", fault.A{"kind": r.Record.Ref.Kind()})
	}
	var err error
	if h.langs, err = languages(r); err != nil {
		return err
	}
	p := ui.Page{Title: r.T("edit.history-title", fault.A{"title": h.rec.Name(string(r.Lang))}), Example: h.rec.Invented, Below: recordTabs(r, h.rec.Ref, "history"),
		Over: []ui.Link{{Text: kindTitle(r, h.rec.Ref.Kind()), Href: r.To(h.rec.Ref)}}}
	if n := int64(r.Number("revision", 0)); n > 0 {
		if err := h.read(n+1, 2); err != nil {
			return err
		}
		if len(h.steps) == 0 || h.steps[0].Revision != n {
			return fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(h.rec.Ref)})
		}
		h.at = &h.steps[0]
		if h.values, err = h.state(); err != nil {
			return err
		}
		p.Over = append(p.Over, ui.Link{Text: r.T("edit.history"), Href: r.Href("/history/" + string(h.rec.Ref))})
		p.Title = r.T("edit.state-title", fault.A{"title": h.at.Record.Name(string(r.Lang)), "n": n})
		return r.Page(p, stateBody(h))
	}
	if err := h.read(int64(r.Number("below", 0)), historyPage+1); err != nil {
		return err
	}
	if len(h.steps) > historyPage {
		h.older = h.steps[historyPage-1].Revision
		h.steps = h.steps[:historyPage]
	}
	return r.Page(p, historyBody(h))
}

// read reads states and tells how each differs from the one before it.
func (h *past) read(below int64, most int) error {
	ctx := h.r.Context()
	states, err := h.r.Tx.States(ctx, h.rec.Ref, below, most)
	if err != nil {
		return err
	}
	var ids []string
	var refs []record.Ref
	for _, st := range states {
		ids = append(ids, st.Actor)
		named, err := form.RefsIn(h.kind, st.Record.Draft())
		if err != nil {
			return err
		}
		refs = append(refs, named...)
	}
	who, err := peopleOf(h.r, h.r.Tx, ids)
	if err != nil {
		return err
	}
	names, err := h.r.Tx.Records(ctx, refs)
	if err != nil {
		return err
	}
	for i, st := range states {
		s := step{State: st, who: who.say(st.Actor), verb: verbWord(h.r, st.Verb), present: st.Revision == h.rec.Revision}
		s.undo = s.present && h.may && st.Revision > 1
		// What was said before it could be seen by this reader is not told.
		if i+1 < len(states) && states[i+1].Revision == st.Revision-1 && st.Verb == string(record.Change) {
			changes, err := form.Changes(h.kind, h.langs, states[i+1].Record.Draft(), st.Record.Draft(), sayerOf(h.r, names, st.Record.Draft()).Say)
			if err != nil {
				return err
			}
			s.changes = h.tell(changes)
		}
		h.steps = append(h.steps, s)
	}
	return nil
}

func (h *past) tell(changes []form.Change) []told {
	var out []told
	for _, c := range changes {
		t := told{label: h.r.T(c.Unit.Field.Label), lang: c.Unit.Lang, confirmed: c.Confirmed}
		if !c.Confirmed {
			t.diff = ui.Shorten(ui.DiffWords(c.Before, c.After))
		}
		out = append(out, t)
	}
	return out
}

// state tells all that a state says.
func (h *past) state() ([]ui.Term, error) {
	d := h.at.Record.Draft()
	refs, err := form.RefsIn(h.kind, d)
	if err != nil {
		return nil, err
	}
	names, err := h.r.Tx.Records(h.r.Context(), refs)
	if err != nil {
		return nil, err
	}
	say := sayerOf(h.r, names, d)
	all, err := form.Units(h.kind, h.langs, d)
	if err != nil {
		return nil, err
	}
	var out []ui.Term
	for _, u := range all {
		v, err := form.Value(d, u)
		if err != nil {
			return nil, err
		}
		if text := say.Say(u, v); text != "" {
			t := ui.Term{Term: h.r.T(u.Field.Label), Content: lines(text, u.Lang)}
			if u.Lang != "" {
				t.Term += " · " + languageName(u.Lang)
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// goBack makes the present state what an earlier one was.
func goBack(r *site.Request) error {
	ctx := r.Context()
	revision, err := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if err != nil {
		return r.GoTo("/history/" + string(r.Record.Ref))
	}
	base, err := strconv.ParseInt(r.PostFormValue("base"), 10, 64)
	if err != nil {
		base = r.Record.Revision
	}
	var rec record.Record
	var seq int64
	var when time.Time
	err = r.Write(func(tx *record.Tx) error {
		earlier, err := tx.Revision(ctx, r.Record.Ref, revision)
		if err != nil {
			return err
		}
		when = earlier.Changed
		if rec, err = tx.Change(ctx, base, earlier.Draft()); err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		seq, err = tx.LastEntry(ctx, rec.Ref)
		return err
	})
	switch {
	case fault.Is(err, "record.conflict"):
		r.Warn("edit.back-changed")
		return r.GoTo("/history/" + string(r.Record.Ref))
	case fault.CodeOf(err) == fault.Invalid && err != nil:
		return warnWith(r, err, "/history/"+string(r.Record.Ref))
	case err != nil:
		return err
	}
	if rec.Revision == r.Record.Revision {
		seq = 0
	}
	r.Say(seq, "edit.gone-back", fault.A{"title": rec.Name(string(r.Lang)), "date": r.Words.Date(when)})
	return r.GoTo(r.Place(rec.Ref))
}
