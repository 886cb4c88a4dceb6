// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
	"strconv"
)

// Style says how weights are scaled. The letters are those of the R package spdep.
type Style string

// The styles. n is the number of units that have links; islands do not count in it (as in spdep's nb2listw).
const (
	Raw      Style = "raw"      // as they were given
	Binary   Style = "binary"   // B: every link 1, whatever it weighed before
	Row      Style = "row"      // W: the links of each unit sum to 1
	Global   Style = "global"   // C: all links together sum to n
	Unit     Style = "unit"     // U: all links together sum to 1
	Variance Style = "variance" // S: variance-stabilising, all together sum to n (Tiefelsdorf, Griffith and Boots 1999)
)

// Styled scales the weights as they were before any earlier styling, so styles do not pile up.
func (w *Weights) Styled(style Style) (*Weights, error) {
	out := *w
	if err := out.applyStyle(style); err != nil {
		return nil, err
	}
	return &out, nil
}

func (w *Weights) applyStyle(style Style) error {
	w.style = style
	if style == Raw && w.base != nil {
		w.weight = w.base
		return nil
	}
	v := make([]float64, len(w.to))
	w.weight = v
	if style == Binary || w.base == nil {
		for k := range v {
			v[k] = 1
		}
	} else {
		copy(v, w.base)
	}
	switch style {
	case Raw, Binary:
	case Row:
		w.perRow(v, func(row []float64) float64 { return sum(row) })
	case Variance:
		w.perRow(v, func(row []float64) float64 { return math.Sqrt(sumSquares(row)) })
		scale(v, float64(w.linked())/sum(v))
	case Global:
		scale(v, float64(w.linked())/sum(v))
	case Unit:
		scale(v, 1/sum(v))
	default:
		return fault(BadOption, "style", -1, string(style), "raw, binary, row, global, unit or variance")
	}
	return nil
}

// perRow divides each row by a sum over it.
func (w *Weights) perRow(v []float64, of func([]float64) float64) {
	for i := range w.Len() {
		row := v[w.start[i]:w.start[i+1]]
		if len(row) == 0 {
			continue
		}
		d := of(row)
		for k := range row {
			row[k] /= d
		}
	}
}

// linked counts the units with links.
func (w *Weights) linked() int {
	n := 0
	for i := range w.Len() {
		if w.start[i] < w.start[i+1] {
			n++
		}
	}
	return n
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}

func sumSquares(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x * x
	}
	return s
}

func scale(v []float64, f float64) {
	for k := range v {
		v[k] *= f
	}
}

// WithSelf links every unit to itself with the given weight before styling (1 beside contiguity; the same as any other neighbour),
// as G* of [GetisOrd] needs it. The style is applied again, so by row a unit with k neighbours gives 1/(k+1) to each and to itself.
func (w *Weights) WithSelf(weight float64) (*Weights, error) {
	if !(weight > 0) || math.IsInf(weight, 0) {
		return nil, fault(BadWeight, "weight", -1, number(weight), "")
	}
	if with, _ := w.selfLinks(); with >= 0 {
		return nil, fault(SelfLink, "weights", with, "", "")
	}
	n := w.Len()
	out := &Weights{start: make([]int, n+1), to: make([]int32, 0, len(w.to)+n)}
	if w.base != nil || weight != 1 {
		out.base = make([]float64, 0, len(w.to)+n)
	}
	add := func(j int32, v float64) {
		out.to = append(out.to, j)
		if out.base != nil {
			out.base = append(out.base, v)
		}
	}
	for i := range n {
		done := false
		for k := w.start[i]; k < w.start[i+1]; k++ {
			if !done && int(w.to[k]) > i {
				add(int32(i), weight)
				done = true
			}
			add(w.to[k], w.baseOf(k))
		}
		if !done {
			add(int32(i), weight)
		}
		out.start[i+1] = len(out.to)
	}
	return out, out.applyStyle(w.style)
}

func (w *Weights) baseOf(k int) float64 {
	if w.base == nil {
		return 1
	}
	return w.base[k]
}

// keep makes new weights of the links for which yes holds, in the same style.
func (w *Weights) keep(yes func(i, j int) bool) *Weights {
	n := w.Len()
	out := &Weights{start: make([]int, n+1), to: make([]int32, 0, len(w.to))}
	for i := range n {
		for k := w.start[i]; k < w.start[i+1]; k++ {
			if !yes(i, int(w.to[k])) {
				continue
			}
			out.to = append(out.to, w.to[k])
			if w.base != nil {
				out.base = append(out.base, w.base[k])
			}
		}
		out.start[i+1] = len(out.to)
	}
	if w.base != nil && out.base == nil {
		out.base = []float64{}
	}
	// the style was valid before, so it is now
	_ = out.applyStyle(w.style)
	return out
}

// Close shuts the border: links between units of different groups are dropped, and the style applied again over what remains. It
// also tells how many directed links that were; comparing a result with the border open and closed shows what the border hides.
// Every unit needs a group; an empty label is an error, because an unknown side is not a side of its own.
func (w *Weights) Close(groups []string) (closed *Weights, dropped int, err error) {
	if len(groups) != w.Len() {
		return nil, 0, fault(LengthMismatch, "groups", -1, strconv.Itoa(len(groups)), strconv.Itoa(w.Len()))
	}
	if i := slices.Index(groups, ""); i >= 0 {
		return nil, 0, fault(NoGroup, "groups", i, "", "")
	}
	closed = w.keep(func(i, j int) bool { return groups[i] == groups[j] })
	return closed, w.Links() - closed.Links(), nil
}

// Without takes units out: they keep their number and lose all their links, both ways. It tells how many directed links that were.
func (w *Weights) Without(out []bool) (rest *Weights, dropped int, err error) {
	if len(out) != w.Len() {
		return nil, 0, fault(LengthMismatch, "out", -1, strconv.Itoa(len(out)), strconv.Itoa(w.Len()))
	}
	rest = w.keep(func(i, j int) bool { return !out[i] && !out[j] })
	return rest, w.Links() - rest.Links(), nil
}

// Either makes the links go both ways: a unit is a neighbour when either looks at the other, with the larger of the two weights
// before styling. Nearest neighbours become symmetric by it.
func (w *Weights) Either() *Weights {
	t := w.transpose()
	n := w.Len()
	out := &Weights{start: make([]int, n+1)}
	for i := range n {
		a, b := w.start[i], t.start[i]
		for a < w.start[i+1] || b < t.start[i+1] {
			var j int32
			v := 0.0
			inA := a < w.start[i+1] && (b >= t.start[i+1] || w.to[a] <= t.to[b])
			inB := b < t.start[i+1] && (a >= w.start[i+1] || t.to[b] <= w.to[a])
			if inA {
				j, v = w.to[a], w.baseOf(a)
				a++
			}
			if inB {
				j, v = t.to[b], max(v, t.baseOf(b))
				b++
			}
			out.to = append(out.to, j)
			if w.base != nil {
				out.base = append(out.base, v)
			}
		}
		out.start[i+1] = len(out.to)
	}
	_ = out.applyStyle(w.style)
	return out
}
