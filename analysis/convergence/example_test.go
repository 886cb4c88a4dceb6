// SPDX-License-Identifier: EUPL-1.2

package convergence_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/convergence"
)

// Five regions over ten years: the poorer grow faster.
func ExampleBeta() {
	start := []float64{100, 120, 160, 220, 300}
	end := []float64{150, 172, 205, 262, 331}
	g, err := convergence.Beta(start, end, 10, nil, convergence.Classical)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("beta %.4f (%.4f), speed %.1f %% a year, half of the gap in %.0f years\n", g.Beta.Estimate, g.Beta.SE, 100*g.Speed, g.HalfLife)
	// Output: beta -0.0284 (0.0016), speed 3.3 % a year, half of the gap in 21 years
}
