// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Area gives the routes of the action plan.
func Area() site.Area {
	return site.Area{Key: "actionplan", Menu: true, Kinds: []string{"action"}, Routes: []site.Route{
		site.Get("/actionplan", site.ForEveryone(), list),
		site.Get("/actionplan/action/{slug}", site.Of("action", record.Read), showAction),
		site.Post("/actionplan/action/{slug}/state", site.Of("action", record.Change), setState),
	}}
}
