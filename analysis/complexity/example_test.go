// SPDX-License-Identifier: EUPL-1.2

package complexity_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Jobs of five regions in ports, fishing, timber, machines, software and care.
func jobsOfFive() *complexity.Network {
	m, err := matrix.FromDense(5, 6, []float64{
		90, 20, 25, 0, 0, 10,
		40, 60, 30, 0, 4, 0,
		20, 25, 40, 30, 20, 0,
		3, 0, 10, 50, 60, 5,
		40, 10, 0, 0, 10, 70,
	})
	if err != nil {
		fmt.Println(err)
		return nil
	}
	n, err := complexity.Specialise(m, complexity.Options{})
	if err != nil {
		fmt.Println(err)
		return nil
	}
	return n
}

func ExampleComplexity() {
	x, err := complexity.Complexity(jobsOfFive(), complexity.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("regions %.2f\nactivities %.2f\n", x.ECI, x.PCI)
	// Output:
	// regions [-0.49 -0.21 0.78 1.39 -1.47]
	// activities [-0.98 0.34 0.00 1.39 1.39 -1.96]
}

func ExampleComplementary() {
	n := jobsOfFive()
	o := complexity.Options{Density: complexity.Balland} // as published: the activity itself left out, times 100
	phi, err := complexity.Proximity(n, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	first, second, err := complexity.Complementary(n, phi, 0, 3, 50, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range []*complexity.Complementarity{first, second} {
		fmt.Printf("region %d gains from region %d:", c.Region, c.Partner)
		for _, a := range c.Activities {
			fmt.Printf(" activity %d %.0f + %.0f", a.Activity, a.Own, a.Added)
		}
		fmt.Println()
	}
	// Output:
	// region 0 gains from region 3: activity 1 50 + 50 activity 3 18 + 55 activity 4 18 + 55 activity 5 100 + 0
	// region 3 gains from region 0: activity 0 0 + 50 activity 1 50 + 50 activity 2 33 + 33 activity 5 0 + 100
}
