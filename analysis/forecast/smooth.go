// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// slopePrior is the precision of the slope before anything was seen, in units of the surprises' own: a slope of three of their standard deviations is
// nothing unheard of.
const slopePrior = 0.1

// fit is what a shape makes of a series. Level and slope at the beginning are found by least squares, so everything is linear in them.
type fit struct {
	shape    *shape
	evidence float64 // logarithm of the weight, but for what is the same for all shapes
	nu       float64 // degrees of freedom
	scale2   float64 // square of the scale of a surprise
	level    float64 // at the end
	slope    float64
	// how level and slope at the end follow those at the beginning, and the covariance of these in units of scale2
	ll, lb, bl, bb float64
	cll, clb, cbb  float64
}

// smooth fits a shape to a series; NaN is missing and lets level and slope go on by themselves. prior2 is the square of a surprise that counts as
// if it had been seen.
//
// The shape is the innovations state space model ETS(A,Ad,N): y = l + φb + e, l' = l + φb + αe, b' = φb + βe (Hyndman, Koehler, Ord and Snyder 2008, chapter
// 2); level and slope at the beginning and the scale are integrated out under a flat, a normal and an inverse gamma prior (chapter 5.2 has the
// likelihood; Forbes, Snyder and Shami 2000 the idea).
func (s *shape) smooth(y []float64, prior2 float64, out *fit) {
	// Three runs side by side: the series with nothing at the beginning, a level of one alone, a slope of one alone.
	var l0, b0 float64
	ll, lb := 1.0, 0.0 // level, slope of the run that begins with a level of one
	bl, bb := 0.0, 1.0 // and of the one that begins with a slope of one
	if s.family == levelOnly {
		bb = 0
	}
	var sll, slb, sbb, sle, sbe, see float64
	n := 0
	for _, v := range y {
		p0, pl, pb := l0+s.phi*b0, ll+s.phi*lb, bl+s.phi*bb
		if v != v {
			l0, b0, ll, lb, bl, bb = p0, s.phi*b0, pl, s.phi*lb, pb, s.phi*bb
			continue
		}
		n++
		e := v - p0
		sll += pl * pl
		slb += pl * pb
		sbb += pb * pb
		sle += pl * e
		sbe += pb * e
		see += e * e
		l0, b0 = p0+s.alpha*e, s.phi*b0+s.beta*e
		ll, lb = pl*(1-s.alpha), s.phi*lb-s.beta*pl
		bl, bb = pb*(1-s.alpha), s.phi*bb-s.beta*pb
	}
	out.shape, out.ll, out.lb, out.bl, out.bb = s, ll, lb, bl, bb
	var level, slope, det float64
	if s.family != levelOnly {
		sbb += slopePrior
		det = sll*sbb - slb*slb
		level, slope = (sle*sbb-sbe*slb)/det, (sbe*sll-sle*slb)/det
		out.cll, out.clb, out.cbb = sbb/det, -slb/det, sll/det
		det /= slopePrior
	} else {
		det = sll
		level = sle / sll
		out.cll, out.clb, out.cbb = 1/sll, 0, 0
	}
	rest := max(0, see-level*sle-slope*sbe)
	out.level, out.slope = l0+level*ll+slope*bl, b0+level*lb+slope*bb
	out.nu = float64(n) // less one for the level, and one observation's worth of prior
	out.scale2 = (rest + prior2) / out.nu
	out.evidence = s.prior - math.Log(det)/2 - out.nu/2*math.Log(rest+prior2)
}

// ahead gives the place and the scale of the predictive t distribution some years after the end.
func (f *fit) ahead(h int) (place, scale float64) {
	s := f.shape
	fade, spread := 0.0, 1.0
	power := 1.0
	for j := 1; j <= h; j++ {
		if j > 1 {
			c := s.alpha + s.beta*fade
			spread += c * c
		}
		power *= s.phi
		fade += power
	}
	xl, xb := f.ll+fade*f.lb, f.bl+fade*f.bb
	spread += xl*xl*f.cll + 2*xl*xb*f.clb + xb*xb*f.cbb
	return f.level + fade*f.slope, math.Sqrt(f.scale2 * spread)
}

func logOf(n int) float64 { return math.Log(float64(n)) }
