// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"io"
	"math"
	"os"
	"testing"
)

// TestTheCommittedFileIsWhatIsCut also shows that two runs give the same bytes.
func TestTheCommittedFileIsWhatIsCut(t *testing.T) {
	committed, err := os.ReadFile("../../territory/baltic.topojson")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		made, err := cut(io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, committed) {
			t.Fatal("territory/baltic.topojson is stale: run go generate ./territory")
		}
	}
	if len(committed) > 120_000 {
		t.Errorf("%d bytes, at most 120 000 were promised", len(committed))
	}
}

func TestMeet(t *testing.T) {
	a, b := point{0, 0}, point{10, 10}
	for _, c := range []struct {
		name string
		c, d point
		want bool
	}{
		{"cross", point{0, 10}, point{10, 0}, true}, {"common end", b, point{20, 0}, false}, {"apart", point{20, 0}, point{30, 0}, false},
		{"touch inside", point{5, 5}, point{9, 0}, true}, {"the same", b, a, true}, {"overlap", point{5, 5}, point{20, 20}, true},
		{"parallel", point{1, 0}, point{11, 10}, false}, {"in line behind", point{11, 11}, point{20, 20}, false},
	} {
		if meet(a, b, c.c, c.d) != c.want || meet(c.c, c.d, a, b) != c.want {
			t.Errorf("%s", c.name)
		}
	}
}

// TestAreaOnTheEllipsoid: the whole earth has 510 065 622 km², so the octant between 0 and 90 degrees an eighth of it.
func TestAreaOnTheEllipsoid(t *testing.T) {
	got := areaKm2(ring{{0, 0}, {90, 0}, {90, 90}, {0, 90}})
	if want := 510065621.7 / 8; math.Abs(got/want-1) > 1e-7 {
		t.Errorf("%.1f km², want %.1f", got, want)
	}
}

func TestClipBoxKeepsWhatIsInside(t *testing.T) {
	in := ring{{20, 55}, {21, 55}, {21, 56}}
	if got := clipBox(in, box); len(got) != 3 || got[0] != in[0] {
		t.Errorf("%v", got)
	}
	if got := clipBox(ring{{0, 55}, {20, 55}, {20, 56}, {0, 56}}, box); math.Abs(signedArea(got)-(20-box[0])) > 1e-9 || box[0] <= 0 {
		t.Errorf("%v", got)
	}
	if got := clipBox(ring{{0, 0}, {1, 0}, {1, 1}}, box); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// TestSimplifyKeepsSharedBorders dissolves two squares with a wavy border between them and looks at both sides after simplifying.
func TestSimplifyKeepsSharedBorders(t *testing.T) {
	wave := []point{{1, 0}, {1.01, 0.2}, {0.99, 0.4}, {1.2, 0.5}, {0.99, 0.6}, {1.01, 0.8}, {1, 1}}
	left := append(ring{{0, 1}, {0, 0}}, wave...)
	right := append(ring{{2, 0}, {2, 1}}, reversed(wave)...)
	plan := []shape{{ID: "L", Layer: "nuts3", has: func(f *feature) bool { return f.Properties.ISO == "L" }},
		{ID: "R", Layer: "nuts3", has: func(f *feature) bool { return f.Properties.ISO == "R" }}}
	var features []feature
	for iso, r := range map[string]ring{"L": left, "R": right} {
		var f feature
		var err error
		f.Properties.ISO, f.Geometry.Type = iso, "MultiPolygon"
		if f.Geometry.Coordinates, err = coordinates([]ring{r}); err != nil {
			t.Fatal(err)
		}
		features = append(features, f)
	}
	top, err := build(plan, features)
	if err != nil {
		t.Fatal(err)
	}
	if len(top.arcs) != 3 || len(top.cells) != 2 {
		t.Fatalf("%d arcs, %d cells", len(top.arcs), len(top.cells))
	}
	if err := top.simplify(60, 60); err != nil {
		t.Fatal(err)
	}
	steps := map[segment]int{}
	for i := range plan {
		for _, r := range top.outline(i) {
			line := top.joined(r)
			for j, p := range line {
				steps[segment{p, line[(j+1)%len(line)]}]++
			}
		}
	}
	shared := 0
	for s, n := range steps {
		if n != 1 {
			t.Errorf("%v is walked %d times", s, n)
		}
		if steps[segment{s.b, s.a}] == 1 {
			shared++
		}
	}
	if shared == 0 || shared >= 2*(len(wave)-1) {
		t.Errorf("%d steps of the border are shared, of %d before", shared, 2*(len(wave)-1))
	}
}
