// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/structure"
	"github.com/sumanus/sumanus/internal/fault"
)

// ofComplexity are the parameters of the methods that rest on specialisations.
var ofComplexity = append(append([]Param(nil), regionsByActivities...),
	Param{Name: "density", Kind: Choice, Choices: []string{"share", "balland"}, Default: "share"},
	Param{Name: "pci-scale", Kind: Choice, Choices: []string{"eci", "own"}, Default: "eci"},
	Param{Name: "missing", Kind: Choice, Choices: []string{"known", "strict"}, Default: "known"},
	Param{Name: "small", Kind: Number, Default: "5", Min: 0, Max: 1e15},
	Param{Name: "specialised-from", Kind: Number, Default: "1", Min: 1e-9, Max: 1e9},
	threads,
)

// fewestForRelatedness is above the 21 sections of NACE: what goes together is told by divisions or groups of activities, not by ten
// groups of sectors.
const fewestForRelatedness = 22

var complexitySources = []string{
	"Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of nations, Science 317",
	"Hidalgo and Hausmann (2009), The building blocks of economic complexity, PNAS 106(26)",
	"Hausmann, Hidalgo and others (2014), The Atlas of Economic Complexity, MIT Press",
}

var complexityMethod = Method{
	ID:     "complexity",
	Family: "complexity",
	References: append(append([]string(nil), complexitySources...),
		"Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012), A new metrics for countries’ fitness and products’ complexity, Scientific Reports 2",
		"Pugliese, Zaccaria and Pietronero (2016), On the convergence of the fitness-complexity algorithm, European Physical Journal Special Topics 225",
	),
	Params: append(append([]Param(nil), ofComplexity...),
		Param{Name: "iterations", Kind: Integer, Default: "0", Min: 0, Max: 1e6, Help: "method.param.fitness-iterations"},
		Param{Name: "tolerance", Kind: Number, Default: "1e-12", Min: 0, Max: 1, Help: "method.param.fitness-tolerance"},
	),
	Tables: []TableForm{
		{Name: "regions", Key: []string{"region"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "diversity", Kind: Number}, {Name: "eci", Kind: Number}, {Name: "fitness", Kind: Number},
		}},
		{Name: "activities", Key: []string{"activity"}, Columns: []Column{
			{Name: "activity", Kind: Text}, {Name: "ubiquity", Kind: Number}, {Name: "pci", Kind: Number}, {Name: "quality", Kind: Number},
		}},
		{Name: "proximity", Key: []string{"a", "b"}, Columns: []Column{
			{Name: "a", Kind: Text, Help: "method.column.activity"}, {Name: "b", Kind: Text, Help: "method.column.activity-after"}, {Name: "proximity", Kind: Number},
		}},
		{Name: "cells", Key: []string{"region", "activity"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "activity", Kind: Text}, {Name: "rca", Kind: Number}, {Name: "specialised", Kind: Number},
			{Name: "small", Kind: Number}, {Name: "density", Kind: Number},
		}},
	},
	View:             View{Table: "regions", Label: "region", Value: "eci"},
	FewestActivities: fewestForRelatedness,
	Run:              runComplexity,
}

// space is what the methods of this family share: who is specialised in what, and how activities are related.
type space struct {
	in *CellTable
	o  complexity.Options
	n  *complexity.Network
	p  *complexity.Square
	d  *complexity.Densities
	x  *complexity.Index
}

func (a *Args) readSpace() (s *space, err error) {
	s = &space{o: complexity.Options{Threads: a.Int("threads"), Small: a.Float("small"), Threshold: a.Float("specialised-from"),
		Iterations: a.Int("iterations"), Tolerance: a.Float("tolerance")}}
	if a.Text("missing") == "strict" {
		s.o.Missing = structure.Strict
	}
	if a.Text("density") == "balland" {
		s.o.Density = complexity.Balland
	}
	if a.Text("pci-scale") == "own" {
		s.o.PCI = complexity.Own
	}
	s.in, err = a.ReadCells("input", CellColumns{Region: a.Text("region"), Activity: a.Text("activity"), Value: a.Text("value")})
	if err != nil {
		return nil, err
	}
	if s.n, err = complexity.Specialise(s.in.Start, s.o); err != nil {
		return nil, analysisFault(err, nil)
	}
	if s.p, err = complexity.Proximity(s.n, s.o); err != nil {
		return nil, analysisFault(err, nil)
	}
	if s.d, err = complexity.Density(s.n, s.p, s.o); err != nil {
		return nil, analysisFault(err, nil)
	}
	if s.x, err = complexity.Complexity(s.n, s.o); err != nil {
		return nil, analysisFault(err, nil)
	}
	return s, nil
}

func runComplexity(_ context.Context, a *Args) (*Result, error) {
	s, err := a.readSpace()
	if err != nil {
		return nil, err
	}
	f, err := complexity.Fitness(s.n, s.o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	in := s.in
	out := &Result{Diagnostics: s.diagnostics(), Notes: s.notes()}
	out.Diagnostics = append(out.Diagnostics,
		Value{"fitness_iterations", f.Iterations}, Value{"fitness_change", f.Change}, Value{"fitness_converged", f.Converged},
		Value{"fitness_vanishing_regions", named(in.Regions, f.VanishingRegions)},
		Value{"quality_vanishing_activities", named(in.Activities, f.VanishingActivities)})
	if !f.Converged && a.Int("iterations") == 0 && s.n.Links() > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.fitness-moves", Args: fault.A{"steps": f.Iterations}})
	}
	pairs := s.related()
	out.Tables = []*Rows{
		{Name: "regions", Len: len(in.Regions), Columns: []Cells{
			Texts("region", in.Regions), Numbers("diversity", s.n.Diversity), Numbers("eci", s.x.ECI), Numbers("fitness", f.Fitness)}},
		{Name: "activities", Len: len(in.Activities), Columns: []Cells{
			Texts("activity", in.Activities), Numbers("ubiquity", s.n.Ubiquity), Numbers("pci", s.x.PCI), Numbers("quality", f.Quality)}},
		{Name: "proximity", Len: len(pairs), Columns: []Cells{
			{Name: "a", Text: func(row int) string { return in.Activities[pairs[row][0]] }},
			{Name: "b", Text: func(row int) string { return in.Activities[pairs[row][1]] }},
			{Name: "proximity", Number: func(row int) float64 { return s.p.At(int(pairs[row][0]), int(pairs[row][1])) }}}},
		in.everyCell(
			Cells{Name: "rca", Number: in.byCell(s.n.RCA.Value)},
			Cells{Name: "specialised", Number: in.byCell(s.specialised)},
			Cells{Name: "small", Number: in.byCell(s.small)},
			Cells{Name: "density", Number: in.byCell(s.d.At)}),
	}
	return out, nil
}

// related lists the pairs of activities with a proximity above 0, the first before the second.
func (s *space) related() (pairs [][2]int32) {
	for i := range s.p.Size {
		for j, v := range s.p.Row(i)[i+1:] {
			if v > 0 {
				pairs = append(pairs, [2]int32{int32(i), int32(i + 1 + j)})
			}
		}
	}
	return pairs
}

// specialised is 1 or 0; missing where nobody knows.
func (s *space) specialised(region, activity int) float64 {
	yes, known := s.n.Specialised(region, activity)
	return answer(yes, known)
}

func (s *space) small(region, activity int) float64 {
	_, known := s.in.Start.At(region, activity)
	return answer(s.n.IsSmall(region, activity, s.o), known)
}

func answer(yes, known bool) float64 {
	switch {
	case !known:
		return math.NaN()
	case yes:
		return 1
	}
	return 0
}

func (s *space) diagnostics() []Value {
	d := s.n.Diagnostics
	return append(s.in.diagnostics(d.Diagnostics),
		Value{"few_activities", d.FewActivities}, Value{"few_regions", d.FewRegions},
		Value{"unspecialised_regions", named(s.in.Regions, d.Unspecialised)}, Value{"activities_of_nobody", named(s.in.Activities, d.Nowhere)},
		Value{"eigenvalues", s.x.Eigenvalues[:]}, Value{"eigenvector_residual", s.x.Residual},
		Value{"components", s.x.Components}, Value{"regions_apart", named(s.in.Regions, s.x.OutsideRegions)},
		Value{"activities_apart", named(s.in.Activities, s.x.OutsideActivities)},
		Value{"index_undetermined", s.x.Undetermined}, Value{"sign_by_diversity", s.x.SignByDiversity})
}

// notes say what a reader must know before using the numbers.
func (s *space) notes() (notes []Note) {
	d := s.n.Diagnostics
	if d.FewActivities {
		notes = append(notes, Note{Key: "method.note.few-activities", Args: fault.A{"found": len(s.in.Activities)}})
	}
	if d.FewRegions {
		notes = append(notes, Note{Key: "method.note.few-regions", Args: fault.A{"found": len(s.in.Regions)}})
	}
	if d.SmallSpecialised > 0 {
		notes = append(notes, Note{Key: "method.note.small-specialised", Args: fault.A{"found": d.SmallSpecialised}})
	}
	if s.x.Components > 1 {
		notes = append(notes, Note{Key: "method.note.parts", Args: fault.A{"found": s.x.Components}})
	}
	if s.x.Undetermined {
		notes = append(notes, Note{Key: "method.note.undetermined"})
	}
	return notes
}
