// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"strconv"
)

// MaxPairs bounds the table of costs: 50,000 demands by 1,000 sites.
const MaxPairs = 50_000_000

// Point is a place on a plane.
type Point struct{ X, Y float64 }

// Costs is what it takes from each demand to each site, in any one unit: metres, minutes, euros.
type Costs struct {
	demands, sites int
	at             []float64 // by demand; +Inf cannot be reached
}

// Demands is the number of demands.
func (c *Costs) Demands() int { return c.demands }

// Sites is the number of sites.
func (c *Costs) Sites() int { return c.sites }

// At is the cost from a demand to a site; +Inf when it cannot be reached.
func (c *Costs) At(demand, site int) float64 { return c.at[demand*c.sites+site] }

func (c *Costs) row(demand int) []float64 { return c.at[demand*c.sites : (demand+1)*c.sites] }

func newCosts(demands, sites int) (*Costs, error) {
	if demands == 0 {
		return nil, fault(NoEntries, "demand", -1, "", "")
	}
	if sites == 0 {
		return nil, fault(NoEntries, "sites", -1, "", "")
	}
	if demands > MaxPairs/sites {
		return nil, fault(TooLarge, "costs", -1, number(float64(demands)*float64(sites)), strconv.Itoa(MaxPairs))
	}
	return &Costs{demands: demands, sites: sites, at: make([]float64, demands*sites)}, nil
}

// StraightLine gives Euclidean distances on the plane, times a factor: 1 for the distances themselves, about 1.2 to 1.4 for roads in place of
// straight lines (Love and Morris 1979). The factor is part of what a reader must be told.
func StraightLine(demand, sites []Point, factor float64) (*Costs, error) {
	if !(factor > 0) || math.IsInf(factor, 0) {
		return nil, fault(BadFactor, "factor", -1, number(factor), "")
	}
	for j, p := range demand {
		if !finite(p.X) || !finite(p.Y) {
			return nil, fault(NotFinite, "demand", j, number(p.X+p.Y), "")
		}
	}
	for i, p := range sites {
		if !finite(p.X) || !finite(p.Y) {
			return nil, siteFault(NotFinite, "sites", i, number(p.X+p.Y), "")
		}
	}
	c, err := newCosts(len(demand), len(sites))
	if err != nil {
		return nil, err
	}
	for j, p := range demand {
		row := c.row(j)
		for i, q := range sites {
			dx, dy := p.X-q.X, p.Y-q.Y
			row[i] = math.Sqrt(float64(dx*dx)+float64(dy*dy)) * factor // rounded before they are added: the same on every processor
			if !finite(row[i]) {
				return nil, fault(NotFinite, "demand", j, number(row[i]), "")
			}
		}
	}
	return c, nil
}

// Pair is the cost from one demand to one site.
type Pair struct {
	Demand, Site int
	Cost         float64 // NaN: not known, which is as good as not reachable
}

// FromPairs makes a table of costs of a list, in any order; pairs that are not listed cannot be reached.
func FromPairs(demands, sites int, pairs []Pair) (*Costs, error) {
	c, err := newCosts(demands, sites)
	if err != nil {
		return nil, err
	}
	for k := range c.at {
		c.at[k] = math.Inf(1)
	}
	seen := make([]bool, len(c.at))
	for _, p := range pairs {
		if p.Demand < 0 || p.Demand >= demands {
			return nil, fault(BadUnit, "demand", -1, strconv.Itoa(p.Demand), strconv.Itoa(demands))
		}
		if p.Site < 0 || p.Site >= sites {
			return nil, fault(BadUnit, "sites", -1, strconv.Itoa(p.Site), strconv.Itoa(sites))
		}
		k := p.Demand*sites + p.Site
		if seen[k] {
			return nil, fault(DuplicatePair, "costs", p.Demand, strconv.Itoa(p.Site), "")
		}
		seen[k] = true
		if p.Cost < 0 {
			return nil, fault(NegativeValue, "costs", p.Demand, number(p.Cost), "")
		}
		if !math.IsNaN(p.Cost) {
			c.at[k] = p.Cost
		}
	}
	return c, nil
}

// Close shuts the border: pairs of different sides cannot be reached. It tells how many that could be reached are cut.
func (c *Costs) Close(demandSide, siteSide []string) (shut *Costs, cut int, err error) {
	if err := c.sides(demandSide, siteSide); err != nil {
		return nil, 0, err
	}
	out := &Costs{demands: c.demands, sites: c.sites, at: append([]float64(nil), c.at...)}
	for j := range c.demands {
		row := out.row(j)
		for i := range row {
			if demandSide[j] != siteSide[i] {
				if !math.IsInf(row[i], 1) {
					cut++
				}
				row[i] = math.Inf(1)
			}
		}
	}
	return out, cut, nil
}

// sides checks that each demand and site has a side.
func (c *Costs) sides(demandSide, siteSide []string) error {
	if len(demandSide) != c.demands {
		return fault(LengthMismatch, "groups", -1, strconv.Itoa(len(demandSide)), strconv.Itoa(c.demands))
	}
	if len(siteSide) != c.sites {
		return fault(LengthMismatch, "groups", -1, strconv.Itoa(len(siteSide)), strconv.Itoa(c.sites))
	}
	for j, s := range demandSide {
		if s == "" {
			return fault(NoGroup, "demand", j, "", "")
		}
	}
	for i, s := range siteSide {
		if s == "" {
			return siteFault(NoGroup, "sites", i, "", "")
		}
	}
	return nil
}

// amounts checks one number for each demand (or site): finite and not below zero.
func amounts(what string, of []float64, want int, site bool) error {
	if len(of) != want {
		return fault(LengthMismatch, what, -1, strconv.Itoa(len(of)), strconv.Itoa(want))
	}
	for k, v := range of {
		code := NotFinite
		if v < 0 {
			code = NegativeValue
		} else if finite(v) {
			continue
		}
		return &Error{Code: code, What: what, Unit: k, Site: site, Found: number(v)}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
