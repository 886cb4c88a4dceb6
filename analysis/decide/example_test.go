// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"fmt"
	"math/big"

	"github.com/sumanus/sumanus/analysis/decide"
)

// Six people of two villages share 60. Four want a playground for 36, three a bench for 15, two a boat for 30.
func ExampleEqualShares() {
	on := func(projects ...int) (ballot []decide.Support) {
		for _, p := range projects {
			ballot = append(ballot, decide.Support{Project: p, Points: 1})
		}
		return ballot
	}
	out, err := decide.EqualShares(decide.Election{
		Budget:  big.NewRat(60, 1),
		Costs:   []*big.Rat{big.NewRat(36, 1), big.NewRat(15, 1), big.NewRat(30, 1)},
		Ballots: [][]decide.Support{on(0), on(0), on(0, 1), on(0, 1), on(1, 2), on(2)},
	}, decide.ShareOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("winners", out.Winners, "left", out.Leftover.RatString())
	for v, paid := range out.Paid {
		fmt.Println("voter", v, "paid", paid.RatString(), "of", out.Share.RatString())
	}
	// Output:
	// winners [0] left 24
	// voter 0 paid 9 of 10
	// voter 1 paid 9 of 10
	// voter 2 paid 9 of 10
	// voter 3 paid 9 of 10
	// voter 4 paid 0 of 10
	// voter 5 paid 0 of 10
}
