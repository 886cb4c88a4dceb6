// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/i18n"
)

// anyValue is what may come: missing, zero, negative, tiny, huge, and what is no number at all.
func anyValue(t *rapid.T) Value {
	v := rapid.SampledFrom([]float64{0, 1, -1, 12.5, 1e-9, 1e9, -1e9, 1e18, 1e300, -1e300, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1)}).Draw(t, "v")
	if rapid.Bool().Draw(t, "ordinary") {
		v = rapid.Float64Range(-1000, 1000).Draw(t, "o")
	}
	return Value{V: v, OK: rapid.IntRange(0, 4).Draw(t, "ok") > 0, Status: Status(rapid.IntRange(0, 7).Draw(t, "status"))}
}

func anyText(t *rapid.T) string {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "Kurzeme", "Klaipėdos regionas", "a & b <c> \"d\"", "Profesionālie un administratīvie pakalpojumi", "x\x00y\xff", "日本語", "2021-Q1", strings.Repeat("ļoti", 30)}),
		rapid.String()).Draw(t, "text")
}

func anySeries(t *rapid.T, most int) []Series {
	var out []Series
	for range rapid.IntRange(0, most).Draw(t, "series") {
		s := Series{Name: anyText(t), Sign: Sign(rapid.IntRange(0, 3).Draw(t, "sign"))}
		for range rapid.IntRange(0, 9).Draw(t, "values") {
			s.Values = append(s.Values, anyValue(t))
		}
		out = append(out, s)
	}
	return out
}

// anyFan is a forecast whose parts need not fit together.
func anyFan(t *rapid.T, f Frame, periods []string) FanChart {
	some := func() (out []Value) {
		for range rapid.IntRange(0, 6).Draw(t, "some") {
			out = append(out, anyValue(t))
		}
		return out
	}
	c := FanChart{Frame: f, Periods: periods, Known: some(), Ahead: some(), Sign: Sign(rapid.IntRange(0, 3).Draw(t, "sign")), Zoom: rapid.Bool().Draw(t, "zoom")}
	for range rapid.IntRange(0, 2).Draw(t, "bands") {
		c.Bands = append(c.Bands, Band{Name: anyText(t), Lower: some(), Upper: some()})
	}
	if rapid.Bool().Draw(t, "target") {
		c.Target = &Goal{Value: anyValue(t), Words: anyText(t)}
	}
	return c
}

func anyUnits(t *rapid.T) []Unit {
	var out []Unit
	for range rapid.IntRange(0, 6).Draw(t, "units") {
		u := Unit{Value: anyValue(t), Sign: Sign(rapid.IntRange(0, 3).Draw(t, "sign")), Shape: Shape{Name: anyText(t)}}
		var ring []Point
		for range rapid.IntRange(0, 7).Draw(t, "points") {
			ring = append(ring, Point{anyValue(t).V, anyValue(t).V * 1000})
		}
		u.Shape.Rings = [][]Point{ring, nil}
		u.Shape.Label = Point{anyValue(t).V, anyValue(t).V}
		out = append(out, u)
	}
	return out
}

// TestAnything: whatever comes in, what goes out is a well-formed picture with finite numbers and a full table.
func TestAnything(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := Frame{ID: anyText(r), Words: i18n.For(rapid.SampledFrom(i18n.Known()).Draw(r, "lang")), Title: anyText(r), Unit: rapid.SampledFrom([]string{"", "%", "€", "eiro uz vienu iedzīvotāju"}).Draw(r, "unit"),
			Decimals: rapid.IntRange(-1, 3).Draw(r, "decimals"), Signed: rapid.Bool().Draw(r, "signed")}
		var groups []string
		for range rapid.IntRange(0, 9).Draw(r, "groups") {
			groups = append(groups, anyText(r))
		}
		series := anySeries(r, 4)
		var bars []Bar
		for i, g := range groups {
			bars = append(bars, Bar{Label: g, Sign: Sign(i % 4), Value: anyValue(r)})
		}
		var ref *Reference
		if rapid.Bool().Draw(r, "ref") {
			ref = &Reference{Label: anyText(r), Value: anyValue(r).V}
		}
		units := anyUnits(r)
		ground := Ground{Outlines: []Outline{{Shape: Shape{Name: "R", Rings: [][]Point{{{0, 0}, {100, 0}, {100, 90}}}, Label: Point{50, 40}}, Sign: First}}}
		one := Series{}
		if len(series) > 0 {
			one = series[0]
		}
		draws := map[string]func() Picture{
			"fan":   anyFan(r, f, groups).Draw,
			"line":  LineChart{Frame: f, Periods: groups, Series: series, Zoom: rapid.Bool().Draw(r, "zoom")}.Draw,
			"bars":  BarChart{Frame: f, Bars: bars, Reference: ref}.Draw,
			"group": GroupChart{Frame: f, Groups: groups, Series: series}.Draw,
			"stack": StackChart{Frame: f, Parts: groups, Series: series}.Draw,
			"chg":   ChangeChart{Frame: f, Groups: groups, Series: series}.Draw,
			"spark": Spark{Frame: f, Periods: groups, Series: one}.Draw,
			"dumb":  DumbbellChart{Frame: f, Groups: groups, Series: series}.Draw,
			"pyr":   PyramidChart{Frame: f, Ages: groups, Men: series, Women: series}.Draw,
			"rate":  ChoroplethMap{Frame: f, Ground: ground, Units: units, Diverging: rapid.Bool().Draw(r, "div")}.Draw,
			"count": CircleMap{Frame: f, Ground: ground, Units: units}.Draw,
		}
		for name, draw := range draws {
			p := draw()
			for _, e := range wellFormed(t, name, p) {
				finiteAttributes(t, name, e)
			}
			if string(draw().SVG) != string(p.SVG) {
				r.Fatalf("%s: two pictures of one thing", name)
			}
			for _, row := range p.Table.Rows {
				if len(row.Cells) != len(p.Table.Columns) {
					r.Fatalf("%s: %d cells under %d headings", name, len(row.Cells), len(p.Table.Columns))
				}
			}
		}
		if t.Failed() {
			r.FailNow()
		}
	})
}

func finiteAttributes(t testing.TB, name string, e xml.StartElement) {
	t.Helper()
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height":
			var v float64
			if _, err := fmt.Sscan(a.Value, &v); err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
				t.Errorf("%s: <%s %s=%q>", name, e.Name.Local, a.Name.Local, a.Value)
			}
			if (a.Name.Local == "width" || a.Name.Local == "height" || a.Name.Local == "r") && v < 0 {
				t.Errorf("%s: <%s> of size %s", name, e.Name.Local, a.Value)
			}
		}
	}
}

// TestBarsStartAtZero: the length of each bar is its value, on one scale, from the zero line.
func TestBarsStartAtZero(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var bars []Bar
		for i := range rapid.IntRange(1, 8).Draw(r, "n") {
			bars = append(bars, Bar{Label: fmt.Sprint("Region ", i), Value: Some(rapid.Float64Range(40, 100).Draw(r, "v")), Sign: First})
		}
		p := BarChart{Frame: Frame{ID: "b", Title: "t"}, Bars: bars}.Draw()
		sorted := (&BarChart{Bars: bars}).ranked()
		var x, unit float64
		i := 0
		for _, e := range wellFormed(t, "bars", p) {
			if e.Name.Local != "rect" {
				continue
			}
			from, w := number(t, e, "x"), number(t, e, "width")
			if i == 0 {
				x, unit = from, w/sorted[0].Value.V
			}
			if from != x || math.Abs(w-unit*sorted[i].Value.V) > .02 {
				r.Fatalf("bar %d from %g is %g long; value %g asks for %g", i, from, w, sorted[i].Value.V, unit*sorted[i].Value.V)
			}
			i++
		}
		if i != len(bars) {
			r.Fatalf("%d bars of %d", i, len(bars))
		}
	})
}

// TestGapsStayOpen: no path runs over a missing value or a break.
func TestGapsStayOpen(t *testing.T) {
	vs := values(1, 2, nan, 4, 5, nan, 7)
	vs[4].Status = Break
	p := LineChart{Frame: Frame{ID: "g", Title: "t"}, Periods: years(2010, 2016), Series: []Series{{Name: "A", Sign: First, Values: vs}}}.Draw()
	paths := 0
	for _, e := range wellFormed(t, "gaps", p) {
		if e.Name.Local == "path" {
			paths++
			if n := strings.Count(attr(e, "d"), "L"); n != 1 {
				t.Errorf("path %s joins %d points, expected two years only", attr(e, "d"), n+1)
			}
		}
	}
	if paths != 1 {
		t.Errorf("%d paths; only 2010–2011 are neighbours without a break", paths)
	}
	svg := string(p.SVG)
	for _, want := range []string{"A: no data 2012, 2015", "break in series"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
}

func TestTicks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		lo := rapid.Float64Range(-1e6, 1e6).Draw(r, "lo")
		hi := lo + rapid.Float64Range(0, 1e6).Draw(r, "extent")
		k := ticks(lo, hi, 4)
		if len(k) < 2 || len(k) > 7 || k[0] > lo+1e-6*(k[1]-k[0]) || k[len(k)-1] < hi-1e-6*(k[1]-k[0]) {
			r.Fatalf("ticks of %g to %g: %v", lo, hi, k)
		}
		for i := 1; i < len(k); i++ {
			if k[i] <= k[i-1] {
				r.Fatalf("ticks do not rise: %v", k)
			}
		}
	})
}

func TestClasses(t *testing.T) {
	breaks := []float64{-1, 0, 2}
	m := ChoroplethMap{Diverging: true}
	for v, want := range map[float64]string{-3: "c-dune2", -1: "c-dune1", -.1: "c-dune1", 0: "c-sea1", 1.9: "c-sea1", 2: "c-sea2"} {
		if got := m.style(v, breaks).class; got != want {
			t.Errorf("%g is %s, expected %s", v, got, want)
		}
	}
}
