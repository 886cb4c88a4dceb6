// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"sort"

	"github.com/sumanus/sumanus/internal/fault"
)

// breaks gives the limits between classes: the caller's, or round numbers that part the data well.
func (m *ChoroplethMap) breaks(units []Unit) []float64 {
	most := len(sSea) - 1
	if m.Diverging {
		most = 5
	}
	var given []float64
	for _, b := range m.Breaks {
		if Some(b).known() && (len(given) == 0 || b > given[len(given)-1]) && len(given) < most {
			given = append(given, b)
		}
	}
	if len(given) > 0 {
		return given
	}
	var vs []float64
	for _, u := range units {
		if u.Value.known() {
			vs = append(vs, u.Value.V)
		}
	}
	sort.Float64s(vs)
	if len(vs) == 0 {
		return nil
	}
	if m.Diverging {
		return divergingBreaks(vs)
	}
	var out []float64
	for q := 1; q <= 3; q++ { // quarters of the units, at round numbers
		i := min(len(vs)*q/4, len(vs)-1)
		out = appendRound(out, vs[i], vs[len(vs)-1]-vs[0])
	}
	for len(out) > 0 && out[0] <= vs[0] {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1] > vs[len(vs)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// divergingBreaks puts zero in the middle and one round limit on each side that has data on both sides of it.
func divergingBreaks(vs []float64) []float64 {
	lo, hi := vs[0], vs[len(vs)-1]
	var out []float64
	if lo < 0 {
		neg := vs[:sort.SearchFloat64s(vs, 0)]
		out = appendRound(out, neg[(len(neg)-1)/2], -lo)
		if len(out) == 1 && (out[0] <= lo || out[0] >= 0) {
			out = nil
		}
	}
	if lo < 0 && hi >= 0 || lo == 0 || hi == 0 {
		out = append(out, 0)
	}
	if hi > 0 {
		pos := vs[sort.Search(len(vs), func(i int) bool { return vs[i] > 0 }):]
		before := len(out)
		out = appendRound(out, pos[(len(pos)-1)/2], hi)
		if len(out) > before && (out[before] >= hi || out[before] <= 0) {
			out = out[:before]
		}
	}
	return out
}

// appendRound rounds a limit to about a twentieth of the range and keeps the list ascending.
func appendRound(list []float64, v, extent float64) []float64 {
	if extent > 0 {
		step := niceStep(extent / 10)
		if r := clean(math.Round(v/step) * step); Some(r).known() {
			v = r
		}
	}
	if len(list) > 0 && v <= list[len(list)-1] {
		return list
	}
	return append(list, v)
}

// niceStep is the step of 1, 2 or 5 that is nearest below a length.
func niceStep(v float64) float64 {
	base := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{5, 2} {
		if v >= base*m*.9 {
			return base * m
		}
	}
	return base
}

// class is the number of the class of a value: 0 below the first limit.
func class(v float64, breaks []float64) int {
	return sort.Search(len(breaks), func(i int) bool { return v < breaks[i] })
}

// style is the fill of a value.
func (m *ChoroplethMap) style(v float64, breaks []float64) style {
	return m.classStyle(class(v, breaks), breaks)
}

// classStyle is the fill of a class. Diverging: classes below zero are dune, stronger away from zero, the others sea.
func (m *ChoroplethMap) classStyle(k int, breaks []float64) style {
	if !m.Diverging {
		return sSea[min(k, len(sSea)-1)]
	}
	below := 0 // how many classes lie below zero
	for _, b := range breaks {
		if b <= 0 {
			below++
		}
	}
	if len(breaks) > 0 && breaks[len(breaks)-1] < 0 || len(breaks) == 0 && m.allBelow() {
		below = len(breaks) + 1
	}
	if k < below {
		return sDune[min(below-1-k, len(sDune)-1)]
	}
	return sSea[min(k-below, 2)]
}

func (m *ChoroplethMap) allBelow() bool {
	for _, u := range m.Units {
		if u.Value.known() && u.Value.V >= 0 {
			return false
		}
	}
	return true
}

// legend writes the classes under the map, low to high, as a sentence would say them.
func (m *ChoroplethMap) legend(c *canvas, y float64, breaks []float64, units []Unit) float64 {
	var s span
	for _, u := range units {
		s.add(u.Value)
	}
	if !s.any {
		return y
	}
	if m.Unit != "" && !m.shortUnit() {
		for _, l := range wrap(m.Unit, c.w, smallSize, false) {
			c.text(0, y+11, start, l, smallSize, false, sQuiet)
			y += 14
		}
		y += 3
	}
	x := 0.0
	for k := 0; k <= len(breaks); k++ {
		text := m.classText(k, breaks, s)
		if need := 25 + width(text, smallSize, false); x > 0 && (x+need > c.w || x >= c.w/2+1) {
			x, y = 0, y+18
		}
		c.rect(x+.5, y+2.5, 17, 11, m.classStyle(k, breaks))
		c.rect(x+.5, y+2.5, 17, 11, sSwatch)
		c.text(x+25, y+12, start, text, smallSize, false, sInk)
		if 25+width(text, smallSize, false) > c.w/2-8 {
			x = c.w
		} else {
			x += c.w / 2
		}
	}
	return y + 18
}

// classText says what the values of a class are.
func (m *ChoroplethMap) classText(k int, breaks []float64, s span) string {
	w := m.words()
	limit := func(v float64) string {
		d := tickDecimals([]float64{v})
		if m.Signed {
			return m.attach(w.Signed(v, d))
		}
		return m.attach(w.Number(v, d))
	}
	switch {
	case len(breaks) == 0:
		return w.T("chart.class-between", fault.A{"from": m.mapValue(Some(s.lo)), "to": m.mapValue(Some(s.hi))})
	case k == 0:
		return w.T("chart.class-below", fault.A{"to": limit(breaks[0])})
	case k == len(breaks):
		return w.T("chart.class-above", fault.A{"from": limit(breaks[k-1])})
	}
	return w.T("chart.class-between", fault.A{"from": limit(breaks[k-1]), "to": limit(breaks[k])})
}
