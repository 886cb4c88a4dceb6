// SPDX-License-Identifier: EUPL-1.2

package spatial

import "math"

// GeneralG is the general G of Getis and Ord (1992): G = Σ_ij w_ij x_i x_j / Σ_{i≠j} x_i x_j with expectation S0/(n(n−1)). It tells whether high
// values gather (z above 0) or low ones (z below 0), for variables with a natural zero: a negative value is an error. Binary weights
// are usual, others allowed. There is no variance under normality.
//
// The variance is the exact one under random orders. It equals that of the paper with its erratum (the factor 6 in B1, as in spdep's
// globalG.test), but is put together from deviations from the mean: the paper's form is a small difference of large numbers and loses
// half the digits at some ten thousand units.
func GeneralG(values []float64, w *Weights, o Options) (Result, error) {
	for i, v := range values {
		if v < 0 {
			return Result{}, fault(NegativeValue, "values", i, number(v), "")
		}
	}
	d, p, m, o, err := measured(values, w, o)
	if err != nil {
		return Result{}, err
	}
	r := Result{Sample: d.Sample, VarianceNormality: math.NaN()}
	n := m.n
	// Σ_{i≠j} x_i x_j: over pairs of deviations it is (n·mean)² − n·mean² − n·m2
	all := n*(n-1)*m.mean*m.mean - n*m.m2
	if !(all > 0) || !twoPositive(d.x) {
		return Result{}, fault(ZeroTotal, "values", -1, "", "")
	}
	r.Statistic = p.cross(d.x) / all
	r.Expected = p.s0 / (n * (n - 1))
	// Σ w x x = S0·mean² + mean·L + Q, with L = Σ (w_i. + w_.i) z_i and Q = Σ w z z, both random
	i, _ := moranVariances(p, m)
	q := p.s0 * p.s0 * m.m2 * m.m2 * i
	l := (p.s2 - 4*p.s0*p.s0/n) * m.m2 * n / (n - 1)
	lq := m.m3 / (n - 1) * (4*p.s0*p.s0 - n*p.s2) / (n - 2)
	r.VarianceRandomisation = (m.mean*m.mean*l + 2*m.mean*lq + q) / (all * all)
	draws := p.crosses(d.x, o, 1/all)
	r.Tails = tails(draws, 1, 0, r.Statistic, r.Statistic+r.Expected, o)
	r.finish(o, 1)
	return r, nil
}

func twoPositive(x []float64) bool {
	count := 0
	for _, v := range x {
		if v > 0 {
			count++
		}
	}
	return count > 1
}
