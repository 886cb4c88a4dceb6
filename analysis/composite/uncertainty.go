// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/sumanus/sumanus/analysis/internal/large"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Spread tells how far ranks depend on what could have been decided otherwise. By unit; missing where a unit has no rank in any run.
type Spread struct {
	Runs         int
	Nominal      []float64 // rank by the recipe itself
	Mean, Median []float64
	Q5, Q95      []float64 // 5 % and 95 % quantiles, linear between neighbours (R type 7)
	Best, Worst  []float64
	Unranked     []int // runs in which the unit had no rank
	Factors      []string
}

// Uncertainty builds the indicator again runs times, each time with choices drawn at random, and tells where each unit ends up. The same
// seed gives the same result.
//
// Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of
// composite indicators, Journal of the Royal Statistical Society A 168(2).
func Uncertainty(r *Run, c Choices, runs int, seed uint64) (*Spread, error) {
	v, err := r.variants(c, seed)
	if err != nil {
		return nil, err
	}
	if runs < 1 {
		return nil, fault(BadOption, "runs", strconv.Itoa(runs), "")
	}
	factors := c.Factors()
	draws := make([]draw, runs)
	point := make([]float64, len(factors))
	for k := range draws {
		rng := stream(seed, k)
		for i := range point {
			point[i] = rng.uniform()
		}
		if draws[k] = v.at(point, runs); draws[k].noise >= 0 {
			draws[k].noise = k // every run its own weights
		}
	}
	return v.spread(draws, factors)
}

// Sweep runs the indicator once for each set of weights, in order, and tells where each unit ends up: Uncertainty for weights that come from
// elsewhere, such as the budgets of a panel of experts.
func Sweep(r *Run, weights [][]float64) (*Spread, error) {
	v, err := r.variants(Choices{Weights: weights}, 0)
	if err != nil {
		return nil, err
	}
	if len(weights) == 0 {
		return nil, fault(BadOption, "runs", "0", "")
	}
	draws := make([]draw, len(weights))
	for k := range draws {
		draws[k] = draw{set: k, noise: -1}
	}
	return v.spread(draws, []string{FactorWeights})
}

func (v *variants) spread(draws []draw, factors []string) (*Spread, error) {
	ranks, err := v.ranks(draws)
	if err != nil {
		return nil, err
	}
	s := v.summary(ranks, len(draws))
	s.Factors = factors
	return s, nil
}

// ranks runs every draw and gives the ranks of its units, run after run; 0 where a unit has none.
func (v *variants) ranks(draws []draw) ([]int32, error) {
	units, threads := v.r.Raw.Units, v.r.threads
	out := large.Slice[int32](len(draws) * units)
	size := parallel.Size(len(draws), 8, 32)
	failed := make([]error, parallel.Pieces(len(draws), size))
	workers := sync.Pool{New: func() any {
		return &worker{v: v, made: make(map[[2]int]*aggregator), weights: make([]float64, len(v.r.Frame.Nodes))}
	}}
	parallel.Do(len(draws), size, threads, func(piece, from, to int) {
		w := workers.Get().(*worker)
		defer workers.Put(w)
		for k := from; k < to && failed[piece] == nil; k++ {
			failed[piece] = w.run(draws[k], out[k*units:(k+1)*units])
		}
	})
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// worker runs draws one after the other in memory that is used again.
type worker struct {
	v       *variants
	made    map[[2]int]*aggregator
	weights []float64
	key     []uint32
	order   []int32
	other   []int32
	count   [2 * cells]int32
}

func (w *worker) run(d draw, ranks []int32) error {
	key := [2]int{d.table, d.mean}
	g := w.made[key]
	if g == nil {
		g = w.v.r.Frame.newAggregator(w.v.tables[d.table], w.v.means[d.mean], 1)
		w.made[key] = g
	}
	w.v.fill(w.weights, d)
	if err := g.run(w.weights); err != nil {
		return err
	}
	w.rank(g.scores[w.v.r.Frame.top], ranks)
	return nil
}

const (
	digit = 12 // bits sorted at once
	cells = 1 << digit
)

// rank is Ranks in whole numbers, 0 for missing. Scores are spread over 24 bits, sorted by those (two passes of counting), and put right
// where two share a place.
func (w *worker) rank(x []float64, ranks []int32) {
	low, high := bounds(x)
	scale := (cells*cells - 1) / (high - low)
	if !(high > low) {
		scale = 0
	}
	if cap(w.key) < len(x) {
		w.key, w.order, w.other = make([]uint32, len(x)), make([]int32, len(x)), make([]int32, len(x))
	}
	clear(w.count[:])
	fine, rough := w.count[:cells], w.count[cells:]
	known := 0
	for u, v := range x {
		if v == v {
			key := uint32((high - v) * scale)
			w.key[u] = key
			fine[key%cells]++
			rough[key/cells%cells]++
			known++
		}
	}
	places(fine)
	places(rough)
	order, other := w.order[:known], w.other[:known]
	for u, v := range x {
		if v == v {
			at := &fine[w.key[u]%cells]
			other[*at] = int32(u)
			*at++
		}
	}
	for _, u := range other {
		at := &rough[w.key[u]/cells%cells]
		order[*at] = u
		*at++
	}
	for k := 1; k < len(order); k++ {
		u := order[k]
		v, j := x[u], k
		for ; j > 0 && x[order[j-1]] < v; j-- {
			order[j] = order[j-1]
		}
		order[j] = u
	}
	clear(ranks)
	for k, u := range order {
		if k > 0 && x[u] == x[order[k-1]] {
			ranks[u] = ranks[order[k-1]]
		} else {
			ranks[u] = int32(k + 1)
		}
	}
}

// places turns counts into where each begins.
func places(count []int32) {
	at := int32(0)
	for k, n := range count {
		count[k] = at
		at += n
	}
}

func (v *variants) summary(ranks []int32, runs int) *Spread {
	units := v.r.Raw.Units
	block := newTable(units, 6)
	s := &Spread{Runs: runs, Nominal: v.r.Ranks, Mean: block.Columns[0], Median: block.Columns[1], Q5: block.Columns[2], Q95: block.Columns[3],
		Best: block.Columns[4], Worst: block.Columns[5], Unranked: make([]int, units)}
	const lane = 16 // units at a time, so that a line of memory is read once
	type scratch struct {
		of    [lane][]int32
		count []int32
	}
	scratches := sync.Pool{New: func() any {
		t := &scratch{count: make([]int32, 4*runs)}
		for k := range t.of {
			t.of[k] = make([]int32, 0, runs)
		}
		return t
	}}
	parallel.Do(units, lane, v.r.threads, func(_, from, to int) {
		t := scratches.Get().(*scratch)
		defer scratches.Put(t)
		of, count := t.of, t.count // of is a copy: the lists begin empty each time
		for k := range runs {
			for i, rank := range ranks[k*units+from : k*units+to] {
				if rank > 0 {
					of[i] = append(of[i], rank)
				}
			}
		}
		for u := from; u < to; u++ {
			list := of[u-from]
			s.Unranked[u] = runs - len(list)
			if len(list) == 0 {
				for _, column := range block.Columns {
					column[u] = math.NaN()
				}
				continue
			}
			sum := 0
			for _, rank := range list {
				sum += int(rank)
			}
			s.Mean[u] = float64(sum) / float64(len(list))
			sortRanks(list, count)
			s.Best[u], s.Worst[u] = float64(list[0]), float64(list[len(list)-1])
			s.Median[u], s.Q5[u], s.Q95[u] = place(list, 0.5), place(list, 0.05), place(list, 0.95)
		}
	})
	return s
}

// sortRanks counts where the ranks lie close together, and sorts where they do not.
func sortRanks(list, count []int32) {
	low, high := slices.Min(list), slices.Max(list)
	width := int(high-low) + 1
	if width > len(count) {
		slices.Sort(list)
		return
	}
	count = count[:width]
	clear(count)
	for _, rank := range list {
		count[rank-low]++
	}
	k := 0
	for i, n := range count {
		for range n {
			list[k] = low + int32(i)
			k++
		}
	}
}

// place is quantile for whole numbers.
func place(sorted []int32, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := math.Floor(at)
	k := int(low)
	if k+1 >= len(sorted) {
		return float64(sorted[len(sorted)-1])
	}
	return float64(sorted[k]) + (at-low)*float64(sorted[k+1]-sorted[k])
}
