// SPDX-License-Identifier: EUPL-1.2

package chart

import "strings"

// ChangeChart shows gains and losses from a zero line: upright pairs of bars for a few short groups (periods), lying bars for
// many or long ones.
type ChangeChart struct {
	Frame
	Groups []string
	Series []Series
}

const changeHeight = 150.0

// Draw makes the picture.
func (g ChangeChart) Draw() Picture {
	g.Signed = true
	c := newCanvas(&g.Frame)
	t := seriesTable(&g.Frame, g.corner("chart.period"), g.Groups, g.Series)
	var s span
	for _, r := range g.Series {
		for i := range g.Groups {
			s.add(r.at(i))
		}
	}
	if !s.any {
		return c.empty(t)
	}
	s.add(Some(0))
	if !g.upright(c) {
		lying := GroupChart(g)
		lying.Corner = t.Corner
		return lying.Draw()
	}
	g.draw(c, s)
	return c.finish(t)
}

// step is the width of one group.
func (g *ChangeChart) step(c *canvas) float64 { return c.w / float64(len(g.Groups)) }

// upright tells whether every number fits over its bar and every group's name under its bars in at most two lines.
func (g *ChangeChart) upright(c *canvas) bool {
	step := g.step(c)
	each := (step - 8) / float64(max(1, len(g.Series)))
	for _, r := range g.Series {
		for i := range g.Groups {
			if v := r.at(i); v.known() && width(g.number(v), smallSize, true) > each+4 {
				return false
			} else if room := min(each, widestBar+6); !v.known() && !fits(g.words().NoData(), room) {
				return false
			}
		}
	}
	for _, name := range g.Groups {
		if len(wrap(name, step-8, smallSize, false)) > 2 {
			return false
		}
		for _, w := range pieces(name) {
			if width(w, smallSize, false) > step-6 {
				return false
			}
		}
	}
	return len(g.Groups) > 0 && len(g.Groups)*len(g.Series) <= 16
}

// widestBar keeps a few bars from becoming walls.
const widestBar = 34.0

// fits tells whether the words can stand in a column of that width without a word being cut.
func fits(words string, room float64) bool {
	for _, w := range strings.Fields(words) {
		if width(w, smallSize, false) > room-1 {
			return false
		}
	}
	return true
}

// number leaves the unit to the heading: over a bar there is no room for it.
func (g *ChangeChart) number(v Value) string { return g.num(v.V) }

func (g *ChangeChart) draw(c *canvas, s span) {
	top := signKey(c, g.Series, 0)
	if g.Unit != "" {
		c.text(0, top+9, start, g.Unit, smallSize, false, sQuiet)
		top += 15
	}
	above, below := 6.0, 6.0 // room for numbers
	if s.hi > 0 {
		above = 18
	}
	if s.lo < 0 {
		below = 18
	}
	y := scale{s.lo, s.hi, top + above + changeHeight, top + above}
	step := g.step(c)
	bar := min(widestBar, (step-14)/float64(len(g.Series))-3)
	names := y.r0 + below + 13
	lines := 1
	for i, name := range g.Groups {
		mid := step * (float64(i) + .5)
		x := mid - (bar+3)*float64(len(g.Series))/2 + 1.5
		for _, r := range g.Series {
			g.bar(c, y, x, bar, r.Sign, r.at(i))
			x += bar + 3
		}
		ls := wrap(name, step-8, smallSize, false)
		lines = max(lines, len(ls))
		for j, l := range ls {
			c.text(mid, names+float64(j)*13.5, middle, l, smallSize, false, sQuiet)
		}
	}
	c.line(0, y.at(0), c.w, y.at(0), sZero)
	c.h = names + float64(lines-1)*13.5 + 6
}

func (g *ChangeChart) bar(c *canvas, y scale, x, w float64, who Sign, v Value) {
	zero := y.at(0)
	if !v.known() {
		ls := wrap(g.words().NoData(), w+6, smallSize, false)
		for i, l := range ls {
			c.text(x+w/2, zero-float64(len(ls)-i)*12.5+7, middle, l, smallSize, false, sQuiet)
		}
		return
	}
	to := y.at(v.V)
	from, h := min(zero, to), max(zero, to)-min(zero, to)
	if v.Status&(Provisional|Estimated) != 0 {
		c.rect(x+.9, from, w-1.8, h, sHollow[who])
	} else {
		c.rect(x, from, w, h, sFill[who])
	}
	at := to - 5
	if v.V < 0 {
		at = to + 13
	}
	c.text(x+w/2, at, middle, g.number(v), smallSize, true, sText[who])
}
