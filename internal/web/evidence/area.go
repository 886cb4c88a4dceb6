// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Area gives the routes of the area. Files on their way in wait in the stage.
func Area(stage *Stage) site.Area {
	a := &area{stage: stage}
	large := func(r site.Route) site.Route {
		r.Body = largestForm
		return r
	}
	return site.Area{Key: "evidence", Menu: true, Kinds: []string{"finding", "dataset", "indicator", "analysis"}, Routes: []site.Route{
		site.Get("/evidence", site.ForEveryone(), list),
		site.Get("/evidence/datasets", site.ForEveryone(), datasets),
		site.Get("/evidence/indicators", site.ForEveryone(), indicators),

		site.Get("/evidence/indicator/{slug}", site.Of("indicator", record.Read), showIndicator),
		site.Get("/evidence/indicator/{slug}/formula", site.Of("indicator", record.Change), editFormula),
		site.Post("/evidence/indicator/{slug}/formula", site.Of("indicator", record.Change), postFormula),
		site.Get("/evidence/new-indicator", site.ToCreate("indicator"), newIndicator),
		site.Post("/evidence/new-indicator", site.ToCreate("indicator"), postFormula),

		site.Get("/evidence/dataset/{slug}", site.Of("dataset", record.Read), showDataset),
		site.Get("/evidence/dataset/{slug}/upload", site.Of("dataset", record.Import), a.chooseFile),
		large(site.Post("/evidence/dataset/{slug}/upload", site.Of("dataset", record.Import), a.upload)),
		site.Get("/evidence/dataset/{slug}/upload/{id}", site.Of("dataset", record.Import), a.showUpload),
		site.Post("/evidence/dataset/{slug}/upload/{id}", site.Of("dataset", record.Import), a.decideUpload),
		site.Get("/evidence/new-dataset", site.ToCreate("dataset"), a.newDataset),
		large(site.Post("/evidence/new-dataset", site.ToCreate("dataset"), a.takeForNew)),
		site.Get("/evidence/new-dataset/{id}", site.ToCreate("dataset"), a.describe),
		site.Post("/evidence/new-dataset/{id}", site.ToCreate("dataset"), a.createDataset),
		site.Get("/evidence/dataset/{slug}/download", site.Of("dataset", record.Read), download),
		site.Get("/evidence/new-finding", site.ToCreate("finding"), newFinding),
		site.Post("/evidence/new-finding", site.ToCreate("finding"), createFinding),

		site.Get("/evidence/analyses", site.ForEveryone(), analyses),
		site.Get("/evidence/method/{method}", site.ForEveryone(), showMethod),
		site.Get("/evidence/new-analysis/{method}", site.ToCreate("analysis"), newAnalysis),
		site.Post("/evidence/new-analysis/{method}", site.ToCreate("analysis"), postAnalysis),
		site.Get("/evidence/analysis/{slug}", site.Of("analysis", record.Read), showAnalysis),
		site.Get("/evidence/analysis/{slug}/download", site.Of("analysis", record.Read), downloadAnalysis),
		site.Post("/evidence/analysis/{slug}/run", site.Of("analysis", record.Change), runAgain),
		site.Get("/evidence/analysis/{slug}/question", site.Of("analysis", record.Change), editAnalysis),
		site.Post("/evidence/analysis/{slug}/question", site.Of("analysis", record.Change), changeAnalysis),

		site.Get("/evidence/finding/{slug}", site.Of("finding", record.Read), showFinding),
		site.Post("/evidence/finding/{slug}/accept", site.Of("finding", record.Change), accept),
		site.Get("/evidence/finding/{slug}/reword", site.Of("finding", record.Change), editFinding),
		site.Post("/evidence/finding/{slug}/reword", site.Of("finding", record.Change), reword),
		site.Post("/evidence/finding/{slug}/withdraw", site.Of("finding", record.Change), withdraw),
	}}
}
