// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"math"
	"sort"
	"strings"
)

// none is the cell of the sea, and of everything outside the window.
const none = -1

// cell is the land that belongs to one and the same set of shapes; shapes are unions of cells.
type cell struct {
	member  []bool // by index of the plan
	context bool
}

// arc is a stretch of border between two junctions (or a closed line without any): its points, first to last, and the cells on its
// left and right hand.
type arc struct {
	points      []point
	left, right int
}

func (a *arc) closed() bool { return a.points[0] == a.points[len(a.points)-1] }

type topology struct {
	cells []cell
	arcs  []arc
}

type segment struct{ a, b point }

// build dissolves the features into cells by cancelling every segment that is walked in both directions by one cell, and cuts the
// remaining borders at their junctions.
func build(plan []shape, features []feature) (*topology, error) {
	t := &topology{}
	index := map[string]int{}
	side := map[segment]int{} // the cell on the left hand when walking from a to b
	for i := range features {
		f := &features[i]
		var key strings.Builder
		c := cell{context: true}
		for _, s := range plan {
			in := s.has(f)
			c.member = append(c.member, in)
			c.context = c.context && (!in || s.Layer == "context")
			if in {
				key.WriteString(s.ID + " ")
			}
		}
		if key.Len() == 0 {
			continue
		}
		n, known := index[key.String()]
		if !known {
			n = len(t.cells)
			index[key.String()] = n
			t.cells = append(t.cells, c)
		}
		rings, err := f.rings()
		if err != nil {
			return nil, err
		}
		for _, r := range rings {
			if c.context {
				r = clipBox(r, box)
			}
			for j, a := range r {
				b := r[(j+1)%len(r)]
				if other, ok := side[segment{b, a}]; ok && other == n {
					delete(side, segment{b, a})
					continue
				}
				side[segment{a, b}] = n
			}
		}
	}
	t.trace(side)
	return t, nil
}

// trace walks all segments once and collects them into arcs, in an order that depends on the points alone.
func (t *topology) trace(side map[segment]int) {
	next := map[point][]point{}
	for s := range side {
		if _, twin := side[segment{s.b, s.a}]; twin && !less(s.a, s.b) {
			continue
		}
		next[s.a] = append(next[s.a], s.b)
		next[s.b] = append(next[s.b], s.a)
	}
	points := make([]point, 0, len(next))
	for p, n := range next {
		sort.Slice(n, func(i, j int) bool { return less(n[i], n[j]) })
		points = append(points, p)
	}
	sort.Slice(points, func(i, j int) bool { return less(points[i], points[j]) })

	at := func(a, b point) int {
		if c, ok := side[segment{a, b}]; ok {
			return c
		}
		return none
	}
	done := map[segment]bool{}
	walk := func(a, b point) {
		out := arc{points: []point{a, b}, left: at(a, b), right: at(b, a)}
		done[segment{a, b}], done[segment{b, a}] = true, true
		for b != out.points[0] && len(next[b]) == 2 {
			c := next[b][0]
			if c == a {
				c = next[b][1]
			}
			if at(b, c) != out.left || at(c, b) != out.right {
				break
			}
			done[segment{b, c}], done[segment{c, b}] = true, true
			out.points = append(out.points, c)
			a, b = b, c
		}
		t.arcs = append(t.arcs, out)
	}
	for _, onlyJunctions := range []bool{true, false} {
		for _, p := range points {
			if (len(next[p]) != 2) != onlyJunctions {
				continue
			}
			for _, q := range next[p] {
				if !done[segment{p, q}] {
					walk(p, q)
				}
			}
		}
	}
}

// dropIslands leaves out closed coasts around less than limit km² (contextLimit for land that is only background).
func (t *topology) dropIslands(limit, contextLimit float64) (dropped int) {
	kept := t.arcs[:0]
	for _, a := range t.arcs {
		if a.closed() && (a.left == none || a.right == none) {
			owner, most := max(a.left, a.right), limit
			if t.cells[owner].context {
				most = contextLimit
			}
			if math.Abs(areaKm2(a.points[:len(a.points)-1])) < most {
				dropped++
				continue
			}
		}
		kept = append(kept, a)
	}
	t.arcs = kept
	return dropped
}

// has tells whether the cell on one side of an arc belongs to the shape.
func (t *topology) has(cellIndex, shapeIndex int) bool {
	return cellIndex != none && t.cells[cellIndex].member[shapeIndex]
}

// outline gives the rings of a shape as lists of arc numbers; ^n is arc n walked backwards. The inside is on the left hand, so
// outer rings run counter-clockwise and holes clockwise.
func (t *topology) outline(shapeIndex int) [][]int {
	starts := map[point][]int{}
	var todo []int
	for i, a := range t.arcs {
		l, r := t.has(a.left, shapeIndex), t.has(a.right, shapeIndex)
		if l == r {
			continue
		}
		n := i
		if r {
			n = ^i
		}
		todo = append(todo, n)
		first := t.walked(n)[0]
		starts[first] = append(starts[first], n)
	}
	used := map[int]bool{}
	var out [][]int
	for _, n := range todo {
		if used[n] {
			continue
		}
		var r []int
		for begin := t.walked(n)[0]; ; {
			used[n] = true
			r = append(r, n)
			line := t.walked(n)
			end := line[len(line)-1]
			if end == begin {
				break
			}
			n = t.turn(line, starts[end], used)
		}
		out = append(out, r)
	}
	return out
}

// turn chooses how to go on where several rings of one shape touch: the first border met when turning clockwise from where we came.
func (t *topology) turn(line []point, choices []int, used map[int]bool) int {
	end, before := line[len(line)-1], line[len(line)-2]
	back := math.Atan2(before[1]-end[1], before[0]-end[0])
	best, least := choices[0], math.Inf(1)
	for _, n := range choices {
		if used[n] {
			continue
		}
		to := t.walked(n)[1]
		angle := math.Mod(back-math.Atan2(to[1]-end[1], to[0]-end[0])+4*math.Pi, 2*math.Pi)
		if angle < least {
			best, least = n, angle
		}
	}
	return best
}

// walked gives the points of an arc in the direction asked for.
func (t *topology) walked(n int) []point {
	if n >= 0 {
		return t.arcs[n].points
	}
	return reversed(t.arcs[^n].points)
}

// joined gives the points of a ring made of arcs, without the repeated last point.
func (t *topology) joined(r []int) ring {
	var out ring
	for _, n := range r {
		p := t.walked(n)
		out = append(out, p[:len(p)-1]...)
	}
	return out
}
