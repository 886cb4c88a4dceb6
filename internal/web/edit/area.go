// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Area gives the routes of editing. It is no entry of the menu.
func Area() site.Area {
	return site.Area{Key: "edit", Routes: []site.Route{
		site.Get("/edit/{kind}/{slug}", site.Of("", record.Change), showForm),
		site.Post("/edit/{kind}/{slug}", site.Of("", record.Change), postForm),
		site.Get("/new/{kind}", site.ToCreate(""), showNew),
		site.Post("/new/{kind}", site.ToCreate(""), postNew),
		site.Get("/drafts", site.ForMembers(), showDrafts),
		site.Post("/draft/{kind}/{slug}", site.ForMembers(), keepDraft),
		site.Post("/discard/{kind}/{slug}", site.ForMembers(), discardDraft),
		site.Get("/delete/{kind}/{slug}", site.Of("", record.Delete), askDelete),
		site.Post("/delete/{kind}/{slug}", site.Of("", record.Delete), doDelete),
		site.Get("/deleted", site.ForMembers(), showDeleted),
		site.Post("/restore/{kind}/{slug}", site.ForMembers(), restore),
		site.Post("/undo/{seq}", site.ForMembers(), undo),
		site.Get("/history/{kind}/{slug}", site.Of("", record.Read), showHistory),
		site.Post("/history/{kind}/{slug}", site.Of("", record.Change), goBack),
		site.Get("/links/{kind}/{slug}", site.Of("", record.Read), showLinks),
		site.Post("/links/{kind}/{slug}", site.Of("", record.Change), postLink),
		site.Get("/adoption/{kind}/{slug}", site.Of("", record.Read), showAdoption),
		site.Post("/adoption/{kind}/{slug}", site.Of("", record.Adopt), adopt),
		site.Get("/pick", site.ForMembers(), pick),
	}}
}
