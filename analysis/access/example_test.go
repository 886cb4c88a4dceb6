// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/access"
)

// Where should two of three possible health centres stand, and what is proved about it?
func ExamplePMedian() {
	costs, err := access.StraightLine([]access.Point{{X: 0, Y: 0}, {X: 0, Y: 4}, {X: 30, Y: 0}}, []access.Point{{X: 0, Y: 1}, {X: 3, Y: 4}, {X: 30, Y: 2}}, 1.3)
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := access.PMedian(costs, []float64{100, 50, 80}, 2, access.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("open %v, %.0f person-kilometres, none below %.0f, served by %v\n", r.Open, r.Objective, r.Bound, r.Site)
	// Output: open [0 2], 533 person-kilometres, none below 533, served by [0 0 2]
}
