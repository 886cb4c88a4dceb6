// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/analysis/flows"
	"github.com/sumanus/sumanus/internal/fault"
)

var gravityMethod = Method{
	ID: "gravity", Family: "flows", References: []string{
		"Santos Silva and Tenreyro (2006), The log of gravity, Review of Economics and Statistics 88(4)",
		"McCallum (1995), National borders matter: Canada–U.S. regional trade patterns, American Economic Review 85(3)",
		"Anderson and van Wincoop (2003), Gravity with gravitas: a solution to the border puzzle, American Economic Review 93(1)",
		"Correia, Guimarães and Zylkin (2020), Fast Poisson estimation with high-dimensional fixed effects, Stata Journal 20(1)",
	},
	Params: slices.Concat(flowParams, []Param{
		{Name: "distance", Kind: Field, Default: "distance"}, {Name: "across", Kind: Field}, {Name: "origin-side", Kind: Field}, {Name: "destination-side", Kind: Field},
		{Name: "fixed", Kind: Choice, Choices: []string{"none", "origin", "destination", "both"}, Default: "both"},
		{Name: "origin-mass", Kind: Field}, {Name: "destination-mass", Kind: Field},
	}),
	Values: []Column{{Name: "effect", Kind: Number}, {Name: "effect_lower", Kind: Number}, {Name: "effect_upper", Kind: Number}},
	Tables: []TableForm{
		{Name: "terms", Key: []string{"term"}, Columns: []Column{
			{Name: "term", Kind: Text, Says: gravityTerms}, {Name: "estimate", Kind: Number}, {Name: "se", Kind: Number}, {Name: "z", Kind: Number, Help: "method.column.term-z"},
			{Name: "p", Kind: Number, Help: "method.column.term-p"}, {Name: "lower", Kind: Number, Help: "method.column.term-lower"}, {Name: "upper", Kind: Number, Help: "method.column.term-upper"},
		}},
		{Name: "pairs", Key: []string{"origin", "destination"}, Columns: []Column{
			{Name: "origin", Kind: Text}, {Name: "destination", Kind: Text}, {Name: "flow", Kind: Number}, {Name: "fitted", Kind: Number, Help: "method.column.fitted-flow"},
		}},
	},
	View: View{Table: "terms", Label: "term", Value: "estimate", Diverging: true},
	Run:  runGravity,
}

// gravityColumns lists the columns to be read beside the flow; places in it by what they hold.
func (a *Args) gravityColumns() (columns []string, place map[string]int, err error) {
	place = map[string]int{}
	add := func(param string) {
		place[param] = len(columns)
		columns = append(columns, a.Text(param))
	}
	add("distance")
	sides := a.Has("origin-side") && a.Has("destination-side")
	if sides == a.Has("across") {
		return nil, nil, fault.New(fault.Invalid, "method.one-of", fault.A{"names": []string{"across", "origin-side + destination-side"}})
	}
	if sides {
		add("origin-side")
		add("destination-side")
	} else {
		add("across")
	}
	for _, side := range []string{"origin", "destination"} {
		mass := side + "-mass"
		if v := a.Text("fixed"); v == side || v == "both" {
			continue
		}
		if !a.Has(mass) {
			return nil, nil, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": mass})
		}
		add(mass)
	}
	return columns, place, nil
}

// readPairs reads the observations of a gravity model.
func (a *Args) readPairs() (*flowRows, flows.Pairs, error) {
	var p flows.Pairs
	columns, place, err := a.gravityColumns()
	if err != nil {
		return nil, p, err
	}
	f, err := a.readFlows(columns, func(in *cell, row []string, at []int, _ int) error {
		for _, c := range []struct {
			name string
			to   *[]float64
		}{{"distance", &p.Distance}, {"origin-mass", &p.OriginMass}, {"destination-mass", &p.DestinationMass}} {
			if k, asked := place[c.name]; asked {
				v, err := in.number(row, at[k])
				if err != nil {
					return err
				}
				*c.to = append(*c.to, v)
			}
		}
		across, missing, err := crosses(in, row, at, place)
		p.Border = append(p.Border, across)
		if missing {
			p.Distance[len(p.Distance)-1] = math.NaN()
		}
		return err
	})
	if err != nil {
		return nil, p, err
	}
	p.Units = len(f.ids)
	for _, v := range f.list {
		p.Origin, p.Destination, p.Flow = append(p.Origin, v.From), append(p.Destination, v.To), append(p.Flow, v.Value)
	}
	return f, p, nil
}

// crosses tells whether a pair lies across the border; missing when the cell that tells is empty.
func crosses(in *cell, row []string, at []int, place map[string]int) (across, missing bool, err error) {
	if k, asked := place["across"]; asked {
		switch s := strings.TrimSpace(row[at[k]]); s {
		case "0", "1":
			return s == "1", false, nil
		case "":
			return false, true, nil
		default:
			return false, false, fault.New(fault.Invalid, "method.bad-choice", fault.A{"name": "across", "found": strings.ToValidUTF8(s, "�"), "expected": []string{"0", "1"}}).At(in.at(at[k]))
		}
	}
	from, err := in.id(row, at[place["origin-side"]])
	if err != nil {
		return false, false, err
	}
	to, err := in.id(row, at[place["destination-side"]])
	return from != to, false, err
}

func runGravity(_ context.Context, a *Args) (*Result, error) {
	f, p, err := a.readPairs()
	if err != nil {
		return nil, err
	}
	m, err := flows.Gravity(p, flows.Fixed(a.Text("fixed")))
	if err != nil {
		return nil, f.fault(err)
	}
	number := func(name string, of func(t *flows.Term) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&m.Terms[row]) }}
	}
	out := &Result{
		Values: []Value{{"effect", m.Effect}, {"effect_lower", m.EffectLower}, {"effect_upper", m.EffectUpper}},
		Tables: []*Rows{
			{Name: "terms", Len: len(m.Terms), Columns: []Cells{{Name: "term", Text: func(row int) string { return m.Terms[row].Name }},
				number("estimate", func(t *flows.Term) float64 { return t.Estimate }), number("se", func(t *flows.Term) float64 { return t.SE }),
				number("z", func(t *flows.Term) float64 { return t.Z }), number("p", func(t *flows.Term) float64 { return t.P }),
				number("lower", func(t *flows.Term) float64 { return t.Lower }), number("upper", func(t *flows.Term) float64 { return t.Upper })}},
			{Name: "pairs", Len: len(f.list), Columns: []Cells{{Name: "origin", Text: func(row int) string { return f.name(p.Origin[row]) }},
				{Name: "destination", Text: func(row int) string { return f.name(p.Destination[row]) }}, Numbers("flow", p.Flow), Numbers("fitted", m.Fitted)}},
		},
		Diagnostics: []Value{{"units", p.Units}, {"pairs_used", m.Used}, {"pairs_within_a_unit", m.Within}, {"pairs_missing", m.Missing}, {"pairs_of_units_without_flow", m.Zero},
			{"deviance", m.Deviance}, {"null_deviance", m.NullDeviance}, {"iterations", m.Iterations}, {"standard_errors", "robust, HC0"}},
	}
	if left := m.Within + m.Missing + m.Zero; left > 0 {
		out.Notes = append(out.Notes, Note{"method.note.pairs-left-out", fault.A{"n": left}})
	}
	return out, nil
}
