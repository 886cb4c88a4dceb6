// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"

	"github.com/sumanus/sumanus/analysis/structure"
	"github.com/sumanus/sumanus/internal/fault"
)

// regionsByActivities are the parameters of every method that reads a long table of regions by activities.
var regionsByActivities = []Param{
	{Name: "input", Kind: Table, Required: true, Help: "method.param.cells"},
	{Name: "region", Kind: Field, Required: true},
	{Name: "activity", Kind: Field, Required: true},
	{Name: "value", Kind: Field, Required: true},
}

var structureMethod = Method{
	ID:     "structure",
	Family: "structure",
	References: []string{
		"Balassa (1965), Trade liberalisation and “revealed” comparative advantage, The Manchester School 33(2)",
		"Hirschman (1964), The paternity of an index, American Economic Review 54(5)",
		"Krugman (1991), Geography and Trade, MIT Press",
		"Theil (1967), Economics and Information Theory, North-Holland",
		"Frenken, Van Oort and Verburg (2007), Related variety, unrelated variety and regional economic growth, Regional Studies 41(5)",
		"Dunn (1960), A statistical and analytical technique for regional analysis, Papers in Regional Science 6",
	},
	Params: append(append([]Param(nil), regionsByActivities...),
		Param{Name: "end", Kind: Field},
		Param{Name: "sector", Kind: Field},
		Param{Name: "missing", Kind: Choice, Choices: []string{"known", "strict"}, Default: "known"},
		Param{Name: "small", Kind: Number, Default: "5", Min: 0, Max: 1e15},
		Param{Name: "reference", Kind: Choice, Choices: []string{"including", "excluding"}, Default: "including"},
		threads,
	),
	Tables: []TableForm{
		{Name: "regions", Key: []string{"region"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "total", Kind: Number}, {Name: "hhi", Kind: Number}, {Name: "krugman", Kind: Number},
			{Name: "theil", Kind: Number}, {Name: "entropy", Kind: Number}, {Name: "related_variety", Kind: Number},
			{Name: "unrelated_variety", Kind: Number}, {Name: "national", Kind: Number, With: "end"}, {Name: "mix", Kind: Number, With: "end"},
			{Name: "regional", Kind: Number, With: "end"}, {Name: "total_change", Kind: Number, With: "end"},
		}},
		{Name: "activities", Key: []string{"activity"}, Columns: []Column{
			{Name: "activity", Kind: Text}, {Name: "total", Kind: Number}, {Name: "hhi", Kind: Number}, {Name: "gini", Kind: Number},
			{Name: "locational_gini", Kind: Number},
		}},
		{Name: "cells", Key: []string{"region", "activity"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "activity", Kind: Text}, {Name: "lq", Kind: Number},
		}},
	},
	View: View{Table: "regions", Label: "region", Value: "krugman"},
	Run:  runStructure,
}

func runStructure(_ context.Context, a *Args) (*Result, error) {
	in, err := a.ReadCells("input", CellColumns{Region: a.Text("region"), Activity: a.Text("activity"), Value: a.Text("value"),
		End: a.Text("end"), Sector: a.Text("sector")})
	if err != nil {
		return nil, err
	}
	o := structure.Options{Threads: a.Int("threads"), Small: a.Float("small"), Excluding: a.Text("reference") == "excluding"}
	if a.Text("missing") == "strict" {
		o.Missing = structure.Strict
	}
	regions, err := structure.Regions(in.Start, in.Sector, o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	activities, err := structure.Activities(in.Start, o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	quotients, err := structure.LocationQuotient(in.Start, o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	byRegion := &Rows{Name: "regions", Len: len(in.Regions), Columns: []Cells{
		Texts("region", in.Regions), Numbers("total", regions.Total), Numbers("hhi", regions.HHI), Numbers("krugman", regions.Krugman),
		Numbers("theil", regions.Theil), Numbers("entropy", regions.Entropy), Numbers("related_variety", regions.Related),
		Numbers("unrelated_variety", regions.Unrelated),
	}}
	out := &Result{Diagnostics: in.diagnostics(quotients.Diagnostics)}
	if n := quotients.Diagnostics.SmallSpecialised; n > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.small-specialised", Args: fault.A{"found": n}})
	}
	if in.End != nil {
		shift, err := structure.Shift(in.Start, in.End, o)
		if err != nil {
			return nil, analysisFault(err, nil)
		}
		byRegion.Columns = append(byRegion.Columns, Numbers("national", shift.National), Numbers("mix", shift.Mix),
			Numbers("regional", shift.Regional), Numbers("total_change", shift.Change))
		out.Diagnostics = append(out.Diagnostics, Value{"rate_of_the_whole", shift.Rate}, Value{"missing_cells_of_change", shift.Diagnostics.MissingCells})
	}
	out.Tables = []*Rows{
		byRegion,
		{Name: "activities", Len: len(in.Activities), Columns: []Cells{
			Texts("activity", in.Activities), Numbers("total", activities.Total), Numbers("hhi", activities.HHI), Numbers("gini", activities.Gini),
			Numbers("locational_gini", activities.LocationalGini),
		}},
		in.everyCell(Cells{Name: "lq", Number: in.byCell(quotients.Value)}),
	}
	return out, nil
}

// everyCell makes the table of all regions by all activities; columns are numbered region by region.
func (t *CellTable) everyCell(columns ...Cells) *Rows {
	n := len(t.Activities)
	return &Rows{Name: "cells", Len: len(t.Regions) * n, Columns: append([]Cells{
		{Name: "region", Text: func(row int) string { return t.Regions[row/n] }},
		{Name: "activity", Text: func(row int) string { return t.Activities[row%n] }},
	}, columns...)}
}

// byCell turns a value of region and activity into one of the row of everyCell.
func (t *CellTable) byCell(value func(region, activity int) float64) func(row int) float64 {
	n := len(t.Activities)
	return func(row int) float64 { return value(row/n, row%n) }
}

// diagnostics says what the numbers rest on, by ids.
func (t *CellTable) diagnostics(d structure.Diagnostics) []Value {
	return []Value{
		{"regions", len(t.Regions)}, {"activities", len(t.Activities)}, {"filled_cells", t.Start.Filled()}, {"missing_cells", d.MissingCells},
		{"small_cells", d.SmallCells}, {"small_specialised", d.SmallSpecialised},
		{"incomplete_regions", named(t.Regions, d.IncompleteRegions)}, {"incomplete_activities", named(t.Activities, d.IncompleteActivities)},
		{"empty_regions", named(t.Regions, d.EmptyRegions)}, {"empty_activities", named(t.Activities, d.EmptyActivities)},
	}
}

// named gives ids in place of positions.
func named(ids []string, at []int) []string {
	out := make([]string, len(at))
	for i, k := range at {
		out[i] = ids[k]
	}
	return out
}
