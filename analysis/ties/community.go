// SPDX-License-Identifier: EUPL-1.2

package ties

import "strconv"

// CommunityOptions hold for a search for communities.
type CommunityOptions struct {
	Resolution float64 // above 1 gives more and smaller communities; 0 means 1
	Starts     int     // orders of the nodes that are tried, the best result of which is kept; 0 means 50
	Seed       uint64
}

// Partition is a division of the nodes.
type Partition struct {
	Community  []int // of each node, from 0 by falling size
	Count      int
	Modularity float64 // NaN without ties
}

// Communities looks for the division with the largest modularity: nodes move to the community where they add most, communities become nodes, and so on
// (Louvain), from many seeded orders; a community that does not hang together is taken apart. Ties count by weight; directions count.
//
// Sources: Newman and Girvan (2004), Physical Review E 69; Leicht and Newman (2008), Physical Review Letters 100 (directions); Reichardt and Bornholdt
// (2006), Physical Review E 74 (resolution); Blondel, Guillaume, Lambiotte and Lefebvre (2008), Journal of Statistical Mechanics P10008; Traag, Waltman
// and van Eck (2019), Scientific Reports 9 (communities that do not hang together).
func Communities(n *Network, o CommunityOptions) (*Partition, error) {
	if o.Resolution == 0 {
		o.Resolution = 1
	}
	if o.Starts == 0 {
		o.Starts = 50
	}
	if !(o.Resolution > 0 && o.Resolution <= 1e6) {
		return nil, &Error{Code: BadOption, Node: -1, Other: -1, Option: "resolution", Found: strconv.FormatFloat(o.Resolution, 'g', -1, 64), Expected: "> 0"}
	}
	if o.Starts < 1 {
		return nil, &Error{Code: BadOption, Node: -1, Other: -1, Option: "starts", Found: itoa(o.Starts), Expected: "1"}
	}
	base := n.level()
	var best []int
	most := 0.0
	for k := range o.Starts {
		rng := stream(o.Seed, forStart, k)
		found := base.louvain(o.Resolution, &rng)
		if q := base.modularity(found, o.Resolution); best == nil || q > most+1e-12 {
			best, most = found, q
		}
	}
	p := &Partition{Community: make([]int, len(n.Names)), Modularity: most}
	for k, i := range n.order {
		p.Community[i] = best[k]
		p.Count = max(p.Count, best[k]+1)
	}
	p.Community = numbered(p.Community, p.Count, n.order)
	return p, nil
}

// Modularity is Σ over communities of (share of the weight of ties within) − resolution × (what chance would put there). NaN without ties.
func Modularity(n *Network, community []int, resolution float64) float64 {
	base := n.level()
	ordered := make([]int, len(community))
	number := map[int]int{}
	for k, i := range n.order {
		c, known := number[community[i]]
		if !known {
			c = len(number)
			number[community[i]] = c
		}
		ordered[k] = c
	}
	return base.modularity(ordered, resolution)
}

// level is a network of communities of communities: the weight between each two, both directions together, and what leads out of and into each.
type level struct {
	start    []int
	to       []int32
	weight   []float64
	within   []float64 // ties of a community to itself
	out, in  []float64
	all      float64
	of       []float64 // scratch: weight from one node to each community
	touched  []int
	sumOut   []float64
	sumIn    []float64
	sequence []int
}

// level gives the nodes in the order of their names. A tie without direction counts as one each way.
func (n *Network) level() *level {
	place := make([]int32, len(n.Names))
	for k, i := range n.order {
		place[i] = int32(k)
	}
	l := &level{start: make([]int, 1, len(n.order)+1), within: make([]float64, len(n.order)), of: make([]float64, len(n.order))}
	for _, i := range n.order {
		to, weight := n.out.of(i)
		from, weightIn := n.in.of(i)
		for k, t := range to {
			l.add(place[t], weight[k])
		}
		for k, f := range from {
			l.add(place[f], weightIn[k])
		}
		l.close()
		l.out, l.in = append(l.out, sum(weight)), append(l.in, sum(weightIn))
		l.all += sum(weight)
	}
	return l
}

func (l *level) add(to int32, w float64) {
	if l.of[to] == 0 {
		l.touched = append(l.touched, int(to))
	}
	l.of[to] += w
}

// close ends the list of a node.
func (l *level) close() {
	for _, t := range l.touched {
		l.to, l.weight = append(l.to, int32(t)), append(l.weight, l.of[t])
		l.of[t] = 0
	}
	l.touched = l.touched[:0]
	l.start = append(l.start, len(l.to))
}

func (l *level) nodes() int { return len(l.start) - 1 }

// modularity of communities numbered from 0.
func (l *level) modularity(community []int, resolution float64) float64 {
	within, out, in := make([]float64, len(community)), make([]float64, len(community)), make([]float64, len(community))
	for i, c := range community {
		within[c] += l.within[i]
		out[c] += l.out[i]
		in[c] += l.in[i]
		for k := l.start[i]; k < l.start[i+1]; k++ {
			if community[l.to[k]] == c {
				within[c] += l.weight[k] / 2 // each pair is met from both ends
			}
		}
	}
	q := 0.0
	for c := range within {
		q += within[c]/l.all - resolution*out[c]/l.all*in[c]/l.all
	}
	return q
}

// louvain goes up level by level, and over again from what came of it, until nothing is gained.
func (l *level) louvain(resolution float64, rng *random) []int {
	found := make([]int, l.nodes())
	for i := range found {
		found[i] = i
	}
	for {
		moved := l.settle(found, resolution, rng)
		for {
			count := compact(found)
			up := l.up(found, count)
			above := make([]int, count)
			for c := range above {
				above[c] = c
			}
			if !up.settle(above, resolution, rng) {
				break
			}
			for i := range found {
				found[i] = above[found[i]]
			}
			moved = true
		}
		apart := l.apart(found)
		compact(found)
		if !moved || !apart && !l.settle(found, resolution, rng) {
			compact(found)
			return found
		}
	}
}

// settle moves nodes to the community where they add most, until nothing moves.
func (l *level) settle(community []int, resolution float64, rng *random) bool {
	n := l.nodes()
	if l.all == 0 {
		return false
	}
	l.sumOut, l.sumIn, l.sequence = make([]float64, n), make([]float64, n), make([]int, n)
	for i, c := range community {
		l.sumOut[c] += l.out[i]
		l.sumIn[c] += l.in[i]
		l.sequence[i] = i
	}
	rng.shuffle(l.sequence)
	any := false
	for {
		moved := false
		for _, i := range l.sequence {
			moved = l.move(i, community, resolution) || moved
		}
		if !moved {
			return any
		}
		any = true
	}
}

func (l *level) move(i int, community []int, resolution float64) bool {
	own := community[i]
	l.touched = append(l.touched[:0], own)
	for k := l.start[i]; k < l.start[i+1]; k++ {
		c := community[l.to[k]]
		if l.of[c] == 0 && c != own {
			l.touched = append(l.touched, c)
		}
		l.of[c] += l.weight[k]
	}
	l.sumOut[own] -= l.out[i]
	l.sumIn[own] -= l.in[i]
	gain := func(c int) float64 { return l.of[c] - resolution*(l.out[i]*l.sumIn[c]+l.in[i]*l.sumOut[c])/l.all }
	best, most := own, gain(own)
	for _, c := range l.touched[1:] {
		if g := gain(c); g > most+1e-12*l.all {
			best, most = c, g
		}
	}
	for _, c := range l.touched {
		l.of[c] = 0
	}
	l.touched = l.touched[:0]
	l.sumOut[best] += l.out[i]
	l.sumIn[best] += l.in[i]
	community[i] = best
	return best != own
}

// up makes communities into nodes.
func (l *level) up(community []int, count int) *level {
	members := make([][]int, count)
	for i, c := range community {
		members[c] = append(members[c], i)
	}
	u := &level{start: make([]int, 1, count+1), within: make([]float64, count), of: make([]float64, max(count, 1)), out: make([]float64, count),
		in: make([]float64, count), all: l.all}
	for c, list := range members {
		for _, i := range list {
			u.out[c] += l.out[i]
			u.in[c] += l.in[i]
			u.within[c] += l.within[i]
			for k := l.start[i]; k < l.start[i+1]; k++ {
				if d := community[l.to[k]]; d != c {
					u.add(int32(d), l.weight[k])
				} else {
					u.within[c] += l.weight[k] / 2
				}
			}
		}
		u.close()
	}
	return u
}

// apart splits communities that do not hang together.
func (l *level) apart(community []int) bool {
	part := make([]int, len(community))
	for i := range part {
		part[i] = -1
	}
	used := map[int]bool{}
	count := 0
	split := false
	var stack []int
	for first := range part {
		if part[first] >= 0 {
			continue
		}
		split = split || used[community[first]]
		used[community[first]] = true
		part[first] = count
		stack = append(stack[:0], first)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for k := l.start[i]; k < l.start[i+1]; k++ {
				if j := l.to[k]; part[j] < 0 && community[j] == community[i] {
					part[j] = count
					stack = append(stack, int(j))
				}
			}
		}
		count++
	}
	copy(community, part)
	return split
}

// compact numbers communities from 0 in the order in which they come.
func compact(community []int) int {
	number := map[int]int{}
	for i, c := range community {
		k, known := number[c]
		if !known {
			k = len(number)
			number[c] = k
		}
		community[i] = k
	}
	return len(number)
}
