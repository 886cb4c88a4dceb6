// SPDX-License-Identifier: EUPL-1.2

package spatial

// LocalMoran is the local Moran I_i = z_i/m2 · Σ_j w_ij z_j, m2 = Σz²/n (Anselin 1995; spdep's localmoran). The I_i sum to S0·I.
//
// Moments are conditional on the unit's own value (Sokal, Oden and Thomson 1998): E = −z_i² W_i/((n−1) m2), variance
// (z_i/m2)² · n/(n−2) · (Σw² − W_i²/(n−1)) · (m2 − z_i²/(n−1)); z and the two-sided p follow. Variants: [Options].Denominator, Moments, Split.
//
// PPermutation = (tail + 1)/(N + 1): for each unit anew, its neighbours' places are filled N times by other units drawn without
// replacement. (spdep draws with replacement; esda draws once for all units together, so that its p-values hang together.)
//
// A unit whose value is the mean, to within rounding, has I = 0 whatever its neighbours are: its variance is exactly 0, z and p are missing,
// PPermutation is 1 and Status is [AtMean]. (Under Moments Total the variance is that of all orders, and z and p stand.)
func LocalMoran(values []float64, w *Weights, o Options) (*Local, error) {
	if with, _ := w.selfLinks(); with >= 0 {
		return nil, fault(SelfLink, "weights", with, "", "")
	}
	b, err := localMeasured(values, w, o)
	if err != nil {
		return nil, err
	}
	m, n := b.m, b.m.n
	f := 1.0
	if b.o.Denominator == PerN1 {
		f = (n - 1) / n
	}
	b2 := m.m4 / (m.m2 * m.m2)
	tallies := conditional(m.z, b.w, b.o, false)
	return b.result(false, func(k int, u *LocalUnit) {
		z, wi, wi2 := m.z[k], b.wi[k], b.wi2[k]
		u.Statistic = f * z / m.m2 * b.lag[k]
		if b.o.Moments == Total {
			u.Expected = -f * wi / (n - 1)
			e := wi / (n - 1)
			u.Variance = f * f * certain(wi2*(n-b2)/(n-1)+(wi*wi-wi2)*(2*b2-n)/((n-1)*(n-2))-e*e, e*e)
		} else {
			u.Expected = -f * z * z * wi / ((n - 1) * m.m2)
			u.Variance = f * f * (z / m.m2) * (z / m.m2) * m.drawVariance(k, wi, wi2)
		}
		u.Z = standard(u.Statistic-u.Expected, u.Variance)
		if z == 0 && wi != 0 {
			u.Status = AtMean
		}
		if b.o.Permutations == 0 || wi == 0 {
			return
		}
		t := &tallies[k]
		u.AtLeast, u.AtMost = int(t.atLeast), int(t.atMost)
		if z == 0 {
			u.AtLeast, u.AtMost = b.o.Permutations, b.o.Permutations
		}
		lag, variance := t.moments(b.o.Permutations)
		u.PermutationMean, u.PermutationVariance = f*z/m.m2*lag, f*f*(z/m.m2)*(z/m.m2)*variance
		if z < 0 { // counts are of the lag; those of I are the other way round
			u.AtLeast, u.AtMost = u.AtMost, u.AtLeast
		}
	}), nil
}

// LocalGeary is the local Geary c_i = Σ_j w_ij (z_i − z_j)²/m2, m2 = Σz²/n (Anselin 1995, 2019; spdep's localC divides by the variance with
// n − 1 instead, so it is (n−1)/n of this). The c_i sum to 2 n S0 C/(n−1). Small ones mean like beside like, and z is (expected − c)/sd, as in
// [Geary]. Moments and permutations are conditional on the unit's own value, exactly.
func LocalGeary(values []float64, w *Weights, o Options) (*Local, error) {
	if with, _ := w.selfLinks(); with >= 0 {
		return nil, fault(SelfLink, "weights", with, "", "")
	}
	b, err := localMeasured(values, w, o)
	if err != nil {
		return nil, err
	}
	m, n := b.m, b.m.n
	tallies := conditional(m.z, b.w, b.o, true)
	return b.result(true, func(k int, u *LocalUnit) {
		z := m.z[k]
		to, weight := b.w.Row(k)
		for c, j := range to {
			d := z - m.z[j]
			u.Statistic += weight[c] * d * d
		}
		u.Statistic /= m.m2
		// y = (z_i − z_j)² over the other units: its mean, and its variance with n − 2 as in drawing without replacement
		mean := n * (z*z + m.m2) / (n - 1)
		fourth := n * (z*z*z*z + 6*z*z*m.m2 - 4*z*m.m3 + m.m4)
		spread := (fourth - (n-1)*mean*mean) / (n - 2)
		if spread < 1e-3*mean*mean { // a far outlier: too many digits are lost, so the plain way
			spread = m.otherVariance(k, func(v float64) float64 { return (z - v) * (z - v) })
		}
		unlike := certain(b.wi2[k]-b.wi[k]*b.wi[k]/(n-1), b.wi2[k]/10)
		u.Expected = b.wi[k] * mean / m.m2
		u.Variance = spread * unlike / (m.m2 * m.m2)
		u.Z = -standard(u.Statistic-u.Expected, u.Variance)
		if b.o.Permutations == 0 || b.wi[k] == 0 {
			return
		}
		t := &tallies[k]
		u.AtLeast, u.AtMost = int(t.atLeast), int(t.atMost)
		u.PermutationMean, u.PermutationVariance = t.moments(b.o.Permutations)
		u.PermutationMean /= m.m2
		u.PermutationVariance /= m.m2 * m.m2
	}), nil
}
