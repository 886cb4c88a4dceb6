// SPDX-License-Identifier: EUPL-1.2

package eigen

import "math"

// largest gives the largest eigenvalue of the symmetric tridiagonal matrix with the diagonal a and the off-diagonal b, and its unit
// eigenvector: QL steps with implicit shifts that turn the vectors along.
//
// Source: Martin and Wilkinson (1968), The implicit QL algorithm, Numerische Mathematik 12.
func largest(a, b []float64) (float64, []float64) {
	n := len(a)
	d, e := append([]float64(nil), a...), append(append([]float64(nil), b...), 0)
	z := make([]float64, n*n) // z[k] is the k-th vector
	for k := range n {
		z[k*n+k] = 1
	}
	for l := range n {
		for range 60 {
			m := l
			for ; m < n-1; m++ {
				if math.Abs(e[m]) <= 1e-17*(math.Abs(d[m])+math.Abs(d[m+1])) {
					break
				}
			}
			if m == l {
				break
			}
			step(d, e, z, n, l, m)
		}
	}
	best := 0
	for k := range d {
		if d[k] > d[best] {
			best = k
		}
	}
	return d[best], z[best*n : (best+1)*n]
}

func step(d, e, z []float64, n, l, m int) {
	g := (d[l+1] - d[l]) / (2 * e[l])
	r := math.Hypot(g, 1)
	g = d[m] - d[l] + e[l]/(g+math.Copysign(r, g))
	s, c, p := 1.0, 1.0, 0.0
	for i := m - 1; i >= l; i-- {
		f, b := s*e[i], c*e[i]
		r = math.Hypot(f, g)
		e[i+1] = r
		if r == 0 {
			d[i+1] -= p
			e[m] = 0
			return
		}
		s, c = f/r, g/r
		g = d[i+1] - p
		r = (d[i]-g)*s + 2*c*b
		p = s * r
		d[i+1] = g + p
		g = c*r - b
		x, y := z[i*n:(i+1)*n], z[(i+1)*n:(i+2)*n]
		for k := range x {
			f = y[k]
			y[k] = s*x[k] + c*f
			x[k] = c*x[k] - s*f
		}
	}
	d[l] -= p
	e[l] = g
	e[m] = 0
}
