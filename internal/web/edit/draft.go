// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Draft is something the reader has typed and not saved.
type Draft struct {
	Ref     record.Ref
	New     bool
	Title   string // as typed; empty when there is none yet
	Href    string // behind the language, where it goes on
	SavedAt time.Time
}

// Drafts lists what the reader has typed and not saved, the last first, in one statement. Nobody else's are ever in it.
func Drafts(ctx context.Context, tx *record.ReadTx, lang string) ([]Draft, error) {
	all, err := tx.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	var out []Draft
	for _, u := range all {
		d := Draft{Ref: u.Ref, SavedAt: u.SavedAt, New: keyForm.MatchString(u.Ref.Slug()), Href: "/edit/" + string(u.Ref), Title: typedTitle(u, lang)}
		if d.New {
			d.Href = "/new/" + u.Ref.Kind() + "?draft=" + u.Ref.Slug()
		}
		i := 0
		for i < len(out) && !out[i].SavedAt.Before(d.SavedAt) {
			i++
		}
		out = append(out[:i], append([]Draft{d}, out[i:]...)...)
	}
	return out, nil
}

// typedTitle is the title in a draft: in the reader's language, or in any.
func typedTitle(u record.Unsaved, lang string) string {
	var kept unsaved
	if json.Unmarshal(u.Body, &kept) != nil {
		return ""
	}
	if t := kept.Values.Get("title." + lang); t != "" {
		return t
	}
	if t := kept.Values.Get("title." + kept.Lang); t != "" {
		return t
	}
	for _, l := range []string{"lt", "lv", "en"} {
		if t := kept.Values.Get("title." + l); t != "" {
			return t
		}
	}
	return ""
}

// draftSheet is the form that an address of drafts speaks of: of a record the person may change, or of a new one the person may create.
func draftSheet(r *site.Request) (*sheet, error) {
	kind, slug := r.PathValue("kind"), r.PathValue("slug")
	s, err := newSheet(r, kind)
	if err != nil {
		return nil, err
	}
	if keyForm.MatchString(slug) {
		s.fresh()
		s.posted()
		s.key = slug
		if len(s.owner) == 0 {
			return nil, fault.New(fault.Forbidden, "site.forbidden")
		}
		return s, nil
	}
	s.posted()
	return s, r.Read(func(tx *record.ReadTx) error {
		rec, err := tx.Get(r.Context(), record.NewRef(kind, slug))
		if err != nil {
			return err
		}
		if !r.May(record.Change, rec) {
			return fault.New(fault.Forbidden, "site.forbidden")
		}
		r.Record = rec
		return s.of(tx, rec, s.baseRevision())
	})
}

// keepDraft keeps what is typed. A script asks for a line to show; without one the form comes back as it was.
func keepDraft(r *site.Request) error {
	s, err := draftSheet(r)
	if err != nil {
		return err
	}
	if err := r.Write(s.keep); err != nil {
		return err
	}
	said := r.T("edit.draft-kept", fault.A{"time": r.Site.Now().Local().Format("15:04")})
	if r.Fragment() {
		return r.Page(ui.Page{}, ui.Words(said))
	}
	r.Say(0, "edit.draft-kept-page")
	if s.isNew {
		return r.GoTo("/new/" + s.kind.Name + "?draft=" + s.key)
	}
	return r.GoTo("/edit/" + string(s.base.Ref))
}

// discardDraft forgets what was typed; the record stays as it is.
func discardDraft(r *site.Request) error {
	ref := record.NewRef(r.PathValue("kind"), r.PathValue("slug"))
	if err := r.Write(func(tx *record.Tx) error { return tx.DropDraft(r.Context(), ref) }); err != nil {
		return err
	}
	r.Say(0, "edit.draft-discarded")
	if back, ok := site.Local(r.PostFormValue("back")); ok && r.PostFormValue("back") != "" {
		return r.GoTo(back)
	}
	return r.GoTo("/drafts")
}

// showDrafts lists what the person has typed and not saved.
func showDrafts(r *site.Request) error {
	all, err := Drafts(r.Context(), r.Tx, string(r.Lang))
	if err != nil {
		return err
	}
	var refs []record.Ref
	for _, d := range all {
		refs = append(refs, d.Ref)
	}
	names, err := r.Tx.Records(r.Context(), refs)
	if err != nil {
		return err
	}
	return r.Page(ui.Page{Title: r.T("edit.drafts-title"), Lede: r.T("edit.drafts-lede")}, draftList(r, all, names))
}
