// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/spatial"
)

// square is a unit square whose left corner is at x.
func square(x float64) spatial.Shape {
	return spatial.Shape{{{X: x, Y: 0}, {X: x + 1, Y: 0}, {X: x + 1, Y: 1}, {X: x, Y: 1}, {X: x, Y: 0}}}
}

// Six municipalities in a row, three on each side of a border: what the border hides.
func ExampleMoran() {
	var shapes []spatial.Shape
	for x := range 6 {
		shapes = append(shapes, square(float64(x)))
	}
	w, err := spatial.Contiguity(shapes, spatial.ContiguityOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	values := []float64{1, 2, 6, 7, 2, 1}
	closed, dropped, err := w.Close([]string{"LT", "LT", "LT", "LV", "LV", "LV"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, side := range []*spatial.Weights{w, closed} {
		row, err := side.Styled(spatial.Row)
		if err != nil {
			fmt.Println(err)
			return
		}
		r, err := spatial.Moran(values, row, spatial.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("I = %.3f of %d links, expected %.3f\n", r.Statistic, r.Sample.Links, r.Expected)
	}
	fmt.Println("cut by the border:", dropped)
	// Output:
	// I = 0.306 of 10 links, expected -0.200
	// I = -0.117 of 8 links, expected -0.200
	// cut by the border: 2
}

// Where high values gather: a hot spot at the end of the row.
func ExampleLocalMoran() {
	var links []spatial.Link
	for i := range 7 {
		links = append(links, spatial.Link{From: i, To: i + 1, Weight: 1})
	}
	w, err := spatial.FromLinks(8, links, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := spatial.LocalMoran([]float64{1, 2, 1, 2, 1, 2, 8, 9}, w, spatial.Options{Permutations: 999, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range []int{1, 7} {
		fmt.Printf("unit %d: I %.2f, %s\n", i, l.Units[i].Statistic, l.Units[i].Quadrant)
	}
	// Output:
	// unit 1: I 0.60, LL
	// unit 7: I 2.89, HH
}

// Ten places, each linked to those within 20, the nearer the heavier.
func ExampleKernel() {
	w, err := spatial.Kernel([]spatial.Point{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 25, Y: 0}}, spatial.KernelOptions{Function: spatial.Triangular, Bandwidth: 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Weight(0, 1), w.Weight(1, 2), w.Weight(0, 2))
	// Output: 0.5 0.25 0
}
