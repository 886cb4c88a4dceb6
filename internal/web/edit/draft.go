// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// draftSheet is the form that an address of drafts speaks of: of a record the person may change, or of a new one the person may create.
func draftSheet(r *site.Request) (*draft.Sheet, error) {
	ref := record.NewRef(r.PathValue("kind"), r.PathValue("slug"))
	k, described := form.Of(ref.Kind())
	if !described {
		return nil, fault.New(fault.NotFound, "record.unknown-kind", fault.A{"kind": ref.Kind()})
	}
	if draft.IsNew(ref) {
		if len(r.MayCreateFor(k.Name)) == 0 {
			return nil, fault.New(fault.Forbidden, "site.forbidden")
		}
		s, err := draft.SentNew(r, k.Name)
		if err == nil {
			s.Ref = ref
		}
		return s, err
	}
	err := r.Read(func(tx *record.ReadTx) (err error) {
		r.Record, err = tx.Get(r.Context(), ref)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !r.May(record.Change, r.Record) {
		return nil, fault.New(fault.Forbidden, "site.forbidden")
	}
	return draft.Sent(r, r.Record, formOf(r, k)), nil
}

// formOf is the form of a kind that a request names: its own page for what needs more than plain fields, else that of all fields.
func formOf(r *site.Request, k form.Kind) string {
	if name := r.PostFormValue("form"); name != "" && "/"+name == k.Elsewhere {
		return name
	}
	return ""
}

// keepDraft keeps what is typed, whatever form it is typed into. A script asks for a line to show; without one the form comes back as it
// was.
func keepDraft(r *site.Request) error {
	s, err := draftSheet(r)
	if err != nil {
		return err
	}
	values := draft.Typed(r)
	if err := r.Write(func(tx *record.Tx) error { return s.Keep(tx, values) }); err != nil {
		return err
	}
	said := r.T("edit.draft-kept", fault.A{"time": r.Site.Now().Local().Format("15:04")})
	if r.Fragment() {
		return r.Page(ui.Page{}, ui.Words(said))
	}
	r.Say(0, "edit.draft-kept-page")
	return r.GoTo(s.Draft(nil).Place(r))
}

// discardDraft forgets what was typed; the record stays as it is.
func discardDraft(r *site.Request) error {
	ref := record.NewRef(r.PathValue("kind"), r.PathValue("slug"))
	k, _ := form.Of(ref.Kind())
	if err := r.Write(func(tx *record.Tx) error { return tx.DropDraft(r.Context(), ref, formOf(r, k)) }); err != nil {
		return err
	}
	r.Say(0, "edit.draft-discarded")
	if back, ok := site.Local(r.PostFormValue("back")); ok && strings.HasPrefix(back, "/") {
		return r.GoTo(back)
	}
	return r.GoTo("/drafts")
}

// showDrafts lists what the person has typed and not saved.
func showDrafts(r *site.Request) error {
	all, err := draft.All(r.Context(), r.Tx)
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
