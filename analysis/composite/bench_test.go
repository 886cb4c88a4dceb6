// SPDX-License-Identifier: EUPL-1.2

package composite_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/composite"
)

var consumed float64 // what a benchmark made, so that nothing of it can be left out

func BenchmarkUncertainty(b *testing.B) {
	for _, units := range []int{1_200, 6_000, 30_000} {
		b.Run(fmt.Sprintf("%dx30, 1000 draws", units), func(b *testing.B) {
			run := large(b, units)
			b.ReportAllocs()
			for b.Loop() {
				s, err := composite.Uncertainty(run, composite.Choices{Noise: 0.25}, 1000, 1)
				check(b, err)
				for _, v := range s.Mean {
					consumed += v
				}
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, units := range []int{1_200, 6_000, 30_000} {
		b.Run(fmt.Sprintf("%dx30", units), func(b *testing.B) {
			run := large(b, units)
			for b.Loop() {
				again, err := run.Replay(composite.Screen, composite.Recipe{})
				check(b, err)
				consumed += again.Ranks[0]
			}
		})
	}
}

// large is a composite of 30 indicators in six pillars.
func large(b *testing.B, units int) *composite.Run {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	raw := &composite.Table{Units: units, Columns: make([][]float64, 30)}
	nodes := []composite.Node{{Level: 3, Code: "index", Direction: 1, Weight: 1}}
	for p := range 6 {
		nodes = append(nodes, composite.Node{Level: 2, Code: fmt.Sprint("P", p), Direction: 1, Weight: 1 + float64(p%2), Parent: "index"})
	}
	common := make([]float64, units)
	for u := range common {
		common[u] = rng.NormFloat64()
	}
	for k := range raw.Columns {
		nodes = append(nodes, composite.Node{Level: 1, Code: fmt.Sprint("x", k), Direction: 1, Weight: 1 + float64(k%3), Parent: fmt.Sprint("P", k/5), Indicator: true})
		raw.Columns[k] = make([]float64, units)
		for u := range raw.Columns[k] {
			raw.Columns[k][u] = common[u] + rng.NormFloat64()
		}
	}
	f, err := composite.NewFrame(nodes)
	check(b, err)
	return build(b, f, raw, composite.Recipe{})
}
