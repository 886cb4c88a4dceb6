// SPDX-License-Identifier: EUPL-1.2

package composite_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/composite"
)

// Four municipalities by jobs per head, years of schooling and unemployment, where less is better.
func attractiveness() (*composite.Frame, *composite.Table) {
	f, err := composite.NewFrame([]composite.Node{
		{Level: 1, Code: "jobs", Direction: 1, Weight: 1, Parent: "work", Indicator: true},
		{Level: 1, Code: "unemployment", Direction: -1, Weight: 1, Parent: "work", Indicator: true},
		{Level: 1, Code: "schooling", Direction: 1, Weight: 1, Parent: "people", Indicator: true},
		{Level: 2, Code: "work", Direction: 1, Weight: 2, Parent: "index"},
		{Level: 2, Code: "people", Direction: 1, Weight: 1, Parent: "index"},
		{Level: 3, Code: "index", Direction: 1, Weight: 1},
	})
	if err != nil {
		fmt.Println(err)
	}
	return f, &composite.Table{Units: 4, Columns: [][]float64{{0.4, 0.6, 0.5, 0.45}, {8, 5, 9, 6}, {12, 11, 14, 13}}}
}

func ExampleBuild() {
	f, raw := attractiveness()
	run, err := composite.Build(f, raw, composite.Recipe{}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %v\n", run.Index(), run.Ranks)
	// The same with geometric means: all that was done before is kept.
	again, err := run.Replay(composite.Aggregate, composite.Recipe{Aggregate: composite.Aggregation{By: []composite.Mean{composite.Geometric}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %v\n", again.Index(), again.Ranks)
	// Output:
	// [20.2 67.0 50.5 56.0] [4 1 3 2]
	// [9.6 21.5 17.2 50.6] [4 2 3 1]
}

func ExampleUncertainty() {
	f, raw := attractiveness()
	run, err := composite.Build(f, raw, composite.Recipe{}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := composite.Uncertainty(run, composite.Choices{Noise: 0.25, Normalise: []composite.Normalisation{{}, {By: composite.ZScore}}}, 1000, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Factors)
	for u := range s.Nominal {
		fmt.Printf("unit %d: rank %.0f, 90 %% of runs from %.0f to %.0f\n", u, s.Nominal[u], s.Q5[u], s.Q95[u])
	}
	// Output:
	// [normalise weights]
	// unit 0: rank 4, 90 % of runs from 4 to 4
	// unit 1: rank 1, 90 % of runs from 1 to 1
	// unit 2: rank 3, 90 % of runs from 2 to 3
	// unit 3: rank 2, 90 % of runs from 2 to 3
}
