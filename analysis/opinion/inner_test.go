// SPDX-License-Identifier: EUPL-1.2

package opinion

import "testing"

// Moving participants between groups and multiplying residuals allocate nothing, whatever their number.
func TestNothingIsAllocatedInInnerLoops(t *testing.T) {
	for _, n := range []int{20, 80} {
		v := &Votes{Participants: make([]string, n), Statements: make([]string, 12), rows: pattern{columns: 12, start: []int{0}}}
		group := make([]int, n)
		for i := range n {
			group[i] = i % 3
			for j := range 12 {
				if (i+j)%5 > 0 {
					v.rows.column, v.vote = append(v.rows.column, int32(j)), append(v.vote, Vote(1-2*((i%3+i/7+j)%2)))
				}
			}
			v.rows.start = append(v.rows.start, len(v.vote))
		}
		person, statement := v.fit(true)
		s := v.residual(v.vote, person, statement, nil)
		x := newMixture(s, 3, 2)
		x.take(group, 3)
		if a := testing.AllocsPerRun(10, func() { x.settle(); x.likelihood() }); a != 0 {
			t.Errorf("moving %d participants allocates %v times", n, a)
		}
		across, down := make([]float64, n), make([]float64, 12)
		if a := testing.AllocsPerRun(10, func() { s.down(down, across); s.across(across, down) }); a != 0 {
			t.Errorf("a product of %d participants allocates %v times", n, a)
		}
		w := newWalk(points{n: n, d: 2, x: s.scores(s.leading(2, 1e-6, 100), 2)}, 3)
		rng := stream(1, forCentres, 0)
		if a := testing.AllocsPerRun(10, func() { w.start(&rng) }); a != 0 {
			t.Errorf("k-means of %d participants allocates %v times", n, a)
		}
	}
}
