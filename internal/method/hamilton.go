// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/fault"
)

// twoCounts are the parameters of methods that compare two counts of the same places.
var twoCounts = slices.Concat([]Param{
	{Name: "earlier", Kind: Table, Required: true, Takes: FromCube, Free: []string{"sex", "age"}},
	{Name: "later", Kind: Table, Required: true, Takes: FromCube, Free: []string{"sex", "age"}},
}, peopleParams, []Param{
	{Name: "earlier-column", Kind: Field, Help: "method.param.count-column", Role: Figure, Of: "earlier"},
	{Name: "later-column", Kind: Field, Help: "method.param.count-column", Role: Figure, Of: "later"},
	{Name: "last", Kind: Integer, Min: 1, Max: 150},
})

var hamiltonMethod = Method{
	ID:     "hamilton-perry",
	Family: "demography",
	References: []string{
		"Hamilton and Perry (1962), A short method for projecting population by age from one decennial census to another, Social Forces 41(2)",
		"Smith, Tayman and Swanson (2013), A Practitioner's Guide to State and Local Population Projections, Springer, section 7.2",
		"Baker, Swanson, Tayman and Tedrow (2017), Cohort Change Ratios and Their Applications, Springer",
	},
	Params: slices.Concat(twoCounts, []Param{
		{Name: "steps", Kind: Integer, Required: true, Min: 1, Max: 1000, Help: "method.param.projection-steps"},
		{Name: "interval", Kind: Integer, Min: 1, Max: 100},
		{Name: "mothers-from", Kind: Integer, Default: "15", Min: 0, Max: 150},
		{Name: "mothers-to", Kind: Integer, Default: "44", Min: 0, Max: 150},
	}),
	Tables: []TableForm{
		{Name: "projection", Key: []string{"region", "step", "sex", "age"}, Columns: []Column{
			regionColumn, {Name: "step", Kind: Integer}, {Name: "sex", Kind: Text, Says: sexWords}, {Name: "age", Kind: Text, Says: ageCodes}, {Name: "population", Kind: Number},
		}},
		{Name: "ratios", Key: []string{"region", "sex", "age"}, Columns: []Column{
			regionColumn, {Name: "sex", Kind: Text, Says: sexWords}, {Name: "age", Kind: Text, Help: "method.column.age-reached", Says: ageCodes},
			{Name: "kind", Kind: Text, Help: "method.column.ratio-kind", Says: ratioCodes}, {Name: "ratio", Kind: Number, Help: "method.column.change-ratio"},
		}},
	},
	View: View{Table: "projection", Label: "age", Value: "population", Each: "region", Draw: drawPyramid},
	Run:  runHamilton,
}

// readCounts reads the two counts; the earlier one must know everybody whom the later one knows.
func (a *Args) readCounts() (earlier []demography.Table, later *population, err error) {
	spec := populationSpec
	spec.param, spec.column = "later", "later-column"
	if later, err = a.readPopulation(spec, a.lastAge()); err != nil {
		return nil, nil, err
	}
	spec.param, spec.column = "earlier", "earlier-column"
	before, err := a.readPopulation(spec, later.ages.List[len(later.ages.List)-1].From)
	if err != nil {
		return nil, nil, err
	}
	missing := func(who []string) error {
		return fault.New(fault.Invalid, "method.people-missing", fault.A{"who": who}).At(fault.Place{File: before.file})
	}
	if before.ages.Width != later.ages.Width {
		return nil, nil, later.fault(&demography.Error{Code: demography.UnequalAge, Sex: -1, Age: -1, Found: before.labels[0], Expected: later.labels[0]}, -1, before.file)
	}
	for r, name := range later.regions {
		from := slices.Index(before.regions, name)
		if from < 0 {
			return nil, nil, missing(later.who(r, -1, -1))
		}
		table := make(demography.Table, len(later.codes))
		for s, code := range later.codes {
			at := slices.Index(before.codes, code)
			if at < 0 {
				return nil, nil, missing(later.who(r, s, -1))
			}
			table[s] = before.people[from][at]
		}
		earlier = append(earlier, table)
	}
	return earlier, later, nil
}

func runHamilton(_ context.Context, a *Args) (*Result, error) {
	earlier, later, err := a.readCounts()
	if err != nil {
		return nil, err
	}
	width := later.ages.Width
	interval := width
	if a.Has("interval") {
		interval = a.Int("interval")
	}
	if interval%width != 0 {
		return nil, later.fault(&demography.Error{Code: demography.BadOption, What: "interval", Sex: -1, Age: -1, Found: a.Text("interval"),
			Expected: later.labels[0]}, -1, "")
	}
	o := demography.RatioOptions{Sexes: later.sexes, Width: width, Groups: interval / width, Steps: a.Int("steps"),
		FirstAge: a.Int("mothers-from"), EndAge: a.Int("mothers-to") + 1}
	a.settle("region", later.region)
	rows := &courses{population: later, steps: o.Steps, variants: []string{""}}
	changes := make([]demography.Table, len(later.regions))
	for r := range later.regions {
		made, err := demography.HamiltonPerry(earlier[r], later.people[r], o)
		if err != nil {
			return nil, later.fault(err, r, a.Source("earlier").Name())
		}
		rows.made = append(rows.made, &demography.Projection{Population: made.Population})
		changes[r] = made.Change
	}
	out := &Result{Tables: []*Rows{rows.projection(a), later.ratioRows(changes, o.Groups)}}
	out.Diagnostics = append(out.Diagnostics, Value{"age_group_years", width}, Value{"years_per_step", interval}, Value{"last_age_group", later.labels[len(later.labels)-1]},
		Value{"regions", len(later.regions)}, Value{"unknown_age", later.unknown})
	return out, nil
}

// cellsOf makes a table with a row for each region, sex and age.
func (p *population) cellsOf(name string) *Rows {
	ages := len(p.labels)
	cells := len(p.codes) * ages
	t := &Rows{Name: name, Len: len(p.regions) * cells}
	if p.region != "" {
		t.Columns = append(t.Columns, Cells{Name: "region", Text: func(row int) string { return p.regions[row/cells] }})
	}
	t.Columns = append(t.Columns,
		Cells{Name: "sex", Text: func(row int) string { return p.sexName(row % cells / ages) }},
		Cells{Name: "age", Text: func(row int) string { return p.labels[row%ages] }})
	return t
}

// cellColumn is a column over tables of each region.
func (p *population) cellColumn(name string, of []demography.Table) Cells {
	ages := len(p.labels)
	cells := len(p.codes) * ages
	return Cells{Name: name, Number: func(row int) float64 { return of[row/cells][row%cells/ages][row%ages] }}
}

// ratioRows lists the ratios that were used.
func (p *population) ratioRows(of []demography.Table, children int) *Rows {
	t := p.cellsOf("ratios")
	ages := len(p.labels)
	t.Columns = append(t.Columns, Cells{Name: "kind", Text: func(row int) string {
		if row%ages < children {
			return "child-woman"
		}
		return "cohort-change"
	}}, p.cellColumn("ratio", of))
	return t
}
