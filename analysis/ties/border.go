// SPDX-License-Identifier: EUPL-1.2

package ties

import (
	"cmp"
	"math"
	"slices"
)

// Border tells how ties keep to the own side of a border or cross it.
type Border struct {
	Nodes    []Side // of each node
	Groups   []Side // of each group, by its number
	All      Side
	Expected float64 // share of ties that would cross if the sides were dealt out by lot: Σ n_g (n − n_g)/(n (n − 1))
	// P is the chance that as many cross, or as few, whichever is smaller, when the sides are dealt out anew: (smaller tail + 1)/(permutations + 1).
	P float64
}

// Side counts the ties that stay and those that cross. A tie without direction, and each direction of others, counts once; in Nodes and Groups it counts
// for both of its ends.
type Side struct {
	Internal, External             int
	InternalWeight, ExternalWeight float64
}

// EI is the index (E − I)/(E + I): −1 when all ties stay, 1 when all cross; NaN without ties. Source: Krackhardt and Stern (1988), Social Psychology Quarterly 51.
func (s Side) EI() float64 {
	return float64(s.External-s.Internal) / float64(s.External+s.Internal)
}

// Cross is the share of ties that cross, CrossWeight the share of their weight; NaN without ties.
func (s Side) Cross() float64 { return float64(s.External) / float64(s.External+s.Internal) }

// CrossWeight is the share of the weight of ties that cross.
func (s Side) CrossWeight() float64 { return s.ExternalWeight / (s.ExternalWeight + s.InternalWeight) }

func (s *Side) add(cross bool, w float64) {
	if cross {
		s.External++
		s.ExternalWeight += w
	} else {
		s.Internal++
		s.InternalWeight += w
	}
}

// Crossing counts ties by the side of their ends; groups are numbered from 0 to count − 1.
func Crossing(n *Network, group []int, count, permutations int, seed uint64) (*Border, error) {
	if len(group) != len(n.Names) {
		return nil, &Error{Code: BadOption, Node: -1, Other: -1, Option: "groups", Found: itoa(len(group)), Expected: itoa(len(n.Names))}
	}
	for i, g := range group {
		if g < 0 || g >= count {
			return nil, &Error{Code: BadOption, Node: i, Other: -1, Option: "groups", Found: itoa(g), Expected: itoa(count)}
		}
	}
	b := &Border{Nodes: make([]Side, len(group)), Groups: make([]Side, count), P: math.NaN()}
	place := make([]int, len(group))
	for k, i := range n.order {
		place[i] = k
	}
	var ends [][2]int // by place
	for _, i := range n.order {
		to, weight := n.out.of(i)
		for k, t := range to {
			if !n.Directed && place[t] < place[i] {
				continue
			}
			cross := group[i] != group[t]
			b.All.add(cross, weight[k])
			for _, end := range []int{i, int(t)} {
				b.Nodes[end].add(cross, weight[k])
				b.Groups[group[end]].add(cross, weight[k])
			}
			ends = append(ends, [2]int{place[i], place[t]})
		}
	}
	b.chance(n, group, count, ends, permutations, seed)
	return b, nil
}

// chance deals the sides out anew.
func (b *Border) chance(n *Network, group []int, count int, ends [][2]int, permutations int, seed uint64) {
	size, all := make([]float64, count), float64(len(group))
	label := make([]int, len(group))
	for k, i := range n.order {
		label[k] = group[i]
		size[group[i]]++
	}
	for _, s := range size {
		b.Expected += s * (all - s) / (all * (all - 1))
	}
	if permutations < 1 || len(ends) == 0 {
		return
	}
	// Sides are dealt from one order, whatever they are called: the larger first.
	slices.SortFunc(label, func(x, y int) int { return cmp.Or(cmp.Compare(size[y], size[x]), x-y) })
	more, fewer := 0, 0
	for k := range permutations {
		rng := stream(seed, forLabels, k)
		dealt := slices.Clone(label)
		rng.shuffle(dealt)
		crossing := 0
		for _, e := range ends {
			if dealt[e[0]] != dealt[e[1]] {
				crossing++
			}
		}
		if crossing >= b.All.External {
			more++
		}
		if crossing <= b.All.External {
			fewer++
		}
	}
	b.P = float64(min(more, fewer)+1) / float64(permutations+1)
}
