// SPDX-License-Identifier: EUPL-1.2

package flows

import (
	"slices"
	"strconv"
)

// MaxIntramax bounds the number of units of a hierarchy, which needs a table of all pairs.
const MaxIntramax = 6_000

// Fusion is a step of the hierarchy.
type Fusion struct {
	A, B    int     // first units of the two groups; the joined one keeps the smaller
	Measure float64 // what was greatest
	Within  float64 // share of all flows that stay within their group after it
	Groups  int     // how many groups are left
}

// Hierarchy is the whole tree.
type Hierarchy struct {
	Start   float64 // share that stays within units
	Fusions []Fusion
	units   int
}

// Intramax joins, step by step, the two groups between which most flows for their size: the greatest Tᵢⱼ/(Oᵢ Dⱼ) + Tⱼᵢ/(Oⱼ Dᵢ), with flows as shares of
// all (Masser and Brown 1975; Masser and Scheurwater 1980). It ends when one group is left, or groups between which nothing flows.
func Intramax(t *Table) (*Hierarchy, error) {
	if t.n > MaxIntramax {
		return nil, fault(TooManyUnits, "units", -1, strconv.Itoa(t.n), strconv.Itoa(MaxIntramax))
	}
	m := newMerging(t)
	within := 0.0
	for _, v := range t.stay {
		within += v
	}
	h := &Hierarchy{Start: within / t.total, units: t.n}
	for groups := t.n; groups > 1; groups-- {
		a, s := m.greatest()
		if a < 0 {
			break
		}
		b := m.best[a]
		within += m.flow[a*m.n+b] + m.flow[b*m.n+a]
		a, b = min(a, b), max(a, b)
		m.fuse(a, b)
		h.Fusions = append(h.Fusions, Fusion{A: a, B: b, Measure: s * t.total, Within: min(within/t.total, 1), Groups: groups - 1})
	}
	return h, nil
}

// merging is the work in hand.
type merging struct {
	n        int
	flow     []float64 // between groups
	from, to []float64
	alive    []bool
	best     []int // of each group the one with the greatest measure, the first among equals; −1 none
	value    []float64
}

func newMerging(t *Table) *merging {
	m := &merging{n: t.n, flow: make([]float64, t.n*t.n), from: slices.Clone(t.from), to: slices.Clone(t.to), alive: make([]bool, t.n), best: make([]int, t.n),
		value: make([]float64, t.n)}
	for i := range t.n {
		m.alive[i] = true
		for _, e := range t.out[i] {
			m.flow[i*t.n+int(e.unit)] = e.value
		}
	}
	for i := range t.n {
		m.look(i)
	}
	return m
}

func (m *merging) measure(a, b int) float64 {
	s := 0.0
	if v := m.flow[a*m.n+b]; v > 0 {
		s += v / m.from[a] / m.to[b]
	}
	if v := m.flow[b*m.n+a]; v > 0 {
		s += v / m.from[b] / m.to[a]
	}
	return s
}

// look finds the closest group of one.
func (m *merging) look(a int) {
	m.best[a], m.value[a] = -1, 0
	for b := range m.n {
		if b == a || !m.alive[b] {
			continue
		}
		if s := m.measure(a, b); s > m.value[a] {
			m.best[a], m.value[a] = b, s
		}
	}
}

func (m *merging) greatest() (int, float64) {
	at, most := -1, 0.0
	for a := range m.n {
		if m.alive[a] && m.best[a] >= 0 && m.value[a] > most {
			at, most = a, m.value[a]
		}
	}
	return at, most
}

// fuse puts group b into a.
func (m *merging) fuse(a, b int) {
	for k := range m.n {
		if k == a || k == b || !m.alive[k] {
			continue
		}
		m.flow[a*m.n+k] += m.flow[b*m.n+k]
		m.flow[k*m.n+a] += m.flow[k*m.n+b]
	}
	m.from[a] += m.from[b]
	m.to[a] += m.to[b]
	m.alive[b] = false
	m.look(a)
	for k := range m.n {
		if k == a || !m.alive[k] {
			continue
		}
		if m.best[k] == a || m.best[k] == b {
			m.look(k)
			continue
		}
		if s := m.measure(k, a); s > m.value[k] || s == m.value[k] && s > 0 && a < m.best[k] {
			m.best[k], m.value[k] = a, s
		}
	}
}

// Cut gives the groups when so many are left, or the fewest that there are: of each unit the first unit of its group.
func (h *Hierarchy) Cut(groups int) ([]int, error) {
	if groups < 1 || groups > h.units {
		return nil, fault(BadThreshold, "regions", -1, strconv.Itoa(groups), "1 to "+strconv.Itoa(h.units))
	}
	of := make([]int, h.units)
	for i := range of {
		of[i] = i
	}
	for _, f := range h.Fusions {
		if f.Groups < groups {
			break
		}
		of[f.B] = f.A
	}
	for i := range of { // a group is always put into one that comes before it
		of[i] = of[of[i]]
	}
	return of, nil
}
