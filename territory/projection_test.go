// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/territory"
)

// sample is a published point: degrees, easting and northing in metres.
type sample struct{ lon, lat, x, y float64 }

// gigs5110 is test 5110 (Lambert azimuthal equal area, EPSG:3035) of the IOGP Geospatial Integrity of Geoscience Software series,
// v2.0 of 2011, as PROJ keeps it in test/gigs/5110.gie. The point 5 E 50 N is also the example of EPSG Guidance Note 7-2.
var gigs5110 = []sample{
	{5, 70, 4127824.65822, 5214090.649}, {5, 60, 4041548.13, 4109791.66}, {5, 50, 3962799.451, 2999718.853},
	{5, 40, 3892127.02, 1892578.962}, {5, 30, 3830117.9, 796781.677}, {10, 52, 4321000, 3210000}, {0, 50, 3606514.43, 3036305.967},
	{3, 50, 3819948.288, 3011432.894}, {8, 50, 4177612.521, 2989464.315}, {10, 50, 4321000, 2987510.567},
}

// gigs5101 is test 5101 part 1 (Transverse Mercator by the JHS formula) of the same series (PROJ test/gigs/5101.1-jhs.gie): latitude
// of origin 49°, central meridian -2°, scale 0.9996012717, false easting 400 km, false northing -100 km, ellipsoid WGS 84. (Its point at
// 0, 0 is left out: the degrees printed for it are rounded to a centimetre.)
var gigs5101 = []sample{
	{3, 80, 496813.178, 3358297.326}, {3, 49, 765648.501, -87944.74}, {3, 20, 923539.353, -3308151.625}, {3, 0, 957087.829, -5527462.686},
	{3, -20, 923539.353, -7746773.748}, {3, -80, 496813.178, -14413222.698}, {-2, 80, 400000, 3354134.429}, {-2, 60, 400000, 1123956.966},
	{-2, 49, 400000, -100000}, {-2, -60, 400000, -12178882.338}, {-5, 60, 232704.966, 1127751.264}, {-5, 40, 143900.026, -1095387.991},
	{8, 0, 1518482.747, -5527462.686}, {0, 60, 511544.184, 1125643.213}, {8, 60, 956351.967, 1166164.18},
}

func compareSamples(t *testing.T, name string, p territory.Projection, samples []sample, metres float64) {
	t.Helper()
	for _, s := range samples {
		at := p.Forward(s.lon, s.lat)
		if d := math.Hypot(at.X-s.x, at.Y-s.y); !(d < metres) {
			t.Errorf("%s: %v E %v N gives %.4f, %.4f, off by %.4f m", name, s.lon, s.lat, at.X, at.Y, d)
		}
		lon, lat := p.Inverse(territory.Point{X: s.x, Y: s.y})
		if d := math.Hypot(lon-s.lon, lat-s.lat); !(d < metres/50000) {
			t.Errorf("%s: %.3f, %.3f gives %.9f E %.9f N", name, s.x, s.y, lon, lat)
		}
	}
	t.Logf("%s: compared %d of %d", name, len(samples), len(samples))
}

func TestLAEAGivesPublishedValues(t *testing.T) {
	compareSamples(t, "GIGS 5110", territory.EPSG3035, gigs5110, 0.006)
}

func TestTransverseMercatorGivesPublishedValues(t *testing.T) {
	wgs84 := territory.Ellipsoid{A: 6378137, F: 1 / 298.257223563}
	compareSamples(t, "GIGS 5101", territory.NewTransverseMercator(wgs84, -2, 49, 0.9996012717, 400000, -100000), gigs5101, 0.002)

	// EPSG Guidance Note 7-2, Transverse Mercator (method 9807): OSGB 1936 / British National Grid.
	airy := territory.Ellipsoid{A: 6377563.396, F: 1 / 299.3249646}
	compareSamples(t, "EPSG 9807", territory.NewTransverseMercator(airy, -2, 49, 0.9996012717, 400000, -100000),
		[]sample{{0.5, 50.5, 577274.99, 69740.50}}, 0.01)

	// PROJ test/gie/builtins.gie: +proj=utm +ellps=GRS80 +zone=32.
	zone, _ := territory.UTM(32, true)
	compareSamples(t, "UTM 32", zone, []sample{{12, 55, 691875.632137542, 6098907.825129169}}, 0.001)
}

// TestNationalGrids checks LKS94 and LKS92 by what defines them: the published parameters (EPSG:3346, EPSG:3059) and the length of the
// meridian of GRS 80, whose quarter is 10 001 965.729 m and whose half quarter (equator to 45°) is 4 984 944.378 m.
func TestNationalGrids(t *testing.T) {
	for _, c := range []struct {
		name       string
		p          *territory.TransverseMercator
		scale      float64
		falseNorth float64
	}{{"LKS94", territory.LKS94, 0.9998, 0}, {"LKS92", territory.LKS92, 0.9996, -6000000}} {
		for lat, arc := range map[float64]float64{0: 0, 45: 4984944.378, 90: 10001965.729} {
			at := c.p.Forward(24, lat)
			if math.Abs(at.X-500000) > 1e-6 || math.Abs(at.Y-(c.falseNorth+c.scale*arc)) > 0.001 {
				t.Errorf("%s at 24 E %v N: %.4f, %.4f", c.name, lat, at.X, at.Y)
			}
		}
	}
	// The same place in both grids differs by the ratio of scales alone.
	a, b := territory.LKS94.Forward(21.1, 55.7), territory.LKS92.Forward(21.1, 55.7)
	if x := 500000 + (a.X-500000)*0.9996/0.9998; math.Abs(x-b.X) > 1e-6 {
		t.Errorf("easting %.6f, expected %.6f", b.X, x)
	}
	if _, ok := territory.UTM(61, true); ok {
		t.Error("there is no zone 61")
	}
}

func TestProjectionsRoundTrip(t *testing.T) {
	zone, _ := territory.UTM(34, true)
	south, _ := territory.UTM(60, false)
	for name, c := range map[string]struct {
		p     territory.Projection
		lon   float64
		reach float64
	}{
		"EPSG:3035": {territory.EPSG3035, 10, 60}, "LKS94": {territory.LKS94, 24, 20}, "LKS92": {territory.LKS92, 24, 20},
		"UTM 34N": {zone, 21, 20}, "UTM 60S": {south, 177, 20},
	} {
		rapid.Check(t, func(t *rapid.T) {
			dlon := rapid.Float64Range(-c.reach, c.reach).Draw(t, "dlon")
			lat := rapid.Float64Range(-35, 85).Draw(t, "lat")
			lon := c.lon + dlon
			if lon > 180 {
				lon -= 360
			}
			gotLon, gotLat := c.p.Inverse(c.p.Forward(lon, lat))
			if math.Abs(gotLon-lon) > 1e-9 || math.Abs(gotLat-lat) > 1e-9 {
				t.Fatalf("%s: %v %v came back as %v %v", name, lon, lat, gotLon, gotLat)
			}
			// both sides of the central meridian mirror each other
			east, west := c.p.Forward(c.lon+math.Abs(dlon), lat), c.p.Forward(c.lon-math.Abs(dlon), lat)
			mid := c.p.Forward(c.lon, lat).X
			if math.Abs(east.X+west.X-2*mid) > 1e-5 || math.Abs(east.Y-west.Y) > 1e-5 {
				t.Fatalf("%s: %v is not the mirror of %v", name, east, west)
			}
		})
	}
}

// TestAreaIsTheSameOnTwoEqualAreaPlanes compares the area on a plane of its own with EPSG:3035.
func TestAreaIsTheSameOnTwoEqualAreaPlanes(t *testing.T) {
	s := baltic(t)
	projected := s.Projected(territory.EPSG3035)
	for i, x := range s.List {
		var m2 float64
		for _, r := range projected[i].Rings {
			for j, p := range r {
				q := r[(j+1)%len(r)]
				m2 += (p.X*q.Y - q.X*p.Y) / 2
			}
		}
		want := x.AreaKm2()
		if math.Abs(m2/1e6/want-1) > 1e-4 && x.Layer != territory.LayerContext {
			t.Errorf("%s: %.3f km² on EPSG:3035, %.3f on its own plane", x.ID, m2/1e6, want)
		}
	}
}
