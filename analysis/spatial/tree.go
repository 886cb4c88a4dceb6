// SPDX-License-Identifier: EUPL-1.2

package spatial

import "math"

// tree is a k-d tree over places in three dimensions. On the sphere places are on the unit ball and straight (chord) lengths order
// pairs as great circles do, so one tree serves both metrics and never meets the date line.
type tree struct {
	place  [][3]float64
	order  []int32
	axis   []uint8 // of the node whose middle is at this position of order
	sphere bool
}

const leaf = 12

func newTree(place [][3]float64, sphere bool) *tree {
	t := &tree{place: place, order: make([]int32, len(place)), axis: make([]uint8, len(place)), sphere: sphere}
	for i := range t.order {
		t.order[i] = int32(i)
	}
	t.build(0, len(t.order))
	return t
}

func (t *tree) build(lo, hi int) {
	for hi-lo > leaf {
		var low, high [3]float64
		low = t.place[t.order[lo]]
		high = low
		for _, i := range t.order[lo+1 : hi] {
			for d, v := range t.place[i] {
				low[d], high[d] = min(low[d], v), max(high[d], v)
			}
		}
		axis := 0
		for d := range 3 {
			if high[d]-low[d] > high[axis]-low[axis] {
				axis = d
			}
		}
		mid := (lo + hi) / 2
		t.selectAt(lo, hi, mid, axis)
		t.axis[mid] = uint8(axis)
		t.build(lo, mid)
		lo = mid + 1
	}
}

// selectAt puts the item that belongs at mid there, smaller ones before, larger ones after (Hoare's selection).
func (t *tree) selectAt(lo, hi, mid, axis int) {
	value := func(k int) float64 { return t.place[t.order[k]][axis] }
	hi--
	for lo < hi {
		a, b, c := value(lo), value((lo+hi)/2), value(hi)
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := lo, hi
		for i <= j {
			for value(i) < pivot {
				i++
			}
			for value(j) > pivot {
				j--
			}
			if i <= j {
				t.order[i], t.order[j] = t.order[j], t.order[i]
				i++
				j--
			}
		}
		switch {
		case mid <= j:
			hi = j
		case mid >= i:
			lo = i
		default:
			return
		}
	}
}

// distance turns a straight length into what the metric calls distance.
func (t *tree) distance(straight float64) float64 {
	if t.sphere {
		return 2 * EarthKm * math.Asin(min(1, straight/2))
	}
	return straight
}

// straight is the inverse of distance, infinite for what no two places can be apart.
func (t *tree) straight(distance float64) float64 {
	if !t.sphere {
		return distance
	}
	if distance >= math.Pi*EarthKm {
		return math.Inf(1)
	}
	return 2 * math.Sin(distance/(2*EarthKm))
}

type candidate struct {
	unit     int32
	distance float64
}

// search is what one thread needs to ask a tree.
type search struct {
	*tree
	found []candidate
}

func (t *tree) apart(a, b int32) float64 {
	p, q := &t.place[a], &t.place[b]
	x, y, z := p[0]-q[0], p[1]-q[1], p[2]-q[2]
	return math.Sqrt(x*x + y*y + z*z)
}

// within finds the units from..to away from unit i, in any order.
func (s *search) within(i int32, from, to float64) {
	s.found = s.found[:0]
	reach := s.straight(to) * (1 + 1e-12) // rounding must not cut off what lies exactly on the bound
	s.walkWithin(0, len(s.order), i, from, to, reach)
}

func (s *search) takeWithin(i, j int32, from, to float64) {
	if i == j {
		return
	}
	if d := s.distance(s.apart(i, j)); d >= from && d <= to {
		s.found = append(s.found, candidate{j, d})
	}
}

func (s *search) walkWithin(lo, hi int, i int32, from, to, reach float64) {
	for hi-lo > leaf {
		mid := (lo + hi) / 2
		s.takeWithin(i, s.order[mid], from, to)
		axis := s.axis[mid]
		gap := s.place[i][axis] - s.place[s.order[mid]][axis]
		if gap <= reach {
			s.walkWithin(lo, mid, i, from, to, reach)
		}
		if -gap > reach {
			return
		}
		lo = mid + 1
	}
	for _, j := range s.order[lo:hi] {
		s.takeWithin(i, j, from, to)
	}
}

// nearest finds the k units nearest to unit i; of equally far ones the earlier. Until the end, found holds straight lengths, ascending.
func (s *search) nearest(i int32, k int) {
	s.found = s.found[:0]
	s.walkNearest(0, len(s.order), i, k)
	for c := range s.found {
		s.found[c].distance = s.distance(s.found[c].distance)
	}
}

func (s *search) takeNearest(i, j int32, k int) {
	if i == j {
		return
	}
	d := s.apart(i, j)
	at := len(s.found)
	after := func(c candidate) bool { return c.distance > d || c.distance == d && c.unit > j }
	if at == k {
		if !after(s.found[k-1]) {
			return
		}
		at--
	} else {
		s.found = append(s.found, candidate{})
	}
	for ; at > 0 && after(s.found[at-1]); at-- {
		s.found[at] = s.found[at-1]
	}
	s.found[at] = candidate{j, d}
}

func (s *search) walkNearest(lo, hi int, i int32, k int) {
	if hi-lo <= leaf {
		for _, j := range s.order[lo:hi] {
			s.takeNearest(i, j, k)
		}
		return
	}
	mid := (lo + hi) / 2
	axis := s.axis[mid]
	gap := s.place[i][axis] - s.place[s.order[mid]][axis]
	near, far := [2]int{lo, mid}, [2]int{mid + 1, hi}
	if gap > 0 {
		near, far = far, near
	}
	s.walkNearest(near[0], near[1], i, k)
	s.takeNearest(i, s.order[mid], k)
	// not "less than the worst": a unit equally far may stand earlier
	if len(s.found) < k || math.Abs(gap) <= s.found[k-1].distance {
		s.walkNearest(far[0], far[1], i, k)
	}
}
