// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
)

// Result is a global measure with its tests. What does not apply is NaN.
type Result struct {
	Statistic             float64
	Expected              float64
	VarianceRandomisation float64 // under random orders of the values
	VarianceNormality     float64 // under normally distributed values
	ZRandomisation        float64 // positive: like beside like
	ZNormality            float64
	PNormal               float64 // of ZRandomisation on the normal curve, by Options.Alternative
	PNormality            float64 // of ZNormality likewise
	PPermutation          float64 // NaN without permutations
	Tails                 Tails
	Alternative           Alternative
	Sample                Sample
}

// Tails counts how permuted statistics lie about the observed one.
type Tails struct {
	Permutations    int
	Seed            uint64
	AtLeast, AtMost int // draws ≥ and ≤ the observed statistic; equal ones are in both
	Mean, Variance  float64
}

// p is the p-value; flipped says that small statistics mean like beside like.
func (t Tails) p(o Options, flipped bool) float64 {
	if t.Permutations == 0 {
		return math.NaN()
	}
	greater, less := t.AtLeast, t.AtMost
	if flipped {
		greater, less = less, greater
	}
	over := 1 / float64(t.Permutations+1)
	switch o.Alternative {
	case Greater:
		return float64(greater+1) * over
	case Less:
		return float64(less+1) * over
	}
	p := float64(min(greater, less)+1) / float64(t.Permutations+1)
	if o.Tail == Doubled {
		return min(1, 2*p)
	}
	return p
}

// normalP is the p-value of z on the normal curve.
func normalP(z float64, a Alternative) float64 {
	switch a {
	case Greater:
		return math.Erfc(z/math.Sqrt2) / 2
	case Less:
		return math.Erfc(-z/math.Sqrt2) / 2
	}
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// pairs holds each linked pair once, with the sum of the weights of both directions: all that a global measure depends on.
type pairs struct {
	start      []int
	to         []int32
	c          []float64
	s0, s1, s2 float64   // Σw, ½ΣΣ(w_ij + w_ji)², Σ(w_i. + w_.i)² (Cliff and Ord 1981)
	a          []float64 // w_i. + w_.i
}

func pairsOf(w *Weights) (*pairs, error) {
	if with, _ := w.selfLinks(); with >= 0 {
		return nil, fault(SelfLink, "weights", with, "", "")
	}
	if w.Links() == 0 {
		return nil, fault(NoLinks, "weights", -1, "", "")
	}
	n := w.Len()
	t := w.transpose()
	p := &pairs{start: make([]int, n+1), to: make([]int32, 0, len(w.to)/2), c: make([]float64, 0, len(w.to)/2), a: make([]float64, n)}
	for i := range n {
		a, b := w.start[i], t.start[i]
		for a < w.start[i+1] || b < t.start[i+1] {
			inA := a < w.start[i+1] && (b >= t.start[i+1] || w.to[a] <= t.to[b])
			inB := b < t.start[i+1] && (a >= w.start[i+1] || t.to[b] <= w.to[a])
			var j int32
			c := 0.0
			if inA {
				j, c = w.to[a], w.weight[a]
				a++
			}
			if inB {
				j = t.to[b]
				c += t.weight[b]
				b++
			}
			p.a[i] += c
			if int(j) > i {
				p.to, p.c = append(p.to, j), append(p.c, c)
			}
		}
		p.start[i+1] = len(p.to)
		p.s2 += p.a[i] * p.a[i]
	}
	for _, c := range p.c {
		p.s0 += c
		p.s1 += c * c
	}
	return p, nil
}

// cross is ΣΣ w_ij x_i x_j.
func (p *pairs) cross(x []float64) float64 {
	total := 0.0
	for i := range x {
		a, b := p.start[i], p.start[i+1]
		to, c := p.to[a:b], p.c[a:b]
		c = c[:len(to)]
		s := 0.0
		for k, j := range to {
			s += c[k] * x[j]
		}
		total += x[i] * s
	}
	return total
}

// squares is ΣΣ w_ij (x_i − x_j)².
func (p *pairs) squares(x []float64) float64 {
	total := 0.0
	for i, v := range x {
		a, b := p.start[i], p.start[i+1]
		to, c := p.to[a:b], p.c[a:b]
		c = c[:len(to)]
		for k, j := range to {
			d := v - x[j]
			total += c[k] * d * d
		}
	}
	return total
}

// permute takes statistics of x in random orders. Draw k has its own stream, so it is the same whichever thread makes it.
func permute(x []float64, o Options, width int, statistics func(x, out []float64)) []float64 {
	out := make([]float64, o.Permutations*width)
	inChunks(o.Threads, o.Permutations, 4, func() func(lo, hi int) {
		y := make([]float64, len(x))
		return func(lo, hi int) {
			for k := lo; k < hi; k++ {
				copy(y, x)
				shuffle(y, stream(o.Seed, k))
				statistics(y, out[k*width:(k+1)*width])
			}
		}
	})
	return out
}

// crosses takes the cross product in random orders, times per. Four draws go over the links together: a link is read once for four
// sums that do not wait for each other.
func (p *pairs) crosses(x []float64, o Options, per float64) []float64 {
	out := make([]float64, o.Permutations)
	inChunks(o.Threads, o.Permutations, 4, func() func(lo, hi int) {
		y := make([]float64, 4*len(x))
		return func(lo, hi int) {
			var four [4][]float64
			for d := range four {
				four[d] = y[d*len(x) : (d+1)*len(x)]
				if lo+d < hi { // of an incomplete last group the rest is what was there, and not used
					copy(four[d], x)
					shuffle(four[d], stream(o.Seed, lo+d))
				}
			}
			sums := p.cross4(four[0], four[1], four[2], four[3])
			for d := range hi - lo {
				out[lo+d] = sums[d] * per
			}
		}
	})
	return out
}

// cross4 is cross of four at once, each the same to the last digit.
func (p *pairs) cross4(x0, x1, x2, x3 []float64) (total [4]float64) {
	for i := range x0 {
		a, b := p.start[i], p.start[i+1]
		to, c := p.to[a:b], p.c[a:b]
		c = c[:len(to)]
		var s0, s1, s2, s3 float64
		for k, j := range to {
			v := c[k]
			s0 += v * x0[j]
			s1 += v * x1[j]
			s2 += v * x2[j]
			s3 += v * x3[j]
		}
		total[0] += x0[i] * s0
		total[1] += x1[i] * s1
		total[2] += x2[i] * s2
		total[3] += x3[i] * s3
	}
	return total
}

// tie is how near a permuted statistic must come to the observed one, relative to its scale, to count as equal: sums in another
// order differ in the last digits.
const tie = 1e-12

// tails counts column at of the draws about the observed value.
func tails(draws []float64, width, at int, observed, scale float64, o Options) Tails {
	t := Tails{Permutations: o.Permutations, Seed: o.Seed}
	if o.Permutations == 0 {
		t.Mean, t.Variance = math.NaN(), math.NaN()
		return t
	}
	near := tie * scale
	var s, q float64
	for k := at; k < len(draws); k += width {
		d := draws[k] - observed
		if d >= -near {
			t.AtLeast++
		}
		if d <= near {
			t.AtMost++
		}
		s += d
		q += d * d
	}
	n := float64(o.Permutations)
	t.Mean = observed + s/n
	t.Variance = max(0, (q-s*s/n)/(n-1))
	return t
}

// finish fills z and p from the moments; sign −1 where small statistics mean like beside like.
func (r *Result) finish(o Options, sign float64) {
	r.ZRandomisation = sign * standard(r.Statistic-r.Expected, r.VarianceRandomisation)
	r.ZNormality = sign * standard(r.Statistic-r.Expected, r.VarianceNormality)
	r.PNormal, r.PNormality = normalP(r.ZRandomisation, o.Alternative), normalP(r.ZNormality, o.Alternative)
	r.PPermutation = r.Tails.p(o, sign < 0)
	r.Alternative = o.Alternative
}

// standard divides by the standard deviation; without variance nothing can be said.
func standard(difference, variance float64) float64 {
	if !(variance > 0) {
		return math.NaN()
	}
	return difference / math.Sqrt(variance)
}
