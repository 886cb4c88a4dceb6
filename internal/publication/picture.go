// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// grid is an indicator by region and period.
type grid struct {
	periods []string
	cells   map[record.Ref]map[string]evidence.Point
	used    []evidence.Used
}

// points reads the numbers of a block: one period, or those from … to. Missing stays missing.
func (r *resolver) points(b block, regions []record.Ref) (grid, error) {
	g := grid{cells: map[record.Ref]map[string]evidence.Point{}}
	period := b.period
	if period == latest {
		p, err := r.b.judge.LatestPeriod(r.b.ctx, b.indicator, regions)
		if err != nil {
			return g, err
		}
		if period = p; p == "" {
			return g, nil
		}
	}
	for _, region := range regions {
		g.cells[region] = map[string]evidence.Point{}
		if period != "" {
			p, err := r.b.judge.Observation(r.b.ctx, b.indicator, region, period)
			if err != nil {
				return g, err
			}
			g.add(region, p)
			continue
		}
		series, err := r.b.judge.Series(r.b.ctx, b.indicator, region)
		if err != nil {
			return g, err
		}
		for _, p := range series {
			if (b.from == "" || statistics.ComparePeriods(p.Period, b.from) >= 0) && (b.to == "" || b.to == latest || statistics.ComparePeriods(p.Period, b.to) <= 0) {
				g.add(region, p)
			}
		}
	}
	slices.SortFunc(g.periods, statistics.ComparePeriods)
	return g, nil
}

func (g *grid) add(region record.Ref, p evidence.Point) {
	g.cells[region][p.Period] = p
	g.used = append(g.used, p.Used...)
	if !slices.Contains(g.periods, p.Period) {
		g.periods = append(g.periods, p.Period)
	}
}

// value turns a point into what charts draw; no number stays none.
func value(p evidence.Point, percent bool) chart.Value {
	if !p.Number.Known() || p.Incomparable {
		return chart.Missing()
	}
	f, _ := p.Number.Rat().Float64()
	if percent {
		f *= 100
	}
	v := chart.Some(f)
	for has, is := range map[statistics.Status]chart.Status{statistics.Provisional: chart.Provisional, statistics.Estimated: chart.Estimated, statistics.Break: chart.Break} {
		if p.Status.Has(has) {
			v.Status |= is
		}
	}
	return v
}

func (r *resolver) frame(d *doc.Directive, body *evidence.Indicator) chart.Frame {
	id := d.ID
	if id == "" {
		id = fmt.Sprintf("pic-%d", r.n)
	}
	unit := body.Unit.In(string(r.z.Lang()))
	if body.Percent {
		unit = "%"
	}
	return chart.Frame{ID: id + "-svg", Words: r.z, Title: doc.Plain(d.Title), Description: about(d), Unit: unit, Decimals: body.Decimals}
}

func (r *resolver) series(b block, g grid, percent bool) ([]chart.Series, error) {
	var out []chart.Series
	for _, region := range b.regions {
		name, err := r.b.named(region, r.z.Lang())
		if err != nil {
			return nil, err
		}
		s := chart.Series{Name: name, Sign: chart.Sign(r.b.signs[region])}
		for _, p := range g.periods {
			if pt, ok := g.cells[region][p]; ok {
				s.Values = append(s.Values, value(pt, percent))
			} else {
				s.Values = append(s.Values, chart.Missing())
			}
		}
		out = append(out, s)
	}
	return out, nil
}

func (r *resolver) chart(d *doc.Directive, b block, body *evidence.Indicator) (doc.Block, error) {
	g, err := r.points(b, b.regions)
	if err != nil {
		return nil, err
	}
	series, err := r.series(b, g, body.Percent)
	if err != nil {
		return nil, err
	}
	frame := r.frame(d, body)
	var p chart.Picture
	switch b.kind {
	case "line":
		p = chart.LineChart{Frame: frame, Periods: g.periods, Series: series}.Draw()
	case "change":
		frame.Signed = true
		p = chart.ChangeChart{Frame: frame, Groups: g.periods, Series: series}.Draw()
	default:
		var bars []chart.Bar
		for _, s := range series {
			v := chart.Missing()
			if len(s.Values) == 1 {
				v = s.Values[0]
			}
			bars = append(bars, chart.Bar{Label: s.Name, Sign: s.Sign, Value: v})
		}
		p = chart.BarChart{Frame: frame, Bars: bars}.Draw()
	}
	return r.figure(d, p, body, g, false)
}

// figure puts a picture into the model, with its table, its subtitle and where its numbers come from.
func (r *resolver) figure(d *doc.Directive, p chart.Picture, body *evidence.Indicator, g grid, isMap bool) (*doc.Figure, error) {
	sources, err := r.b.sourcesOf(g.used, r.z)
	if err != nil {
		return nil, err
	}
	return &doc.Figure{Map: isMap, Title: d.Title, Subtitle: r.subtitle(body, g), Description: p.Description, SVG: string(p.SVG),
		Data: r.data(p.Table), Source: sources}, nil
}

// subtitle says what is measured: indicator, unit, period.
func (r *resolver) subtitle(body *evidence.Indicator, g grid) string {
	lang := string(r.z.Lang())
	parts := []string{body.Title.In(lang)}
	if unit := body.Unit.In(lang); unit != "" && !body.Percent {
		parts = append(parts, unit)
	} else if body.Percent {
		parts = append(parts, "%")
	}
	switch n := len(g.periods); {
	case n == 1:
		parts = append(parts, r.z.Period(g.periods[0]))
	case n > 1 && len(g.periods[0]) == 4 && len(g.periods[n-1]) == 4:
		parts = append(parts, r.z.Years(g.periods[0], g.periods[n-1]))
	case n > 1:
		parts = append(parts, r.z.Period(g.periods[0])+" – "+r.z.Period(g.periods[n-1]))
	}
	return strings.Join(parts, ", ")
}

// data is the table behind a picture.
func (r *resolver) data(t chart.Table) *doc.Table {
	out := &doc.Table{Caption: doc.Words(strings.Join(t.Notes, ". ")), Columns: []doc.Column{{Head: doc.Words(t.Corner)}}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, doc.Column{Head: doc.Words(c), Align: doc.AlignEnd})
	}
	for _, row := range t.Rows {
		cells := []doc.Cell{{Text: doc.Words(row.Head), Sign: r.signOf(row.Head)}}
		for _, c := range row.Cells {
			cells = append(cells, doc.Cell{Text: doc.Words(c.Text), Missing: c.Missing})
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// signOf finds the sign of a region of the partnership by its name in this language.
func (r *resolver) signOf(name string) int {
	for _, ref := range r.b.partnership.Regions {
		if found, err := r.b.find(ref); err == nil && found != nil && found.Title().In(string(r.z.Lang())) == name {
			return r.b.signs[ref]
		}
	}
	return 0
}

// fewPeriods is how many periods a table sets side by side; more go below each other.
const fewPeriods = 8

func (r *resolver) table(d *doc.Directive, b block, body *evidence.Indicator) (doc.Block, error) {
	g, err := r.points(b, b.regions)
	if err != nil {
		return nil, err
	}
	series, err := r.series(b, g, body.Percent)
	if err != nil {
		return nil, err
	}
	sources, err := r.b.sourcesOf(g.used, r.z)
	if err != nil {
		return nil, err
	}
	t := &doc.Table{Caption: d.Title, Source: sources}
	cell := func(v chart.Value) doc.Cell {
		switch {
		case !v.OK:
			return doc.Cell{Text: doc.Words(r.z.NoData()), Missing: true}
		case body.Percent:
			return doc.Cell{Text: doc.Words(r.z.Percent(v.V, body.Decimals))}
		}
		return doc.Cell{Text: doc.Words(r.z.Number(v.V, body.Decimals))}
	}
	if len(g.periods) <= fewPeriods {
		t.Columns = []doc.Column{{Head: doc.Words(r.z.T("chart.region"))}}
		for _, p := range g.periods {
			t.Columns = append(t.Columns, doc.Column{Head: doc.Words(short(p, r.z)), Align: doc.AlignEnd})
		}
		for _, s := range series {
			row := []doc.Cell{{Text: doc.Words(s.Name), Sign: int(s.Sign)}}
			for _, v := range s.Values {
				row = append(row, cell(v))
			}
			t.Rows = append(t.Rows, row)
		}
		return t, nil
	}
	t.Columns = []doc.Column{{Head: doc.Words(r.z.T("chart.period"))}}
	for _, s := range series {
		t.Columns = append(t.Columns, doc.Column{Head: doc.Words(s.Name), Align: doc.AlignEnd})
	}
	for i, p := range g.periods {
		row := []doc.Cell{{Text: doc.Words(short(p, r.z))}}
		for _, s := range series {
			row = append(row, cell(s.Values[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// short writes a year without its word: heads of a table say that they are periods.
func short(p string, z *i18n.Localizer) string {
	if len(p) == 4 {
		return p
	}
	return z.Period(p)
}
