// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"math/big"
	"slices"

	"github.com/sumanus/sumanus/internal/evidence/formula"
)

// Evaluate judges a spec in one step; see Compile and Finding.Evaluate.
func Evaluate(spec Spec, now, written Source) (Result, error) {
	f, err := Compile(spec)
	if err != nil {
		return Result{}, err
	}
	return f.Evaluate(now, written), nil
}

// Needs lists the numbers the finding asks for, each once, with periods as written: what an evaluation depends on.
func (f *Finding) Needs() []Need {
	var all []Need
	for _, v := range f.spec.Values {
		switch {
		case v.Analysis != "":
			all = append(all, Need{Analysis: v.Analysis, Cell: v.Cell()})
		case v.Formula == "":
			all = append(all, Need{Indicator: v.Indicator, Region: v.Region, Period: v.Period})
		}
	}
	for _, a := range f.assertions {
		for _, r := range a.regions {
			all = append(all, Need{Indicator: a.Indicator, Region: r, Period: a.Period})
		}
	}
	slices.SortFunc(all, func(a, b Need) int {
		return a.atom().compare(b.atom())
	})
	return slices.Compact(all)
}

func (n Need) atom() atom {
	if n.Analysis != "" {
		return atom{indicator: n.Analysis, cell: n.Cell}
	}
	return atom{indicator: n.Indicator, region: n.Region, period: n.Period}
}

// reading is a source with its latest period found and its answers kept.
type reading struct {
	source Source
	latest span
	has    bool // a latest period
	got    map[atom]Observation
	// numbers and periods are asked for again and again while probing, and reading text is slow.
	numbers map[atom]formula.Number
	periods map[string]string
}

func (f *Finding) read(source Source) *reading {
	r := &reading{source: source, got: map[atom]Observation{}, numbers: map[atom]formula.Number{}, periods: map[string]string{}}
	moving := slices.DeleteFunc(f.Needs(), func(n Need) bool {
		_, is := latest(n.Period)
		return !is
	})
	if len(moving) > 0 {
		r.latest, r.has = newest(moving, source)
	}
	return r
}

func (r *reading) period(text string) string {
	resolved, ok := r.periods[text]
	if !ok {
		resolved = text
		if back, is := latest(text); is && r.has {
			resolved = r.latest.back(back).String()
		} else if is {
			resolved = ""
		}
		r.periods[text] = resolved
	}
	return resolved
}

func (r *reading) number(a atom) formula.Number {
	n, ok := r.numbers[a]
	if !ok {
		n = r.at(a).number()
		r.numbers[a] = n
	}
	return n
}

// at gives an observation; without a common latest period there is none.
func (r *reading) at(a atom) Observation {
	if o, ok := r.got[a]; ok {
		return o
	}
	o := Observation{Missing: formula.Missing}
	if results, ok := r.source.(Results); a.cell != "" && ok {
		o = results.Cell(a.indicator, a.cell)
	} else if a.cell == "" && a.period != "" {
		o = r.source.Value(a.indicator, a.region, a.period)
	}
	r.got[a] = o
	return o
}

func (f *Finding) world(r *reading) *world {
	return &world{f: f, period: r.period, number: r.number, memo: map[string]formula.Number{}}
}

// Evaluate judges the finding on the numbers of now. Written gives them as they were when it was written, for telling what moved; nil leaves that out.
func (f *Finding) Evaluate(now, written Source) Result {
	r := f.read(now)
	w := f.world(r)
	result := Result{Engine: Engine}
	if r.has {
		result.Latest = r.latest.String()
	}
	for _, v := range f.spec.Values {
		read := f.readValue(f.values[v.Name], w, r)
		result.Newer = result.Newer || read.Newest != ""
		result.Values = append(result.Values, read)
	}
	for i, a := range f.assertions {
		outcome := f.outcome(a, w, r)
		result.Newer = result.Newer || f.newerRank(a, r)
		result.Assertions = append(result.Assertions, outcome)
		if outcome.Truth == True {
			if contradiction := f.contradiction(i, w, result.Values); contradiction != nil {
				result.Rounding = append(result.Rounding, *contradiction)
				result.Faults = append(result.Faults, contradiction.Fault())
			}
		}
	}
	if written != nil {
		result.Moves = f.moves(w, f.world(f.read(written)))
	}
	result.Verdict = f.verdict(result)
	return result
}

func (f *Finding) readValue(v *value, w *world, r *reading) Read {
	read := Read{Name: v.Name, Number: w.value(v.Name), Decimals: v.Decimals, Percent: v.Percent}
	if v.Analysis != "" {
		read.Analysis, read.Cell = v.Analysis, v.Value.Cell()
		read.Period = r.at(w.of(v.Value)).Period
	} else if v.formula == nil {
		a := w.atom(v.Indicator, v.Region, v.Period)
		read.Indicator, read.Region, read.Period, read.Status = a.indicator, a.region, a.period, r.at(a).Status
		if _, moving := latest(v.Period); !moving {
			if newest, is := newer(a.period, r.source.Periods(a.indicator, a.region)); is {
				read.Newest = newest
			}
		}
	} else {
		atoms := w.atoms(v.formula)
		read.Incomparable = r.clash(atoms)
		for i, a := range atoms {
			if i == 0 {
				read.Period = a.period
			} else if a.period != read.Period {
				read.Period = ""
			}
		}
	}
	if read.Number.Known() {
		read.Shown = formula.Round(v.scaled(read.Number.Rat()), v.Decimals)
	}
	return read
}

// scaled turns an exact number into the one the reader sees, before rounding.
func (v *value) scaled(r *big.Rat) *big.Rat {
	return new(big.Rat).Mul(r, v.factor())
}

func (v *value) factor() *big.Rat {
	factor := big.NewRat(1, max(v.Scale, 1))
	if v.Percent {
		factor.Mul(factor, big.NewRat(100, 1))
	}
	return factor
}

func (f *Finding) newerRank(a *assertion, r *reading) bool {
	if _, moving := latest(a.Period); moving || a.Type != Rank {
		return false
	}
	for _, region := range a.regions {
		if _, is := newer(a.Period, r.source.Periods(a.Indicator, region)); is {
			return true
		}
	}
	return false
}

func (f *Finding) outcome(a *assertion, w *world, r *reading) Outcome {
	out := Outcome{Name: a.Name}
	if a.Type == Rank {
		out.Position = w.positionOf(a)
	}
	if out.Incomparable = r.clash(w.restsOn(a)); out.Incomparable != "" {
		out.Truth = Unknown
		return out
	}
	if out.Truth, out.Gap = w.truth(a); out.Truth == Unknown {
		return out
	}
	var exact bool
	out.Nearest, exact = f.nearest(a, w, out.Truth)
	out.Together = exact && len(out.Nearest) == 0
	return out
}

// clash tells why numbers must not be set against each other; empty when they may.
func (r *reading) clash(atoms []atom) Cause {
	for i, a := range atoms {
		one := r.at(a)
		if one.Incomparable != "" && len(atoms) > 1 {
			return one.Incomparable
		}
		for _, b := range atoms[:i] {
			if a.indicator != b.indicator {
				continue
			}
			other := r.at(b)
			if !r.number(a).Known() || !r.number(b).Known() {
				continue // what is not there is told as that
			}
			switch {
			case one.Basis.Definition != other.Basis.Definition:
				return Definition
			case a.region == b.region && one.Basis.Territory != other.Basis.Territory:
				return Territory
			case a.region == b.region && one.Basis.Series != other.Basis.Series:
				return Break
			}
		}
	}
	return ""
}

// moves compares the shown values exactly with those of when the finding was written.
func (f *Finding) moves(now, before *world) []Move {
	var all []Move
	for _, v := range f.spec.Values {
		if !f.shown[v.Name] {
			continue
		}
		if was, is := before.value(v.Name), now.value(v.Name); was.String() != is.String() {
			all = append(all, Move{Name: v.Name, Before: was, Now: is})
		}
	}
	return all
}

// verdict is the conjunction: false outweighs unknown, and not comparable is the graver kind of unknown.
func (f *Finding) verdict(r Result) Verdict {
	incomparable, gap := false, false
	for _, o := range r.Assertions {
		if o.Truth == False {
			return Untrue
		}
		incomparable = incomparable || o.Incomparable != ""
		gap = gap || o.Truth == Unknown
	}
	for _, v := range r.Values {
		if f.shown[v.Name] {
			incomparable = incomparable || v.Incomparable != ""
			gap = gap || !v.Number.Known()
		}
	}
	switch {
	case incomparable:
		return Incomparable
	case gap:
		return Uncomputable
	case len(r.Moves) > 0:
		return Moved
	}
	return Holds
}
