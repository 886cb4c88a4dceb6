// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"slices"
	"strconv"
)

// Comparison is one judgement in pairs: with regard to Under, A counts Value times as much as B.
type Comparison struct {
	Under, A, B int     // items
	Value       float64 // above 0; Saaty's scale runs from 1/9 to 9
	Judge       int     // who said so; several judges are put together by the geometric mean
}

// Hierarchy is a goal, criteria under it, perhaps criteria under those, and alternatives, told apart by the comparisons alone: the goal is under
// nothing, alternatives have nothing under them.
type Hierarchy struct {
	Items       int
	Comparisons []Comparison
}

// RandomIndex names a table of the consistency index of random matrices.
type RandomIndex string

// The tables, for matrices of 3 to 15 items.
const (
	SaatyIndex        RandomIndex = "saaty"         // Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill, p. 21
	AlonsoLamataIndex RandomIndex = "alonso-lamata" // Alonso and Lamata (2006), Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 14(4), table 1
)

var randomIndices = map[RandomIndex][]float64{
	SaatyIndex:        {0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59},
	AlonsoLamataIndex: {0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838},
}

// Node is what stands under one item, compared in pairs.
type Node struct {
	Item      int
	Children  []int     // in the order in which they first come
	Weights   []float64 // of the children, sum 1: the principal eigenvector
	LambdaMax float64
	CI, RI    float64 // consistency index (λ − n)/(n − 1); random index, NaN beyond 15 items
	// CR = CI/RI; 0 with two items. NaN where judgements are missing, since the random index is that of complete matrices, and beyond 15 items.
	CR         float64
	Missing    int // pairs that nobody compared
	Consistent bool
	// The judgement that is furthest from what the weights say: A against B was Found and would fit as Implied. −1 with fewer than three items.
	WorstA, WorstB int
	Found, Implied float64
}

// Priorities are the weights of a hierarchy.
type Priorities struct {
	Goal         int
	Nodes        []Node    // the goal first, each after what it stands under
	Weight       []float64 // of each item in the goal; weights of alternatives sum to 1
	Alternatives []int     // items under which nothing stands
	Rank         []float64 // of each item that is an alternative, 1 the best, ties the better place; NaN for others
	Inconsistent []int     // items with CR above 0.1
	Incomplete   []int     // items with missing judgements
	Beyond       int       // judgements outside 1/9 … 9
}

// maxRatio is the consistency ratio up to which Saaty accepts judgements.
const maxRatio = 0.1

// Prioritise computes weights by the Analytic Hierarchy Process: the principal eigenvector of the judgements under each item, multiplied down the
// hierarchy (distributive mode). Judgements of several people are put together by the geometric mean, which alone keeps them reciprocal (Aczél
// and Saaty 1983). Missing judgements are bridged as by Harker (1987): the weights are those of the matrix in which each missing ratio is the
// ratio of the weights themselves; what connects all items is enough.
//
// Source: Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill; Harker (1987), Incomplete pairwise comparisons in the Analytic Hierarchy
// Process, Mathematical Modelling 9(11). Adding or dropping an alternative can turn the order of others round (Belton and Gear 1983).
func (h *Hierarchy) Prioritise(index RandomIndex) (*Priorities, error) {
	if index == "" {
		index = SaatyIndex
	}
	if randomIndices[index] == nil {
		return nil, wrong(BadOption, "index", -1, string(index), "")
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	order, err := h.order()
	if err != nil {
		return nil, err
	}
	out := &Priorities{Goal: order[0], Weight: make([]float64, h.Items), Rank: make([]float64, h.Items)}
	out.Weight[out.Goal] = 1
	above := make([]bool, h.Items)
	for _, item := range order {
		n, err := h.node(item, index)
		if err != nil {
			return nil, err
		}
		for k, c := range n.Children {
			out.Weight[c] += out.Weight[item] * n.Weights[k]
		}
		above[item] = true
		if n.Missing > 0 {
			out.Incomplete = append(out.Incomplete, item)
		}
		if n.CR > maxRatio {
			out.Inconsistent = append(out.Inconsistent, item)
		}
		out.Nodes = append(out.Nodes, *n)
	}
	for _, c := range h.Comparisons {
		if c.Value > 9*(1+1e-9) || c.Value < (1-1e-9)/9 {
			out.Beyond++
		}
	}
	scores := make([]float64, h.Items)
	for i := range scores {
		scores[i] = math.NaN()
		if !above[i] {
			out.Alternatives = append(out.Alternatives, i)
			scores[i] = out.Weight[i]
		}
	}
	out.Rank = ranks(scores)
	return out, nil
}

func (h *Hierarchy) check() error {
	if len(h.Comparisons) == 0 {
		return wrong(TooFew, "comparisons", -1, "0", "1")
	}
	for _, c := range h.Comparisons {
		for _, i := range []int{c.Under, c.A, c.B} {
			if i < 0 || i >= h.Items {
				return wrong(OutOfRange, "item", -1, strconv.Itoa(i), "< "+strconv.Itoa(h.Items))
			}
		}
		switch {
		case !(c.Value > 0) || math.IsInf(c.Value, 0):
			return wrong(OutOfRange, "comparison", c.A, number(c.Value), "> 0")
		case c.A == c.B && c.Value != 1:
			return wrong(NotReciprocal, "", c.A, number(c.Value), "1")
		case c.A == c.Under || c.B == c.Under:
			return wrong(NotTree, "", c.Under, "", "")
		}
	}
	return nil
}

// order lists the items that have others under them, each after what it stands under; the first is the goal.
func (h *Hierarchy) order() ([]int, error) {
	under := make([][]int, h.Items)
	parents := make([]int, h.Items)
	for _, c := range h.Comparisons {
		for _, child := range []int{c.A, c.B} {
			if !slices.Contains(under[c.Under], child) {
				under[c.Under] = append(under[c.Under], child)
				parents[child]++
			}
		}
	}
	goal := -1
	for i := range h.Items {
		switch {
		case len(under[i]) == 0 || parents[i] > 0:
		case goal >= 0:
			return nil, wrong(NotTree, "", i, "", "")
		default:
			goal = i
		}
	}
	if goal < 0 {
		return nil, wrong(NotTree, "", h.Comparisons[0].Under, "", "")
	}
	var order []int
	ready := []int{goal}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		order = append(order, i)
		for _, c := range under[i] {
			if parents[c]--; parents[c] == 0 && len(under[c]) > 0 {
				ready = append(ready, c)
			}
		}
	}
	for i := range h.Items { // what is left stands in a circle
		if len(under[i]) > 0 && !slices.Contains(order, i) {
			return nil, wrong(NotTree, "", i, "", "")
		}
	}
	return order, nil
}
