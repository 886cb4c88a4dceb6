// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"strconv"
)

// Options of the search.
type Options struct {
	// Nodes is how many parts of the search are looked at before it stops with a gap; 0 is no limit.
	Nodes int
	// Work is how many costs are looked at, in thousands, before the search stops with a gap; 0 is no limit. Unlike a clock it ends a search at the
	// same place each time and on every machine; a core looks at some hundred thousand thousands a second. It ends no part that is begun.
	Work int
	// Stop ends the search early when it returns true; nil never does. What it found so far is returned with its gap.
	Stop func() bool
}

// Choice is a set of sites with what was proved about it.
type Choice struct {
	Open      []int // ascending
	Objective float64
	Bound     float64 // no choice is better than this
	Gap       float64
	Site      []int     // of each demand the open site that serves it, −1 when none can
	Cost      []float64 // of each demand to that site, NaN when none can

	// How it was found.
	Root       float64 // the bound before the search branched
	Nodes      int     // parts of the search looked at
	Iterations int     // bounds computed
	Fixed      int     // sites decided before the search branched
	Work       int     // costs looked at, in thousands
	Ended      Limit   // what ended it
}

// Limit is what ended a search.
type Limit string

// The search ends when it is through, at a limit, or when it is told to.
const (
	Through Limit = "proven"
	AtNodes Limit = "nodes"
	AtWork  Limit = "work"
	Stopped Limit = "stopped"
)

// PMedian opens exactly p sites so that Σ weight · cost to the nearest open site is least (Hakimi 1964; ReVelle and Swain 1970). Every demand of
// weight above 0 must be served.
func PMedian(c *Costs, weights []float64, p int, o Options) (Choice, error) {
	if err := checkOpen(c, weights, p); err != nil {
		return Choice{}, err
	}
	l := &location{m: c.sites, p: p, integral: true}
	var dear, whole float64 // the dearest way to serve all
	for j, w := range weights {
		if w == 0 {
			continue
		}
		most, reachable := 0.0, false
		for _, d := range c.row(j) {
			v := w * d
			if !math.IsInf(d, 1) {
				reachable = true
				most = max(most, v)
				l.integral = l.integral && v == math.Trunc(v)
			}
			l.cost = append(l.cost, v)
		}
		if !reachable {
			return Choice{}, fault(Unreachable, "demand", j, "", "")
		}
		dear += most
		l.n++
	}
	if !finite(dear) {
		return Choice{}, fault(NotFinite, "costs", -1, number(dear), "")
	}
	whole = dear + 1 // leaving one demand out costs more than serving all
	l.reject = make([]float64, l.n)
	for j := range l.reject {
		l.reject[j] = whole
	}
	for k, v := range l.cost {
		l.cost[k] = min(v, whole)
	}
	l.integral = l.integral && dear < mostWhole
	f := l.solve(o)
	out := assigned(c, f.open)
	out.Objective = 0
	left := 0
	for j, w := range weights {
		switch {
		case w == 0:
		case out.Site[j] < 0:
			left++
		default:
			out.Objective += w * out.Cost[j]
		}
	}
	if left > 0 {
		return Choice{}, fault(Infeasible, "open", -1, strconv.Itoa(left), strconv.Itoa(p))
	}
	out.prove(f, func(v float64) float64 { return v })
	return out, nil
}

// mostWhole is the largest total up to which whole numbers are told apart from rounding.
const mostWhole = 1e10

func checkOpen(c *Costs, weights []float64, p int) error {
	if err := amounts("weights", weights, c.demands, false); err != nil {
		return err
	}
	if p < 1 {
		return fault(BadOpen, "open", -1, strconv.Itoa(p), "1")
	}
	if p > c.sites {
		return fault(TooFewSites, "sites", -1, strconv.Itoa(c.sites), strconv.Itoa(p))
	}
	return nil
}

// assigned serves each demand from the cheapest of the open sites, the first among equals.
func assigned(c *Costs, open []int) Choice {
	out := Choice{Open: open, Site: make([]int, c.demands), Cost: make([]float64, c.demands)}
	for j := range c.demands {
		row := c.row(j)
		out.Site[j], out.Cost[j] = -1, math.NaN()
		least := math.Inf(1)
		for _, i := range open {
			if row[i] < least {
				least = row[i]
				out.Site[j], out.Cost[j] = i, least
			}
		}
	}
	return out
}

// prove puts the bound beside the objective; of turns what the search minimised into the objective.
func (c *Choice) prove(f found, of func(float64) float64) {
	c.Bound, c.Root = of(f.bound), of(f.root)
	if f.bound == f.value {
		c.Bound = c.Objective // the same sum, perhaps added in another order
	}
	if c.Bound != c.Objective {
		c.Gap = math.Abs(c.Objective-c.Bound) / max(math.Abs(c.Objective), math.Abs(c.Bound))
	}
	c.Nodes, c.Iterations, c.Fixed, c.Work = f.nodes, f.iterations, f.fixed, f.work/1000
	c.Ended = Through
	if c.Gap != 0 {
		c.Ended = f.ended
	}
}
