// SPDX-License-Identifier: EUPL-1.2

package ties

import "math"

// Degree counts the ties of a node; Strength adds their weights. Without directions In and Out are the same as the whole.
type Degree struct {
	Ties, In, Out                     int
	Strength, StrengthIn, StrengthOut float64
}

// Degrees counts the ties of every node. Source: Freeman (1979), Social Networks 1; strength: Barrat, Barthélemy, Pastor-Satorras and Vespignani (2004), PNAS 101.
func Degrees(n *Network) []Degree {
	out := make([]Degree, len(n.Names))
	for i := range out {
		d := &out[i]
		to, weight := n.out.of(i)
		d.Out, d.StrengthOut = len(to), sum(weight)
		from, weightIn := n.in.of(i)
		d.In, d.StrengthIn = len(from), sum(weightIn)
		d.Ties, d.Strength = d.Out, d.StrengthOut
		if n.Directed {
			d.Ties, d.Strength = d.In+d.Out, d.StrengthIn+d.StrengthOut
		}
	}
	return out
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

const (
	eigenSteps = 200000
	eigenClose = 1e-14
	// what is left of a part without the largest eigenvalue when the steps have come to rest is nothing
	eigenNothing = 1e-12
)

// Eigenvector gives every node in proportion to the sum of those tied to it, times the weight of the tie, of unit length (Bonacich 1987). With
// directions what counts are ties that lead to the node. A network in several parts has its centre in the part with the largest eigenvalue;
// elsewhere there is nothing. settled is false when the steps did not come to rest, and the numbers are then NaN; so they are in a network without a
// cycle of directed ties, where nobody's standing comes back.
func Eigenvector(n *Network) (standing []float64, settled bool) {
	x, next := make([]float64, len(n.Names)), make([]float64, len(n.Names))
	for i := range x {
		x[i] = 1 / math.Sqrt(float64(len(x)))
	}
	heaviest := 0.0
	for _, i := range n.order {
		_, w := n.in.of(i)
		heaviest = max(heaviest, sum(w))
	}
	if heaviest > 0 && n.cyclic() {
		for range eigenSteps {
			moved := n.step(next, x, heaviest)
			x, next = next, x
			if moved <= eigenClose {
				settled = true
				break
			}
		}
	}
	for i := range x {
		if !settled {
			x[i] = math.NaN()
		} else if x[i] < eigenNothing {
			x[i] = 0
		}
	}
	return x, settled
}

// step is one step of the power method on the ties plus a share of the node itself, so that networks of two sides come to rest too.
func (n *Network) step(next, x []float64, heaviest float64) (moved float64) {
	length := 0.0
	for _, i := range n.order {
		s := 0.5 * heaviest * x[i]
		from, weight := n.in.of(i)
		for k, f := range from {
			s += weight[k] * x[f]
		}
		next[i] = s
		length += s * s
	}
	length = math.Sqrt(length)
	for i := range next {
		next[i] /= length
		moved = max(moved, math.Abs(next[i]-x[i]))
	}
	return moved
}

// cyclic tells whether one can come back along ties.
func (n *Network) cyclic() bool {
	if !n.Directed {
		return n.Ties > 0
	}
	left := make([]int, len(n.Names))
	var free []int
	for i := range left {
		from, _ := n.in.of(i)
		if left[i] = len(from); left[i] == 0 {
			free = append(free, i)
		}
	}
	gone := 0
	for len(free) > 0 {
		i := free[len(free)-1]
		free = free[:len(free)-1]
		gone++
		to, _ := n.out.of(i)
		for _, t := range to {
			if left[t]--; left[t] == 0 {
				free = append(free, int(t))
			}
		}
	}
	return gone < len(left)
}
