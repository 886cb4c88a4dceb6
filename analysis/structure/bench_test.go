// SPDX-License-Identifier: EUPL-1.2

package structure_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

var made sync.Map

func jobs(regions int, end bool) *matrix.Matrix {
	key := fmt.Sprint(regions, end)
	if m, found := made.Load(key); found {
		return m.(*matrix.Matrix)
	}
	m := sample.Jobs(regions, 600, end)
	made.Store(key, m)
	return m
}

var consumed float64 // what a benchmark made, so that nothing of it can be left out

func bench(b *testing.B, name string, run func(m *matrix.Matrix) []float64) {
	for _, regions := range []int{1_200, 10_000, 100_000} {
		b.Run(fmt.Sprintf("%s/%dx600", name, regions), func(b *testing.B) {
			m := jobs(regions, false)
			b.ReportAllocs()
			for b.Loop() {
				for _, v := range run(m) {
					if v == v {
						consumed += v
					}
				}
			}
		})
	}
}

func BenchmarkLocationQuotient(b *testing.B) {
	bench(b, "lq", func(m *matrix.Matrix) []float64 {
		q, _ := structure.LocationQuotient(m, structure.Options{})
		return q.Filled
	})
}

func BenchmarkRegions(b *testing.B) {
	sector := blocks(600, 30)
	bench(b, "regions", func(m *matrix.Matrix) []float64 {
		r, _ := structure.Regions(m, sector, structure.Options{})
		return r.Entropy
	})
}

func BenchmarkActivities(b *testing.B) {
	bench(b, "activities", func(m *matrix.Matrix) []float64 {
		a, _ := structure.Activities(m, structure.Options{})
		return a.LocationalGini
	})
}

func BenchmarkShift(b *testing.B) {
	for _, regions := range []int{1_200, 10_000} {
		start, end := jobs(regions, false), jobs(regions, true)
		b.Run(fmt.Sprintf("%dx600", regions), func(b *testing.B) {
			for b.Loop() {
				s, _ := structure.Shift(start, end, structure.Options{})
				consumed += s.Regional[0]
			}
		})
	}
}
