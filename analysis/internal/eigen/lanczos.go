// SPDX-License-Identifier: EUPL-1.2

package eigen

import "math"

// Pair is an eigenvalue with its unit eigenvector and the proof of both.
type Pair struct {
	Value    float64
	Vector   []float64
	Residual float64 // ‖A v − value v‖; the value is off by no more than that
	Products int     // how often the matrix was asked
}

// krylov is how many vectors are kept before the search starts again from the best it has.
const krylov = 240

// Leading gives the largest eigenvalue of a symmetric positive semidefinite n × n matrix among the directions at right angles to the
// known ones, which must be unit eigenvectors at right angles to each other. product writes A x into dst. The search ends when the
// residual is at most tolerance times the eigenvalue, or when products products are used up: look at Residual. found is false where no
// direction is left.
//
// Lanczos' method with full reorthogonalisation, started again from the best vector when the basis is full. The start is fixed, so a
// run can be had again.
//
// Source: Lanczos (1950), Journal of Research of the National Bureau of Standards 45; Parlett (1998), The Symmetric Eigenvalue Problem.
func Leading(n int, product func(dst, x []float64), known [][]float64, tolerance float64, products int) (best Pair, found bool) {
	room := n - len(known)
	if room < 1 {
		return Pair{}, false
	}
	size := min(room, krylov)
	l := lanczos{n: n, product: product, known: known, basis: make([]float64, (size+1)*n), size: size,
		alpha: make([]float64, size), beta: make([]float64, size), best: make([]float64, n)}
	state := uint64(0)
	for k := range l.best {
		l.best[k] = unit(&state)
	}
	for {
		best = l.run(tolerance, products)
		if best.Residual <= tolerance*math.Abs(best.Value) || l.exhausted || l.products >= products {
			return best, true
		}
	}
}

type lanczos struct {
	n, size, products int
	product           func(dst, x []float64)
	known             [][]float64
	basis             []float64
	alpha, beta       []float64
	best              []float64
	exhausted         bool
}

func (l *lanczos) row(k int) []float64 { return l.basis[k*l.n : (k+1)*l.n] }

func (l *lanczos) run(tolerance float64, products int) Pair {
	first := l.row(0)
	copy(first, l.best)
	l.clean(first, 0)
	if length := norm(first); length > 0 {
		scale(first, 1/length)
	}
	check := 4
	for k := 0; ; k++ {
		q, next := l.row(k), l.row(k+1)
		l.product(next, q)
		l.products++
		l.alpha[k] = dot(q, next)
		top := norm(next) // of what is left after cleaning less than rounding of it is nothing, even where all is rounding
		l.clean(next, k+1)
		l.beta[k] = norm(next)
		for j := range k + 1 {
			top = max(top, math.Abs(l.alpha[j]), l.beta[j])
		}
		full := k+1 == l.size
		l.exhausted = l.beta[k] <= 1e-15*top || k+1 == l.n-len(l.known)
		if full || l.exhausted || k+1 >= check || l.products >= products {
			value, s := largest(l.alpha[:k+1], l.beta[:k])
			residual := l.beta[k] * math.Abs(s[k])
			if l.exhausted {
				residual = min(residual, 1e-15*top)
			}
			if residual <= tolerance*math.Abs(value) || full || l.exhausted || l.products >= products {
				return l.ritz(value, s, residual)
			}
			check = k + 2 + k/8
		}
		scale(next, 1/l.beta[k])
	}
}

func (l *lanczos) ritz(value float64, s []float64, residual float64) Pair {
	clear(l.best)
	for k, weight := range s {
		for j, v := range l.row(k) {
			l.best[j] += weight * v
		}
	}
	l.clean(l.best, 0)
	if length := norm(l.best); length > 0 {
		scale(l.best, 1/length)
	}
	return Pair{Value: value, Vector: l.best, Residual: residual, Products: l.products}
}

// clean takes out of x what lies along the known vectors and the first count of the basis; twice, because once leaves rounding.
func (l *lanczos) clean(x []float64, count int) {
	for range 2 {
		for _, v := range l.known {
			subtract(x, dot(v, x), v)
		}
		for k := range count {
			v := l.row(k)
			subtract(x, dot(v, x), v)
		}
	}
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	s, t := 0.0, 0.0
	k := 0
	for ; k+1 < len(a); k += 2 {
		s += a[k] * b[k]
		t += a[k+1] * b[k+1]
	}
	if k < len(a) {
		s += a[k] * b[k]
	}
	return s + t
}

func subtract(x []float64, weight float64, v []float64) {
	v = v[:len(x)]
	for k := range x {
		x[k] -= weight * v[k]
	}
}

func scale(x []float64, weight float64) {
	for k := range x {
		x[k] *= weight
	}
}

func norm(x []float64) float64 { return math.Sqrt(dot(x, x)) }

// unit is the next number of a fixed sequence, −1 to 1.
func unit(state *uint64) float64 {
	*state += 0x9E3779B97F4A7C15
	z := *state
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return float64(int64(z^(z>>31))) / (1 << 63)
}
