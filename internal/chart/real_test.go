// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/testkit"
)

// laea is Lambert's azimuthal equal-area projection on a sphere: near enough to see a map with real coasts in a test.
func laea(lon, lat float64) Point {
	const deg, r = math.Pi / 180, 6371007.0
	l, p, p0 := (lon-22)*deg, lat*deg, 56*deg
	k := r * math.Sqrt(2/(1+math.Sin(p0)*math.Sin(p)+math.Cos(p0)*math.Cos(p)*math.Cos(l)))
	return Point{k * math.Cos(p) * math.Sin(l), k * (math.Cos(p0)*math.Sin(p) - math.Sin(p0)*math.Cos(p)*math.Cos(l))}
}

// shapesOf reads polygons of a GeoJSON file of the shared data.
func shapesOf(t testing.TB, file, id, name string, keep func(map[string]any) bool) []Shape {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Features []struct {
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.NewDecoder(z).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var out []Shape
	for _, ft := range doc.Features {
		if !keep(ft.Properties) {
			continue
		}
		var many [][][][2]float64
		if ft.Geometry.Type == "Polygon" {
			many = make([][][][2]float64, 1)
			err = json.Unmarshal(ft.Geometry.Coordinates, &many[0])
		} else {
			err = json.Unmarshal(ft.Geometry.Coordinates, &many)
		}
		if err != nil {
			t.Fatal(err)
		}
		s := Shape{}
		s.ID, _ = ft.Properties[id].(string)
		s.Name, _ = ft.Properties[name].(string)
		best := 0
		for _, poly := range many {
			for _, ring := range poly {
				var r []Point
				var c Point
				for _, p := range ring {
					q := laea(p[0], p[1])
					r = append(r, q)
					c.X, c.Y = c.X+q.X/float64(len(ring)), c.Y+q.Y/float64(len(ring))
				}
				s.Rings = append(s.Rings, r)
				if len(ring) > best {
					best, s.Label = len(ring), c
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// realMaps draws both regions with their municipalities: change of population a year, and population.
func realMaps(t testing.TB, z *i18n.Localizer, id string) []Picture {
	t.Helper()
	all := func(map[string]any) bool { return true }
	lv := shapesOf(t, "data/boundaries/LV003_kurzeme_7_municipalities_2021_derived.geojson.gz", "code", "name", all)
	lt := shapesOf(t, "data/boundaries/LT_municipalities_60_osm2014.geojson.gz", "lau_code", "name", func(p map[string]any) bool { return p["nuts3"] == "LT023" })
	nuts := shapesOf(t, "data/boundaries/NUTS_RG_03M_2021_4326_LEVL_3.geojson.gz", "NUTS_ID", "NAME_LATN",
		func(p map[string]any) bool {
			c := p["CNTR_CODE"]
			return c == "LV" || c == "LT" || c == "EE" || c == "PL"
		})
	g := Ground{Water: say(z, "Baltijos jūra", "Baltijas jūra", "Baltic Sea"), WaterAt: laea(20.7, 56.75)}
	for _, s := range nuts {
		switch s.ID {
		case "LV003":
			s.Name, s.Label = say(z, "Kuržemė", "Kurzeme", "Kurzeme"), laea(21.35, 57.72)
			g.Outlines = append(g.Outlines, Outline{s, First})
		case "LT023":
			s.Name, s.Label = say(z, "Klaipėdos regionas", "Klaipēdas reģions", "Klaipėda region"), laea(22.35, 55.85)
			g.Outlines = append(g.Outlines, Outline{s, Second})
		default:
			g.Land = append(g.Land, s)
		}
	}
	rates := map[string]float64{"Dienvidkurzemes novads": -.44, "Kuldīgas novads": -.89, "Saldus novads": -.64, "Talsu novads": -.71, "Ventspils novads": -1.05, "Klaipėdos m. sav.": 1.04,
		"Neringos sav.": 4.82, "Palangos m. sav.": 2.77, "Klaipėdos r. sav.": 4.67, "Kretingos r. sav.": -.25, "Liepāja": -.44, "Ventspils": -.71}
	counts := map[string]float64{"Dienvidkurzemes novads": 32450, "Liepāja": 66746, "Saldus novads": 26192, "Ventspils": 32479, "Talsu novads": 34264, "Kuldīgas novads": 26386, "Ventspils novads": 10161,
		"Neringos sav.": 4822, "Klaipėdos r. sav.": 71574, "Palangos m. sav.": 19198, "Klaipėdos m. sav.": 160082, "Kretingos r. sav.": 37175}
	units := func(vs map[string]float64) []Unit {
		var out []Unit
		for i, s := range append(append([]Shape(nil), lv...), lt...) {
			u := Unit{Shape: s, Sign: First}
			if i >= len(lv) {
				u.Sign = Second
			}
			if v, ok := vs[s.Name]; ok {
				u.Value = Some(v)
			}
			out = append(out, u)
		}
		return out
	}
	var nutsUnits []Unit
	gdp := map[string]float64{"LT011": 25700, "LT021": 10700, "LT022": 18100, "LT023": 16600, "LT024": 11000, "LT025": 13200, "LT026": 13600, "LT027": 9800, "LT028": 12300, "LT029": 10600,
		"LV003": 11800, "LV005": 8100, "LV006": 25900, "LV007": 13000, "LV008": 11100, "LV009": 10700}
	for _, s := range nuts {
		if v, ok := gdp[s.ID]; ok {
			nutsUnits = append(nutsUnits, Unit{Shape: s, Value: Some(v)})
		}
	}
	outlines := []Outline{{Shape{Rings: g.Outlines[0].Shape.Rings}, g.Outlines[0].Sign}, {Shape{Rings: g.Outlines[1].Shape.Rings}, g.Outlines[1].Sign}}
	return []Picture{
		ChoroplethMap{Frame: Frame{ID: id + "a", Words: z, Title: "Change of residents a year", Unit: "%", Decimals: 1, Signed: true}, Ground: g, Units: units(rates), Diverging: true}.Draw(),
		CircleMap{Frame: Frame{ID: id + "b", Words: z, Title: "Residents", Unit: say(z, "gyventojai", "iedzīvotāji", "residents")}, Ground: g, Units: units(counts)}.Draw(),
		ChoroplethMap{Frame: Frame{ID: id + "c", Words: z, Title: "GDP per head", Unit: "€"}, Ground: Ground{Land: g.Land, Outlines: outlines}, Units: nutsUnits}.Draw(),
	}
}

func TestRealMaps(t *testing.T) {
	for i, p := range realMaps(t, i18n.For(i18n.LV), "m") {
		wellFormed(t, p.Title, p)
		if want := []int{14, 14, 16}[i]; len(p.Table.Rows) != want {
			t.Errorf("%s: %d rows of %d", p.Title, len(p.Table.Rows), want)
		}
		if len(p.SVG) > 70_000 {
			t.Errorf("%s takes %d bytes", p.Title, len(p.SVG))
		}
		boxes, w, _ := textBoxes(t, p)
		for j, a := range boxes {
			if a.x0 < 0 || a.x1 > w {
				t.Errorf("%s: %q leaves the map", p.Title, a.text)
			}
			for _, b := range boxes[:j] {
				if a.hits(b) {
					t.Errorf("%s: %q lies on %q", p.Title, a.text, b.text)
				}
			}
		}
	}
}
