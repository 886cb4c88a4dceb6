// SPDX-License-Identifier: EUPL-1.2

package overview

import (
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the routes of the overview.
func Area() site.Area {
	return site.Area{Key: "overview", Menu: true, Kinds: []string{"partnership", "organisation"}, Routes: []site.Route{
		site.Get("/", site.ForEveryone(), show),
		site.Get("/overview", site.ForEveryone(), func(r *site.Request) error { return r.GoTo("/") }),
	}}
}

func show(r *site.Request) error {
	rec, p, err := identity.ThePartnership(r.Context(), r.Tx)
	if fault.Is(err, "identity.no-partnership") {
		return r.Page(ui.Page{Title: r.T("site.area-overview")}, page("", ""))
	}
	if err != nil {
		return err
	}
	return r.Page(ui.Page{Title: r.Text(p.Title), Example: rec.Invented}, page(r.Text(p.Summary), r.Text(p.Programme)))
}
