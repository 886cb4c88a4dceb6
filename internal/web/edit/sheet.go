// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
)

// sheet is a form as it is shown and sent back.
type sheet struct {
	r     *site.Request
	kind  form.Kind
	rk    record.Kind
	langs form.Languages
	isNew bool
	// key names the draft of a new record: it has no address yet.
	key string
	// base is the state the form was made from.
	base     record.Draft
	revision int64
	values   url.Values
	errors   map[string]string // by the name of the control
	general  []string          // faults that belong to no control
	// found are the results of searches in fields of references.
	found map[string]found
	owner []record.Ref // who may own it
	names map[record.Ref]record.Record
	// origins are the earlier wordings of originals, by their digest.
	origins map[string]origin
	back    string
	// resumed is when the draft that is shown was kept.
	resumed time.Time
	// drafts are other drafts of new records of the kind.
	drafts []record.Unsaved
	// latest is the present revision, when the form was made from an earlier one.
	latest int64
	note   string
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
	if s.langs, err = languages(r); err != nil {
		return nil, err
	}
	if b, ok := site.Local(r.FormValue("back")); ok && r.FormValue("back") != "" {
		s.back = b
	}
	return s, nil
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
func (s *sheet) of(tx *record.ReadTx, rec record.Record, revision int64) error {
	from := rec
	if revision > 0 && revision != rec.Revision {
		earlier, err := tx.Revision(s.r.Context(), rec.Ref, revision)
		if err == nil {
			from = earlier
		} else if fault.CodeOf(err) != fault.NotFound {
			return err
		}
	}
	s.base, s.revision, s.latest = from.Draft(), from.Revision, rec.Revision
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

// unsaved is how a draft is kept: what was typed, and the language in which numbers were typed.
type unsaved struct {
	Lang   string     `json:"lang"`
	Values url.Values `json:"values"`
}

// notKept are controls that are no part of what was typed.
var notKept = []string{"do", "base", "draft", "back"}

// keep writes what was typed as a draft.
func (s *sheet) keep(tx *record.Tx) error {
	values := url.Values{}
	for name, v := range s.values {
		if !slices.Contains(notKept, name) && !strings.HasSuffix(name, "-q") {
			values[name] = v
		}
	}
	raw, err := json.Marshal(unsaved{string(s.r.Lang), values})
	if err != nil {
		return err
	}
	return tx.KeepDraft(s.r.Context(), record.Unsaved{Ref: s.draftRef(), BaseRevision: s.revision, Body: raw})
}

func (s *sheet) draftRef() record.Ref {
	if s.isNew {
		return record.NewRef(s.kind.Name, s.key)
	}
	return s.base.Ref
}

// resume shows a draft that was kept.
func (s *sheet) resume(u record.Unsaved) error {
	var kept unsaved
	if err := json.Unmarshal(u.Body, &kept); err != nil {
		return nil // kept by an older program in another form; the record itself is shown
	}
	shown := s.values
	s.values = form.Translate(s.kind, kept.Values, i18n.For(i18n.Lang(kept.Lang)), s.r.Words)
	for name, v := range shown {
		if _, there := s.values[name]; !there && !s.gone(name) {
			s.values[name] = v
		}
	}
	s.resumed = u.SavedAt
	return nil
}

// gone tells whether a control that the draft lacks was emptied, rather than unknown to it: a browser sends nothing for those.
func (s *sheet) gone(name string) bool {
	f, _, ok := s.control(name)
	return name == form.Has || ok && slices.Contains(s.values[form.Has], f.Path)
}

var keyForm = regexp.MustCompile(`^new-[0-9a-f]{8}$`)

// newKey makes a name for the draft of a new record.
func newKey(random io.Reader) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return "new-" + hex.EncodeToString(b[:]), nil
}

// posted reads what a form brings.
func (s *sheet) posted() {
	_ = s.r.ParseForm() // what is too long or broken was refused before; here it would be an empty form
	s.values = form.Clean(s.r.PostForm)
	if k := s.values.Get("draft"); keyForm.MatchString(k) {
		s.key = k
	}
}

func (s *sheet) baseRevision() int64 {
	n, _ := strconv.ParseInt(s.values.Get("base"), 10, 64)
	return n
}
