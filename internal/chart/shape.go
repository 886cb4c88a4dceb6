// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"strings"
)

// Point is a place in metres of an equal-area projection: x to the east, y to the north.
type Point struct{ X, Y float64 }

// Shape is an area on a map. Rings are closed or not, outer and inner alike (even-odd).
type Shape struct {
	ID    string
	Name  string
	Rings [][]Point
	Label Point // where its name or circle stands
}

// window fits metres into the picture.
type window struct {
	x0, y1, k float64 // west, north, units per metre
	left, top float64
	w, h      float64
}

const (
	mapMargin    = 12.0
	circleMargin = 44.0 // circles and their names reach beyond the land
	mapMaxHeight = 520.0
	mapMinHeight = 140.0
)

func finite(p Point) bool {
	return !math.IsNaN(p.X) && !math.IsNaN(p.Y) && math.Abs(p.X) < 1e9 && math.Abs(p.Y) < 1e9
}

// fit frames the shapes; false when they have no extent.
func fit(shapes []Shape, width, margin float64) (window, bool) {
	x, y := span{}, span{}
	for _, s := range shapes {
		for _, r := range s.Rings {
			for _, p := range r {
				if finite(p) {
					x.add(Some(p.X))
					y.add(Some(p.Y))
				}
			}
		}
	}
	if !x.any || x.hi == x.lo || y.hi == y.lo {
		return window{}, false
	}
	w := window{w: width}
	w.k = (width - 2*margin) / (x.hi - x.lo)
	w.h = (y.hi-y.lo)*w.k + 2*margin
	if w.h > mapMaxHeight {
		w.h = mapMaxHeight
		w.k = (w.h - 2*margin) / (y.hi - y.lo)
	}
	w.h = math.Ceil(max(w.h, mapMinHeight))
	w.x0, w.y1 = x.lo, y.hi
	w.left = (width - (x.hi-x.lo)*w.k) / 2
	w.top = (w.h - (y.hi-y.lo)*w.k) / 2
	return w, true
}

func (w window) at(p Point) (float64, float64) {
	if !finite(p) {
		return 0, 0
	}
	return w.left + float64((p.X-w.x0)*w.k), w.top + float64((w.y1-p.Y)*w.k)
}

// trace writes the rings as a path in tenths of a unit, relative, without points nearer than the eye can part. Rings outside
// the picture are left out. Empty when nothing is left.
func (w window) trace(s Shape) string {
	var b strings.Builder
	for _, ring := range s.Rings {
		b.WriteString(w.ring(ring))
	}
	return b.String()
}

func (w window) ring(ring []Point) string {
	const near = 0.6
	var b strings.Builder
	var lx, ly float64 // the last place written, as rounded: errors must not add up
	count, seen := 0, false
	for _, p := range w.cut(ring) {
		x, y := math.Round(p[0]*10)/10, math.Round(p[1]*10)/10
		if count > 0 && math.Abs(x-lx) < near && math.Abs(y-ly) < near {
			continue
		}
		seen = seen || x > -20 && x < w.w+20 && y > -20 && y < w.h+20
		if count == 0 {
			b.WriteString("M" + n(x) + " " + n(y))
		} else {
			b.WriteString("l" + n(x-lx) + " " + n(y-ly))
		}
		lx, ly = x, y
		count++
	}
	if count < 3 || !seen {
		return ""
	}
	return b.String() + "z"
}

// cut places a ring on the picture and cuts it a little beyond the picture's edges (Sutherland and Hodgman 1974), so that far
// coasts cost no bytes. Leaving out far points alone would not do: a ring that passes a corner of the picture outside would cut the
// corner, and land would be drawn as water.
func (w window) cut(ring []Point) [][2]float64 {
	const far = 30
	placed := make([][2]float64, 0, len(ring))
	for _, p := range ring {
		if finite(p) {
			x, y := w.at(p)
			placed = append(placed, [2]float64{x, y})
		}
	}
	for side := range 4 {
		axis, limit, sign := side%2, -float64(far), 1.0
		if side >= 2 {
			limit, sign = [2]float64{w.w, w.h}[axis]+far, -1
		}
		inside := func(p [2]float64) bool { return sign*(p[axis]-limit) >= 0 }
		var kept [][2]float64
		for i, p := range placed {
			q := placed[(i+1)%len(placed)]
			if inside(p) {
				kept = append(kept, p)
			}
			if inside(p) != inside(q) {
				t := (limit - p[axis]) / (q[axis] - p[axis])
				var c [2]float64
				c[axis], c[1-axis] = limit, p[1-axis]+float64(t*(q[1-axis]-p[1-axis]))
				kept = append(kept, c)
			}
		}
		placed = kept
	}
	return placed
}

// inside tells whether a place of the picture lies in the shape (even-odd).
func (w window) inside(s Shape, x, y float64) bool {
	in := false
	for _, r := range s.Rings {
		for i := range r {
			ax, ay := w.at(r[i])
			bx, by := w.at(r[(i+1)%len(r)])
			if (ay > y) != (by > y) && x < (bx-ax)*(y-ay)/(by-ay)+ax {
				in = !in
			}
		}
	}
	return in
}
