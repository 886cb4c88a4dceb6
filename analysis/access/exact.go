// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

const (
	manyPivots  = 5000
	trialPivots = 40
	manySites   = 1500 // more make the simplex method slow: its table is as wide as it is high
)

// exactly tells whether nodes are bounded by the simplex method.
func (s *search) exactly() bool { return s.l.binary && s.l.m <= manySites }

// threshold is the reduced cost, turned round, of the dearest site among those the best multipliers choose.
func (d *dual) threshold() float64 {
	q := d.remaining()
	if q <= 0 {
		return 0
	}
	d.pick = append(d.pick[:0], d.free...)
	smallest(d.pick, d.rhoB, q)
	dearest := math.Inf(-1)
	for _, i := range d.pick[:q] {
		dearest = max(dearest, d.rhoB[i])
	}
	return -dearest
}

// must raises the price of leaving out demands that no better choice can leave out.
func (x *simplex) must(limit []float64, never float64) {
	for j, v := range limit {
		if v <= x.l.reject[j] {
			x.hi[j] = max(x.hi[j], never)
		}
	}
}

// exact bounds a node by the multipliers of the simplex method, and chooses the sites that its prices open most.
func (s *search) exact(nd *node, most int) float64 {
	pivots := s.x.solve(nd.state, most, s.cutoff())
	s.out.iterations += pivots
	s.d.work += (1 + pivots) * (s.l.n + s.l.m*s.l.m/4)
	b := s.take()
	if !s.l.integral && b < s.cutoff() && b > s.cutoff()-1e-4*math.Abs(s.value)-1e-6*s.l.scale {
		kept := slices.Clone(s.x.value)
		s.x.settle()
		settled := s.take()
		copy(s.x.value, kept)
		if settled < b {
			s.take()
		}
		b = max(b, settled)
	}
	return b
}

// take evaluates the multipliers of the simplex method.
func (s *search) take() float64 {
	d := s.d
	for j := range d.u {
		d.u[j] = max(0, min(s.x.value[j], d.cap[j]))
	}
	b := d.evaluate()
	copy(d.best, d.u)
	copy(d.rhoB, d.rho)
	for _, i := range d.free {
		d.mean[i] = max(0, min(s.x.price[i], 1))
		d.in[i] = d.mean[i] >= 0.5
	}
	if q := d.remaining(); q >= 0 {
		d.pick = append(d.pick[:0], d.free...)
		slices.SortFunc(d.pick, func(a, b int32) int {
			switch {
			case d.mean[a] > d.mean[b]:
				return -1
			case d.mean[a] < d.mean[b]:
				return 1
			}
			return int(a - b)
		})
		for k, i := range d.pick {
			d.in[i] = k < q
		}
	}
	return b
}

// settle moves the multipliers from bounds that stand a little apart to the true ones.
func (x *simplex) settle() {
	for j, w := range x.l.reject {
		switch {
		case x.place[j] >= 0:
		case x.value[j] == x.hi[j] && x.hi[j] <= w:
			x.value[j] = w
		case x.value[j] == x.lo[j]:
			x.value[j] = 0
		}
	}
	x.recompute()
}
