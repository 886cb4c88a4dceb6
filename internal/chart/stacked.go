// SPDX-License-Identifier: EUPL-1.2

package chart

import "math"

// StackChart shows a whole and its parts: one bar of full width for each series, cut into parts in one order. Colours follow
// the part, names stand in a list below with the share in each series. Six parts can be told apart; join the rest before.
type StackChart struct {
	Frame
	Parts  []string
	Series []Series // values are amounts; the picture shows their share of the sum of known, positive ones
}

// MaxParts is how many parts have a colour of their own; further ones are grey.
const MaxParts = 6

// Draw makes the picture. A series with an unknown part has no known whole: its bar is hatched and says "no data".
func (k StackChart) Draw() Picture {
	c := newCanvas(&k.Frame)
	t := seriesTable(&k.Frame, k.corner("chart.category"), k.Parts, k.Series)
	drawable := false
	for _, s := range k.Series {
		_, ok := k.whole(s)
		drawable = drawable || ok
	}
	if !drawable {
		return c.empty(t)
	}
	y := 0.0
	for _, s := range k.Series {
		c.sign(4.5, y+8, 4, s.Sign, sFill[s.Sign])
		for _, l := range wrap(s.Name, c.w-signRoom, textSize, true) {
			c.text(signRoom, y+12, start, l, textSize, true, sText[s.Sign])
			y += lineStep
		}
		y += 4
		k.bar(c, s, y)
		y += 26 + 12
	}
	y = k.legend(c, y)
	c.h = y + 2
	return c.finish(t)
}

// whole is the sum of the parts, known only when each part is known and none is negative.
func (k *StackChart) whole(s Series) (float64, bool) {
	sum := 0.0
	for i := range k.Parts {
		v := s.at(i)
		if !v.known() || v.V < 0 {
			return 0, false
		}
		sum += v.V
	}
	return sum, sum > 0 && !math.IsInf(sum, 0)
}

func partStyle(i int) style {
	if i < len(sPart) {
		return sPart[i]
	}
	return sPlain
}

func (k *StackChart) bar(c *canvas, s Series, y float64) {
	const h = 26.0
	sum, ok := k.whole(s)
	if !ok {
		hatched(c, 0.5, y+.5, c.w-1, h-1)
		word := c.frame.words().NoData()
		w := width(word, textSize, false)
		c.rect(c.w/2-w/2-6, y+4, w+12, h-8, sPaper)
		c.text(c.w/2, y+h/2+4.2, middle, word, textSize, false, sInk)
		return
	}
	x := 0.0
	for i := range k.Parts {
		w := s.at(i).V / sum * c.w
		c.rect(x, y, max(0, w-1.2), h, partStyle(i)) // the gap of paper parts neighbours for every eye
		x += w
	}
	c.rect(.5, y+.5, c.w-1, h-1, sSwatch)
}

// legend lists the parts with their value in each series, as columns under the signs.
func (k *StackChart) legend(c *canvas, y float64) float64 {
	cols := make([]float64, len(k.Series)) // right ends
	x := c.w
	for j := len(k.Series) - 1; j >= 0; j-- {
		w := 14.0
		for i := range k.Parts {
			w = max(w, width(k.say(k.Series[j].at(i)), textSize, true))
		}
		cols[j] = x
		x -= w + 12
	}
	for j, s := range k.Series {
		if len(k.Series) > 1 {
			c.sign(cols[j]-5, y+6, 4, s.Sign, sFill[s.Sign])
		}
	}
	if len(k.Series) > 1 {
		y += 16
	}
	if k.Unit != "" && !k.shortUnit() {
		c.text(0, y-4, start, k.Unit, smallSize, false, sQuiet)
	}
	for i, name := range k.Parts {
		c.rect(.5, y+3.5, 11, 11, partStyle(i))
		c.rect(.5, y+3.5, 11, 11, sSwatch)
		for j, s := range k.Series {
			v := s.at(i)
			c.text(cols[j], y+13, end, k.say(v), textSize, v.known(), sText[s.Sign])
		}
		for _, l := range wrap(name, x-20, textSize, false) {
			c.text(18, y+13, start, l, textSize, false, sInk)
			y += lineStep
		}
		y += 4.5
	}
	return y
}

// hatched draws a box of "no data".
func hatched(c *canvas, x, y, w, h float64) {
	c.rect(x, y, w, h, style{class: "c-nodata", attrs: c.hatch()})
	c.rect(x, y, w, h, sSwatch)
}
