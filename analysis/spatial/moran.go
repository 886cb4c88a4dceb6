// SPDX-License-Identifier: EUPL-1.2

package spatial

// measured is what the global measures of numbers have in common.
func measured(values []float64, w *Weights, o Options) (*drawn, *pairs, moments, Options, error) {
	o, err := o.filled()
	if err != nil {
		return nil, nil, moments{}, o, err
	}
	if with, _ := w.selfLinks(); with >= 0 {
		return nil, nil, moments{}, o, fault(SelfLink, "weights", with, "", "")
	}
	d, err := draw(values, w, o.Islands == DropIslands, 4) // the moments divide by n − 3
	if err != nil {
		return nil, nil, moments{}, o, err
	}
	p, err := pairsOf(d.w)
	if err != nil {
		return nil, nil, moments{}, o, err
	}
	m, err := momentsOf(d.x)
	return d, p, m, o, err
}

// Moran is Moran's I = (n/S0) Σ_ij w_ij z_i z_j / Σ z_i² with expectation −1/(n−1) (Moran 1950; variances under randomisation and under
// normality: Cliff and Ord 1981, p. 21, with the kurtosis b2 = m4/m2²). It agrees with spdep's moran.test and esda's Moran; PNormal is
// two-sided as in esda, where spdep's default is Greater.
//
// Weights are taken as they are; those styled by row make I an average over units, binary ones an average over links.
func Moran(values []float64, w *Weights, o Options) (Result, error) {
	d, p, m, o, err := measured(values, w, o)
	if err != nil {
		return Result{}, err
	}
	r := Result{Sample: d.Sample}
	per := 1 / (p.s0 * m.m2)
	r.Statistic = p.cross(m.z) * per
	r.Expected = -1 / (m.n - 1)
	r.VarianceRandomisation, r.VarianceNormality = moranVariances(p, m)
	draws := p.crosses(m.z, o, per)
	r.Tails = tails(draws, 1, 0, r.Statistic, 1, o)
	r.finish(o, 1)
	return r, nil
}

func moranVariances(p *pairs, m moments) (randomisation, normality float64) {
	n, s02, e := m.n, p.s0*p.s0, 1/(m.n-1)
	b2 := m.m4 / (m.m2 * m.m2)
	top := n*((n*n-3*n+3)*p.s1-n*p.s2+3*s02) - b2*((n*n-n)*p.s1-2*n*p.s2+6*s02)
	randomisation = top/((n-1)*(n-2)*(n-3)*s02) - e*e
	normality = (n*n*p.s1-n*p.s2+3*s02)/((n*n-1)*s02) - e*e
	return certain(randomisation, e*e), certain(normality, e*e)
}

// certain makes a variance 0 that is only what rounding left of a difference of numbers as large as size: where every order of the
// values gives the same (all units linked alike), nothing is random.
func certain(variance, size float64) float64 {
	if variance < 1e-12*size {
		return 0
	}
	return variance
}

// Geary is Geary's C = (n−1)/(2 S0) Σ_ij w_ij (x_i − x_j)² / Σ z_i² with expectation 1 (Geary 1954; variances: Cliff and Ord 1981, p. 21). Below 1
// means like beside like; z is turned round, (1 − C)/sd, so that it is positive then, as spdep's geary.test gives it.
func Geary(values []float64, w *Weights, o Options) (Result, error) {
	d, p, m, o, err := measured(values, w, o)
	if err != nil {
		return Result{}, err
	}
	r := Result{Sample: d.Sample, Expected: 1}
	n, s02 := m.n, p.s0*p.s0
	per := (n - 1) / (2 * p.s0 * n * m.m2)
	r.Statistic = p.squares(m.z) * per
	b2 := m.m4 / (m.m2 * m.m2)
	top := (n-1)*p.s1*(n*n-3*n+3-(n-1)*b2) - (n-1)*p.s2*(n*n+3*n-6-(n*n-n+2)*b2)/4 + s02*(n*n-3-(n-1)*(n-1)*b2)
	r.VarianceRandomisation = certain(top/(n*(n-2)*(n-3)*s02), 1e-3/n)
	r.VarianceNormality = certain(((2*p.s1+p.s2)*(n-1)-4*s02)/(2*(n+1)*s02), 1e-3/n)
	draws := permute(m.z, o, 1, func(z, out []float64) { out[0] = p.squares(z) * per })
	r.Tails = tails(draws, 1, 0, r.Statistic, 1, o)
	r.finish(o, -1)
	return r, nil
}
