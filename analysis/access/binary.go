// SPDX-License-Identifier: EUPL-1.2

package access

import "math/bits"

// A location in which every demand is covered for nothing or left out at its price is kept as sets, not as a table of costs: the sites that cover
// each demand, and the demands that each site covers.

// solveSets finds the optimum of a location of sets. Sites that cover no more than another one are left aside first, and demands that the
// remaining sites do not tell apart become one.
func (l *location) solveSets(o Options) found {
	l.near = l.setLists()
	l.turn = l.near.turned(l.m)
	keep := l.undominatedSets()
	if l.p >= 0 && len(keep) <= l.p { // all of them, and others that change nothing
		return l.filled(keep)
	}
	f := newSearch(l.reduced(keep), o).run()
	for k, i := range f.open {
		f.open[k] = keep[i]
	}
	f.fixed += l.m - len(keep)
	return f
}

// setLists lists for each demand the sites that cover it.
func (l *location) setLists() *lists {
	count := 0
	for _, set := range l.sets {
		for _, w := range set {
			count += bits.OnesCount64(w)
		}
	}
	out := &lists{start: make([]int32, 1, l.n+1), site: make([]int32, 0, count), value: make([]float64, count)}
	for _, set := range l.sets {
		for k, w := range set {
			for ; w != 0; w &= w - 1 {
				out.site = append(out.site, int32(64*k+bits.TrailingZeros64(w)))
			}
		}
		out.start = append(out.start, int32(len(out.site)))
	}
	return out
}

// turned lists for each of m sites the demands whose lists it stands in, without values.
func (x *lists) turned(m int) *lists {
	t := &lists{start: make([]int32, m+1), site: make([]int32, len(x.site))}
	x.turn(t)
	return t
}

// turn writes into t, which has room, the lists of x the other way round.
func (x *lists) turn(t *lists) {
	m := len(t.start) - 1
	t.site = t.site[:len(x.site)]
	clear(t.start)
	for _, i := range x.site {
		t.start[i+1]++
	}
	for i := range m {
		t.start[i+1] += t.start[i]
	}
	for j := range len(x.start) - 1 {
		for _, i := range x.site[x.start[j]:x.start[j+1]] {
			t.site[t.start[i]] = int32(j)
			t.start[i]++
		}
	}
	copy(t.start[1:], t.start[:m])
	t.start[0] = 0
}

// of gives the list of one.
func (x *lists) of(k int) []int32 { return x.site[x.start[k]:x.start[k+1]] }

// undominatedSets lists the sites whose demands no other site covers all of; of equal ones the first stays.
func (l *location) undominatedSets() []int {
	keep := make([]int, 0, l.m)
	gone := make([]bool, l.m)
	nothing := -1 // the first site that covers nothing
	for i := range l.m {
		covered := l.turn.of(i)
		if len(covered) == 0 {
			gone[i] = true
			if nothing < 0 {
				nothing = i
			}
			continue
		}
		for _, k := range l.near.of(int(covered[0])) {
			if int(k) != i && !gone[k] && l.coversAll(int(k), i) {
				gone[i] = true
				break
			}
		}
		if !gone[i] {
			keep = append(keep, i)
		}
	}
	if len(keep) == 0 && nothing >= 0 {
		keep = append(keep, nothing)
	}
	return keep
}

// coversAll tells whether k covers whatever i does, and more or at an earlier place.
func (l *location) coversAll(k, i int) bool {
	covered := l.turn.of(i)
	others := len(l.turn.of(k))
	if others < len(covered) || others == len(covered) && k > i {
		return false
	}
	for _, j := range covered {
		if l.sets[j][k/64]>>(k%64)&1 == 0 {
			return false
		}
	}
	return true
}

// reduced is the problem of the sites to keep.
func (l *location) reduced(keep []int) *location {
	small := &location{m: len(keep), p: l.p, opening: l.opening, binary: true, integral: l.integral, scale: l.scale}
	place := make([]int32, l.m)
	for i := range place {
		place[i] = -1
	}
	for k, i := range keep {
		place[i] = int32(k)
	}
	near := &lists{start: make([]int32, 1, l.n+1), site: make([]int32, 0, len(l.near.site))}
	small.reject = make([]float64, 0, l.n)
	at := make(map[string]int, l.n)
	key := make([]byte, 0, 4*len(keep))
	for j := range l.n {
		from := len(near.site)
		key = key[:0]
		for _, i := range l.near.of(j) {
			if k := place[i]; k >= 0 {
				near.site = append(near.site, k)
				key = append(key, byte(k), byte(k>>8), byte(k>>16), byte(k>>24))
			}
		}
		if same, known := at[string(key)]; known && l.p >= 0 {
			small.reject[same] += l.reject[j]
			near.site = near.site[:from]
			continue
		}
		at[string(key)] = small.n
		small.reject = append(small.reject, l.reject[j])
		near.start = append(near.start, int32(len(near.site)))
		small.n++
	}
	near.value = make([]float64, len(near.site))
	small.near = near
	small.turn = near.turned(small.m)
	return small
}

// totalSets is the value of a set of sites; covered is written over.
func (l *location) totalSets(open []int, covered []bool) float64 {
	clear(covered)
	for _, i := range open {
		for _, j := range l.turn.of(i) {
			covered[j] = true
		}
	}
	sum := 0.0
	for j, w := range l.reject {
		if !covered[j] {
			sum += w
		}
	}
	return sum + l.opening*float64(len(open))
}
