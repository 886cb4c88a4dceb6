// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
)

// origin is an earlier wording of an original.
type origin struct{ wording string }

// mostStates bounds how far back the history is read for the wording that a translation was made from.
const mostStates = 200

// load reads what the form names: the records behind references, and the history of originals where a translation is stale.
func (s *sheet) load(tx *record.ReadTx) error {
	ctx := s.r.Context()
	refs, err := form.RefsIn(s.kind, s.base)
	if err != nil {
		return err
	}
	for _, f := range s.kind.Fields() {
		if f.Control == form.Ref || f.Control == form.Refs {
			for _, v := range s.values[f.Path] {
				refs = append(refs, record.Ref(v))
			}
		}
	}
	refs = append(refs, s.owner...)
	if s.names, err = tx.Records(ctx, refs); err != nil {
		return err
	}
	d := s.base
	if !s.isNew && len(d.StaleIn(s.langs)) > 0 {
		if err := s.loadOrigins(tx); err != nil {
			return err
		}
	}
	return s.search(tx)
}

// loadOrigins finds the earlier wordings of the record's texts by their digests.
func (s *sheet) loadOrigins(tx *record.ReadTx) error {
	states, err := tx.States(s.r.Context(), s.base.Ref, 0, mostStates)
	if err != nil {
		return err
	}
	s.origins = map[string]origin{}
	for _, st := range states {
		d := st.Record.Draft()
		for _, t := range d.Texts() {
			for _, wording := range t.Text.Text {
				if key := t.Path + "\x00" + record.TextHash(wording); s.origins[key].wording == "" {
					s.origins[key] = origin{wording}
				}
			}
		}
	}
	return nil
}

// mostFound is how many results a field of references shows.
const mostFound = 8

// search answers the search of a field: do=find-<path> with the words in <path>-q.
func (s *sheet) search(tx *record.ReadTx) error {
	path, asked := strings.CutPrefix(s.values.Get("do"), "find-")
	if !asked {
		return nil
	}
	f, ok := s.kind.Field(path)
	if !ok || len(f.Kinds) == 0 {
		return nil
	}
	query := s.values.Get(path + "-q")
	hits, total, err := candidates(s.r.Context(), tx, f.Kinds, query, string(s.r.Lang), 0, mostFound)
	if err != nil && fault.CodeOf(err) != fault.Invalid {
		return err
	}
	s.found[path] = found{query, hits, total}
	for _, h := range hits {
		s.names[h.Record.Ref] = h.Record
	}
	return nil
}

// name is what a record is called; its reference when it may not be seen.
func (s *sheet) name(ref record.Ref) string {
	if rec, ok := s.names[ref]; ok {
		return rec.Name(string(s.r.Lang))
	}
	return string(ref)
}

// complain puts faults to their controls; what belongs to none is said above the form.
func (s *sheet) complain(err error) {
	for _, f := range flatten(err) {
		name := s.controlOf(f)
		said := s.r.T(f.Key, f.Args)
		if name == "" {
			if !slices.Contains(s.general, said) {
				s.general = append(s.general, said)
			}
			continue
		}
		if s.errors[name] == "" {
			s.errors[name] = said
		}
	}
}

func flatten(err error) []*fault.Fault {
	f, ok := err.(*fault.Fault)
	if !ok {
		return nil
	}
	one := *f
	one.Also = nil
	out := []*fault.Fault{&one}
	for _, a := range f.Also {
		out = append(out, flatten(a)...)
	}
	return out
}

// controlOf finds the control that a fault belongs to by the path that validation gave it.
func (s *sheet) controlOf(f *fault.Fault) string {
	path := f.Place.Field
	if path == "slug" {
		return path
	}
	for _, field := range s.kind.Fields() {
		rest, below := strings.CutPrefix(path, field.Path+".")
		if path != field.Path && !below {
			continue
		}
		switch {
		case field.IsText():
			if lang, ok := f.Args["language"].(string); ok && slices.Contains(s.langs, lang) {
				return field.Path + "." + lang
			}
			if slices.Contains(s.langs, rest) {
				return path
			}
			return field.Path + "." + s.firstLang(field)
		case field.Control == form.Rows && below:
			if s.values.Has(path) {
				return path
			}
			return field.Path
		}
		return field.Path
	}
	return ""
}

// firstLang is the language in which a fault of a text is shown: that of its original.
func (s *sheet) firstLang(f form.Field) string {
	if text := s.textOf(f); text.Source != "" && slices.Contains(s.langs, text.Source) {
		return text.Source
	}
	if slices.Contains(s.langs, string(s.r.Lang)) {
		return string(s.r.Lang)
	}
	if len(s.langs) > 0 {
		return s.langs[0]
	}
	return ""
}

// textOf gives a text of the base.
func (s *sheet) textOf(f form.Field) record.Text {
	for _, t := range record.Texts(s.base.Body) {
		if t.Path == f.Path {
			return *t.Text
		}
	}
	return record.Text{}
}
