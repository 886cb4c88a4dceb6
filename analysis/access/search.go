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
	gains     [2][]gain // by what is decided of a site (open, closed): what that does to the bound
	every     *enumeration
	x         *simplex // where demands are covered or not, made when it is needed
	out       found
}

func newSearch(l *location, o Options) *search {
	if l.near == nil {
		l.near = l.lists()
	}
	if l.binary && l.turn == nil {
		l.turn = l.near.turned(l.m)
	}
	all := l.near
	return &search{l: l, ex: newExchange(l, all), d: newDual(l, all), o: o, value: math.Inf(1), low: math.Inf(1), tried: map[string]bool{},
		gains: [2][]gain{make([]gain, l.m), make([]gain, l.m)}, every: newEnumeration(l), out: found{root: math.Inf(-1)}}
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
	if s.tried[string(key)] || len(s.tried) > 20000 {
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
		stack = append(stack, s.expand(nd, s.out.nodes == 1)...)
	}
	s.out.open, s.out.value, s.out.work = s.best, s.value, s.d.work
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
	if s.out.ended == "" {
		switch {
		case s.o.Nodes > 0 && s.out.nodes >= s.o.Nodes:
			s.out.ended = AtNodes
		case s.o.Work > 0 && s.d.work/1000 >= s.o.Work:
			s.out.ended = AtWork
		case s.o.Stop != nil && s.o.Stop():
			s.out.ended = Stopped
		}
	}
	return s.out.ended != ""
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

// paces of the climb at the root and at other nodes, which begin near the end of their parent's.
var (
	rootPace  = pace{steps: 3000, theta: 1.5, patience: 40, least: 1e-4}
	nodePace  = pace{steps: 300, theta: 1, patience: 20, least: 0.01}
	coverPace = pace{steps: 250, theta: 1.5, patience: 15, least: 0.01} // before the simplex method takes over
)

// rootRounds is how often the root is bounded again after what was learned there.
const rootRounds = 6

// load takes up a node.
func (s *search) load(nd *node) { s.d.load(nd, 2*math.Abs(s.value)+1) }

// expand bounds a node and returns the parts that remain of it, the most promising last; none when it is done with.
func (s *search) expand(nd *node, root bool) []*node {
	d := s.d
	copy(d.u, nd.u)
	p := nodePace
	if root {
		p = rootPace
		if s.exactly() {
			p = coverPace
		}
	}
	bound := nd.bound
	for round := 1; ; round++ {
		s.load(nd)
		if s.leaf(nd.state) || s.few(root, false) {
			return nil
		}
		bound = max(bound, d.least)
		b := s.climb(p, nd, root, bound)
		bound = max(bound, b)
		if root {
			s.out.root = max(s.out.root, bound)
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
		fixed, fewer := d.fix(nd.state, b, s.cutoff()), 0
		nd.limit, fewer = d.limits(nd, b, s.cutoff())
		if root {
			s.out.fixed += fixed
			if s.x != nil {
				s.x.must(nd.limit, 2*math.Abs(s.value)+1)
			}
		}
		if 10*fixed < len(d.free) && (!root || round >= rootRounds || fixed == 0 && 50*fewer < s.l.n) {
			break
		}
		p = nodePace
	}
	s.load(nd)
	if s.leaf(nd.state) || s.few(root, true) {
		return nil
	}
	return s.branch(nd, bound)
}

// climb improves the bound of a node; at the root it looks for better choices on the way.
func (s *search) climb(p pace, nd *node, root bool, bound float64) float64 {
	if s.x != nil {
		return s.exact(nd, manyPivots)
	}
	b, steps := s.d.climb(p, s.cutoff, s.target, func(float64) bool {
		if root {
			s.heuristic()
		}
		return bound >= s.cutoff()
	})
	s.out.iterations += steps
	if !s.exactly() || max(b, bound) >= s.cutoff() {
		return b
	}
	s.x = newSimplex(s.l, s.o.Stop)
	s.x.begin(s.d.best, s.d.threshold())
	return max(b, s.exact(nd, manyPivots))
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
