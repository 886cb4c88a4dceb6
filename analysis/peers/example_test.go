// SPDX-License-Identifier: EUPL-1.2

package peers_test

import (
	"fmt"
	"testing"

	"github.com/sumanus/sumanus/analysis/peers"
)

// Four regions by jobs in industry, in fishing and with a degree, in per cent.
func ExampleStructure() {
	d, err := peers.Structure([][]float64{{20, 19, 31, 12}, {3, 2.5, 0.1, 0.2}, {30, 33, 41, 52}}, peers.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range d.Peers(0, 2) {
		fmt.Printf("region %d at %.2f:", p.Region, p.Distance)
		for _, r := range d.Reasons(0, p.Region) {
			fmt.Printf(" %.0f %%", 100*r.Share)
		}
		fmt.Println()
	}
	// Output:
	// region 1 at 0.07: 7 % 50 % 43 %
	// region 2 at 2.29: 29 % 53 % 18 %
}

func BenchmarkPeers(b *testing.B) {
	columns := make([][]float64, 42)
	for j := range columns {
		for i := range 1500 {
			columns[j] = append(columns[j], float64((i*7919+j*104729)%1009))
		}
	}
	for b.Loop() {
		d, err := peers.Structure(columns, peers.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for i := range 1500 {
			d.Peers(i, 10)
		}
	}
}
