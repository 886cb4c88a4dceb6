// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// BenchmarkFind looks for three groups among 100, 300 and 900 participants and 60 statements, and in votes without structure.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{100, 300, 900} {
		d, _ := planted(n, 60, []float64{0.5, 0.3, 0.2}, 0.3, rand.New(rand.NewPCG(1, 2)))
		v := d.votes(b)
		nothing := unstructured("ready", n, 60, rand.New(rand.NewPCG(1, 2))).votes(b)
		for name, votes := range map[string]*opinion.Votes{"groups": v, "nothing": nothing} {
			b.Run(name+"-"+strconv.Itoa(n), func(b *testing.B) {
				for b.Loop() {
					if _, err := opinion.Find(votes, opinion.Options{Seed: 1}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
