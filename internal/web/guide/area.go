// SPDX-License-Identifier: EUPL-1.2

package guide

import (
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Options are what publishing needs from outside.
type Options struct {
	// Save puts the files of a published document where visitors read them; nil means that this house publishes nothing itself.
	Save func(document string, files map[string][]byte) error
	// Published is the address at which a published document is read; empty when it was never published.
	Published func(document string) string
}

// Area gives the routes of the area.
func Area(o Options) site.Area {
	p := publisher{o}
	return site.Area{Key: "guide", Menu: true, Kinds: []string{"document", "chapter"}, Routes: []site.Route{
		site.Get("/guide", site.ForEveryone(), p.index),
		site.Get("/guide/document/{slug}", site.Of("document", record.Read), p.document),
		site.Post("/guide/document/{slug}/publish", site.Of("document", record.Publish), p.publish),
		site.Get("/guide/chapter/{slug}", site.Of("chapter", record.Read), p.read),
		site.Get("/guide/chapter/{slug}/write", site.Of("chapter", record.Change), write),
		site.Post("/guide/chapter/{slug}/write", site.Of("chapter", record.Change), save),
	}}
}

type publisher struct{ Options }
