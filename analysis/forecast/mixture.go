// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// leastWeight is the part of the best shape's weight below which a shape is left out.
const leastWeight = 0.01

// mixture is the forecast of all shapes together, on the scale of the part.
type mixture struct {
	part   part
	fits   []fit
	weight []float64
}

// smoother carries all shapes through a series together.
type smoother struct {
	log  bool
	upto int
	runs []run
	fits []fit // room for the ends
}

func newSmoother() *smoother {
	return &smoother{runs: make([]run, len(grid)), fits: make([]fit, len(grid))}
}

// reach goes on to the end of a part that begins as the one before, or begins again where the scale is another.
func (s *smoother) reach(p *part) {
	if s.upto == 0 || s.log != p.log || s.upto > len(p.values) {
		for i := range grid {
			s.runs[i] = grid[i].begin()
		}
		s.log, s.upto = p.log, 0
	}
	for _, v := range p.values[s.upto:] {
		for i := range s.runs {
			s.runs[i].add(v)
		}
	}
	s.upto = len(p.values)
}

// mix fits all shapes to a part.
func (s *smoother) mix(p part) mixture {
	s.reach(&p)
	prior2 := p.unit2 + Turn*p.change
	best := math.Inf(-1)
	for i := range s.runs {
		s.runs[i].fit(prior2, &s.fits[i])
		best = max(best, s.fits[i].evidence)
	}
	m := mixture{part: p}
	sum := 0.0
	for i := range s.fits {
		if w := math.Exp(s.fits[i].evidence - best); w >= leastWeight {
			m.fits, m.weight = append(m.fits, s.fits[i]), append(m.weight, w)
			sum += w
		}
	}
	for i := range m.weight {
		m.weight[i] /= sum
	}
	return m
}

// blend is the distribution of one year ahead: a mixture of t distributions, drawn apart by a factor. A value that lies where a t of five degrees of freedom has the
// quantile q of itself by the mixture lies where it has q/factor in the end; so quantiles and chances are of one distribution.
type blend struct {
	log             bool
	middle, factor  float64
	place, scale, w []float64
}

// ahead gives the distribution h years after the end, wider by a factor.
func (m *mixture) ahead(h int, factor float64) *blend {
	n := len(m.fits)
	room := make([]float64, 2*n)
	b := &blend{log: m.part.log, factor: factor, place: room[:n], scale: room[n:], w: m.weight}
	wide := 1 + Widening*float64(h)
	veer := Veer * m.part.change * float64(h) * float64(h)
	for i := range m.fits {
		place, scale := m.fits[i].ahead(h)
		b.place[i], b.scale[i] = place, wide*math.Sqrt(scale*scale+veer)
		b.middle += m.weight[i] * place
	}
	for i := range b.place { // shapes that disagree are spread too
		b.place[i] = b.middle + (b.place[i]-b.middle)*wide
	}
	return b
}

// below is the chance of a value of at most v.
func (b *blend) below(v float64) float64 {
	if b.log && v <= 0 {
		return 0
	}
	return studentCDF(b.score(v) / b.factor)
}

// score is the quantile of the t distribution that belongs to the place of v in the mixture, before the factor.
func (b *blend) score(v float64) float64 {
	if b.log {
		v = math.Log(max(v, 0)) // what is not above zero is below everything
	}
	if v > b.middle {
		return -studentQuantile(b.cdf(v, -1))
	}
	return studentQuantile(b.cdf(v, 1))
}

// cdf is the chance of at most v by the mixture; with sign −1 of at least v, so that small chances stay exact on either side.
func (b *blend) cdf(v, sign float64) float64 {
	p := 0.0
	for i, w := range b.w {
		p += w * studentCDF(sign*(v-b.place[i])/b.scale[i])
	}
	return p
}

// quantile finds the value below which the chance is p, by the method of Illinois within a bracket that is widened until it holds, from the nearer side.
func (b *blend) quantile(p float64) float64 {
	q, sign := studentQuantile(p)*b.factor, 1.0
	if q > 0 {
		q, sign = -q, -1
	}
	v := sign * b.solve(studentCDF(q), sign)
	if b.log {
		return math.Exp(v)
	}
	return v
}

// solve finds x with cdf(sign·x, sign) = p.
func (b *blend) solve(p, sign float64) float64 {
	spread := 0.0
	for i, w := range b.w {
		spread += w * (b.scale[i] + math.Abs(b.place[i]-b.middle))
	}
	at := func(x float64) float64 { return b.cdf(sign*x, sign) - p }
	middle := sign * b.middle
	low, high := middle-2*spread, middle+2*spread
	fl, fh := at(low), at(high)
	for step := 4 * spread; fl > 0; step *= 2 {
		low -= step
		fl = at(low)
	}
	for step := 4 * spread; fh < 0; step *= 2 {
		high += step
		fh = at(high)
	}
	x := middle
	for range 200 {
		if high-low <= 1e-12*spread {
			break
		}
		if x = high - fh*(high-low)/(fh-fl); !(x > low && x < high) {
			x = low + (high-low)/2
		}
		f := at(x)
		if f == 0 {
			break
		}
		if f > 0 {
			high, fh, fl = x, f, fl/2
		} else {
			low, fl, fh = x, f, fh/2
		}
	}
	return x
}
