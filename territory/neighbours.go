// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"slices"

	"github.com/paulmach/orb"
)

// Rule says what makes two shapes neighbours. The names are those of chess, as in spatial statistics.
type Rule int

// The rules of [Neighbours].
const (
	Queen Rule = iota // they share at least a point of their borders
	Rook              // they share a stretch of border, from one point to the next
)

// Border says whether links may cross from country to country.
type Border int

// The choices of [Neighbours].
const (
	Open   Border = iota // neighbours are neighbours
	Closed               // links between shapes of different countries are dropped
)

// Contiguity tells who borders on whom.
type Contiguity struct {
	IDs  []string // of the shapes, in their order
	Near [][]int  // for each shape the indices of its neighbours, ascending; the relation is symmetric and nobody is his own
}

// Of lists the identifiers of a shape's neighbours; nothing for an unknown one.
func (c *Contiguity) Of(id string) []string {
	i := slices.Index(c.IDs, id)
	if i < 0 {
		return nil
	}
	out := make([]string, len(c.Near[i]))
	for k, j := range c.Near[i] {
		out[k] = c.IDs[j]
	}
	return out
}

// Islands lists the shapes without neighbours, which many spatial methods need to know of.
func (c *Contiguity) Islands() []string {
	var out []string
	for i, near := range c.Near {
		if len(near) == 0 {
			out = append(out, c.IDs[i])
		}
	}
	return out
}

// Neighbours finds who borders on whom. It compares border points exactly, so the shapes must come from one source whose neighbours
// share their points: [Baltic], TopoJSON, and GISCO's files do; outlines drawn one by one do not. Give it regions of one version and
// level ([Shapes.At]): shapes that overlap share borders as well. To close a border, shapes need their Country.
func Neighbours(s *Shapes, rule Rule, border Border) *Contiguity {
	out := &Contiguity{IDs: s.IDs(), Near: make([][]int, len(s.List))}
	points, steps := map[orb.Point][]int{}, map[[2]orb.Point][]int{}
	for i := range s.List {
		for _, polygon := range s.List[i].Geometry {
			for _, ring := range polygon {
				for j, p := range ring {
					if rule == Queen {
						points[p] = note(points[p], i)
						continue
					}
					if j == 0 || p == ring[j-1] {
						continue
					}
					step := [2]orb.Point{ring[j-1], p}
					if p[0] < step[0][0] || p[0] == step[0][0] && p[1] < step[0][1] {
						step[0], step[1] = step[1], step[0]
					}
					steps[step] = note(steps[step], i)
				}
			}
		}
	}
	join := func(users []int) {
		for _, i := range users {
			for _, j := range users {
				if i != j && (border == Open || s.List[i].Country == s.List[j].Country) {
					out.Near[i] = note(out.Near[i], j)
				}
			}
		}
	}
	for _, users := range points {
		join(users)
	}
	for _, users := range steps {
		join(users)
	}
	for i := range out.Near {
		slices.Sort(out.Near[i])
	}
	return out
}

func note(list []int, i int) []int {
	if slices.Contains(list, i) {
		return list
	}
	return append(list, i)
}
