// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Reflections gives the method of reflections after a number of steps: step 0 is diversity and ubiquity, and each step is the mean of
// the other side's step before,
//
//	k_r,N = Σ_i M_ri k_i,N−1 / k_r,0        k_i,N = Σ_r M_ri k_r,N−1 / k_i,0
//
// Even steps of regions tell of their diversity, odd ones of the ubiquity of what they do. The differences between regions shrink with
// every step, and in the limit their order is that of Complexity, which is the better measure. With rescaled, each side is brought to
// 0..100 from step 3 on, as the R package EconGeo gives them.
//
// Source: Hidalgo and Hausmann (2009), The building blocks of economic complexity, PNAS 106(26).
func Reflections(n *Network, steps int, rescaled bool, o Options) (region, activity []float64, err error) {
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	if steps < 0 {
		e := matrix.Fail(matrix.BadOption, "steps")
		e.Value = float64(steps)
		return nil, nil, e
	}
	r, a := append([]float64(nil), n.Diversity...), append([]float64(nil), n.Ubiquity...)
	nextR, nextA := make([]float64, len(r)), make([]float64, len(a))
	for step := 1; step <= steps; step++ {
		clear(nextA)
		for k := range nextR {
			list := n.Of(k)
			sum := 0.0
			for _, i := range list {
				sum += a[i]
				nextA[i] += r[k]
			}
			nextR[k] = sum / float64(len(list)) // missing without any
			if len(list) == 0 {
				nextR[k] = math.NaN()
			}
		}
		for i, u := range n.Ubiquity {
			nextA[i] /= u
		}
		r, nextR, a, nextA = nextR, r, nextA, a
	}
	if rescaled && steps >= 3 {
		stretch(r)
		stretch(a)
	}
	return r, a, nil
}

// stretch brings what is known to 0..100.
func stretch(x []float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	for k := range x {
		x[k] = 100 * (x[k] - low) / (high - low)
	}
}
