// SPDX-License-Identifier: EUPL-1.2

package access

import "math"

// simplex finds the best multipliers where demands are covered or not. With u the multipliers, 0 to what leaving the demand out costs, and a
// threshold t, the Lagrangian bound is the most of
//
//	Σ u − p·t + Σ g(s),  s = t − Σ u of the demands that the site covers,
//
// where g(s) is min(s, 0) for an undecided site, s for an open one and 0 for a closed one. Only g changes from one part of the search to another,
// so the multipliers of any part are a feasible start for every other. Prices of the rows are the share in which each site is open.
//
// It is the primal simplex method for piecewise linear functions (Fourer 1985) on the inverse of the basis, stepping over bends of g while that
// pays. What it gives are multipliers, nothing more: the bound is always computed from them anew, so its rounding can make a bound weaker but
// never wrong.
type simplex struct {
	l         *location
	n, m      int
	hi, lo    []float64 // by demand
	value     []float64 // by variable: n multipliers, the threshold, m slacks
	place     []int32   // by variable: the row where it is basic, −1 elsewhere
	basic     []int32   // by row
	inverse   []float64 // m × m
	cost      []float64 // by row: what a unit of its variable brings
	price     []float64 // by row
	left      []float64 // by demand: 1 less the prices of the sites that cover it
	state     []int8
	below     []bool    // by site: its slack is on the negative side
	column    []float64 // of the variable that enters
	change    []float64 // of the prices
	at        []int32   // entries of the pivot row that are not 0
	events    []event
	waiting   []int32
	stays     []bool
	pivots    int  // since the inverse was made
	threshold bool // the threshold is free; otherwise it is what opening costs
	stop      func() bool
}

// event is a bend or a bound that a basic variable meets.
type event struct {
	step, rate float64
	row        int32
	hard       bool
}

const (
	tolerance = 1e-9
	least     = 1e-7 // entries of a column that are taken for 0
	refresh   = 120  // pivots after which the inverse is made anew
	nudge     = 1e-7
)

func newSimplex(l *location, stop func() bool) *simplex {
	n, m := l.n, l.m
	x := &simplex{l: l, n: n, m: m, hi: make([]float64, n), lo: make([]float64, n), value: make([]float64, n+1+m), place: make([]int32, n+1+m),
		basic: make([]int32, m), inverse: make([]float64, m*m), cost: make([]float64, m), price: make([]float64, m), left: make([]float64, n),
		state: make([]int8, m), below: make([]bool, m), column: make([]float64, m), change: make([]float64, m), at: make([]int32, 0, m),
		events: make([]event, 0, m), waiting: make([]int32, 0, m), stays: make([]bool, m), threshold: l.p >= 0, stop: stop}
	for j, w := range l.reject { // bounds a little apart, so that few variables meet theirs at once
		x.hi[j], x.lo[j] = w*(1-nudge*spread(2*j)), w*nudge*spread(2*j+1)
	}
	x.slacks()
	return x
}

// spread is a number of 0..1 for each k, the same always.
func spread(k int) float64 {
	z := (uint64(k) + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z ^= z >> 27
	return float64(z>>11) / (1 << 53)
}

// slacks makes the slacks the basis.
func (x *simplex) slacks() {
	clear(x.inverse)
	for v := range x.place {
		x.place[v] = -1
	}
	for i := range x.m {
		v := x.n + 1 + i
		x.place[v], x.basic[i], x.inverse[i*x.m+i] = int32(i), int32(v), 1
	}
	x.pivots = 0
}

// begin starts from multipliers and a threshold.
func (x *simplex) begin(u []float64, threshold float64) {
	for j, v := range u {
		x.value[j] = max(x.lo[j], min(v, x.hi[j]))
	}
	x.value[x.n] = threshold
	if !x.threshold {
		x.value[x.n] = x.l.opening
	}
	x.slacks()
	x.recompute()
}

// recompute finds the values of the basic variables from the others.
func (x *simplex) recompute() {
	right := x.change
	for i := range right {
		right[i] = 0
		if x.place[x.n] < 0 {
			right[i] = x.value[x.n]
		}
	}
	for j := range x.n {
		if v := x.value[j]; x.place[j] < 0 && v != 0 {
			for _, i := range x.l.near.of(j) {
				right[i] -= v
			}
		}
	}
	for r, v := range x.basic {
		sum := 0.0
		for k, f := range x.inverse[r*x.m : (r+1)*x.m] {
			sum += f * right[k]
		}
		x.value[v] = sum
		if i := int(v) - x.n - 1; i >= 0 {
			x.below[i] = sum < 0
		}
	}
}

// slope is what a unit of a site's slack brings on one side of 0.
func (x *simplex) slope(i int, below bool) float64 {
	switch x.state[i] {
	case opened:
		return 1
	case closed:
		return 0
	}
	if below {
		return 1
	}
	return 0
}

func (x *simplex) prices() {
	clear(x.price)
	for r, v := range x.basic {
		c := 1.0
		if i := int(v) - x.n - 1; i >= 0 {
			if s := x.value[v]; s != 0 {
				x.below[i] = s < 0
			}
			c = x.slope(i, x.below[i])
		} else if i == -1 {
			c = -float64(x.l.p)
		}
		if x.cost[r] = c; c != 0 {
			for k, f := range x.inverse[r*x.m : (r+1)*x.m] {
				x.price[k] += c * f
			}
		}
	}
	for j := range x.left {
		sum := 1.0
		for _, i := range x.l.near.of(j) {
			sum -= x.price[i]
		}
		x.left[j] = sum
	}
}

// objective is the bound of the values.
func (x *simplex) objective() float64 {
	sum := 0.0
	for _, v := range x.value[:x.n] {
		sum += v
	}
	for i, s := range x.value[x.n+1:] {
		sum += s * x.slope(i, s < 0)
	}
	if x.threshold {
		sum -= float64(x.l.p) * x.value[x.n]
	}
	return sum
}

// solve improves the values for the decisions of a node, with at most so many pivots, until nothing improves or the bound meets the cutoff.
func (x *simplex) solve(state []int8, most int, cutoff float64) (pivots int) {
	copy(x.state, state)
	if x.pivots >= refresh {
		x.refactor()
	}
	x.prices()
	for pivots = 0; pivots < most; pivots++ {
		if pivots&3 == 3 && x.objective() >= cutoff || pivots&127 == 127 && x.stop != nil && x.stop() {
			break
		}
		q, up := x.entering()
		if q < 0 || !x.step(q, up) {
			break
		}
		if x.pivots >= 2*refresh {
			x.refactor()
			x.prices()
		}
	}
	return pivots
}

// entering picks the variable that promises most; −1 when none does.
func (x *simplex) entering() (q int, up bool) {
	q = -1
	if x.threshold && x.place[x.n] < 0 {
		sum := -float64(x.l.p)
		for _, y := range x.price {
			sum += y
		}
		if math.Abs(sum) > tolerance {
			return x.n, sum > 0
		}
	}
	most := 0.0
	for j, d := range x.left {
		if d < tolerance && d > -tolerance || x.place[j] >= 0 {
			continue
		}
		if d > 0 && x.value[j] >= x.hi[j] || d < 0 && x.value[j] <= x.lo[j] {
			continue
		}
		if score := d * d / float64(1+x.l.near.start[j+1]-x.l.near.start[j]); score > most {
			q, up, most = j, d > 0, score
		}
	}
	for i, y := range x.price {
		v := x.n + 1 + i
		if x.place[v] >= 0 {
			continue
		}
		rise, fall := x.slope(i, false)-y, y-x.slope(i, true)
		if score := rise * rise / 2; rise > tolerance && score > most {
			q, up, most = v, true, score
		}
		if score := fall * fall / 2; fall > tolerance && score > most {
			q, up, most = v, false, score
		}
	}
	return q, up
}

// enter writes the column of a variable in terms of the basis.
func (x *simplex) enter(q int) {
	m := x.m
	switch {
	case q < x.n:
		sites := x.l.near.of(q)
		for r := range m {
			row, sum := x.inverse[r*m:(r+1)*m], 0.0
			for _, i := range sites {
				sum += row[i]
			}
			x.column[r] = sum
		}
	case q == x.n:
		for r := range m {
			sum := 0.0
			for _, f := range x.inverse[r*m : (r+1)*m] {
				sum -= f
			}
			x.column[r] = sum
		}
	default:
		for r := range m {
			x.column[r] = x.inverse[r*m+q-x.n-1]
		}
	}
}

// reduced is what a unit of a variable that is not basic brings.
func (x *simplex) reduced(q int, up bool) float64 {
	switch {
	case q < x.n:
		sum := 1.0
		for _, i := range x.l.near.of(q) {
			sum -= x.price[i]
		}
		return sum
	case q == x.n:
		sum := -float64(x.l.p)
		for _, y := range x.price {
			sum += y
		}
		return sum
	}
	i := q - x.n - 1
	return x.slope(i, !up) - x.price[i]
}

// meet lists what the basic variables meet when q moves up or down.
func (x *simplex) meet(up bool) {
	x.events = x.events[:0]
	for r, a := range x.column {
		if a < least && a > -least {
			continue
		}
		rate := a
		if up {
			rate = -a
		}
		v := int(x.basic[r])
		now := x.value[v]
		switch i := v - x.n - 1; {
		case i < -1 && rate > 0:
			x.events = append(x.events, event{max(0, (x.hi[v]-now)/rate), rate, int32(r), true})
		case i < -1:
			x.events = append(x.events, event{max(0, (x.lo[v]-now)/rate), -rate, int32(r), true})
		case i >= 0 && x.state[i] == free && x.below[i] == (rate > 0):
			x.events = append(x.events, event{max(0, -now/rate), math.Abs(rate), int32(r), false})
		}
	}
}

// nearest moves the event that comes first to the place k; of those at once the one of the largest rate.
func (x *simplex) nearest(k int) {
	best := k
	for e := k + 1; e < len(x.events); e++ {
		a, b := &x.events[e], &x.events[best]
		if a.step < b.step-1e-12 || a.step <= b.step+1e-12 && a.rate > b.rate {
			best = e
		}
	}
	x.events[k], x.events[best] = x.events[best], x.events[k]
}

// step lets a variable enter: it moves as far as that pays. It gives up when rounding has the upper hand.
func (x *simplex) step(q int, up bool) bool {
	x.enter(q)
	slope := math.Abs(x.reduced(q, up))
	x.meet(up)
	far := math.Inf(1) // to the other bound of q itself
	if q < x.n {
		far = x.hi[q] - x.value[q]
		if !up {
			far = x.value[q] - x.lo[q]
		}
	}
	passed, leaving := 0, int32(-1)
	for ; passed < len(x.events); passed++ {
		x.nearest(passed)
		e := &x.events[passed]
		if e.step >= far {
			break
		}
		if slope -= e.rate; e.hard || slope <= tolerance {
			far, leaving = e.step, e.row
			break
		}
	}
	if math.IsInf(far, 1) {
		return false
	}
	x.move(q, up, far)
	clear(x.change)
	for _, e := range x.events[:passed] {
		x.pass(e.row)
	}
	if leaving < 0 {
		x.value[q] = x.hi[q]
		if !up {
			x.value[q] = x.lo[q]
		}
		x.apply()
		return true
	}
	return x.leave(q, up, leaving)
}

// move moves q and with it the basic variables.
func (x *simplex) move(q int, up bool, far float64) {
	if !up {
		far = -far
	}
	x.value[q] += far
	for r, a := range x.column {
		if a != 0 {
			x.value[x.basic[r]] -= far * a
		}
	}
}

// pass takes the slack of a row over the bend of its g.
func (x *simplex) pass(r int32) {
	i := int(x.basic[r]) - x.n - 1
	x.below[i] = !x.below[i]
	c := x.slope(i, x.below[i])
	x.alter(int(r), c-x.cost[r])
	x.cost[r] = c
}

// alter adds a multiple of a row of the inverse to the change of the prices.
func (x *simplex) alter(r int, by float64) {
	for k, f := range x.inverse[r*x.m : (r+1)*x.m] {
		x.change[k] += by * f
	}
}

// apply takes over the change of the prices.
func (x *simplex) apply() {
	for i, c := range x.change {
		if c == 0 {
			continue
		}
		x.price[i] += c
		for _, j := range x.l.turn.of(i) {
			x.left[j] -= c
		}
	}
}

// leave makes q basic in the place of the variable of row r, which stands at its bound.
func (x *simplex) leave(q int, up bool, r int32) bool {
	out := x.basic[r]
	a := x.column[r]
	if i := int(out) - x.n - 1; i >= 0 {
		x.value[out] = 0
	} else if (a > 0) == up {
		x.value[out] = x.lo[out]
	} else {
		x.value[out] = x.hi[out]
	}
	x.apply()
	by := x.reduced(q, up) / a
	clear(x.change)
	x.alter(int(r), by)
	x.apply()
	c := 1.0
	if i := q - x.n - 1; i >= 0 {
		x.below[i] = !up
		c = x.slope(i, !up)
	} else if i == -1 {
		c = -float64(x.l.p)
	}
	x.cost[r] = c
	x.place[out], x.place[q], x.basic[r] = -1, r, int32(q)
	x.pivot(int(r))
	return true
}

// pivot turns the inverse by the column that enters at row r.
func (x *simplex) pivot(r int) {
	m := x.m
	row := x.inverse[r*m : (r+1)*m]
	by := 1 / x.column[r]
	x.at = x.at[:0]
	for k, f := range row {
		if f != 0 {
			row[k] = f * by
			x.at = append(x.at, int32(k))
		}
	}
	for s, a := range x.column {
		if a == 0 || s == r {
			continue
		}
		to := x.inverse[s*m : (s+1)*m]
		for _, k := range x.at {
			to[k] -= a * row[k]
		}
	}
	x.pivots++
}

// refactor makes the inverse anew: the basic multipliers and the threshold enter one after another in the place of slacks that are not basic.
func (x *simplex) refactor() {
	x.waiting = x.waiting[:0]
	for _, v := range x.basic {
		if int(v) <= x.n {
			x.waiting = append(x.waiting, v)
		}
	}
	stays := x.stays
	for i := range stays {
		stays[i] = x.place[x.n+1+i] >= 0
	}
	x.slacks()
	for _, v := range x.waiting {
		x.enter(int(v))
		at, most := -1, 1e-7
		for r, a := range x.column {
			if !stays[r] && math.Abs(a) > most {
				at, most = r, math.Abs(a)
			}
		}
		if at < 0 {
			continue // it stays where it is, without being basic
		}
		stays[at] = true
		x.place[x.basic[at]] = -1
		x.value[x.basic[at]] = 0
		x.basic[at], x.place[v] = v, int32(at)
		x.pivot(at)
	}
	x.pivots = 0
	x.recompute()
}
