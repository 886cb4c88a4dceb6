// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
	"strconv"
)

// Sensitivity says which choice moves the ranks.
type Sensitivity struct {
	Factors []string
	// First is the share of the variance of the mean absolute shift of ranks that a factor explains alone; Total the share in which it takes
	// part at all, with others too. Estimates: they may leave 0..1 where runs are few.
	First, Total []float64
	// FirstLow to TotalHigh bound the middle 90 % of bootstrap estimates; missing without bootstraps.
	FirstLow, FirstHigh, TotalLow, TotalHigh []float64
	Variance                                 float64   // of the shift
	Shift                                    []float64 // mean absolute shift of ranks against the recipe, by run: A, B, then A with each column of B
	Base                                     int       // N: runs are N (factors + 2)
	Spread                                   *Spread   // ranks over the 2N runs of A and B
}

// Sensitive builds the indicator N (d + 2) times for d factors, by the design of Saltelli, and gives Sobol' indices of the output
//
//	y = mean over units of |rank − rank by the recipe|
//
// with the estimators First = mean(y_B (y_AB − y_A))/V and Total = mean((y_A − y_AB)²)/(2V), V the variance (n − 1) of y over A and B.
// Weights with noise are one factor: a point picks one of N sets. The outputs are centred on their mean before, which changes no expectation
// and spares First most of its noise; Sobol alone gives what COINr gives from the same outputs.
//
// Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Variance based sensitivity analysis of model output, Computer
// Physics Communications 181; Jansen (1999), Analysis of variance designs for model output, same journal 117.
func Sensitive(r *Run, c Choices, base, bootstraps int, seed uint64) (*Sensitivity, error) {
	v, err := r.variants(c, seed)
	if err != nil {
		return nil, err
	}
	factors := c.Factors()
	switch {
	case len(factors) < 2:
		return nil, fault(TooFewFactors, "", strconv.Itoa(len(factors)), "2")
	case base < 2:
		return nil, fault(BadOption, "runs", strconv.Itoa(base), "2")
	case bootstraps < 0:
		return nil, fault(BadOption, "bootstraps", strconv.Itoa(bootstraps), "")
	}
	points := design(base, len(factors), seed)
	draws := make([]draw, len(points))
	for k, p := range points {
		draws[k] = v.at(p, base)
	}
	ranks, err := v.ranks(draws)
	if err != nil {
		return nil, err
	}
	out := &Sensitivity{Factors: factors, Base: base, Shift: make([]float64, len(draws))}
	units := r.Raw.Units
	for k := range out.Shift {
		out.Shift[k] = shift(ranks[k*units:(k+1)*units], r.Ranks)
	}
	out.Spread = v.summary(ranks[:2*base*units], 2*base)
	out.Spread.Factors = factors
	centred := slices.Clone(out.Shift)
	middle := mean(out.Shift[:2*base])
	for k := range centred {
		centred[k] -= middle
	}
	if out.First, out.Total, out.Variance, err = Sobol(centred, base, len(factors)); err != nil {
		return nil, err
	}
	out.bootstrap(centred, bootstraps, seed)
	return out, nil
}

func shift(ranks []int32, nominal []float64) float64 {
	sum, n := 0.0, 0.0
	for u, rank := range ranks {
		if rank > 0 && !math.IsNaN(nominal[u]) {
			sum += math.Abs(float64(rank) - nominal[u])
			n++
		}
	}
	return sum / n
}

// design lists A, B, and for each factor A with that column of B.
func design(base, factors int, seed uint64) [][]float64 {
	points := make([][]float64, 0, base*(factors+2))
	a, b := make([][]float64, base), make([][]float64, base)
	for k := range base {
		rng := stream(seed, k)
		a[k], b[k] = make([]float64, factors), make([]float64, factors)
		for i := range factors {
			a[k][i] = rng.uniform()
		}
		for i := range factors {
			b[k][i] = rng.uniform()
		}
	}
	points = append(append(points, a...), b...)
	for i := range factors {
		for k := range base {
			p := slices.Clone(a[k])
			p[i] = b[k][i]
			points = append(points, p)
		}
	}
	return points
}

// Sobol estimates indices from outputs y of a design: N of A, N of B, then N of A with each factor's column of B. Missing where the output
// does not vary.
func Sobol(y []float64, base, factors int) (first, total []float64, variance float64, err error) {
	if base < 2 || factors < 1 || len(y) != base*(factors+2) {
		return nil, nil, 0, fault(LengthMismatch, "y", strconv.Itoa(len(y)), strconv.Itoa(base*(factors+2)))
	}
	a, b := y[:base], y[base:2*base]
	sd := deviation(y[:2*base])
	variance = sd * sd
	first, total = make([]float64, factors), make([]float64, factors)
	for i := range factors {
		ab := y[(2+i)*base : (3+i)*base]
		for k := range base {
			first[i] += b[k] * (ab[k] - a[k])
			total[i] += (a[k] - ab[k]) * (a[k] - ab[k])
		}
		first[i] /= float64(base) * variance
		total[i] /= 2 * float64(base) * variance
		if variance == 0 {
			first[i], total[i] = math.NaN(), math.NaN()
		}
	}
	return first, total, variance, nil
}

// bootstrap draws the rows of the design again, with replacement, and holds the variance, as COINr does.
func (s *Sensitivity) bootstrap(y []float64, times int, seed uint64) {
	d, n := len(s.Factors), s.Base
	bound := func() []float64 {
		out := make([]float64, d)
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	s.FirstLow, s.FirstHigh, s.TotalLow, s.TotalHigh = bound(), bound(), bound(), bound()
	if times == 0 || s.Variance == 0 {
		return
	}
	a, b := y[:n], y[n:2*n]
	first, total := make([]float64, times), make([]float64, times)
	for i := range d {
		ab := y[(2+i)*n : (3+i)*n]
		rng := stream(seed^0xa0761d6478bd642f, i)
		for t := range times {
			f, g := 0.0, 0.0
			for range n {
				k := below(rng.uniform(), n)
				f += b[k] * (ab[k] - a[k])
				k = below(rng.uniform(), n)
				g += (a[k] - ab[k]) * (a[k] - ab[k])
			}
			first[t], total[t] = f/float64(n)/s.Variance, g/float64(2*n)/s.Variance
		}
		slices.Sort(first)
		slices.Sort(total)
		s.FirstLow[i], s.FirstHigh[i] = quantile(first, 0.05), quantile(first, 0.95)
		s.TotalLow[i], s.TotalHigh[i] = quantile(total, 0.05), quantile(total, 0.95)
	}
}
