// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
	"strconv"
)

// Node is a line of the structure: an indicator, or an aggregate of what names it as parent.
type Node struct {
	Level     int // 1 for indicators, rising to the index
	Code      string
	Direction float64 // 1: more is better; −1: less is. Used of indicators only
	Weight    float64 // within its group, in any unit
	Parent    string  // empty for the index
	Indicator bool
}

// Frame is a checked structure. It does not change.
type Frame struct {
	Nodes      []Node
	indicators []int   // nodes that are indicators, in order: their columns
	aggregates []int   // nodes that are not, lowest level first, in order within a level
	children   [][]int // of each node
	column     []int   // of an indicator, −1 of an aggregate
	levels     []int   // distinct levels of aggregates, rising
	top        int
}

// NewFrame checks a structure: one index at the top, every other node under a node of a higher level, indicators at level 1 and
// nothing but indicators there, every aggregate over something, weights that sum to something in every group.
//
// The columns are those of the R package COINr (Level, iCode, Direction, Weight, Parent, Type).
func NewFrame(nodes []Node) (*Frame, error) {
	if len(nodes) == 0 {
		return nil, fault(NoNodes, "", "", "")
	}
	f := &Frame{Nodes: slices.Clone(nodes), children: make([][]int, len(nodes)), column: make([]int, len(nodes)), top: -1}
	at := make(map[string]int, len(nodes))
	for k, n := range nodes {
		if _, twice := at[n.Code]; twice {
			return nil, fault(DuplicateNode, n.Code, "", "")
		}
		at[n.Code] = k
	}
	for k, n := range nodes {
		if err := f.place(k, n, at); err != nil {
			return nil, err
		}
	}
	if f.top < 0 {
		return nil, fault(NoTop, "", "", "")
	}
	slices.SortStableFunc(f.aggregates, func(a, b int) int { return nodes[a].Level - nodes[b].Level })
	for _, k := range f.aggregates {
		sum := 0.0
		for _, c := range f.children[k] {
			sum += nodes[c].Weight
		}
		switch {
		case len(f.children[k]) == 0:
			return nil, fault(ChildlessNode, nodes[k].Code, "", "")
		case sum == 0:
			return nil, fault(ZeroWeights, nodes[k].Code, "", "")
		}
		if l := nodes[k].Level; !slices.Contains(f.levels, l) {
			f.levels = append(f.levels, l)
		}
	}
	return f, nil
}

func (f *Frame) place(k int, n Node, at map[string]int) error {
	if n.Direction != 1 && n.Direction != -1 {
		return fault(BadDirection, n.Code, number(n.Direction), "1, −1")
	}
	if !(n.Weight >= 0) || math.IsInf(n.Weight, 0) {
		return fault(BadWeight, n.Code, number(n.Weight), "")
	}
	f.column[k] = -1
	if n.Indicator {
		f.column[k] = len(f.indicators)
		f.indicators = append(f.indicators, k)
	} else {
		f.aggregates = append(f.aggregates, k)
	}
	if n.Indicator != (n.Level == 1) || n.Level < 1 {
		return fault(BadLevel, n.Code, strconv.Itoa(n.Level), "1")
	}
	if n.Parent == "" {
		if n.Indicator {
			return fault(UnknownParent, n.Code, "", "")
		}
		if f.top >= 0 {
			return fault(ManyTops, n.Code, f.Nodes[f.top].Code, "")
		}
		f.top = k
		return nil
	}
	p, found := at[n.Parent]
	if !found || f.Nodes[p].Indicator {
		return fault(UnknownParent, n.Code, n.Parent, "")
	}
	if f.Nodes[p].Level <= n.Level {
		return fault(BadLevel, n.Code, strconv.Itoa(n.Level), "< "+strconv.Itoa(f.Nodes[p].Level))
	}
	f.children[p] = append(f.children[p], k)
	return nil
}

// Indicators names the columns a table must have, in order.
func (f *Frame) Indicators() []string {
	out := make([]string, len(f.indicators))
	for c, k := range f.indicators {
		out[c] = f.Nodes[k].Code
	}
	return out
}

// Top is the node of the index.
func (f *Frame) Top() int { return f.top }

// Children lists the nodes under a node. The slice belongs to the frame.
func (f *Frame) Children(node int) []int { return f.children[node] }

// Levels is how many levels of aggregates there are.
func (f *Frame) Levels() int { return len(f.levels) }

// Table holds values of units: Columns[indicator][unit], in the order of Frame.Indicators. NaN is missing.
type Table struct {
	Units   int
	Columns [][]float64
}

func newTable(units, columns int) *Table {
	block := make([]float64, units*columns)
	t := &Table{Units: units, Columns: make([][]float64, columns)}
	for c := range t.Columns {
		t.Columns[c] = block[c*units : (c+1)*units : (c+1)*units]
	}
	return t
}

func (t *Table) clone() *Table {
	out := newTable(t.Units, len(t.Columns))
	for c, column := range t.Columns {
		copy(out.Columns[c], column)
	}
	return out
}

// largest is the largest number that is taken: squares of larger ones, which standard deviations and moments are made of, leave the
// range of numbers.
const largest = 1e75

func (f *Frame) fits(t *Table) error {
	if len(t.Columns) != len(f.indicators) {
		return fault(ColumnMismatch, "", strconv.Itoa(len(t.Columns)), strconv.Itoa(len(f.indicators)))
	}
	for c, column := range t.Columns {
		code := f.Nodes[f.indicators[c]].Code
		if len(column) != t.Units {
			return fault(LengthMismatch, code, strconv.Itoa(len(column)), strconv.Itoa(t.Units))
		}
		for u, v := range column {
			if math.Abs(v) > largest {
				return &Error{Code: NotFinite, Node: code, Unit: u, Found: number(v)}
			}
		}
	}
	return nil
}
