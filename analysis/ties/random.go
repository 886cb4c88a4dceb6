// SPDX-License-Identifier: EUPL-1.2

package ties

import "strconv"

// random is SplitMix64 (Steele, Lea and Flood 2014). Each start and each permutation has a stream of its own.
type random struct{ state uint64 }

const golden = 0x9E3779B97F4A7C15

const (
	forStart = iota + 1
	forLabels
)

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

func stream(seed uint64, purpose, k int) random {
	return random{mix(mix(mix(seed+golden)+uint64(purpose)*golden) + uint64(k)*golden)}
}

// below is the next whole number under n, n at least 1.
func (r *random) below(n int) int {
	r.state += golden
	return min(int(float64(mix(r.state)>>11)/(1<<53)*float64(n)), n-1)
}

func (r *random) shuffle(x []int) {
	for k := len(x) - 1; k > 0; k-- {
		at := r.below(k + 1)
		x[k], x[at] = x[at], x[k]
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
