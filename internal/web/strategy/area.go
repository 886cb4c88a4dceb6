// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Area gives the routes of the strategy.
func Area() site.Area {
	return site.Area{Key: "strategy", Menu: true, Kinds: []string{"plan", "priority", "measure", "target"}, Routes: []site.Route{
		site.Get("/strategy", site.ForEveryone(), index),
		site.Get("/strategy/plan/{slug}", site.Of("plan", record.Read), showPlan),
		site.Get("/strategy/priority/{slug}", site.Of("priority", record.Read), showPriority),
		site.Get("/strategy/measure/{slug}", site.Of("measure", record.Read), showMeasure),
		site.Get("/strategy/target/{slug}", site.Of("target", record.Read), showTarget),
		site.Get("/strategy/check", site.ForEveryone(), checkPage),
		site.Get("/strategy/check.json", site.ForEveryone(), checkJSON),
		site.Post("/strategy/confirm/{kind}/{slug}", site.Of("", record.Change), confirm),
		site.Get("/strategy/baselines", site.ForEveryone(), baselines),
		site.Post("/strategy/baselines", site.OfHouse(record.Publish), nameMoment),
		site.Get("/strategy/difference", site.ForEveryone(), difference),
	}}
}
