// SPDX-License-Identifier: EUPL-1.2

package opinion

// random is SplitMix64 (Steele, Lea and Flood 2014). Each draw has a stream of its own, derived from the seed, the purpose and its
// number, so that results are the same for any number of threads.
type random struct{ state uint64 }

const golden = 0x9E3779B97F4A7C15

// What streams are for; the numbers are part of what a seed means.
const (
	forBack = iota + 1
	forNull
	forCentres
	forResample
	forSilhouette
)

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

func stream(seed uint64, purpose, k int) random {
	return random{mix(mix(mix(seed+golden)+uint64(purpose)*golden) + uint64(k)*golden)}
}

func (r *random) next() uint64 {
	r.state += golden
	return mix(r.state)
}

// uniform is the next number, 0 or more and less than 1, on a grid of 2^−53.
func (r *random) uniform() float64 { return float64(r.next()>>11) / (1 << 53) }

// below is the next whole number under n, n at least 1.
func (r *random) below(n int) int { return min(int(r.uniform()*float64(n)), n-1) }

// choose puts m of the first len(of) things, drawn without replacement, at the front.
func (r *random) choose(of []int32, m int) {
	for k := range m {
		at := k + r.below(len(of)-k)
		of[k], of[at] = of[at], of[k]
	}
}
