// SPDX-License-Identifier: EUPL-1.2

package chart_test

import (
	"math"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/i18n"
)

func units(values ...chart.Value) []chart.Unit {
	var all []chart.Unit
	for i, v := range values {
		x := float64(i) * 1000
		all = append(all, chart.Unit{Value: v, Shape: chart.Shape{ID: string(rune('a' + i)), Name: string(rune('A' + i)), Label: chart.Point{X: x + 400, Y: 400},
			Rings: [][]chart.Point{{{X: x, Y: 0}, {X: x + 900, Y: 0}, {X: x + 900, Y: 900}, {X: x, Y: 900}}}}})
	}
	return all
}

// TestKeysSayWhatThePictureSays: a map drawn elsewhere has the classes, words and sizes of the picture.
func TestKeysSayWhatThePictureSays(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.LT, i18n.LV, i18n.EN} {
		f := chart.Frame{ID: "m", Words: i18n.For(l), Title: "T", Unit: "%", Decimals: 1}
		m := chart.ChoroplethMap{Frame: f, Units: units(chart.Some(1), chart.Some(4.5), chart.Some(9), chart.Some(22), chart.Missing())}
		svg := string(m.Draw().SVG)
		styles := map[string]bool{}
		for _, k := range m.Keys() {
			styles[k.Style] = true
			if !strings.Contains(svg, k.Text) || !strings.Contains(svg, `class="`+k.Style+`"`) {
				t.Errorf("%s: the picture lacks %v", l, k)
			}
		}
		for _, u := range m.Units[:4] {
			if !styles[m.Style(u.Value)] {
				t.Errorf("%s: %v has the style %q, which no key explains", l, u.Value, m.Style(u.Value))
			}
		}
		if len(styles) < 2 || m.Style(chart.Missing()) != "" {
			t.Errorf("%s: %v", l, styles)
		}
		c := chart.CircleMap{Frame: f, Units: m.Units}
		svg = string(c.Draw().SVG)
		for _, k := range c.Keys() {
			if !strings.Contains(svg, k.Text) {
				t.Errorf("%s: the picture lacks %v", l, k)
			}
		}
		if r, q := c.Radius(chart.Some(4.5)), c.Radius(chart.Some(9)); math.Abs(q*q-2*r*r) > 1e-9 || r <= 0 {
			t.Errorf("%s: twice the number is not twice the area: %v, %v", l, r, q)
		}
		if c.Radius(chart.Missing()) != 0 || c.Radius(chart.Some(-3)) != 0 {
			t.Error("a circle for nothing")
		}
	}
	if (chart.ChoroplethMap{}).Keys() != nil || (chart.CircleMap{}).Keys() != nil {
		t.Error("a legend of nothing")
	}
}
