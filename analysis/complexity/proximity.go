// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"
	"math/bits"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Square is a symmetric table of activities by activities. NaN is missing.
type Square struct {
	Size   int
	Values []float64 // row after row
}

// At is the entry of two activities.
func (s *Square) At(a, b int) float64 { return s.Values[a*s.Size+b] }

// Row is a line of the table. The slice belongs to it: read, do not write.
func (s *Square) Row(a int) []float64 { return s.Values[a*s.Size : (a+1)*s.Size] }

// CoOccurrence counts in how many regions two activities are both specialisations; on the diagonal stands the ubiquity. Regions
// where either cell is missing are not counted.
func CoOccurrence(n *Network, o Options) (*Square, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if n.Activities() > mostActivities {
		return nil, matrix.Size("activities", n.Activities(), mostActivities)
	}
	size := n.Activities()
	s := &Square{Size: size, Values: make([]float64, size*size)}
	words := (n.Regions() + 63) / 64
	set := n.bits(words, o.Threads)
	parallel.Do(size, max(1, min(8, size/16)), o.Threads, func(_, from, to int) {
		const block = 512 // words: some thousand regions at a time stay in the cache
		row := make([]int, size)
		for a := from; a < to; a++ {
			clear(row)
			for w := 0; w < words; w += block {
				end := min(w+block, words)
				left := set[a*words+w : a*words+end]
				for b := a; b < size; b++ {
					row[b] += common(left, set[b*words+w:b*words+end])
				}
			}
			for b := a; b < size; b++ {
				s.Values[a*size+b] = float64(row[b])
			}
		}
	})
	for a := range size {
		for b := range a {
			s.Values[a*size+b] = s.Values[b*size+a]
		}
	}
	return s, nil
}

func common(a, b []uint64) int {
	b = b[:len(a)]
	n, m := 0, 0
	k := 0
	for ; k+3 < len(a); k += 4 {
		n += bits.OnesCount64(a[k]&b[k]) + bits.OnesCount64(a[k+1]&b[k+1])
		m += bits.OnesCount64(a[k+2]&b[k+2]) + bits.OnesCount64(a[k+3]&b[k+3])
	}
	for ; k < len(a); k++ {
		n += bits.OnesCount64(a[k] & b[k])
	}
	return n + m
}

// bits writes the network as one bit a region, activity after activity.
func (n *Network) bits(words, threads int) []uint64 {
	set := make([]uint64, n.Activities()*words)
	parallel.Do(n.Regions(), 64*parallel.Size(words, 1, 64), threads, func(_, from, to int) {
		for r := from; r < to; r++ {
			word, bit := r/64, uint64(1)<<(r%64)
			for _, i := range n.Of(r) {
				set[int(i)*words+word] |= bit
			}
		}
	})
	return set
}

// Proximity is how likely two activities are found in the same region: the smaller of the two conditional probabilities,
//
//	φ_ij = min(P(i | j), P(j | i)) = co-occurrence / the larger ubiquity
//
// on 0..1, 1 on the diagonal. Where cells are missing, P(i | j) is taken over the regions in which both are known. Missing for an
// activity in which no region is specialised, since no probability can be conditioned on it.
//
// Source: Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of nations, Science 317.
func Proximity(n *Network, o Options) (*Square, error) {
	s, err := CoOccurrence(n, o)
	if err != nil {
		return nil, err
	}
	size := s.Size
	lost := n.lost()
	parallel.Do(size, 16, o.Threads, func(_, from, to int) {
		for a := from; a < to; a++ {
			row := s.Row(a)
			for b, both := range row {
				ua, ub := n.Ubiquity[a], n.Ubiquity[b]
				if lost != nil {
					ua -= lost[a*size+b]
					ub -= lost[b*size+a]
				}
				row[b] = both / max(ua, ub)
				if !(ua > 0 && ub > 0) {
					row[b] = math.NaN()
				}
			}
		}
	})
	return s, nil
}

// lost counts for a pair of activities the regions specialised in the first where the second is missing; nil where nothing is missing.
func (n *Network) lost() []float64 {
	if n.Cells.MissingCells() == 0 {
		return nil
	}
	size := n.Activities()
	out := make([]float64, size*size)
	for r := range n.Regions() {
		for _, gap := range n.Cells.Missing(r) {
			for _, i := range n.Of(r) {
				out[int(i)*size+int(gap)]++
			}
		}
	}
	return out
}
