// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"slices"
)

// Border compares services with the border closed and open.
type Border struct {
	Closed, Open Choice // the sites and who goes where; with all sites given, Open and Closed hold them all and nothing was searched

	// Gain is, of each demand, what opening the border saves: cost closed − cost open, below 0 for those who lose because a site moved
	// away from them. NaN where it is served only when the border is open, or never.
	Gain []float64
	// Newly are the demands that no site of their own side can serve and another one can; Never those that none can.
	Newly, Never []int
	Sides        []Side // by name

	SavedTotal float64 // Σ weight · gain over the demands served both ways
	Cut        int     // pairs that the closed border takes away
}

// Side is what the border means to one side.
type Side struct {
	Name                       string
	Demands                    int
	Weight                     float64 // of all its demands
	Both                       float64 // of those served closed and open: the means and sums below are theirs
	MeanClosed, MeanOpen       float64 // cost, weighted; NaN when Both is 0
	Saved                      float64 // Σ weight · gain
	Gaining, Losing, Newly     float64 // weight of demands that save, that lose, that are served for the first time
	Across                     float64 // weight of demands that go across when the border is open
	CoveredClosed, CoveredOpen float64 // weight within the radius; NaN without a radius
}

// BorderOptions say what is compared.
type BorderOptions struct {
	Open    int     // how many sites are opened, the best ones either way; 0 all sites as they are
	Radius  float64 // covered within; below 0 not asked
	Options Options
}

// CompareBorder tells who gains, and how much, when services may be used across the border. With BorderOptions.Open it compares the best choice of
// sites of either case (two p-medians); otherwise all sites as they stand. Demands whose own side has no site that they can reach are left out of
// the choice with the border closed.
func CompareBorder(c *Costs, weights []float64, demandSide, siteSide []string, o BorderOptions) (*Border, error) {
	if err := amounts("weights", weights, c.demands, false); err != nil {
		return nil, err
	}
	shut, cut, err := c.Close(demandSide, siteSide)
	if err != nil {
		return nil, err
	}
	b := &Border{Cut: cut}
	if b.Closed, err = best(shut, weights, o); err != nil {
		return nil, err
	}
	if b.Open, err = best(c, weights, o); err != nil {
		return nil, err
	}
	b.count(weights, demandSide, siteSide, o.Radius)
	return b, nil
}

// best opens all sites, or the p of least cost for the demands that can be served at all.
func best(c *Costs, weights []float64, o BorderOptions) (Choice, error) {
	if o.Open == 0 {
		all := make([]int, c.sites)
		for i := range all {
			all[i] = i
		}
		out := assigned(c, all)
		for j, w := range weights {
			if out.Site[j] >= 0 {
				out.Objective += w * out.Cost[j]
			}
		}
		out.Bound = out.Objective
		return out, nil
	}
	w := slices.Clone(weights)
	for j := range w {
		if !slices.ContainsFunc(c.row(j), finite) {
			w[j] = 0
		}
	}
	return PMedian(c, w, o.Open, o.Options)
}

// count adds up by side.
func (b *Border) count(weights []float64, demandSide, siteSide []string, radius float64) {
	names := slices.Clone(demandSide)
	slices.Sort(names)
	names = slices.Compact(names)
	b.Sides = make([]Side, len(names))
	for k, n := range names {
		b.Sides[k].Name = n
		if radius < 0 {
			b.Sides[k].CoveredClosed, b.Sides[k].CoveredOpen = math.NaN(), math.NaN()
		}
	}
	b.Gain = make([]float64, len(weights))
	for j, w := range weights {
		k, _ := slices.BinarySearch(names, demandSide[j])
		s := &b.Sides[k]
		s.Demands++
		s.Weight += w
		closed, open := b.Closed.Cost[j], b.Open.Cost[j]
		b.Gain[j] = closed - open
		if i := b.Open.Site[j]; i >= 0 && siteSide[i] != demandSide[j] {
			s.Across += w
		}
		if closed <= radius {
			s.CoveredClosed += w
		}
		if open <= radius {
			s.CoveredOpen += w
		}
		switch {
		case math.IsNaN(open) && math.IsNaN(closed):
			b.Never = append(b.Never, j)
		case math.IsNaN(closed):
			b.Newly = append(b.Newly, j)
			s.Newly += w
		case !math.IsNaN(open):
			s.both(w, closed, open)
		}
	}
	for k := range b.Sides {
		s := &b.Sides[k]
		s.MeanClosed, s.MeanOpen = s.MeanClosed/s.Both, s.MeanOpen/s.Both
		b.SavedTotal += s.Saved
	}
}

// both adds a demand that is served either way; the means are sums until they are divided.
func (s *Side) both(w, closed, open float64) {
	s.Both += w
	s.MeanClosed += w * closed
	s.MeanOpen += w * open
	s.Saved += w * (closed - open)
	switch {
	case open < closed:
		s.Gaining += w
	case open > closed:
		s.Losing += w
	}
}
