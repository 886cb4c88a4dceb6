// SPDX-License-Identifier: EUPL-1.2

package flows

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// MaxUnits bounds the number of units.
const MaxUnits = 1_000_000

// Flow is what goes from one unit to another, or stays within one; NaN is missing.
type Flow struct {
	From, To int
	Value    float64
}

// edge is one end of a flow.
type edge struct {
	unit  int32
	value float64
}

// Table is a table of flows.
type Table struct {
	n       int
	out, in [][]edge // of each unit, without what stays within, by unit
	stay    []float64
	from    []float64 // totals of origins
	to      []float64 // totals of destinations
	total   float64
	missing int
}

// New makes a table of a list, in any order. Each pair is given once.
func New(units int, list []Flow) (*Table, error) {
	if units < 1 {
		return nil, fault(NoUnits, "units", -1, "", "")
	}
	if units > MaxUnits {
		return nil, fault(TooManyUnits, "units", -1, strconv.Itoa(units), strconv.Itoa(MaxUnits))
	}
	t := &Table{n: units, out: make([][]edge, units), in: make([][]edge, units), stay: make([]float64, units), from: make([]float64, units), to: make([]float64, units)}
	seen := make(map[[2]int]bool, len(list))
	for k, f := range list {
		switch {
		case f.From < 0 || f.From >= units:
			return nil, fault(BadUnit, "from", k, strconv.Itoa(f.From), strconv.Itoa(units))
		case f.To < 0 || f.To >= units:
			return nil, fault(BadUnit, "to", k, strconv.Itoa(f.To), strconv.Itoa(units))
		case seen[[2]int{f.From, f.To}]:
			return nil, fault(DuplicateFlow, "flows", k, strconv.Itoa(f.To), "")
		case f.Value < 0:
			return nil, fault(NegativeFlow, "flows", k, number(f.Value), "")
		case math.IsInf(f.Value, 1):
			return nil, fault(NotFinite, "flows", k, number(f.Value), "")
		}
		seen[[2]int{f.From, f.To}] = true
		if math.IsNaN(f.Value) {
			t.missing++
			continue
		}
		if f.From == f.To {
			t.stay[f.From] = f.Value
		} else if f.Value > 0 {
			t.out[f.From] = append(t.out[f.From], edge{int32(f.To), f.Value})
			t.in[f.To] = append(t.in[f.To], edge{int32(f.From), f.Value})
		}
	}
	t.sum()
	if t.total == 0 {
		return nil, fault(NoFlow, "flows", -1, "", "")
	}
	return t, nil
}

// sum orders the edges and adds up, the same for any order of the list.
func (t *Table) sum() {
	byUnit := func(a, b edge) int { return cmp.Compare(a.unit, b.unit) }
	for i := range t.n {
		slices.SortFunc(t.out[i], byUnit)
		slices.SortFunc(t.in[i], byUnit)
		t.from[i], t.to[i] = t.stay[i], t.stay[i]
		for _, e := range t.out[i] {
			t.from[i] += e.value
		}
		for _, e := range t.in[i] {
			t.to[i] += e.value
		}
		t.total += t.from[i]
	}
}

// Units is the number of units.
func (t *Table) Units() int { return t.n }

// Total is the sum of all flows; Missing is how many were not known and left out.
func (t *Table) Total() float64 { return t.total }

// Missing is how many flows were not known and left out.
func (t *Table) Missing() int { return t.missing }

// Balance is what flows mean to each unit.
type Balance struct {
	Out, In, Within []float64 // totals of the origin and of the destination, both with what stays; what stays
	Net             []float64 // In − Out; over all units it sums to 0
	Supply, Demand  []float64 // self-containment: Within/Out and Within/In, NaN where the total is 0
}

// Balance adds up the flows of each unit.
func (t *Table) Balance() Balance {
	b := Balance{Out: slices.Clone(t.from), In: slices.Clone(t.to), Within: slices.Clone(t.stay), Net: make([]float64, t.n), Supply: make([]float64, t.n), Demand: make([]float64, t.n)}
	for i := range t.n {
		for _, e := range t.in[i] {
			b.Net[i] += e.value
		}
		for _, e := range t.out[i] {
			b.Net[i] -= e.value
		}
		b.Supply[i], b.Demand[i] = t.stay[i]/t.from[i], t.stay[i]/t.to[i] // 0/0 is NaN
	}
	return b
}

// Tie is how closely two units are tied; A comes before B.
type Tie struct {
	A, B        int
	There, Back float64 // flows from A to B and from B to A
	Smart       float64
}

// Smart lists the pairs of units between which something flows, with Smart's measure Tᵢⱼ²/(Oᵢ Dⱼ) + Tⱼᵢ²/(Oⱼ Dᵢ) (Smart 1974; Coombes, Green and
// Openshaw 1986): 0 nothing, 2 the whole of both.
func (t *Table) Smart() []Tie {
	var out []Tie
	for i := range t.n {
		a, b := t.out[i], t.in[i]
		for len(a) > 0 || len(b) > 0 {
			j := int32(math.MaxInt32)
			if len(a) > 0 {
				j = a[0].unit
			}
			if len(b) > 0 {
				j = min(j, b[0].unit)
			}
			tie := Tie{A: i, B: int(j)}
			if len(a) > 0 && a[0].unit == j {
				tie.There, a = a[0].value, a[1:]
			}
			if len(b) > 0 && b[0].unit == j {
				tie.Back, b = b[0].value, b[1:]
			}
			if tie.B > i {
				tie.Smart = smart(tie.There, tie.Back, t.from[i], t.to[i], t.from[j], t.to[j])
				out = append(out, tie)
			}
		}
	}
	return out
}

// smart is Smart's measure of what goes there and back between two units, or a unit and a region, by their totals.
func smart(there, back, fromA, toA, fromB, toB float64) float64 {
	s := 0.0
	if there > 0 {
		s += there / fromA * (there / toB)
	}
	if back > 0 {
		s += back / fromB * (back / toA)
	}
	return s
}
