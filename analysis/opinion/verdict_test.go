// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"math/rand/v2"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// TestNothingToTell: of tables without structure, 200 at two sizes and some large ones, statements of all degrees of popularity, people of all degrees of readiness,
// few votes or many, at least 95 % cannot be told apart.
func TestNothingToTell(t *testing.T) {
	for _, size := range []struct{ n, m, tables int }{{30, 30, 200}, {100, 20, 200}, {500, 20, 48}} {
		tables := size.tables
		wrong := map[string]int{}
		right := 0
		for k := range tables {
			kind := kinds[k%len(kinds)]
			rng := rand.New(rand.NewPCG(uint64(k), uint64(size.n)))
			g, err := opinion.Find(unstructured(kind, size.n, size.m, rng).votes(t), opinion.Options{Seed: uint64(k), Resamples: 1})
			if err != nil {
				t.Fatal(err)
			}
			if g.Verdict == opinion.NotApart && g.Count <= 1 {
				right++
			} else {
				wrong[kind]++
			}
		}
		t.Logf("n = %d: %d of %d tables without structure cannot be told apart; the others: %v", size.n, right, tables, wrong)
		if right < tables*95/100 {
			t.Errorf("n = %d: only %d of %d", size.n, right, tables)
		}
	}
}

// TestPlanted: groups that were put in are found, of unequal size and with votes missing.
func TestPlanted(t *testing.T) {
	shares := [][]float64{{0.5, 0.5}, {0.7, 0.3}, {0.4, 0.3, 0.3}, {0.5, 0.3, 0.2}, {0.25, 0.25, 0.25, 0.25}, {0.4, 0.3, 0.2, 0.1}}
	for _, n := range []int{30, 100, 500} {
		tables := 4
		if n == 500 {
			tables = 1
		}
		for _, s := range shares {
			sum, found := 0.0, 0
			for k := range tables {
				rng := rand.New(rand.NewPCG(uint64(k), uint64(10*n+len(s))))
				d, truth := planted(n, 40, s, 0.2, rng)
				g, err := opinion.Find(d.votes(t), opinion.Options{Seed: 1, Resamples: 4})
				if err != nil {
					t.Fatal(err)
				}
				sum += opinion.Agreement(truth, g.Group)
				if g.Verdict == opinion.Apart && g.Count == len(s) {
					found++
				}
			}
			mean := sum / float64(tables)
			t.Logf("n = %d, groups of %v: adjusted Rand %.3f on average, the number of groups found in %d of %d", n, s, mean, found, tables)
			if mean < 0.9 {
				t.Errorf("n = %d, groups of %v: adjusted Rand %.3f", n, s, mean)
			}
		}
	}
}

// TestExactUnderTheNull: the p-value of the test is at most 0.05 in about a twentieth of tables without structure, and at most 0.2 in about a fifth.
func TestExactUnderTheNull(t *testing.T) {
	const tables = 200
	low, lower := 0, 0
	for k := range tables {
		rng := rand.New(rand.NewPCG(uint64(k), 77))
		g, err := opinion.Find(unstructured("ready", 40, 20, rng).votes(t), opinion.Options{Seed: uint64(k), Resamples: 1, Draws: 99, Alpha: 1e-9})
		if err != nil {
			t.Fatal(err)
		}
		if g.Evidence.P <= 0.2 {
			low++
		}
		if g.Evidence.P <= 0.05 {
			lower++
		}
	}
	t.Logf("of %d tables, p ≤ 0.2 in %d (40 expected), p ≤ 0.05 in %d (10 expected)", tables, low, lower)
	if low < 20 || low > 60 || lower < 1 || lower > 21 { // 3.5 standard deviations
		t.Errorf("p ≤ 0.2 in %d, p ≤ 0.05 in %d of %d", low, lower, tables)
	}
}
