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

// run is a shape on its way through a series: three runs side by side, of the series with nothing at the beginning, of a level of one alone, and of a slope of one
// alone, with the sums of the regression of the first on the others.
type run struct {
	shape         *shape
	n             int
	l0, b0        float64
	ll, lb        float64 // level, slope of the run that begins with a level of one
	bl, bb        float64 // and of the one that begins with a slope of one
	sll, slb, sbb float64
	sle, sbe, see float64
}

func (s *shape) begin() run {
	r := run{shape: s, ll: 1, bb: 1}
	if s.family == levelOnly {
		r.bb = 0
	}
	return r
}

// add goes on by a year; NaN is missing and lets level and slope go on by themselves.
//
// The shape is the innovations state space model ETS(A,Ad,N): y = l + φb + e, l' = l + φb + αe, b' = φb + βe (Hyndman, Koehler, Ord and Snyder 2008, chapter 2).
func (r *run) add(v float64) {
	s := r.shape
	p0, pl, pb := r.l0+s.phi*r.b0, r.ll+s.phi*r.lb, r.bl+s.phi*r.bb
	if v != v {
		r.l0, r.b0, r.ll, r.lb, r.bl, r.bb = p0, s.phi*r.b0, pl, s.phi*r.lb, pb, s.phi*r.bb
		return
	}
	r.n++
	e := v - p0
	r.sll += pl * pl
	r.slb += pl * pb
	r.sbb += pb * pb
	r.sle += pl * e
	r.sbe += pb * e
	r.see += e * e
	r.l0, r.b0 = p0+s.alpha*e, s.phi*r.b0+s.beta*e
	r.ll, r.lb = pl*(1-s.alpha), s.phi*r.lb-s.beta*pl
	r.bl, r.bb = pb*(1-s.alpha), s.phi*r.bb-s.beta*pb
}

// fit ends the run. prior2 is the square of a surprise that counts as if it had been seen. Level and slope at the beginning and the scale are integrated out
// under a flat, a normal and an inverse gamma prior (Hyndman et al. 2008, chapter 5, has the likelihood; Forbes, Snyder and Shami 2000 the idea).
func (r *run) fit(prior2 float64, out *fit) {
	out.shape, out.ll, out.lb, out.bl, out.bb = r.shape, r.ll, r.lb, r.bl, r.bb
	var level, slope, det float64
	if r.shape.family != levelOnly {
		sbb := r.sbb + slopePrior
		det = r.sll*sbb - r.slb*r.slb
		level, slope = (r.sle*sbb-r.sbe*r.slb)/det, (r.sbe*r.sll-r.sle*r.slb)/det
		out.cll, out.clb, out.cbb = sbb/det, -r.slb/det, r.sll/det
		det /= slopePrior
	} else {
		det = r.sll
		level = r.sle / r.sll
		out.cll, out.clb, out.cbb = 1/r.sll, 0, 0
	}
	rest := max(0, r.see-level*r.sle-slope*r.sbe)
	out.level, out.slope = r.l0+level*r.ll+slope*r.bl, r.b0+level*r.lb+slope*r.bb
	out.nu = float64(r.n) // less one for the level, and one observation's worth of prior
	out.scale2 = (rest + prior2) / out.nu
	out.evidence = r.shape.prior - math.Log(det)/2 - out.nu/2*math.Log(rest+prior2)
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
