// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"sort"
)

// CircleMap shows counts: the area of a circle is the number, so big areas do not look like big numbers.
type CircleMap struct {
	Frame
	Ground
	Units []Unit
}

const maxRadius = 28.0

// Draw makes the picture. Negative counts cannot be drawn as areas; they are told in the table and hatched like the unknown.
func (m CircleMap) Draw() Picture {
	c := newCanvas(&m.Frame)
	units := byName(&m.Frame, m.Units)
	t := unitTable(&m.Frame, units)
	w, ok := m.window(units, circleMargin)
	top := m.top()
	if !ok || top <= 0 {
		return c.empty(t)
	}
	m.ground(c, w)
	missing := false
	for _, u := range units {
		d := w.trace(u.Shape)
		if d == "" {
			continue
		}
		c.path(d, sLand)
		if !u.Value.known() || u.Value.V < 0 {
			missing = true
			c.path(d, style{class: "c-nodata", attrs: c.hatch() + ` fill-rule="evenodd"`})
		}
	}
	m.outlines(c, w)
	radius := func(v float64) float64 { return radiusOf(v, top) }
	order := append([]Unit(nil), units...)
	sort.SliceStable(order, func(i, j int) bool { return order[i].Value.V > order[j].Value.V }) // small ones over big ones
	for _, u := range order {
		if u.Value.known() && u.Value.V > 0 {
			x, y := w.at(u.Shape.Label)
			c.circle(x, y, radius(u.Value.V), sDisc[u.Sign])
		}
	}
	c.endClip()
	m.circleNames(c, w, order, radius)
	y := m.scaleKey(c, w.h+8, top, radius)
	if missing {
		y = noDataKey(c, y)
	}
	c.h = y + 2
	return c.finish(t)
}

// circleNames writes name and value beside each circle, at the right, left, below or above, straight or aslant, where room is free.
func (m *CircleMap) circleNames(c *canvas, w window, order []Unit, radius func(float64) float64) {
	for _, o := range m.Outlines {
		if o.Shape.Name != "" && o.Shape.Label != (Point{}) {
			x, y := w.at(o.Shape.Label)
			c.label(x, y, []string{o.Shape.Name}, textSize+1, true, sName[o.Sign])
		}
	}
	type disc struct{ x, y, r float64 }
	var discs []disc
	for _, u := range order {
		if u.Value.known() && u.Value.V > 0 {
			x, y := w.at(u.Shape.Label)
			discs = append(discs, disc{x, y, radius(u.Value.V)})
		}
	}
	meets := func(b box) bool {
		for _, d := range discs {
			nx, ny := min(max(d.x, b.x0), b.x1), min(max(d.y, b.y0), b.y1)
			if (nx-d.x)*(nx-d.x)+(ny-d.y)*(ny-d.y) < d.r*d.r {
				return true
			}
		}
		return false
	}
	const size = smallSize - .5
	for _, u := range order {
		x, y := w.at(u.Shape.Label)
		r := 2.0
		if u.Value.known() && u.Value.V > 0 {
			r = radius(u.Value.V)
		}
		value := m.mapValue(u.Value)
		if !u.Value.known() || u.Value.V < 0 {
			c.label2(x, y, wrap(u.Shape.Name, 96, size, false), value)
			continue
		}
		tries := [][]string{append(wrap(u.Shape.Name, 96, size, false), value)}
		if whole(u.Shape.Name, 52, size, false) {
			tries = append(tries, append(wrap(u.Shape.Name, 52, size, false), value))
		}
		for _, ls := range append(tries, []string{value}) {
			wide := max(widest(ls, size, false), width(value, size, true))
			tall := float64(len(ls)) * 12.5
			done := false
			for _, p := range []struct {
				x, y float64
				a    anchor
			}{{x + r + 4, y - tall/2, start}, {x - r - 4, y - tall/2, end}, {x, y + r + 2, middle}, {x, y - r - 2 - tall, middle},
				{x - r, y + r + 2, start}, {x + r, y + r + 2, end}, {x - r, y - r - 2 - tall, start}, {x + r, y - r - 2 - tall, end}} {
				b := box{p.x, p.y, p.x + wide, p.y + tall, ""}
				switch p.a {
				case end:
					b.x0, b.x1 = p.x-wide, p.x
				case middle:
					b.x0, b.x1 = p.x-wide/2, p.x+wide/2
				}
				if !c.free(b) || meets(b) || b.y0 < 0 || b.y1 > w.h {
					continue
				}
				for i, l := range ls {
					c.text(p.x, p.y+10+float64(i)*12.5, p.a, l, size, i == len(ls)-1, sHalo)
				}
				done = true
				break
			}
			if done {
				break
			}
		}
	}
}

// scaleKey shows two circles with their numbers, so that sizes can be read.
func (m *CircleMap) scaleKey(c *canvas, y, top float64, radius func(float64) float64) float64 {
	if m.Unit != "" && !m.shortUnit() {
		for _, l := range wrap(m.Unit, c.w, smallSize, false) {
			c.text(0, y+11, start, l, smallSize, false, sQuiet)
			y += 14
		}
		y += 5
	}
	shown := scaleMarks(top)
	r := radius(shown[0])
	x := r + 1.5
	base := y + 2*r + 2
	for _, v := range shown {
		rr := radius(v)
		c.circle(x, base-rr, rr, lines("c-tie", edge, `stroke-width="1.2"`))
		c.line(x, base-2*rr, x+r+12, base-2*rr, sAxis)
		c.text(x+r+16, base-2*rr+4, start, m.scaleText(v), smallSize, false, sInk)
	}
	return base + 10
}

// scaleMarks are the two numbers whose circles explain the sizes, the larger first.
func scaleMarks(top float64) []float64 {
	marks := ticks(0, top, 2)
	big := marks[len(marks)-1]
	if big > top {
		big = marks[len(marks)-2]
	}
	if big <= 0 {
		big = top
	}
	return []float64{big, clean(big / 5)}
}

func (m *CircleMap) scaleText(v float64) string {
	return m.attach(m.words().Number(v, tickDecimals([]float64{v})))
}

// top is the largest number of the map.
func (m *CircleMap) top() float64 {
	top := 0.0
	for _, u := range m.Units {
		if u.Value.known() {
			top = max(top, u.Value.V)
		}
	}
	return top
}

// radiusOf makes the area of the circle the number.
func radiusOf(v, top float64) float64 { return maxRadius * math.Sqrt(v/top) }
