// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"strconv"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Mean is a way to make one number of several.
type Mean uint8

// The means. w are the weights of a group scaled to 1 over the children that are known.
const (
	Arithmetic Mean = iota // Σ w x: a weakness can be made good by a strength
	Geometric              // exp Σ w ln x: less so. 0 where a child with a weight is 0; values below 0 are an error
	Harmonic               // 1/Σ w/x: least so. 0 where a child with a weight is 0; values below 0 are an error
	// Copeland sums, over the other units, the weights of the children in which the unit does better, and half of those in which both
	// are equal: only the order counts, and nothing is made good. Between two units the weights are scaled to 1 over the children known in
	// both; where there are none, both get one half.
	Copeland
	lastMean = Copeland
)

// Aggregation says how children become parents. The zero value is Arithmetic everywhere.
type Aggregation struct {
	// By is one mean for all levels or one for each level of aggregates, lowest first; none means Arithmetic.
	By []Mean
	// Available is the least share of children (counted, not weighed) that must be known; with less the parent is missing. 0 asks for one.
	Available float64
}

func (a Aggregation) check(f *Frame) error {
	if n := len(a.By); n > 1 && n != len(f.levels) {
		return fault(LengthMismatch, "aggregate", strconv.Itoa(n), strconv.Itoa(len(f.levels)))
	}
	for _, m := range a.By {
		if m > lastMean {
			return fault(BadOption, "aggregate", strconv.Itoa(int(m)), "")
		}
	}
	if !(a.Available >= 0 && a.Available <= 1) {
		return fault(BadOption, "available", number(a.Available), "0..1")
	}
	return nil
}

// at is the mean of a level of aggregates, counted from 0.
func (a Aggregation) at(level int) Mean {
	switch len(a.By) {
	case 0:
		return Arithmetic
	case 1:
		return a.By[0]
	}
	return a.By[level]
}

// Aggregated holds the scores of every node.
type Aggregated struct {
	Scores [][]float64 // by node of the frame and unit; of indicators their normalised values
	// Incomplete counts by node the units whose score rests on fewer children than there are.
	Incomplete []int
}

// aggregator turns normalised values into scores; it is used again and again by the uncertainty analysis and allocates nothing then.
type aggregator struct {
	f       *Frame
	a       Aggregation
	units   int
	scores  [][]float64 // by node
	sum     []float64   // by unit
	weight  []float64
	have    []float64
	whole   []bool // by node: nothing is missing there
	logs    [][]float64
	sound   []bool // by node: an indicator without values below 0
	threads int
}

// newAggregator takes normalised columns; scores of aggregates are its own.
func (f *Frame) newAggregator(t *Table, a Aggregation, threads int) *aggregator {
	g := &aggregator{f: f, a: a, units: t.Units, scores: make([][]float64, len(f.Nodes)), sum: make([]float64, t.Units), weight: make([]float64, t.Units),
		have: make([]float64, t.Units), whole: make([]bool, len(f.Nodes)), logs: make([][]float64, len(f.Nodes)),
		sound: make([]bool, len(f.Nodes)), threads: threads}
	for k := range f.Nodes {
		if c := f.column[k]; c >= 0 {
			g.scores[k] = t.Columns[c]
			g.whole[k] = complete(t.Columns[c])
		} else {
			g.scores[k] = make([]float64, t.Units)
		}
	}
	return g
}

func complete(x []float64) bool {
	for _, v := range x {
		if v != v {
			return false
		}
	}
	return true
}

// run aggregates with weights by node, which need not be scaled.
func (g *aggregator) run(weights []float64) error {
	for _, k := range g.f.aggregates {
		if err := g.node(k, weights); err != nil {
			return err
		}
	}
	return nil
}

// node makes the scores of one aggregate.
func (g *aggregator) node(k int, weights []float64) error {
	level := 0
	for g.f.levels[level] != g.f.Nodes[k].Level {
		level++
	}
	m := g.a.at(level)
	if m == Copeland {
		g.copeland(k, weights)
		return nil
	}
	clear(g.sum)
	children := g.f.children[k]
	total, whole := 0.0, true
	for _, c := range children {
		total += weights[c]
		whole = whole && g.whole[c]
	}
	if !whole {
		clear(g.weight)
		clear(g.have)
	}
	for _, c := range children {
		if err := g.add(c, m, weights[c], whole); err != nil {
			return err
		}
	}
	g.close(k, m, total, whole, float64(len(children)))
	return nil
}

// add adds one child, weighed, to the sums of all units.
func (g *aggregator) add(c int, m Mean, w float64, whole bool) error {
	x := g.scores[c]
	switch {
	case m == Geometric:
		var err error
		if x, err = g.logarithms(c, w); err != nil {
			return err
		}
	case m == Harmonic:
		if err := g.positive(c, w); err != nil {
			return err
		}
	}
	sum := g.sum[:len(x)]
	if whole {
		switch {
		case w == 0:
		case m == Harmonic:
			for u, v := range x {
				sum[u] += w / v
			}
		default:
			for u, v := range x {
				sum[u] += w * v
			}
		}
		return nil
	}
	for u, v := range x {
		if v != v {
			continue
		}
		g.have[u]++
		g.weight[u] += w
		switch {
		case w == 0:
		case m == Harmonic:
			sum[u] += w / v
		default:
			sum[u] += w * v
		}
	}
	return nil
}

// close makes means of sums.
func (g *aggregator) close(k int, m Mean, total float64, whole bool, children float64) {
	out := g.scores[k]
	g.whole[k] = true
	least := max(g.a.Available*children, 1)
	for u := range out {
		w := total
		if !whole {
			w = g.weight[u]
			if g.have[u] < least || w == 0 {
				out[u] = math.NaN()
				g.whole[k] = false
				continue
			}
		}
		switch v := g.sum[u]; m {
		case Geometric:
			out[u] = math.Exp(v / w)
		case Harmonic:
			out[u] = w / v
		default:
			out[u] = v / w
		}
	}
}

// logarithms of a child. Those of indicators do not change, so they are kept.
func (g *aggregator) logarithms(c int, w float64) ([]float64, error) {
	if err := g.positive(c, w); err != nil {
		return nil, err
	}
	kept := g.logs[c]
	if kept == nil {
		kept = make([]float64, g.units)
		g.logs[c] = kept
	} else if g.f.column[c] >= 0 {
		return kept, nil
	}
	for u, v := range g.scores[c] {
		kept[u] = math.Log(v)
	}
	return kept, nil
}

func (g *aggregator) positive(c int, w float64) error {
	if w == 0 || g.sound[c] {
		return nil
	}
	for u, v := range g.scores[c] {
		if v < 0 {
			return &Error{Code: NotPositive, Node: g.f.Nodes[c].Code, Unit: u, Found: number(v)}
		}
	}
	g.sound[c] = g.f.column[c] >= 0
	return nil
}

// copeland compares each unit with every other.
func (g *aggregator) copeland(k int, weights []float64) {
	children, out := g.f.children[k], g.scores[k]
	least := max(g.a.Available*float64(len(children)), 1)
	takesPart := func(u int) bool {
		have := 0.0
		for _, c := range children {
			if v := g.scores[c][u]; v == v {
				have++
			}
		}
		return have >= least
	}
	in := make([]bool, g.units)
	for u := range in {
		in[u] = takesPart(u)
	}
	const step = 1 << 44
	parallel.Do(g.units, 16, g.threads, func(_, from, to int) {
		for u := from; u < to; u++ {
			if !in[u] {
				out[u] = math.NaN()
				continue
			}
			// Shares are summed in whole steps of 2^-44, so that equal records tie whatever the order of the units.
			score := int64(0)
			for v := range g.units {
				if v == u || !in[v] {
					continue
				}
				better, all := 0.0, 0.0
				for _, c := range children {
					x, y, w := g.scores[c][u], g.scores[c][v], weights[c]
					switch {
					case x != x || y != y:
						continue
					case x > y:
						better += w
					case x == y:
						better += w / 2
					}
					all += w
				}
				if all > 0 {
					score += int64(math.Round(better / all * step))
				} else {
					score += step / 2
				}
			}
			out[u] = float64(score) / step
		}
	})
	g.whole[k] = complete(out)
}
