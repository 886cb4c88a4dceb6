// SPDX-License-Identifier: EUPL-1.2

package draft

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Script is the module of every form that keeps itself.
const Script = "edit.js"

// Sheet is a form that keeps what is typed into it.
type Sheet struct {
	R *site.Request
	// Ref, Form and Base say what is typed over, as in [Draft].
	Ref  record.Ref
	Form string
	Base int64
	// Latest is the present revision; larger than Base when others have saved since.
	Latest int64
	// Resumed is when the draft that is shown was kept; zero when none is.
	Resumed time.Time
	// Files were chosen when the draft was kept; they do not stay in it.
	Files []string
	// Fresh is where an empty form is shown, behind the language, when it is not /new/<kind>.
	Fresh string
	// Unmerged tells that saving does not bring together what two have changed, and says so instead.
	Unmerged bool
	// Others are further drafts of new records of the kind.
	Others []Draft
	// Back is where the person came from and returns to, behind the language.
	Back string
	// sent tells that the form is shown again as it was sent: nobody has kept it yet.
	sent bool
}

// Open begins the form of a record for showing it, with what the person typed before. A draft holds the revision that it was made from.
func Open(r *site.Request, tx *record.ReadTx, rec record.Record, name string) (*Sheet, *Draft, error) {
	s := &Sheet{R: r, Ref: rec.Ref, Form: name, Base: rec.Revision, Latest: rec.Revision, Back: back(r)}
	d, err := Of(r.Context(), tx, rec.Ref, name)
	if err != nil || d == nil {
		return s, nil, err
	}
	s.Base, s.Resumed, s.Files = d.Base, d.At, d.Values[files]
	return s, d, nil
}

// OpenNew begins the form of a new record for showing it: with the draft that the address names (?draft=…), or empty beside the drafts
// that there are.
func OpenNew(r *site.Request, tx *record.ReadTx, kind string) (*Sheet, *Draft, error) {
	s := &Sheet{R: r, Back: back(r)}
	all, err := All(r.Context(), tx)
	if err != nil {
		return nil, nil, err
	}
	var shown *Draft
	asked := record.NewRef(kind, r.URL.Query().Get("draft"))
	for _, d := range all {
		switch {
		case d.Ref.Kind() != kind || !d.New() || d.Values == nil:
		case d.Ref == asked:
			s.Ref, s.Resumed, s.Files, shown = d.Ref, d.At, d.Values[files], &d
		default:
			s.Others = append(s.Others, d)
		}
	}
	return s, shown, s.named(kind)
}

// Sent is the form of a record as a browser sent it.
func Sent(r *site.Request, rec record.Record, name string) *Sheet {
	s := &Sheet{R: r, Ref: rec.Ref, Form: name, Base: rec.Revision, Latest: rec.Revision, Back: back(r), sent: true}
	if n, err := strconv.ParseInt(r.PostFormValue("base"), 10, 64); err == nil && n > 0 && n < rec.Revision {
		s.Base = n
	}
	return s
}

// SentNew is the form of a new record as a browser sent it.
func SentNew(r *site.Request, kind string) (*Sheet, error) {
	s := &Sheet{R: r, Back: back(r), sent: true}
	if ref := record.NewRef(kind, r.PostFormValue("draft")); IsNew(ref) {
		s.Ref = ref
	}
	return s, s.named(kind)
}

// named gives a new record a key.
func (s *Sheet) named(kind string) error {
	if s.Ref != "" {
		return nil
	}
	key, err := newKey(s.R.Site.Random)
	s.Ref = record.NewRef(kind, key)
	return err
}

func back(r *site.Request) string {
	if b, ok := site.Local(r.FormValue("back")); ok && r.FormValue("back") != "" {
		return b
	}
	return ""
}

// Draft is what was typed, ready to be kept.
func (s *Sheet) Draft(values url.Values) Draft {
	return Draft{Ref: s.Ref, Form: s.Form, Base: s.Base, Lang: string(s.R.Lang), Values: values}
}

// Keep keeps what was typed.
func (s *Sheet) Keep(tx *record.Tx, values url.Values) error {
	return Keep(s.R.Context(), tx, s.Draft(values))
}

// Drop forgets what was typed: it is saved.
func (s *Sheet) Drop(tx *record.Tx) error { return tx.DropDraft(s.R.Context(), s.Ref, s.Form) }

// From gives the state that the form was made from: the present one when that is no longer known.
func (s *Sheet) From(tx *record.ReadTx, present record.Record) (record.Record, error) {
	if s.Base <= 0 || s.Base >= present.Revision {
		s.Base = present.Revision
		return present, nil
	}
	return tx.Revision(s.R.Context(), present.Ref, s.Base)
}

// action is where the form is kept.
func (s *Sheet) action() string { return s.R.Href("/draft/" + string(s.Ref)) }

// place is where the form is shown, without the draft of a new record.
func (s *Sheet) place() string {
	switch {
	case s.Fresh != "":
		return s.Fresh
	case IsNew(s.Ref):
		return "/new/" + s.Ref.Kind()
	}
	return Draft{Ref: s.Ref, Form: s.Form}.Place(s.R)
}

// Attrs are those of the form's element.
func (s *Sheet) Attrs() templ.Attributes {
	out := templ.Attributes{"data-draft": s.action()}
	if s.sent && s.R.Method == http.MethodPost {
		out["data-unkept"] = true
	}
	return out
}

// Button keeps what is typed, for those without a script.
func (s *Sheet) Button() ui.Action {
	return ui.Action{Text: s.R.T("edit.keep-draft"), Name: "do", Value: "draft", To: s.action()}
}

// files names the files that were chosen in a form: a script and the button send their names alone into a draft.
const files = "files"

// Typed reads what a form brings, without what no text may hold. Of files it reads the names.
func Typed(r *site.Request) url.Values {
	_ = r.PostFormValue("do") // reads both kinds of form; what is too long or broken was refused before, here it would be an empty form
	out := form.Clean(r.PostForm)
	if r.MultipartForm != nil {
		for _, brought := range r.MultipartForm.File {
			for _, f := range brought {
				if f.Filename != "" {
					out.Add(files, f.Filename)
				}
			}
		}
	}
	return out
}
