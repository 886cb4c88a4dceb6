// SPDX-License-Identifier: EUPL-1.2

package demography_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/demography"
)

// Three groups of one year: the middle one bears a child every other year.
func ExampleProject() {
	p, err := demography.Project(demography.Table{{100, 80, 40}}, []demography.Rates{{
		Fertility: []float64{0, 0.5, 0},
		Survival:  demography.Table{{0.9, 0.75, 0.5}},
		Birth:     []float64{1},
	}}, demography.Options{Width: 1, Steps: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Population[1][0])
	fmt.Printf("%+v\n", p.Balance(1, -1))
	// Output:
	// [42.5 90 80]
	// {Opening:220 Births:42.5 Deaths:50 Migration:0 Closing:212.5}
}

func ExampleHamiltonPerry() {
	r, err := demography.HamiltonPerry(demography.Table{{50, 40, 20}}, demography.Table{{60, 45, 30}},
		demography.RatioOptions{Width: 5, Groups: 1, Steps: 1, FirstAge: 5, EndAge: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Population[1][0])
	// Output: [72 54 37.5]
}

func ExampleParseAge() {
	for _, code := range []string{"0-4", "Y_GE85", "90 years and over"} {
		a, _ := demography.ParseAge(code)
		fmt.Print(a, " ")
	}
	// Output: 0–4 85+ 90+
}
