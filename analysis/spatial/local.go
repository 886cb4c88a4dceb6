// SPDX-License-Identifier: EUPL-1.2

package spatial

import "math"

// Denominator says by what Σz² is divided in m2 of the local Moran.
type Denominator string

// The denominators.
const (
	PerN  Denominator = "n"   // the default: spdep's mlvar = TRUE, Anselin 1995
	PerN1 Denominator = "n-1" // spdep's mlvar = FALSE, esda: I is (n−1)/n of the default's
)

// Moments says under what the moments of the local Moran are taken.
type Moments string

// The moments.
const (
	Conditional Moments = "conditional" // the unit's own value stays, the others change places: Sokal, Oden and Thomson 1998, eqs. A7, A8; the default
	Total       Moments = "total"       // all values change places: Anselin 1995, Sokal, Oden and Thomson 1998, eqs. A3, A4
)

// Split says where low ends and high begins, for quadrants. A value or lag exactly on the mark is low.
type Split string

// The splits. The lag of a unit is Σ w z over its neighbours.
const (
	AtZero  Split = "zero"  // deviation and lag against 0: HH and LL are where I is positive; the default (Anselin 1995, esda, spdep "pysal")
	AtMeans Split = "means" // value and lagged value against the mean of each (spdep "mean")
)

// Quadrant says how a unit and its neighbours lie: the first letter is the unit, the second its neighbours; H high, L low.
type Quadrant string

// The quadrants. A unit without value or neighbours has none.
const (
	NoQuadrant Quadrant = ""
	HighHigh   Quadrant = "HH"
	LowHigh    Quadrant = "LH"
	LowLow     Quadrant = "LL"
	HighLow    Quadrant = "HL"
)

// Status says whether a unit took part.
type Status uint8

// The statuses.
const (
	Used    Status = iota
	Missing        // no value: everything is NaN
	Island         // no neighbours: z, p and quadrant are missing
	AtMean         // of the local Moran: the value is the mean, so I is 0 whatever the neighbours are; z and p are missing
)

// LocalUnit is a local measure at one unit. What does not apply is NaN.
type LocalUnit struct {
	Statistic    float64
	Expected     float64
	Variance     float64
	Z            float64
	P            float64
	PPermutation float64
	// AtLeast and AtMost count draws about the observed statistic, equal ones in both; the mean and variance are those of the draws.
	AtLeast, AtMost                      int
	PermutationMean, PermutationVariance float64
	Quadrant                             Quadrant
	Status                               Status
}

// Local is a local measure at every unit, in the order of the input.
type Local struct {
	Units        []LocalUnit
	Mean, M2     float64 // of the values used; M2 = Σz²/n
	Permutations int
	Seed         uint64
	Alternative  Alternative
	Style        Style
	Sample       Sample
}

// Ps lists the p-values of all units, those of permutations where there were any, for the control of false discoveries.
func (l *Local) Ps() []float64 {
	p := make([]float64, len(l.Units))
	for i := range l.Units {
		p[i] = l.Units[i].P
		if l.Permutations > 0 {
			p[i] = l.Units[i].PPermutation
		}
	}
	return p
}

// localBase is what the local measures have in common.
type localBase struct {
	*drawn
	m    moments
	o    Options
	lag  []float64 // Σ w z over the neighbours, the unit itself left out
	wi   []float64 // Σ w, the unit's link to itself included
	wi2  []float64 // Σ w², likewise
	self []float64 // w_ii
}

func localMeasured(values []float64, w *Weights, o Options) (*localBase, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	d, err := draw(values, w, false, 3) // the conditional moments divide by n − 2
	if err != nil {
		return nil, err
	}
	if d.w.Links() == 0 {
		return nil, fault(NoLinks, "weights", -1, "", "")
	}
	m, err := momentsOf(d.x)
	if err != nil {
		return nil, err
	}
	n := d.Used
	b := &localBase{drawn: d, m: m, o: o}
	all := make([]float64, 4*n)
	b.lag, b.wi, b.wi2, b.self = all[:n], all[n:2*n], all[2*n:3*n], all[3*n:]
	for i := range n {
		to, weight := d.w.Row(i)
		for k, j := range to {
			v := weight[k]
			b.wi[i] += v
			b.wi2[i] += v * v
			if int(j) == i {
				b.self[i] = v
				continue
			}
			b.lag[i] += v * m.z[j]
		}
	}
	return b, nil
}

// result spreads the units over the input's order; one fills what the measure says, given the
// number among the used; flipped says that small statistics mean like beside like.
func (b *localBase) result(flipped bool, one func(k int, u *LocalUnit)) *Local {
	nan := math.NaN()
	out := &Local{Units: make([]LocalUnit, b.Units), Mean: b.m.mean, M2: b.m.m2, Permutations: b.o.Permutations, Seed: b.o.Seed,
		Alternative: b.o.Alternative, Style: b.w.style, Sample: b.Sample}
	for _, i := range b.Sample.Missing {
		out.Units[i] = LocalUnit{Statistic: nan, Expected: nan, Variance: nan, Z: nan, P: nan, PPermutation: nan, PermutationMean: nan,
			PermutationVariance: nan, Status: Missing}
	}
	splitZ, splitLag := 0.0, 0.0
	if b.o.Split == AtMeans { // lag of the values = lag of the deviations + mean·Σw
		for k := range b.lag {
			splitLag += b.lag[k] + b.m.mean*(b.wi[k]-b.self[k])
		}
		splitLag /= b.m.n
	}
	for k, i := range b.index {
		u := &out.Units[i]
		u.PPermutation, u.PermutationMean, u.PermutationVariance = nan, nan, nan
		one(k, u)
		u.P = normalP(u.Z, b.o.Alternative)
		if b.w.island(k) {
			u.Status = Island
			u.PPermutation = nan
			continue
		}
		if b.o.Permutations > 0 {
			t := Tails{Permutations: b.o.Permutations, AtLeast: u.AtLeast, AtMost: u.AtMost}
			u.PPermutation = t.p(b.o, flipped)
		}
		lag := b.lag[k]
		if b.o.Split == AtMeans {
			lag += b.m.mean * (b.wi[k] - b.self[k])
		}
		switch high, near := b.m.z[k] > splitZ, lag > splitLag; {
		case high && near:
			u.Quadrant = HighHigh
		case near:
			u.Quadrant = LowHigh
		case high:
			u.Quadrant = HighLow
		default:
			u.Quadrant = LowLow
		}
	}
	return out
}

// drawVariance is the variance of Σ w z over neighbours drawn without replacement from the units other than k:
// n/(n−2) · (m2 − z²/(n−1)) · (Σw² − (Σw)²/(n−1)). Where the others are all equal, or all linked alike, it is exactly 0.
func (m *moments) drawVariance(k int, w, w2 float64) float64 {
	z := m.z[k]
	spread := m.n / (m.n - 2) * (m.m2 - z*z/(m.n-1))
	if spread < 1e-3*m.m2 { // one unit holds nearly all variation: the difference has lost its digits
		spread = m.otherVariance(k, func(v float64) float64 { return v })
	}
	return spread * certain(w2-w*w/(m.n-1), w2/10)
}

// otherVariance is the variance, with n − 2, of f over the units other than k, taken in two passes.
func (m *moments) otherVariance(k int, f func(z float64) float64) float64 {
	var first, s, q float64
	same, met := true, false
	for j, v := range m.z {
		if j == k {
			continue
		}
		y := f(v)
		if !met {
			first, met = y, true
		}
		same = same && y == first
		s += y
	}
	if same {
		return 0
	}
	mean := s / (m.n - 1)
	for j, v := range m.z {
		if j != k {
			d := f(v) - mean
			q += d * d
		}
	}
	return q / (m.n - 2)
}
