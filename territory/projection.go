// SPDX-License-Identifier: EUPL-1.2

package territory

import "math"

// Point is a position on a projected plane in metres: X to the east, Y to the north.
type Point struct{ X, Y float64 }

// Projection turns degrees into metres on a plane and back. Longitude comes before latitude and easting before northing.
type Projection interface {
	// Forward projects longitude and latitude in degrees.
	Forward(lon, lat float64) Point
	// Inverse gives longitude and latitude in degrees.
	Inverse(p Point) (lon, lat float64)
}

// Ellipsoid is a figure of the earth: half the greater axis in metres and the flattening.
type Ellipsoid struct{ A, F float64 }

// GRS80 is the ellipsoid of ETRS89 (and, to a tenth of a millimetre, of WGS 84).
var GRS80 = Ellipsoid{A: 6378137, F: 1 / 298.257222101}

const degree = math.Pi / 180

// wrap brings a difference of longitudes into (-180, 180].
func wrap(lon float64) float64 {
	if lon > -180 && lon <= 180 {
		return lon
	}
	if lon = math.Mod(lon+180, 360); lon <= 0 {
		lon += 360
	}
	return lon - 180
}

// LAEA is Lambert's azimuthal equal-area projection of the ellipsoid (oblique case; Snyder 1987, equations 24-17 to 24-27; EPSG
// method 9820): areas on the plane are areas on the ellipsoid.
type LAEA struct {
	centreLon, falseEast, falseNorth float64
	e, e2, qp, rq, d                 float64
	sinB1, cosB1                     float64
}

// EPSG3035 is ETRS89-extended / LAEA Europe, the projection of Europe's statistical maps.
var EPSG3035 = NewLAEA(GRS80, 10, 52, 4321000, 3210000)

// NewLAEA makes a projection with its centre in degrees (not at a pole) and the coordinates given to the centre in metres.
func NewLAEA(el Ellipsoid, centreLon, centreLat, falseEast, falseNorth float64) *LAEA {
	e2 := el.F * (2 - el.F)
	p := &LAEA{centreLon: centreLon, falseEast: falseEast, falseNorth: falseNorth, e: math.Sqrt(e2), e2: e2}
	p.qp = p.q(1)
	p.rq = el.A * math.Sqrt(p.qp/2)
	s, c := math.Sincos(centreLat * degree)
	p.sinB1 = p.q(s) / p.qp
	p.cosB1 = math.Sqrt(1 - p.sinB1*p.sinB1)
	p.d = el.A * c / (math.Sqrt(1-e2*s*s) * p.rq * p.cosB1)
	return p
}

// q is Snyder's equation 3-12 for the sine of a latitude.
func (p *LAEA) q(s float64) float64 {
	if p.e == 0 {
		return 2 * s
	}
	return (1 - p.e2) * (s/(1-p.e2*s*s) + math.Atanh(p.e*s)/p.e)
}

// Forward projects degrees to metres. The point opposite to the centre has no image: it gives infinite coordinates.
func (p *LAEA) Forward(lon, lat float64) Point {
	sinB := p.q(math.Sin(lat*degree)) / p.qp
	cosB := math.Sqrt(math.Max(0, 1-sinB*sinB))
	sinL, cosL := math.Sincos(wrap(lon-p.centreLon) * degree)
	b := p.rq * math.Sqrt(2/(1+p.sinB1*sinB+p.cosB1*cosB*cosL))
	return Point{
		X: p.falseEast + b*p.d*cosB*sinL,
		Y: p.falseNorth + b/p.d*(p.cosB1*sinB-p.sinB1*cosB*cosL),
	}
}

// Inverse gives degrees. Points outside the image of the earth give NaN.
func (p *LAEA) Inverse(at Point) (lon, lat float64) {
	x, y := (at.X-p.falseEast)/p.d, (at.Y-p.falseNorth)*p.d
	rho := math.Hypot(x, y)
	if rho == 0 {
		return p.centreLon, p.latitude(p.sinB1)
	}
	s, c := math.Sincos(2 * math.Asin(rho/(2*p.rq)))
	sinB := c*p.sinB1 + y*s*p.cosB1/rho
	lon = math.Atan2(x*s, rho*p.cosB1*c-y*p.sinB1*s) / degree
	return wrap(lon + p.centreLon), p.latitude(sinB)
}

// latitude solves Snyder's equation 3-16 by iteration for a sine of the authalic latitude, in degrees.
func (p *LAEA) latitude(sinB float64) float64 {
	q := p.qp * sinB
	if math.Abs(sinB) >= 1-1e-14 {
		return math.Copysign(90, sinB)
	}
	phi := math.Asin(sinB)
	for range 20 {
		s, c := math.Sincos(phi)
		w := 1 - p.e2*s*s
		step := w * w / (2 * (1 - p.e2) * c) * (q - p.q(s))
		phi += step
		if math.Abs(step) < 1e-16 {
			break
		}
	}
	return phi / degree
}
