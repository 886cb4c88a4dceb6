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
	free  []int32   // undecided sites
	open  []int32   // sites decided open
	least float64   // what the demands cost when each is served by its cheapest site
	pick  []int32
}

func newDual(l *location, all *lists) *dual {
	return &dual{l: l, all: all, part: lists{start: make([]int32, l.n+1), site: make([]int32, 0, len(all.site)), value: make([]float64, 0, len(all.value))},
		cap: make([]float64, l.n), u: make([]float64, l.n), best: make([]float64, l.n), rho: make([]float64, l.m), rhoB: make([]float64, l.m),
		in: make([]bool, l.m), dir: make([]float64, l.n), mean: make([]float64, l.m), free: make([]int32, 0, l.m), open: make([]int32, 0, l.m),
		pick: make([]int32, 0, l.m)}
}

// load takes up the decisions of a node.
func (d *dual) load(state []int8) {
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
		d.cap[j] = d.l.reject[j]
		for k := d.all.start[j]; k < d.all.start[j+1]; k++ {
			s := state[d.all.site[k]]
			if s == opened {
				d.cap[j] = d.all.value[k]
				break
			}
			if s == free {
				d.part.site, d.part.value = append(d.part.site, d.all.site[k]), append(d.part.value, d.all.value[k])
			}
		}
		d.part.start[j+1] = int32(len(d.part.site))
		d.u[j] = min(d.u[j], d.cap[j])
		if from := d.part.start[j]; from < d.part.start[j+1] {
			d.least += d.part.value[from]
		} else {
			d.least += d.cap[j]
		}
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
	site, value := d.part.site, d.part.value
	for j, u := range d.u {
		sum += u
		for k := d.part.start[j]; k < d.part.start[j+1]; k++ {
			r := value[k] - u
			if r >= 0 {
				break
			}
			d.rho[site[k]] += r
		}
	}
	sum += d.l.opening * float64(len(d.open))
	q := d.remaining()
	for _, i := range d.free {
		d.in[i] = false
	}
	if q < 0 {
		for _, i := range d.free {
			if d.rho[i] < 0 {
				d.in[i] = true
				sum += d.rho[i]
			}
		}
		return sum
	}
	d.pick = append(d.pick[:0], d.free...)
	smallest(d.pick, d.rho, q)
	for _, i := range d.pick[:q] {
		d.in[i] = true
		sum += d.rho[i]
	}
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

// slope puts the subgradient into dir, mixed with what was there, and gives the square of its length.
func (d *dual) slope(memory float64) float64 {
	norm := 0.0
	site, value := d.part.site, d.part.value
	for j, u := range d.u {
		g := 1.0
		for k := d.part.start[j]; k < d.part.start[j+1] && value[k] < u; k++ {
			if d.in[site[k]] {
				g--
			}
		}
		if g > 0 && u >= d.cap[j] {
			g = 0 // it may also be served by the site that is open
		}
		s := g + memory*d.dir[j]
		if s > 0 && u >= d.cap[j] {
			s = 0
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
		weight := max(0.05, 1/float64(steps))
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
