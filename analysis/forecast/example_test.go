// SPDX-License-Identifier: EUPL-1.2

package forecast_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/forecast"
)

// Live births in the Klaipėda region, 2008 to 2021 (Eurostat, demo_r_births). Will there be 2,500 in 2024?
func ExampleNew() {
	f, err := forecast.New([]float64{3433, 3869, 3640, 3590, 3627, 3617, 3643, 3859, 3584, 3438, 3477, 3408, 3029, 2863}, nil, forecast.Options{Horizon: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	low, high := f.Interval(3, 0.8)
	fmt.Printf("2024: %.0f, with a chance of 80 %% between %.0f and %.0f\n", f.Quantile(3, 0.5), low, high)
	fmt.Printf("at least 2,500: %.2f\n", f.Chance(3, 2500, false))
	// Output:
	// 2024: 2836, with a chance of 80 % between 1954 and 3931
	// at least 2,500: 0.68
}
