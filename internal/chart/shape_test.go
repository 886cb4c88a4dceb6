// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"testing"
)

// TestCutKeepsTheCornersOfThePicture: land that runs around a corner of the picture, far outside and in many small steps, still covers
// the corner. Every point near the corner lies beyond an edge together with its neighbours.
func TestCutKeepsTheCornersOfThePicture(t *testing.T) {
	unit := Shape{Rings: [][]Point{{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}}}
	w, ok := fit([]Shape{unit}, boxWidth, 0)
	if !ok {
		t.Fatal("no window")
	}
	const far = 5000.0
	var around []Point
	for i := range 400 { // a square, walked in small steps
		s := float64(i%100) / 100 * 2 * far
		switch i / 100 {
		case 0:
			around = append(around, Point{-far + s, -far})
		case 1:
			around = append(around, Point{far, -far + s})
		case 2:
			around = append(around, Point{far - s, far})
		default:
			around = append(around, Point{-far, far - s})
		}
	}
	placed := w.cut(around)
	area := 0.0
	for i, p := range placed {
		q := placed[(i+1)%len(placed)]
		area += p[0]*q[1] - q[0]*p[1]
	}
	if want := (w.w + 60) * (w.h + 60); math.Abs(math.Abs(area)/2-want) > 1e-6*want {
		t.Errorf("covers %.0f of %.0f: a corner is missing", math.Abs(area)/2, want)
	}
	if w.ring([]Point{{-far, -far}, {-far, -far + 1}, {-far + 1, -far}}) != "" {
		t.Error("what cannot be seen is drawn")
	}
}
