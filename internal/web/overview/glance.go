// SPDX-License-Identifier: EUPL-1.2

package overview

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// mostFigures is how many figures stand in the table at a glance: those that most findings speak of.
const mostFigures = 5

// planLine is a plan with its years.
type planLine struct {
	ui.Link
	Note string
}

// readGlance names the plans, and sets the regions of the partnership side by side.
func (v *view) readGlance() error {
	ctx, r, p := v.r.Context(), v.r, v.partnership
	all, err := r.Tx.AllOf(ctx, "indicator", "plan", "dataset")
	if err != nil {
		return err
	}
	for _, rec := range all["plan"] {
		if b, ok := rec.Body.(*strategy.Plan); ok {
			v.plans = append(v.plans, planLine{ui.Link{Text: r.Text(b.Title), Href: r.To(rec.Ref), Example: rec.Invented}, r.Words.Years(b.PeriodFrom, b.PeriodTo)})
		}
	}
	v.tables = map[record.Ref]string{}
	for _, rec := range all["dataset"] {
		if d, ok := rec.Body.(*dataset.Dataset); ok {
			v.tables[rec.Ref] = d.Source()
		}
	}
	named, err := r.Tx.Records(ctx, p.Regions)
	if err != nil {
		return err
	}
	var regions []record.Record
	for _, ref := range p.Regions {
		if rec, ok := named[ref]; ok {
			regions = append(regions, rec)
		}
	}
	v.glance, err = v.glanceTable(all["indicator"], regions)
	return err
}

// glanceBytes is about what the table at a glance needs in memory.
const glanceBytes = 64 << 10

// glanceTable is the same for all who see the same; nil when there is nothing to show.
func (v *view) glanceTable(indicators, regions []record.Record) (*ui.Table, error) {
	r := v.r
	readings, err := evidence.Readings(r.Context(), r.Tx, indicators, regions)
	if err != nil || len(readings) == 0 {
		return nil, err
	}
	t := &ui.Table{Caption: r.T("overview.glance"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("overview.figure")}}, Note: r.T("overview.course-only")}
	for i, rec := range regions {
		t.Columns = append(t.Columns, ui.Column{Text: rec.Name(string(r.Lang)), Number: true, Sign: sign(i)})
	}
	t.Columns = append(t.Columns, ui.Column{Text: r.T("overview.source")})
	for _, rec := range v.spokenOf(indicators) {
		if len(t.Rows) == mostFigures {
			break
		}
		if row, ok := v.row(rec, regions, readings); ok {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return t, nil
}

// sign is the mark of a region by its place in the partnership.
func sign(i int) chart.Sign {
	if i < int(chart.Third) {
		return chart.Sign(i + 1) //nolint:gosec // at most three
	}
	return chart.Plain
}

// spokenOf orders indicators by how many findings speak of them.
func (v *view) spokenOf(indicators []record.Record) []record.Record {
	out := slices.Clone(indicators)
	slices.SortStableFunc(out, func(a, b record.Record) int { return v.spoken[b.Ref] - v.spoken[a.Ref] })
	return out
}

// row shows an indicator for each region in the newest period that all of them have.
func (v *view) row(rec record.Record, regions []record.Record, readings map[evidence.ReadingKey]evidence.Reading) (ui.Row, bool) {
	r := v.r
	body, ok := rec.Body.(*evidence.Indicator)
	period := common(rec.Ref, regions, readings)
	if !ok || period == "" {
		return ui.Row{}, false
	}
	row := ui.Row{Cells: []ui.Cell{{Text: rec.Name(string(r.Lang)), Href: r.To(rec.Ref), Note: unit(r.Text(body.Unit), body.Percent)}}}
	for i, g := range regions {
		reading := readings[evidence.ReadingKey{Indicator: rec.Ref, Region: g.Ref}]
		p, _ := reading.At(period)
		row.Cells = append(row.Cells, ui.Cell{Content: v.figure(body, p, reading, g, i)})
	}
	row.Cells = append(row.Cells, ui.Cell{Source: ui.Link{Text: v.sourceOf(body) + ", " + r.Words.Period(period), Href: r.To(rec.Ref)}})
	return row, true
}

func (v *view) figure(body *evidence.Indicator, p evidence.ReadPoint, reading evidence.Reading, region record.Record, i int) templ.Component {
	r := v.r
	s := chart.Spark{Frame: chart.Frame{ID: "spark-" + reading.Indicator.Slug() + "-" + strconv.Itoa(i), Words: r.Words, Title: r.Text(body.Title) + ", " + region.Name(string(r.Lang))},
		Series: chart.Series{Name: region.Name(string(r.Lang)), Sign: sign(i)}}
	for _, point := range reading.Points {
		f, _ := point.Value.Float64()
		s.Periods = append(s.Periods, point.Period)
		s.Series.Values = append(s.Series.Values, chart.Some(f))
	}
	picture := s.Draw()
	return ui.Figures(body.Figure(p.Value, string(r.Lang)), sign(i), &picture)
}

// unit stands under the name of a figure; a percentage has its sign beside the number.
func unit(text string, percent bool) string {
	if percent {
		return ""
	}
	return text
}

// common is the newest period in which all regions have a number.
func common(indicator record.Ref, regions []record.Record, readings map[evidence.ReadingKey]evidence.Reading) string {
	first := readings[evidence.ReadingKey{Indicator: indicator, Region: regions[0].Ref}]
	for _, p := range slices.Backward(first.Points) {
		everywhere := true
		for _, g := range regions[1:] {
			_, there := readings[evidence.ReadingKey{Indicator: indicator, Region: g.Ref}].At(p.Period)
			everywhere = everywhere && there
		}
		if everywhere {
			return p.Period
		}
	}
	return ""
}

// sourceOf names where an indicator's figures come from.
func (v *view) sourceOf(i *evidence.Indicator) string {
	if len(i.Sources) > 0 {
		return i.Sources[0].Title
	}
	if len(i.Inputs) > 0 {
		return v.tables[i.Inputs[0].Dataset]
	}
	return ""
}
