// SPDX-License-Identifier: EUPL-1.2

package structure_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/structure"
)

// random is a table with about half of its cells filled, some regions and activities empty, and now and then a missing cell.
func random(t *testing.T, seed uint64, gaps bool) (regions, activities int, values []float64) {
	rng := rand.New(rand.NewPCG(seed, 4))
	regions, activities = 2+rng.IntN(12), 2+rng.IntN(10)
	values = make([]float64, regions*activities)
	for k := range values {
		switch {
		case gaps && rng.IntN(12) == 0:
			values[k] = math.NaN()
		case rng.IntN(2) == 0:
			values[k] = float64(rng.IntN(400))
		}
	}
	return regions, activities, values
}

// What the sparse code does with columns of results must be what the plain functions say of a row or a column.
func TestMatrixMeasuresAreTheListMeasures(t *testing.T) {
	for seed := range uint64(300) {
		R, I, values := random(t, seed, seed%2 == 1)
		m := dense(t, R, I, values...)
		totals := m.Totals(1)
		sector := blocks(I, 3)
		got, err := structure.Regions(m, sector, structure.Options{})
		check(t, err)
		for r := range R {
			row := values[r*I : (r+1)*I]
			want := map[string][2]float64{}
			list := func(name string, got float64, f func([]float64) (float64, error)) {
				v, err := f(row)
				check(t, err)
				want[name] = [2]float64{got, v}
			}
			list("hhi", got.HHI[r], structure.HHI)
			list("theil", got.Theil[r], structure.Theil)
			list("entropy", got.Entropy[r], structure.Entropy)
			list("gini", got.Gini[r], structure.Gini)
			if !anyNaN(row) { // with a gap the list function cannot know the reference's own total
				list("krugman", got.Krugman[r], func(x []float64) (float64, error) { return structure.Krugman(x, totals.Activity) })
				list("hachman", got.Hachman[r], func(x []float64) (float64, error) { return structure.Hachman(x, totals.Activity) })
			}
			v, err := structure.Varieties(row, sector)
			check(t, err)
			want["related"], want["unrelated"] = [2]float64{got.Related[r], v.Related}, [2]float64{got.Unrelated[r], v.Unrelated}
			compare(t, seed, r, want)
			if !math.IsNaN(v.Total) && got.Entropy[r] != got.Related[r]+got.Unrelated[r] {
				t.Fatalf("seed %d region %d: total variety is not exactly the sum of its parts", seed, r)
			}
		}
		columns, err := structure.Activities(m, structure.Options{})
		check(t, err)
		for i := range I {
			column, all := make([]float64, R), make([]float64, R)
			for r := range R {
				column[r], all[r] = values[r*I+i], totals.Region[r]
				if math.IsNaN(column[r]) {
					all[r] = math.NaN()
				}
			}
			want := map[string][2]float64{}
			list := func(name string, got float64, f func() (float64, error)) {
				v, err := f()
				check(t, err)
				want[name] = [2]float64{got, v}
			}
			list("hhi", columns.HHI[i], func() (float64, error) { return structure.HHI(column) })
			list("gini", columns.Gini[i], func() (float64, error) { return structure.Gini(column) })
			list("theil", columns.Theil[i], func() (float64, error) { return structure.Theil(column) })
			list("locational gini", columns.LocationalGini[i], func() (float64, error) { return structure.LocationalGini(column, all) })
			list("hoover", columns.Hoover[i], func() (float64, error) { return structure.Hoover(column, all) })
			compare(t, seed, i, want)
		}
	}
}

func compare(t *testing.T, seed uint64, k int, pairs map[string][2]float64) {
	t.Helper()
	for name, p := range pairs {
		if math.IsNaN(p[0]) != math.IsNaN(p[1]) || math.Abs(p[0]-p[1]) > 1e-12*max(1, math.Abs(p[1])) {
			t.Fatalf("seed %d, %d: %s is %.15g by matrix and %.15g by list", seed, k, name, p[0], p[1])
		}
	}
}

func anyNaN(values []float64) bool {
	for _, v := range values {
		if math.IsNaN(v) {
			return true
		}
	}
	return false
}

// Turning regions and activities round, or counting in thousands, changes no measure.
func TestOrderAndScaleDoNotMatter(t *testing.T) {
	for seed := range uint64(60) {
		R, I, values := random(t, seed, false)
		rng := rand.New(rand.NewPCG(seed, 5))
		rows, columns := rng.Perm(R), rng.Perm(I)
		moved := make([]float64, len(values))
		for r := range R {
			for i := range I {
				moved[rows[r]*I+columns[i]] = 1000 * values[r*I+i]
			}
		}
		a, _ := structure.Regions(dense(t, R, I, values...), nil, structure.Options{})
		b, _ := structure.Regions(dense(t, R, I, moved...), nil, structure.Options{})
		qa, _ := structure.LocationQuotient(dense(t, R, I, values...), structure.Options{})
		qb, _ := structure.LocationQuotient(dense(t, R, I, moved...), structure.Options{})
		ca, _ := structure.Activities(dense(t, R, I, values...), structure.Options{})
		cb, _ := structure.Activities(dense(t, R, I, moved...), structure.Options{})
		for r := range R {
			compare(t, seed, r, map[string][2]float64{"krugman": {a.Krugman[r], b.Krugman[rows[r]]}, "theil": {a.Theil[r], b.Theil[rows[r]]}, "gini": {a.Gini[r], b.Gini[rows[r]]}})
			for i := range I {
				compare(t, seed, r, map[string][2]float64{"lq": {qa.Value(r, i), qb.Value(rows[r], columns[i])}})
			}
		}
		for i := range I {
			compare(t, seed, i, map[string][2]float64{"locational gini": {ca.LocationalGini[i], cb.LocationalGini[columns[i]]}})
		}
	}
}

// The mean of an activity's quotients, weighted by the size of the regions, is 1.
func TestQuotientsAverageToOne(t *testing.T) {
	m := sample.Jobs(300, 80, false)
	q, err := structure.LocationQuotient(m, structure.Options{})
	check(t, err)
	totals := m.Totals(0)
	row := make([]float64, 80)
	mean := make([]float64, 80)
	for r := range 300 {
		q.Row(r, row)
		for i, v := range row {
			mean[i] += v * totals.Region[r] / totals.All
			if w := q.Value(r, i); w != v && !(math.IsNaN(w) && math.IsNaN(v)) {
				t.Fatalf("cell %d, %d: %v by row and %v alone", r, i, v, w)
			}
		}
	}
	for i, v := range mean {
		if totals.Activity[i] > 0 && !near(v, 1, 1e-12) {
			t.Errorf("activity %d: mean quotient %v", i, v)
		}
	}
}

// National + mix + regional is the change to the last bit, and each part is what its definition says.
func TestShiftClosesAndIsItsDefinition(t *testing.T) {
	start, end := sample.Jobs(400, 90, false), sample.Jobs(400, 90, true)
	s, err := structure.Shift(start, end, structure.Options{})
	check(t, err)
	a, b := start.Totals(0), end.Totals(0)
	sums := [3]float64{}
	for r := range 400 {
		if got := s.National[r] + s.Mix[r] + s.Regional[r]; got != s.Change[r] {
			t.Errorf("region %d: parts make %v of %v", r, got, s.Change[r])
		}
		regional := 0.0
		for i := range 90 {
			e0, _ := start.At(r, i)
			e1, _ := end.At(r, i)
			if a.Activity[i] > 0 {
				regional += e1 - e0*b.Activity[i]/a.Activity[i]
			} else {
				regional += e1
			}
		}
		if math.Abs(regional-s.Regional[r]) > 1e-9*max(1, s.Start[r]) {
			t.Errorf("region %d: regional part %v, by definition %v", r, s.Regional[r], regional)
		}
		sums[0] += s.National[r]
		sums[1] += s.Mix[r]
		sums[2] += s.Regional[r]
	}
	// Over all regions the whole grows at its own rate: nothing is left for the mix, and only what is new everywhere for the rest.
	fresh := 0.0
	for i, v := range a.Activity {
		if v == 0 {
			fresh += b.Activity[i]
		}
	}
	if !near(sums[0], b.All-a.All, 1e-9) || math.Abs(sums[1]+sums[2]) > 1e-6 || math.Abs(sums[2]-fresh) > 1e-6 {
		t.Errorf("sums over regions %v, change of the whole %v, new everywhere %v", sums, b.All-a.All, fresh)
	}
}

func TestTheilAddsUpOverAnyGrouping(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 6))
	for range 200 {
		n := 2 + rng.IntN(20)
		x, p, group := make([]float64, n), make([]float64, n), make([]int, n)
		for k := range x {
			x[k], p[k], group[k] = float64(rng.IntN(50)), 1+float64(rng.IntN(9)), rng.IntN(n)
		}
		for _, reference := range [][]float64{nil, p} {
			whole, err := structure.TheilAgainst(x, reference)
			check(t, err)
			parts, err := structure.TheilParts(x, reference, group)
			check(t, err)
			if sumOf(x) == 0 {
				continue
			}
			if math.Abs(whole-parts.Total) > 1e-12 || parts.Total != parts.Between+parts.Within || parts.Within < -1e-12 || parts.Between < -1e-12 {
				t.Fatalf("whole %v, parts %+v", whole, parts)
			}
		}
	}
}

// A missing cell is not a zero: swapping one for the other changes what is told of the cell, the region and the activity.
func TestMissingIsNotZero(t *testing.T) {
	values := []float64{0, 30, 50, 20, 10, 40, 25, 5, 60}
	zero := dense(t, 3, 3, values...)
	values[0] = math.NaN()
	gap := dense(t, 3, 3, values...)
	qz, _ := structure.LocationQuotient(zero, structure.Options{})
	qg, _ := structure.LocationQuotient(gap, structure.Options{})
	if qz.Value(0, 0) != 0 || !math.IsNaN(qg.Value(0, 0)) {
		t.Errorf("quotient of 0 is %v, of a missing cell %v", qz.Value(0, 0), qg.Value(0, 0))
	}
	rz, _ := structure.Regions(zero, nil, structure.Options{})
	rg, _ := structure.Regions(gap, nil, structure.Options{})
	strict, _ := structure.Regions(gap, nil, structure.Options{Missing: structure.Strict})
	if rz.Krugman[0] == rg.Krugman[0] || rz.Theil[0] == rg.Theil[0] || rz.Gini[0] == rg.Gini[0] {
		t.Error("the region's measures do not tell a missing cell from 0")
	}
	if !math.IsNaN(strict.HHI[0]) || !math.IsNaN(strict.Total[0]) || math.IsNaN(strict.HHI[1]) {
		t.Errorf("strict: %v, want region 0 missing alone", strict.HHI)
	}
	az, _ := structure.Activities(zero, structure.Options{})
	ag, _ := structure.Activities(gap, structure.Options{})
	if az.Gini[0] == ag.Gini[0] || az.LocationalGini[0] == ag.LocationalGini[0] || az.Hoover[0] == ag.Hoover[0] {
		t.Error("the activity's measures do not tell a missing cell from 0")
	}
	later := dense(t, 3, 3, 8, 30, 52, 20, 14, 40, 26, 5, 66)
	sz, _ := structure.Shift(zero, later, structure.Options{})
	sg, _ := structure.Shift(gap, later, structure.Options{})
	if sz.Change[0] != 10 || sg.Change[0] != 2 || sz.National[1] == sg.National[1] {
		t.Errorf("shift of 0: %v, of a missing cell: %v", sz.Change[0], sg.Change[0])
	}
	ss, _ := structure.Shift(gap, later, structure.Options{Missing: structure.Strict})
	if !math.IsNaN(ss.Change[0]) || math.IsNaN(ss.Change[1]) {
		t.Errorf("strict shift: %v", ss.Change)
	}
	if d := rg.Diagnostics; d.MissingCells != 1 || !reflect.DeepEqual(d.IncompleteRegions, []int{0}) || !reflect.DeepEqual(d.IncompleteActivities, []int{0}) {
		t.Errorf("diagnostics %+v", d)
	}
}

func TestDiagnosticsTellWhatCannotBeBorne(t *testing.T) {
	m := dense(t, 3, 3, 3, 0, 100, 0, 0, 0, 4, 0, 400)
	q, err := structure.LocationQuotient(m, structure.Options{})
	check(t, err)
	want := structure.Diagnostics{SmallCells: 2, SmallSpecialised: 1, EmptyRegions: []int{1}, EmptyActivities: []int{1}}
	if !reflect.DeepEqual(q.Diagnostics, want) {
		t.Errorf("%+v, want %+v", q.Diagnostics, want)
	}
	if !math.IsNaN(q.Value(1, 0)) || !math.IsNaN(q.Value(0, 1)) {
		t.Error("a quotient without a base must be missing")
	}
	if structure.IsSmall(5, structure.Options{}) || !structure.IsSmall(4.9, structure.Options{}) || structure.IsSmall(math.NaN(), structure.Options{}) {
		t.Error("small is under 5 and nothing else")
	}
	r, err := structure.Regions(m, nil, structure.Options{})
	check(t, err)
	if r.Total[1] != 0 || !math.IsNaN(r.HHI[1]) {
		t.Errorf("an empty region: total %v hhi %v", r.Total[1], r.HHI[1])
	}
}

// Krugman against the others instead of the whole: with two regions it is the comparison of the pair, the same for both.
func TestExcludingComparesAPair(t *testing.T) {
	m := dense(t, 2, 3, 10, 20, 70, 300, 100, 0)
	got, err := structure.Regions(m, nil, structure.Options{Excluding: true})
	check(t, err)
	want, err := structure.Krugman([]float64{10, 20, 70}, []float64{300, 100, 0})
	check(t, err)
	if !near(got.Krugman[0], want, 1e-14) || !near(got.Krugman[1], want, 1e-14) {
		t.Errorf("%v, want %v twice", got.Krugman, want)
	}
}

func TestThreadsChangeNothing(t *testing.T) {
	start, end := sample.Jobs(700, 60, false), sample.Jobs(700, 60, true)
	run := func(threads int) []any {
		o := structure.Options{Threads: threads}
		r, _ := structure.Regions(start, blocks(60, 6), o)
		a, _ := structure.Activities(start, o)
		q, _ := structure.LocationQuotient(start, o)
		s, _ := structure.Shift(start, end, o)
		return []any{r, a, q, s}
	}
	one := run(1)
	for _, threads := range []int{2, 3, 8} {
		if !reflect.DeepEqual(one, run(threads)) {
			t.Fatalf("%d threads give another result than 1", threads)
		}
	}
}
