// SPDX-License-Identifier: EUPL-1.2

package parallel_test

import (
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Every index is visited exactly once, in the same pieces, for any number of goroutines.
func TestDoVisitsEveryIndexOnceInTheSamePieces(t *testing.T) {
	for _, n := range []int{0, 1, 7, 64, 1000} {
		for _, size := range []int{1, 3, 64} {
			for _, threads := range []int{0, 1, 2, 9} {
				seen := make([]int, n)
				piece := make([]int, n)
				parallel.Do(n, size, threads, func(p, from, to int) {
					for k := from; k < to; k++ {
						seen[k]++
						piece[k] = p
					}
				})
				for k := range n {
					if seen[k] != 1 || piece[k] != k/size {
						t.Fatalf("n %d size %d threads %d: index %d visited %d times in piece %d", n, size, threads, k, seen[k], piece[k])
					}
				}
			}
		}
	}
}

func TestSizeKeepsThePiecesFew(t *testing.T) {
	if got := parallel.Size(100_000, 16, 64); parallel.Pieces(100_000, got) > 64 {
		t.Errorf("100,000 things in pieces of %d make %d pieces", got, parallel.Pieces(100_000, got))
	}
	if got := parallel.Size(10, 16, 64); got != 16 {
		t.Errorf("piece of %d, want the floor 16", got)
	}
	if got := parallel.Size(0, 0, 64); got != 1 {
		t.Errorf("piece of %d for nothing, want 1", got)
	}
}
