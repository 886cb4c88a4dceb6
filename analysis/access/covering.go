// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
)

// MaximalCovering opens exactly p sites so that the weight of demands within the radius of one of them is greatest (Church and ReVelle 1974).
// Choice.Site and Choice.Cost give the nearest open site, within the radius or not.
func MaximalCovering(c *Costs, weights []float64, p int, radius float64, o Options) (Choice, error) {
	if err := checkOpen(c, weights, p); err != nil {
		return Choice{}, err
	}
	if err := checkRadius(radius); err != nil {
		return Choice{}, err
	}
	l := &location{m: c.sites, p: p, integral: true, binary: true}
	total, out := 0.0, 0.0 // what can be covered, what cannot
	for _, w := range weights {
		l.integral = l.integral && w == math.Trunc(w)
	}
	for _, g := range covers(c, radius) {
		w := 0.0
		for _, j := range g.demands {
			w += weights[j]
		}
		switch {
		case w == 0:
		case g.none:
			out += w
		default:
			total += w
			l.add(g, w)
		}
	}
	if !finite(total + out) {
		return Choice{}, fault(NotFinite, "weights", -1, number(total+out), "")
	}
	l.scale = total
	l.integral = l.integral && total < mostWhole
	f := l.solve(o)
	r := assigned(c, f.open)
	for j, w := range weights {
		if r.Site[j] >= 0 && r.Cost[j] <= radius {
			r.Objective += w
		}
	}
	r.prove(f, func(left float64) float64 { return total - left })
	return r, nil
}

// SetCovering opens the fewest sites that have every demand within the radius of one of them (Toregas, Swain, ReVelle and Bergman 1971). Demands out
// of the radius of every site cannot be covered: they are listed, and the others are covered.
func SetCovering(c *Costs, radius float64, o Options) (r Choice, uncovered []int, err error) {
	if err := checkRadius(radius); err != nil {
		return Choice{}, nil, err
	}
	l := &location{m: c.sites, p: -1, opening: 1, integral: true, binary: true}
	groups := covers(c, radius)
	for _, g := range groups {
		if g.none {
			uncovered = g.demands
		}
	}
	for _, g := range needed(groups) {
		l.add(g, 1) // leaving it out costs what the site would that covers it, so that the least cost is the least number of sites
	}
	f := l.solve(o)
	f.open = l.completed(f.open)
	r = assigned(c, f.open)
	r.Objective = float64(len(f.open))
	r.prove(f, math.Ceil)
	return r, uncovered, nil
}

func checkRadius(radius float64) error {
	if !(radius >= 0) || math.IsInf(radius, 1) {
		return fault(BadRadius, "radius", -1, number(radius), "")
	}
	return nil
}

// cover is a group of demands that the same sites have within the radius.
type cover struct {
	demands []int
	by      []uint64 // bits of the sites
	none    bool
}

// covers groups the demands by the sites that cover them, in the order in which they first come.
func covers(c *Costs, radius float64) []*cover {
	words := (c.sites + 63) / 64
	var out []*cover
	at := map[string]*cover{}
	by, key := make([]uint64, words), make([]byte, 8*words)
	for j := range c.demands {
		clear(by)
		none := true
		for i, d := range c.row(j) {
			if d <= radius {
				by[i/64] |= 1 << (i % 64)
				none = false
			}
		}
		for k, b := range by {
			binary.LittleEndian.PutUint64(key[8*k:], b)
		}
		g := at[string(key)]
		if g == nil {
			g = &cover{by: append([]uint64(nil), by...), none: none}
			at[string(key)] = g
			out = append(out, g)
		}
		g.demands = append(g.demands, j)
	}
	return out
}

// needed leaves out groups that are covered whenever another one is.
func needed(groups []*cover) []*cover {
	var out []*cover
	for a, g := range groups {
		redundant := g.none
		for b := 0; b < len(groups) && !redundant; b++ {
			redundant = b != a && !groups[b].none && subset(groups[b].by, g.by)
		}
		if !redundant {
			out = append(out, g)
		}
	}
	return out
}

func subset(a, b []uint64) bool {
	for k := range a {
		if a[k]&^b[k] != 0 {
			return false
		}
	}
	return true
}

// add gives the problem a demand that costs nothing where it is covered and w where it is not.
func (l *location) add(g *cover, w float64) {
	l.sets = append(l.sets, g.by)
	l.reject = append(l.reject, w)
	l.n++
}

// completed opens, for each demand left out, the first site that covers it; that costs the same.
func (l *location) completed(open []int) []int {
	in := make([]bool, l.m)
	for _, i := range open {
		in[i] = true
	}
	for j := range l.n {
		sites := l.near.of(j)
		if !slices.ContainsFunc(sites, func(i int32) bool { return in[i] }) {
			in[sites[0]] = true
		}
	}
	out := make([]int, 0, len(open))
	for i, is := range in {
		if is {
			out = append(out, i)
		}
	}
	return out
}

// CoveredBy counts, for each site, the demands and the weight within the radius of it.
func CoveredBy(c *Costs, weights []float64, radius float64) (demands []int, weight []float64, err error) {
	if len(weights) != c.demands {
		return nil, nil, fault(LengthMismatch, "weights", -1, strconv.Itoa(len(weights)), strconv.Itoa(c.demands))
	}
	demands, weight = make([]int, c.sites), make([]float64, c.sites)
	for j := range c.demands {
		for i, d := range c.row(j) {
			if d <= radius {
				demands[i]++
				weight[i] += weights[j]
			}
		}
	}
	return demands, weight, nil
}
