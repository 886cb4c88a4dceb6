// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
	"strconv"
)

// MaxLinks is the most links one set of weights may hold (about 2.5 GiB of memory).
const MaxLinks = 200_000_000

// Weights says how strongly each unit looks at each other one: row i holds the links from unit i, ascending. They never change;
// methods that alter give new weights. Weights of contiguity are symmetric until styled by row; those of nearest neighbours are not.
type Weights struct {
	start  []int // n+1 offsets into to
	to     []int32
	base   []float64 // before styling; nil when every link weighs 1
	weight []float64 // after styling
	style  Style
}

// Len is the number of units.
func (w *Weights) Len() int { return len(w.start) - 1 }

// Links is the number of directed links: a pair of neighbours counts twice.
func (w *Weights) Links() int { return len(w.to) }

// Row gives the neighbours of unit i, ascending, and their weights. The slices belong to the weights and must not be written to.
func (w *Weights) Row(i int) (to []int32, weight []float64) {
	a, b := w.start[i], w.start[i+1]
	return w.to[a:b:b], w.weight[a:b:b]
}

// Weight is the weight of the link from unit i to unit j, 0 when there is none.
func (w *Weights) Weight(i, j int) float64 {
	to, weight := w.Row(i)
	if k, ok := slices.BinarySearch(to, int32(j)); ok {
		return weight[k]
	}
	return 0
}

// Style tells how the weights are scaled.
func (w *Weights) Style() Style { return w.style }

// Islands lists the units without a link to another unit (a link to itself does not count).
func (w *Weights) Islands() []int {
	var out []int
	for i := range w.Len() {
		if w.island(i) {
			out = append(out, i)
		}
	}
	return out
}

func (w *Weights) island(i int) bool {
	a, b := w.start[i], w.start[i+1]
	return a == b || b == a+1 && int(w.to[a]) == i
}

// Symmetric tells whether every link goes both ways with the same weight.
func (w *Weights) Symmetric() bool {
	t := w.transpose()
	if !slices.Equal(w.start, t.start) || !slices.Equal(w.to, t.to) {
		return false
	}
	return slices.Equal(w.weight, t.weight)
}

// Summary describes weights, so that a reader can judge them.
type Summary struct {
	Units, Links       int
	Least, Most        int     // neighbours of a unit
	Mean               float64 // neighbours of a unit
	Islands            []int
	Components         int // parts of the map between which no link leads, either way; an island is one
	Symmetric, HasSelf bool
	Style              Style
}

// Summary counts neighbours, islands and separate parts.
func (w *Weights) Summary() Summary {
	n := w.Len()
	s := Summary{Units: n, Links: w.Links(), Islands: w.Islands(), Symmetric: w.Symmetric(), Style: w.style}
	parent := make([]int32, n)
	for i := range parent {
		parent[i] = int32(i)
	}
	s.Components = n
	s.Least = math.MaxInt
	for i := range n {
		to, _ := w.Row(i)
		count := len(to)
		for _, j := range to {
			if int(j) == i {
				s.HasSelf = true
				count--
				continue
			}
			a, b := root(parent, int32(i)), root(parent, j)
			if a != b {
				parent[max(a, b)] = min(a, b)
				s.Components--
			}
		}
		s.Least, s.Most = min(s.Least, count), max(s.Most, count)
		s.Mean += float64(count)
	}
	if n == 0 {
		s.Least = 0
		return s
	}
	s.Mean /= float64(n)
	return s
}

func root(parent []int32, i int32) int32 {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

// selfLinks reports the first unit linked, and the first not linked, to itself; −1 for none.
func (w *Weights) selfLinks() (with, without int) {
	with, without = -1, -1
	for i := range w.Len() {
		to, _ := w.Row(i)
		if _, ok := slices.BinarySearch(to, int32(i)); ok {
			if with < 0 {
				with = i
			}
		} else if without < 0 {
			without = i
		}
	}
	return with, without
}

// transpose turns every link round; rows stay ascending because sources are met in order.
func (w *Weights) transpose() *Weights {
	n := w.Len()
	t := &Weights{start: make([]int, n+1), to: make([]int32, len(w.to)), weight: make([]float64, len(w.to)), style: w.style}
	for _, j := range w.to {
		t.start[j+1]++
	}
	for i := range n {
		t.start[i+1] += t.start[i]
	}
	at := slices.Clone(t.start)
	if w.base != nil {
		t.base = make([]float64, len(w.to))
	}
	for i := range n {
		for k := w.start[i]; k < w.start[i+1]; k++ {
			j := w.to[k]
			t.to[at[j]], t.weight[at[j]] = int32(i), w.weight[k]
			if w.base != nil {
				t.base[at[j]] = w.base[k]
			}
			at[j]++
		}
	}
	return t
}

// Link is one directed link, or one pair of neighbours where the reader says so.
type Link struct {
	From, To int
	Weight   float64
}

// FromLinks makes weights of n units from a list, style "raw". With directed false each link stands for both directions, which is how
// a file with "each pair once" is read; a pair given both ways is then a duplicate. Weights must be finite and above zero: units that
// are not linked are left out of the list.
func FromLinks(n int, links []Link, directed bool) (*Weights, error) {
	if n < 0 || n > math.MaxInt32-1 {
		return nil, fault(BadOption, "n", -1, strconv.Itoa(n), "")
	}
	factor := 2
	if directed {
		factor = 1
	}
	if len(links) > MaxLinks/factor {
		return nil, fault(TooManyLinks, "links", -1, "", strconv.Itoa(MaxLinks))
	}
	start := make([]int, n+1)
	for k, l := range links {
		for _, end := range [2]int{l.From, l.To} {
			if end < 0 || end >= n {
				return nil, fault(BadUnit, "links", k, strconv.Itoa(end), strconv.Itoa(n))
			}
		}
		if l.From == l.To {
			return nil, fault(SelfLink, "links", l.From, "", "")
		}
		if !(l.Weight > 0) || math.IsInf(l.Weight, 0) {
			return nil, fault(BadWeight, "links", k, number(l.Weight), "")
		}
		start[l.From+1]++
		if !directed {
			start[l.To+1]++
		}
	}
	for i := range n {
		start[i+1] += start[i]
	}
	w := &Weights{start: start, to: make([]int32, start[n]), base: make([]float64, start[n]), style: Raw}
	at := slices.Clone(start)
	put := func(from, to int, weight float64) {
		w.to[at[from]], w.base[at[from]] = int32(to), weight
		at[from]++
	}
	for _, l := range links {
		put(l.From, l.To, l.Weight)
		if !directed {
			put(l.To, l.From, l.Weight)
		}
	}
	for i := range n {
		a, b := start[i], start[i+1]
		sortRow(w.to[a:b], w.base[a:b])
		for k := a + 1; k < b; k++ {
			if w.to[k] == w.to[k-1] {
				return nil, fault(DuplicateLink, "links", i, strconv.Itoa(int(w.to[k])), "")
			}
		}
	}
	w.weight = w.base
	return w, nil
}

// sortRow sorts a row by its ends; rows are short, and mostly sorted already.
func sortRow(to []int32, weight []float64) {
	if len(to) > 64 {
		order := make([]int, len(to))
		for k := range order {
			order[k] = k
		}
		slices.SortFunc(order, func(a, b int) int { return int(to[a]) - int(to[b]) })
		oldTo, oldWeight := slices.Clone(to), slices.Clone(weight)
		for k, o := range order {
			to[k], weight[k] = oldTo[o], oldWeight[o]
		}
		return
	}
	for k := 1; k < len(to); k++ {
		t, v := to[k], weight[k]
		j := k
		for ; j > 0 && to[j-1] > t; j-- {
			to[j], weight[j] = to[j-1], weight[j-1]
		}
		to[j], weight[j] = t, v
	}
}

// Pairs lists each linked pair once, the smaller index first. The weight is that of the direction from the smaller to the larger
// index, or of the only direction there is. Links of a unit to itself are left out.
func (w *Weights) Pairs() []Link {
	out := make([]Link, 0, len(w.to)/2)
	for i := range w.Len() {
		to, weight := w.Row(i)
		for k, j := range to {
			switch {
			case int(j) > i:
				out = append(out, Link{From: i, To: int(j), Weight: weight[k]})
			case int(j) < i && w.Weight(int(j), i) == 0:
				out = append(out, Link{From: int(j), To: i, Weight: weight[k]})
			}
		}
	}
	slices.SortFunc(out, func(a, b Link) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return a.To - b.To
	})
	return out
}
