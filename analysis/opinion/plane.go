// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"math"

	"github.com/sumanus/sumanus/analysis/internal/eigen"
)

// axes are the leading right singular vectors of a matrix, one number for each statement, and the singular values.
type axes struct {
	value  []float64
	vector [][]float64
}

// leading finds at most d axes; fewer where the matrix has no more. It works on the shorter side.
func (s sparse) leading(d int, tolerance float64, products int) axes {
	n, m := s.rows(), s.columns
	tall := n >= m
	size, half := min(n, m), make([]float64, max(n, m))
	product := func(dst, x []float64) {
		if tall {
			s.across(half, x)
			s.down(dst, half)
		} else {
			s.down(half, x)
			s.across(dst, half)
		}
	}
	var out axes
	var known [][]float64
	for range d {
		p, found := eigen.Leading(size, product, known, tolerance, products)
		if !found || p.Value <= 1e-9 {
			break
		}
		known = append(known, p.Vector)
		value := math.Sqrt(p.Value)
		vector := p.Vector
		if !tall {
			vector = make([]float64, m)
			s.down(vector, p.Vector)
			for j := range vector {
				vector[j] /= value
			}
		}
		point(vector)
		out.value, out.vector = append(out.value, value), append(out.vector, vector)
	}
	return out
}

// point turns an axis so that the statement that weighs most has a positive weight; of several that weigh the same, the first.
func point(vector []float64) {
	most := 0.0
	for _, w := range vector {
		most = max(most, math.Abs(w))
	}
	for _, w := range vector {
		if math.Abs(w) >= most*(1-1e-6) {
			if w < 0 {
				for j := range vector {
					vector[j] = -vector[j]
				}
			}
			return
		}
	}
}

// scores sets each participant along the axes, d numbers one after the other: Σ over the statements seen of residual × weight, times
// √(C/Cᵢ) with C statements of which Cᵢ were seen, so that who has seen little is not drawn to the middle (Small et al. 2021).
func (s sparse) scores(a axes, d int) []float64 {
	n := s.rows()
	out := make([]float64, n*d)
	for i := range n {
		cast := s.seen(i)
		if cast == 0 {
			continue
		}
		scale := math.Sqrt(float64(s.columns) / float64(cast))
		for k := range min(d, len(a.vector)) {
			sum := 0.0
			for at := s.start[i]; at < s.start[i+1]; at++ {
				sum += s.value[at] * a.vector[k][s.column[at]]
			}
			out[i*d+k] = sum * scale
		}
	}
	return out
}
