// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

// mostLines is how many regions one picture shows: more could not be told apart.
const mostLines = 4

// drawCourse shows the course of the indicator that the finding speaks of most, in the regions it speaks of.
func (v *findingView) drawCourse(j *evidence.Judge) (*ui.Chart, error) {
	count := map[string]int{}
	best := ""
	for _, value := range v.f.Values {
		if value.Indicator == "" {
			continue
		}
		count[value.Indicator]++
		if best == "" || count[value.Indicator] > count[best] {
			best = value.Indicator
		}
	}
	if best == "" {
		return nil, nil
	}
	var regions []record.Ref
	for _, value := range v.f.Values {
		if ref := record.Ref(value.Region); value.Indicator == best && !slices.Contains(regions, ref) && len(regions) < mostLines {
			regions = append(regions, ref)
		}
	}
	return v.draw(j, record.Ref(best), regions, "course")
}

// draw draws an indicator as a line for each region. It is nil when there is nothing to draw.
func (s *shelf) draw(j *evidence.Judge, indicator record.Ref, regions []record.Ref, id string) (*ui.Chart, error) {
	body := s.indicator(indicator)
	if body == nil {
		return nil, nil
	}
	all := make([][]evidence.Point, len(regions))
	for i, ref := range regions {
		points, err := j.Series(s.r.Context(), indicator, ref)
		if err != nil {
			return nil, err
		}
		all[i] = points
	}
	return s.lines(body, s.link(indicator), regions, all, id), nil
}

// lines draws computed points.
func (s *shelf) lines(body *evidence.Indicator, title ui.Link, regions []record.Ref, all [][]evidence.Point, id string) *ui.Chart {
	var periods []string
	var sources []ui.Link
	for _, points := range all {
		for _, p := range points {
			if !slices.Contains(periods, p.Period) {
				periods = append(periods, p.Period)
			}
			sources = s.addSources(sources, p.Used)
		}
	}
	if len(periods) < 2 {
		return nil
	}
	slices.SortFunc(periods, statistics.ComparePeriods)
	c := chart.LineChart{Frame: chart.Frame{ID: id, Words: s.r.Words, Title: title.Text, Unit: unitOf(s, body), Decimals: body.Decimals}, Periods: periods}
	for i, ref := range regions {
		series := chart.Series{Name: s.name(ref), Sign: s.signs[ref]}
		for _, period := range periods {
			series.Values = append(series.Values, valueAt(body, all[i], period))
		}
		c.Series = append(c.Series, series)
	}
	return &ui.Chart{Picture: c.Draw(), Under: s.r.Text(body.Unit), Sources: sources}
}

func unitOf(s *shelf, body *evidence.Indicator) string {
	if body.Percent {
		return "%"
	}
	return s.r.Text(body.Unit)
}

func valueAt(body *evidence.Indicator, points []evidence.Point, period string) chart.Value {
	for _, p := range points {
		if p.Period != period || !p.Number.Known() {
			continue
		}
		f, _ := p.Number.Rat().Float64()
		if body.Percent {
			f *= 100
		}
		return chart.Value{V: f, OK: true, Status: chartStatus(p.Status)}
	}
	return chart.Missing()
}

// addSources names each vintage once: table, day, territory version.
func (s *shelf) addSources(sources []ui.Link, used []evidence.Used) []ui.Link {
	for _, u := range used {
		if u.Vintage.Label == "" {
			continue
		}
		parts := []string{table(s.dataset(u.Dataset)), day(s.r.Words, u.Vintage.Label)}
		if v := version(u.Vintage); v != "" {
			parts = append(parts, v)
		}
		l := ui.Link{Text: strings.Join(parts, ", "), Href: s.r.To(u.Dataset)}
		if !slices.Contains(sources, l) {
			sources = append(sources, l)
		}
	}
	return sources
}
