// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"math"
	"sort"
)

// grid is the number of steps to a degree in the written file: 0.0001° is 11 m northward and 6 m eastward here.
const grid = 10000

// simplify drops points of every arc on its own (Visvalingam and Whyatt 1993: the point whose triangle with its neighbours is
// smallest goes first) until each triangle left is at least limit km², then rounds to the grid. Ends of arcs never move, so
// neighbours keep sharing their border exactly. Where the result would touch or cross itself, the arcs concerned are done again
// with half the limit.
func (t *topology) simplify(limit, contextLimit float64) error {
	limits := make([]float64, len(t.arcs))
	for i, a := range t.arcs {
		limits[i] = contextLimit
		for _, c := range []int{a.left, a.right} {
			if c != none && !t.cells[c].context {
				limits[i] = limit
			}
		}
	}
	full := make([][]point, len(t.arcs))
	for i := range t.arcs {
		full[i] = t.arcs[i].points
	}
	for try := 0; try < 12; try++ {
		for i := range t.arcs {
			t.arcs[i].points = onGrid(visvalingam(full[i], limits[i]))
		}
		bad := t.crossings()
		if len(bad) == 0 {
			return nil
		}
		for _, i := range bad {
			limits[i] /= 2
		}
	}
	return fmt.Errorf("arcs %v cross another arc at any detail", t.crossings())
}

func visvalingam(line []point, limit float64) []point {
	least := 2
	if line[0] == line[len(line)-1] {
		least = 5 // a closed line keeps at least a quadrangle
	}
	out := append([]point(nil), line...)
	weights := make([]float64, len(out))
	for i := 1; i+1 < len(out); i++ {
		weights[i] = triangleKm2(out[i-1], out[i], out[i+1])
	}
	for len(out) > least {
		smallest := 1
		for i := 2; i+1 < len(out); i++ {
			if weights[i] < weights[smallest] {
				smallest = i
			}
		}
		gone := weights[smallest]
		if gone >= limit {
			break
		}
		out = append(out[:smallest], out[smallest+1:]...)
		weights = append(weights[:smallest], weights[smallest+1:]...)
		for _, i := range []int{smallest - 1, smallest} {
			if i > 0 && i+1 < len(out) { // never less than what was already dropped, so that detail goes in one order
				weights[i] = math.Max(gone, triangleKm2(out[i-1], out[i], out[i+1]))
			}
		}
	}
	return out
}

// triangleKm2 measures on a plane good enough for weighing: 111.2 km to a degree, narrowed at 57° north.
func triangleKm2(a, b, c point) float64 {
	const x, y = 111.2 * 0.5446, 111.2
	d := float64((b[0]-a[0])*(c[1]-a[1])) - float64((c[0]-a[0])*(b[1]-a[1]))
	return math.Abs(d) / 2 * x * y
}

func onGrid(line []point) []point {
	out := make([]point, 0, len(line))
	for _, p := range line {
		q := point{math.Round(p[0] * grid), math.Round(p[1] * grid)}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	return out
}

// crossings lists the arcs that cross or touch another (or themselves) anywhere but at a common end point. Coordinates are whole
// numbers here, so the test is exact. Land cut at the window may run along it twice and is not judged there.
func (t *topology) crossings() []int {
	type piece struct {
		a, b                   point
		arc                    int
		west, east, south, top float64
	}
	var all []piece
	for i, a := range t.arcs {
		for j := 1; j < len(a.points); j++ {
			p, q := a.points[j-1], a.points[j]
			if alongBox(p, q) {
				continue
			}
			all = append(all, piece{p, q, i, min(p[0], q[0]), max(p[0], q[0]), min(p[1], q[1]), max(p[1], q[1])})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].west < all[j].west })
	found := map[int]bool{}
	for i, s := range all {
		for _, o := range all[i+1:] {
			if o.west > s.east {
				break
			}
			if o.south <= s.top && s.south <= o.top && meet(s.a, s.b, o.a, o.b) {
				found[s.arc], found[o.arc] = true, true
			}
		}
	}
	for i, a := range t.arcs {
		if a.closed() && len(a.points) < 4 || len(a.points) < 2 {
			found[i] = true
		}
	}
	var out []int
	for i := range found {
		out = append(out, i)
	}
	sort.Ints(out)
	return out
}

func alongBox(p, q point) bool {
	for side, limit := range box {
		if axis := side % 2; p[axis] == math.Round(limit*grid) && q[axis] == p[axis] {
			return true
		}
	}
	return false
}

// meet tells whether two segments have a point in common that is not an end of both.
func meet(a, b, c, d point) bool {
	turn := func(p, q, r point) int {
		v := (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0])
		switch {
		case v > 0:
			return 1
		case v < 0:
			return -1
		}
		return 0
	}
	on := func(p, q, r point) bool { // r on the segment pq, which it is in line with
		return r != p && r != q && min(p[0], q[0]) <= r[0] && r[0] <= max(p[0], q[0]) && min(p[1], q[1]) <= r[1] && r[1] <= max(p[1], q[1])
	}
	t1, t2, t3, t4 := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	if t1*t2 < 0 && t3*t4 < 0 {
		return true
	}
	same := a == c && b == d || a == d && b == c
	return same || t1 == 0 && on(a, b, c) || t2 == 0 && on(a, b, d) || t3 == 0 && on(c, d, a) || t4 == 0 && on(c, d, b)
}
