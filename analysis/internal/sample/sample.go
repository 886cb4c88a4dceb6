// SPDX-License-Identifier: EUPL-1.2

package sample

import (
	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

const golden = 0x9E3779B97F4A7C15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// h is output k of a SplitMix64 of its own for each stream.
func h(stream, k uint64) uint64 { return mix(mix((20261123+stream)*golden) + (k+1)*golden) }

// bs is a byte sum less 1020: near normal with standard deviation 209.
func bs(x uint64) int64 {
	s := int64(-1020)
	for b := range 8 {
		s += int64(x >> (8 * b) & 255)
	}
	return s
}

func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

var powers = func() (t [64]int64) { // 2^(u/64) in 30 bits
	t[0] = 1 << 30
	for j := 1; j < 64; j++ {
		t[j] = t[j-1] * 1085434106 >> 30
	}
	return t
}()

func exp(u int64) int64 {
	if u < 0 {
		return 0
	}
	return powers[u&63] << (u >> 6) >> 30
}

func c16(x uint64) int64 { return int64(x>>48) - 32768 }

// Jobs makes the table at the start and, with end, the one some years later.
func Jobs(regions, activities int, end bool) *matrix.Matrix {
	size := parallel.Size(regions, 64, 64)
	pieces := parallel.Pieces(regions, size)
	column, value := make([][]int32, pieces), make([][]float64, pieces)
	counts := make([]int, regions+1)
	zi, qi, wi := make([]int64, activities), make([]int64, activities), make([]int64, activities)
	for i := range activities {
		zi[i] = floor(bs(h(4, uint64(i)))*90, 209)
		qi[i], wi[i] = c16(h(5, uint64(i))), c16(h(6, uint64(i)))
	}
	parallel.Do(regions, size, 0, func(piece, from, to int) {
		for r := from; r < to; r++ {
			s := floor(bs(h(1, uint64(r)))*110, 209)
			a, b := c16(h(2, uint64(r))), c16(h(3, uint64(r)))
			for i := range activities {
				k := uint64(r)*uint64(activities) + uint64(i)
				n := floor(bs(h(7, k))*96, 209)
				e := exp(-32 + s + zi[i] + a>>10 + a*qi[i]>>21 + b*wi[i]>>23 + n)
				if r*7%activities == i {
					e++
				}
				if end {
					e = later(r, i, k, e)
				}
				if e > 0 {
					column[piece], value[piece] = append(column[piece], int32(i)), append(value[piece], float64(e))
					counts[r+1]++
				}
			}
		}
	})
	for r := range regions {
		counts[r+1] += counts[r]
	}
	columns, values := make([]int32, 0, counts[regions]), make([]float64, 0, counts[regions])
	for p := range pieces {
		columns, values = append(columns, column[p]...), append(values, value[p]...)
		column[p], value[p] = nil, nil
	}
	m, err := matrix.FromRows(regions, activities, counts, columns, values, nil)
	if err != nil {
		panic(err) // the generator is wrong, not the data
	}
	return m
}

func later(r, i int, k uint64, e0 int64) int64 {
	if e0 == 0 {
		if y := h(14, k); y>>54 < 20 {
			return 1 + int64(y&7)
		}
		return 0
	}
	u := 128 + floor(bs(h(11, uint64(i)))*14, 209) + floor(bs(h(12, uint64(r)))*7, 209) + floor(bs(h(13, k))*20, 209)
	return e0 * (powers[u&63] << (u >> 6) >> 10) >> 22
}
