// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
	"strconv"
)

// Point is a place on a plane, or longitude and latitude in degrees where a function says so.
type Point struct{ X, Y float64 }

// Ring is a closed line of an outline; the first point may be repeated at the end or not.
type Ring []Point

// Shape is the outline of a unit: all rings of all its parts, holes too, in any order and direction.
type Shape []Ring

// Rule says what makes two shapes neighbours. The names are those of chess.
type Rule string

// The rules of [Contiguity].
const (
	Queen Rule = "queen" // they share at least a point of their outlines
	Rook  Rule = "rook"  // they share an edge: a stretch from one point of an outline to the next (libpysal)
	// RookPoints is the rook of the R package spdep: they share at least two points, whether or not an edge joins these. It
	// differs from Rook where two outlines meet at two separate corners (among the 3,076 counties of the United States once).
	RookPoints Rule = "rook-points"
)

// ContiguityOptions are the choices of [Contiguity]; the zero value is queen, exact.
type ContiguityOptions struct {
	Rule Rule
	// Snap takes points at most this far apart for one (0: only equal coordinates; spdep snaps at 1.5e-8). Chains of such points
	// become one point, so that the order of the shapes does not matter.
	Snap    float64
	Threads int // 0: all there are
}

const maxPoints = 1 << 30

// Contiguity finds who borders on whom and gives binary weights. Outlines must come from one source in which neighbours share their
// points, as in TopoJSON or the files of a statistical office; where one has a point on the border and the other none, that point does
// not link them. Rings need not be valid polygons.
func Contiguity(shapes []Shape, o ContiguityOptions) (*Weights, error) {
	if o.Rule == "" {
		o.Rule = Queen
	}
	if o.Rule != Queen && o.Rule != Rook && o.Rule != RookPoints {
		return nil, fault(BadOption, "rule", -1, string(o.Rule), "queen, rook or rook-points")
	}
	if !(o.Snap >= 0) || math.IsInf(o.Snap, 0) {
		return nil, fault(BadOption, "snap", -1, number(o.Snap), "")
	}
	m, err := gather(shapes)
	if err != nil {
		return nil, err
	}
	first := firstPoints(m.points, o.Threads)
	if o.Snap > 0 {
		snap(m.points, first, o.Snap)
	}
	if o.Rule == Rook {
		first = firstEdges(m.edges(first), o.Threads)
	}
	m.points = nil // its memory is the largest here
	return m.neighbours(first, o), nil
}

// outlines holds all points of all rings one after another, without the repeated last one.
type outlines struct {
	points []Point
	units  []int32 // n+1 offsets into points
	rings  []int32 // where each ring begins, and the end
}

func gather(shapes []Shape) (*outlines, error) {
	if len(shapes) > math.MaxInt32-1 {
		return nil, fault(TooManyPoints, "outlines", -1, "", strconv.Itoa(maxPoints))
	}
	total, rings := 0, 0
	for _, s := range shapes {
		for _, r := range s {
			total += len(r)
		}
		rings += len(s)
	}
	if total > maxPoints {
		return nil, fault(TooManyPoints, "outlines", -1, strconv.Itoa(total), strconv.Itoa(maxPoints))
	}
	m := &outlines{points: make([]Point, 0, total), units: make([]int32, 1, len(shapes)+1), rings: make([]int32, 0, rings+1)}
	for i, s := range shapes {
		for _, r := range s {
			if len(r) > 1 && r[0] == r[len(r)-1] {
				r = r[:len(r)-1]
			}
			if len(r) == 0 {
				continue
			}
			m.rings = append(m.rings, int32(len(m.points)))
			for _, p := range r {
				if bad := p.X - p.X + p.Y - p.Y; bad != 0 { // NaN and infinities, in one test
					return nil, fault(NotFinite, "outlines", i, number(p.X)+" "+number(p.Y), "")
				}
				m.points = append(m.points, Point{p.X + 0, p.Y + 0}) // −0 becomes 0: equal numbers must have equal bits
			}
		}
		if int(m.units[i]) == len(m.points) {
			return nil, fault(NoOutline, "outlines", i, "", "")
		}
		m.units = append(m.units, int32(len(m.points)))
	}
	m.rings = append(m.rings, int32(len(m.points)))
	return m, nil
}

const none = math.MaxUint64

// edges names the edge that begins at each point by its two ends, smaller first; an edge without length is none.
func (m *outlines) edges(first []uint32) []uint64 {
	keys := make([]uint64, len(first))
	for r := 0; r+1 < len(m.rings); r++ {
		lo, hi := int(m.rings[r]), int(m.rings[r+1])
		for p := lo; p < hi; p++ {
			q := p + 1
			if q == hi {
				q = lo
			}
			a, b := first[p], first[q]
			if a == b {
				keys[p] = none
				continue
			}
			keys[p] = uint64(min(a, b))<<32 | uint64(max(a, b))
		}
	}
	return keys
}

// neighbours turns what each point (or edge) is into who meets there, and reads each unit's neighbours off.
func (m *outlines) neighbours(first []uint32, o ContiguityOptions) *Weights {
	n := len(m.units) - 1
	begin := make([]uint32, len(first)+1)
	for _, f := range first {
		if f != absent {
			begin[f+1]++
		}
	}
	for p := range first {
		begin[p+1] += begin[p]
	}
	users := make([]int32, begin[len(first)])
	for i := range n {
		for p := m.units[i]; p < m.units[i+1]; p++ {
			if f := first[p]; f != absent {
				users[begin[f]] = int32(i)
				begin[f]++
			}
		}
	}
	// filling moved every beginning to its end, which is the next one's beginning
	bounds := func(f uint32) (lo, hi uint32) {
		if f > 0 {
			lo = begin[f-1]
		}
		return lo, begin[f]
	}
	need := int32(1)
	if o.Rule == RookPoints {
		need = 2
	}
	const chunk = 512
	rows := make([][]int32, (n+chunk-1)/chunk)
	start := make([]int, n+1)
	inChunks(o.Threads, n, chunk, func() func(lo, hi int) {
		seen, times := make([]int32, n), []int32(nil)
		if need > 1 {
			times = make([]int32, n)
		}
		var ids []uint32
		return func(lo, hi int) {
			row := make([]int32, 0, (hi-lo)*8)
			for i := lo; i < hi; i++ {
				before, me := len(row), int32(i)
				ids = ids[:0]
				for p := m.units[i]; p < m.units[i+1]; p++ {
					if first[p] != absent {
						ids = append(ids, first[p])
					}
				}
				if need > 1 { // a point the outline passes twice is still one point
					slices.Sort(ids)
					ids = slices.Compact(ids)
				}
				for _, f := range ids {
					a, b := bounds(f)
					last := int32(-1)
					for _, j := range users[a:b] {
						if j == me || j == last {
							continue
						}
						last = j
						if need == 1 {
							if seen[j] != me+1 {
								seen[j] = me + 1
								row = append(row, j)
							}
							continue
						}
						if seen[j] != me+1 {
							seen[j], times[j] = me+1, 0
						}
						if times[j]++; times[j] == need {
							row = append(row, j)
						}
					}
				}
				slices.Sort(row[before:])
				start[i+1] = len(row) - before
			}
			rows[lo/chunk] = row
		}
	})
	for i := range n {
		start[i+1] += start[i]
	}
	w := &Weights{start: start, to: make([]int32, 0, start[n])}
	for _, row := range rows {
		w.to = append(w.to, row...)
	}
	_ = w.applyStyle(Binary)
	return w
}
