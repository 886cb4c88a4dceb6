// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"cmp"
	"math"
	"slices"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/territory"
)

// View is the picture declared for a method: one column of one table, as bars, or as a map where the rows are units with outlines.
// A method without tables shows its statistic beside what was expected.
type View struct {
	Table, Label, Value string
	Map                 bool // the rows are units
	Diverging           bool // values lie around zero
	// Each is a column of the table one of whose values a picture is about: a reader chooses which series is drawn.
	Each string
	// Together is up to how many of Each stand in one picture; 0 is one.
	Together int
	// Past is the table whose years a picture shows before those of the result; Shown.Past brings them.
	Past string
	// Draw makes another picture than bars and maps.
	Draw func(d *Data, s Shown, frame chart.Frame) (chart.Picture, error)
}

// mostBars is how many rows bars show: the largest and the smallest; the table beside the picture has no more.
const mostBars = 30

// Shown says how a picture is to be labelled.
type Shown struct {
	ID    string // prefix of ids in the SVG, unique on its page
	Words *i18n.Localizer
	Title string
	Name  func(code string) string // what a unit or an activity is called; nil shows codes
	Pick  string                   // which of Picks is drawn; empty is the first
	Past  map[string]Earlier       // what was known of each series; see Past
}

// Picks are what a picture of the run can be about, in the order of the result; none when there is one picture of all.
func (d *Data) Picks() []string {
	m, err := Find(d.method)
	if err != nil || m.View.Each == "" {
		return nil
	}
	rows, err := d.Rows(m.View.Table)
	if err != nil {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for _, row := range rows {
		if name := keyText(row[m.View.Each]); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	if len(out) <= max(1, m.View.Together) {
		return nil // all stand in one picture
	}
	return out
}

// Picture draws what was declared for the method, with its data table.
func (r *Run) Picture(s Shown) (chart.Picture, error) {
	d, err := r.Data()
	if err != nil {
		return chart.Picture{}, err
	}
	m, err := Find(r.Method)
	if err != nil {
		return chart.Picture{}, err
	}
	if s.Name == nil {
		s.Name = func(code string) string { return code }
	}
	frame := chart.Frame{ID: s.ID, Words: s.Words, Title: s.Title, Decimals: 3}
	if m.View.Draw != nil {
		return m.View.Draw(d, s, frame)
	}
	if m.View.Table == "" {
		return d.statistics(m, frame)
	}
	rows, err := d.Rows(m.View.Table)
	if err != nil {
		return chart.Picture{}, err
	}
	if m.View.Map && len(r.Inputs) > 0 && r.Inputs[0].Scheme == territory.NUTS {
		p, drawn, err := mapOf(m.View, rows, r.Inputs[0].Territory, frame, s.Name)
		if err != nil || drawn {
			return p, err
		}
	}
	return barsOf(m.View, rows, frame, s.Name), nil
}

// statistics are bars of the values of the whole.
func (d *Data) statistics(m *Method, frame chart.Frame) (chart.Picture, error) {
	b := chart.BarChart{Frame: frame, Unsorted: true}
	for _, c := range m.Values {
		if c.Name != "statistic" && c.Name != "expected" && len(m.Values) > 4 {
			continue
		}
		v, err := d.Value(c.Name)
		if err != nil {
			return chart.Picture{}, err
		}
		if n, ok := v.(float64); ok || v == nil {
			b.Bars = append(b.Bars, chart.Bar{Label: frame.Words.T(c.HelpKey()), Value: chart.Value{V: n, OK: ok}})
		}
	}
	return b.Draw(), nil
}

func barsOf(v View, rows []map[string]any, frame chart.Frame, name func(string) string) chart.Picture {
	bars := make([]chart.Bar, 0, len(rows))
	for _, row := range rows {
		code, _ := row[v.Label].(string)
		n, ok := row[v.Value].(float64)
		bars = append(bars, chart.Bar{Label: name(code), Value: chart.Value{V: n, OK: ok}})
	}
	if len(bars) > mostBars {
		slices.SortStableFunc(bars, func(a, b chart.Bar) int { return cmp.Compare(weight(b), weight(a)) })
		bars = append(bars[:mostBars/2:mostBars/2], bars[len(bars)-mostBars/2:]...)
	}
	return chart.BarChart{Frame: frame, Bars: bars}.Draw()
}

// weight puts what is not known last.
func weight(b chart.Bar) float64 {
	if !b.Value.OK {
		return math.Inf(-1)
	}
	return b.Value.V
}

// mapOf draws units that have an outline in the version of the numbers; it is not drawn when fewer than half of them have.
func mapOf(v View, rows []map[string]any, version string, frame chart.Frame, name func(string) string) (chart.Picture, bool, error) {
	all, err := baltic()
	if err != nil {
		return chart.Picture{}, false, err
	}
	var picked []string
	at := map[string]map[string]any{}
	for _, row := range rows {
		code, _ := row[v.Label].(string)
		if s, ok := all.Find(territory.Code{Scheme: territory.NUTS, Version: version, Code: code}); ok {
			picked = append(picked, s.ID)
			at[s.ID] = row
		}
	}
	if 2*len(picked) < len(rows) || len(picked) == 0 {
		return chart.Picture{}, false, nil
	}
	shapes, err := all.Pick(picked...)
	if err != nil {
		return chart.Picture{}, false, err
	}
	m := chart.ChoroplethMap{Frame: frame, Diverging: v.Diverging}
	for _, s := range shapes.Projected(territory.EPSG3035) {
		row := at[s.ID]
		code, _ := row[v.Label].(string)
		n, ok := row[v.Value].(float64)
		shape := drawn(s)
		shape.Name = name(code)
		m.Units = append(m.Units, chart.Unit{Shape: shape, Value: chart.Value{V: n, OK: ok}})
	}
	for _, s := range all.OfLayer(territory.LayerContext).Projected(territory.EPSG3035) {
		m.Land = append(m.Land, drawn(s))
	}
	return m.Draw(), true, nil
}

func drawn(s territory.ProjectedShape) chart.Shape {
	out := chart.Shape{ID: s.ID, Name: s.Name, Label: chart.Point(s.Label)}
	for _, ring := range s.Rings {
		r := make([]chart.Point, len(ring))
		for k, p := range ring {
			r[k] = chart.Point(p)
		}
		out.Rings = append(out.Rings, r)
	}
	return out
}
