// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"cmp"
	"math"
	"slices"
)

// location is the one problem behind the p-median, maximal covering and set covering: choose sites so that the cost of opening them, and
// of serving each demand from the cheapest open one or leaving it out at the price of rejecting it, is least.
type location struct {
	n, m     int        // demands, sites
	p        int        // exactly this many sites; −1 as many as pay
	opening  float64    // cost of opening a site
	cost     []float64  // n × m by demand, never above the price of rejecting; none where there are sets
	reject   []float64  // by demand, finite
	binary   bool       // every cost is 0 or that of rejecting
	integral bool       // every cost is a whole number, and so is the optimum
	scale    float64    // size of the sums that are rounded, when the value may be much smaller
	sets     [][]uint64 // binary: bits of the sites that cover each demand
	near     *lists     // the sites that serve each demand below the price of rejecting
	turn     *lists     // binary: the demands that each site covers
}

// found is what the search returns.
type found struct {
	open       []int // ascending
	value      float64
	bound      float64
	nodes      int
	iterations int
	root       float64 // the bound before branching
	fixed      int     // sites decided before branching
	work       int     // costs looked at
	ended      Limit
}

// slack is how close to the best known value a bound counts as having met it: rounding of sums, not a gap.
const slack = 1e-12

// lists holds for each demand the sites that serve it below the price of rejecting, cheapest first.
type lists struct {
	start []int32
	site  []int32
	value []float64
}

func (l *location) lists() *lists {
	out := &lists{start: make([]int32, l.n+1)}
	order := make([]int32, 0, l.m)
	for j := range l.n {
		row := l.cost[j*l.m : (j+1)*l.m]
		order = order[:0]
		for i, c := range row {
			if c < l.reject[j] {
				order = append(order, int32(i))
			}
		}
		slices.SortFunc(order, func(a, b int32) int {
			if c := cmp.Compare(row[a], row[b]); c != 0 {
				return c
			}
			return int(a - b)
		})
		for _, i := range order {
			out.site, out.value = append(out.site, i), append(out.value, row[i])
		}
		out.start[j+1] = int32(len(out.site))
	}
	return out
}

// total is the value of a set of sites, summed in the order of the demands.
func (l *location) total(open []int) float64 {
	if l.turn != nil {
		return l.totalSets(open, make([]bool, l.n))
	}
	sum := 0.0
	for j := range l.n {
		least := l.reject[j]
		for _, i := range open {
			least = min(least, l.cost[j*l.m+i])
		}
		sum += least
	}
	return sum + l.opening*float64(len(open))
}

// cutoff is the bound from which on nothing better than the value can be found.
func (l *location) cutoff(value float64) float64 {
	if l.integral {
		return value - 1 + 1e-3
	}
	return value - slack*max(math.Abs(value), l.scale)
}

// undominated lists the sites for which no other site is at least as good for every demand; of equal ones the first stays.
func (l *location) undominated() []int {
	var keep []int
	gone := make([]bool, l.m)
	for i := range l.m {
		for k := 0; k < l.m && !gone[i]; k++ {
			gone[i] = k != i && !gone[k] && l.dominates(k, i)
		}
		if !gone[i] {
			keep = append(keep, i)
		}
	}
	return keep
}

func (l *location) dominates(k, i int) bool {
	equal := true
	for j := range l.n {
		a, b := l.cost[j*l.m+k], l.cost[j*l.m+i]
		if a > b {
			return false
		}
		equal = equal && a == b
	}
	return !equal || k < i
}

// solve finds the optimum, or with a limit the best it found and a bound.
func (l *location) solve(o Options) found {
	if l.sets != nil {
		return l.solveSets(o)
	}
	keep := l.undominated()
	if l.p >= 0 && len(keep) <= l.p { // all of them, and others that change nothing
		return l.filled(keep)
	}
	small := *l
	small.m = len(keep)
	small.cost = make([]float64, l.n*len(keep))
	for j := range l.n {
		for k, i := range keep {
			small.cost[j*small.m+k] = l.cost[j*l.m+i]
		}
	}
	f := newSearch(&small, o).run()
	for k, i := range f.open {
		f.open[k] = keep[i]
	}
	f.fixed += l.m - len(keep)
	return f
}

// filled adds the first sites that are not yet open, up to p.
func (l *location) filled(keep []int) found {
	f := found{open: keep, nodes: 1, fixed: l.m}
	for i := 0; len(f.open) < l.p; i++ {
		if !slices.Contains(f.open, i) {
			f.open = append(f.open, i)
		}
	}
	slices.Sort(f.open)
	f.value = l.total(f.open)
	f.bound, f.root = f.value, f.value
	return f
}
