// SPDX-License-Identifier: EUPL-1.2

package access

import "slices"

// exchange improves a set of sites by adding, dropping and swapping while that pays: vertex interchange (Teitz and Bart 1968) with the best
// swap found in one pass over demands for each site that is not open (Whitaker 1983; Resende and Werneck 2007).
type exchange struct {
	l      *location
	column []float64 // m × n by site
	in     []bool
	open   []int
	first  []int     // position in open of the cheapest open site of each demand, −1 when it is rejected
	best   []float64 // its cost
	next   []float64 // cost of the second cheapest, or of rejecting
	drop   []float64 // by position in open: what dropping it costs
	extra  []float64 // by position in open: what of that the site to be added takes back
}

func newExchange(l *location) *exchange {
	e := &exchange{l: l, column: make([]float64, l.m*l.n), in: make([]bool, l.m), first: make([]int, l.n), best: make([]float64, l.n),
		next: make([]float64, l.n)}
	for j := range l.n {
		for i := range l.m {
			e.column[i*l.n+j] = l.cost[j*l.m+i]
		}
	}
	return e
}

// set begins with a set of sites.
func (e *exchange) set(open []int) {
	clear(e.in)
	e.open = append(e.open[:0], open...)
	for _, i := range open {
		e.in[i] = true
	}
	e.assign()
}

// assign finds the two cheapest open sites of each demand and what dropping each site costs.
func (e *exchange) assign() {
	e.drop = slices.Grow(e.drop[:0], len(e.open))[:len(e.open)]
	e.extra = slices.Grow(e.extra[:0], len(e.open))[:len(e.open)]
	clear(e.drop)
	for j := range e.l.n {
		b1, b2, who := e.l.reject[j], e.l.reject[j], -1
		row := e.l.cost[j*e.l.m : (j+1)*e.l.m]
		for k, i := range e.open {
			switch c := row[i]; {
			case c < b1:
				b1, b2, who = c, b1, k
			case c < b2:
				b2 = c
			}
		}
		e.best[j], e.next[j], e.first[j] = b1, b2, who
		if who >= 0 {
			e.drop[who] += b2 - b1
		}
	}
}

// gain is what opening a site saves; extra gets what it takes back of each drop.
func (e *exchange) gain(i int) float64 {
	clear(e.extra)
	gain := 0.0
	for j, c := range e.column[i*e.l.n : (i+1)*e.l.n] {
		switch {
		case c < e.best[j]:
			gain += e.best[j] - c
			if who := e.first[j]; who >= 0 {
				e.extra[who] += e.next[j] - e.best[j]
			}
		case c < e.next[j]:
			if who := e.first[j]; who >= 0 {
				e.extra[who] += e.next[j] - c
			}
		}
	}
	return gain
}

// move is a site to open and one to close; −1 for none.
type move struct {
	add, drop int // drop is a position in open
	saves     float64
}

func (e *exchange) best1(least float64) move {
	b := move{-1, -1, least}
	free := e.l.p < 0
	if free {
		for k, d := range e.drop {
			if s := e.l.opening - d; s > b.saves {
				b = move{-1, k, s}
			}
		}
	}
	for i := range e.l.m {
		if e.in[i] {
			continue
		}
		g := e.gain(i)
		if s := g - e.l.opening; (free || len(e.open) < e.l.p) && s > b.saves {
			b = move{i, -1, s}
		}
		for k, d := range e.drop {
			if s := g - d + e.extra[k]; s > b.saves {
				b = move{i, k, s}
			}
		}
	}
	return b
}

// improve moves until nothing saves more than rounding, and returns the sites in ascending order.
func (e *exchange) improve() []int {
	for range 10 * (e.l.m + 1) {
		scale := 0.0
		for _, b := range e.best {
			scale += b
		}
		b := e.best1(1e-12 * (scale + 1e-300))
		if b.add < 0 && b.drop < 0 {
			break
		}
		switch {
		case b.drop < 0:
			e.open = append(e.open, b.add)
		case b.add < 0:
			e.in[e.open[b.drop]] = false
			e.open = slices.Delete(e.open, b.drop, b.drop+1)
		default:
			e.in[e.open[b.drop]] = false
			e.open[b.drop] = b.add
		}
		if b.add >= 0 {
			e.in[b.add] = true
		}
		e.assign()
	}
	out := slices.Clone(e.open)
	slices.Sort(out)
	return out
}

// greedy opens one site after another, each time the one that saves most, the first among equals.
func (e *exchange) greedy() {
	e.set(nil)
	for e.l.p < 0 || len(e.open) < e.l.p {
		at, most := -1, 0.0
		for i := range e.l.m {
			if e.in[i] {
				continue
			}
			if g := e.gain(i) - e.l.opening; g > most || at < 0 && e.l.p >= 0 {
				at, most = i, g
			}
		}
		if at < 0 {
			return
		}
		e.in[at] = true
		e.open = append(e.open, at)
		e.assign()
	}
}
