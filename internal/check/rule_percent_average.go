// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// percentAverageRule: the mean of two percentages is not the percentage of the two together unless both are parts of wholes of one size. It looks at
// formulas of indicators and of values of findings; and at indicators in percent that are said to add up over regions. A weighted mean is
// what one should do and passes; so does the sum of shares of one whole.
var percentAverageRule = Rule{ID: "percent-average", Level: Error, Why: "check.percent-average.why", Mend: "check.percent-average.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("indicator") {
		i := r.Body.(*evidence.Indicator)
		percent := map[string]bool{}
		var names []string
		for _, in := range i.Inputs {
			names = append(names, in.Name)
			percent[in.Name] = percentUnit(in.Select)
		}
		if averaged := averages(i.Formula, names, percent); averaged != nil {
			hits = append(hits, Hit{Ref: r.Ref, Field: "formula", What: "check.percent-average.what", Found: fault.A{"names": averaged, "formula": i.Formula}})
		}
		if i.Percent && i.Aggregate == "sum" {
			hits = append(hits, Hit{Ref: r.Ref, Field: "aggregate", What: "check.percent-average.sum", Mend: "check.percent-average.mend-sum"})
		}
	}
	for _, r := range h.of("finding") {
		f := r.Body.(*evidence.Finding)
		if f.State == evidence.Withdrawn {
			continue
		}
		percent := map[string]bool{}
		var names []string
		for _, v := range f.Values {
			names = append(names, v.Name)
			i, ok := body[*evidence.Indicator](h, record.Ref(v.Indicator))
			percent[v.Name] = v.Percent || ok && h.percentIndicator(i)
		}
		for n, v := range f.Values {
			if averaged := averages(v.Formula, names, percent); averaged != nil {
				hits = append(hits, Hit{Ref: r.Ref, Field: "values." + strconv.Itoa(n) + ".formula", What: "check.percent-average.what", Found: fault.A{"names": averaged, "formula": v.Formula}})
			}
		}
	}
	return hits
}}

// percentCode is how offices code percentages as a unit: PC, PC_POP, PCT, PERCENT.
var percentCode = regexp.MustCompile(`^(?:PC|PC_[A-Z0-9_]+|PCT|PERCENT|%)$`)

func percentUnit(selected map[string]string) bool {
	for _, code := range selected {
		if percentCode.MatchString(code) {
			return true
		}
	}
	return false
}

// percentIndicator tells an indicator whose numbers are percentages: by its own word, or because it hands a percentage of its table on.
func (h *house) percentIndicator(i *evidence.Indicator) bool {
	return i.Percent || len(i.Inputs) == 1 && strings.TrimSpace(i.Formula) == i.Inputs[0].Name && percentUnit(i.Inputs[0].Select)
}

var meanCall = regexp.MustCompile(`\bmean\s*\(([^()]*)\)`)

// averages gives the names of the percentages that a formula takes the plain mean of; nil when it does not. It asks the formula itself: a mean of n
// inputs moves by the n-th part of each, wherever they stand.
func averages(text string, names []string, percent map[string]bool) []string {
	if text == "" {
		return nil
	}
	for _, call := range meanCall.FindAllStringSubmatch(text, -1) {
		var inside []string
		for _, arg := range strings.Split(call[1], ",") {
			if name := strings.TrimSpace(arg); percent[name] {
				inside = append(inside, name)
			}
		}
		if len(inside) > 1 {
			return inside
		}
	}
	f, err := formula.Compile(text, names)
	if err != nil {
		return nil // the kinds refuse such a formula; what stood in the house before is not this rule's matter
	}
	byStep := map[string][]string{}
	for _, name := range f.Names() {
		if step, ok := slope(f, name); ok && percent[name] && step.Sign() != 0 {
			byStep[step.RatString()] = append(byStep[step.RatString()], name)
		}
	}
	for _, name := range f.Names() {
		step, ok := slope(f, name)
		if !ok {
			continue
		}
		group := byStep[step.RatString()]
		whole := new(big.Rat).Mul(step.Abs(step), big.NewRat(int64(len(group)), 1))
		if len(group) > 1 && slices.ContainsFunc([]*big.Rat{big.NewRat(1, 1), big.NewRat(100, 1), big.NewRat(1, 100)}, func(r *big.Rat) bool { return r.Cmp(whole) == 0 }) {
			return group
		}
	}
	return nil
}

// slope tells by how much the formula moves when one input moves by one; ok is false when that depends on where the inputs stand.
func slope(f *formula.Formula, name string) (*big.Rat, bool) {
	var first *big.Rat
	for _, start := range []int64{7, 1009, -311} {
		at := func(step int64) formula.Number {
			return f.Eval(func(n string) formula.Number {
				// Inputs stand apart from each other, so that min, max and quotients show themselves.
				place := start * int64(slices.Index(f.Names(), n)*slices.Index(f.Names(), n)+2)
				if n == name {
					place += step
				}
				return formula.Int(place)
			})
		}
		here, there := at(0), at(1)
		if !here.Exact() || !there.Exact() || here.Rat() == nil || there.Rat() == nil {
			return nil, false
		}
		d := new(big.Rat).Sub(there.Rat(), here.Rat())
		if first == nil {
			first = d
		} else if first.Cmp(d) != 0 {
			return nil, false
		}
	}
	return first, true
}
