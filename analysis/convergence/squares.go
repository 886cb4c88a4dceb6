// SPDX-License-Identifier: EUPL-1.2

package convergence

import (
	"math"
	"strconv"
)

// regression is a fit by least squares; the first term is the constant.
type regression struct {
	terms            []Term
	n, freedom       int
	r2, f, p         float64
	fitted, residual []float64
}

// collinear is the share of a column's spread that is left when those before it are known, below which it says nothing of its own.
const collinear = 1e-10

// fit regresses y on columns over the rows in which nothing is missing. Columns are centred and put in units of their spread, then made perpendicular one
// after the other (modified Gram–Schmidt, twice), which keeps the digits that normal equations lose.
func fit(y []float64, columns [][]float64, robust bool) (*regression, error) {
	var rows []int
	for i := range y {
		whole := !math.IsNaN(y[i])
		for _, c := range columns {
			whole = whole && !math.IsNaN(c[i])
		}
		if whole {
			rows = append(rows, i)
		}
	}
	p := len(columns)
	if len(rows) < p+2 {
		return nil, wrong(TooFewRegions, "", -1, strconv.Itoa(len(rows)), strconv.Itoa(p+2))
	}
	m := &design{n: len(rows), p: p}
	for k, c := range columns {
		if !m.add(pick(c, rows)) {
			if k == 0 {
				return nil, wrong(NoVariation, "", -1, "", "")
			}
			return nil, wrong(Dependent, "", k-1, "", "")
		}
	}
	r := m.solve(pick(y, rows), robust)
	r.place(rows, len(y))
	return r, nil
}

func pick(x []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for k, i := range rows {
		out[k] = x[i]
	}
	return out
}

// design is X = Q R of the centred columns.
type design struct {
	n, p int
	mean []float64
	q    [][]float64
	r    [][]float64 // r[k][l], l ≥ … column k in terms of q[0..k]
}

// add makes a column perpendicular to those before; false when nothing is left of it.
func (m *design) add(c []float64) bool {
	mean, squares := moments(c)
	for i := range c {
		c[i] -= mean
	}
	r := make([]float64, len(m.q)+1)
	for range 2 {
		for k, q := range m.q {
			d := dot(q, c)
			r[k] += d
			for i := range c {
				c[i] -= d * q[i]
			}
		}
	}
	left := math.Sqrt(dot(c, c))
	if !(left > collinear*math.Sqrt(squares)) || !(left > 1e-14*math.Abs(mean)) {
		return false
	}
	for i := range c {
		c[i] /= left
	}
	r[len(m.q)] = left
	m.mean, m.q, m.r = append(m.mean, mean), append(m.q, c), append(m.r, r)
	return true
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// back solves R x = b.
func (m *design) back(b []float64) []float64 {
	x := make([]float64, m.p)
	for k := m.p - 1; k >= 0; k-- {
		x[k] = b[k]
		for l := k + 1; l < m.p; l++ {
			x[k] -= m.r[l][k] * x[l]
		}
		x[k] /= m.r[k][k]
	}
	return x
}

func (m *design) solve(y []float64, robust bool) *regression {
	mean, total := moments(y)
	rest := make([]float64, m.n)
	for i := range y {
		rest[i] = y[i] - mean
	}
	projected := make([]float64, m.p)
	for k, q := range m.q {
		projected[k] = dot(q, rest)
		for i := range rest {
			rest[i] -= projected[k] * q[i]
		}
	}
	slope := m.back(projected)
	out := &regression{n: m.n, freedom: m.n - m.p - 1, residual: rest, fitted: make([]float64, m.n)}
	constant := mean
	for k := range slope {
		constant -= slope[k] * m.mean[k]
	}
	for i := range y {
		out.fitted[i] = y[i] - rest[i]
	}
	squares := dot(rest, rest)
	explained := dot(projected, projected)
	out.r2 = explained / total
	variance := squares / float64(out.freedom)
	out.f = explained / float64(m.p) / variance
	out.p = fAbove(out.f, float64(m.p), float64(out.freedom))
	se := m.errors(rest, variance, robust)
	out.terms = append(out.terms, term(constant, se[0], out.freedom))
	for k := range slope {
		out.terms = append(out.terms, term(slope[k], se[k+1], out.freedom))
	}
	return out
}

// errors are standard errors of the constant and of each slope. The row of (X'X)⁻¹X' of each coefficient is weighed by the variance of the residuals,
// one for all or that of each row.
func (m *design) errors(rest []float64, variance float64, robust bool) []float64 {
	sums := make([]float64, m.p+1)
	at := make([]float64, m.p)
	for i := range rest {
		v := variance
		if robust {
			v = rest[i] * rest[i] * float64(m.n) / float64(m.n-m.p-1)
		}
		for k := range m.q {
			at[k] = m.q[k][i]
		}
		h := m.back(at)
		constant := 1 / float64(m.n)
		for k := range h {
			constant -= h[k] * m.mean[k]
			sums[k+1] += h[k] * h[k] * v
		}
		sums[0] += constant * constant * v
	}
	for k := range sums {
		sums[k] = math.Sqrt(sums[k])
	}
	return sums
}

func term(estimate, se float64, freedom int) Term {
	t := estimate / se
	return Term{Estimate: estimate, SE: se, T: t, P: studentTwoSided(t, float64(freedom))}
}

// place puts fitted values and residuals at their regions.
func (r *regression) place(rows []int, n int) {
	fitted, residual := make([]float64, n), make([]float64, n)
	for i := range fitted {
		fitted[i], residual[i] = math.NaN(), math.NaN()
	}
	for k, i := range rows {
		fitted[i], residual[i] = r.fitted[k], r.residual[k]
	}
	r.fitted, r.residual = fitted, residual
}
