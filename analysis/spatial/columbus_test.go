// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"testing"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// Burglaries and thefts per thousand households in the 49 neighbourhoods of Columbus, Ohio, 1980 (Anselin 1988, table 12.1, column
// CRIME; R package spData, CC0-1.0), and their queen links as spdep 1.2-7 finds them.
var columbusCrime = []float64{
	15.72598, 18.801754, 30.626781, 32.38776, 50.73151, 26.066658, 0.178269, 38.425858, 30.515917, 34.000835, 62.275448,
	56.705669, 46.716129, 57.066132, 48.585487, 54.838711, 36.868774, 43.962486, 54.521965, 0.223797, 40.074074, 33.705048,
	20.048504, 38.297871, 61.299175, 40.969742, 52.79443, 56.919785, 60.750446, 68.892044, 17.677214, 19.145592, 41.968163,
	23.974028, 39.175053, 14.305556, 42.445076, 53.710938, 19.100863, 16.241299, 18.905146, 16.49189, 36.663612, 25.962263,
	29.028488, 16.530533, 27.822861, 26.645266, 22.541491,
}

var columbusQueen = [][2]int{
	{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 3}, {2, 4}, {3, 4}, {3, 7}, {4, 5}, {4, 7}, {4, 8}, {4, 10}, {4, 14}, {4, 15}, {5, 8},
	{6, 7}, {6, 11}, {6, 12}, {6, 13}, {7, 10}, {7, 11}, {7, 12}, {8, 9}, {8, 14}, {8, 19}, {8, 21}, {8, 24}, {8, 25}, {9, 16},
	{9, 19}, {9, 21}, {10, 11}, {10, 14}, {10, 15}, {11, 12}, {11, 13}, {11, 15}, {12, 13}, {13, 15}, {13, 17}, {13, 18},
	{14, 15}, {14, 24}, {14, 25}, {15, 17}, {15, 23}, {15, 24}, {16, 19}, {16, 22}, {17, 18}, {17, 23}, {18, 23}, {19, 21},
	{19, 22}, {19, 26}, {19, 31}, {19, 32}, {19, 34}, {19, 39}, {20, 23}, {20, 29}, {20, 33}, {21, 25}, {21, 26}, {21, 27},
	{22, 31}, {23, 24}, {23, 28}, {23, 29}, {24, 25}, {24, 27}, {24, 28}, {24, 29}, {25, 27}, {25, 28}, {26, 27}, {26, 32},
	{27, 28}, {27, 32}, {27, 34}, {27, 36}, {27, 37}, {28, 29}, {28, 36}, {28, 37}, {29, 36}, {30, 33}, {30, 35}, {30, 38},
	{31, 39}, {31, 40}, {32, 34}, {33, 35}, {33, 41}, {34, 37}, {34, 39}, {34, 42}, {34, 43}, {35, 38}, {35, 41}, {35, 45},
	{36, 37}, {36, 42}, {36, 44}, {37, 42}, {37, 43}, {38, 45}, {39, 40}, {39, 46}, {40, 46}, {42, 43}, {42, 44}, {42, 47},
	{43, 47}, {43, 48}, {44, 47}, {44, 48}, {47, 48},
}

func columbus(t testing.TB) *Weights {
	t.Helper()
	links := make([]Link, len(columbusQueen))
	for k, l := range columbusQueen {
		links[k] = Link{From: l[0], To: l[1], Weight: 1}
	}
	w, err := FromLinks(49, links, false)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Published by: moran.test, geary.test and globalG.test of spdep 1.2-7 (Moran and Geary styled by row, G binary), esda 2.5.1 for p.
func TestColumbusGlobal(t *testing.T) {
	c := count{t: t}
	w := columbus(t)
	row := styled(t, w, Row)
	m, err := Moran(columbusCrime, row, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.near("I", m.Statistic, 0.500188557182861, 1e-12, 0)
	c.near("E", m.Expected, -0.0208333333333333, 1e-12, 0)
	c.near("V randomisation", m.VarianceRandomisation, 0.00868928920133206, 1e-12, 0)
	c.near("V normality", m.VarianceNormality, 0.008563413119405, 1e-12, 0)
	c.near("z", m.ZRandomisation, 5.5893826750445, 1e-12, 0)
	c.near("p", m.PNormal, 2.27878270078248e-08, 1e-9, 0)
	g, err := Geary(columbusCrime, row, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.near("C", g.Statistic, 0.540528202702068, 1e-12, 0)
	c.near("V(C)", g.VarianceRandomisation, 0.00938426377696502, 1e-12, 0)
	c.near("z(C)", g.ZRandomisation, 4.74306150050446, 1e-12, 0)
	gg, err := GeneralG(columbusCrime, w, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.near("G", gg.Statistic, 0.127807457381954, 1e-12, 0)
	c.near("E(G)", gg.Expected, 0.100340136054422, 1e-12, 0)
	c.near("V(G)", gg.VarianceRandomisation, 3.50705730380717e-05, 1e-10, 0)
	c.log("Columbus, global")
}

// Published by: localmoran (conditional) and localG of spdep 1.2-7.
func TestColumbusLocal(t *testing.T) {
	c := count{t: t}
	w := columbus(t)
	self, err := w.WithSelf(1)
	if err != nil {
		t.Fatal(err)
	}
	l, err1 := LocalMoran(columbusCrime, styled(t, w, Row), Options{})
	star, err2 := GetisOrd(columbusCrime, self, true, Options{})
	starRow, err3 := GetisOrd(columbusCrime, styled(t, self, Row), true, Options{})
	g, err4 := GetisOrd(columbusCrime, w, false, Options{})
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
		t.Fatal(err1, err2, err3, err4)
	}
	for _, x := range []struct {
		i                              int
		I, E, V, z, starB, starRow, gB float64
	}{
		{0, 0.736818490608356, -0.0285985419671942, 0.666144890762596, 0.937807651035261, -1.43277965396643, -1.43277965396643, -0.937807651035261},
		{2, 0.0938507416616012, -0.00153968674364755, 0.0176300719663037, 0.718418912504628, -0.771998680953113, -0.771998680953112, -0.718418912504628},
		{16, -0.108094628581475, -0.000229978215906346, 0.00359564073523442, -1.79883361266012, -1.53958775950811, -1.53958775950811, -1.79883361266012},
		{30, 1.01827325272178, -0.0231357778650501, 0.35343356448952, 1.75173111425371, -2.0411355586806, -2.0411355586806, -1.75173111425371},
		{48, 0.363361359788545, -0.0120359548292474, 0.185956417151869, 0.870533676889444, -1.1331046537195, -1.1331046537195, -0.870533676889443},
	} {
		u := l.Units[x.i]
		c.near("I", u.Statistic, x.I, 1e-12, 1e-14)
		c.near("E", u.Expected, x.E, 1e-12, 0)
		c.near("V", u.Variance, x.V, 1e-12, 0)
		c.near("z", u.Z, x.z, 1e-12, 1e-13)
		c.near("G*", star.Units[x.i].Z, x.starB, 1e-12, 1e-13)
		c.near("G* by row", starRow.Units[x.i].Z, x.starRow, 1e-12, 1e-13)
		c.near("G", g.Units[x.i].Z, x.gB, 1e-12, 1e-13)
	}
	c.log("Columbus, local")
}
