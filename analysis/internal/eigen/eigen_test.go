// SPDX-License-Identifier: EUPL-1.2

package eigen_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/eigen"
)

// spectrum builds Q diag(values) Q' with Q a product of reflections.
func spectrum(rng *rand.Rand, values []float64) []float64 {
	n := len(values)
	a := make([]float64, n*n)
	for k, v := range values {
		a[k*n+k] = v
	}
	for range 4 {
		u := make([]float64, n)
		length := 0.0
		for k := range u {
			u[k] = rng.NormFloat64()
			length += u[k] * u[k]
		}
		for range 2 { // reflect rows, turn, reflect rows: both sides
			out := make([]float64, n*n)
			for c := range n {
				along := 0.0
				for r := range n {
					along += u[r] * a[r*n+c]
				}
				for r := range n {
					out[c*n+r] = a[r*n+c] - 2*u[r]*along/length
				}
			}
			a = out
		}
	}
	for r := range n {
		for c := range r {
			m := (a[r*n+c] + a[c*n+r]) / 2
			a[r*n+c], a[c*n+r] = m, m
		}
	}
	return a
}

func times(n int, a []float64) func(dst, x []float64) {
	return func(dst, x []float64) {
		for r := range n {
			s := 0.0
			for c, v := range x {
				s += a[r*n+c] * v
			}
			dst[r] = s
		}
	}
}

func residual(n int, a []float64, value float64, v []float64) float64 {
	y := make([]float64, n)
	times(n, a)(y, v)
	s, length := 0.0, 0.0
	for k := range y {
		s += (y[k] - value*v[k]) * (y[k] - value*v[k])
		length += v[k] * v[k]
	}
	return math.Sqrt(s) + math.Abs(length-1)
}

func TestSymmetricFindsTheWholeSpectrum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 3, 7, 30} {
		want := make([]float64, n)
		for k := range want {
			want[k] = float64(n-k) * 0.5
		}
		a := spectrum(rng, want)
		values, vectors := eigen.Symmetric(n, append([]float64(nil), a...))
		for k := range want {
			if math.Abs(values[k]-want[k]) > 1e-13*want[0]*float64(n) || residual(n, a, values[k], vectors[k]) > 1e-12*float64(n) {
				t.Errorf("n %d, eigenvalue %d: %v, want %v, residual %g", n, k, values[k], want[k], residual(n, a, values[k], vectors[k]))
			}
		}
	}
}

func TestLeadingFindsOneAfterTheOther(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for _, n := range []int{1, 2, 5, 40, 300} {
		want := make([]float64, n)
		for k := range want {
			want[k] = math.Pow(0.8, float64(k))
		}
		a := spectrum(rng, want)
		var known [][]float64
		for k := range min(n, 4) {
			p, found := eigen.Leading(n, times(n, a), known, 1e-13, 5000)
			if !found || math.Abs(p.Value-want[k]) > 1e-12 || residual(n, a, p.Value, p.Vector) > 1e-11 {
				t.Fatalf("n %d, eigenvalue %d: %v, want %v, residual %g", n, k, p.Value, want[k], residual(n, a, p.Value, p.Vector))
			}
			known = append(known, p.Vector)
		}
	}
	if _, found := eigen.Leading(1, times(1, []float64{1}), [][]float64{{1}}, 1e-13, 10); found {
		t.Error("a direction was found where none is left")
	}
}

// An eigenvalue that stands twice is found again once its first vector is known, and a close pair is told apart.
func TestLeadingSeesMultipleAndCloseEigenvalues(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	n := 400
	want := make([]float64, n)
	for k := range want {
		want[k] = 0.5 * float64(n-k) / float64(n)
	}
	want[0], want[1], want[2], want[3] = 0.9, 0.9, 0.8, 0.7999
	a := spectrum(rng, want)
	var known [][]float64
	for k := range 4 {
		p, _ := eigen.Leading(n, times(n, a), known, 1e-12, 20000)
		if math.Abs(p.Value-want[k]) > 1e-10 || p.Residual > 1e-12 {
			t.Errorf("eigenvalue %d: %.15g, want %v, residual %g after %d products", k, p.Value, want[k], p.Residual, p.Products)
		}
		known = append(known, p.Vector)
	}
	if p, _ := eigen.Leading(n, times(n, a), nil, 1e-15, 3); p.Products != 3 || p.Residual < 1e-6 {
		t.Errorf("three products are not enough, yet %d gave a residual of %g", p.Products, p.Residual)
	}
}
