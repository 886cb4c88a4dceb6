// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
)

// sheet is a form as it is shown and sent back.
type sheet struct {
	*draft.Sheet
	r     *site.Request
	kind  form.Kind
	rk    record.Kind
	langs form.Languages
	isNew bool
	// base is the state the form was made from.
	base    record.Draft
	values  url.Values
	sent    url.Values        // values as the browser numbers their lines
	errors  map[string]string // by the name of the control
	general []string          // faults that belong to no control
	// found are the results of searches in fields of references.
	found map[string]found
	owner []record.Ref // who may own it
	names map[record.Ref]record.Record
	// origins are the earlier wordings of originals, by their digest.
	origins map[string]origin
	note    string
}

type found struct {
	query string
	hits  []record.Hit
	total int
}

// newSheet begins the form of a kind.
func newSheet(r *site.Request, kind string) (*sheet, error) {
	k, described := form.Of(kind)
	rk, err := r.Site.Store.Kinds().Kind(kind)
	if err != nil || !described {
		return nil, fault.New(fault.NotFound, "record.unknown-kind", fault.A{"kind": kind})
	}
	s := &sheet{r: r, kind: k, rk: rk, errors: map[string]string{}, found: map[string]found{}}
	s.langs, err = languages(r)
	return s, err
}

// languages are those of the partnership; every known one before there is a partnership.
func languages(r *site.Request) (form.Languages, error) {
	_, p, err := r.Partnership()
	if err != nil {
		return nil, err
	}
	if p != nil && len(p.Languages) > 0 {
		return p.Languages, nil
	}
	var out form.Languages
	for _, l := range i18n.Known() {
		out = append(out, string(l))
	}
	return out, nil
}

// fresh is what a new record begins with.
func (s *sheet) fresh() {
	s.isNew = true
	s.kind = s.kind.ForNew()
	s.owner = s.r.MayCreateFor(s.kind.Name)
	s.base = record.Draft{Ref: record.NewRef(s.kind.Name, ""), Body: s.rk.New(), Visibility: record.PartnersOnly}
	if len(s.owner) > 0 {
		s.base.Owner = s.owner[0]
	}
}

// of makes the form of a record from the revision that it says it started from.
func (s *sheet) of(tx *record.ReadTx, rec record.Record) error {
	from, err := s.From(tx, rec)
	if err != nil {
		return err
	}
	s.base = from.Draft()
	s.owner = s.r.MayCreateFor(s.kind.Name)
	if !slices.Contains(s.owner, s.base.Owner) {
		s.owner = append([]record.Ref{s.base.Owner}, s.owner...)
	}
	return nil
}

// show fills the form with what the base says.
func (s *sheet) show() (err error) {
	s.values, err = form.Encode(s.kind, s.base, s.r.Words, s.langs)
	return err
}

// preset puts into the form what the address says by the paths of fields. What is no field of the form is left aside.
func (s *sheet) preset(q url.Values) {
	for name, values := range q {
		f, _, ok := s.control(name)
		if !ok || f.Control == form.Else {
			continue
		}
		s.values[name] = values
		if (f.Control == form.Refs || f.Control == form.Tick || f.Control == form.Rows) && !slices.Contains(s.values[form.Has], f.Path) {
			s.values.Add(form.Has, f.Path)
		}
	}
	if slug := q.Get("slug"); slug != "" {
		s.values.Set("slug", slug)
	}
}

// control finds the field that a control belongs to, and the language of a wording.
func (s *sheet) control(name string) (f form.Field, lang string, ok bool) {
	for _, f := range s.kind.Fields() {
		if f.Path == name && !f.IsText() {
			return f, "", true
		}
		rest, below := strings.CutPrefix(name, f.Path+".")
		switch {
		case !below:
		case f.IsText():
			return f, rest, slices.Contains(s.langs, rest)
		case f.Control == form.Rows:
			return f, "", strings.Count(rest, ".") == 1
		}
	}
	return form.Field{}, "", false
}

// resume shows a draft that was kept.
func (s *sheet) resume(kept draft.Draft) {
	shown := s.values
	s.values = form.Translate(s.kind, kept.Values, i18n.For(i18n.Lang(kept.Lang)), s.r.Words)
	for name, v := range shown {
		if _, there := s.values[name]; !there && !s.gone(name) {
			s.values[name] = v
		}
	}
}

// gone tells whether a control that the draft lacks was emptied, rather than unknown to it: a browser sends nothing for those.
func (s *sheet) gone(name string) bool {
	f, _, ok := s.control(name)
	return name == form.Has || ok && slices.Contains(s.values[form.Has], f.Path)
}

// keep writes what was typed as a draft.
func (s *sheet) keep(tx *record.Tx) error { return s.Keep(tx, s.values) }
