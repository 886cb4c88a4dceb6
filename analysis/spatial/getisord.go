// SPDX-License-Identifier: EUPL-1.2

package spatial

import "math"

// GetisOrd is the local G of each unit, or with star G*, which counts the unit itself among its neighbours: high z where high values
// gather, low z where low ones do. z is the full form of Ord and Getis (1995) for any weights and any values, negative ones too:
//
//	G*: (Σ w x − W x̄) / √( s² (n Σw² − W²)/(n−1) ),  x̄ and s² over all n units, sums with the unit itself
//	G : (Σ w x − W x̄(i)) / √( s²(i) ((n−1) Σw² − W²)/(n−2) ),  x̄(i) and s²(i) over the other n−1 units, sums without it
//
// s² divides by the number of units. This is spdep's localG; esda's z of G* is not right for weights styled by row.
//
// Statistic, Expected and Variance are the same thing as a share: Σ w x/Σ x with expectation W/n (for G over the others: W/(n−1));
// z = (Statistic − Expected)/√Variance. A share of a total that is not above zero means nothing; these three are then NaN, and z and p
// remain. For star the weights need a link of each unit to itself: w.WithSelf(1) before any other styling. PPermutation
// is as in [LocalMoran]; in G* the unit's own value stays.
func GetisOrd(values []float64, w *Weights, star bool, o Options) (*Local, error) {
	switch with, without := w.selfLinks(); {
	case star && without >= 0:
		return nil, fault(NoSelfLink, "weights", without, "", "")
	case !star && with >= 0:
		return nil, fault(SelfLink, "weights", with, "", "")
	}
	b, err := localMeasured(values, w, o)
	if err != nil {
		return nil, err
	}
	m, n := b.m, b.m.n
	tallies := conditional(m.z, b.w, b.o, false)
	return b.result(false, func(k int, u *LocalUnit) {
		z, wi, wi2 := m.z[k], b.wi[k], b.wi2[k]
		others, count := n*m.mean-b.x[k], n-1
		difference, variance := b.lag[k]+wi*z/(n-1), m.drawVariance(k, wi, wi2) // the others' mean deviation is −z/(n−1)
		own := 0.0
		if star {
			others, count = n*m.mean, n
			own = b.self[k] * z
			difference = b.lag[k] + own
			variance = m.m2 * n / (n - 1) * certain(wi2-wi*wi/n, wi2/10)
		}
		u.Z = standard(difference, variance)
		shared := func(lag float64) float64 { return (lag + own + wi*m.mean) / others }
		u.Statistic, u.Expected, u.Variance = shared(b.lag[k]), wi/count, variance/(others*others)
		if !(others > 0) {
			u.Statistic, u.Expected, u.Variance = math.NaN(), math.NaN(), math.NaN()
		}
		if b.o.Permutations == 0 || b.w.island(k) {
			return
		}
		t := &tallies[k]
		u.AtLeast, u.AtMost = int(t.atLeast), int(t.atMost)
		lag, spread := t.moments(b.o.Permutations)
		u.PermutationMean, u.PermutationVariance = shared(lag), spread/(others*others)
		if !(others > 0) {
			u.PermutationMean, u.PermutationVariance = math.NaN(), math.NaN()
		}
	}), nil
}
