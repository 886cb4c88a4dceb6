// SPDX-License-Identifier: EUPL-1.2

package access

import "slices"

// exchange improves a set of sites by adding, dropping and swapping while that pays: vertex interchange (Teitz and Bart 1968) with the best
// swap found in one pass over demands for each site that is not open (Whitaker 1983; Resende and Werneck 2007).
type exchange struct {
	l     *location
	near  *lists
	in    []bool
	open  []int
	first []int     // position in open of the cheapest open site of each demand, −1 when it is rejected
	best  []float64 // its cost
	next  []float64 // cost of the second cheapest, or of rejecting
	drop  []float64 // by position in open: what dropping it costs
	gain  []float64 // by site: what opening it saves
	extra []float64 // by site and position in open: what of the drop a site to be added takes back
}

func newExchange(l *location, near *lists) *exchange {
	return &exchange{l: l, near: near, in: make([]bool, l.m), first: make([]int, l.n), best: make([]float64, l.n), next: make([]float64, l.n),
		gain: make([]float64, l.m)}
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
	clear(e.drop)
	if e.l.turn != nil {
		e.assignSets()
		return
	}
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

// assignSets is assign where a demand is covered or not: only the demands of open sites are visited.
func (e *exchange) assignSets() {
	copy(e.best, e.l.reject)
	copy(e.next, e.l.reject)
	for j := range e.first {
		e.first[j] = -1
	}
	for k, i := range e.open {
		for _, j := range e.l.turn.of(i) {
			if e.first[j] < 0 {
				e.first[j], e.best[j] = k, 0
			} else {
				e.next[j] = 0
			}
		}
	}
	for j, who := range e.first {
		if who >= 0 {
			e.drop[who] += e.next[j]
		}
	}
}

// gains finds what opening each site saves, and what it takes back of each drop. Only sites nearer to a demand than its second cheapest open
// one can matter to it.
func (e *exchange) gains() {
	clear(e.gain)
	open := len(e.open)
	e.extra = slices.Grow(e.extra[:0], open*e.l.m)[:open*e.l.m]
	clear(e.extra)
	for j, best := range e.best {
		from, to := e.near.start[j], e.near.start[j+1]
		sites, next, who := e.near.site[from:to], e.next[j], e.first[j]
		for k, c := range e.near.value[from:to] {
			if c >= next {
				break
			}
			i := int(sites[k])
			if c < best {
				e.gain[i] += best - c
				if who >= 0 {
					e.extra[i*open+who] += next - best
				}
			} else if who >= 0 {
				e.extra[i*open+who] += next - c
			}
		}
	}
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
	e.gains()
	for i, g := range e.gain {
		if e.in[i] {
			continue
		}
		if s := g - e.l.opening; (free || len(e.open) < e.l.p) && s > b.saves {
			b = move{i, -1, s}
		}
		extra := e.extra[i*len(e.open):]
		for k, d := range e.drop {
			if s := g - d + extra[k]; s > b.saves {
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
		e.gains()
		for i, saved := range e.gain {
			if e.in[i] {
				continue
			}
			if g := saved - e.l.opening; g > most || at < 0 && e.l.p >= 0 {
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
