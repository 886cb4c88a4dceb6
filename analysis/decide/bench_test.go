// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/decide"
)

// city is an election of the size of a large city's: each voter approves about eight of the projects.
func city(voters, projects int) decide.Election {
	rng := rand.New(rand.NewPCG(7, 9))
	e := decide.Election{Budget: big.NewRat(5_000_000, 1)}
	for range projects {
		e.Costs = append(e.Costs, big.NewRat(int64(10_000+rng.IntN(400_000)), 1))
	}
	for range voters {
		var ballot []decide.Support
		for p := range projects {
			if rng.IntN(projects+p*3) < 12 {
				ballot = append(ballot, decide.Support{Project: p, Points: 1 + int64(rng.IntN(5))})
			}
		}
		e.Ballots = append(e.Ballots, ballot)
	}
	return e
}

func BenchmarkEqualShares(b *testing.B) {
	e := city(20_000, 100)
	for _, u := range []decide.Utility{decide.CostUtility, decide.PointsUtility} {
		b.Run(string(u), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decide.EqualShares(e, decide.ShareOptions{Utility: u}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
