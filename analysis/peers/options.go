// SPDX-License-Identifier: EUPL-1.2

package peers

import (
	"math"
	"strconv"
)

// Scale puts variables of different units on one scale.
type Scale string

// The scales.
const (
	ZScore      Scale = "zscore" // (x − mean)/sd, sd with n − 1
	MinMax      Scale = "minmax" // (x − min)/(max − min): the scale of Navarro et al. (2014)
	PercentRank Scale = "rank"   // (rank − 1)/(n − 1), ties the mean rank
	AsIs        Scale = "none"   // for variables that are in one unit, such as shares
)

// Metric says how differences make a distance.
type Metric string

// The metrics; w are weights of sum 1, d differences on the scale.
const (
	Squared     Metric = "squared"     // Σ w d²: Navarro et al. (2014)
	Euclidean   Metric = "euclidean"   // √Σ w d²
	Manhattan   Metric = "manhattan"   // Σ w |d|
	Mahalanobis Metric = "mahalanobis" // √(dᵀ S⁻¹ d): Mahalanobis (1936); S with n − 1 over the regions that have all values, which alone take part
)

// Options are the conventions; the zero value is ZScore, Squared, equal weights, half of the weight known.
type Options struct {
	Scale   Scale
	Metric  Metric
	Weights []float64 // of each variable, 0 or more; nil is equal
	// Groups puts variables into groups (dimensions) that weigh the same whatever number of variables each has; nil is none.
	Groups []int
	// Available is the share of all weight that the variables known of both regions must carry; 0 stands for ½, and 1 asks for all.
	Available float64
	// Apart holds a number for each region: one is never a peer of another with the same number (the own country, say). nil compares all.
	Apart []int
}

func (o *Options) fill(regions, variables int) error {
	if o.Scale == "" {
		o.Scale = ZScore
	}
	if o.Metric == "" {
		o.Metric = Squared
	}
	if o.Available == 0 {
		o.Available = 0.5
	}
	switch o.Scale {
	case ZScore, MinMax, PercentRank, AsIs:
	default:
		return wrong(BadOption, "scale", -1, string(o.Scale), "")
	}
	switch o.Metric {
	case Squared, Euclidean, Manhattan, Mahalanobis:
	default:
		return wrong(BadOption, "metric", -1, string(o.Metric), "")
	}
	if !(o.Available > 0 && o.Available <= 1) {
		return wrong(BadOption, "available", -1, number(o.Available), "")
	}
	for what, n := range map[string][2]int{"weights": {len(o.Weights), variables}, "groups": {len(o.Groups), variables}, "apart": {len(o.Apart), regions}} {
		if n[0] != 0 && n[0] != n[1] {
			return wrong(LengthMismatch, what, -1, strconv.Itoa(n[0]), strconv.Itoa(n[1]))
		}
	}
	if o.Metric == Mahalanobis && (o.Groups != nil || !equal(o.Weights)) {
		return wrong(EqualWeights, "", -1, "", "")
	}
	return nil
}

func equal(of []float64) bool {
	for _, v := range of {
		if v != of[0] {
			return false
		}
	}
	return true
}

// weights gives the weights of the variables that vary, sum 1. Those of a group are scaled to 1 first.
func (o *Options) weights(constant []bool) ([]float64, error) {
	w := make([]float64, len(constant))
	inGroup := map[int]float64{}
	for j := range w {
		w[j] = 1
		if o.Weights != nil {
			w[j] = o.Weights[j]
		}
		if !(w[j] >= 0) || math.IsInf(w[j], 0) {
			return nil, wrong(BadWeight, "", j, number(w[j]), "≥ 0")
		}
		if constant[j] {
			w[j] = 0
		}
		if o.Groups != nil {
			inGroup[o.Groups[j]] += w[j]
		}
	}
	total := 0.0
	for j := range w {
		if o.Groups != nil && w[j] > 0 {
			w[j] /= inGroup[o.Groups[j]]
		}
		total += w[j]
	}
	if total == 0 || math.IsInf(total, 0) {
		return nil, wrong(ZeroWeights, "", -1, "", "")
	}
	for j := range w {
		w[j] /= total
	}
	return w, nil
}
