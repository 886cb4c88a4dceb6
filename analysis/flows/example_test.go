// SPDX-License-Identifier: EUPL-1.2

package flows_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/flows"
)

// A town and two villages: which belong together?
func ExampleFunctionalRegions() {
	t, err := flows.New(3, []flows.Flow{{From: 0, To: 0, Value: 90}, {From: 1, To: 0, Value: 30}, {From: 1, To: 1, Value: 10}, {From: 2, To: 2, Value: 50}, {From: 2, To: 0, Value: 5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := flows.FunctionalRegions(t, flows.Thresholds{MinSelfContainment: 2.0 / 3, TargetSelfContainment: 0.75, MinSize: 40, TargetSize: 100})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range r.List {
		fmt.Printf("centre %d, units %v, self-containment %.2f and %.2f\n", e.Centre, e.Units, e.Supply, e.Demand)
	}
	// Output:
	// centre 0, units [0 1], self-containment 1.00 and 0.96
	// centre 2, units [2], self-containment 0.91 and 1.00
}
