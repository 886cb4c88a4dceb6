// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"maps"
	"slices"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/territory"
)

// mapped draws an indicator in one period: counts as circles, everything else as fills. Regions without a number are hatched.
func (r *resolver) mapped(d *doc.Directive, b block, body *evidence.Indicator) (doc.Block, error) {
	regions, err := r.mapRegions(b)
	if err != nil {
		return nil, err
	}
	g, err := r.points(b, regions)
	if err != nil {
		return nil, err
	}
	version := versionOf(g.used)
	base, err := dataset.GroundOf(version)
	if err != nil {
		return nil, err
	}
	ground := chart.Ground{Land: slices.Clone(base.Land)}
	var units []chart.Unit
	onMap := map[string]bool{}
	for _, ref := range regions {
		found, err := r.b.find(ref)
		if err != nil {
			return nil, err
		}
		region := found.Body.(*dataset.Region)
		code, _ := region.Code(territory.NUTS, version)
		s, ok := base.Shapes[code]
		if !ok {
			continue // no outline in this version: the table still has it
		}
		onMap[code] = true
		s.Name = region.Title.In(string(r.z.Lang()))
		u := chart.Unit{Shape: s, Sign: chart.Sign(r.b.signs[ref]), Value: chart.Missing()}
		for _, p := range g.cells[ref] {
			u.Value = value(p, body.Percent)
		}
		if u.Sign != chart.Plain {
			ground.Outlines = append(ground.Outlines, chart.Outline{Shape: chart.Shape{Rings: s.Rings}, Sign: u.Sign})
		}
		units = append(units, u)
	}
	for _, code := range slices.Sorted(maps.Keys(base.Shapes)) {
		if !onMap[code] {
			ground.Land = append(ground.Land, base.Shapes[code])
		}
	}
	var p chart.Picture
	if body.Aggregate == "sum" {
		p = chart.CircleMap{Frame: r.frame(d, body), Ground: ground, Units: units}.Draw()
	} else {
		p = chart.ChoroplethMap{Frame: r.frame(d, body), Ground: ground, Units: units}.Draw()
	}
	f, err := r.figure(d, p, body, g, true)
	if err != nil {
		return nil, err
	}
	// The outlines are in the public domain, so what is said of them may be said in the reader's language.
	outlines := r.z.T("publication.outlines-source")
	f.Source = append(f.Source, doc.Source{Text: r.z.T("publication.outlines", map[string]any{"source": outlines})})
	r.b.credit(r.z, outlines)
	return f, nil
}

// mapRegions are the regions named, or all of level 3 the house knows.
func (r *resolver) mapRegions(b block) ([]record.Ref, error) {
	if len(b.regions) > 0 {
		return b.regions, nil
	}
	all, err := r.b.in.All(r.b.ctx, "region")
	if err != nil {
		return nil, err
	}
	var out []record.Ref
	for _, rec := range all {
		if _, ok := rec.Body.(*dataset.Region).Shape(); ok && rec.Body.(*dataset.Region).Level == "nuts3" {
			if _, err := r.b.find(rec.Ref); err != nil {
				return nil, err
			}
			out = append(out, rec.Ref)
		}
	}
	return out, nil
}

// versionOf is the territory version of the numbers: a map never shows numbers on outlines of another version.
func versionOf(used []evidence.Used) string {
	for _, u := range used {
		if u.Vintage.Scheme == territory.NUTS && u.Vintage.Territory != "" {
			return u.Vintage.Territory
		}
	}
	return territory.NUTSVersions[len(territory.NUTSVersions)-1]
}
