// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/internal/fault"
)

var opportunitiesMethod = Method{
	ID:     "opportunities",
	Family: "complexity",
	References: append([]string{
		"Balland, Boschma, Crespo and Rigby (2019), Smart specialization policy in the European Union: relatedness, knowledge complexity and regional diversification, Regional Studies 53(9)",
	}, complexitySources...),
	Params: append(append([]Param(nil), ofComplexity...), Param{Name: "of", Kind: Text, Required: true, Help: "method.param.of-region"}),
	Values: []Column{{Name: "density_line", Kind: Number}, {Name: "complexity_line", Kind: Number}},
	Tables: []TableForm{{Name: "opportunities", Key: []string{"activity"}, Columns: []Column{
		{Name: "activity", Kind: Text}, {Name: "density", Kind: Number}, {Name: "pci", Kind: Number}, {Name: "gain", Kind: Number},
		{Name: "road", Kind: Text, Says: roadCodes}, {Name: "present", Kind: Flag}, {Name: "small", Kind: Flag, Help: "method.column.small-present"},
	}}},
	View:             View{Table: "opportunities", Label: "activity", Value: "density"},
	FewestActivities: fewestForRelatedness,
	Run:              runOpportunities,
}

// roads are the names of the quarters in results.
var roads = map[complexity.Road]string{complexity.NoRoad: "", complexity.HighRoad: "high-road", complexity.SlowRoad: "slow-road",
	complexity.Casino: "casino", complexity.DeadEnd: "dead-end"}

func runOpportunities(_ context.Context, a *Args) (*Result, error) {
	s, err := a.readSpace()
	if err != nil {
		return nil, err
	}
	region, err := s.region(a, "of")
	if err != nil {
		return nil, err
	}
	f, err := complexity.Opportunities(s.n, s.p, s.d, s.x, region, s.o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	p := f.Opportunities
	return &Result{
		Values:      []Value{{"density_line", f.DensityLine}, {"complexity_line", f.ComplexityLine}},
		Diagnostics: s.diagnostics(), Notes: s.notes(),
		Tables: []*Rows{{Name: "opportunities", Len: len(p), Columns: []Cells{
			{Name: "activity", Text: func(row int) string { return s.in.Activities[p[row].Activity] }},
			{Name: "density", Number: func(row int) float64 { return p[row].Density }},
			{Name: "pci", Number: func(row int) float64 { return p[row].Complexity }},
			{Name: "gain", Number: func(row int) float64 { return p[row].Gain }},
			{Name: "road", Text: func(row int) string { return roads[p[row].Road] }},
			{Name: "present", Flag: func(row int) bool { return p[row].Present }},
			{Name: "small", Flag: func(row int) bool { return p[row].Small }},
		}}},
	}, nil
}

// region finds the region a parameter names.
func (s *space) region(a *Args, param string) (int, error) {
	k := slices.Index(s.in.Regions, a.Text(param))
	if k < 0 {
		return 0, fault.New(fault.Invalid, "method.unknown-region", fault.A{"name": param, "found": a.Text(param)}).
			At(fault.Place{File: a.Source("input").Name()})
	}
	return k, nil
}

var complementarityMethod = Method{
	ID:     "complementarity",
	Family: "complexity",
	References: append([]string{
		"Balland and Boschma (2021), Complementary interregional linkages and Smart Specialisation: an empirical study on European regions, Regional Studies 55(6)",
	}, complexitySources[0]),
	Params: append(append([]Param(nil), ofComplexity...), Param{Name: "of", Kind: Text, Required: true, Help: "method.param.of-region"}, Param{Name: "with", Kind: Text, Required: true, Help: "method.param.with-region"},
		Param{Name: "related-from", Kind: Number, Min: 0, Max: 100}),
	Values: []Column{{Name: "mean_added", Kind: Number}, {Name: "mean_added_to_partner", Kind: Number},
		{Name: "crossing", Kind: Integer}, {Name: "crossing_of_partner", Kind: Integer}},
	Tables: []TableForm{{Name: "complementarity", Key: []string{"region", "activity"}, Columns: []Column{
		{Name: "region", Kind: Text}, {Name: "partner", Kind: Text}, {Name: "activity", Kind: Text}, {Name: "own", Kind: Number}, {Name: "added", Kind: Number},
		{Name: "together", Kind: Number}, {Name: "crosses", Kind: Flag}, {Name: "partner_has", Kind: Flag},
		{Name: "small", Kind: Flag, Help: "method.column.small-partner"}, {Name: "pci", Kind: Number},
	}}},
	View:             View{Table: "complementarity", Label: "activity", Value: "added"},
	FewestActivities: fewestForRelatedness,
	Run:              runComplementarity,
}

func runComplementarity(_ context.Context, a *Args) (*Result, error) {
	s, err := a.readSpace()
	if err != nil {
		return nil, err
	}
	one, err := s.region(a, "of")
	if err != nil {
		return nil, err
	}
	other, err := s.region(a, "with")
	if err != nil {
		return nil, err
	}
	from := a.Float("related-from")
	if !a.Has("related-from") {
		if from = 0.5; s.o.Density == complexity.Balland {
			from = 50
		}
	}
	toOne, toOther, err := complexity.Complementary(s.n, s.p, one, other, from, s.o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	all := slices.Concat(toOne.Activities, toOther.Activities)
	side := func(row int) *complexity.Complementarity {
		if row < len(toOne.Activities) {
			return toOne
		}
		return toOther
	}
	return &Result{
		Values: []Value{{"mean_added", toOne.Mean}, {"mean_added_to_partner", toOther.Mean},
			{"crossing", toOne.Crossing}, {"crossing_of_partner", toOther.Crossing}},
		Diagnostics: append(s.diagnostics(), Value{"related_from", from}), Notes: s.notes(),
		Tables: []*Rows{{Name: "complementarity", Len: len(all), Columns: []Cells{
			{Name: "region", Text: func(row int) string { return s.in.Regions[side(row).Region] }},
			{Name: "partner", Text: func(row int) string { return s.in.Regions[side(row).Partner] }},
			{Name: "activity", Text: func(row int) string { return s.in.Activities[all[row].Activity] }},
			{Name: "own", Number: func(row int) float64 { return all[row].Own }},
			{Name: "added", Number: func(row int) float64 { return all[row].Added }},
			{Name: "together", Number: func(row int) float64 { return all[row].Together }},
			{Name: "crosses", Flag: func(row int) bool { return all[row].Crosses }},
			{Name: "partner_has", Flag: func(row int) bool { return all[row].PartnerHas }},
			{Name: "small", Flag: func(row int) bool { return all[row].PartnerSmall }},
			{Name: "pci", Number: func(row int) float64 { return s.x.PCI[all[row].Activity] }},
		}}},
	}, nil
}
