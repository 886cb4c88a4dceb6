// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

// search is branch and bound over sites, depth first, with the Lagrangian bound at each node.
type search struct {
	l         *location
	ex        *exchange
	d         *dual
	o         Options
	best      []int
	value     float64
	low       float64 // the least bound among the parts that were given up as not better
	tried     map[string]bool
	perturbed bool
	out       found
}

func newSearch(l *location, o Options) *search {
	return &search{l: l, ex: newExchange(l), d: newDual(l, l.lists()), o: o, value: math.Inf(1), low: math.Inf(1), tried: map[string]bool{},
		out: found{root: math.Inf(-1)}}
}

// offer keeps a set of sites when it is the best so far.
func (s *search) offer(open []int) {
	if v := s.l.total(open); v < s.value {
		s.value, s.best = v, slices.Clone(open)
	}
}

// heuristic improves what the last step chose and offers it; the same choice is not tried twice.
func (s *search) heuristic() {
	open := s.d.chosen()
	key := make([]byte, 0, 2*len(open))
	for _, i := range open {
		key = append(key, byte(i), byte(i>>8))
	}
	if s.tried[string(key)] || len(s.tried) > 400 {
		return
	}
	s.tried[string(key)] = true
	if s.l.total(open) > 1.5*s.value {
		return
	}
	s.ex.set(open)
	s.offer(s.ex.improve())
}

func (s *search) cutoff() float64 { return s.l.cutoff(s.value) }
func (s *search) target() float64 { return s.value }

func (s *search) run() found {
	s.ex.greedy()
	s.offer(s.ex.improve())
	root := &node{state: make([]int8, s.l.m), u: s.begin(), bound: math.Inf(-1)}
	stack := []*node{root}
	for len(stack) > 0 {
		nd := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if nd.bound >= s.cutoff() || s.out.nodes > 0 && s.stops() {
			s.low = min(s.low, nd.bound)
			continue
		}
		s.out.nodes++
		stack = append(stack, s.expand(nd, nd == root)...)
	}
	s.out.open, s.out.value = s.best, s.value
	s.out.bound = s.low
	if s.low >= s.cutoff() {
		s.out.bound = s.value
	}
	if s.out.root = min(s.out.root, s.value); math.IsInf(s.out.root, -1) {
		s.out.root = s.out.bound // decided without a bound
	}
	return s.out
}

// stops tells whether a limit is reached.
func (s *search) stops() bool {
	return s.o.Nodes > 0 && s.out.nodes >= s.o.Nodes || s.o.Stop != nil && s.o.Stop()
}

// begin gives multipliers to start from: what a demand costs in the solution at hand, and what it would without the site that serves it,
// half and half.
func (s *search) begin() []float64 {
	s.ex.set(s.best)
	u := make([]float64, s.l.n)
	for j := range u {
		b, n := s.ex.best[j], s.ex.next[j]
		if n >= s.l.reject[j] && s.l.scale == 0 {
			n = 2*b + 1 // leaving it out is not meant to be paid
		}
		u[j] = 0.5 * (b + n)
	}
	return u
}

// expand bounds a node and returns the two parts that remain of it, the more promising last; none when it is done with.
func (s *search) expand(nd *node, root bool) []*node {
	d := s.d
	copy(d.u, nd.u)
	p := pace{steps: 120, theta: 1, patience: 10, least: 0.01}
	if root {
		p = pace{steps: 3000, theta: 1.5, patience: 40, least: 1e-4}
	}
	bound := nd.bound
	for {
		d.load(nd.state)
		if s.leaf(nd.state) {
			return nil
		}
		bound = max(bound, d.least)
		b, steps := d.climb(p, s.cutoff, s.target, func(float64) bool {
			if root {
				s.heuristic()
			}
			return bound >= s.cutoff()
		})
		s.out.iterations += steps
		bound = max(bound, b)
		if root {
			s.out.root = bound
		}
		s.heuristic()
		if root && !s.perturbed && bound < s.cutoff() {
			s.perturbed = true
			s.perturb()
		}
		if bound >= s.cutoff() {
			s.low = min(s.low, bound)
			return nil
		}
		copy(nd.u, d.best)
		copy(d.u, d.best)
		n := d.fix(nd.state, b, s.cutoff())
		if n == 0 {
			break
		}
		if root {
			s.out.fixed += n
		}
		p = pace{steps: 120, theta: 1, patience: 10, least: 0.01}
		if 10*n < len(d.free) {
			d.load(nd.state)
			if s.leaf(nd.state) {
				return nil
			}
			break
		}
	}
	return s.branch(nd, bound)
}

// leaf offers the only set a node leaves, if it leaves but one.
func (s *search) leaf(state []int8) bool {
	q := s.d.remaining()
	if len(s.d.free) > 0 && (q < 0 || q > 0 && q < len(s.d.free)) {
		return false
	}
	var open []int
	for i, st := range state {
		if st == opened || st == free && (q > 0) {
			open = append(open, i)
		}
	}
	s.offer(open)
	return true
}

// branch splits a node on the site that was chosen about as often as not.
func (s *search) branch(nd *node, bound float64) []*node {
	at, most := -1, -1.0
	for _, i := range s.d.free {
		m := s.d.mean[i]
		if v := min(m, 1-m); v > most {
			at, most = int(i), v
		}
	}
	with := &node{state: slices.Clone(nd.state), u: nd.u, bound: bound}
	without := &node{state: nd.state, u: slices.Clone(nd.u), bound: bound}
	with.state[at], without.state[at] = opened, closed
	if s.d.mean[at] >= 0.5 {
		return []*node{without, with}
	}
	return []*node{with, without}
}
