// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

// Error is the error of this package; its Code is stable.
type Error = matrix.Error

// Scale says in what units the complexity of activities is told.
type Scale uint8

const (
	// ByECI measures activities with the mean and the standard deviation of the regions' index, so that an activity of 0 is as complex
	// as the average region. The default, as in py-ecomplexity.
	ByECI Scale = iota
	// Own gives the activities' index mean 0 and standard deviation 1 (n) of its own. The option own.
	Own
)

// Form says how density is told.
type Form uint8

const (
	// Share is a share from 0 to 1 with the activity itself among its relations (φ = 1). The default, as in Hidalgo and others (2007).
	Share Form = iota
	// Balland leaves the activity itself out (φ = 0) and multiplies by 100, as the R package EconGeo and Balland and others (2019) do.
	// The option balland.
	Balland
)

// Options hold for every function of the package. The zero value is the convention of the house.
type Options struct {
	// Missing says what becomes of a total with a missing part; see structure.Rule.
	Missing structure.Rule
	// Threads is how many goroutines work, 0 for one each processor; no result depends on it.
	Threads int
	// Small: cells under it are called small; 0 means 5.
	Small float64
	// Threshold is the location quotient from which a region counts as specialised; 0 means 1.
	Threshold float64
	PCI       Scale
	Density   Form
	// Iterations makes fitness run exactly so many steps; 0 lets it run until it stands still.
	Iterations int
	// Tolerance is what fitness may still move in a step to be called still, in units of the mean; 0 means 1e-12.
	Tolerance float64
}

const (
	defaultTolerance = 1e-12
	mostIterations   = 2000 // of fitness when no number is asked for
	// mostActivities is where a full table of activities by activities would no longer fit an ordinary machine (3.2 GB).
	mostActivities = 20_000
	// fewActivities: with fewer, relations between activities are relations between sectors. Two-digit divisions of NACE Rev. 2 are 88,
	// its sections 21, the groups of the regional accounts 10.
	fewActivities = 40
	// fewRegions: with fewer, conditional probabilities move in steps of more than 3 %.
	fewRegions = 30
)

func (o Options) check() error {
	bad := func(what string, value float64) error {
		e := matrix.Fail(matrix.BadOption, what)
		e.Value = value
		return e
	}
	switch {
	case o.Missing > structure.Strict:
		return bad("missing rule", float64(o.Missing))
	case math.IsNaN(o.Small) || o.Small < 0:
		return bad("small", o.Small)
	case math.IsNaN(o.Threshold) || o.Threshold < 0:
		return bad("threshold", o.Threshold)
	case o.PCI > Own:
		return bad("pci scale", float64(o.PCI))
	case o.Density > Balland:
		return bad("density", float64(o.Density))
	case o.Iterations < 0:
		return bad("iterations", float64(o.Iterations))
	case math.IsNaN(o.Tolerance) || o.Tolerance < 0:
		return bad("tolerance", o.Tolerance)
	}
	return nil
}

func (o Options) threshold() float64 {
	if o.Threshold > 0 {
		return o.Threshold
	}
	return 1
}

func (o Options) structure() structure.Options {
	return structure.Options{Missing: o.Missing, Threads: o.Threads, Small: o.Small}
}
