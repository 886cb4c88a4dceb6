// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"net/url"
	"slices"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// atlas is a map that one can move, over the drawn one: the same plot, with a list of its regions beside it.
type atlas struct {
	r       *site.Request
	regions []record.Record
	choose  ui.Field
	options []ui.Option
	levels  []ui.Option // none when there is only one
	plot    *plot       // nil when nothing can be drawn
	picture *ui.Chart
	fills   chart.ChoroplethMap
	circles chart.CircleMap
	rows    []row
	// unlike the others, these have no outlines and stand in words
	without []ui.Link
}

// showAtlas is the page.
func showAtlas(r *site.Request) error {
	a, err := readAtlas(r)
	if err != nil {
		return err
	}
	p := ui.Page{Title: r.T("territory.atlas"), Lede: r.T("territory.atlas-lede"), Over: []ui.Link{{Text: r.T("site.area-territory"), Href: r.Href("/territory")}, {Text: r.T("territory.atlas")}}}
	if len(a.regions) == 0 {
		return r.Page(p, ui.Empty(ui.Blank{Text: r.T("territory.none"), Why: r.T("territory.none-why")}))
	}
	if a.plot != nil {
		p.Scripts, p.Styles = []string{"atlas.js"}, []string{"maplibre/maplibre-gl.css"}
	}
	return r.Page(p, atlasBody(a))
}

// readAtlas reads what the address asks for: an indicator and a level.
func readAtlas(r *site.Request) (*atlas, error) {
	all, err := r.Tx.AllOf(r.Context(), "indicator", "region", "dataset")
	if err != nil {
		return nil, err
	}
	marks, err := signs(r)
	if err != nil {
		return nil, err
	}
	a := &atlas{r: r, regions: all["region"], choose: ui.Field{Name: "indicator", Label: r.T("territory.indicator")}}
	level := a.level()
	chosen := chosenIndicator(r, all["indicator"])
	for _, rec := range all["indicator"] {
		a.options = append(a.options, ui.Option{Value: rec.Ref.Slug(), Label: rec.Name(string(r.Lang)), Chosen: rec.Ref == chosen.Ref})
	}
	if chosen.Ref == "" {
		return a, nil
	}
	read, err := readingsOf(r, []record.Record{chosen}, a.regions, all["dataset"])
	if err != nil {
		return nil, err
	}
	if a.plot, err = plotOf(r, chosen, a.regions, read, marks, level); err != nil || a.plot == nil {
		return a, err
	}
	a.picture = a.plot.picture()
	if a.plot.counts() {
		a.circles = a.plot.circles()
	} else {
		a.fills = a.plot.choropleth()
	}
	a.list()
	return a, nil
}

// level reads which regions are wanted, and offers municipalities where the house has some with outlines.
func (a *atlas) level() string {
	shapes, err := dataset.LocalShapes()
	if err != nil || !slices.ContainsFunc(a.regions, func(g record.Record) bool { _, ok := shapes[body(g).Boundary]; return ok && isOf(g, local) }) {
		return wide
	}
	level := wide
	if a.r.FormValue("level") == local {
		level = local
	}
	for _, l := range []string{wide, local} {
		a.levels = append(a.levels, ui.Option{Value: l, Label: a.r.T("territory.level-" + l), Chosen: l == level})
	}
	return level
}

// list makes the rows beside the map, and names the regions that cannot stand on it.
func (a *atlas) list() {
	p, r := a.plot, a.r
	a.rows = p.rows()
	if p.level != local {
		return
	}
	drawn := map[record.Ref]bool{}
	for _, at := range p.places {
		drawn[at.region.Ref] = true
	}
	for _, g := range a.regions {
		if isOf(g, p.level) && !drawn[g.Ref] {
			a.without = append(a.without, ui.Link{Text: g.Name(string(r.Lang)), Href: r.To(g.Ref)})
		}
	}
}

// keys is the legend.
func (a *atlas) keys() []chart.MapKey {
	if a.plot.counts() {
		return a.circles.Keys()
	}
	return a.fills.Keys()
}

// missing tells whether a region drawn has no number.
func (a *atlas) missing() bool {
	return slices.ContainsFunc(a.plot.places, func(at place) bool { return !at.known })
}

// unit stands above the legend when its lines do not carry it.
func (a *atlas) unit() string {
	if a.plot.indicator.Percent {
		return ""
	}
	return a.r.Text(a.plot.indicator.Unit)
}

// address of the outlines of this very map.
func (a *atlas) address() string {
	return a.r.Href("/territory/atlas/regions.geojson") + "?" + a.query()
}

func (a *atlas) query() string {
	return url.Values{"indicator": {a.plot.rec.Ref.Slug()}, "level": {a.plot.level}}.Encode()
}
