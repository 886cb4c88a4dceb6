// SPDX-License-Identifier: EUPL-1.2

package main

import "math"

// signedArea is twice-free shoelace area in square degrees, positive when counter-clockwise. Products are converted before they are
// subtracted so that no processor fuses them: the file must be the same bytes on every machine.
func signedArea(r ring) float64 {
	var s float64
	for i, p := range r {
		q := r[(i+1)%len(r)]
		s += float64((p[0]-r[0][0])*(q[1]-r[0][1])) - float64((q[0]-r[0][0])*(p[1]-r[0][1]))
	}
	return s / 2
}

// areaKm2 is the area on the GRS 80 ellipsoid, by the cylindrical equal-area projection (Snyder 1987, equation 3-12).
func areaKm2(r ring) float64 {
	const a, e2 = 6378.137, 0.00669438002290
	e := math.Sqrt(e2)
	flat := make(ring, len(r))
	for i, p := range r {
		s := math.Sin(p[1] * math.Pi / 180)
		q := (1 - e2) * (s/(1-e2*s*s) + math.Atanh(e*s)/e)
		flat[i] = point{a * p[0] * math.Pi / 180, a * q / 2}
	}
	return signedArea(flat)
}

// clipBox cuts a ring at the window (Sutherland and Hodgman 1974). Points inside are kept exactly.
func clipBox(r ring, b [4]float64) ring {
	for side := 0; side < 4 && len(r) > 0; side++ {
		axis, limit := side%2, b[side]
		inside := func(p point) bool {
			if side < 2 {
				return p[axis] >= limit
			}
			return p[axis] <= limit
		}
		var out ring
		for i, p := range r {
			q := r[(i+1)%len(r)]
			if inside(p) {
				out = append(out, p)
			}
			if inside(p) != inside(q) {
				t := (limit - p[axis]) / (q[axis] - p[axis])
				var c point
				c[axis], c[1-axis] = limit, p[1-axis]+float64(t*(q[1-axis]-p[1-axis]))
				out = append(out, c)
			}
		}
		r = tidy(out)
	}
	return r
}

// contains tells whether p lies inside the ring (even-odd rule).
func contains(r ring, p point) bool {
	in := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

func less(a, b point) bool {
	if a[0] != b[0] {
		return a[0] < b[0]
	}
	return a[1] < b[1]
}
