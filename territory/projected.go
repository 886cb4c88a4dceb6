// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"math"

	"github.com/paulmach/orb"
)

// ProjectedShape is a shape on a plane, ready to be drawn.
type ProjectedShape struct {
	ID, Name, Country string
	Layer             Layer
	// Rings are all rings of all polygons in metres, Y to the north (a screen's y runs the other way). The last point is not
	// repeated. Fill them together by the even-odd rule: holes are rings among the others.
	Rings [][]Point
	// Label is a place for a name: the point of the largest polygon farthest from its border.
	Label Point
	// Room is the distance of Label from the border in metres: the radius of the largest circle inside.
	Room float64
}

// Projected gives every shape on a plane, in the same order. Border points shared by neighbours stay shared.
func (s *Shapes) Projected(p Projection) []ProjectedShape {
	out := make([]ProjectedShape, len(s.List))
	for i := range s.List {
		x := &s.List[i]
		out[i] = ProjectedShape{ID: x.ID, Name: x.Name, Country: x.Country, Layer: x.Layer}
		var largest [][]Point
		var most float64
		for _, polygon := range x.Geometry {
			rings := project(polygon, p)
			if len(rings) == 0 {
				continue
			}
			out[i].Rings = append(out[i].Rings, rings...)
			if a := planeArea(rings); a > most || largest == nil {
				largest, most = rings, a
			}
		}
		out[i].Label, out[i].Room = poleOfInaccessibility(largest)
	}
	return out
}

func project(polygon orb.Polygon, p Projection) [][]Point {
	var out [][]Point
	for _, r := range polygon {
		if len(r) > 1 && r[0] == r[len(r)-1] {
			r = r[:len(r)-1]
		}
		if len(r) < 3 {
			continue
		}
		ring := make([]Point, len(r))
		for i, at := range r {
			ring[i] = p.Forward(at[0], at[1])
		}
		out = append(out, ring)
	}
	return out
}

// Box is a rectangle on a plane in metres.
type Box struct{ Min, Max Point }

// BoxOf is the smallest box around all rings of the shapes; false when there are none.
func BoxOf(shapes []ProjectedShape) (Box, bool) {
	b := Box{Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}}
	for _, s := range shapes {
		for _, r := range s.Rings {
			for _, p := range r {
				b.Min = Point{math.Min(b.Min.X, p.X), math.Min(b.Min.Y, p.Y)}
				b.Max = Point{math.Max(b.Max.X, p.X), math.Max(b.Max.Y, p.Y)}
			}
		}
	}
	return b, b.Min.X <= b.Max.X
}

// planeArea is the area of an outer ring less its holes, in square metres.
func planeArea(rings [][]Point) float64 {
	var out float64
	for i, r := range rings {
		var s float64
		for j, p := range r {
			q := r[(j+1)%len(r)]
			s += (p.X-r[0].X)*(q.Y-r[0].Y) - (q.X-r[0].X)*(p.Y-r[0].Y)
		}
		if i == 0 {
			out = math.Abs(s) / 2
		} else {
			out -= math.Abs(s) / 2
		}
	}
	return out
}

// AreaKm2 is the area of the shape on the GRS 80 ellipsoid in square kilometres, with edges drawn straight on an equal-area plane
// around the shape.
func (s *Shape) AreaKm2() float64 {
	if len(s.Geometry) == 0 {
		return 0
	}
	centre := s.Geometry.Bound().Center()
	p := NewLAEA(GRS80, centre[0], math.Max(-89, math.Min(89, centre[1])), 0, 0)
	var m2 float64
	for _, polygon := range s.Geometry {
		m2 += planeArea(project(polygon, p))
	}
	return m2 / 1e6
}
