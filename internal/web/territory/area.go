// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Area gives the routes of the area.
func Area() site.Area {
	return site.Area{Key: "territory", Menu: true, Kinds: []string{"region"}, Routes: []site.Route{
		site.Get("/territory", site.ForEveryone(), index),
		site.Get("/territory/atlas", site.ForEveryone(), showAtlas),
		site.Get("/territory/atlas/regions.geojson", site.ForEveryone(), outlines),
		site.Get("/territory/region/{slug}", site.Of("region", record.Read), profile),
		site.Get("/territory/region/{slug}/figures.csv", site.Of("region", record.Read), figures),
		site.Get("/territory/compare", site.ForEveryone(), compare),
	}}
}

// most is how many regions stand side by side: more columns than that nobody compares.
const most = 4

// signs gives the regions of the partnership their marks, the same everywhere.
func signs(r *site.Request) (map[record.Ref]chart.Sign, error) {
	_, p, err := r.Partnership()
	out := map[record.Ref]chart.Sign{}
	if err != nil || p == nil {
		return out, err
	}
	for i, ref := range p.Regions[:min(len(p.Regions), int(chart.Third))] {
		out[ref] = chart.Sign(i + 1) //nolint:gosec // at most three
	}
	return out, nil
}

// compare leads to the profile of the first region with the others beside it: the form of the area sends any number of them.
func compare(r *site.Request) error {
	var chosen []string
	for _, slug := range r.URL.Query()["region"] {
		if record.ValidSlug(slug) && !slices.Contains(chosen, slug) {
			chosen = append(chosen, slug)
		}
	}
	if len(chosen) == 0 {
		return r.GoTo("/territory")
	}
	chosen = chosen[:min(len(chosen), most)]
	to := "/territory/region/" + chosen[0]
	if len(chosen) > 1 {
		to += "?" + url.Values{"with": {strings.Join(chosen[1:], ",")}}.Encode()
	}
	return r.GoTo(to)
}

// body is the region of a record of the kind.
func body(rec record.Record) *dataset.Region {
	if b, ok := rec.Body.(*dataset.Region); ok {
		return b
	}
	return &dataset.Region{}
}
