// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/fault"
)

var cohortMethod = Method{
	ID:     "cohort",
	Family: "demography",
	References: []string{
		"Leslie (1945), On the use of matrices in certain population mathematics, Biometrika 33(3)",
		"Preston, Heuveline and Guillot (2001), Demography: Measuring and Modeling Population Processes, Blackwell, chapter 6",
		"Rogers (1975), Introduction to Multiregional Mathematical Demography, Wiley",
	},
	Params: slices.Concat([]Param{
		{Name: "population", Kind: Table, Required: true, Takes: FromCube, Free: []string{"sex", "age"}},
		{Name: "fertility", Kind: Table, Required: true, Takes: FromCube, Free: []string{"age"}},
		{Name: "survival", Kind: Table, Required: true, Takes: FromCube, Free: []string{"sex", "age"}},
		{Name: "migration", Kind: Table, Takes: FromCube, Free: []string{"sex", "age"}},
		{Name: "steps", Kind: Integer, Required: true, Min: 1, Max: 1000, Help: "method.param.projection-steps"},
	}, peopleParams, []Param{
		{Name: "population-column", Kind: Field, Role: Figure, Of: "population"},
		{Name: "fertility-column", Kind: Field, Role: Figure, Of: "fertility"},
		{Name: "survival-column", Kind: Field, Role: Figure, Of: "survival"},
		{Name: "migration-column", Kind: Field, Role: Figure, Of: "migration"},
		{Name: "sex-ratio", Kind: Number, Default: "1.05", Min: 0.5, Max: 2},
		{Name: "fertility-per", Kind: Choice, Choices: []string{"year", "step"}, Default: "year"},
		{Name: "women", Kind: Choice, Choices: []string{"mean", "start"}, Default: "mean"},
		{Name: "birth-survival", Kind: Number, Min: 0, Max: 1},
		{Name: "migration-when", Kind: Choice, Choices: []string{"end", "half", "start", "cohort"}, Default: "end"},
		{Name: "migration-as", Kind: Choice, Choices: []string{"people", "rate"}, Default: "people"},
		{Name: "last", Kind: Integer, Min: 1, Max: 150},
		{Name: "closed", Kind: Flag},
		{Name: "variants", Kind: Flag},
		{Name: "fertility-spread", Kind: Number, Default: "0.1", Min: 0, Max: 1},
		{Name: "mortality-spread", Kind: Number, Default: "0.1", Min: 0, Max: 1},
		{Name: "components", Kind: Flag},
		threads,
	}),
	Tables: []TableForm{
		{Name: "projection", Key: []string{"variant", "region", "step", "sex", "age"}, Columns: []Column{
			variantColumn, regionColumn, {Name: "step", Kind: Integer}, {Name: "sex", Kind: Text, Says: sexWords}, {Name: "age", Kind: Text, Says: ageCodes}, {Name: "population", Kind: Number},
		}},
		{Name: "balance", Key: []string{"variant", "region", "step"}, Columns: []Column{
			variantColumn, regionColumn, {Name: "step", Kind: Integer}, {Name: "opening", Kind: Number}, {Name: "births", Kind: Number}, {Name: "deaths", Kind: Number},
			{Name: "net_migration", Kind: Number}, {Name: "closing", Kind: Number},
		}},
		{Name: "components", Key: []string{"variant", "region", "step", "sex", "age"}, With: "components", Columns: []Column{
			variantColumn, regionColumn, {Name: "step", Kind: Integer}, {Name: "sex", Kind: Text, Says: sexWords}, {Name: "age", Kind: Text, Help: "method.column.age-reached", Says: ageCodes},
			{Name: "opening", Kind: Number, Help: "method.column.opening-cohort"}, {Name: "births", Kind: Number}, {Name: "deaths", Kind: Number},
			{Name: "net_migration", Kind: Number}, {Name: "closing", Kind: Number},
		}},
	},
	View: View{Table: "balance", Label: "step", Value: "closing", Each: "region", Together: 4, Draw: drawCourse},
	Run:  runCohort,
}

var (
	variantColumn = Column{Name: "variant", Kind: Text, With: "variants", Says: variantCodes}
	// A region stands in results when the population tells regions; its column is then a parameter of the run.
	regionColumn = Column{Name: "region", Kind: Text, With: "region", Told: true, Help: "method.column.region-told"}
)

var (
	populationSpec = peopleSpec{param: "population", column: "population-column", read: (*cell).counted,
		usual: []string{"population", "value", "count", "persons", "people", "pop", "number", "n", "obs_value"}}
	fertilitySpec = peopleSpec{param: "fertility", column: "fertility-column", read: (*cell).counted, noSex: true, step: true,
		usual: []string{"rate", "fertility", "asfr", "fertility_rate", "value", "fx", "f", "obs_value"}}
	survivalSpec = peopleSpec{param: "survival", column: "survival-column", read: (*cell).known, step: true,
		usual: []string{"ratio", "survival", "survival_ratio", "survivorship", "value", "sx", "s", "px", "rate", "obs_value"}}
	migrationSpec = peopleSpec{param: "migration", column: "migration-column", read: (*cell).known, step: true,
		usual: []string{"net", "net_migration", "migration", "netmigration", "net_migrants", "migrants", "value", "rate", "obs_value"}}
)

// counted reads a number that must be there and is not below zero.
func (c *cell) counted(row []string, column int) (float64, error) {
	v, err := c.amount(row, column)
	if err == nil && math.IsNaN(v) {
		return 0, fault.New(fault.Invalid, "method.empty-cell").At(c.at(column))
	}
	return v, err
}

// lastAge is the age that begins the last group, −1 when the tables tell it.
func (a *Args) lastAge() int {
	if !a.Has("last") {
		return -1
	}
	return a.Int("last")
}

// settle notes that the tables told a parameter that was not given: it holds in this run.
func (a *Args) settle(name, value string) {
	if value == "" {
		delete(a.given, name)
		return
	}
	a.given[name] = value
}

// cohortInput is everything a projection rests on.
type cohortInput struct {
	population                     *population
	fertility, survival, migration *rates // migration is nil without such a table
	options                        demography.Options
	birth                          float64 // survival of the newborn where the table has none; NaN when not given
	assumed                        bool    // it was taken to be 1
}

func (a *Args) readCohort() (*cohortInput, error) {
	in := &cohortInput{birth: math.NaN()}
	var err error
	if in.population, err = a.readPopulation(populationSpec, a.lastAge()); err != nil {
		return nil, err
	}
	if in.fertility, err = a.readRates(fertilitySpec, in.population); err != nil {
		return nil, err
	}
	if in.survival, err = a.readRates(survivalSpec, in.population); err != nil {
		return nil, err
	}
	if a.Source("migration") != nil {
		if in.migration, err = a.readRates(migrationSpec, in.population); err != nil {
			return nil, err
		}
	}
	if a.Has("birth-survival") {
		in.birth = a.Float("birth-survival")
	}
	in.options = demography.Options{
		Sexes: in.population.sexes, Width: in.population.ages.Width, Steps: a.Int("steps"), SexRatio: a.Float("sex-ratio"), Closed: a.Flag("closed"),
		MigrationRates: a.Text("migration-as") == "rate",
		Fertility:      chosen([]option[demography.FertilityPer]{{"year", demography.PerYear}, {"step", demography.PerStep}}, a.Text("fertility-per")),
		Exposure:       chosen([]option[demography.Exposure]{{"mean", demography.MeanWomen}, {"start", demography.WomenAtStart}}, a.Text("women")),
		Timing: chosen([]option[demography.Timing]{{"end", demography.AtEnd}, {"half", demography.HalfAndHalf}, {"start", demography.AtStart},
			{"cohort", demography.OfCohort}}, a.Text("migration-when")),
	}
	return in, nil
}

// ratesOf gathers the rates of a region: one set when none changes, else one for each step.
func (in *cohortInput) ratesOf(region int) ([]demography.Rates, error) {
	steps := 1
	if in.fertility.changes() || in.survival.changes() || in.migration != nil && in.migration.changes() {
		steps = in.options.Steps
	}
	out := make([]demography.Rates, steps)
	for k := range out {
		var err error
		if out[k].Fertility, err = in.fertilityOf(region, k+1); err != nil {
			return nil, err
		}
		if out[k].Survival, err = in.survivalOf(region, k+1); err != nil {
			return nil, err
		}
		if out[k].Birth, err = in.birthOf(region, k+1); err != nil {
			return nil, err
		}
		if in.migration == nil {
			continue
		}
		if out[k].Migration, err = in.migrationOf(region, k+1); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fertilityOf gives the rates of one step. Ages that the table does not list bear no children; between those that it does, none may be missing.
func (in *cohortInput) fertilityOf(region, step int) ([]float64, error) {
	out := make([]float64, len(in.population.labels))
	from, to := len(out), -1
	for a := range out {
		if _, ok := in.fertility.at(region, step, -1, a); ok {
			from, to = min(from, a), a
		}
	}
	if to < 0 {
		_, err := in.fertility.need(region, step, -1, min(len(out)-1, 15/in.population.ages.Width))
		return nil, err
	}
	for a := from; a <= to; a++ {
		v, err := in.fertility.need(region, step, -1, a)
		if err != nil {
			return nil, err
		}
		out[a] = v
	}
	return out, nil
}

func (in *cohortInput) survivalOf(region, step int) (demography.Table, error) {
	p := in.population
	out := demography.NewTable(len(p.codes), len(p.labels))
	for s := range out {
		for a := range out[s] {
			if in.options.Closed && a == len(out[s])-1 {
				continue
			}
			v, err := in.survival.need(region, step, s, a)
			if err != nil {
				return nil, err
			}
			out[s][a] = v
		}
	}
	return out, nil
}

// birthOf gives the survival of the newborn: a row "birth" of the table, the parameter, or 1, which is then said.
func (in *cohortInput) birthOf(region, step int) ([]float64, error) {
	out := make([]float64, len(in.population.codes))
	for s := range out {
		v, ok := 0.0, false
		if in.survival != nil { // migration as a residual may have none
			v, ok = in.survival.at(region, step, s, atBirth)
		}
		switch {
		case ok:
			out[s] = v
		case !math.IsNaN(in.birth):
			out[s] = in.birth
		default:
			out[s], in.assumed = 1, true
		}
	}
	return out, nil
}

func (in *cohortInput) migrationOf(region, step int) (demography.Table, error) {
	p := in.population
	out := demography.NewTable(len(p.codes), len(p.labels))
	if in.migration.table.sex == "" && len(p.codes) > 1 {
		return nil, fault.New(fault.Invalid, "method.unknown-column", fault.A{"found": "sex", "expected": []string{in.migration.table.age, in.migration.table.column}}).
			At(fault.Place{File: in.migration.file, Line: 1})
	}
	for s := range out {
		for a := range out[s] {
			v, err := in.migration.need(region, step, s, a)
			if err != nil {
				return nil, err
			}
			out[s][a] = v
		}
	}
	return out, nil
}

// variant is a projection with other assumptions.
type variant struct {
	name string
	of   demography.Variant
}

// variants are the main projection alone, or with a low and a high one and one without migration beside it.
func (a *Args) variants(migration bool) []variant {
	out := []variant{{name: "main"}}
	if !a.Flag("variants") {
		return out
	}
	f, m := a.Float("fertility-spread"), a.Float("mortality-spread")
	out = append(out, variant{"low", demography.Variant{Fertility: -f, Mortality: m}}, variant{"high", demography.Variant{Fertility: f, Mortality: -m}})
	if migration {
		out = append(out, variant{"no-migration", demography.Variant{NoMigration: true}})
	}
	return out
}

func runCohort(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readCohort()
	if err != nil {
		return nil, err
	}
	a.settle("region", in.population.region)
	variants := a.variants(in.migration != nil)
	regions := len(in.population.regions)
	rates := make([][]demography.Rates, regions)
	for r := range regions {
		if rates[r], err = in.ratesOf(r); err != nil {
			return nil, err
		}
	}
	jobs := make([]demography.Job, 0, len(variants)*regions)
	names := make([]string, len(variants))
	for i, v := range variants {
		names[i] = v.name
		for r := range regions {
			j := demography.Job{Base: in.population.people[r], Rates: rates[r], Options: in.options}
			j.Options.Variant = v.of
			jobs = append(jobs, j)
		}
	}
	made, failed, err := demography.ProjectAll(jobs, a.Int("threads"))
	if err != nil {
		return nil, in.population.fault(err, failed%regions, in.fileOf(err))
	}
	rows := &courses{population: in.population, variants: names, steps: in.options.Steps, made: made}
	out := &Result{Tables: []*Rows{rows.projection(a), rows.balance(a)}}
	if a.Flag("components") {
		out.Tables = append(out.Tables, rows.components(a))
	}
	in.tell(out, rates)
	return out, nil
}

// fileOf names the file in which an error of the projection is to be mended.
func (in *cohortInput) fileOf(err error) string {
	var e *demography.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code {
	case demography.SurvivalRange:
		return in.survival.file
	case demography.Emptied:
		if in.migration != nil {
			return in.migration.file
		}
	case demography.TooManyBirths:
		return in.fertility.file
	}
	return in.population.file
}

// tell says what the numbers rest on, with where the rates of the first step lead each region in the long run.
func (in *cohortInput) tell(out *Result, rates [][]demography.Rates) {
	p := in.population
	out.Diagnostics = append(out.Diagnostics, Value{"age_group_years", p.ages.Width}, Value{"last_age_group", p.labels[len(p.labels)-1]},
		Value{"regions", len(p.regions)}, Value{"unknown_age", p.unknown}, Value{"newborn_survive_assumed", in.assumed})
	for r, name := range p.regions {
		g, err := demography.Stable(rates[r][0], in.options)
		if err != nil {
			continue // the projection itself has told
		}
		at := ""
		if name != "" {
			at = "_" + name
		}
		out.Diagnostics = append(out.Diagnostics, Value{"total_fertility" + at, g.TotalChildren}, Value{"net_reproduction" + at, g.Reproduction},
			Value{"intrinsic_growth_per_year" + at, g.Rate})
		if r == 9 {
			break
		}
	}
	if in.assumed {
		out.Notes = append(out.Notes, Note{Key: "method.note.newborn-live"})
	}
	if p.unknown > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.unknown-age", Args: fault.A{"n": strconv.FormatFloat(p.unknown, 'f', -1, 64)}})
	}
}
