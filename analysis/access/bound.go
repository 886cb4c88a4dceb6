// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

// states of a site at a node.
const (
	free int8 = iota
	opened
	closed
)

// node is a part of the search: sites decided, multipliers to begin with, and what its parent proved.
type node struct {
	state []int8
	u     []float64
	limit []float64 // a choice better than the best known serves each demand for less than this; shared with the parts of the node
	bound float64
}

// dual computes the Lagrangian bound of a node: "each demand is served once" is relaxed with a multiplier u for each demand, and what
// remains falls apart by site (Narula, Ogbu and Samuelsson 1977; Beasley 1993). Multipliers are improved by subgradient steps (Held, Wolfe and
// Crowder 1974) in a direction that remembers the one before (Camerini, Fratta and Maffioli 1975).
type dual struct {
	l     *location
	all   *lists
	part  lists     // what matters at this node
	cap   []float64 // cost of the cheapest site decided open, or of rejecting: a multiplier above it gains nothing
	u     []float64
	best  []float64 // the multipliers of the best bound
	rho   []float64 // reduced cost of opening each site
	rhoB  []float64 // those of the best bound
	in    []bool    // chosen at the last step
	dir   []float64 // direction
	mean  []float64 // how often each site was chosen, lately
	take  []float64 // 1 for a site chosen at the last step, 0 for others
	free  []int32   // undecided sites
	open  []int32   // sites decided open
	least float64   // what the demands cost when each is served by its cheapest site
	pick  []int32
	turn  lists // the same by site, where every cost that matters is 0; no value
	left  []float64
	work  int // costs looked at so far
}

func newDual(l *location, all *lists) *dual {
	return &dual{l: l, all: all, part: lists{start: make([]int32, l.n+1), site: make([]int32, 0, len(all.site)), value: make([]float64, 0, len(all.value))},
		cap: make([]float64, l.n), u: make([]float64, l.n), best: make([]float64, l.n), rho: make([]float64, l.m), rhoB: make([]float64, l.m),
		in: make([]bool, l.m), dir: make([]float64, l.n), mean: make([]float64, l.m), free: make([]int32, 0, l.m), open: make([]int32, 0, l.m),
		pick: make([]int32, 0, l.m), take: make([]float64, l.m), left: make([]float64, l.n),
		turn: lists{start: make([]int32, l.m+1), site: make([]int32, 0, len(all.site))}}
}

// load takes up the decisions of a node; never is a cost that no choice worth looking for can afford.
func (d *dual) load(nd *node, never float64) {
	state := nd.state
	d.free, d.open = d.free[:0], d.open[:0]
	for i, s := range state {
		switch s {
		case free:
			d.free = append(d.free, int32(i))
		case opened:
			d.open = append(d.open, int32(i))
		}
	}
	d.part.site, d.part.value = d.part.site[:0], d.part.value[:0]
	d.least = d.l.opening * float64(len(d.open))
	for j := range d.l.n {
		limit := math.Inf(1)
		if nd.limit != nil {
			limit = nd.limit[j]
		}
		d.cap[j] = d.l.reject[j]
		for k := d.all.start[j]; k < d.all.start[j+1]; k++ {
			v := d.all.value[k]
			if v >= limit {
				break
			}
			s := state[d.all.site[k]]
			if s == opened {
				d.cap[j] = v
				break
			}
			if s == free {
				d.part.site, d.part.value = append(d.part.site, d.all.site[k]), append(d.part.value, v)
			}
		}
		if d.cap[j] >= limit {
			d.cap[j] = max(never, d.cap[j])
		}
		d.part.start[j+1] = int32(len(d.part.site))
		d.u[j] = min(d.u[j], d.cap[j])
		if from := d.part.start[j]; from < d.part.start[j+1] {
			d.least += d.part.value[from]
		} else {
			d.least += d.cap[j]
		}
	}
	if d.l.binary {
		d.part.turn(&d.turn)
	}
}

// remaining is how many more sites must be opened; −1 when their number is free.
func (d *dual) remaining() int {
	if d.l.p < 0 {
		return -1
	}
	return d.l.p - len(d.open)
}

// evaluate gives the bound of the multipliers and leaves reduced costs in rho and the chosen sites in in.
func (d *dual) evaluate() float64 {
	for _, i := range d.free {
		d.rho[i] = d.l.opening
	}
	sum := 0.0
	if d.l.binary {
		sum = d.reduceBinary()
	} else {
		sum = d.reduce()
	}
	sum += d.l.opening * float64(len(d.open))
	q := d.remaining()
	for _, i := range d.free {
		d.in[i], d.take[i] = false, 0
	}
	if q < 0 {
		for _, i := range d.free {
			if d.rho[i] < 0 {
				d.in[i], d.take[i] = true, 1
				sum += d.rho[i]
			}
		}
		return sum
	}
	d.pick = append(d.pick[:0], d.free...)
	smallest(d.pick, d.rho, q)
	for _, i := range d.pick[:q] {
		d.in[i], d.take[i] = true, 1
		sum += d.rho[i]
	}
	return sum
}

// reduce subtracts from the reduced cost of each site what it takes off the multipliers, and gives the sum of the multipliers.
func (d *dual) reduce() float64 {
	sum := 0.0
	for j, u := range d.u {
		sum += u
		from, to := d.part.start[j], d.part.start[j+1]
		site := d.part.site[from:to]
		for k, v := range d.part.value[from:to] {
			r := v - u
			if r >= 0 {
				break
			}
			d.rho[site[k]] += r
			d.work++
		}
	}
	d.work += d.l.n
	return sum
}

// reduceBinary is reduce where every cost that matters is 0.
func (d *dual) reduceBinary() float64 {
	sum := 0.0
	for j, u := range d.u {
		if u == 0 {
			continue
		}
		sum += u
		for _, i := range d.part.site[d.part.start[j]:d.part.start[j+1]] {
			d.rho[i] -= u
		}
	}
	d.work += d.l.n + len(d.part.site)
	return sum
}

// smallest brings the q sites of least reduced cost to the front; the first among equals.
func smallest(pick []int32, rho []float64, q int) {
	less := func(a, b int32) bool { return rho[a] < rho[b] || rho[a] == rho[b] && a < b }
	lo, hi := 0, len(pick)
	for hi-lo > 1 && q > lo && q < hi {
		pivot := pick[lo+(hi-lo)/2]
		a, b := lo, hi-1
		for a <= b {
			for less(pick[a], pivot) {
				a++
			}
			for less(pivot, pick[b]) {
				b--
			}
			if a <= b {
				pick[a], pick[b] = pick[b], pick[a]
				a++
				b--
			}
		}
		switch {
		case q <= b+1:
			hi = b + 1
		case q > a:
			lo = a
		default:
			return
		}
	}
}

// serve counts how many more times each demand is to be served than the chosen sites do: 1 minus the sites that would.
func (d *dual) serve() {
	for j := range d.left {
		d.left[j] = 1
	}
	if d.l.binary {
		for _, i := range d.free {
			if d.in[i] {
				for _, j := range d.turn.site[d.turn.start[i]:d.turn.start[i+1]] {
					d.left[j]--
				}
			}
		}
		for j, u := range d.u {
			if u == 0 {
				d.left[j] = 1 // at a multiplier of 0 serving is worth nothing
			}
		}
		return
	}
	for j, u := range d.u {
		from, to := d.part.start[j], d.part.start[j+1]
		site, g := d.part.site[from:to], 1.0
		for k, v := range d.part.value[from:to] {
			if v >= u {
				break
			}
			g -= d.take[site[k]]
		}
		d.left[j] = g
	}
}

// slope puts the subgradient into dir, mixed with what was there, and gives the square of its length.
func (d *dual) slope(memory float64) float64 {
	d.serve()
	norm := 0.0
	for j, g := range d.left {
		full := d.u[j] >= d.cap[j]
		if full {
			g = min(g, 0) // it may also be served by the site that is open
		}
		s := g + memory*d.dir[j]
		if full {
			s = min(s, 0)
		}
		d.dir[j] = s
		norm += s * s
	}
	return norm
}

// pace says how long and how finely to step.
type pace struct {
	steps    int
	theta    float64
	patience int
	least    float64
}

// climb improves the multipliers while that pays. It ends early when the bound meets the cutoff; improved is called after each better bound
// and may raise the cutoff or end the climb.
func (d *dual) climb(p pace, cutoff func() float64, target func() float64, improved func(bound float64) (stop bool)) (best float64, steps int) {
	best = math.Inf(-1)
	clear(d.dir)
	for _, i := range d.free {
		d.mean[i] = 0
	}
	theta, stale := p.theta, 0
	for steps = 1; steps <= p.steps; steps++ {
		v := d.evaluate()
		weight := max(0.01, 1/float64(steps))
		for _, i := range d.free {
			hit := 0.0
			if d.in[i] {
				hit = 1
			}
			d.mean[i] += weight * (hit - d.mean[i])
		}
		if v > best {
			gain := v - best
			best = v
			copy(d.best, d.u)
			copy(d.rhoB, d.rho)
			if v >= cutoff() || improved(v) {
				return best, steps
			}
			if gain > 1e-5*math.Abs(target()-v) {
				stale = 0
			} else {
				stale++
			}
		} else {
			stale++
		}
		if stale >= p.patience {
			stale = 0
			theta /= 2
			copy(d.u, d.best)
			clear(d.dir)
			d.evaluate()
			if theta < p.least {
				return best, steps
			}
		}
		norm := d.slope(0.9)
		if norm == 0 {
			return best, steps
		}
		t := theta * max(target()-v, 0) / norm
		for j := range d.u {
			d.u[j] = max(0, min(d.u[j]+t*d.dir[j], d.cap[j]))
		}
	}
	return best, steps - 1
}

// fix decides sites whose other choice would exceed the cutoff, by the reduced costs of the best bound, and tells how many.
func (d *dual) fix(state []int8, bound, cutoff float64) int {
	q := d.remaining()
	gap := cutoff - bound
	inside, outside := 0.0, 0.0 // thresholds: the dearest chosen and the cheapest not chosen
	if q >= 0 {
		d.pick = append(d.pick[:0], d.free...)
		smallest(d.pick, d.rhoB, q)
		inside, outside = math.Inf(-1), math.Inf(1)
		for _, i := range d.pick[:q] {
			inside = max(inside, d.rhoB[i])
		}
		for _, i := range d.pick[q:] {
			outside = min(outside, d.rhoB[i])
		}
	}
	n := 0
	decide := func(i int32, chosen bool) {
		switch {
		case !chosen && d.rhoB[i]-inside >= gap:
			state[i] = closed
			n++
		case chosen && outside-d.rhoB[i] >= gap:
			state[i] = opened
			n++
		}
	}
	if q >= 0 {
		for _, i := range d.pick[:q] {
			decide(i, true)
		}
		for _, i := range d.pick[q:] {
			decide(i, false)
		}
		return n
	}
	for _, i := range d.free {
		decide(i, d.rhoB[i] < 0)
	}
	return n
}

// limits finds what each demand costs at most in a choice below the cutoff: serving it for more than its multiplier adds the difference to the
// bound. It tells how many demands have fewer ways left.
func (d *dual) limits(nd *node, bound, cutoff float64) (limit []float64, fewer int) {
	limit = make([]float64, d.l.n)
	for j, u := range d.best {
		before := math.Inf(1)
		if nd.limit != nil {
			before = nd.limit[j]
		}
		limit[j] = min(before, u+(cutoff-bound))
		dearest := d.cap[j]
		if to := d.part.start[j+1]; dearest >= before && to > d.part.start[j] {
			dearest = d.part.value[to-1]
		}
		if limit[j] <= dearest && dearest < before {
			fewer++
		}
	}
	return limit, fewer
}

// chosen lists the sites decided open and those the last step chose.
func (d *dual) chosen() []int {
	var out []int
	for _, i := range d.open {
		out = append(out, int(i))
	}
	for _, i := range d.free {
		if d.in[i] {
			out = append(out, int(i))
		}
	}
	slices.Sort(out)
	return out
}
