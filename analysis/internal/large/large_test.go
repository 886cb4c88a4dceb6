// SPDX-License-Identifier: EUPL-1.2

package large_test

import (
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/large"
)

// Any length gives that many zeros that can be written from end to end; a slice of a few large pages too, whose ends stand in none.
func TestSliceIsZeroAndWhole(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 16<<20/8 - 1, 16 << 20 / 8, 40<<20/8 + 3} {
		s := large.Slice[float64](n)
		if len(s) != n {
			t.Fatalf("%d numbers, want %d", len(s), n)
		}
		for k, v := range s {
			if v != 0 {
				t.Fatalf("of %d: number %d is %v, want 0", n, k, v)
			}
			s[k] = float64(k)
		}
		for k, v := range s {
			if v != float64(k) {
				t.Fatalf("of %d: number %d is %v after it was written", n, k, v)
			}
		}
	}
	for k, v := range large.Slice[uint8](33 << 20) {
		if v != 0 {
			t.Fatalf("byte %d is %d, want 0", k, v)
		}
	}
}
