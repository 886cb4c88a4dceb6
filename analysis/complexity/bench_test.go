// SPDX-License-Identifier: EUPL-1.2

package complexity_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
)

var made sync.Map

func jobs(regions int) *matrix.Matrix {
	if m, found := made.Load(regions); found {
		return m.(*matrix.Matrix)
	}
	m := sample.Jobs(regions, 600, false)
	made.Store(regions, m)
	return m
}

var consumed float64 // what a benchmark made, so that nothing of it can be left out

func consume(values []float64) {
	for _, v := range values {
		if v == v {
			consumed += v
		}
	}
}

func bench(b *testing.B, run func(b *testing.B, n *complexity.Network, m *matrix.Matrix)) {
	for _, regions := range []int{1_200, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%dx600", regions), func(b *testing.B) {
			m := jobs(regions)
			n, err := complexity.Specialise(m, complexity.Options{})
			check(b, err)
			b.ReportAllocs()
			run(b, n, m)
		})
	}
}

func BenchmarkSpecialise(b *testing.B) {
	bench(b, func(b *testing.B, _ *complexity.Network, m *matrix.Matrix) {
		for b.Loop() {
			n, _ := complexity.Specialise(m, complexity.Options{})
			consume(n.Diversity)
		}
	})
}

func BenchmarkComplexity(b *testing.B) {
	bench(b, func(b *testing.B, n *complexity.Network, _ *matrix.Matrix) {
		for b.Loop() {
			x, _ := complexity.Complexity(n, complexity.Options{})
			consume(x.ECI)
			b.ReportMetric(float64(x.Products), "products")
		}
	})
}

func BenchmarkProximity(b *testing.B) {
	bench(b, func(b *testing.B, n *complexity.Network, _ *matrix.Matrix) {
		for b.Loop() {
			phi, _ := complexity.Proximity(n, complexity.Options{})
			consume(phi.Values)
		}
	})
}

func BenchmarkDensity(b *testing.B) {
	bench(b, func(b *testing.B, n *complexity.Network, _ *matrix.Matrix) {
		phi, _ := complexity.Proximity(n, complexity.Options{})
		for b.Loop() {
			d, _ := complexity.Density(n, phi, complexity.Options{})
			consumed += d.Sum()
		}
	})
}

func BenchmarkFitness(b *testing.B) {
	bench(b, func(b *testing.B, n *complexity.Network, _ *matrix.Matrix) {
		for b.Loop() {
			f, _ := complexity.Fitness(n, complexity.Options{})
			consume(f.Fitness)
			b.ReportMetric(float64(f.Iterations), "steps")
		}
	})
}
