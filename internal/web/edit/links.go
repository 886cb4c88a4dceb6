// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// ties are the links of a record as they are shown, and the form of one more.
type ties struct {
	r        *site.Request
	langs    form.Languages
	from, to []record.Link
	names    map[record.Ref]record.Record
	may      bool
	values   url.Values
	found    *found
	errors   map[string]string
}

// stateable lists the kinds of link that a person may state from a kind of record, and the kinds each may lead to. A link that a field
// of the form makes by itself is not among them: it is made there.
func stateable(kinds []record.Kind, from string) (all []record.LinkKind, to map[record.LinkKind][]string) {
	to = map[record.LinkKind][]string{}
	for _, lk := range record.LinkKinds() {
		if lk == record.OwnedBy {
			continue
		}
		for _, k := range kinds {
			if record.Allowed(lk, from, k.Name) {
				to[lk] = append(to[lk], k.Name)
			}
		}
		if len(to[lk]) > 0 {
			all = append(all, lk)
		}
	}
	return all, to
}

func showLinks(r *site.Request) error {
	t := &ties{r: r, values: url.Values{}, errors: map[string]string{}}
	q := r.URL.Query()
	for _, name := range []string{"kind", "to"} {
		if q.Has(name) {
			t.values.Set(name, q.Get(name))
		}
	}
	if added := q.Get("add.to"); added != "" {
		t.values.Set("to", added)
	}
	return t.answer(r.Tx, http.StatusOK)
}

// answer shows the links as they are now, and the form as it stands.
func (t *ties) answer(tx *record.ReadTx, status int) error {
	r, ctx := t.r, t.r.Context()
	var err error
	if t.langs, err = languages(r); err != nil {
		return err
	}
	rec, err := tx.Get(ctx, r.Record.Ref)
	if err != nil {
		return err
	}
	r.Record, t.may = rec, r.May(record.Change, rec)
	t.from = record.LinksOfRecord(rec)
	if t.to, err = tx.To(ctx, rec.Ref); err != nil {
		return err
	}
	refs := []record.Ref{record.Ref(t.values.Get("to"))}
	for _, l := range t.from {
		refs = append(refs, l.To)
	}
	for _, l := range t.to {
		refs = append(refs, l.From)
	}
	if t.names, err = tx.Records(ctx, refs); err != nil {
		return err
	}
	t.prefill(rec)
	if t.values.Get("do") == "find-to" {
		f := found{query: t.values.Get("to-q")}
		if f.hits, f.total, err = candidates(ctx, tx, t.kinds(), f.query, string(r.Lang), 0, mostFound); err != nil && fault.CodeOf(err) != fault.Invalid {
			return err
		}
		t.found = &f
	}
	p := ui.Page{Title: r.T("edit.links-title", fault.A{"title": rec.Name(string(r.Lang))}), Lede: r.T("edit.links-lede"), Example: rec.Invented, Scripts: []string{"pick.js"},
		Over: []ui.Link{{Text: kindTitle(r, rec.Ref.Kind()), Href: r.To(rec.Ref)}}, Below: recordTabs(r, rec.Ref, "links")}
	return r.PageStatus(status, p, linksBody(t))
}

// prefill shows the reason of a link that is there already, so that it can be reworded.
func (t *ties) prefill(rec record.Record) {
	for _, l := range rec.Stated {
		if string(l.Kind) != t.values.Get("kind") || string(l.To) != t.values.Get("to") {
			continue
		}
		for lang, wording := range l.Reason.Text {
			if name := "reason." + lang; !t.values.Has(name) {
				t.values.Set(name, wording)
			}
		}
	}
}

// kinds are those a link of the chosen kind may lead to; of any kind before one is chosen.
func (t *ties) kinds() []string {
	all, to := stateable(t.r.Site.Store.Kinds().Kinds(), t.r.Record.Ref.Kind())
	if chosen := to[record.LinkKind(t.values.Get("kind"))]; len(chosen) > 0 {
		return chosen
	}
	var out []string
	for _, lk := range all {
		for _, k := range to[lk] {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// postLink states a link, rewords its reason, or takes it back.
func postLink(r *site.Request) error {
	_ = r.ParseForm()
	t := &ties{r: r, values: form.Clean(r.PostForm), errors: map[string]string{}}
	var err error
	if t.langs, err = languages(r); err != nil {
		return err
	}
	switch do := t.values.Get("do"); {
	case strings.HasPrefix(do, "find-"):
		return t.again(http.StatusOK)
	case strings.HasPrefix(do, "pick-"):
		back := url.Values{"kind": {t.values.Get("kind")}}
		to := url.Values{"kind": {strings.Join(t.kinds(), ",")}, "q": {t.values.Get("to-q")}, "field": {"to"}, "back": {"/links/" + string(r.Record.Ref) + "?" + back.Encode()}}
		return r.GoTo("/pick?" + to.Encode())
	case do == "remove":
		return t.write("edit.link-removed", func(stated []record.Link, l record.Link) ([]record.Link, error) {
			return slices.DeleteFunc(stated, func(o record.Link) bool { return o.Kind == l.Kind && o.To == l.To }), nil
		})
	}
	return t.write("edit.link-added", t.state)
}

// state puts a link among the stated ones, in the place of the same one when it is there.
func (t *ties) state(stated []record.Link, l record.Link) ([]record.Link, error) {
	var faults []*fault.Fault
	if l.Kind == "" {
		faults = append(faults, fault.New(fault.Invalid, "record.required").At(fault.Place{Field: "kind"}))
	}
	if l.To == "" {
		faults = append(faults, fault.New(fault.Invalid, "record.required").At(fault.Place{Field: "to"}))
	}
	if l.To == t.r.Record.Ref {
		faults = append(faults, fault.New(fault.Invalid, "edit.link-to-itself").At(fault.Place{Field: "to"}))
	}
	typed := map[string]string{}
	for _, lang := range t.langs {
		typed[lang] = t.values.Get("reason." + lang)
	}
	i := slices.IndexFunc(stated, func(o record.Link) bool { return o.Kind == l.Kind && o.To == l.To })
	base := record.Text{}
	if i >= 0 {
		base = stated[i].Reason
	}
	l.Reason = form.Reword(base, typed, nil, nil, append([]string{string(t.r.Lang)}, t.langs...))
	if l.Reason.IsZero() {
		faults = append(faults, fault.New(fault.Invalid, "edit.link-no-reason").At(fault.Place{Field: "reason." + string(t.r.Lang)}))
	}
	if f := fault.Join(faults); f != nil {
		return nil, f
	}
	if i >= 0 {
		stated[i] = l
		return stated, nil
	}
	return append(stated, l), nil
}

// write changes the stated links of the record as it is now: whatever else somebody saved meanwhile stays.
func (t *ties) write(said string, change func([]record.Link, record.Link) ([]record.Link, error)) error {
	r, ctx := t.r, t.r.Context()
	link := record.Link{Kind: record.LinkKind(t.values.Get("kind")), To: record.Ref(t.values.Get("to"))}
	var seq int64
	var name string
	err := r.Write(func(tx *record.Tx) error {
		present, err := tx.Get(ctx, r.Record.Ref)
		if err != nil {
			return err
		}
		d := present.Draft()
		if d.Stated, err = change(slices.Clone(d.Stated), link); err != nil {
			return err
		}
		rec, err := tx.Change(ctx, present.Revision, d)
		if err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		if other, err := tx.Get(ctx, link.To); err == nil {
			name = other.Name(string(r.Lang))
		}
		seq = 0
		if rec.Revision != present.Revision {
			seq, err = tx.LastEntry(ctx, rec.Ref)
		}
		return err
	})
	if fault.CodeOf(err) == fault.Invalid && err != nil {
		t.complain(err)
		return t.again(http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say(seq, said, fault.A{"link": linkWord(r, link.Kind), "title": name})
	return r.GoTo("/links/" + string(r.Record.Ref))
}

func (t *ties) again(status int) error {
	return t.r.Read(func(tx *record.ReadTx) error { return t.answer(tx, status) })
}

// complain puts faults to the controls of the form: "links.2.kind" belongs to the kind, whichever the number.
func (t *ties) complain(err error) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return
	}
	for _, one := range flatten(f) {
		field := one.Place.Field
		if rest, ok := strings.CutPrefix(field, "links"); ok {
			field = "to"
			if _, last, found := strings.Cut(strings.TrimPrefix(rest, "."), "."); found && last == "kind" {
				field = "kind"
			}
		}
		if t.errors[field] == "" {
			t.errors[field] = t.r.T(one.Key, one.Args)
		}
	}
}

// name is what a record is called.
func (t *ties) name(ref record.Ref) string {
	if rec, ok := t.names[ref]; ok {
		return rec.Name(string(t.r.Lang))
	}
	return string(ref)
}

// field names the field of the form that makes a derived link, in words.
func (t *ties) field(l record.Link) string {
	k, ok := form.Of(l.From.Kind())
	if !ok {
		return l.Field
	}
	for _, f := range k.Fields() {
		if l.Field == f.Path || strings.HasPrefix(l.Field, f.Path+".") {
			return t.r.T(f.Label)
		}
	}
	return l.Field
}
