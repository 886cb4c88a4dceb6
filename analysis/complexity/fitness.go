// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// FitnessIndex is the fitness of regions and the quality of activities. NaN is missing: no specialisation, or nobody's.
type FitnessIndex struct {
	Fitness, Quality []float64 // means 1
	Iterations       int       // steps taken
	Change           float64   // the largest movement of any fitness or quality in the last step
	Converged        bool      // Change is at most Options.Tolerance
	// VanishingRegions and VanishingActivities have fallen below 1e-6 of the mean and, where the shape of the network is inward, fall on for
	// ever: their values are no measurement, their order is (Pugliese, Zaccaria and Pietronero 2016).
	VanishingRegions, VanishingActivities []int
	Diagnostics                           Diagnostics
}

const vanishing = 1e-6

// Fitness runs the two-sided iteration
//
//	F_r = Σ_i M_ri Q_i        Q_i = 1 / Σ_r (M_ri / F_r)
//
// from 1 everywhere, both sides from the step before, each divided by its mean after each step: diverse regions are fit, and an activity
// has quality when no unfit region manages it. It runs until nothing moves by more than Options.Tolerance (2,000 steps at most), or
// exactly Options.Iterations steps; how it ended is told.
//
// Source: Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012), A new metrics for countries' fitness and products'
// complexity, Scientific Reports 2, 723.
func Fitness(n *Network, o Options) (*FitnessIndex, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	tolerance, most := o.Tolerance, o.Iterations
	if tolerance == 0 {
		tolerance = defaultTolerance
	}
	if most == 0 {
		most = mostIterations
	}
	x := &FitnessIndex{Diagnostics: n.Diagnostics}
	regions, activities := n.Regions(), n.Activities()
	fitness, quality := make([]float64, regions), make([]float64, activities)
	newF, newQ := make([]float64, regions), make([]float64, activities)
	standing, somebodys := 0, 0
	for r := range fitness {
		if len(n.Of(r)) > 0 {
			fitness[r] = 1
			standing++
		}
	}
	for i, u := range n.Ubiquity {
		if u > 0 {
			quality[i] = 1
			somebodys++
		}
	}
	size := parallel.Size(regions, 64, 64)
	partial := make([]float64, parallel.Pieces(regions, size)*activities)
	step := func(piece, from, to int) {
		sums := partial[piece*activities:][:activities]
		clear(sums)
		for r := from; r < to; r++ {
			list := n.column[n.start[r]:n.start[r+1]]
			sum, burden := 0.0, 1/fitness[r]
			for _, i := range list {
				sum += quality[i]
				sums[i] += burden
			}
			newF[r] = sum
		}
	}
	for standing > 0 && x.Iterations < most && !x.Converged {
		parallel.Do(regions, size, o.Threads, step)
		clear(newQ)
		for p := 0; p < len(partial); p += activities {
			for i, v := range partial[p : p+activities] {
				newQ[i] += v
			}
		}
		for i, u := range n.Ubiquity {
			if u > 0 {
				newQ[i] = 1 / newQ[i]
			}
		}
		x.Change = max(settle(newF, fitness, standing), settle(newQ, quality, somebodys))
		fitness, newF, quality, newQ = newF, fitness, newQ, quality
		x.Iterations++
		x.Converged = o.Iterations == 0 && x.Change <= tolerance
	}
	x.Converged = standing > 0 && x.Change <= tolerance
	x.Fitness, x.VanishingRegions = told(fitness, func(r int) bool { return len(n.Of(r)) > 0 })
	x.Quality, x.VanishingActivities = told(quality, func(i int) bool { return n.Ubiquity[i] > 0 })
	return x, nil
}

// settle divides by the mean of those that stand and tells the largest movement since the step before.
func settle(now, before []float64, standing int) (change float64) {
	sum := 0.0
	for _, v := range now {
		sum += v
	}
	mean := sum / float64(standing)
	for k := range now {
		now[k] /= mean
		change = max(change, math.Abs(now[k]-before[k]))
	}
	return change
}

func told(x []float64, stands func(int) bool) (out []float64, low []int) {
	out = blank(len(x))
	for k, v := range x {
		if stands(k) {
			out[k] = v
			if v < vanishing {
				low = append(low, k)
			}
		}
	}
	return out, low
}
