// SPDX-License-Identifier: EUPL-1.2

package spatial

// SplitMix64 (Steele, Lea and Flood 2014): a counter and a mixing function. A stream is a starting state, so thousands of independent
// streams cost nothing, which is what makes results independent of the number of threads.
const golden = 0x9E3779B97F4A7C15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// stream gives the starting state of stream number k of a seed. Mixing twice keeps neighbouring seeds and numbers apart.
func stream(seed uint64, k int) uint64 { return mix(mix(seed+golden) + uint64(k)*golden) }

// shuffle puts a random order into x (Fisher and Yates, Durstenfeld's form). Each 64-bit output serves two places: a 32-bit half is
// taken to 0..m−1 by multiplication, and the few halves that would favour some places are thrown away (Lemire 2019), so all orders
// are equally likely.
func shuffle(x []float64, state uint64) {
	var have bool
	var kept uint32
	for m := uint32(len(x)); m > 1; m-- {
		var product uint64
		for {
			var half uint32
			if have {
				half, have = kept, false
			} else {
				state += golden
				r := mix(state)
				half, kept, have = uint32(r), uint32(r>>32), true
			}
			product = uint64(half) * uint64(m)
			if low := uint32(product); low >= m || low >= -m%m {
				break
			}
		}
		j := uint32(product >> 32)
		x[m-1], x[j] = x[j], x[m-1]
	}
}
