// SPDX-License-Identifier: EUPL-1.2

package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Pieces is how many pieces of the given size n things make.
func Pieces(n, size int) int { return (n + size - 1) / size }

// Size is a piece size for n things that keeps pieces at most limit, not below floor things each. It depends on n alone.
func Size(n, floor, limit int) int {
	return max(floor, (n+limit-1)/limit, 1)
}

// Do calls work(piece, from, to) for every piece of 0..n, on at most threads goroutines (0: one for each processor).
func Do(n, size, threads int, work func(piece, from, to int)) {
	pieces := Pieces(n, size)
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	threads = min(threads, pieces)
	if threads <= 1 {
		for p := range pieces {
			work(p, p*size, min((p+1)*size, n))
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range threads {
		done.Go(func() {
			for {
				p := int(next.Add(1)) - 1
				if p >= pieces {
					return
				}
				work(p, p*size, min((p+1)*size, n))
			}
		})
	}
	done.Wait()
}
