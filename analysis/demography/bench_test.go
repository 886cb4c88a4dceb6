// SPDX-License-Identifier: EUPL-1.2

package demography

import "testing"

// BenchmarkProject: 100 single years of age, both sexes, 50 steps, migration half and half.
func BenchmarkProject(b *testing.B) {
	const ages = 101
	base := NewTable(2, ages)
	r := Rates{Fertility: make([]float64, ages), Survival: NewTable(2, ages), Birth: []float64{0.996, 0.995}, Migration: NewTable(2, ages)}
	for a := range ages {
		for s := range 2 {
			base[s][a], r.Survival[s][a], r.Migration[s][a] = 3000-20*float64(a), 1-float64(a*a)/12000, float64(a%5)
		}
		if a >= 15 && a < 45 {
			r.Fertility[a] = 0.05
		}
	}
	for b.Loop() {
		p, err := Project(base, []Rates{r}, Options{Sexes: []Sex{Female, Male}, Width: 1, Steps: 50, Timing: HalfAndHalf, MigrationRates: false})
		if err != nil {
			b.Fatal(err)
		}
		if p.Population[50].Sum() <= 0 {
			b.Fatal("nobody is left")
		}
	}
}
