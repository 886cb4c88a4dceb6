// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"fmt"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
)

var consumed float64 // what a benchmark made, so that nothing of it can be left out

func BenchmarkPMedian(b *testing.B) {
	c, w := plane(b)
	for _, p := range []int{2, 5, 10, 20, 50} {
		b.Run(fmt.Sprintf("1000x200, p %d", p), func(b *testing.B) {
			for b.Loop() {
				r, err := PMedian(c, w, p, Options{})
				check(b, err)
				consumed += r.Objective
			}
		})
	}
}

func BenchmarkMaximalCovering(b *testing.B) {
	c, w := plane(b)
	for b.Loop() {
		r, err := MaximalCovering(c, w, 10, 1000, Options{})
		check(b, err)
		consumed += r.Objective
	}
}
