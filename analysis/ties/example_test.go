// SPDX-License-Identifier: EUPL-1.2

package ties_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/ties"
)

// Two partners on each side of a border; one of them carries all contact across.
func ExampleBrokerage() {
	names := []string{"Palanga", "Klaipėda", "Liepāja", "Nīca"}
	n, err := ties.New(names, []ties.Link{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}, {From: 1, To: 3, Weight: 1}}, true)
	if err != nil {
		fmt.Println(err)
		return
	}
	brokers, err := ties.Brokerage(n, []int{0, 0, 1, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(names[1], "represents its side", brokers[1].Count[ties.Representative], "times")
	// Output: Klaipėda represents its side 2 times
}
