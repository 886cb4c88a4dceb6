// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// owners is who has adopted the present state of a record and who has not.
type owners struct {
	r        *site.Request
	adoption record.Adoption
	names    map[record.Ref]record.Record
	may      []record.Ref // in whose name the reader may adopt it now
}

func showAdoption(r *site.Request) error {
	a, err := r.Tx.Adoption(r.Context(), r.Record.Ref)
	if err != nil {
		return err
	}
	o := &owners{r: r, adoption: a}
	if o.names, err = r.Tx.Records(r.Context(), append(slices.Clone(a.By), a.Missing...)); err != nil {
		return err
	}
	for _, org := range a.Missing {
		if r.Site.Policy.Allows(r.Visitor.Actor, record.Adopt, record.Subject{Kind: r.Record.Ref.Kind(), Owner: org, Visibility: r.Record.Visibility}) {
			o.may = append(o.may, org)
		}
	}
	p := ui.Page{Title: r.T("edit.adoption-title", fault.A{"title": r.Record.Name(string(r.Lang))}), Lede: r.T("edit.adoption-lede"), Example: r.Record.Invented,
		Over: []ui.Link{{Text: kindTitle(r, r.Record.Ref.Kind()), Href: r.To(r.Record.Ref)}}, Below: recordTabs(r, r.Record.Ref, "adoption")}
	return r.Page(p, adoptionBody(o))
}

// adopt notes that an organisation adopts the state that the person looked at; a state that came since is not adopted unseen.
func adopt(r *site.Request) error {
	ctx := r.Context()
	here := "/adoption/" + string(r.Record.Ref)
	organisation := record.Ref(r.PostFormValue("organisation"))
	var name string
	err := r.Write(func(tx *record.Tx) error {
		present, err := tx.Get(ctx, r.Record.Ref)
		if err != nil {
			return err
		}
		if base := r.PostFormValue("base"); base != "" && base != itoa(present.Revision) {
			return fault.New(fault.Conflict, "edit.adopt-changed")
		}
		if org, err := tx.Get(ctx, organisation); err == nil {
			name = org.Name(string(r.Lang))
		}
		return tx.Adopt(ctx, r.Record.Ref, organisation)
	})
	if code := fault.CodeOf(err); err != nil && (code == fault.Conflict || code == fault.Invalid) {
		return warnWith(r, err, here)
	}
	if err != nil {
		return err
	}
	r.Say(0, "edit.adopted-said", fault.A{"organisation": name, "title": r.Record.Name(string(r.Lang))})
	return r.GoTo(here)
}
