// SPDX-License-Identifier: EUPL-1.2

package territory

import "math"

// TransverseMercator is the conformal projection of national grids, computed with Krüger's series to the sixth order (Krüger 1912;
// coefficients from Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011, equations 35 and 36).
// The error stays below a micrometre within 3000 km of the central meridian; beyond some 60° from it the result is meaningless.
type TransverseMercator struct {
	centralLon, falseEast, falseNorth float64
	scale                             float64 // scale on the central meridian times the radius of the rectifying sphere
	e                                 float64
	alpha, beta                       [6]float64
	origin                            float64 // ξ of the latitude of origin
}

// LKS94 is EPSG:3346, the national grid of Lithuania.
var LKS94 = NewTransverseMercator(GRS80, 24, 0, 0.9998, 500000, 0)

// LKS92 is EPSG:3059, the national grid of Latvia.
var LKS92 = NewTransverseMercator(GRS80, 24, 0, 0.9996, 500000, -6000000)

// UTM gives a zone (1 to 60) of the Universal Transverse Mercator grid, for the northern or the southern half of the earth; false
// when there is no such zone. On GRS 80 it is EPSG:258zz (north, Europe) and agrees with WGS 84 (EPSG:326zz) to 0.1 mm.
func UTM(zone int, north bool) (*TransverseMercator, bool) {
	if zone < 1 || zone > 60 {
		return nil, false
	}
	falseNorth := 0.0
	if !north {
		falseNorth = 10000000
	}
	return NewTransverseMercator(GRS80, float64(6*zone-183), 0, 0.9996, 500000, falseNorth), true
}

// NewTransverseMercator makes a projection from its central meridian and latitude of origin in degrees, the scale on the meridian,
// and the coordinates given to the origin in metres.
func NewTransverseMercator(el Ellipsoid, centralLon, originLat, scale, falseEast, falseNorth float64) *TransverseMercator {
	n := el.F / (2 - el.F)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	p := &TransverseMercator{
		centralLon: centralLon, falseEast: falseEast, falseNorth: falseNorth,
		e:     math.Sqrt(el.F * (2 - el.F)),
		scale: scale * el.A / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		alpha: [6]float64{
			n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
			13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
			61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
			49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
			34729*n5/80640 - 3418889*n6/1995840,
			212378941 * n6 / 319334400,
		},
		beta: [6]float64{
			n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
			n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
			17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
			4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
			4583*n5/161280 - 108847*n6/3991680,
			20648693 * n6 / 638668800,
		},
	}
	p.origin, _ = p.plane(originLat, 0)
	return p
}

// conformal gives the tangent of the conformal latitude for the tangent of a latitude (Karney, equations 7 to 9).
func (p *TransverseMercator) conformal(tau float64) float64 {
	sigma := math.Sinh(p.e * math.Atanh(p.e*tau/math.Hypot(1, tau)))
	return tau*math.Hypot(1, sigma) - sigma*math.Hypot(1, tau)
}

// plane gives ξ (northward) and η (eastward) on the unit rectifying sphere.
func (p *TransverseMercator) plane(lat, dlon float64) (xi, eta float64) {
	sinL, cosL := math.Sincos(dlon * degree)
	if math.Abs(lat) == 90 { // the tangent there is only huge, not infinite
		return math.Copysign(math.Pi/2, lat), 0
	}
	t := p.conformal(math.Tan(lat * degree))
	xi0 := math.Atan2(t, cosL)
	eta0 := math.Asinh(sinL / math.Hypot(t, cosL))
	xi, eta = xi0, eta0
	for j, a := range p.alpha {
		k := float64(2 * (j + 1))
		xi += a * math.Sin(k*xi0) * math.Cosh(k*eta0)
		eta += a * math.Cos(k*xi0) * math.Sinh(k*eta0)
	}
	return xi, eta
}

// Forward projects degrees to metres: easting first. Latitudes outside ±90 give NaN.
func (p *TransverseMercator) Forward(lon, lat float64) Point {
	if !(math.Abs(lat) <= 90) {
		return Point{math.NaN(), math.NaN()}
	}
	xi, eta := p.plane(lat, wrap(lon-p.centralLon))
	return Point{X: p.falseEast + p.scale*eta, Y: p.falseNorth + p.scale*(xi-p.origin)}
}

// Inverse gives degrees.
func (p *TransverseMercator) Inverse(at Point) (lon, lat float64) {
	xi := (at.Y-p.falseNorth)/p.scale + p.origin
	eta := (at.X - p.falseEast) / p.scale
	xi0, eta0 := xi, eta
	for j, b := range p.beta {
		k := float64(2 * (j + 1))
		xi0 -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		eta0 -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	s, c := math.Sinh(eta0), math.Cos(xi0)
	dlon := math.Atan2(s, c) / degree
	return wrap(p.centralLon + dlon), p.geodetic(math.Sin(xi0) / math.Hypot(s, c))
}

// geodetic undoes conformal by Newton's method and gives degrees (Karney, equations 19 to 21).
func (p *TransverseMercator) geodetic(t float64) float64 {
	e2 := p.e * p.e
	tau := t / math.Sqrt(1-e2)
	for range 8 {
		at := p.conformal(tau)
		step := (t - at) / math.Hypot(1, at) * (1 + (1-e2)*tau*tau) / ((1 - e2) * math.Hypot(1, tau))
		tau += step
		if !(math.Abs(step) > 1e-16*math.Max(1, math.Abs(tau))) {
			break
		}
	}
	return math.Atan(tau) / degree
}
