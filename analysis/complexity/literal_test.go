// SPDX-License-Identifier: EUPL-1.2

package complexity_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Five regions by six activities; the expected values were computed with numpy 1.24.2 (linalg.eig of the dense matrix, 5,000 steps of
// fitness), so that the package is tested where the shared data is not.
func TestSmallTableAgreesWithNumpy(t *testing.T) {
	e := all(t, table2(t, 5, 6, []float64{
		90, 20, 25, 0, 0, 10,
		40, 60, 30, 0, 4, 0,
		20, 25, 40, 30, 20, 0,
		3, 0, 10, 50, 60, 5,
		40, 10, 0, 0, 10, 70}), complexity.Options{})
	close := func(name string, got []float64, want ...float64) {
		t.Helper()
		for k, v := range want {
			if math.Abs(got[k]-v) > 1e-11 {
				t.Errorf("%s %d: %.15g, want %.15g", name, k, got[k], v)
			}
		}
	}
	close("diversity", e.n.Diversity, 2, 3, 4, 2, 2)
	close("ubiquity", e.n.Ubiquity, 3, 2, 3, 2, 2, 1)
	close("eigenvalues", e.x.Eigenvalues[:], 1, 0.763064585249264, 0.452674459593357)
	close("eci", e.x.ECI, -0.48998657473302387, -0.2132095233859059, 0.7818466083492636, 1.392470433059644, -1.471120943289978)
	close("pci", e.x.PCI, -0.9820741374354842, 0.34034457930832995, 0.0021009879694365617, 1.392470433059644, 1.392470433059644, -1.9601677491444713)
	close("proximity of 2", e.phi.Row(2), 2./3, 2./3, 1, 1./3, 1./3, 0)
	close("density in 2", row(e.d, 2), 0.42857142857142855, 0.8888888888888888, 0.7777777777777777, 1, 1, 0)
	close("density in 4", row(e.d, 4), 0.5714285714285714, 0.1111111111111111, 0.2222222222222222, 0, 0, 1)
	f, err := complexity.Fitness(e.n, complexity.Options{})
	check(t, err)
	close("fitness", f.Fitness, 0.31075586078287015, 0.7570607203922531, 1.8305427105859258, 1.2203618070572837, 0.8812789011816677)
	close("quality", f.Quality, 0.32497672315814347, 0.9874650847372151, 0.3625814689464978, 1.350046553683713, 1.350046553683713, 1.6248836157907176)
	if !f.Converged || f.Iterations == 0 || f.Change > 1e-12 {
		t.Errorf("fitness did not end: %d steps, %g", f.Iterations, f.Change)
	}
	if small, _ := e.n.Specialised(1, 4); small || !e.n.IsSmall(1, 4, complexity.Options{}) || e.n.IsSmall(2, 4, complexity.Options{}) {
		t.Error("4 jobs are small, 20 are not")
	}
	if d := e.n.Diagnostics; !d.FewActivities || !d.FewRegions {
		t.Errorf("a table of 5 by 6 must be marked: %+v", d)
	}
	if d := specialise(t, sample.Jobs(60, 60, false), complexity.Options{}).Diagnostics; d.FewActivities || d.FewRegions {
		t.Errorf("a table of 60 by 60 must not: %+v", d)
	}
}

func row(d *complexity.Densities, region int) []float64 {
	out := make([]float64, d.Activities)
	d.Row(region, out)
	return out
}

func present(t testing.TB, regions int, values ...float64) *complexity.Network {
	t.Helper()
	n, err := complexity.Present(table2(t, regions, len(values)/regions, values), complexity.Options{})
	check(t, err)
	return n
}

// Two parts without a common activity: 0, 1, 2, 3 by 0, 1, 2 and 4, 5 by 3, 4; region 6 does nothing, activity 5 is nobody's.
func TestPartsThatCannotBeCompared(t *testing.T) {
	n := present(t, 7,
		1, 1, 0, 0, 0, 0,
		0, 1, 1, 0, 0, 0,
		1, 1, 1, 0, 0, 0,
		0, 0, 1, 0, 0, 0,
		0, 0, 0, 1, 1, 0,
		0, 0, 0, 1, 0, 0,
		0, 0, 0, 0, 0, 0)
	x, err := complexity.Complexity(n, complexity.Options{})
	check(t, err)
	alone, err := complexity.Complexity(present(t, 4,
		1, 1, 0,
		0, 1, 1,
		1, 1, 1,
		0, 0, 1), complexity.Options{})
	check(t, err)
	if x.Components != 2 || !reflect.DeepEqual(x.OutsideRegions, []int{4, 5}) || !reflect.DeepEqual(x.OutsideActivities, []int{3, 4}) {
		t.Errorf("parts %d, outside %v and %v", x.Components, x.OutsideRegions, x.OutsideActivities)
	}
	for r := range 7 {
		if r < 4 && !same(x.ECI[r], alone.ECI[r]) || r >= 4 && !math.IsNaN(x.ECI[r]) {
			t.Errorf("region %d: %v; the part alone has %v", r, x.ECI[r], alone.ECI)
		}
	}
	for i := range 6 {
		if i < 3 && !same(x.PCI[i], alone.PCI[i]) || i >= 3 && !math.IsNaN(x.PCI[i]) {
			t.Errorf("activity %d: %v; the part alone has %v", i, x.PCI[i], alone.PCI)
		}
	}
	if d := x.Diagnostics; !reflect.DeepEqual(d.Unspecialised, []int{6}) || !reflect.DeepEqual(d.Nowhere, []int{5}) {
		t.Errorf("diagnostics %+v", d)
	}
	// Of two parts of one size the one with the first region is taken.
	twins, err := complexity.Complexity(present(t, 4,
		0, 1, 1, 0,
		0, 1, 0, 0,
		1, 0, 0, 1,
		1, 0, 0, 0), complexity.Options{})
	check(t, err)
	if math.IsNaN(twins.ECI[0]) || !math.IsNaN(twins.ECI[2]) {
		t.Errorf("twins: %v", twins.ECI)
	}
}

// Networks in which no direction, or no single one, stands out have no index, and say so.
func TestIndexIsMissingWhereNothingDeterminesIt(t *testing.T) {
	for name, n := range map[string]*complexity.Network{
		"all regions alike":      present(t, 3, 1, 1, 1, 1, 1, 1),
		"many of them":           present(t, 13, slices.Repeat([]float64{1}, 91)...), // scipy 1.10.1: singular values 1 and 0
		"one region":             present(t, 1, 1, 1, 1),
		"one activity":           present(t, 3, 1, 1, 1),
		"nothing":                present(t, 2, 0, 0, 0, 0),
		"three in a ring, equal": present(t, 3, 1, 1, 0, 0, 1, 1, 1, 0, 1),
	} {
		x, err := complexity.Complexity(n, complexity.Options{})
		check(t, err)
		if !x.Undetermined {
			t.Errorf("%s: eigenvalues %v, index %v", name, x.Eigenvalues, x.ECI)
		}
		for _, v := range append(append([]float64(nil), x.ECI...), x.PCI...) {
			if !math.IsNaN(v) {
				t.Errorf("%s: an index of %v", name, v)
			}
		}
	}
	// Two parts of six regions. In the first, four regions do both things and two do one each: by hand the second eigenvalue is 1/5 and
	// there is no third, the four are at 0 and the two at ±√3.
	parts, err := complexity.Complexity(present(t, 12,
		1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0,
		0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0), complexity.Options{})
	check(t, err)
	if parts.Undetermined || !same(parts.Eigenvalues[1], 0.2) || !same(math.Abs(parts.ECI[2]), math.Sqrt(3)) || !same(parts.ECI[5], -parts.ECI[2]) {
		t.Errorf("two parts: %+v", parts)
	}
	// A path turned round is itself, so the index cannot go with diversity: its sign is the convention.
	x, err := complexity.Complexity(present(t, 4,
		1, 1, 0, 0, 0,
		0, 1, 1, 0, 0,
		0, 0, 1, 1, 0,
		0, 0, 0, 1, 1), complexity.Options{})
	check(t, err)
	if x.Undetermined || x.SignByDiversity || !(x.ECI[0] > 0) || !same(x.ECI[0], -x.ECI[3]) {
		t.Errorf("path: %+v", x)
	}
}

// A triangle of activities, each region having one less: fitness falls for ever at the bottom (Pugliese and others 2016) and never
// turns into NaN.
func TestFitnessThatVanishes(t *testing.T) {
	const N = 12
	values := make([]float64, N*N)
	for r := range N {
		for i := range N {
			if i < (N-r)/2+1 {
				values[r*N+i] = 1
			}
		}
	}
	n := present(t, N, values...)
	f, err := complexity.Fitness(n, complexity.Options{Iterations: 1500})
	check(t, err)
	if f.Iterations != 1500 || len(f.VanishingRegions) == 0 {
		t.Errorf("%d steps, vanishing %v", f.Iterations, f.VanishingRegions)
	}
	for r, v := range f.Fitness {
		if math.IsNaN(v) || math.IsInf(v, 0) || r > 0 && v > f.Fitness[r-1] {
			t.Errorf("fitness %v", f.Fitness)
			break
		}
	}
	sum := 0.0
	for _, v := range f.Fitness {
		sum += v / N
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("mean %v", sum)
	}
	one, err := complexity.Fitness(n, complexity.Options{Iterations: 1})
	check(t, err)
	if one.Converged || one.Iterations != 1 || !same(one.Fitness[0]/one.Fitness[N-1], n.Diversity[0]/n.Diversity[N-1]) {
		t.Error("after one step fitness is diversity")
	}
}

func TestFrame(t *testing.T) {
	e := all(t, sample.Jobs(120, 60, false), complexity.Options{})
	f, err := complexity.Opportunities(e.n, e.phi, e.d, e.x, 7, complexity.Options{})
	check(t, err)
	if len(f.Opportunities)+int(e.n.Diversity[7]) != 60 {
		t.Errorf("%d opportunities beside %v specialisations", len(f.Opportunities), e.n.Diversity[7])
	}
	roads := map[complexity.Road]int{}
	density := 0.0
	for _, p := range f.Opportunities {
		density += p.Density / float64(len(f.Opportunities))
		roads[p.Road]++
		if yes, _ := e.n.Specialised(7, p.Activity); yes || !same(p.Gain, e.gains.At(7, p.Activity)) || p.Density != e.d.At(7, p.Activity) || p.Complexity != e.x.PCI[p.Activity] {
			t.Errorf("%+v", p)
		}
		want := map[[2]bool]complexity.Road{{true, true}: complexity.HighRoad, {true, false}: complexity.SlowRoad, {false, true}: complexity.Casino, {false, false}: complexity.DeadEnd}
		if p.Road != want[[2]bool{p.Density >= f.DensityLine, p.Complexity >= f.ComplexityLine}] {
			t.Errorf("%+v at the lines %v and %v", p, f.DensityLine, f.ComplexityLine)
		}
		if v, _ := e.n.Cells.At(7, p.Activity); p.Present != (v > 0) || p.Small != (v > 0 && v < 5) {
			t.Errorf("%+v: %v jobs", p, v)
		}
	}
	if !same(density, f.DensityLine) || len(roads) < 3 {
		t.Errorf("line %v, mean %v, roads %v", f.DensityLine, density, roads)
	}
}

func TestErrorsNameWhatIsWrong(t *testing.T) {
	n := present(t, 3, 1, 1, 0, 0, 1, 1, 1, 1, 1)
	phi, err := complexity.Proximity(n, complexity.Options{})
	check(t, err)
	d, err := complexity.Density(n, phi, complexity.Options{})
	check(t, err)
	x, err := complexity.Complexity(n, complexity.Options{})
	check(t, err)
	bad := complexity.Options{Threshold: -1}
	cases := map[string]struct {
		code matrix.Code
		run  func() error
	}{
		"threshold of specialisation": {matrix.BadOption, func() error { _, err := complexity.Specialise(n.Cells, bad); return err }},
		"threshold in index":          {matrix.BadOption, func() error { _, err := complexity.Complexity(n, bad); return err }},
		"tolerance": {matrix.BadOption, func() error {
			_, err := complexity.Fitness(n, complexity.Options{Tolerance: math.NaN()})
			return err
		}},
		"iterations": {matrix.BadOption, func() error { _, err := complexity.Fitness(n, complexity.Options{Iterations: -1}); return err }},
		"form":       {matrix.BadOption, func() error { _, err := complexity.Density(n, phi, complexity.Options{Density: 9}); return err }},
		"scale":      {matrix.BadOption, func() error { _, err := complexity.Complexity(n, complexity.Options{PCI: 9}); return err }},
		"measure":    {matrix.BadOption, func() error { _, err := complexity.Relatedness(n, 9, complexity.Options{}); return err }},
		"steps":      {matrix.BadOption, func() error { _, _, err := complexity.Reflections(n, -1, false, complexity.Options{}); return err }},
		"size of relations": {matrix.WrongSize, func() error {
			_, err := complexity.Density(n, &complexity.Square{Size: 2, Values: make([]float64, 4)}, complexity.Options{})
			return err
		}},
		"negative relation": {matrix.Negative, func() error {
			_, err := complexity.Density(n, &complexity.Square{Size: 3, Values: []float64{1, -1, 0, 0, 1, 0, 0, 0, 1}}, complexity.Options{})
			return err
		}},
		"region": {matrix.OutOfRange, func() error {
			_, err := complexity.Opportunities(n, phi, d, x, 3, complexity.Options{})
			return err
		}},
		"partner": {matrix.OutOfRange, func() error {
			_, _, err := complexity.Complementary(n, phi, 0, -1, 0.5, complexity.Options{})
			return err
		}},
		"threshold of partners": {matrix.BadOption, func() error {
			_, _, err := complexity.Complementary(n, phi, 0, 1, math.NaN(), complexity.Options{})
			return err
		}},
		"size of densities": {matrix.WrongSize, func() error {
			_, _, err := complexity.Outlook(n, &complexity.Densities{Regions: 1}, x, complexity.Options{})
			return err
		}},
		"index of another network": {matrix.WrongSize, func() error {
			_, err := complexity.Gains(n, phi, d, &complexity.Index{}, complexity.Options{})
			return err
		}},
	}
	for name, c := range cases {
		var e *complexity.Error
		if err := c.run(); !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want code %s", name, err, c.code)
		}
	}
}
