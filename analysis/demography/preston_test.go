// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"testing"
)

// Sweden 1993, females: Preston, Heuveline and Guillot (2001), box 6.1, p. 121: population, person-years lived in the life table with
// 100,000 births, maternity rates a year. The last group is 85+.
var (
	swedes = []float64{293395, 248369, 240012, 261346, 285209, 314388, 281290, 286923, 304108, 324946, 247613, 211351, 215140, 221764, 223506, 183654,
		141990, 112424}
	swedishYears = []float64{497487, 497138, 496901, 496531, 495902, 495168, 494213, 492760, 490447, 486613, 480665, 471786, 457852, 436153, 402775, 350358,
		271512, 291707}
	swedishFertility = []float64{0, 0, 0, 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003, 0, 0, 0, 0, 0, 0, 0, 0}
	// Population of 1998 in the box, in whole people.
	swedes1998 = []float64{293574, 293189, 248251, 239833, 261015, 284787, 313782, 280463, 285576, 301731, 320974, 243039, 205109, 204944, 204793,
		194419, 142324, 131768}
)

// swedishRates are the box's rates: ratios of person-years; of the last two groups T85/T80 for both.
func swedishRates() Rates {
	n := len(swedes)
	r := Rates{Fertility: swedishFertility, Survival: NewTable(1, n), Birth: []float64{swedishYears[0] / 500000}}
	for a := range n - 2 {
		r.Survival[0][a] = swedishYears[a+1] / swedishYears[a]
	}
	last := swedishYears[n-1] / (swedishYears[n-2] + swedishYears[n-1])
	r.Survival[0][n-2], r.Survival[0][n-1] = last, last
	return r
}

func TestPrestonBox61(t *testing.T) {
	sum := 0.0
	for _, v := range swedes {
		sum += v
	}
	if sum != 4397428 { // as G. Rodríguez reads the same box (Demographic Methods, Princeton University, log on population projections)
		t.Fatalf("copied wrongly: %g", sum)
	}
	p, err := Project(Table{swedes}, []Rates{swedishRates()}, Options{Sexes: []Sex{Female}, Width: 5, Steps: 2})
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for a, want := range swedes1998 {
		compared++
		if got := p.Population[1][0][a]; math.Abs(got-want) > 0.6 {
			t.Errorf("group %d in 1998: %.2f, the book has %g", a, got, want)
		}
	}
	// Births of both sexes 1993–98 in the book: 604,866; of girls 1/2.05 of them.
	if got := p.Balance(1, -1).Births * 2.05; math.Abs(got-604866) > 2 {
		t.Errorf("births %.1f, the book has 604866", got)
	}
	t.Logf("compared %d of %d groups, births; after two steps %.0f women", compared, len(swedes1998), p.Population[2].Sum())
}

// TestPrestonGrowth: the Leslie matrix of the same rates gives the same numbers, and its growth solves it.
func TestPrestonGrowth(t *testing.T) {
	o := Options{Sexes: []Sex{Female}, Width: 5, Steps: 1}
	m, err := Leslie(swedishRates(), o)
	if err != nil {
		t.Fatal(err)
	}
	for a := range swedes {
		sum := 0.0
		for b := range swedes {
			sum += m[a][b] * swedes[b]
		}
		if math.Abs(sum-swedes1998[a]) > 0.6 {
			t.Errorf("group %d: %.2f, the book has %g", a, sum, swedes1998[a])
		}
	}
	g, err := Stable(swedishRates(), o)
	if err != nil {
		t.Fatal(err)
	}
	for a := range g.Stable {
		sum := 0.0
		for b := range g.Stable {
			sum += m[a][b] * g.Stable[b]
		}
		if math.Abs(sum-g.Lambda*g.Stable[a]) > 1e-14 {
			t.Errorf("group %d: %g is not %g", a, sum, g.Lambda*g.Stable[a])
		}
	}
	// Reproduction as chapter 5 defines it: Σ F·L/l0 over 2.05, independent of the matrix.
	want := 0.0
	for a, f := range swedishFertility {
		want += f * swedishYears[a] / 100000 / 2.05
	}
	if math.Abs(g.Reproduction-want) > 1e-12 {
		t.Errorf("net reproduction %.12f, %.12f", g.Reproduction, want)
	}
	if math.Abs(g.TotalChildren-5*0.417) > 1e-12 {
		t.Errorf("total fertility %g", g.TotalChildren)
	}
	t.Logf("λ %.6f, r %.6f a year, net reproduction %.5f", g.Lambda, g.Rate, g.Reproduction)
}
