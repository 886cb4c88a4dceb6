// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math/rand/v2"
	"slices"
)

// rounds is how often in a row the search for better choices may fail before it ends.
const rounds = 400

// perturb looks for better choices before branching, where a good one closes many parts of the search at once: some sites of the best choice are
// exchanged for others, those the bound chose lately the likelier (iterated local search; Lourenço, Martin and Stützle 2003). The stream of random
// numbers is always the same one, so the result is too.
func (s *search) perturb() {
	rng := rand.New(rand.NewPCG(1, 1))
	var drop, add []int
	for failed := 0; failed < rounds && s.d.least < s.cutoff(); failed++ {
		open := slices.Clone(s.best)
		closed := make([]int, 0, s.l.m)
		for i := range s.l.m {
			if !slices.Contains(open, i) {
				closed = append(closed, i)
			}
		}
		k := min(2+rng.IntN(3), len(open), len(closed))
		drop = pickBy(rng, drop[:0], open, k, func(i int) float64 { return 1.02 - s.d.mean[i] })
		add = pickBy(rng, add[:0], closed, k, func(i int) float64 { return 0.02 + s.d.mean[i] })
		open = slices.DeleteFunc(open, func(i int) bool { return slices.Contains(drop, i) })
		s.ex.set(append(open, add...))
		before := s.value
		s.offer(s.ex.improve())
		if s.value < before {
			failed = -1
		}
	}
}

// pickBy draws k different entries, each with a chance that grows with its weight.
func pickBy(rng *rand.Rand, out, from []int, k int, weight func(i int) float64) []int {
	for len(out) < k {
		total := 0.0
		for _, i := range from {
			if !slices.Contains(out, i) {
				total += weight(i)
			}
		}
		r := rng.Float64() * total
		last := -1
		for _, i := range from {
			if slices.Contains(out, i) {
				continue
			}
			last = i
			if r -= weight(i); r < 0 {
				break
			}
		}
		out = append(out, last)
	}
	return out
}
