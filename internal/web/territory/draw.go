// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
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
	return &ui.Chart{Picture: line.Draw(), Sources: sources(r, m, indicator, regions)}
}

// drawn is a map with the list of what it shows; without a picture there was nothing to draw.
type drawn struct {
	picture *ui.Chart
	rows    []row
}

// rowBytes is about what a line of the list needs in memory.
const rowBytes = 512

func weighDrawn(d drawn) int { return weighChart(d.picture) + rowBytes*len(d.rows) }

// drawMap shows an indicator in all regions.
func drawMap(r *site.Request, indicator record.Record, all, datasets []record.Record, marks map[record.Ref]chart.Sign) (drawn, error) {
	return record.Kept(r.Tx, fmt.Sprintf("territory.map %s %s", r.Lang, indicator.Ref), weighDrawn, func() (drawn, error) {
		wide, err := readingsOf(r, []record.Record{indicator}, all, datasets)
		if err != nil {
			return drawn{}, err
		}
		return mapOf(r, indicator, all, wide, marks)
	})
}

// mapOf shows an indicator in its newest period that most regions have: counts as circles, rates as fills, unknown hatched.
func mapOf(r *site.Request, indicator record.Record, regions []record.Record, m readings, marks map[record.Ref]chart.Sign) (drawn, error) {
	p, err := plotOf(r, indicator, regions, m, marks, wide)
	if err != nil || p == nil || p.period == "" {
		return drawn{}, err
	}
	return drawn{p.picture(), p.rows()}, nil
}

// sources names the datasets and vintages that a picture was read from, each once.
func sources(r *site.Request, m readings, indicator record.Record, regions []record.Record) []ui.Link {
	labels := map[record.Ref]string{}
	for _, g := range regions {
		maps.Copy(labels, m.of(indicator, g).Vintages)
	}
	var out []ui.Link
	for _, ref := range slices.Sorted(maps.Keys(labels)) {
		d, seen := m.datasets[ref]
		if !seen {
			out = append(out, ui.Link{Text: r.T("territory.hidden-source")})
			continue
		}
		out = append(out, ui.Link{Text: vintage(r, d.Source(), labels[ref]), Href: r.To(ref)})
	}
	return out
}

// vintage names a source with the vintage that was read; the day it was published is written out, as a label it is for programs.
func vintage(r *site.Request, source, label string) string {
	day := label
	if len(label) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, label[:len(time.DateOnly)]); err == nil {
			day = r.Words.Date(t) + strings.ReplaceAll(label[len(time.DateOnly):], ".", " · ")
		}
	}
	return r.T("territory.vintage", fault.A{"source": source, "vintage": day})
}
