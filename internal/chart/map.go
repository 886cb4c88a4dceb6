// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"fmt"
	"sort"
)

// Unit is an area with its value.
type Unit struct {
	Shape Shape
	Value Value
	Sign  Sign // region it belongs to: the hue of its circle
}

// Outline is the border of a region, drawn in its hue over the units, with its name.
type Outline struct {
	Shape Shape
	Sign  Sign
}

// Ground is what lies under the data of a map.
type Ground struct {
	Land     []Shape // neighbours, for orientation; they do not widen the picture
	Outlines []Outline
	Water    string // name of the sea, optional
	WaterAt  Point
}

// ChoroplethMap shows rates as fills. Counts belong on a CircleMap: a big area must not look like a big number.
type ChoroplethMap struct {
	Frame
	Ground
	Units     []Unit
	Diverging bool      // dune for loss and sea for gain around zero, instead of pale to deep
	Breaks    []float64 // between classes, ascending, at most 3 (or 5 when diverging); chosen from the data when empty
}

// Draw makes the picture.
func (m ChoroplethMap) Draw() Picture {
	c := newCanvas(&m.Frame)
	units := byName(&m.Frame, m.Units)
	t := unitTable(&m.Frame, units)
	w, ok := m.window(units, mapMargin)
	if !ok {
		return c.empty(t)
	}
	breaks := m.breaks(units)
	m.ground(c, w)
	missing := false
	for _, u := range units {
		d := w.trace(u.Shape)
		if d == "" {
			continue
		}
		if !u.Value.known() {
			missing = true
			fmt.Fprintf(&c.body, "<path d=\"%s\" class=\"c-nodata\" %s fill-rule=\"evenodd\"/>\n", d, c.hatch())
			c.path(d, lines(sSwatch.class, edge, `stroke-width="0.8"`))
			continue
		}
		c.path(d, m.style(u.Value.V, breaks))
	}
	m.outlines(c, w)
	c.endClip()
	m.names(c, w, units, func(u Unit) string { return m.mapValue(u.Value) })
	y := m.legend(c, w.h+8, breaks, units)
	if missing {
		y = noDataKey(c, y)
	}
	c.h = y + 2
	return c.finish(t)
}

// mapValue is a value on the map itself: a long unit stands over the legend once.
func (f *Frame) mapValue(v Value) string {
	if v.known() && !f.shortUnit() {
		return f.num(v.V)
	}
	return f.say(v)
}

// attach puts a short unit to a number.
func (f *Frame) attach(number string) string {
	if f.shortUnit() {
		return f.words().Attach(number, f.Unit)
	}
	return number
}

// window frames units and outlines.
func (g *Ground) window(units []Unit, margin float64) (window, bool) {
	var all []Shape
	for _, u := range units {
		all = append(all, u.Shape)
	}
	for _, o := range g.Outlines {
		all = append(all, o.Shape)
	}
	return fit(all, boxWidth, margin)
}

func (c *canvas) endClip() { c.body.WriteString("</g>\n") }

// ground draws sea and land and opens the group that is cut at the frame.
func (g *Ground) ground(c *canvas, w window) {
	fmt.Fprintf(&c.defs, "<defs><clipPath id=\"%s-c\"><rect width=\"%s\" height=\"%s\"/></clipPath></defs>\n", c.id(), n(w.w), n(w.h))
	fmt.Fprintf(&c.body, "<g clip-path=\"url(#%s-c)\">\n", c.id())
	c.rect(0, 0, w.w, w.h, sWater)
	for _, s := range g.Land {
		if d := w.trace(s); d != "" {
			c.path(d, sLand)
		}
	}
}

func (g *Ground) outlines(c *canvas, w window) {
	for _, o := range g.Outlines {
		if d := w.trace(o.Shape); d != "" {
			c.path(d, sUnder)
			c.path(d, sOutline[o.Sign])
		}
	}
}

// names writes regions first, then units from big to small: inside, on the water beside, or not at all where it would collide. A
// number without its name would be read as its neighbour's; the table has them all.
func (g *Ground) names(c *canvas, w window, units []Unit, value func(Unit) string) {
	for _, o := range g.Outlines {
		if o.Shape.Name == "" || o.Shape.Label == (Point{}) {
			continue
		}
		x, y := w.at(o.Shape.Label)
		c.label(x, y, []string{o.Shape.Name}, textSize+1, true, sName[o.Sign])
	}
	if g.Water != "" {
		x, y := w.at(g.WaterAt)
		c.label(x, y, wrap(g.Water, 70, smallSize, false), smallSize, false, sQuiet)
	}
	order := make([]int, len(units))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return area2(units[order[i]].Shape) > area2(units[order[j]].Shape) })
	for _, i := range order {
		u := units[i]
		if u.Shape.Label == (Point{}) {
			continue
		}
		x, y := w.at(u.Shape.Label)
		name := wrap(u.Shape.Name, 96, labelSize, false)
		roomy := w.k*w.k*area2(u.Shape)/2 > 900 // about 30 × 30 units: a name inside does not hide its own area
		switch {
		case roomy && c.label2(x, y, name, value(u)):
		case g.atSea(c, w, units, i, name, value(u)):
		case whole(u.Shape.Name, 52, labelSize, false) && g.atSea(c, w, units, i, wrap(u.Shape.Name, 52, labelSize, false), value(u)):
		default:
			c.label2(x, y, name, value(u))
		}
	}
}

const (
	labelSize = smallSize - .5
	labelStep = 12.5
)

// atSea writes a small unit's name on the water beside it, with a thin line to its place.
func (g *Ground) atSea(c *canvas, w window, units []Unit, i int, name []string, value string) bool {
	lines := append(append([]string(nil), name...), value)
	wide := max(widest(name, labelSize, false), width(value, labelSize, true))
	tall := float64(len(lines)) * labelStep
	x, y := w.at(units[i].Shape.Label)
	wet := func(px, py float64) bool {
		for _, u := range units {
			if w.inside(u.Shape, px, py) {
				return false
			}
		}
		for _, l := range g.Land {
			if w.inside(l, px, py) {
				return false
			}
		}
		return true
	}
	for _, far := range []float64{6, 12, 18, 26, 36, 48} {
		for _, dy := range []float64{0, -10, 10} {
			for _, side := range []float64{-1, 1} {
				b := box{x + far, y + dy - tall/2, x + far + wide, y + dy + tall/2, ""}
				if side < 0 {
					b.x0, b.x1 = x-far-wide, x-far
				}
				mid := (b.y0 + b.y1) / 2
				if b.y0 < 2 || b.y1 > w.h-2 || b.x0 < 2 || b.x1 > w.w-2 || !c.free(b) || !wet(b.x0, mid) || !wet((b.x0+b.x1)/2, mid) || !wet(b.x1, mid) ||
					!wet((b.x0+b.x1)/2, b.y0) || !wet((b.x0+b.x1)/2, b.y1) {
					continue
				}
				a, tx, near := start, b.x0, b.x0-2
				if side < 0 {
					a, tx, near = end, b.x1, b.x1+2
				}
				c.line(near, mid, x, y, sAxis)
				c.circle(x, y, 1.6, sInk)
				for k, l := range lines {
					c.text(tx, b.y0+10+float64(k)*labelStep, a, l, labelSize, k == len(lines)-1, sHalo)
				}
				return true
			}
		}
	}
	return false
}

// label writes lines centred at a point, kept inside the picture.
func (c *canvas) label(x, y float64, ls []string, size float64, bold bool, s style) {
	half := widest(ls, size, bold) / 2
	x = min(max(x, half+3), c.w-half-3)
	y = max(y, size)
	for i, l := range ls {
		c.text(x, y+float64(i)*(size+1.5), middle, l, size, bold, s)
	}
}

// label2 writes a name and a bold value under it when the room is free.
func (c *canvas) label2(x, y float64, name []string, value string) bool {
	const size, step = labelSize, labelStep
	half := max(widest(name, size, false), width(value, size, true)) / 2
	x = min(max(x, half+3), c.w-half-3)
	count := len(name) + 1
	for _, shift := range []float64{0, 9, -9, 18, -18} {
		top := y + shift - float64(count-2)*step/2 // baseline of the first line
		if !c.free(box{x - half - 1, top - size*.8, x + half + 1, top + float64(count-1)*step + 3, ""}) || top < size {
			continue
		}
		for i, l := range name {
			c.text(x, top+float64(i)*step, middle, l, size, false, sHalo)
		}
		c.text(x, top+float64(len(name))*step, middle, value, size, true, sHalo)
		return true
	}
	return false
}

// area2 is twice the area of the outer rings, to label big units first.
func area2(s Shape) float64 {
	sum := 0.0
	for _, r := range s.Rings {
		a := 0.0
		for i := range r {
			p, q := r[i], r[(i+1)%len(r)]
			if finite(p) && finite(q) {
				a += p.X*q.Y - q.X*p.Y
			}
		}
		sum += max(a, -a)
	}
	return sum
}

// byName puts units in the order of the language: that is the order of the table, and of drawing.
func byName(f *Frame, units []Unit) []Unit {
	out := append([]Unit(nil), units...)
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Sign != out[j].Sign {
			return out[i].Sign < out[j].Sign
		}
		return f.words().Less(out[i].Shape.Name, out[j].Shape.Name)
	})
	return out
}

func unitTable(f *Frame, units []Unit) Table {
	t := Table{Corner: f.corner("chart.region"), Columns: []string{f.words().T("chart.value")}}
	if f.Unit != "" {
		t.Columns[0] = f.Unit
	}
	for _, u := range units {
		t.Rows = append(t.Rows, Row{Head: u.Shape.Name, Cells: []Cell{f.cell(u.Value)}})
	}
	return t
}

// noDataKey is the last entry of a legend.
func noDataKey(c *canvas, y float64) float64 {
	hatched(c, .5, y+2.5, 17, 11)
	c.text(25, y+12, start, c.frame.words().NoData(), smallSize, false, sInk)
	return y + 18
}
