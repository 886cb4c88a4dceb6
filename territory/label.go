// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"container/heap"
	"math"
)

// square is a cell of the search for a label point: centre, half its side, the signed distance of the centre from the border, and
// the largest distance any point of it can have.
type square struct {
	at                     Point
	half, distance, atMost float64
}

type squares []square

func (q squares) Len() int           { return len(q) }
func (q squares) Less(i, j int) bool { return q[i].atMost > q[j].atMost }
func (q squares) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *squares) Push(x any)        { *q = append(*q, x.(square)) }
func (q *squares) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

// poleOfInaccessibility finds the point of a polygon farthest from its border, and how far, to a hundredth of its smaller side, by
// dividing squares that can still hold a better one (Agafonkin 2016, "polylabel"). No polygon gives the origin.
func poleOfInaccessibility(rings [][]Point) (Point, float64) {
	box, ok := BoxOf([]ProjectedShape{{Rings: rings}})
	if !ok {
		return Point{}, 0
	}
	size := math.Min(box.Max.X-box.Min.X, box.Max.Y-box.Min.Y)
	if !(size > 0) || math.IsInf(size, 0) {
		return box.Min, 0
	}
	at := func(x, y, half float64) square {
		d := borderDistance(rings, Point{x, y})
		return square{Point{x, y}, half, d, d + half*math.Sqrt2}
	}
	long := math.Max(box.Max.X-box.Min.X, box.Max.Y-box.Min.Y)
	step := math.Max(size, long/64) // a thin polygon must not begin with a million squares
	var q squares
	best := at((box.Min.X+box.Max.X)/2, (box.Min.Y+box.Max.Y)/2, 0)
	for x := box.Min.X; x < box.Max.X; x += step {
		for y := box.Min.Y; y < box.Max.Y; y += step {
			heap.Push(&q, at(x+step/2, y+step/2, step/2))
		}
	}
	for len(q) > 0 {
		s := heap.Pop(&q).(square)
		if s.distance > best.distance {
			best = s
		}
		if s.atMost-best.distance <= size/100 {
			break
		}
		h := s.half / 2
		for _, c := range [4]Point{{-h, -h}, {h, -h}, {-h, h}, {h, h}} {
			heap.Push(&q, at(s.at.X+c.X, s.at.Y+c.Y, h))
		}
	}
	return best.at, math.Max(0, best.distance)
}

// borderDistance is the distance to the nearest border, negative outside (even-odd rule).
func borderDistance(rings [][]Point, p Point) float64 {
	inside, least := false, math.Inf(1)
	for _, r := range rings {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if (a.Y > p.Y) != (b.Y > p.Y) && p.X < (b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y)+a.X {
				inside = !inside
			}
			least = math.Min(least, segmentDistance2(p, a, b))
		}
	}
	if inside {
		return math.Sqrt(least)
	}
	return -math.Sqrt(least)
}

func segmentDistance2(p, a, b Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if l := dx*dx + dy*dy; l > 0 {
		t := math.Max(0, math.Min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
		a = Point{a.X + t*dx, a.Y + t*dy}
	}
	return (p.X-a.X)*(p.X-a.X) + (p.Y-a.Y)*(p.Y-a.Y)
}
