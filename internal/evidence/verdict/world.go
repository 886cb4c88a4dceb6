// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence/formula"
)

// atom is one number of the statistics, with its period resolved. Two values that name the same number are one atom.
// Of a cell it holds the analysis in the place of the indicator, and the place of the cell.
type atom struct{ indicator, region, period, cell string }

func (a atom) compare(b atom) int {
	return cmp.Or(strings.Compare(a.indicator, b.indicator), strings.Compare(a.region, b.region), strings.Compare(a.period, b.period), strings.Compare(a.cell, b.cell))
}

// world is one state of the numbers in which a finding can be judged.
type world struct {
	f      *Finding
	period func(string) string // resolves latest; "" when there is none
	number func(atom) formula.Number
	seen   map[string]formula.Number // as the reader sees them, for shown values; nil for the exact ones
	memo   map[string]formula.Number
}

// with gives the world in which one number is different.
func (w *world) with(a atom, x *big.Rat) *world {
	changed := *w
	changed.memo = map[string]formula.Number{}
	changed.number = func(b atom) formula.Number {
		if a == b {
			return formula.Exact(x)
		}
		return w.number(b)
	}
	return &changed
}

func (w *world) atom(indicator, region, period string) atom {
	return atom{indicator: indicator, region: region, period: w.period(period)}
}

// of gives the number that a value names; formulas name none.
func (w *world) of(v Value) atom {
	if v.Analysis != "" {
		return atom{indicator: v.Analysis, cell: v.Cell()}
	}
	return w.atom(v.Indicator, v.Region, v.Period)
}

// value gives a value of the finding by name.
func (w *world) value(name string) formula.Number {
	if n, ok := w.memo[name]; ok {
		return n
	}
	v := w.f.values[name]
	if n, ok := w.seen[name]; ok {
		return n
	}
	var n formula.Number
	if v.formula != nil {
		n = v.formula.Eval(w.value)
	} else {
		n = w.number(w.of(v.Value)).Of(name)
	}
	w.memo[name] = n
	return n
}

// atoms lists the numbers that formulas rest on, in a fixed order.
func (w *world) atoms(formulas ...*formula.Formula) []atom {
	set := map[atom]bool{}
	done := map[string]bool{}
	var visit func(f *formula.Formula)
	visit = func(f *formula.Formula) {
		for _, name := range f.Names() {
			if done[name] {
				continue
			}
			done[name] = true
			if v := w.f.values[name]; v.formula != nil {
				visit(v.formula)
			} else {
				set[w.of(v.Value)] = true
			}
		}
	}
	for _, f := range formulas {
		if f != nil {
			visit(f)
		}
	}
	return slices.SortedFunc(maps.Keys(set), atom.compare)
}

// restsOn lists the numbers that an assertion rests on.
func (w *world) restsOn(a *assertion) []atom {
	if a.Type != Rank {
		return w.atoms(a.left, a.right)
	}
	var all []atom
	for _, r := range a.regions {
		all = append(all, w.atom(a.Indicator, r, a.Period))
	}
	return all
}

// ranked gives the number of a region for a rank: in the reader's world, as a shown value tells it.
func (w *world) ranked(a atom) formula.Number {
	for _, v := range w.f.spec.Values {
		if n, ok := w.seen[v.Name]; ok && v.Formula == "" && w.of(v) == a {
			return n
		}
	}
	return w.number(a)
}

// Truth is the outcome of an assertion.
type Truth string

// The three outcomes.
const (
	True    Truth = "true"
	False   Truth = "false"
	Unknown Truth = "unknown"
)

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// truth judges an assertion; the gap says why it is unknown.
func (w *world) truth(a *assertion) (Truth, formula.Gap) {
	if a.Type == Rank {
		return w.rank(a)
	}
	d := w.difference(a)
	if !d.Known() {
		return Unknown, d.Gap()
	}
	above, sureAbove := d.Compare(formula.Exact(a.tolerance))
	below, sureBelow := d.Compare(formula.Exact(a.tolerance).Neg())
	var truth bool
	sure := true
	switch a.meaning() {
	case ">":
		truth, sure = above > 0, sureAbove
	case "<":
		truth, sure = below < 0, sureBelow
	case ">=":
		truth, sure = below >= 0, sureBelow
	case "<=":
		truth, sure = above <= 0, sureAbove
	case "==":
		truth, sure = above <= 0 && below >= 0, sureAbove && sureBelow
	case "!=":
		truth, sure = above > 0 || below < 0, sureAbove && sureBelow
	}
	if !sure {
		return Unknown, formula.Gap{Reason: formula.TooClose}
	}
	return truthOf(truth), formula.Gap{}
}

// difference is what an assertion sets against its tolerance.
func (w *world) difference(a *assertion) formula.Number {
	left := a.left.Eval(w.value)
	switch a.Type {
	case Compare:
		return left.Sub(a.right.Eval(w.value))
	case Share:
		return left.Sub(formula.Exact(a.share))
	}
	return left
}

// meaning is the operator between the difference and nought.
func (a *assertion) meaning() string {
	if a.Type == Compare {
		return a.Op
	}
	return map[string]string{"negative": "<", "positive": ">", "zero": "==", "": "=="}[a.Sign]
}

// rank is false as soon as the known numbers exclude it, true only when all are known.
func (w *world) rank(a *assertion) (Truth, formula.Gap) {
	own := w.ranked(w.atom(a.Indicator, a.Region, a.Period))
	if !own.Known() {
		return Unknown, own.Gap()
	}
	better, equal, open := 0, 0, 0
	unknown := formula.Gap{}
	for _, r := range a.regions {
		if r == a.Region {
			continue
		}
		n := w.ranked(w.atom(a.Indicator, r, a.Period))
		sign, sure := n.Compare(own)
		switch {
		case !n.Known():
			unknown = n.Of(r).Gap()
			open++
		case !sure:
			unknown = formula.Gap{Reason: formula.TooClose, Input: r}
			open++
		case sign == 0:
			equal++
		case sign > 0 == (a.Order == "highest"):
			better++
		}
	}
	switch {
	case better >= a.Position || equal > 0 || better+open < a.Position-1:
		return False, formula.Gap{}
	case unknown.Reason != "":
		return Unknown, unknown
	}
	return truthOf(better == a.Position-1), formula.Gap{}
}

// positionOf tells the place a region has, counting those strictly better; 0 when a number is not there.
func (w *world) positionOf(a *assertion) int {
	own := w.ranked(w.atom(a.Indicator, a.Region, a.Period))
	place := 1
	for _, r := range a.regions {
		sign, sure := w.ranked(w.atom(a.Indicator, r, a.Period)).Compare(own)
		if !sure {
			return 0
		}
		if sign != 0 && sign > 0 == (a.Order == "highest") {
			place++
		}
	}
	return place
}
