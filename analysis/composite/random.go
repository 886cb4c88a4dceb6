// SPDX-License-Identifier: EUPL-1.2

package composite

// random is SplitMix64 (Steele, Lea and Flood 2014). Each run of an analysis has a stream of its own, derived from the seed and its number,
// so that results are the same for any number of threads.
type random struct{ state uint64 }

const golden = 0x9E3779B97F4A7C15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

func stream(seed uint64, k int) random { return random{mix(mix(seed+golden) + uint64(k)*golden)} }

// uniform is the next number, 0 or more and less than 1, on a grid of 2^−53.
func (r *random) uniform() float64 {
	r.state += golden
	return float64(mix(r.state)>>11) / (1 << 53)
}

// below is a whole number under n, by its place on 0..1.
func below(u float64, n int) int { return min(int(u*float64(n)), n-1) }
