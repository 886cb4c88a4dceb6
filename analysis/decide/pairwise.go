// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"slices"
	"strconv"
)

// maxEigenSteps bounds the power iteration; positive matrices of judgements settle within some dozens.
const maxEigenSteps = 100_000

// node weighs what stands under an item.
func (h *Hierarchy) node(item int, index RandomIndex) (*Node, error) {
	n := &Node{Item: item, WorstA: -1, WorstB: -1}
	for _, c := range h.Comparisons {
		if c.Under != item {
			continue
		}
		for _, child := range []int{c.A, c.B} {
			if !slices.Contains(n.Children, child) {
				n.Children = append(n.Children, child)
			}
		}
	}
	size := len(n.Children)
	if size < 2 {
		return nil, wrong(TooFew, "items", item, strconv.Itoa(size), "2")
	}
	a, err := h.matrix(item, n.Children)
	if err != nil {
		return nil, err
	}
	for i := range size {
		for j := range i {
			if a[i*size+j] == 0 {
				n.Missing++
			}
		}
	}
	if far := unreached(a, size); far >= 0 {
		return nil, wrong(NotConnected, "", n.Children[far], "", "")
	}
	if n.Weights, n.LambdaMax, err = principal(a, size); err != nil {
		return nil, err
	}
	n.judge(a, index)
	return n, nil
}

// matrix puts the judgements under an item together: 0 where there is none.
func (h *Hierarchy) matrix(item int, children []int) ([]float64, error) {
	type pair struct{ a, b, judge int }
	size := len(children)
	sum, count, raw := make([]float64, size*size), make([]float64, size*size), make([]float64, size*size)
	said := map[pair]float64{}
	for _, c := range h.Comparisons {
		if c.Under != item || c.A == c.B {
			continue
		}
		i, j := slices.Index(children, c.A), slices.Index(children, c.B)
		v, plain := math.Log(c.Value), c.Value
		if i > j {
			i, j, v, plain = j, i, -v, 1/c.Value
		}
		if was, twice := said[pair{i, j, c.Judge}]; twice && math.Abs(was-v) > 0.01 { // 1/3 may be written as 0.333
			return nil, wrong(NotReciprocal, "", children[i], number(math.Exp(was)), number(math.Exp(v)))
		} else if twice {
			continue
		}
		said[pair{i, j, c.Judge}] = v
		sum[i*size+j] += v
		count[i*size+j]++
		raw[i*size+j] = plain
	}
	a := make([]float64, size*size)
	for i := range size {
		a[i*size+i] = 1
		for j := i + 1; j < size; j++ {
			if count[i*size+j] > 0 {
				v := raw[i*size+j] // as it was said, to the last digit
				if count[i*size+j] > 1 {
					v = math.Exp(sum[i*size+j] / count[i*size+j])
				}
				a[i*size+j], a[j*size+i] = v, 1/v
			}
		}
	}
	return a, nil
}

// unreached finds an item that no chain of judgements links to the first, or −1.
func unreached(a []float64, size int) int {
	seen := make([]bool, size)
	seen[0] = true
	for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
		for j := range size {
			if a[queue[0]*size+j] > 0 && !seen[j] {
				seen[j] = true
				queue = append(queue, j)
			}
		}
	}
	return slices.Index(seen, false)
}

// principal finds the eigenvector of the largest eigenvalue, sum 1, by power iteration. Each missing judgement adds 1 to the diagonal
// (Harker 1987).
func principal(a []float64, size int) ([]float64, float64, error) {
	w, next := make([]float64, size), make([]float64, size)
	missing := make([]float64, size)
	for i := range size {
		w[i] = 1 / float64(size)
		for j := range size {
			if a[i*size+j] == 0 {
				missing[i]++
			}
		}
	}
	for range maxEigenSteps {
		lambda, change := 0.0, 0.0
		for i := range size {
			next[i] = missing[i] * w[i]
			for j := range size {
				next[i] += a[i*size+j] * w[j]
			}
			lambda += next[i]
		}
		for i := range size {
			next[i] /= lambda
			change = max(change, math.Abs(next[i]-w[i])/next[i])
		}
		w, next = next, w
		if change < 1e-15*float64(size) {
			return w, lambda, nil
		}
	}
	return nil, 0, wrong(NotConverged, "", -1, "", strconv.Itoa(maxEigenSteps))
}

// judge tells how far the judgements contradict each other, and which one does most.
func (n *Node) judge(a []float64, index RandomIndex) {
	size := len(n.Children)
	n.CI = max(0, n.LambdaMax-float64(size)) / float64(size-1)
	n.RI = math.NaN()
	switch {
	case size < 3:
		n.CI, n.RI, n.CR, n.Consistent = 0, 0, 0, true
		return
	case size-3 < len(randomIndices[index]):
		n.RI = randomIndices[index][size-3]
	}
	n.CR = n.CI / n.RI
	if n.Missing > 0 {
		n.CR = math.NaN()
	}
	n.Consistent = n.CR <= maxRatio
	worst := 1e-9
	for i := range size {
		for j := range size {
			// The side on which more was said than the weights bear is told; among three items all gaps are the same, and the strongest word
			// is taken.
			if i == j || a[i*size+j] == 0 {
				continue
			}
			gap := math.Log(a[i*size+j] * n.Weights[j] / n.Weights[i])
			if gap > worst+1e-9 || gap > worst-1e-9 && n.WorstA >= 0 && math.Abs(math.Log(a[i*size+j])) > math.Abs(math.Log(n.Found)) {
				worst = gap
				n.WorstA, n.WorstB, n.Found, n.Implied = n.Children[i], n.Children[j], a[i*size+j], n.Weights[i]/n.Weights[j]
			}
		}
	}
}
