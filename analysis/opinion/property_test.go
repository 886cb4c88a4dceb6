// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// same compares numbers by their bits.
func same(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// TestAnyOrder: whatever the order of participants, of statements and of ballots, and whatever they are called, the answer is the same to the bit.
// In the smallest tables two participants may mirror each other so that no vote tells which is which; there names must stay for one side to be the same.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 40).Draw(t, "participants"), rapid.IntRange(1, 24).Draw(t, "statements")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		var d made
		if rapid.Bool().Draw(t, "groups") {
			d, _ = planted(n, m, []float64{0.5, 0.3, 0.2}, 0.3, rng)
		} else {
			d = unstructured(rapid.SampledFrom(kinds).Draw(t, "kind"), n, m, rng)
		}
		o := opinion.Options{Seed: 5, Resamples: 3, Draws: 99}
		first := find(t, names("p", n), names("s", m), d.ballots, o)
		rows, columns := rng.Perm(n), rng.Perm(m)
		moved := make([]opinion.Ballot, len(d.ballots))
		for k, b := range d.ballots {
			moved[k] = opinion.Ballot{Participant: rows[b.Participant], Statement: columns[b.Statement], Vote: b.Vote}
		}
		rng.Shuffle(len(moved), func(a, b int) { moved[a], moved[b] = moved[b], moved[a] })
		o.Threads = rapid.IntRange(1, 4).Draw(t, "threads")
		people, statements := names("x", n), names("y", m)
		if n < 8 || m < 6 {
			for i, k := range rows {
				people[k] = names("p", n)[i]
			}
			for j, k := range columns {
				statements[k] = names("s", m)[j]
			}
		}
		again := find(t, people, statements, moved, o)
		if first.Verdict != again.Verdict || first.Count != again.Count || !same(first.Silhouette, again.Silhouette) ||
			!same(first.Stability, again.Stability) || !same(first.Evidence.P, again.Evidence.P) {
			t.Fatalf("in another order %+v became %+v", first, again)
		}
		for i := range n {
			k := rows[i]
			if first.Group[i] != again.Group[k] || !same(first.X[i], again.X[k]) || !same(first.Y[i], again.Y[k]) {
				t.Fatalf("participant %d: group %d at %v, %v became %d at %v, %v", i, first.Group[i], first.X[i], first.Y[i],
					again.Group[k], again.X[k], again.Y[k])
			}
		}
	})
}

func find(t *rapid.T, participants, statements []string, ballots []opinion.Ballot, o opinion.Options) *opinion.Groups {
	v, err := opinion.New(participants, statements, ballots)
	if err != nil {
		t.Fatal(err)
	}
	g, err := opinion.Find(v, o)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCountsAddUp: what groups said adds up to what those counted said, shares lie within 0 and 1, and representative statements are of their group.
func TestCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(2, 30).Draw(t, "participants"), rapid.IntRange(1, 15).Draw(t, "statements")
		d, group := planted(n, m, []float64{0.5, 0.3, 0.2}, 0.4, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2)))
		for i := range group {
			group[i] = rapid.IntRange(0, 3).Draw(t, "group")
		}
		v, err := opinion.New(names("p", n), names("s", m), d.ballots)
		if err != nil {
			t.Fatal(err)
		}
		statements, stand := opinion.Describe(v, group, 3)
		total := 0
		for j, s := range statements {
			total += s.All.Cast()
			cast := 0
			for _, c := range s.Groups {
				cast += c.Cast()
			}
			if cast > s.All.Cast() || s.All.Cast() > 0 && !(s.Consensus > 0 && s.Consensus < 1 && s.Against > 0 && s.Consensus*s.Against <= 0.25) {
				t.Fatalf("statement %d: %+v", j, s)
			}
		}
		if total != len(d.ballots) {
			t.Fatalf("%d votes counted of %d", total, len(d.ballots))
		}
		for _, r := range stand {
			c := statements[r.Statement].Groups[r.Group-1]
			if c.Cast() == 0 || r.Share <= 0 || r.Share >= 1 || r.Clear && (r.Z <= 1.28 || r.ZDifference <= 1.28) {
				t.Fatalf("%+v of %+v", r, c)
			}
		}
	})
}

// TestAgreement: the index is symmetric, 1 for the same division under other names, and near 0 for divisions that know nothing of each other.
func TestAgreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.IntRange(-1, 4), 2, 60).Draw(t, "a")
		b, renamed := make([]int, len(a)), make([]int, len(a))
		for i := range a {
			b[i] = rapid.IntRange(-1, 3).Draw(t, "b")
			renamed[i] = a[i]
			if a[i] >= 0 {
				renamed[i] = 7 - a[i]
			}
		}
		if x, y := opinion.Agreement(a, b), opinion.Agreement(b, a); !same(x, y) && math.Abs(x-y) > 1e-12 || x > 1+1e-12 {
			t.Fatalf("%v and %v", x, y)
		}
		if x := opinion.Agreement(a, renamed); !math.IsNaN(x) && math.Abs(x-1) > 1e-12 {
			t.Fatalf("%v of itself", x)
		}
	})
	// Hubert and Arabie (1985); value of scikit-learn 1.2: adjusted_rand_score([0,0,1,1], [0,0,1,2]) = 0.5714285714285714.
	if x := opinion.Agreement([]int{0, 0, 1, 1}, []int{0, 0, 1, 2}); math.Abs(x-0.5714285714285714) > 1e-12 {
		t.Errorf("%v", x)
	}
}
