// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"cmp"
	"math"
	"slices"
)

const (
	restarts    = 24 // starts of k-means, the best of which is kept
	rounds      = 60
	refinements = 20
	sampled     = 1500 // participants for whom a silhouette is computed when there are more
)

// points are participants on d axes, d numbers one after the other.
type points struct {
	n, d int
	x    []float64
}

func (p points) at(i int) []float64 { return p.x[i*p.d : (i+1)*p.d] }

func square(a, b []float64) float64 {
	b = b[:len(a)]
	s := 0.0
	for k := range a {
		t := a[k] - b[k]
		s += t * t
	}
	return s
}

// divide divides points into k groups by k-means (Lloyd 1982) from seeded starts spread out as in Arthur and Vassilvitskii (2007). It gives nil
// where there are fewer than k different points.
func (p points) divide(k, starts int, rng random) []int {
	best, least := []int(nil), math.Inf(1)
	w := newWalk(p, k)
	for range starts {
		if !w.start(&rng) {
			return nil
		}
		if w.within < least*(1-1e-9) {
			best, least = slices.Clone(w.group), w.within
		}
	}
	return best
}

// walk is one start of k-means.
type walk struct {
	points
	k            int
	group, count []int
	centre, near []float64
	within       float64 // sum of squares within groups
}

func newWalk(p points, k int) *walk {
	return &walk{points: p, k: k, group: make([]int, p.n), count: make([]int, k), centre: make([]float64, k*p.d), near: make([]float64, p.n)}
}

// start divides from centres drawn anew; false where there are fewer than k different points.
func (w *walk) start(rng *random) bool {
	if !w.spread(w.centre, w.near, w.k, rng) {
		return false
	}
	w.within = w.lloyd(w.group, w.centre, w.count, w.k)
	return true
}

// spread draws k centres, each next one with a chance in proportion to its squared distance from those there are.
func (p points) spread(centre, near []float64, k int, rng *random) bool {
	for i := range near {
		near[i] = math.Inf(1)
	}
	next := rng.below(p.n)
	for g := range k {
		copy(centre[g*p.d:(g+1)*p.d], p.at(next))
		total := 0.0
		for i := range near {
			near[i] = min(near[i], square(p.at(i), centre[g*p.d:(g+1)*p.d]))
			total += near[i]
		}
		if g == k-1 {
			return true
		}
		if total <= 1e-18 {
			return false
		}
		u := rng.uniform() * total
		next = -1
		for i, w := range near {
			if w > 0 {
				next = i
				if u -= w; u < 0 {
					break
				}
			}
		}
	}
	return true
}

// lloyd moves centres until no participant changes the group; it gives the sum of squares within groups.
func (p points) lloyd(group []int, centre []float64, count []int, k int) float64 {
	for i := range group {
		group[i] = -1
	}
	within := 0.0
	for range rounds {
		moved := false
		within = 0
		for i := range group {
			best, least := 0, math.Inf(1)
			for g := range k {
				if s := square(p.at(i), centre[g*p.d:(g+1)*p.d]); s < least {
					best, least = g, s
				}
			}
			moved = moved || group[i] != best
			group[i] = best
			within += least
		}
		if !moved {
			break
		}
		clear(centre)
		clear(count)
		for i, g := range group {
			count[g]++
			for l, v := range p.at(i) {
				centre[g*p.d+l] += v
			}
		}
		for g, n := range count {
			for l := range p.d {
				if n > 0 {
					centre[g*p.d+l] /= float64(n)
				}
			}
		}
	}
	return within
}

// silhouette is the mean over participants of (b − a)/max(a, b), a the mean distance to the others of the own group and b to those of the
// nearest other group; 0 for who is alone in a group (Rousseeuw 1987). Above some number of participants it is the mean over a seeded sample of them.
func (p points) silhouette(group []int, k int, rng random) float64 {
	who := make([]int32, p.n)
	for i := range who {
		who[i] = int32(i)
	}
	if p.n > sampled {
		rng.choose(who, sampled)
		who = who[:sampled]
		slices.Sort(who)
	}
	sum, count := make([]float64, k), make([]int, k)
	total := 0.0
	for _, i := range who {
		clear(sum)
		clear(count)
		for _, j := range who {
			if i != j {
				sum[group[j]] += math.Sqrt(square(p.at(int(i)), p.at(int(j))))
				count[group[j]]++
			}
		}
		own := group[i]
		if count[own] == 0 {
			continue
		}
		a, b := sum[own]/float64(count[own]), math.Inf(1)
		for g := range k {
			if g != own && count[g] > 0 {
				b = min(b, sum[g]/float64(count[g]))
			}
		}
		if top := max(a, b); top > 0 && !math.IsInf(b, 1) {
			total += (b - a) / top
		}
	}
	return total / float64(len(who))
}

// numbered numbers groups by size, the largest first; of equal ones first the one with the participant who comes first.
func numbered(group []int, k int) []int {
	size, first := make([]int, k), make([]int, k)
	for g := range first {
		first[g] = len(group)
	}
	for i, g := range group {
		size[g]++
		first[g] = min(first[g], i)
	}
	order := make([]int, k)
	for g := range order {
		order[g] = g
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(size[b]-size[a], first[a]-first[b]) })
	number := make([]int, k)
	for place, g := range order {
		number[g] = place
	}
	out := make([]int, len(group))
	for i, g := range group {
		out[i] = number[g]
	}
	return out
}

// smallest is the size of the smallest group.
func smallest(group []int, k int) int {
	size := make([]int, k)
	for _, g := range group {
		size[g]++
	}
	return slices.Min(size)
}

// Agreement is the adjusted Rand index of two divisions of the same things: 1 when they are the same whatever the groups are called, 0 on average
// when they have nothing to do with each other (Hubert and Arabie 1985). What is in group −1 of either does not count. It is NaN for fewer than two
// things, and 1 when neither division divides.
func Agreement(a, b []int) float64 {
	type pair struct{ a, b int }
	both, left, right := map[pair]float64{}, map[int]float64{}, map[int]float64{}
	n := 0.0
	for i := range min(len(a), len(b)) {
		if a[i] < 0 || b[i] < 0 {
			continue
		}
		n++
		both[pair{a[i], b[i]}]++
		left[a[i]]++
		right[b[i]]++
	}
	if n < 2 {
		return math.NaN()
	}
	together, sa, sb := 0.0, 0.0, 0.0 // sums of whole numbers: exact in any order
	for _, c := range both {
		together += c * (c - 1) / 2
	}
	for _, c := range left {
		sa += c * (c - 1) / 2
	}
	for _, c := range right {
		sb += c * (c - 1) / 2
	}
	chance := sa * sb / (n * (n - 1) / 2)
	if most := (sa + sb) / 2; most != chance {
		return (together - chance) / (most - chance)
	}
	return 1
}

func sortedCopy(x []float64) []float64 {
	out := slices.Clone(x)
	slices.Sort(out)
	return out
}
