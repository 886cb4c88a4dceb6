// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"compress/gzip"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/territory"
)

func boundariesBy(t testing.TB, name, id string) *territory.Shapes {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/boundaries/"+name+".geojson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s, err := territory.ReadGeoJSON(name, zr, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func boundaries(t testing.TB, name string) *territory.Shapes {
	t.Helper()
	return boundariesBy(t, name, "NUTS_ID")
}

func TestReadGeoJSONReadsEveryBoundaryFile(t *testing.T) {
	files := []struct {
		name, id string
		want     int
	}{
		{"NUTS_RG_03M_2021_4326_LEVL_0", "NUTS_ID", 37}, {"NUTS_RG_03M_2021_4326_LEVL_1", "NUTS_ID", 125},
		{"NUTS_RG_03M_2021_4326_LEVL_2", "NUTS_ID", 334}, {"NUTS_RG_03M_2021_4326_LEVL_3", "NUTS_ID", 1514},
		{"NUTS_20M_2016_all", "NUTS_ID", 2016}, {"NUTS_20M_2021_all", "NUTS_ID", 2010}, {"NUTS_10M_2021_all", "NUTS_ID", 2010},
		{"NUTS_20M_2024_all", "NUTS_ID", 1798}, {"LV_municipalities_2020_119_wof", "gisco_id", 119},
		{"LV003_kurzeme_7_municipalities_2021_derived", "code", 7}, {"LT_municipalities_60_osm2014", "gisco_id", 60},
		{"LT_counties_10_wof", "lau_code", 10},
	}
	for _, f := range files {
		if got := boundariesBy(t, f.name, f.id); len(got.List) != f.want {
			t.Errorf("%s: %d shapes, want %d", f.name, len(got.List), f.want)
		}
	}
	t.Logf("compared %d of %d", len(files), len(files))
}

// TestOfficialAreas measures outlines against published areas. Kurzeme has 13 600 km², Klaipėda county 5 200 with its part of the
// Curonian Lagoon and, by the JRC's converter, 4 820 of land: GISCO and OpenStreetMap draw the land.
func TestOfficialAreas(t *testing.T) {
	s := boundaries(t, "NUTS_RG_03M_2021_4326_LEVL_3")
	own := baltic(t)
	gisco, _ := s.Get("LV003")
	kurzeme, _ := own.Get("LV003")
	klaipeda, _ := s.Get("LT023")
	ours, _ := own.Get("LT023")
	var municipalities float64
	for _, x := range boundariesBy(t, "LT_municipalities_60_osm2014", "gisco_id").List {
		if r, err := register(t).Region(lau("2019", x.ID), "2021"); err == nil && r.Code == "LT023" {
			municipalities += x.AreaKm2()
		}
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Kurzeme, GISCO", gisco.AreaKm2(), 13600}, {"Kurzeme, built in", kurzeme.AreaKm2(), 13600},
		{"Klaipėda county, GISCO", klaipeda.AreaKm2(), 4820}, {"Klaipėda county, built in", ours.AreaKm2(), 4820},
		{"Klaipėda county, its municipalities", municipalities, 4820},
	} {
		if math.Abs(c.got/c.want-1) > 0.03 {
			t.Errorf("%s: %.0f km², expected %.0f", c.name, c.got, c.want)
		}
	}
	if klaipeda.Name != "Klaipėdos apskritis" || klaipeda.Country != "LT" {
		t.Errorf("%+v", klaipeda)
	}
}

// TestBalticAgainstGISCO compares the built-in outlines with the official ones: areas within 7 % of the 1:3 million file (but for the
// north-east of Estonia, whose shape says that it is older), and the same neighbours on land in three versions.
func TestBalticAgainstGISCO(t *testing.T) {
	s := baltic(t)
	official := boundaries(t, "NUTS_RG_03M_2021_4326_LEVL_3")
	n, own := 0, s.At("2021", 3).List
	for i := range own {
		x, ok := official.Get(own[i].ID)
		a, b := own[i].AreaKm2(), x.AreaKm2()
		limit := 0.07
		if own[i].ID == "EE00A" {
			limit = 0.14
		}
		if off := math.Abs(a/b - 1); !ok || !(off < limit) {
			t.Errorf("%s: %.0f km², official %.0f (%.1f %%)", own[i].ID, a, b, 100*off)
			continue
		}
		n++
	}
	t.Logf("areas: compared %d of %d", n, len(own))

	for _, c := range []struct{ version, file string }{{"2016", "NUTS_20M_2016_all"}, {"2021", "NUTS_10M_2021_all"}, {"2024", "NUTS_20M_2024_all"}} {
		official := boundaries(t, c.file).Coded(territory.NUTS, c.version).At(c.version, 3).OfCountries("EE", "LV", "LT")
		own := s.At(c.version, 3)
		if !slices.Equal(official.IDs(), own.IDs()) {
			t.Fatalf("%s: official %v, own %v", c.version, official.IDs(), own.IDs())
		}
		x, y := territory.Neighbours(own, territory.Rook, territory.Open), territory.Neighbours(official, territory.Rook, territory.Open)
		for _, id := range own.IDs() {
			if !slices.Equal(x.Of(id), y.Of(id)) {
				t.Errorf("%s %s: own neighbours %v, official %v", c.version, id, x.Of(id), y.Of(id))
			}
		}
		t.Logf("%s: neighbours: compared %d of %d", c.version, len(own.List), len(own.List))
	}
}

func TestReadGeoJSONRefuses(t *testing.T) {
	feature := func(geometry string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"k":"A"},"geometry":` + geometry + `}]}`
	}
	ring := "[[20,55],[21,55],[21,56],[20,55]]"
	polygon := `{"type":"Polygon","coordinates":[` + ring + `]}`
	for _, c := range []struct{ name, text, code, place string }{
		{"empty", "", "bad-json", "byte 0"},
		{"array", "[]", "not-geojson", "byte"},
		{"cut off", feature(polygon)[:100], "bad-json", "features[0]"},
		{"other type", `{"type":"Topology"}`, "not-geojson", "byte"},
		{"no features", `{"type":"FeatureCollection"}`, "not-geojson", "byte"},
		{"features are no list", `{"type":"FeatureCollection","features":{}}`, "not-geojson", "byte"},
		{"more after the end", feature(polygon) + "{}", "not-geojson", "byte"},
		{"metres", `{"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::3035"}},"type":"FeatureCollection","features":[]}`, "not-degrees", "byte"},
		{"no id", strings.Replace(feature(polygon), `"k"`, `"other"`, 1), "no-id", "features[0]"},
		{"line", feature(`{"type":"LineString","coordinates":` + ring + `}`), "not-polygon", "features[0] (A)"},
		{"null", feature(`null`), "no-geometry", "features[0] (A)"},
		{"open ring", feature(`{"type":"Polygon","coordinates":[[[20,55],[21,55],[21,56],[20,56]]]}`), "open-ring", "features[0] (A)"},
		{"two points", feature(`{"type":"Polygon","coordinates":[[[20,55],[20,55]]]}`), "open-ring", "features[0] (A)"},
		{"one coordinate", feature(`{"type":"Polygon","coordinates":[[[20],[21,55],[21,56],[20,55]]]}`), "bad-position", "features[0] (A)"},
		{"empty position", feature(`{"type":"Polygon","coordinates":[[[],[],[],[]]]}`), "bad-position", "features[0] (A)"},
		{"no position", feature(`{"type":"Polygon","coordinates":[[null,null,null,null]]}`), "bad-position", "features[0] (A)"},
		{"metres unsaid", feature(`{"type":"Polygon","coordinates":[[[3962799,2999718],[1,1],[2,2],[3962799,2999718]]]}`), "bad-position", "features[0] (A)"},
		{"no polygon", feature(`{"type":"MultiPolygon","coordinates":[]}`), "no-ring", "features[0] (A)"},
		{"twice", strings.Replace(feature(polygon), `]}}]}`, `]}},{"properties":{"k":"A"},"geometry":`+polygon+`}]}`, 1), "id-twice", "features[1] (A)"},
	} {
		_, err := territory.ReadGeoJSON("x.geojson", strings.NewReader(c.text), "k")
		var e *territory.FileError
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Place, c.place) || !strings.HasPrefix(err.Error(), "x.geojson: ") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	s, err := territory.ReadGeoJSON("x", strings.NewReader(`{"attribution":"© me",`+feature(polygon)[1:]), "k")
	if err != nil || s.Attribution != "© me" || s.List[0].Geometry[0][0][1] != (orb.Point{21, 55}) {
		t.Errorf("good file: %+v %v", s, err)
	}
	if s, err := territory.ReadGeoJSON("x", strings.NewReader(strings.Replace(feature(polygon), `"type":"Feature",`, `"id":7,`, 1)), ""); err != nil || s.List[0].ID != "7" {
		t.Errorf("feature id: %+v %v", s, err)
	}
}

func TestReadTopoJSONRefuses(t *testing.T) {
	good := `{"type":"Topology","objects":{"o":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"A","arcs":[[0,-2]]}]}},
		"arcs":[[[20,55],[21,55],[21,56]],[[20,55],[21,56]]]}`
	if s, err := territory.ReadTopoJSON("x", strings.NewReader(good), "o"); err != nil || len(s.List[0].Geometry[0][0]) != 4 {
		t.Fatalf("%+v %v", s, err)
	}
	for _, c := range []struct{ old, new, code string }{
		{good, "{", "bad-json"}, {"Topology", "FeatureCollection", "not-topojson"}, {`"o"`, `"p"`, "no-object"},
		{`"id":"A"`, `"id":null`, "bad-id"}, {`"Polygon"`, `"Point"`, "not-polygon"}, {"[[0,-2]]", "[[0,7]]", "bad-arcs"},
		{"[[0,-2]]", "[[0,-9]]", "bad-arcs"}, {"[[0,-2]]", "[[0]]", "open-ring"}, {"[[0,-2]]", "[[0,1]]", "open-ring"}, {"[[0,-2]]", "[[]]", "open-ring"},
		{"[[0,-2]]", `"x"`, "bad-arcs"}, {"[[20,55],[21,56]]", "[[20,55]]", "short-line"}, {"[20,55],[21,55]", "[20],[21,55]", "bad-position"}, {"[21,55]", "[2100,55]", "off-earth"},
	} {
		_, err := territory.ReadTopoJSON("x", strings.NewReader(strings.Replace(good, c.old, c.new, 1)), "o")
		var e *territory.FileError
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s → %s: %v", c.old, c.new, err)
		}
	}
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","attribution":"x","crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[{"type":"Feature","id":1,"properties":{"k":"A","name":"n"},"geometry":{"type":"Polygon","coordinates":[[[20,55],[21,55],[21,56],[20,55]]]}}]}`), "k")
	f.Add([]byte(`{"features":[{"id":"b","geometry":{"type":"MultiPolygon","coordinates":[[[[20,55,3],[21,55],[21,56],[20,55,3]]]]}}],"type":"FeatureCollection"}`), "")
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"geometry":null}]}`), "k")
	f.Fuzz(func(t *testing.T, data []byte, id string) {
		s, err := territory.ReadGeoJSON("f", strings.NewReader(string(data)), id)
		if err != nil {
			var e *territory.FileError
			if !errors.As(err, &e) || e.Code == "" || e.File != "f" {
				t.Fatalf("not a file error: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, p := range s.Projected(territory.EPSG3035) {
			if p.ID == "" || seen[p.ID] || math.IsNaN(p.Label.X) {
				t.Fatalf("%+v", p)
			}
			seen[p.ID] = true
		}
		for _, x := range s.List {
			if a := x.AreaKm2(); math.IsNaN(a) || a < -1e-3 && len(x.Geometry[0]) == 1 {
				t.Fatalf("area %v of %v", a, x.Geometry)
			}
		}
		territory.Neighbours(s, territory.Queen, territory.Open)
	})
}

func FuzzTopoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"Topology","transform":{"scale":[0.1,0.1],"translate":[0,0]},"objects":{"o":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"A","arcs":[[0,-2]]}]}},"arcs":[[[200,550],[10,0],[0,10]],[[200,550],[10,10]]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := territory.ReadTopoJSON("f", strings.NewReader(string(data)), "o")
		if err != nil {
			var e *territory.FileError
			if !errors.As(err, &e) || e.Code == "" {
				t.Fatalf("not a file error: %v", err)
			}
			return
		}
		for _, x := range s.List {
			for _, p := range x.Geometry {
				for _, r := range p {
					if len(r) < 4 || !r.Closed() {
						t.Fatalf("open ring %v", r)
					}
				}
			}
		}
	})
}
