// SPDX-License-Identifier: EUPL-1.2

package ties

import (
	"cmp"
	"slices"
	"strconv"
)

// Link is a tie from one node to another, by their numbers, with a weight above 0.
type Link struct {
	From, To int
	Weight   float64
}

// Network is a set of nodes with ties between them. Nodes have names, which decide nothing but the order in which equals are taken.
type Network struct {
	Names    []string
	Directed bool
	Ties     int
	out, in  lists // the same lists when ties have no direction
	order    []int // nodes by name
}

// lists are the neighbours of each node, in the order of their names.
type lists struct {
	start  []int
	to     []int32
	weight []float64
}

func (l *lists) of(i int) ([]int32, []float64) {
	return l.to[l.start[i]:l.start[i+1]], l.weight[l.start[i]:l.start[i+1]]
}

// New makes a network. A tie stands once: given twice it is an error, in either direction when ties have none; so is a tie of a node to itself.
func New(names []string, links []Link, directed bool) (*Network, error) {
	if len(names) == 0 {
		return nil, &Error{Code: Empty, Node: -1, Other: -1}
	}
	n := &Network{Names: names, Directed: directed, Ties: len(links), order: make([]int, len(names))}
	for i := range n.order {
		n.order[i] = i
	}
	slices.SortFunc(n.order, func(a, b int) int { return cmp.Or(cmp.Compare(names[a], names[b]), a-b) })
	place := make([]int, len(names))
	for k, i := range n.order {
		place[i] = k
	}
	for _, l := range links {
		if err := l.check(len(names)); err != nil {
			return nil, err
		}
	}
	both := slices.Clone(links)
	reversed := make([]Link, len(links))
	for k, l := range links {
		reversed[k] = Link{l.To, l.From, l.Weight}
	}
	if !directed {
		both = append(both, reversed...)
	}
	var err error
	if n.out, err = listed(place, both); err != nil {
		return nil, err
	}
	n.in = n.out
	if directed {
		n.in, err = listed(place, reversed)
	}
	return n, err
}

func (l Link) check(nodes int) error {
	switch {
	case l.From < 0 || l.From >= nodes || l.To < 0 || l.To >= nodes:
		return &Error{Code: OutOfRange, Node: l.From, Other: l.To}
	case l.From == l.To:
		return &Error{Code: SelfTie, Node: l.From, Other: l.To}
	case !(l.Weight > 0 && l.Weight <= 1e300):
		return &Error{Code: BadWeight, Node: l.From, Other: l.To, Found: strconv.FormatFloat(l.Weight, 'g', -1, 64)}
	}
	return nil
}

func listed(place []int, links []Link) (lists, error) {
	slices.SortFunc(links, func(a, b Link) int { return cmp.Or(a.From-b.From, place[a.To]-place[b.To]) })
	l := lists{start: make([]int, len(place)+1)}
	for k, t := range links {
		if k > 0 && links[k-1].From == t.From && links[k-1].To == t.To {
			return l, &Error{Code: Duplicate, Node: t.From, Other: t.To}
		}
		l.start[t.From+1]++
		l.to, l.weight = append(l.to, int32(t.To)), append(l.weight, t.Weight)
	}
	for i := range place {
		l.start[i+1] += l.start[i]
	}
	return l, nil
}

// Density is ties by possible ties; NaN with fewer than two nodes.
func (n *Network) Density() float64 {
	k := float64(len(n.Names))
	d := float64(n.Ties) / (k * (k - 1))
	if !n.Directed {
		d *= 2
	}
	return d
}

// Components numbers the parts that hang together, directions left aside, from 0 by falling size; of equal ones first the one with the first name.
func (n *Network) Components() (part []int, count int) {
	part = make([]int, len(n.Names))
	for i := range part {
		part[i] = -1
	}
	var queue []int
	for _, first := range n.order {
		if part[first] >= 0 {
			continue
		}
		part[first] = count
		queue = append(queue[:0], first)
		for len(queue) > 0 {
			i := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for _, l := range []*lists{&n.out, &n.in} {
				to, _ := l.of(i)
				for _, t := range to {
					if part[t] < 0 {
						part[t] = count
						queue = append(queue, int(t))
					}
				}
			}
		}
		count++
	}
	return numbered(part, count, n.order), count
}

// numbered numbers groups anew, by falling size; of equal ones first the one with the first name.
func numbered(group []int, count int, order []int) []int {
	size, first := make([]int, count), make([]int, count)
	for k := len(order) - 1; k >= 0; k-- {
		g := group[order[k]]
		size[g]++
		first[g] = k
	}
	by := make([]int, count)
	for g := range by {
		by[g] = g
	}
	slices.SortFunc(by, func(a, b int) int { return cmp.Or(size[b]-size[a], first[a]-first[b]) })
	number := make([]int, count)
	for k, g := range by {
		number[g] = k
	}
	out := make([]int, len(group))
	for i, g := range group {
		out[i] = number[g]
	}
	return out
}
