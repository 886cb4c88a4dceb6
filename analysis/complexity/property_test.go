// SPDX-License-Identifier: EUPL-1.2

package complexity_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

// random is a table with about half of its cells filled, now and then an empty region or activity and, with gaps, missing cells.
func random(seed uint64, gaps bool) (R, I int, values []float64) {
	rng := rand.New(rand.NewPCG(seed, 4))
	R, I = 2+rng.IntN(25), 2+rng.IntN(25)
	values = make([]float64, R*I)
	empty, nobody := rng.IntN(2*R), rng.IntN(2*I)
	for k := range values {
		switch {
		case gaps && rng.IntN(12) == 0:
			values[k] = math.NaN()
		case rng.IntN(2) == 0 && k/I != empty && k%I != nobody:
			values[k] = float64(1 + rng.IntN(400))
		}
	}
	return R, I, values
}

func table2(t testing.TB, R, I int, values []float64) *matrix.Matrix {
	t.Helper()
	m, err := matrix.FromDense(R, I, values)
	check(t, err)
	return m
}

func specialise(t testing.TB, m *matrix.Matrix, o complexity.Options) *complexity.Network {
	t.Helper()
	n, err := complexity.Specialise(m, o)
	check(t, err)
	return n
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-11*max(1, math.Abs(a), math.Abs(b))
}

// What the fast code gives is what the definitions say, cell by cell.
func TestDefinitions(t *testing.T) {
	for seed := range uint64(200) {
		R, I, values := random(seed, seed%2 == 1)
		m := table2(t, R, I, values)
		for _, form := range []complexity.Form{complexity.Share, complexity.Balland} {
			o := complexity.Options{Density: form, Threads: int(seed%3) + 1}
			n := specialise(t, m, o)
			phi, err := complexity.Proximity(n, o)
			check(t, err)
			d, err := complexity.Density(n, phi, o)
			check(t, err)
			M := func(r, i int) float64 { // 1, 0 or NaN
				yes, known := n.Specialised(r, i)
				switch {
				case !known:
					return math.NaN()
				case yes:
					return 1
				}
				return 0
			}
			totals := m.Totals(1)
			for r := range R {
				for i := range I {
					rca := values[r*I+i] / totals.Region[r] / (totals.Activity[i] / totals.All)
					want := 0.0
					switch {
					case math.IsNaN(values[r*I+i]):
						want = math.NaN()
					case rca >= 1:
						want = 1
					}
					if !same(M(r, i), want) {
						t.Fatalf("seed %d: M(%d, %d) is %v, quotient %v of %v", seed, r, i, M(r, i), rca, values[r*I+i])
					}
				}
			}
			for a := range I {
				for b := range I {
					both, ua, ub := 0.0, 0.0, 0.0
					for r := range R {
						if x, y := M(r, a), M(r, b); !math.IsNaN(x) && !math.IsNaN(y) {
							both, ua, ub = both+x*y, ua+x, ub+y
						}
					}
					want := min(both/ua, both/ub)
					if ua == 0 || ub == 0 {
						want = math.NaN()
					}
					if got := phi.At(a, b); !same(got, want) {
						t.Fatalf("seed %d: proximity(%d, %d) is %v, want %v", seed, a, b, got, want)
					}
				}
			}
			for r := range R {
				for i := range I {
					above, below := 0.0, 0.0
					for j := range I {
						weight := phi.At(i, j)
						if i == j {
							weight = 1
							if math.IsNaN(phi.At(i, i)) {
								weight = 0
							}
							if form == complexity.Balland {
								weight = 0
							}
						}
						if x := M(r, j); !math.IsNaN(x) && !math.IsNaN(weight) {
							above, below = above+x*weight, below+weight
						}
					}
					want := above / below
					if form == complexity.Balland {
						want *= 100
					}
					if got := d.At(r, i); !same(got, want) {
						t.Fatalf("seed %d: density(%d, %d) is %v, want %v", seed, r, i, got, want)
					}
				}
			}
		}
	}
}

// The index is an eigenvector of the matrix of its definition, for the second eigenvalue, with the moments and the sign it promises.
func TestIndexIsTheSecondEigenvector(t *testing.T) {
	seen := 0
	for seed := range uint64(300) {
		R, I, values := random(seed, false)
		n := specialise(t, table2(t, R, I, values), complexity.Options{})
		x, err := complexity.Complexity(n, complexity.Options{})
		check(t, err)
		if x.Undetermined {
			continue
		}
		seen++
		sum, squares, along, count := 0.0, 0.0, 0.0, 0.0
		diversity := 0.0
		for r, v := range x.ECI {
			if !math.IsNaN(v) {
				sum, squares, count = sum+v, squares+v*v, count+1
				diversity += n.Diversity[r]
			}
		}
		for r, v := range x.ECI {
			if !math.IsNaN(v) {
				along += v * (n.Diversity[r] - diversity/count)
			}
		}
		if math.Abs(sum) > 1e-9*count || math.Abs(squares/count-1) > 1e-9 || x.SignByDiversity && along <= 0 {
			t.Fatalf("seed %d: mean %g, variance %g, with diversity %g", seed, sum/count, squares/count, along)
		}
		// W (e + shift) = λ (e + shift), and W leaves a constant as it is: W e − λ e is a constant.
		var off []float64
		for r, v := range x.ECI {
			if math.IsNaN(v) {
				continue
			}
			image := 0.0
			for _, i := range n.Of(r) {
				for s, e := range x.ECI {
					if yes, _ := n.Specialised(s, int(i)); yes {
						image += e / (n.Diversity[r] * n.Ubiquity[i])
					}
				}
			}
			off = append(off, image-x.Eigenvalues[1]*v)
		}
		for _, v := range off {
			if math.Abs(v-off[0]) > 1e-8 {
				t.Fatalf("seed %d: no eigenvector: %v (eigenvalues %v, residual %g)", seed, off, x.Eigenvalues, x.Residual)
			}
		}
		if x.Eigenvalues[1] > 1 || x.Eigenvalues[1] <= x.Eigenvalues[2] {
			t.Fatalf("seed %d: eigenvalues %v", seed, x.Eigenvalues)
		}
		// The mean of what a region does, in units of the regions, is the region's own index.
		for r, v := range x.ECI {
			if math.IsNaN(v) {
				continue
			}
			mean := 0.0
			for _, i := range n.Of(r) {
				mean += x.PCI[i] / n.Diversity[r]
			}
			if math.Abs(mean-v) > 1e-8*max(1, math.Abs(v)) {
				t.Fatalf("seed %d: region %d has %v, the mean of its activities is %v", seed, r, v, mean)
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d networks had an index", seen)
	}
}

// Both sides give one answer: with more activities than regions the work is done on the other side.
func TestTurnedTableGivesTheSameIndex(t *testing.T) {
	m := sample.Jobs(90, 60, false)
	a, err := complexity.Present(m, complexity.Options{})
	check(t, err)
	b, err := complexity.Present(m.Transpose(), complexity.Options{})
	check(t, err)
	x, err := complexity.Complexity(a, complexity.Options{PCI: complexity.Own})
	check(t, err)
	y, err := complexity.Complexity(b, complexity.Options{PCI: complexity.Own})
	check(t, err)
	if c := math.Abs(correlation(x.ECI, y.PCI)); math.Abs(c-1) > 1e-12 {
		t.Errorf("regions: correlation %.15f", c)
	}
	if c := math.Abs(correlation(x.PCI, y.ECI)); math.Abs(c-1) > 1e-12 {
		t.Errorf("activities: correlation %.15f", c)
	}
	for k := range 3 {
		if math.Abs(x.Eigenvalues[k]-y.Eigenvalues[k]) > 1e-10 {
			t.Errorf("eigenvalues %v and %v", x.Eigenvalues, y.Eigenvalues)
		}
	}
}

func TestOrderAndScaleDoNotMatter(t *testing.T) {
	R, I := 60, 45
	m := sample.Jobs(R, I, false)
	rng := rand.New(rand.NewPCG(7, 7))
	rows, columns := rng.Perm(R), rng.Perm(I)
	moved := make([]float64, R*I)
	for r := range R {
		for i := range I {
			v, _ := m.At(r, i)
			moved[rows[r]*I+columns[i]] = 8 * v // a power of two, so that quotients keep their bits
		}
	}
	a, b := all(t, m, complexity.Options{}), all(t, table2(t, R, I, moved), complexity.Options{})
	fa, err := complexity.Fitness(a.n, complexity.Options{})
	check(t, err)
	fb, err := complexity.Fitness(b.n, complexity.Options{})
	check(t, err)
	for r := range R {
		if a.n.Diversity[r] != b.n.Diversity[rows[r]] || !same(a.x.ECI[r], b.x.ECI[rows[r]]) || !same(fa.Fitness[r], fb.Fitness[rows[r]]) || !same(a.coi[r], b.coi[rows[r]]) {
			t.Fatalf("region %d changed with its place", r)
		}
		for i := range I {
			if !same(a.d.At(r, i), b.d.At(rows[r], columns[i])) || !same(a.gains.At(r, i), b.gains.At(rows[r], columns[i])) {
				t.Fatalf("cell %d, %d changed with its place", r, i)
			}
		}
	}
	for i := range I {
		if !same(a.x.PCI[i], b.x.PCI[columns[i]]) || !same(fa.Quality[i], fb.Quality[columns[i]]) {
			t.Fatalf("activity %d changed with its place", i)
		}
		for j := range I {
			if x, y := a.phi.At(i, j), b.phi.At(columns[i], columns[j]); x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
				t.Fatalf("proximity of %d and %d changed with their places", i, j)
			}
		}
	}
}

// A missing cell is not 0: swapping one for the other changes what is told of the cell, of the region and of the relations.
func TestMissingIsNotZero(t *testing.T) {
	R, I := 12, 10
	values := make([]float64, R*I)
	rng := rand.New(rand.NewPCG(3, 9))
	for k := range values {
		if rng.IntN(2) == 0 {
			values[k] = float64(1 + rng.IntN(90))
		}
	}
	values[0] = 0
	zero := all(t, table2(t, R, I, values), complexity.Options{})
	values[0] = math.NaN()
	m := table2(t, R, I, values)
	gap := all(t, m, complexity.Options{})
	if zero.n.RCA.Value(0, 0) != 0 || !math.IsNaN(gap.n.RCA.Value(0, 0)) {
		t.Error("the quotient does not tell 0 from missing")
	}
	if _, known := gap.n.Specialised(0, 0); known {
		t.Error("a missing cell is a known specialisation")
	}
	if reflect.DeepEqual(zero.phi, gap.phi) {
		t.Error("proximity does not tell 0 from missing")
	}
	if same(zero.d.At(0, 1), gap.d.At(0, 1)) {
		t.Error("density does not tell 0 from missing")
	}
	if zero.gains.At(0, 0) == 0 || !math.IsNaN(gap.gains.At(0, 0)) {
		t.Error("the gain does not tell 0 from missing")
	}
	if d := gap.n.Diagnostics; d.MissingCells != 1 || !reflect.DeepEqual(d.IncompleteRegions, []int{0}) {
		t.Errorf("diagnostics %+v", d)
	}
	strict := all(t, m, complexity.Options{Missing: structure.Strict})
	if !math.IsNaN(strict.n.Diversity[0]) || !math.IsNaN(strict.n.Ubiquity[0]) || !math.IsNaN(strict.x.ECI[0]) || !math.IsNaN(strict.x.PCI[0]) ||
		!math.IsNaN(strict.d.At(0, 1)) || !math.IsNaN(strict.d.At(1, 0)) || math.IsNaN(strict.d.At(1, 1)) {
		t.Error("strict: region 0 and activity 0 are missing, and they alone")
	}
	if p, err := complexity.Present(m, complexity.Options{Missing: structure.Strict}); err != nil || len(p.Of(0)) != 0 || !math.IsNaN(p.Ubiquity[0]) {
		t.Error("strict: what is there is missing too")
	}
}

func TestThreadsChangeNothing(t *testing.T) {
	m := sample.Jobs(700, 70, false)
	run := func(threads int) []any {
		o := complexity.Options{Threads: threads}
		e := all(t, m, o)
		f, err := complexity.Fitness(e.n, o)
		check(t, err)
		return []any{e.n.Diversity, e.n.Ubiquity, e.x, e.phi, e.d, e.gains, e.coi, f}
	}
	one := run(1)
	for _, threads := range []int{2, 3, 8} {
		if !reflect.DeepEqual(one, run(threads)) {
			t.Fatalf("%d threads give another result than 1", threads)
		}
	}
}

// Added to its own, what a partner adds makes the density of the two as one region, in both directions.
func TestComplementMakesTheUnion(t *testing.T) {
	R, I := 40, 50
	m := sample.Jobs(R, I, false)
	has := specialise(t, m, complexity.Options{})
	values := make([]float64, 0, (R+1)*I)
	for r := range R {
		for i := range I {
			values = append(values, flag(has, r, i))
		}
	}
	union := make([]float64, I)
	for i := range I {
		union[i] = max(values[i], values[I+i])
	}
	values = append(values, union...)
	n, err := complexity.Present(table2(t, len(values)/I, I, values), complexity.Options{})
	check(t, err)
	last := n.Regions() - 1
	for _, form := range []complexity.Form{complexity.Share, complexity.Balland} {
		o := complexity.Options{Density: form}
		phi, err := complexity.Proximity(n, o)
		check(t, err)
		d, err := complexity.Density(n, phi, o)
		check(t, err)
		toA, toB, err := complexity.Complementary(n, phi, 0, 1, 0.5, o)
		check(t, err)
		if len(toA.Activities) != I-int(n.Diversity[0]) || len(toB.Activities) != I-int(n.Diversity[1]) {
			t.Fatal("the activities are those a region lacks")
		}
		for _, c := range []*complexity.Complementarity{toA, toB} {
			for _, x := range c.Activities {
				if !same(x.Own, d.At(c.Region, x.Activity)) || !same(x.Together, d.At(last, x.Activity)) || x.Added < 0 {
					t.Fatalf("%+v: own density %v, of both %v", x, d.At(c.Region, x.Activity), d.At(last, x.Activity))
				}
			}
		}
		if toA.Mean == toB.Mean {
			t.Error("the two directions should differ here")
		}
	}
}
