// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"math"
	"testing"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// joincount.test and joincount.multi of spdep 1.2-7 (R 4.2.2) on Columbus, CRIME cut at 35, queen, style B.
func TestJoinCountsAgainstSpdep(t *testing.T) {
	shapes, crime := input(t, "columbus")
	labels := make([]string, len(crime))
	for i, v := range crime {
		labels[i] = "low"
		if v > 35 {
			labels[i] = "high"
		}
	}
	j, err := JoinCounts(labels, contiguity(t, shapes, Queen), Options{Permutations: 999, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := count{t: t}
	for _, want := range []struct {
		join                            Join
		a, b                            string
		count, expected, variance, z, p float64
	}{
		{j.Same[0], "high", "high", 54, 27.6938775510204, 18.2193589550454, 6.16297, 3.56957586465101e-10},
		{j.Same[1], "low", "low", 35, 30.1020408163265, 19.2470779019379, 1.11643, 0.132118365245514},
		{j.Across[0], "high", "low", 29, 60.2040816326531, 26.6300832100096, -6.04679, math.NaN()},
	} {
		if want.join.A != want.a || want.join.B != want.b {
			t.Fatalf("join %s %s, want %s %s", want.join.A, want.join.B, want.a, want.b)
		}
		c.near("count", want.join.Statistic, want.count, 0, 0)
		c.near("expected", want.join.Expected, want.expected, 1e-13, 0)
		c.near("variance", want.join.VarianceRandomisation, want.variance, 1e-12, 0)
		c.near("z", want.join.ZRandomisation, want.z, 1e-5, 0)
		if !math.IsNaN(want.p) { // spdep gives the one-sided p
			c.near("p", want.join.PNormal/2, want.p, 1e-9, 0)
		}
		c.near("variance of draws", want.join.Tails.Variance, want.variance, 0.2, 0)
	}
	c.log("join counts of spdep")
}

// localC of spdep 1.2-7 on Columbus, CRIME, queen, style W; it divides by the variance with n − 1.
func TestLocalGearyAgainstSpdep(t *testing.T) {
	shapes, crime := input(t, "columbus")
	l, err := LocalGeary(crime, styled(t, contiguity(t, shapes, Queen), Row), Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := count{t: t}
	n := float64(len(crime))
	for i, want := range []float64{0.413437372213694, 0.397518387168889, 0.686846626283707, 0.500630964028883, 0.921499091856859} {
		c.near("c", l.Units[i].Statistic*(n-1)/n, want, 1e-12, 0)
	}
	c.log("local Geary of spdep")
}

// p.adjust of R 4.2.2. The p-values are those of the example of Benjamini and Hochberg's method in many texts.
func TestAdjustedAgainstR(t *testing.T) {
	p := []float64{0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34}
	bh := []float64{0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.158571428571429, 0.294642857142857, 0.294642857142857, 0.294642857142857,
		0.294642857142857, 0.294642857142857, 0.294642857142857, 0.294642857142857, 0.34}
	by := []float64{0.0497734348984349, 0.1990937395937396, 0.4180968531468531, 0.4180968531468531, 0.4180968531468531, 0.4977343489843490,
		0.5261763117834546, 0.9776924712192571, 0.9776924712192571, 0.9776924712192571, 0.9776924712192571, 0.9776924712192571,
		0.9776924712192571, 0.9776924712192571, 1}
	// In another order and with a missing one among them.
	order := []int{7, 0, 14, 3, 3 + 1, 1, 2, 5, 6, 8, 9, 10, 11, 12, 13}
	mixed := []float64{math.NaN()}
	for _, k := range order {
		mixed = append(mixed, p[k])
	}
	c := count{t: t}
	for _, x := range []struct {
		adjust func([]float64) ([]float64, error)
		want   []float64
	}{{BenjaminiHochberg, bh}, {BenjaminiYekutieli, by}} {
		got, err := x.adjust(mixed)
		if err != nil {
			t.Fatal(err)
		}
		c.near("missing", got[0], math.NaN(), 0, 0)
		for at, k := range order {
			c.near("adjusted p", got[at+1], x.want[k], 1e-12, 0)
		}
	}
	c.log("adjusted p-values of R")
}

// Kernel of libpysal 4.7.0, fixed bandwidth 15, its own six points. Its links of weight 0 are none here, and its own links are Self.
func TestKernelAgainstLibpysal(t *testing.T) {
	points := []Point{{10, 10}, {20, 10}, {40, 10}, {15, 20}, {30, 20}, {30, 30}}
	want := map[KernelFunction]map[[2]int]float64{
		Triangular:   {{0, 0}: 1, {0, 1}: 0.33333333333333337, {0, 3}: 0.2546440075000701, {1, 4}: 0.057190958417936644},
		Uniform:      {{0, 0}: 0.5, {0, 1}: 0.5, {3, 4}: 0.5, {2, 4}: 0.5},
		Epanechnikov: {{0, 0}: 0.75, {0, 1}: 0.4166666666666667, {0, 3}: 0.3333333333333333, {2, 4}: 0.08333333333333337},
		Quartic:      {{0, 0}: 0.9375, {0, 1}: 0.28935185185185186, {0, 3}: 0.18518518518518517, {2, 4}: 0.011574074074074086},
		Gaussian:     {{0, 0}: 0.3989422804014327, {0, 1}: 0.31944800552235225, {3, 4}: 0.24197072451914337, {2, 4}: 0.2557939663089225},
	}
	c := count{t: t}
	for f, links := range want {
		w, err := Kernel(points, KernelOptions{Function: f, Bandwidth: 15, Self: true})
		if err != nil {
			t.Fatal(err)
		}
		for at, v := range links {
			c.near(string(f), w.Weight(at[0], at[1]), v, 1e-14, 0)
			c.near(string(f), w.Weight(at[1], at[0]), v, 1e-14, 0)
		}
		// 0–1, 0–3, 1–3, 1–4, 2–4, 4–5 both ways and six own links; 3–4 lies on the edge
		all := 18
		if f == Uniform || f == Gaussian {
			all = 20
		}
		c.near(string(f)+" links", float64(w.Links()), float64(all), 0, 0)
	}
	c.log("kernels of libpysal")
}
