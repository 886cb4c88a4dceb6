// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

// gain is what deciding a site raised the bound by, each time that was seen.
type gain struct {
	sum  float64
	seen int
}

const (
	opens  = 0
	closes = 1

	candidates = 8  // sites that are compared before a node is split
	reliable   = 4  // times a site is tried before its mean gain is believed
	trialSteps = 25 // bounds computed for a trial
)

// trial is a site with what deciding it does to the bound.
type trial struct {
	site int32
	mean float64
	up   [2]float64
}

// score prefers sites of which both decisions raise the bound.
func (t trial) score() float64 {
	return max(t.up[opens], 1e-9) * max(t.up[closes], 1e-9)
}

// branch splits a node on the site of which both decisions promise most. Candidates are those chosen about as often as not; their promise is
// tried out until it is known from trials before (reliability branching; Achterberg, Koch and Martin 2005). A trial that meets the cutoff decides the
// site for good.
func (s *search) branch(nd *node, bound float64) []*node {
	best := trial{site: -1}
	most := -1.0
	for _, t := range s.shortlist() {
		decided, ok := s.try(nd, bound, &t)
		if ok {
			nd.state[t.site] = decided
			nd.bound = bound
			return []*node{nd}
		}
		if v := t.score(); v > most {
			best, most = t, v
		}
	}
	with := &node{state: slices.Clone(nd.state), u: nd.u, limit: nd.limit, bound: bound}
	without := &node{state: nd.state, u: slices.Clone(nd.u), limit: nd.limit, bound: bound}
	with.state[best.site], without.state[best.site] = opened, closed
	if best.mean >= 0.5 {
		return []*node{without, with}
	}
	return []*node{with, without}
}

// shortlist gives the undecided sites that were chosen about as often as not, those most so first.
func (s *search) shortlist() []trial {
	out := make([]trial, 0, len(s.d.free))
	for _, i := range s.d.free {
		out = append(out, trial{site: i, mean: s.d.mean[i]})
	}
	slices.SortFunc(out, func(a, b trial) int {
		switch x, y := min(a.mean, 1-a.mean), min(b.mean, 1-b.mean); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return int(a.site - b.site)
	})
	return out[:min(len(out), candidates)]
}

// try finds what opening and closing a site does to the bound; ok when one of them cannot hold anything better, so that the other is decided.
func (s *search) try(nd *node, bound float64, t *trial) (decided int8, ok bool) {
	for way, state := range [2]int8{opened, closed} {
		g := &s.gains[way][t.site]
		if g.seen >= reliable {
			t.up[way] = g.sum / float64(g.seen)
			continue
		}
		b := s.test(nd, t.site, state)
		if b >= s.cutoff() {
			s.low = min(s.low, b)
			return opened + closed - state, true
		}
		t.up[way] = max(b-bound, 0)
		g.sum += t.up[way]
		g.seen++
	}
	return 0, false
}

// test bounds a node with one more site decided, in a few steps.
func (s *search) test(nd *node, site int32, state int8) float64 {
	d := s.d
	nd.state[site] = state
	copy(d.u, nd.u)
	s.load(nd)
	nd.state[site] = free
	if q := d.remaining(); q == 0 || q > len(d.free) {
		return math.Inf(-1) // decided without a bound when it is looked at
	}
	mean := slices.Clone(d.mean)
	if s.x != nil {
		nd.state[site] = state
		b := s.exact(nd, trialPivots)
		nd.state[site] = free
		copy(d.mean, mean)
		return max(b, d.least)
	}
	b, steps := d.climb(pace{steps: trialSteps, theta: 1, patience: 5, least: 0.05}, s.cutoff, s.target, func(float64) bool { return false })
	copy(d.mean, mean)
	s.out.iterations += steps
	return max(b, d.least)
}
