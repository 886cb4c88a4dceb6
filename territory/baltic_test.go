// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/sumanus/sumanus/territory"
)

func baltic(t testing.TB) *territory.Shapes {
	t.Helper()
	s, err := territory.Baltic()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBalticHasEveryRegionOfEveryVersion(t *testing.T) {
	s := baltic(t)
	for _, version := range territory.NUTSVersions {
		for level, want := range map[int]int{0: 3, 1: 3, 2: 4, 3: 21} {
			if version < "2016" && level == 2 {
				want = 3
			}
			if version == "2024" && level == 3 {
				want = 20
			}
			if got := s.At(version, level); len(got.List) != want {
				t.Errorf("NUTS %s level %d: %d shapes %v, want %d", version, level, len(got.List), got.IDs(), want)
			}
		}
	}
	if got := s.Units("2024").IDs(); len(got) != 8 || got[0] != "LV_0005000" {
		t.Errorf("units: %v", got)
	}
	if s.Attribution == "" {
		t.Error("no attribution")
	}
}

func TestBalticAreasStayWithinOnePercentOfTheSource(t *testing.T) {
	n := 0
	for _, x := range baltic(t).List {
		if x.Layer == territory.LayerContext {
			continue
		}
		n++
		area := x.AreaKm2()
		if off := math.Abs(area/x.SourceKm2 - 1); !(off < 0.01) {
			t.Errorf("%s %s: %.1f km², source %.1f (%.2f %%)", x.ID, x.Name, area, x.SourceKm2, 100*off)
		}
	}
	t.Logf("compared %d of %d", n, n)
}

// TestBalticPartsFillTheirCountry shows that there is neither gap nor overlap: every stretch of border is walked once in each
// direction or lies on the coast or border of the country, and the areas add up.
func TestBalticPartsFillTheirCountry(t *testing.T) {
	s := baltic(t)
	for _, version := range []string{"2013", "2021", "2024"} {
		for _, iso := range []string{"EE", "LV", "LT"} {
			regions := s.At(version, 3).OfCountries(iso)
			whole := segments(t, s.At(version, 0).OfCountries(iso))
			parts := segments(t, regions)
			inner := 0
			for edge := range parts {
				back := [2]orb.Point{edge[1], edge[0]}
				switch twin := parts[back]; {
				case twin && whole[edge]:
					t.Errorf("%s %s: %v lies inside and on the border", version, iso, edge)
				case twin:
					inner++
				case !whole[edge]:
					t.Errorf("%s %s: %v is used by one region only", version, iso, edge)
				}
			}
			for edge := range whole {
				if !parts[edge] {
					t.Errorf("%s %s: border %v belongs to no region", version, iso, edge)
				}
			}
			if inner == 0 {
				t.Errorf("%s %s: no inner borders", version, iso)
			}
			var sum float64
			for _, r := range regions.List {
				sum += r.AreaKm2()
			}
			country, _ := s.Get(iso)
			if off := math.Abs(sum/country.AreaKm2() - 1); !(off < 2e-4) {
				t.Errorf("%s %s: parts %.2f km², whole %.2f", version, iso, sum, country.AreaKm2())
			}
		}
	}
}

// segments lists every directed step of the rings; one step twice means that two shapes overlap.
func segments(t *testing.T, s *territory.Shapes) map[[2]orb.Point]bool {
	t.Helper()
	out := map[[2]orb.Point]bool{}
	for _, x := range s.List {
		for _, p := range x.Geometry {
			for i, r := range p {
				if (r.Orientation() == orb.CCW) != (i == 0) {
					t.Errorf("%s: ring %d runs the wrong way", x.ID, i)
				}
				for j := 1; j < len(r); j++ {
					edge := [2]orb.Point{r[j-1], r[j]}
					if out[edge] {
						t.Errorf("%s: %v is used twice", x.ID, edge)
					}
					out[edge] = true
				}
			}
		}
	}
	return out
}
