// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"fmt"
	"maps"
	"math/big"
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

// readings are what indicators say of regions, and the datasets that they may come from.
type readings struct {
	by       map[evidence.ReadingKey]evidence.Reading
	datasets map[record.Ref]*dataset.Dataset
}

// readingsOf reads what the indicators say of the regions.
func readingsOf(r *site.Request, indicators, regions, datasets []record.Record) (readings, error) {
	m := readings{datasets: map[record.Ref]*dataset.Dataset{}}
	for _, rec := range datasets {
		if d, ok := rec.Body.(*dataset.Dataset); ok {
			m.datasets[rec.Ref] = d
		}
	}
	var err error
	m.by, err = evidence.Readings(r.Context(), r.Tx, indicators, regions)
	return m, err
}

// of finds a reading; the zero reading has no points.
func (m readings) of(indicator, region record.Record) evidence.Reading {
	return m.by[evidence.ReadingKey{Indicator: indicator.Ref, Region: region.Ref}]
}

// valueOf turns a number into what charts draw.
func valueOf(b *evidence.Indicator, p evidence.ReadPoint) chart.Value {
	v := p.Value
	if b.Percent {
		v = new(big.Rat).Mul(v, big.NewRat(100, 1))
	}
	f, _ := v.Float64()
	out := chart.Some(f)
	for has, is := range map[statistics.Status]chart.Status{statistics.Provisional: chart.Provisional, statistics.Estimated: chart.Estimated, statistics.Break: chart.Break} {
		if p.Status.Has(has) {
			out.Status |= is
		}
	}
	return out
}

func frame(r *site.Request, id, title string, b *evidence.Indicator) chart.Frame {
	unit := r.Text(b.Unit)
	if b.Percent {
		unit = "%"
	}
	return chart.Frame{ID: id, Words: r.Words, Title: title, Unit: unit, Decimals: b.Decimals}
}

// weighChart is what a picture needs in memory.
func weighChart(c *ui.Chart) int {
	if c == nil {
		return 0
	}
	return 1024 + len(c.Picture.SVG)
}

// refs names records in a key of [record.Kept].
func refs(all []record.Record) string {
	var names []string
	for _, rec := range all {
		names = append(names, string(rec.Ref))
	}
	return strings.Join(names, " ")
}

// drawCourse shows an indicator over time for each region; nil when none has a number.
func drawCourse(r *site.Request, indicator record.Record, regions []record.Record, m readings, marks map[record.Ref]chart.Sign) (*ui.Chart, error) {
	key := fmt.Sprintf("territory.course %s %s %s", r.Lang, indicator.Ref, refs(regions))
	return record.Kept(r.Tx, key, weighChart, func() (*ui.Chart, error) { return courseOf(r, indicator, regions, m, marks), nil })
}

func courseOf(r *site.Request, indicator record.Record, regions []record.Record, m readings, marks map[record.Ref]chart.Sign) *ui.Chart {
	b, ok := indicator.Body.(*evidence.Indicator)
	if !ok {
		return nil
	}
	var periods []string
	for _, g := range regions {
		for _, p := range m.of(indicator, g).Points {
			if !slices.Contains(periods, p.Period) {
				periods = append(periods, p.Period)
			}
		}
	}
	if len(periods) < 2 {
		return nil
	}
	slices.SortFunc(periods, statistics.ComparePeriods)
	line := chart.LineChart{Frame: frame(r, "course", r.T("territory.course", fault.A{"indicator": r.Text(b.Title)}), b), Periods: periods}
	for _, g := range regions {
		s := chart.Series{Name: g.Name(string(r.Lang)), Sign: marks[g.Ref]}
		reading := m.of(indicator, g)
		for _, period := range periods {
			if p, there := reading.At(period); there {
				s.Values = append(s.Values, valueOf(b, p))
			} else {
				s.Values = append(s.Values, chart.Missing())
			}
		}
		line.Series = append(line.Series, s)
	}
	return &ui.Chart{Picture: line.Draw(), Under: r.Text(b.Title), Sources: sources(r, m, indicator, regions)}
}

// drawMap shows an indicator in all regions.
func drawMap(r *site.Request, indicator record.Record, all, datasets []record.Record, marks map[record.Ref]chart.Sign) (*ui.Chart, error) {
	return record.Kept(r.Tx, fmt.Sprintf("territory.map %s %s", r.Lang, indicator.Ref), weighChart, func() (*ui.Chart, error) {
		wide, err := readingsOf(r, []record.Record{indicator}, all, datasets)
		if err != nil {
			return nil, err
		}
		return mapOf(r, indicator, all, wide, marks)
	})
}

// mapOf shows an indicator in its newest period that most regions have: counts as circles, rates as fills, unknown hatched.
func mapOf(r *site.Request, indicator record.Record, regions []record.Record, m readings, marks map[record.Ref]chart.Sign) (*ui.Chart, error) {
	b, ok := indicator.Body.(*evidence.Indicator)
	if !ok {
		return nil, nil
	}
	period, version := newest(indicator, regions, m)
	if period == "" {
		return nil, nil
	}
	base, err := dataset.GroundOf(version)
	if err != nil {
		return nil, err
	}
	ground := chart.Ground{Land: slices.Clone(base.Land)}
	var units []chart.Unit
	drawn := map[string]bool{}
	for _, g := range regions {
		code, has := body(g).Code(codes.NUTS, version)
		shape, outlined := base.Shapes[code]
		if !has || !outlined || body(g).Level != "nuts3" || drawn[code] {
			continue
		}
		drawn[code] = true
		shape.Name = g.Name(string(r.Lang))
		u := chart.Unit{Shape: shape, Sign: marks[g.Ref], Value: chart.Missing()}
		if p, there := m.of(indicator, g).At(period); there {
			u.Value = valueOf(b, p)
		}
		if u.Sign != chart.Plain {
			ground.Outlines = append(ground.Outlines, chart.Outline{Shape: chart.Shape{Rings: shape.Rings}, Sign: u.Sign})
		}
		units = append(units, u)
	}
	if len(units) == 0 {
		return nil, nil
	}
	for _, code := range slices.Sorted(maps.Keys(base.Shapes)) {
		if !drawn[code] {
			ground.Land = append(ground.Land, base.Shapes[code])
		}
	}
	f := frame(r, "map", r.T("territory.map", fault.A{"indicator": r.Text(b.Title), "period": r.Words.Period(period)}), b)
	var picture chart.Picture
	if b.Aggregate == "sum" {
		picture = chart.CircleMap{Frame: f, Ground: ground, Units: units}.Draw()
	} else {
		picture = chart.ChoroplethMap{Frame: f, Ground: ground, Units: units}.Draw()
	}
	c := &ui.Chart{Picture: picture, Map: true, Under: r.Text(b.Title), Sources: sources(r, m, indicator, regions)}
	c.Sources = append(c.Sources, ui.Link{Text: r.T("territory.outlines", fault.A{"version": version})})
	return c, nil
}

// newest is the newest period that at least half of the regions with any number have, and the territory version to draw it on.
func newest(indicator record.Record, regions []record.Record, m readings) (period, version string) {
	count := map[string]int{}
	any := 0
	for _, g := range regions {
		points := m.of(indicator, g).Points
		if len(points) > 0 {
			any++
		}
		for _, p := range points {
			count[p.Period]++
		}
	}
	for p, n := range count {
		if 2*n >= any && (period == "" || statistics.ComparePeriods(p, period) > 0) {
			period = p
		}
	}
	// The outlines of the version in which most regions with a number have a code.
	best := 0
	for _, v := range slices.Backward(codes.NUTSVersions) {
		n := 0
		for _, g := range regions {
			_, there := m.of(indicator, g).At(period)
			if _, has := body(g).Code(codes.NUTS, v); has && there && body(g).Level == "nuts3" {
				n++
			}
		}
		if n > best {
			best, version = n, v
		}
	}
	if version == "" {
		period = ""
	}
	return period, version
}

// sources names the datasets and vintages that a picture was read from, each once.
func sources(r *site.Request, m readings, indicator record.Record, regions []record.Record) []ui.Link {
	labels := map[record.Ref]string{}
	for _, g := range regions {
		maps.Copy(labels, m.of(indicator, g).Vintages)
	}
	var out []ui.Link
	for _, ref := range slices.Sorted(maps.Keys(labels)) {
		text := r.T("territory.hidden-source")
		if d, ok := m.datasets[ref]; ok {
			text = d.Source()
		}
		out = append(out, ui.Link{Text: r.T("territory.vintage", fault.A{"source": text, "vintage": labels[ref]}), Href: r.To(ref)})
	}
	return out
}
