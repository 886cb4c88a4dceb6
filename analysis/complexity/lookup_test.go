// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The way for wide registers gives the same bits as the plain one.
func TestLookingUpFourAtOnce(t *testing.T) {
	if !wide {
		return // the plain way is the only one on this processor
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, groups := range []int{1, 2, 7, 75} {
		table := make([][codes][lane]float64, groups)
		for g := range table {
			for c := range table[g] {
				for k := range lane {
					table[g][c][k] = random.NormFloat64()
				}
			}
		}
		code := make([]uint8, 4*groups)
		for i := range code {
			code[i] = uint8(random.IntN(codes))
		}
		var want, got [4 * lane]float64
		for k := range want {
			want[k] = random.NormFloat64() // what is added to
		}
		got = want
		for r := range 4 {
			lookUp(table, code[r*groups:(r+1)*groups], (*[lane]float64)(want[r*lane:]))
		}
		lookUpFour(&table[0], &code[0], groups, groups, &got)
		for k := range want {
			if math.Float64bits(got[k]) != math.Float64bits(want[k]) {
				t.Fatalf("%d groups: sum %d is %v, want %v", groups, k, got[k], want[k])
			}
		}
	}
}
