// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Complement is what a partner's specialisations would add to a region's density in one activity that the region lacks.
type Complement struct {
	Activity int
	Own      float64 // density in the region, as Density gives it
	Added    float64 // what the partner has and the region has not
	Together float64 // Own + Added: the density in the two regions as one
	// Crosses: neither of the two reaches the threshold alone, both together do.
	Crosses bool
	// PartnerHas: the partner is specialised in the activity itself; PartnerSmall: with fewer than 5 jobs.
	PartnerHas, PartnerSmall bool
}

// Complementarity is what one region can find in another. It has a direction: what Klaipėda adds to Kurzeme is not what Kurzeme adds to
// Klaipėda.
type Complementarity struct {
	Region, Partner int
	// Activities are those the region is known not to be specialised in, by number.
	Activities []Complement
	// Mean is the mean of Added over them: the strength of the link from the partner. Missing where there are none.
	Mean        float64
	Crossing    int // how many cross the threshold only together
	Diagnostics Diagnostics
}

// Complementary tells what each of two regions, on either side of a border say, adds to the other:
//
//	added_i(r, s) = Σ_{j in s, not in r} φ_ij / Σ_j φ_ij
//
// for the activities i that r lacks, in the units of Options.Density; with Balland it is the published measure, in which the activity itself
// takes no part (φ_ii = 0) and sums are times 100. Specialisations of the partner where the region's own cell is missing are not
// counted, since the region may have them itself, and such activities are left out of the whole as in Density.
//
// threshold is the density from which an activity is called related, in the same units.
//
// Source: Balland and Boschma (2021), Complementary interregional linkages and Smart Specialisation: an empirical study on European
// regions, Regional Studies 55(6), 1059–1070.
func Complementary(n *Network, phi *Square, a, b int, threshold float64, o Options) (toA, toB *Complementarity, err error) {
	w, err := relations(n, phi, o)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range []int{a, b} {
		if r < 0 || r >= n.Regions() {
			e := matrix.Fail(matrix.OutOfRange, "region")
			e.Found, e.Expected = r, n.Regions()
			return nil, nil, e
		}
	}
	if math.IsNaN(threshold) || threshold < 0 {
		e := matrix.Fail(matrix.BadOption, "threshold")
		e.Value = threshold
		return nil, nil, e
	}
	return w.adds(n, a, b, threshold, o), w.adds(n, b, a, threshold, o), nil
}

func (w *weights) adds(n *Network, region, partner int, threshold float64, o Options) *Complementarity {
	c := &Complementarity{Region: region, Partner: partner, Mean: math.NaN(), Diagnostics: n.Diagnostics}
	if math.IsNaN(n.Diversity[region]) || math.IsNaN(n.Diversity[partner]) {
		return c
	}
	scale := 1.0
	if o.Density == Balland {
		scale = 100
	}
	has, theirs, gaps := n.Of(region), n.Of(partner), n.Cells.Missing(region)
	all, partnerAll := make([]float64, w.size), make([]float64, w.size)
	w.without(all, gaps)
	w.without(partnerAll, n.Cells.Missing(partner))
	sum, count := 0.0, 0
	for i := range w.size {
		if yes, known := n.Specialised(region, i); yes || !known {
			continue
		}
		row := w.phi[i*w.size : (i+1)*w.size]
		own, added, partnerOwn := 0.0, 0.0, 0.0
		for _, j := range has {
			own += row[j]
		}
		for _, j := range theirs {
			partnerOwn += row[j]
			_, mine := slices.BinarySearch(has, j)
			_, gap := slices.BinarySearch(gaps, j)
			if !mine && !gap {
				added += row[j]
			}
		}
		x := Complement{Activity: i, Own: scale * own / all[i], Added: scale * added / all[i]}
		x.Together = x.Own + x.Added
		x.Crosses = x.Own < threshold && scale*partnerOwn/partnerAll[i] < threshold && x.Together >= threshold
		if yes, known := n.Specialised(partner, i); yes && known {
			x.PartnerHas, x.PartnerSmall = true, n.IsSmall(partner, i, o)
		}
		if x.Crosses {
			c.Crossing++
		}
		if !math.IsNaN(x.Added) {
			sum += x.Added
			count++
		}
		c.Activities = append(c.Activities, x)
	}
	c.Mean = sum / float64(count)
	return c
}
