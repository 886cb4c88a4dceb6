// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"strconv"

	"github.com/sumanus/sumanus/analysis/internal/eigen"
)

// WeightBy says where weights come from.
type WeightBy uint8

// The sources of weights. Within a group they are always scaled to sum to 1.
const (
	Given WeightBy = iota // those of the structure
	Equal                 // the same for all children of a group
	// Loadings are those of the first principal component of the correlations within a group, turned so that their sum is positive, as COINr takes
	// them. A group in which some are negative is refused: its indicators point against each other.
	Loadings
	// SquaredLoadings are the shares of the first component's variance that each child explains (OECD and JRC 2008, step 6).
	SquaredLoadings
)

// Weighting says which weights hold. The zero value takes those of the structure.
type Weighting struct {
	By WeightBy
	// Own overrides the structure, by node; nil where it does not.
	Own []float64
}

// Weighted are the weights that hold.
type Weighted struct {
	InGroup   []float64 // by node, summing to 1 within a group; 1 for the index
	Effective []float64 // by node: the product up to the index, what a node weighs in it under arithmetic means
	Explained []float64 // by aggregate node: share of variance that the first component explains, with Loadings and SquaredLoadings; else missing
	// plain are the weights before they are scaled. Means divide by their sum at the end, so that units with equal records tie: 2/3 and 1/3 are
	// no exact numbers, 2 and 1 are.
	plain []float64
}

// weigh works from the bottom up, because components of aggregates need the scores of what lies below.
func (f *Frame) weigh(n *Normalised, w Weighting, a Aggregation, threads int) (*Weighted, error) {
	out := &Weighted{InGroup: make([]float64, len(f.Nodes)), Effective: make([]float64, len(f.Nodes)), Explained: make([]float64, len(f.Nodes))}
	out.plain = make([]float64, len(f.Nodes))
	for k := range out.Explained {
		out.Explained[k] = math.NaN()
	}
	if w.By > SquaredLoadings {
		return nil, fault(BadOption, "weights", strconv.Itoa(int(w.By)), "")
	}
	given := make([]float64, len(f.Nodes))
	for k, node := range f.Nodes {
		given[k] = node.Weight
	}
	if w.Own != nil {
		if len(w.Own) != len(given) {
			return nil, fault(LengthMismatch, "weights", strconv.Itoa(len(w.Own)), strconv.Itoa(len(given)))
		}
		for k, v := range w.Own {
			if !(v >= 0) || math.IsInf(v, 0) {
				return nil, fault(BadWeight, f.Nodes[k].Code, number(v), "")
			}
		}
		given = w.Own
	}
	var g *aggregator
	if w.By == Loadings || w.By == SquaredLoadings {
		g = f.newAggregator(n.Table, a, threads)
	}
	for _, parent := range f.aggregates {
		children := f.children[parent]
		sum := 0.0
		for i, c := range children {
			v := 1.0
			switch w.By {
			case Given:
				v = given[c]
			case Loadings, SquaredLoadings:
				if i == 0 {
					if err := f.component(g, parent, w.By, out); err != nil {
						return nil, err
					}
				}
				v = out.plain[c]
			case Equal:
			}
			out.plain[c] = v
			sum += v
		}
		if sum == 0 {
			return nil, fault(ZeroWeights, f.Nodes[parent].Code, "", "")
		}
		for _, c := range children {
			out.InGroup[c] = out.plain[c] / sum
		}
		if g != nil {
			if err := g.node(parent, out.plain); err != nil {
				return nil, err
			}
		}
	}
	out.InGroup[f.top], out.Effective[f.top] = 1, 1
	for i := len(f.aggregates) - 1; i >= 0; i-- {
		parent := f.aggregates[i]
		for _, c := range f.children[parent] {
			out.Effective[c] = out.Effective[parent] * out.InGroup[c]
		}
	}
	return out, nil
}

// component writes the loadings of a group's first principal component, over the units that have all of its children.
func (f *Frame) component(g *aggregator, parent int, by WeightBy, out *Weighted) error {
	children := f.children[parent]
	columns := make([][]float64, len(children))
	for i, c := range children {
		columns[i] = g.scores[c]
	}
	n := len(children)
	r, units := correlations(columns)
	if units < 3 {
		return fault(TooFewUnits, f.Nodes[parent].Code, strconv.Itoa(units), "3")
	}
	for i, v := range r {
		if math.IsNaN(v) { // no variation: correlated with nothing
			r[i] = 0
			if i%n == i/n {
				r[i] = 1
			}
		}
	}
	values, vectors := eigen.Symmetric(n, r)
	sum := 0.0
	for _, v := range vectors[0] {
		sum += v
	}
	for i, c := range children {
		v := vectors[0][i]
		switch {
		case by == SquaredLoadings:
			v *= v
		case sum < 0:
			v = -v
		}
		if v < 0 && v > -1e-12 {
			v = 0
		}
		if v < 0 {
			return fault(NegativeWeights, f.Nodes[parent].Code, number(v), "")
		}
		out.plain[c] = v
	}
	out.Explained[parent] = values[0] / float64(n)
	return nil
}

// correlations of columns over the units that have all of them, row after row.
func correlations(columns [][]float64) (r []float64, units int) {
	n := len(columns)
	var rows []int
	for u := range columns[0] {
		all := true
		for _, c := range columns {
			all = all && !math.IsNaN(c[u])
		}
		if all {
			rows = append(rows, u)
		}
	}
	scaled := make([][]float64, n)
	for i, c := range columns {
		x := make([]float64, len(rows))
		for k, u := range rows {
			x[k] = c[u]
		}
		scaled[i] = standardised(x)
	}
	r = make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			s := 0.0
			for k, v := range scaled[i] {
				s += v * scaled[j][k]
			}
			r[i*n+j], r[j*n+i] = s, s
		}
	}
	return r, len(rows)
}

// standardised has mean 0 and sum of squares 1; NaN without variation.
func standardised(x []float64) []float64 {
	m, s := mean(x), 0.0
	for k := range x {
		x[k] -= m
		s += x[k] * x[k]
	}
	s = math.Sqrt(s)
	for k := range x {
		x[k] /= s
	}
	return x
}
