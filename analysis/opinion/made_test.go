// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
)

func names(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d", prefix, i)
	}
	return out
}

func must(t testing.TB, v *opinion.Votes, err error) *opinion.Votes {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// made is a table of votes as it was made, so that it can be put into another order.
type made struct {
	n, m    int
	ballots []opinion.Ballot
}

func (d made) votes(t testing.TB) *opinion.Votes {
	t.Helper()
	v, err := opinion.New(names("p", d.n), names("s", d.m), d.ballots)
	return must(t, v, err)
}

// unstructured draws votes in which nothing but the statement's popularity and the person's readiness to agree counts: the odds of agreeing are the
// product of the two (or, as "sum", the chance is their sum), and everybody passes in a manner of their own.
func unstructured(kind string, n, m int, rng *rand.Rand) made {
	d := made{n: n, m: m}
	popular := make([]float64, m)
	for j := range popular {
		if kind != "even" {
			popular[j] = 3 * (2*rng.Float64() - 1)
		}
	}
	for i := range n {
		ready, pass, seen := 0.0, 0.1, 0.8
		switch kind {
		case "ready", "sparse and ready", "sum":
			ready, pass = 1.5*rng.NormFloat64(), 0.4*rng.Float64()
		}
		if kind == "sparse" || kind == "sparse and ready" {
			seen = 0.05 + 0.4*rng.Float64()
		}
		for j := range m {
			if rng.Float64() >= seen {
				continue
			}
			chance := 1 / (1 + math.Exp(-ready-popular[j]))
			if kind == "sum" {
				chance = min(0.98, max(0.02, 0.5+0.15*ready+0.15*popular[j]))
			}
			vote := opinion.Disagree
			if rng.Float64() < pass {
				vote = opinion.Pass
			} else if rng.Float64() < chance {
				vote = opinion.Agree
			}
			d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: vote})
		}
	}
	return d
}

var kinds = []string{"even", "popular", "ready", "sum", "sparse", "sparse and ready"}

// planted draws the votes of groups, each with an answer of its own to every statement; a tenth of votes go the other way, one in twenty is a
// pass, and a share is missing.
func planted(n, m int, shares []float64, missing float64, rng *rand.Rand) (made, []int) {
	d := made{n: n, m: m}
	answers := make([][]opinion.Vote, len(shares))
	for g := range answers {
		for range m {
			answers[g] = append(answers[g], opinion.Vote(2*rng.IntN(2)-1))
		}
	}
	group := make([]int, n)
	at := 0
	for g, share := range shares {
		for range int(math.Round(share * float64(n))) {
			if at < n {
				group[at] = g
				at++
			}
		}
	}
	for i, g := range group {
		for j := range m {
			if rng.Float64() < missing {
				continue
			}
			vote := answers[g][j]
			if u := rng.Float64(); u < 0.05 {
				vote = opinion.Pass
			} else if u < 0.15 {
				vote = -vote
			}
			d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: vote})
		}
	}
	return d, group
}
