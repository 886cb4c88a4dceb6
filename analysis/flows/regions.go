// SPDX-License-Identifier: EUPL-1.2

package flows

import (
	"math"
	"slices"
)

// Thresholds say when a group of units is a region. Size is what starts in it (employed residents); self-containment the smaller of the supply and the
// demand side. Between the two sizes less of one may be made up by more of the other. British travel to work areas of 2001 and 2011 use 3,500,
// 25,000, 0.667 and 0.75.
type Thresholds struct {
	MinSize, TargetSize                       float64 // below the first no region; from the second on the lesser self-containment will do
	MinSelfContainment, TargetSelfContainment float64 // asked of large regions; asked of the smallest
}

func (h Thresholds) check() error {
	for _, c := range []struct {
		what   string
		v      float64
		good   bool
		wanted string
	}{
		{"min-size", h.MinSize, h.MinSize >= 0, "0 or more"}, {"target-size", h.TargetSize, h.TargetSize >= h.MinSize, "min-size or more"},
		{"min-self-containment", h.MinSelfContainment, h.MinSelfContainment > 0 && h.MinSelfContainment <= 1, "above 0, at most 1"},
		{"target-self-containment", h.TargetSelfContainment, h.TargetSelfContainment >= h.MinSelfContainment && h.TargetSelfContainment <= 1, "min-self-containment to 1"},
	} {
		if !c.good || math.IsInf(c.v, 0) {
			return fault(BadThreshold, c.what, -1, number(c.v), c.wanted)
		}
	}
	return nil
}

// validity is the trade-off of Coombes and Bond (2008), as Eurostat's labour market areas write it: from MinSelfContainment/TargetSelfContainment on a
// group is a region.
func (h Thresholds) validity(size, selfContainment float64) float64 {
	short := 0.0
	switch {
	case size >= h.TargetSize:
	case h.TargetSize == h.MinSize:
		short = 1
	default:
		short = (h.TargetSize - size) / (h.TargetSize - h.MinSize)
	}
	if math.IsNaN(selfContainment) {
		selfContainment = 0
	}
	return (1 - (1-h.least())*short) * min(selfContainment/h.TargetSelfContainment, 1)
}

func (h Thresholds) least() float64 { return h.MinSelfContainment / h.TargetSelfContainment }

func (h Thresholds) valid(size, selfContainment float64) bool {
	return size >= h.MinSize && h.validity(size, selfContainment) >= h.least()*(1-1e-12)
}

// Region is a group of units.
type Region struct {
	Units           []int // ascending
	Centre          int   // the unit that draws most, the first among equals
	Out, In, Within float64
	Supply, Demand  float64 // self-containment
	Validity        float64
	Valid           bool // false: it misses the thresholds, and nothing flows between it and another region
}

// Regions are functional regions.
type Regions struct {
	List    []Region // by their first unit
	Of      []int    // of each unit, its place in List
	Steps   int      // groups that were dissolved
	Within  float64  // share of all flows that stay within their region
	Isolate []int    // units that have no flow at all, in no region: −1 in Of
}

// grouping is the work in hand.
type grouping struct {
	t        *Table
	h        Thresholds
	of       []int
	members  [][]int
	out, in  []float64
	within   []float64
	frozen   []bool
	there    []float64 // by group: what goes from the unit in hand to it
	back     []float64
	touched  []int
	validity []float64
}

// FunctionalRegions groups units until each group has size and self-containment enough on both sides (Coombes, Green and Openshaw 1986; Coombes and Bond
// 2008): every unit is a group; the group that is furthest from the thresholds is dissolved, and each of its units joins the group it is most closely tied
// to by Smart's measure; until all groups are regions. Groups are not asked to be contiguous; flows usually see to that.
func FunctionalRegions(t *Table, h Thresholds) (*Regions, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	g := &grouping{t: t, h: h, of: make([]int, t.n), members: make([][]int, t.n), out: slices.Clone(t.from), in: slices.Clone(t.to), within: slices.Clone(t.stay),
		frozen: make([]bool, t.n), there: make([]float64, t.n), back: make([]float64, t.n), validity: make([]float64, t.n)}
	for i := range t.n {
		g.of[i] = i
		g.members[i] = []int{i}
		if t.from[i] == 0 && t.to[i] == 0 {
			g.members[i], g.of[i] = nil, -1
		}
		g.judge(i)
	}
	steps := 0
	for {
		k := g.worst()
		if k < 0 {
			break
		}
		if g.dissolve(k) {
			steps++
		}
	}
	return g.result(steps), nil
}

// judge computes how far a group is from the thresholds.
func (g *grouping) judge(k int) {
	g.validity[k] = g.h.validity(g.out[k], g.selfContainment(k))
}

func (g *grouping) selfContainment(k int) float64 {
	return min(g.within[k]/g.out[k], g.within[k]/g.in[k]) // NaN where nothing starts or ends
}

// worst is the group to be dissolved next; −1 when all are regions or have nowhere to go.
func (g *grouping) worst() int {
	at := -1
	for k := range g.t.n {
		if g.members[k] == nil || g.frozen[k] || g.h.valid(g.out[k], g.selfContainment(k)) {
			continue
		}
		if at < 0 || g.validity[k] < g.validity[at] || g.validity[k] == g.validity[at] && g.out[k] < g.out[at] {
			at = k
		}
	}
	return at
}

// dissolve gives the units of a group to others, each to the one it is most closely tied to; those tied to nothing but units of the same group follow
// them. Where nothing at all flows to or from others the group stays as it is, for good; false tells so when that is the whole group.
func (g *grouping) dissolve(k int) bool {
	left := g.members[k]
	whole := len(left)
	for {
		var stays []int
		goes := map[int]int{}
		for _, i := range left {
			if to := g.closest(i, k); to >= 0 {
				goes[i] = to
			} else {
				stays = append(stays, i)
			}
		}
		for _, i := range left {
			if to, moves := goes[i]; moves {
				g.join(i, to)
				g.judge(to)
			}
		}
		if len(stays) == len(left) {
			break
		}
		left = stays
	}
	g.members[k], g.out[k], g.in[k], g.within[k] = nil, 0, 0, 0
	for _, i := range left {
		g.of[i] = -1
	}
	for _, i := range left {
		g.join(i, k)
		g.frozen[k] = true
	}
	g.judge(k)
	return len(left) < whole
}

// closest is the group other than its own that a unit is most closely tied to; −1 when there is none.
func (g *grouping) closest(i, own int) int {
	t := g.t
	g.touched = g.touched[:0]
	for _, e := range t.out[i] {
		g.touch(g.of[e.unit], own)
		if k := g.of[e.unit]; k != own {
			g.there[k] += e.value
		}
	}
	for _, e := range t.in[i] {
		g.touch(g.of[e.unit], own)
		if k := g.of[e.unit]; k != own {
			g.back[k] += e.value
		}
	}
	at, most := -1, 0.0
	for _, k := range g.touched {
		s := smart(g.there[k], g.back[k], t.from[i], t.to[i], g.out[k], g.in[k])
		if s > most || s == most && at >= 0 && (g.out[k] > g.out[at] || g.out[k] == g.out[at] && k < at) {
			at, most = k, s
		}
		g.there[k], g.back[k] = 0, 0
	}
	return at
}

func (g *grouping) touch(k, own int) {
	if k != own && g.there[k] == 0 && g.back[k] == 0 {
		g.touched = append(g.touched, k)
	}
}

// join puts a unit into a group.
func (g *grouping) join(i, k int) {
	t := g.t
	g.within[k] += t.stay[i]
	for _, e := range t.out[i] {
		if g.of[e.unit] == k {
			g.within[k] += e.value
		}
	}
	for _, e := range t.in[i] {
		if g.of[e.unit] == k {
			g.within[k] += e.value
		}
	}
	g.out[k] += t.from[i]
	g.in[k] += t.to[i]
	g.of[i] = k
	g.members[k] = append(g.members[k], i)
}

// result puts the regions in the order of their first units.
func (g *grouping) result(steps int) *Regions {
	r := &Regions{Of: make([]int, g.t.n), Steps: steps}
	place := map[int]int{}
	for i := range g.t.n {
		k := g.of[i]
		if k < 0 {
			r.Of[i] = -1
			r.Isolate = append(r.Isolate, i)
			continue
		}
		p, known := place[k]
		if !known {
			p = len(r.List)
			place[k] = p
			r.List = append(r.List, Region{Centre: i, Out: g.out[k], In: g.in[k], Within: g.within[k], Supply: g.within[k] / g.out[k], Demand: g.within[k] / g.in[k],
				Validity: g.validity[k], Valid: g.h.valid(g.out[k], g.selfContainment(k))})
			r.Within += g.within[k]
		}
		e := &r.List[p]
		e.Units = append(e.Units, i)
		if g.t.to[i] > g.t.to[e.Centre] {
			e.Centre = i
		}
		r.Of[i] = p
	}
	r.Within /= g.t.total
	return r
}
