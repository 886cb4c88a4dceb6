// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/sumanus/sumanus/territory"
)

// TestLabelsLieInside checks the label point by what it promises: inside, and no border nearer than its room.
func TestLabelsLieInside(t *testing.T) {
	for _, s := range baltic(t).Projected(territory.EPSG3035) {
		in, least := false, math.Inf(1)
		for _, r := range s.Rings {
			for i, a := range r {
				b := r[(i+1)%len(r)]
				if (a.Y > s.Label.Y) != (b.Y > s.Label.Y) && s.Label.X < (b.X-a.X)*(s.Label.Y-a.Y)/(b.Y-a.Y)+a.X {
					in = !in
				}
				for f := 0.0; f <= 1; f += 0.125 {
					least = math.Min(least, math.Hypot(a.X+f*(b.X-a.X)-s.Label.X, a.Y+f*(b.Y-a.Y)-s.Label.Y))
				}
			}
		}
		if !in || least < s.Room-1e-6 || s.Room < 2000 {
			t.Errorf("%s: label %v inside %v, nearest border %.0f m, room %.0f m", s.ID, s.Label, in, least, s.Room)
		}
	}
}

// TestLabelOfKnownShapes finds the middle of a square, and the thick end of a shape whose centroid lies outside it.
func TestLabelOfKnownShapes(t *testing.T) {
	flat := flatEarth{}
	square := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}}
	ring := orb.Polygon{{{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}, {{10, 10}, {10, 90}, {60, 90}, {60, 10}, {10, 10}}}
	for _, c := range []struct {
		name string
		p    orb.Polygon
		at   territory.Point
		room float64
		near float64
	}{{"square", square, territory.Point{X: 5, Y: 5}, 5, 0.1}, {"ring", ring, territory.Point{X: 80, Y: 50}, 20, 32}} {
		s := territory.Shapes{List: []territory.Shape{{ID: "x", Geometry: orb.MultiPolygon{c.p}}}}
		got := s.Projected(flat)[0]
		if math.Abs(got.Room-c.room) > 1.01*c.room/50 || math.Hypot(got.Label.X-c.at.X, got.Label.Y-c.at.Y) > c.near {
			t.Errorf("%s: label %v with room %v", c.name, got.Label, got.Room)
		}
	}
	none := territory.Shapes{List: []territory.Shape{{ID: "x"}}}
	if got := none.Projected(flat)[0]; len(got.Rings) != 0 || got.Room != 0 {
		t.Errorf("no polygon: %+v", got)
	}
}

// flatEarth takes degrees for metres.
type flatEarth struct{}

func (flatEarth) Forward(lon, lat float64) territory.Point             { return territory.Point{X: lon, Y: lat} }
func (flatEarth) Inverse(p territory.Point) (lon float64, lat float64) { return p.X, p.Y }

func TestNeighboursAcrossTheBorder(t *testing.T) {
	s := baltic(t).At("2021", 3)
	open := territory.Neighbours(s, territory.Queen, territory.Open)
	closed := territory.Neighbours(s, territory.Queen, territory.Closed)
	for _, c := range []struct {
		links *territory.Contiguity
		id    string
		want  string
	}{
		{open, "LT023", "LT027 LT028 LV003"}, {closed, "LT023", "LT027 LT028"},
		{open, "LV003", "LT023 LT026 LT028 LV007 LV009"}, {closed, "LV003", "LV007 LV009"},
		{closed, "LV006", "LV007"}, {open, "nowhere", ""},
	} {
		if got := strings.Join(c.links.Of(c.id), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
	if len(open.Islands()) != 0 {
		t.Errorf("islands: %v", open.Islands())
	}
	for i, near := range open.Near {
		for _, j := range near {
			if !slices.Contains(open.Near[j], i) || i == j {
				t.Errorf("%s and %s", open.IDs[i], open.IDs[j])
			}
			across := s.List[i].Country != s.List[j].Country
			if slices.Contains(closed.Near[i], j) == across {
				t.Errorf("%s and %s: closing the border was told wrongly", open.IDs[i], open.IDs[j])
			}
		}
	}
}

// TestRules puts four squares around one corner: rooks do not see the one across it, queens do.
func TestRules(t *testing.T) {
	var s territory.Shapes
	for i, at := range []orb.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {5, 5}} {
		x, y := at[0], at[1]
		s.List = append(s.List, territory.Shape{ID: string(rune('a' + i)), Geometry: orb.MultiPolygon{{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}}}}})
	}
	rook, queen := territory.Neighbours(&s, territory.Rook, territory.Open), territory.Neighbours(&s, territory.Queen, territory.Open)
	if got := strings.Join(rook.Of("a"), ""); got != "bc" {
		t.Errorf("rook: %s", got)
	}
	if got := strings.Join(queen.Of("a"), ""); got != "bcd" {
		t.Errorf("queen: %s", got)
	}
	if got := queen.Islands(); !slices.Equal(got, []string{"e"}) {
		t.Errorf("islands: %v", got)
	}
}

func TestChoosingShapes(t *testing.T) {
	s := baltic(t)
	for code, want := range map[territory.Code]string{
		nuts("2013", "LT003"): "LT023", nuts("2024", "LV00B"): "LV00B", nuts("2016", "lt01"): "LT011", lau("2024", "LV0027000"): "LV_0027000", nuts("2021", "LV00"): "LV",
	} {
		if x, ok := s.Find(code); !ok || x.ID != want {
			t.Errorf("%s: %s", code, x.ID)
		}
	}
	if _, ok := s.Find(nuts("2024", "LV003")); ok {
		t.Error("NUTS 2024 has no LV003")
	}
	if _, ok := s.At("2013", 3).Get("LT003"); !ok {
		t.Error("a version has its own codes")
	}
	if got, err := s.Pick("LV003", "LT023"); err != nil || got.List[1].Name != "Klaipėdos apskritis" || got.Attribution != s.Attribution {
		t.Errorf("%v %v", got, err)
	}
	var e *territory.ShapeError
	if _, err := s.Pick("LV003", "XX1", "XX2"); !errors.As(err, &e) || !slices.Equal(e.IDs, []string{"XX1", "XX2"}) {
		t.Errorf("%v", err)
	}
	b := s.At("2021", 0).Bounds()
	if b.Min[0] < 20.5 || b.Min[1] < 53.8 || b.Max[0] > 28.5 || b.Max[1] > 60 {
		t.Errorf("bounds %v", b)
	}
	if n := len(s.OfLayer(territory.LayerContext).List); n != 7 {
		t.Errorf("%d pieces of land around", n)
	}
	if _, ok := territory.BoxOf(nil); ok {
		t.Error("nothing has no box")
	}
}

// TestKurzeme2024IsKurzemeAndTukums ties the shapes to what the register says of them.
func TestKurzeme2024IsKurzemeAndTukums(t *testing.T) {
	s := baltic(t)
	area := func(id string) float64 {
		x, ok := s.Get(id)
		if !ok {
			t.Fatal(id)
		}
		return x.AreaKm2()
	}
	for whole, parts := range map[string][]string{
		"LV00B": {"LV003", "LV_0052000"},
		"LV003": {"LV_0005000", "LV_0007000", "LV_0027000", "LV_0033000", "LV_0046000", "LV_0051000", "LV_0056000"},
		"LT02":  {"LT021", "LT022", "LT023", "LT024", "LT025", "LT026", "LT027", "LT028", "LT029"},
	} {
		var sum float64
		for _, p := range parts {
			sum += area(p)
		}
		if math.Abs(sum/area(whole)-1) > 2e-4 {
			t.Errorf("%s has %.1f km², its parts %.1f", whole, area(whole), sum)
		}
	}
}
