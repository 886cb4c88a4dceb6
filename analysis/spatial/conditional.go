// SPDX-License-Identifier: EUPL-1.2

package spatial

import "math"

// tally is what is kept of the draws at one unit. Sums are of differences from the observed lag, so that digits are not lost.
type tally struct {
	atLeast, atMost int32
	sum, squares    float64
	observed        float64
}

// mean and variance of the drawn lags.
func (t *tally) moments(draws int) (mean, variance float64) {
	n := float64(draws)
	return t.observed + t.sum/n, max(0, (t.squares-t.sum*t.sum/n)/(n-1))
}

// conditional draws, for each unit anew, as many other units as it has neighbours, without replacement and in random order, puts
// them in the neighbours' places and compares Σ w·x (or Σ w·(x_i − x)² with square) with the observed sum. The unit's own link and
// value stay as they are. Each unit has its own stream of the seed.
func conditional(x []float64, w *Weights, o Options, square bool) []tally {
	out := make([]tally, len(x))
	if o.Permutations == 0 {
		return out
	}
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	inChunks(o.Threads, len(x), 64, func() func(lo, hi int) {
		s := newSampler(x, o, square, largest)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				s.unit(i, w, &out[i])
			}
		}
	})
	return out
}

// few is the most neighbours drawn by trial; more are drawn by partial shuffling.
const few = 32

// sampler is what one thread needs.
type sampler struct {
	x, pool []float64
	o       Options
	square  bool
	largest float64
	weight  []float64
	swapped []uint32
	recent  [4096]uint32 // the number of the try that last drew an index with these lower bits
	try     uint32
}

func newSampler(x []float64, o Options, square bool, largest float64) *sampler {
	return &sampler{x: x, pool: append([]float64(nil), x...), o: o, square: square, largest: largest}
}

func (s *sampler) unit(i int, w *Weights, t *tally) {
	to, weight := w.Row(i)
	s.weight = s.weight[:0]
	me, total := s.x[i], 0.0
	even := true
	for k, j := range to {
		if int(j) == i {
			continue
		}
		v := s.x[j]
		if s.square {
			v = (me - v) * (me - v)
		}
		t.observed += weight[k] * v
		total += weight[k]
		s.weight = append(s.weight, weight[k])
		even = even && weight[k] == s.weight[0]
	}
	k := len(s.weight)
	if k == 0 {
		return
	}
	near := tie * total * s.largest
	if s.square {
		near *= 4 * s.largest
	}
	// The last unit takes the place of this one, so that the others are 0..n−2.
	m := len(s.x) - 1
	s.pool[i] = s.x[m]
	state := stream(s.o.Seed, i)
	switch {
	case k > few || k*k > m:
		s.many(state, m, me, near, t)
	case even && !s.square:
		s.sums(state, uint32(m), near, t)
	default:
		s.trials(state, uint32(m), me, near, t)
	}
	s.pool[i] = me
}

func (t *tally) add(d, near float64) {
	if d >= -near {
		t.atLeast++
	}
	if d <= near {
		t.atMost++
	}
	t.sum += d
	t.squares += d * d
}

// pick draws k different indices below m: all are drawn freely, and drawn again when two are equal, which leaves all sequences of
// different ones equally likely. With k² ≤ m few tries fail. Halves of outputs that would favour an index also throw the try away.
func (s *sampler) pick(state uint64, m, favoured uint32, index []uint32) uint64 {
again:
	s.try++
	if s.try == 0 { // after 2³² tries old marks could be taken for new
		s.recent = [4096]uint32{}
		s.try = 1
	}
	for c := 0; c < len(index)-1; c += 2 {
		state += golden
		r := mix(state)
		a, b := (r&math.MaxUint32)*uint64(m), (r>>32)*uint64(m)
		if uint32(a) < favoured || uint32(b) < favoured {
			goto again
		}
		index[c], index[c+1] = uint32(a>>32), uint32(b>>32)
	}
	if len(index)&1 == 1 {
		state += golden
		a := (mix(state) & math.MaxUint32) * uint64(m)
		if uint32(a) < favoured {
			goto again
		}
		index[len(index)-1] = uint32(a >> 32)
	}
	suspect := false
	try := s.try
	for _, j := range index {
		mark := &s.recent[j&4095]
		if *mark == try {
			suspect = true
		}
		*mark = try
	}
	if suspect && repeated(index) {
		goto again
	}
	return state
}

func repeated(index []uint32) bool {
	for a := range index {
		for _, other := range index[:a] {
			if other == index[a] {
				return true
			}
		}
	}
	return false
}

// sums is the usual case, few neighbours of equal weight: only the sum of the values drawn counts.
func (s *sampler) sums(state uint64, m uint32, near float64, t *tally) {
	var buffer [few]uint32
	index, w, pool := buffer[:len(s.weight)], s.weight[0], s.pool
	favoured := -m % m
	for range s.o.Permutations {
		state = s.pick(state, m, favoured, index)
		v := 0.0
		for _, j := range index {
			v += pool[j]
		}
		t.add(v*w-t.observed, near)
	}
}

// trials is the same for any weights and for squared differences.
func (s *sampler) trials(state uint64, m uint32, me, near float64, t *tally) {
	var buffer [few]uint32
	weight := s.weight
	index, pool := buffer[:len(weight)], s.pool
	favoured := -m % m
	for range s.o.Permutations {
		state = s.pick(state, m, favoured, index)
		v := 0.0
		if s.square {
			for c, j := range index {
				d := me - pool[j]
				v += weight[c] * d * d
			}
		} else {
			for c, j := range index {
				v += weight[c] * pool[j]
			}
		}
		t.add(v-t.observed, near)
	}
}

// many shuffles the first places of the pool and undoes it after each draw: draws must not depend on what a thread did before.
func (s *sampler) many(state uint64, m int, me, near float64, t *tally) {
	weight, pool := s.weight, s.pool[:m]
	if cap(s.swapped) < len(weight) {
		s.swapped = make([]uint32, len(weight))
	}
	swapped := s.swapped[:len(weight)]
	for range s.o.Permutations {
		v := 0.0
		for c := range weight {
			left := uint32(m - c)
			favoured := -left % left
			product := uint64(0)
			for {
				state += golden
				product = (mix(state) >> 32) * uint64(left)
				if uint32(product) >= favoured {
					break
				}
			}
			j := c + int(product>>32)
			swapped[c] = uint32(j)
			drawn := pool[j]
			pool[j], pool[c] = pool[c], drawn
			if s.square {
				drawn = (me - drawn) * (me - drawn)
			}
			v += weight[c] * drawn
		}
		for c := len(weight) - 1; c >= 0; c-- {
			j := swapped[c]
			pool[j], pool[c] = pool[c], pool[j]
		}
		t.add(v-t.observed, near)
	}
}
