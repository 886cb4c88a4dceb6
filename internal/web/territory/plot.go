// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
	codes "github.com/sumanus/sumanus/territory"
)

// The levels a map can be drawn of.
const (
	wide  = "nuts3"        // statistical regions
	local = "municipality" // municipalities and state cities
)

// plot is an indicator laid over the land: which regions are drawn, in which outlines, with which number. The picture, the list beside
// it and the outlines for programs are made from the same one.
type plot struct {
	r         *site.Request
	rec       record.Record
	indicator *evidence.Indicator
	level     string
	period    string // empty when no region drawn has a number
	version   string // of the codes the outlines stand for
	places    []place
	ground    chart.Ground
	readings  readings
}

// place is a region of a plot.
type place struct {
	region record.Record
	code   string // of its outline in the version
	unit   chart.Unit
	point  evidence.ReadPoint
	known  bool
}

// plotOf lays an indicator over the land; nil when there is nothing to draw.
func plotOf(r *site.Request, indicator record.Record, regions []record.Record, m readings, marks map[record.Ref]chart.Sign, level string) (*plot, error) {
	b, ok := indicator.Body.(*evidence.Indicator)
	if !ok {
		return nil, nil
	}
	p := &plot{r: r, rec: indicator, indicator: b, level: level, readings: m}
	var drawn []record.Record
	for _, g := range regions {
		if isOf(g, level) {
			drawn = append(drawn, g)
		}
	}
	p.period = newest(indicator, drawn, m)
	p.version = versionOf(indicator, drawn, m, p.period)
	if level == local {
		p.version = codes.LAUVersions[len(codes.LAUVersions)-1]
	} else if p.version == "" {
		return nil, nil
	}
	base, err := dataset.GroundOf(p.wideVersion())
	if err != nil {
		return nil, err
	}
	shapes := base.Shapes
	if level == local {
		if shapes, err = dataset.LocalShapes(); err != nil {
			return nil, err
		}
	}
	p.place(drawn, shapes, marks)
	p.shorten()
	if len(p.places) == 0 {
		return nil, nil
	}
	p.ground.Land = slices.Clone(base.Land)
	taken := map[string]bool{}
	for _, at := range p.places {
		taken[at.code] = true
	}
	for _, code := range slices.Sorted(maps.Keys(base.Shapes)) {
		if !taken[code] {
			p.ground.Land = append(p.ground.Land, base.Shapes[code])
		}
	}
	return p, nil
}

// wideVersion is the version of the statistical regions under the map.
func (p *plot) wideVersion() string {
	if p.level == local {
		return codes.NUTSVersions[len(codes.NUTSVersions)-1]
	}
	return p.version
}

// isOf tells whether a region belongs on a map of a level.
func isOf(g record.Record, level string) bool {
	l := body(g).Level
	return l == level || level == local && l == "state_city"
}

// codeOf is the code of a region's outline; the name of the shape where codes of the level have no outlines of their own.
func (p *plot) codeOf(g record.Record) (string, bool) {
	if p.level == local {
		return body(g).Boundary, body(g).Boundary != ""
	}
	return body(g).Code(codes.NUTS, p.version)
}

// place finds the outline and the number of each region. Two records of one outline are one region described twice: the first counts.
func (p *plot) place(regions []record.Record, shapes map[string]chart.Shape, marks map[record.Ref]chart.Sign) {
	drawn := map[string]bool{}
	for _, g := range regions {
		code, has := p.codeOf(g)
		shape, outlined := shapes[code]
		if !has || !outlined || drawn[code] {
			continue
		}
		drawn[code] = true
		shape.Name = g.Name(string(p.r.Lang))
		at := place{region: g, code: code, unit: chart.Unit{Shape: shape, Sign: marks[g.Ref], Value: chart.Missing()}}
		if at.point, at.known = p.readings.of(p.rec, g).At(p.period); at.known {
			at.unit.Value = valueOf(p.indicator, at.point)
		}
		if at.unit.Sign != chart.Plain {
			p.ground.Outlines = append(p.ground.Outlines, chart.Outline{Shape: chart.Shape{Rings: shape.Rings}, Sign: at.unit.Sign})
		}
		p.places = append(p.places, at)
	}
}

// shorten leaves out what names say in brackets, such as since when a region is drawn so, where it tells none of them apart: all outlines of a
// map are of one version, which stands under it.
func (p *plot) shorten() {
	count := map[string]int{}
	short := make([]string, len(p.places))
	for i, at := range p.places {
		short[i], _, _ = strings.Cut(at.unit.Shape.Name, " (")
		count[short[i]]++
	}
	for i := range p.places {
		if count[short[i]] == 1 {
			p.places[i].unit.Shape.Name = short[i]
		}
	}
}

// units are what the chart draws.
func (p *plot) units() []chart.Unit {
	var out []chart.Unit
	for _, at := range p.places {
		out = append(out, at.unit)
	}
	return out
}

// title says what the map shows and of when.
func (p *plot) title() string {
	if p.period == "" {
		return p.r.Text(p.indicator.Title)
	}
	return p.r.T("territory.map", fault.A{"indicator": p.r.Text(p.indicator.Title), "period": p.r.Words.Period(p.period)})
}

func (p *plot) frame() chart.Frame { return frame(p.r, "map", p.title(), p.indicator) }

// counts tells whether the numbers are counts, which are circles: a big area must not look like a big number.
func (p *plot) counts() bool { return p.indicator.Aggregate == "sum" }

func (p *plot) choropleth() chart.ChoroplethMap {
	return chart.ChoroplethMap{Frame: p.frame(), Ground: p.ground, Units: p.units()}
}

func (p *plot) circles() chart.CircleMap {
	return chart.CircleMap{Frame: p.frame(), Ground: p.ground, Units: p.units()}
}

// picture draws it, with everything that must not be left out.
func (p *plot) picture() *ui.Chart {
	var drawn chart.Picture
	if p.counts() {
		drawn = p.circles().Draw()
	} else {
		drawn = p.choropleth().Draw()
	}
	var regions []record.Record
	for _, at := range p.places {
		regions = append(regions, at.region)
	}
	c := &ui.Chart{Picture: drawn, Map: true, Sources: sources(p.r, p.readings, p.rec, regions)}
	c.Sources = append(c.Sources, ui.Link{Text: p.outlines()})
	return c
}

// outlines says where the outlines come from.
func (p *plot) outlines() string {
	if p.level == local {
		return p.r.T("territory.outlines-local", fault.A{"version": p.version})
	}
	return p.r.T("territory.outlines", fault.A{"version": p.version})
}

// newest is the newest period that at least half of the regions with any number have.
func newest(indicator record.Record, regions []record.Record, m readings) (period string) {
	count := map[string]int{}
	some := 0
	for _, g := range regions {
		points := m.of(indicator, g).Points
		if len(points) > 0 {
			some++
		}
		for _, p := range points {
			count[p.Period]++
		}
	}
	for p, n := range count {
		if 2*n >= some && (period == "" || statistics.ComparePeriods(p, period) > 0) {
			period = p
		}
	}
	return period
}

// versionOf is the version of codes in which most regions with a number of the period have one.
func versionOf(indicator record.Record, regions []record.Record, m readings, period string) (version string) {
	best := 0
	for _, v := range slices.Backward(codes.NUTSVersions) {
		n := 0
		for _, g := range regions {
			_, there := m.of(indicator, g).At(period)
			if _, has := body(g).Code(codes.NUTS, v); has && there {
				n++
			}
		}
		if n > best {
			best, version = n, v
		}
	}
	return version
}

// byValue puts places from the largest number to the smallest, then those without one, by name.
func (p *plot) byValue() []place {
	out := slices.Clone(p.places)
	slices.SortStableFunc(out, func(a, b place) int {
		switch {
		case a.known && b.known:
			if c := b.point.Value.Cmp(a.point.Value); c != 0 {
				return c
			}
		case a.known != b.known:
			if a.known {
				return -1
			}
			return 1
		}
		if p.r.Words.Less(a.unit.Shape.Name, b.unit.Shape.Name) {
			return -1
		}
		return cmp.Compare(a.unit.Shape.Name, b.unit.Shape.Name)
	})
	return out
}
