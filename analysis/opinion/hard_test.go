// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// sharesOf gives equal shares, or shares falling to a third.
func sharesOf(k int, even bool) []float64 {
	out := make([]float64, k)
	t := 0.0
	for g := range out {
		out[g] = 1
		if !even {
			out[g] = 1 / (1 + 0.5*float64(g))
		}
		t += out[g]
	}
	for g := range out {
		out[g] /= t
	}
	return out
}

// noisy draws the votes of groups as planted does, with a share of votes that go the other way, and gives beside the truth what is known of it to one
// who knows the answers of all groups (the oracle): each participant's group by the most votes in common.
func noisy(n, m int, shares []float64, missing, noise float64, rng *rand.Rand) (made, []int, []int) {
	d := made{n: n, m: m}
	ans := make([][]opinion.Vote, len(shares))
	for g := range ans {
		for range m {
			ans[g] = append(ans[g], opinion.Vote(2*rng.IntN(2)-1))
		}
	}
	group, oracle := make([]int, n), make([]int, n)
	at, cum := 0, 0.0
	for g, s := range shares {
		cum += s
		for ; at < n && (float64(at) < math.Round(cum*float64(n)) || g == len(shares)-1); at++ {
			group[at] = g
		}
	}
	for i, g := range group {
		hits := make([]int, len(shares))
		for j := range m {
			if rng.Float64() < missing {
				continue
			}
			v := ans[g][j]
			if rng.Float64() < noise {
				v = -v
			}
			for h := range ans {
				if ans[h][j] == v {
					hits[h]++
				}
			}
			d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: v})
		}
		b := 0
		for h := range hits {
			if hits[h] > hits[b] {
				b = h
			}
		}
		oracle[i] = b
	}
	return d, group, oracle
}

// TestPlantedWhereItIsHard: few statements, many wrong votes, many missing. Groups are recovered as far as the votes tell them: where even the oracle
// is below 0.9 nothing can be above. The table says how far both are.
func TestPlantedWhereItIsHard(t *testing.T) {
	for _, x := range []struct {
		n, m, groups   int
		noise, missing float64
		margin         float64 // how much less than the oracle is enough; 1: told only (six people a group, one vote a statement: answers are not to be learned)
	}{
		{30, 20, 5, 0.10, 0, 0.1}, {30, 20, 5, 0.10, 0.3, 0.2}, {30, 30, 5, 0.15, 0.2, 0.1},
		{30, 20, 2, 0.10, 0.3, 0.1}, {30, 20, 3, 0.10, 0.3, 0.1}, {30, 30, 2, 0.15, 0.3, 0.1}, {30, 30, 3, 0.15, 0.3, 0.1}, {30, 60, 5, 0.15, 0.3, 0.1},
		{30, 60, 2, 0.20, 0.3, 0.1}, {30, 100, 3, 0.20, 0.5, 0.1}, {30, 200, 5, 0.15, 0.8, 1},
		{100, 20, 2, 0.15, 0.3, 0.1}, {100, 20, 5, 0.10, 0.3, 0.1}, {100, 30, 3, 0.15, 0.3, 0.1}, {100, 30, 5, 0.15, 0.3, 0.1}, {100, 30, 2, 0.15, 0.5, 0.1},
		{100, 60, 4, 0.20, 0.5, 0.12}, {100, 100, 3, 0.15, 0.8, 0.15}, {500, 30, 5, 0.15, 0.3, 0.1}, {500, 100, 3, 0.20, 0.8, 0.1},
	} {
		tables := max(1, 180/x.n)
		for _, even := range []bool{true, false} {
			sum, oracle, low, right := 0.0, 0.0, 1.0, 0
			for k := range tables {
				d, truth, known := noisy(x.n, x.m, sharesOf(x.groups, even), x.missing, x.noise, rand.New(rand.NewPCG(uint64(k), uint64(x.n*x.m+x.groups))))
				g, err := opinion.Find(d.votes(t), opinion.Options{Seed: 1, Draws: 99, Resamples: 4})
				if err != nil {
					t.Fatal(err)
				}
				a := opinion.Agreement(truth, g.Group)
				sum, oracle, low = sum+a, oracle+opinion.Agreement(truth, known), min(low, a)
				if g.Count == x.groups {
					right++
				}
			}
			mean, best := sum/float64(tables), oracle/float64(tables)
			t.Logf("n %3d, %3d statements, %d groups (equal: %-5v), noise %.2f, missing %.1f: adjusted Rand mean %.3f, least %.3f, oracle %.3f; number found in %d of %d",
				x.n, x.m, x.groups, even, x.noise, x.missing, mean, low, best, right, tables)
			if mean < min(0.9, best-x.margin) {
				t.Errorf("adjusted Rand %.3f", mean)
			}
		}
	}
}
