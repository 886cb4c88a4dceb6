// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

// How many costs may be compared to try every choice a node leaves: less than bounding it would take, and at the root, where that is done
// once, more; after the bound has failed there, more again.
const (
	fewCovers      = 200_000 // at a node of a covering, whose bounds come soon
	fewAtNode      = 3_000_000
	fewAtRoot      = 60_000_000
	fewAfterFailed = 3_000_000_000
)

// enumeration tries every choice of a few sites.
type enumeration struct {
	l      *location
	column []float64 // m × n by site, made when first needed
	at     [][]float64
	pick   []int32
	best   []int32
	value  float64
	limit  [3]float64 // at a node, at the root, at the root after the bound has failed
}

func newEnumeration(l *location) *enumeration {
	if l.binary {
		return &enumeration{l: l, limit: [3]float64{fewCovers, fewAtNode, fewAtNode}}
	}
	return &enumeration{l: l, limit: [3]float64{fewAtNode, fewAtRoot, fewAfterFailed}}
}

// few tries every choice a node leaves, where there are so few of them that this is quicker than bounding, and offers the best.
func (s *search) few(root, failed bool) bool {
	q := s.d.remaining()
	if q < 0 {
		return false
	}
	limit := s.every.limit[0]
	switch {
	case root && failed:
		limit = s.every.limit[2]
	case root:
		limit = s.every.limit[1]
	}
	work := float64(s.l.n)
	for k := range q {
		work *= float64(len(s.d.free)-k) / float64(k+1)
		if work > limit {
			return false
		}
	}
	e := s.every
	s.d.work += int(work) / 16 // most of it is given up early
	e.prepare(q)
	copy(e.at[0], s.d.cap)
	e.value, e.best = s.value, e.best[:0]
	e.deepen(s.d.free, 0, q)
	if len(e.best) > 0 {
		open := make([]int, 0, s.l.p)
		for _, i := range s.d.open {
			open = append(open, int(i))
		}
		for _, i := range e.best {
			open = append(open, int(i))
		}
		slices.Sort(open)
		s.offer(open)
	}
	s.low = min(s.low, s.value)
	return true
}

func (e *enumeration) prepare(q int) {
	if e.column == nil {
		e.column = make([]float64, e.l.m*e.l.n)
		e.fill()
	}
	for len(e.at) < q {
		e.at = append(e.at, make([]float64, e.l.n))
	}
	e.pick = slices.Grow(e.pick[:0], q)[:q]
}

// fill writes the columns of costs.
func (e *enumeration) fill() {
	if e.l.turn != nil {
		for i := range e.l.m {
			column := e.column[i*e.l.n : (i+1)*e.l.n]
			copy(column, e.l.reject)
			for _, j := range e.l.turn.of(i) {
				column[j] = 0
			}
		}
		return
	}
	for j := range e.l.n {
		for i := range e.l.m {
			e.column[i*e.l.n+j] = e.l.cost[j*e.l.m+i]
		}
	}
}

// deepen adds each of the sites from, then of those after it, until q are added.
func (e *enumeration) deepen(from []int32, depth, q int) {
	n := e.l.n
	have := e.at[depth]
	for k := range len(from) - (q - depth) + 1 {
		i := int(from[k])
		e.pick[depth] = from[k]
		column := e.column[i*n : (i+1)*n]
		if depth == q-1 {
			if v := cheapest(have, column, e.value); v < e.value {
				e.value = v
				e.best = append(e.best[:0], e.pick...)
			}
			continue
		}
		next := e.at[depth+1]
		for j, h := range have {
			next[j] = min(h, column[j])
		}
		e.deepen(from[k+1:], depth+1, q)
	}
}

// cheapest sums the smaller of two costs of each demand; it gives up with +Inf once the sum is not below the limit.
func cheapest(a, b []float64, limit float64) float64 {
	sum := 0.0
	for len(a) > 0 {
		part := min(len(a), 64)
		x, y := a[:part], b[:part]
		for j, v := range x {
			if w := y[j]; w < v {
				v = w
			}
			sum += v
		}
		if sum >= limit {
			return math.Inf(1)
		}
		a, b = a[part:], b[part:]
	}
	return sum
}
