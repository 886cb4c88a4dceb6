// SPDX-License-Identifier: EUPL-1.2

package demography

import "math"

// Growth tells where rates lead when they are kept for ever.
type Growth struct {
	Lambda        float64   // by what the population of women is multiplied in a step, in the long run; NaN without children
	Rate          float64   // the intrinsic rate of growth a year: ln λ / n
	Reproduction  float64   // net reproduction rate: daughters a newborn girl will have
	TotalChildren float64   // total fertility rate: children of a woman who lives through all ages
	Stable        []float64 // shares of the age groups in the long run; nil without children, or when the last group outlasts all others
}

// Leslie gives the matrix that takes the women of one step to those of the next when nobody migrates: row by row, the first holds daughters
// alive at the end of the step, the others survival. In a population not told by sex it is that of all people.
//
// Leslie (1945); with MeanWomen, Preston, Heuveline and Guillot (2001), p. 129.
func Leslie(r Rates, o Options) ([][]float64, error) {
	if o.Steps == 0 {
		o.Steps = 1
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	ages := len(r.Fertility)
	if ages == 0 {
		return nil, fault(NoAges, "", "", "")
	}
	p, err := o.prepared(&r, ages)
	if err != nil {
		return nil, err
	}
	w := newWalk(&o, ages)
	out := NewTable(ages, ages)
	last := ages - 1
	survival := p.Survival[w.mother]
	for a := range ages {
		out[min(a+1, last)][a] += survival[a]
	}
	daughters := w.share[w.mother] * p.Birth[w.mother]
	self := 0.0
	if o.Exposure == MeanWomen {
		self = p.Fertility[0] / 2 * daughters
	}
	if self >= 1 {
		return nil, &Error{Code: TooManyBirths, Sex: w.mother, Age: 0, Found: number(self)}
	}
	for a := range ages {
		bear := p.Fertility[a]
		if o.Exposure == MeanWomen {
			bear = (p.Fertility[a] + p.Fertility[min(a+1, last)]*survival[a]) / 2
		}
		out[0][a] += daughters * bear / (1 - self)
	}
	return out, nil
}

// Stable tells where rates lead. λ is the one real root above zero of Lotka's equation in steps, Σ f(x)·p(x)·λ^−(x+1) = 1, found by halving:
// unlike repeated multiplication this cannot swing between age groups for ever.
func Stable(r Rates, o Options) (Growth, error) {
	m, err := Leslie(r, o)
	if err != nil {
		return Growth{}, err
	}
	ages := len(m)
	per := 1.0
	if o.Fertility == PerYear {
		per = float64(o.Width)
	}
	g := Growth{Lambda: math.NaN(), Rate: math.NaN()}
	for _, f := range r.Fertility {
		g.TotalChildren += f * per * (1 + o.Variant.Fertility)
	}
	first, survival, stay := m[0], make([]float64, ages), 0.0
	for a := range ages - 1 {
		survival[a] = m[a+1][a]
	}
	if ages > 1 {
		stay = m[ages-1][ages-1]
	} else {
		g.Lambda, g.Stable = first[0], []float64{1}
		g.Rate = math.Log(g.Lambda) / float64(o.Width)
		return g, nil
	}
	renewal := func(lambda float64) float64 {
		sum, alive := 0.0, 1/lambda
		for a := range ages - 1 {
			sum += first[a] * alive
			alive *= survival[a] / lambda
		}
		if first[ages-1] > 0 && alive > 0 {
			sum += first[ages-1] * alive / (1 - stay/lambda)
		}
		return sum
	}
	low := 0.0
	if first[ages-1] > 0 {
		low = stay // to its left the last group alone would outgrow the rest
	}
	if stay < 1 || first[ages-1] == 0 {
		g.Reproduction = renewal(1)
	} else {
		g.Reproduction = math.Inf(1) // women who never die and bear for ever
	}
	if !(g.Reproduction > 0) {
		return g, nil
	}
	high := max(2, 2*low)
	for renewal(high) > 1 && !math.IsInf(high, 0) {
		high *= 2
	}
	for range 2000 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if renewal(middle) > 1 {
			low = middle
		} else {
			high = middle
		}
	}
	g.Lambda = high
	g.Rate = math.Log(high) / float64(o.Width)
	if stay < high {
		g.Stable = stableShares(survival, stay, high)
	}
	return g, nil
}

// stableShares is the age structure that λ keeps.
func stableShares(survival []float64, stay, lambda float64) []float64 {
	out := make([]float64, len(survival))
	alive, sum := 1.0, 0.0
	for a := range out {
		if a == len(out)-1 {
			alive /= 1 - stay/lambda
		}
		out[a] = alive
		sum += alive
		alive *= survival[a] / lambda
	}
	for a := range out {
		out[a] /= sum
	}
	return out
}
