// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// workers is how many threads a call uses: what was asked for, or all the process may use.
func workers(asked, jobs int) int {
	if asked <= 0 {
		asked = runtime.GOMAXPROCS(0)
	}
	return max(1, min(asked, jobs))
}

// inChunks hands out 0..n in chunks to threads. The chunks are the same for any number of threads; which thread does which is not,
// so work may depend on its place only. begin makes what a thread needs for itself.
func inChunks(threads, n, chunk int, begin func() func(lo, hi int)) {
	count := (n + chunk - 1) / chunk
	threads = workers(threads, count)
	if threads == 1 {
		work := begin()
		for c := range count {
			work(c*chunk, min(n, (c+1)*chunk))
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range threads {
		wait.Go(func() {
			work := begin()
			for {
				c := int(next.Add(1)) - 1
				if c >= count {
					return
				}
				work(c*chunk, min(n, (c+1)*chunk))
			}
		})
	}
	wait.Wait()
}
