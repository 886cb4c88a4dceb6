// SPDX-License-Identifier: EUPL-1.2

package eigen

import (
	"math"
	"sort"
)

// Symmetric gives all eigenvalues of a symmetric n × n matrix, largest first, and their unit eigenvectors: vectors[k] belongs to
// values[k]. The matrix, row after row, is overwritten. Cyclic Jacobi rotations: slow above some hundred rows and exact to the last
// digits below; small eigenvalues keep their relative accuracy where the matrix is positive definite (Demmel and Veselić 1992).
func Symmetric(n int, a []float64) (values []float64, vectors [][]float64) {
	v := make([]float64, n*n)
	for k := range n {
		v[k*n+k] = 1
	}
	for range 60 { // six to ten sweeps suffice; the limit is against a matrix with NaN in it
		off, diagonal := 0.0, 0.0
		for p := range n {
			diagonal += a[p*n+p] * a[p*n+p]
			for q := p + 1; q < n; q++ {
				off += a[p*n+q] * a[p*n+q]
			}
		}
		if off <= 1e-40*diagonal || off == 0 {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(n, a, v, p, q)
			}
		}
	}
	order := make([]int, n)
	for k := range order {
		order[k] = k
	}
	sort.SliceStable(order, func(x, y int) bool { return a[order[x]*n+order[x]] > a[order[y]*n+order[y]] })
	values, vectors = make([]float64, n), make([][]float64, n)
	for k, at := range order {
		values[k] = a[at*n+at]
		vectors[k] = make([]float64, n)
		for r := range n {
			vectors[k][r] = v[r*n+at]
		}
	}
	return values, vectors
}

// rotate makes a[p][q] zero.
func rotate(n int, a, v []float64, p, q int) {
	apq := a[p*n+q]
	if apq == 0 {
		return
	}
	theta := (a[q*n+q] - a[p*n+p]) / (2 * apq)
	t := 1 / (math.Abs(theta) + math.Hypot(theta, 1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Hypot(t, 1)
	s := t * c
	a[p*n+p] -= t * apq
	a[q*n+q] += t * apq
	a[p*n+q], a[q*n+p] = 0, 0
	for k := range n {
		if k != p && k != q {
			x, y := a[k*n+p], a[k*n+q]
			a[k*n+p], a[k*n+q] = c*x-s*y, s*x+c*y
			a[p*n+k], a[q*n+k] = a[k*n+p], a[k*n+q]
		}
		x, y := v[k*n+p], v[k*n+q]
		v[k*n+p], v[k*n+q] = c*x-s*y, s*x+c*y
	}
}
