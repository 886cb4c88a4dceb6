// SPDX-License-Identifier: EUPL-1.2

package showcase

import (
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the page of components.
func Area() site.Area {
	return site.Area{Key: "components", Routes: []site.Route{
		site.Get("/components", site.ForEveryone(), func(r *site.Request) error {
			return r.Page(ui.ShowcasePage(ui.Page{Words: r.Words}), ui.Showcase(r.Words))
		}),
	}}
}
