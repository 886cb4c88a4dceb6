// SPDX-License-Identifier: EUPL-1.2

package ties

import (
	"container/heap"
	"math"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Distance says how long a tie is.
type Distance string

// The distances.
const (
	Hops    Distance = "hops"    // every tie is 1 long; the default
	Inverse Distance = "inverse" // 1/weight: strong ties are short (Newman 2001)
	Weight  Distance = "weight"  // the weight is the length
)

// Position is where a node stands among the shortest paths.
type Position struct {
	// Closeness is (r/(n − 1))·(r/Σ d) with the r nodes that reach the node, d far away: the form of Wasserman and Faust (1994), by which
	// what is in a small part is not taken for central. 0 for who is reached by nobody. With directions, Closeness is along ties that lead to the node, ClosenessOut
	// along those that lead from it.
	Closeness, ClosenessOut float64
	// Betweenness is the number of pairs of other nodes times the share of their shortest paths that pass through the node; without directions each pair
	// counts once.
	Betweenness float64
}

// Positions computes closeness and betweenness of every node.
//
// Sources: Wasserman and Faust (1994), Social Network Analysis, p. 201; Freeman (1977), Sociometry 40; Brandes (2001), Journal of Mathematical Sociology 25.
func Positions(n *Network, d Distance, threads int) ([]Position, error) {
	if d != Hops && d != Inverse && d != Weight {
		return nil, &Error{Code: BadOption, Node: -1, Other: -1, Option: "distance", Found: string(d), Expected: "hops, inverse, weight"}
	}
	nodes := len(n.Names)
	out := make([]Position, nodes)
	size := parallel.Size(nodes, 8, 32)
	partial := make([][]float64, parallel.Pieces(nodes, size))
	parallel.Do(nodes, size, threads, func(piece, from, to int) {
		w := newWalk(nodes)
		partial[piece] = make([]float64, nodes)
		for k := from; k < to; k++ {
			s := n.order[k]
			w.from(&n.out, s, d)
			out[s].ClosenessOut = w.closeness()
			w.spread(partial[piece], s)
			if n.Directed {
				w.from(&n.in, s, d)
			}
			out[s].Closeness = w.closeness()
		}
	})
	for i := range out {
		for _, p := range partial {
			out[i].Betweenness += p[i]
		}
		if !n.Directed {
			out[i].Betweenness /= 2
		}
	}
	return out, nil
}

// walk finds the shortest paths from one node.
type walk struct {
	far     []float64
	paths   []float64
	share   []float64
	before  [][]int32
	settled []int32
	done    []bool
	queue   frontier
}

func newWalk(n int) *walk {
	return &walk{far: make([]float64, n), paths: make([]float64, n), share: make([]float64, n), before: make([][]int32, n), done: make([]bool, n)}
}

// near tells whether two lengths are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*a }

func (w *walk) from(l *lists, source int, d Distance) {
	for i := range w.far {
		w.far[i], w.paths[i], w.share[i], w.done[i] = math.Inf(1), 0, 0, false
		w.before[i] = w.before[i][:0]
	}
	w.settled, w.queue = w.settled[:0], w.queue[:0]
	w.far[source], w.paths[source] = 0, 1
	heap.Push(&w.queue, ahead{0, 0, int32(source)})
	ticket := 0
	for len(w.queue) > 0 {
		i := heap.Pop(&w.queue).(ahead).node
		if w.done[i] {
			continue
		}
		w.done[i] = true
		w.settled = append(w.settled, i)
		to, weight := l.of(int(i))
		for k, t := range to {
			length := 1.0
			switch d {
			case Inverse:
				length = 1 / weight[k]
			case Weight:
				length = weight[k]
			}
			there := w.far[i] + length
			switch {
			case w.done[t]:
			case near(there, w.far[t]):
				w.paths[t] += w.paths[i]
				w.before[t] = append(w.before[t], i)
			case there < w.far[t]:
				w.far[t], w.paths[t] = there, w.paths[i]
				w.before[t] = append(w.before[t][:0], i)
				ticket++
				heap.Push(&w.queue, ahead{there, ticket, t})
			}
		}
	}
}

func (w *walk) closeness() float64 {
	reached, sum := float64(len(w.settled)-1), 0.0
	for _, i := range w.settled {
		sum += w.far[i]
	}
	if sum == 0 || len(w.far) < 2 {
		return 0
	}
	return reached / float64(len(w.far)-1) * reached / sum
}

// spread adds what every node has of the paths that begin at the source (Brandes 2001, accumulation of dependencies).
func (w *walk) spread(sum []float64, source int) {
	for k := len(w.settled) - 1; k >= 0; k-- {
		i := w.settled[k]
		for _, b := range w.before[i] {
			w.share[b] += w.paths[b] / w.paths[i] * (1 + w.share[i])
		}
		if int(i) != source {
			sum[i] += w.share[i]
		}
	}
}

// ahead is a node that was seen; of equally far ones the one seen first is taken first.
type ahead struct {
	far    float64
	ticket int
	node   int32
}

type frontier []ahead

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(a, b int) bool {
	return f[a].far < f[b].far || f[a].far == f[b].far && f[a].ticket < f[b].ticket
}
func (f frontier) Swap(a, b int) { f[a], f[b] = f[b], f[a] }

// Push and Pop are asked for by container/heap.
func (f *frontier) Push(x any) {
	if a, ok := x.(ahead); ok {
		*f = append(*f, a)
	}
}

// Pop takes the last.
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
