// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"math"
	"strconv"
	"sync"
	"testing"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// Sizes of the meshes, for the growth over three sizes; 316² = 99,856 is that of the reference times.
var sizes = []int{100, 178, 316}

var meshes sync.Map

func cached(n int) []Shape {
	if s, ok := meshes.Load(n); ok {
		return s.([]Shape)
	}
	s := mesh(int64(n))
	meshes.Store(n, s)
	return s
}

var sink float64

// each runs a step at three sizes and reports the growth exponent between the smallest and the largest.
func each(b *testing.B, step func(b *testing.B, shapes []Shape, values []float64, queen, row *Weights) float64) {
	var seconds []float64
	for _, n := range sizes {
		b.Run(strconv.Itoa(n*n), func(b *testing.B) {
			shapes, values := cached(n), lattice(n)
			queen := contiguity(b, shapes, Queen)
			row := styled(b, queen, Row)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				sink += step(b, shapes, values, queen, row)
			}
			took := b.Elapsed().Seconds() / float64(b.N)
			seconds = append(seconds, took)
			if len(seconds) > 1 {
				b.ReportMetric(math.Log(took/seconds[0])/math.Log(float64(n*n)/float64(sizes[0]*sizes[0])), "growth")
			}
		})
	}
}

func checksum(w *Weights) float64 {
	s := 0.0
	for i := range w.Len() {
		to, weight := w.Row(i)
		for k, j := range to {
			s += float64(j) * weight[k]
		}
	}
	return s
}

func units(b *testing.B, l *Local, err error) float64 {
	if err != nil {
		b.Fatal(err)
	}
	s := 0.0
	for _, u := range l.Units {
		s += u.Statistic + u.Z
		if !math.IsNaN(u.PPermutation) {
			s += u.PPermutation
		}
	}
	return s
}

// spdep at 99,856: 18.3 s, libpysal 17.1 s.
func BenchmarkContiguityQueen(b *testing.B) {
	each(b, func(b *testing.B, shapes []Shape, _ []float64, _, _ *Weights) float64 {
		return checksum(contiguity(b, shapes, Queen))
	})
}

// spdep at 99,856: 19.5 s, libpysal 18.1 s.
func BenchmarkContiguityRook(b *testing.B) {
	each(b, func(b *testing.B, shapes []Shape, _ []float64, _, _ *Weights) float64 {
		return checksum(contiguity(b, shapes, Rook))
	})
}

// spdep at 99,856: 3.7 s, esda 1.2 s.
func BenchmarkMoran(b *testing.B) {
	each(b, func(b *testing.B, _ []Shape, values []float64, _, row *Weights) float64 {
		r, err := Moran(values, row, Options{})
		if err != nil {
			b.Fatal(err)
		}
		return r.Statistic + r.PNormal
	})
}

// spdep at 99,856: 24.8 s, esda 2.95 s.
func BenchmarkMoran999(b *testing.B) {
	each(b, func(b *testing.B, _ []Shape, values []float64, _, row *Weights) float64 {
		r, err := Moran(values, row, Options{Permutations: 999, Seed: 12345})
		if err != nil {
			b.Fatal(err)
		}
		return r.Statistic + r.PPermutation + r.Tails.Mean
	})
}

// spdep at 99,856: 0.26 s, esda 0.80 s.
func BenchmarkLocalMoran(b *testing.B) {
	each(b, func(b *testing.B, _ []Shape, values []float64, _, row *Weights) float64 {
		l, err := LocalMoran(values, row, Options{})
		return units(b, l, err)
	})
}

// spdep at 99,856: 109 s (drawn anew for each unit), esda 10.4 s (one set of draws for all units).
func BenchmarkLocalMoran999(b *testing.B) {
	each(b, func(b *testing.B, _ []Shape, values []float64, _, row *Weights) float64 {
		l, err := LocalMoran(values, row, Options{Permutations: 999, Seed: 12345})
		return units(b, l, err)
	})
}

// The same with weights that differ within a row.
func BenchmarkLocalMoran999Uneven(b *testing.B) {
	shapes, values := cached(100), lattice(100)
	points := make([]Point, len(shapes))
	for i, s := range shapes {
		points[i] = s[0][0]
	}
	w, err := Nearest(points, 8, DistanceOptions{Decay: Inverse})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		l, err := LocalMoran(values, w, Options{Permutations: 999, Seed: 1})
		sink += units(b, l, err)
	}
}

// spdep at 99,856: 1.2 s, esda 4.8 s.
func BenchmarkGetisOrdStar(b *testing.B) {
	each(b, func(b *testing.B, _ []Shape, values []float64, queen, _ *Weights) float64 {
		self, err := queen.WithSelf(1)
		if err != nil {
			b.Fatal(err)
		}
		l, err := GetisOrd(values, self, true, Options{})
		return units(b, l, err)
	})
}

func BenchmarkNearest8(b *testing.B) {
	each(b, func(b *testing.B, shapes []Shape, _ []float64, _, _ *Weights) float64 {
		points := make([]Point, len(shapes))
		for i, s := range shapes {
			points[i] = s[0][0]
		}
		w, err := Nearest(points, 8, DistanceOptions{})
		if err != nil {
			b.Fatal(err)
		}
		return checksum(w)
	})
}
