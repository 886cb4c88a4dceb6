// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"testing"
)

// Smoothing a series in all shapes and asking a distribution for a chance allocate nothing, however long the series.
func TestNothingIsAllocatedInInnerLoops(t *testing.T) {
	for _, n := range []int{20, 400} {
		y := make([]float64, n)
		for k := range y {
			y[k] = 100 + 10*math.Sin(float64(k)) + float64(k%7)
		}
		p, s := newPart(y, Auto), newSmoother()
		if a := testing.AllocsPerRun(5, func() { s.upto = 0; s.reach(&p) }); a != 0 {
			t.Errorf("smoothing %d years allocates %v times", n, a)
		}
		m := s.mix(p)
		b := m.ahead(3, 1)
		if a := testing.AllocsPerRun(5, func() { b.quantile(0.9) }); a != 0 {
			t.Errorf("a quantile after %d years allocates %v times", n, a)
		}
	}
}
