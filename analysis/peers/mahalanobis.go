// SPDX-License-Identifier: EUPL-1.2

package peers

import (
	"math"
	"strconv"
)

// invert finds S⁻¹ over the regions that have all values.
func (t *table) invert() error {
	p := len(t.used)
	var whole []int
	for i := range t.regions {
		if t.whole(i) {
			whole = append(whole, i)
		}
	}
	if len(whole) < p+1 {
		return wrong(TooFewRegions, "", -1, strconv.Itoa(len(whole)), strconv.Itoa(p+1))
	}
	// S is taken of values in units of their own spread, so that what is nearly dependent is told apart from what is merely small.
	x := make([][]float64, p)
	for k := range p {
		var known []float64
		for _, i := range whole {
			known = append(known, t.z[k][i])
		}
		v := Variable{Min: known[0], Max: known[0]}
		v.moments(known)
		if !(v.SD > 0) {
			return wrong(Dependent, "", t.used[k], "", "")
		}
		for i := range t.z[k] {
			t.z[k][i] = (t.z[k][i] - v.Mean) / v.SD
		}
		x[k] = t.z[k]
	}
	s := make([]float64, p*p)
	for k := range p {
		for l := range k + 1 {
			for _, i := range whole {
				s[k*p+l] += x[k][i] * x[l][i]
			}
			s[k*p+l] /= float64(len(whole) - 1)
			s[l*p+k] = s[k*p+l]
		}
	}
	if bad := cholesky(s, p); bad >= 0 {
		return wrong(Dependent, "", t.used[bad], "", "")
	}
	t.precision = inverse(s, p)
	return nil
}

func (t *table) whole(i int) bool {
	for k := range t.z {
		if math.IsNaN(t.z[k][i]) {
			return false
		}
	}
	return true
}

// dependentBelow is the share of a variable's variance that is left once those before it are known, below which it says nothing of its own.
const dependentBelow = 1e-10

// cholesky turns a correlation matrix into its lower factor in place; it gives the variable at which that fails, or −1.
func cholesky(s []float64, p int) int {
	for k := range p {
		for l := range k + 1 {
			v := s[k*p+l]
			for m := range l {
				v -= s[k*p+m] * s[l*p+m]
			}
			if l < k {
				s[k*p+l] = v / s[l*p+l]
				continue
			}
			if v < dependentBelow {
				return k
			}
			s[k*p+k] = math.Sqrt(v)
		}
	}
	return -1
}

// inverse is (L Lᵀ)⁻¹.
func inverse(l []float64, p int) []float64 {
	out := make([]float64, p*p)
	for c := range p {
		column := make([]float64, p)
		column[c] = 1
		for k := range p {
			for m := range k {
				column[k] -= l[k*p+m] * column[m]
			}
			column[k] /= l[k*p+k]
		}
		for k := p - 1; k >= 0; k-- {
			for m := k + 1; m < p; m++ {
				column[k] -= l[m*p+k] * column[m]
			}
			column[k] /= l[k*p+k]
		}
		for k := range p {
			out[k*p+c] = column[k]
		}
	}
	return out
}

// row is (S⁻¹ d) of one variable.
func (t *table) row(k, a, b int) float64 {
	sum, p := 0.0, len(t.used)
	for l, z := range t.z {
		sum += t.precision[k*p+l] * (z[b] - z[a])
	}
	return sum
}

// mahalanobis is dᵀ S⁻¹ d; nothing is known when either region lacks a value.
func (t *table) mahalanobis(a, b int) (sum, known float64) {
	for k, z := range t.z {
		d := z[b] - z[a]
		if d != d {
			return 0, 0
		}
		sum += d * t.row(k, a, b)
	}
	return sum, 1
}
