// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/fault"
)

// population is a table of people: who stands where is told by regions, sexes and ages, which other tables are held against.
type population struct {
	file    string
	regions []string // one empty name when the table tells none
	region  string   // the column of regions; "" when there is none
	codes   []string // of the sexes, in the order of the table; "" when it tells none
	sexes   []demography.Sex
	ages    demography.Ages
	labels  []string // of the age groups as the table writes them
	people  []demography.Table
	unknown float64
}

// readPopulation reads a population. With last ≥ 0 that age begins the last group, and older groups are added to it.
func (a *Args) readPopulation(s peopleSpec, last int) (*population, error) {
	t, err := a.readPeople(s)
	if err != nil {
		return nil, err
	}
	p := &population{file: t.file, region: t.region, unknown: t.unknown}
	var ages []demography.Age
	for i := range t.rows {
		r := &t.rows[i]
		if r.age.Kind == demography.Birth {
			return nil, fault.New(fault.Invalid, "method.bad-age", fault.A{"found": r.label}).At(fault.Place{File: t.file, Line: r.line, Column: t.age})
		}
		if !slices.Contains(p.regions, r.region) {
			p.regions = append(p.regions, r.region)
		}
		if !slices.Contains(p.codes, r.sex) {
			p.codes = append(p.codes, r.sex)
		}
		if !slices.Contains(ages, r.age) {
			ages = append(ages, r.age)
		}
	}
	for _, c := range p.codes {
		p.sexes = append(p.sexes, map[string]demography.Sex{"F": demography.Female, "M": demography.Male}[c])
	}
	if p.ages, err = demography.Groups(ages, last); err != nil {
		return nil, p.fault(err, -1, t.file)
	}
	return p, p.fill(t, last)
}

// fill puts the people into their places; every place must be filled.
func (p *population) fill(t *peopleTable, last int) error {
	number := map[string]int{}
	for i, r := range p.regions {
		number[r] = i
		table := demography.NewTable(len(p.codes), len(p.ages.List))
		for s := range table {
			for a := range table[s] {
				table[s][a] = math.NaN()
			}
		}
		p.people = append(p.people, table)
	}
	p.labels = make([]string, len(p.ages.List))
	end := len(p.ages.List) - 1
	older := make([][]float64, len(p.regions)) // what is added to the last group
	for i := range older {
		older[i] = make([]float64, len(p.codes))
	}
	for i := range t.rows {
		r := &t.rows[i]
		region, s := number[r.region], slices.Index(p.codes, r.sex)
		at := slices.Index(p.ages.List, r.age)
		switch {
		case at >= 0:
			if p.labels[at] == "" {
				p.labels[at] = r.label
			}
			p.people[region][s][at] = r.value
		case last >= 0 && r.age.From > last && p.ages.List[end].To != demography.Open && r.isFinest(t):
			older[region][s] += r.value
			p.labels[end] = strconv.Itoa(last) + "+"
		}
	}
	for i := range p.regions {
		for s := range p.codes {
			for a := range p.labels {
				if math.IsNaN(p.people[i][s][a]) {
					return fault.New(fault.Invalid, "method.people-missing", fault.A{"who": p.who(i, s, a)}).At(fault.Place{File: p.file, Column: t.column})
				}
			}
			p.people[i][s][end] += older[i][s]
		}
	}
	return nil
}

// isFinest tells whether no finer groups of the same ages stand beside a row: an open group beside its parts is their total.
func (r *peopleRow) isFinest(t *peopleTable) bool {
	return r.age.To != demography.Open || !slices.ContainsFunc(t.rows, func(o peopleRow) bool {
		return o.age.From == r.age.From && o.age != r.age
	})
}

// who names a cell: region, sex and age, as far as the table tells them.
func (p *population) who(region, sex, age int) []string {
	var out []string
	if region >= 0 && region < len(p.regions) && p.regions[region] != "" {
		out = append(out, p.regions[region])
	}
	if sex >= 0 && sex < len(p.codes) && p.codes[sex] != "" {
		out = append(out, p.codes[sex])
	}
	if age >= 0 && age < len(p.labels) {
		out = append(out, p.labels[age])
	}
	return out
}

// fault says an error of the projections in words.
func (p *population) fault(err error, region int, file string) error {
	var e *demography.Error
	if !errors.As(err, &e) {
		return err
	}
	who := p.who(region, e.Sex, e.Age)
	if e.Code == demography.SurvivalRange && e.Age < 0 {
		who = append(p.who(region, e.Sex, -1), "birth")
	}
	f := fault.New(fault.Invalid, "analysis.demography."+string(e.Code), fault.A{"what": e.What, "who": who, "step": e.Step, "found": e.Found, "expected": e.Expected}).
		Because(e)
	if file != "" {
		return f.At(fault.Place{File: file})
	}
	return f
}

// sexName is how a sex is written in results; a population that tells none has "total".
func (p *population) sexName(s int) string {
	switch p.codes[s] {
	case "", "T":
		return "total"
	}
	return p.codes[s]
}

// rates is a table of rates by region, step, sex and age.
type rates struct {
	file   string
	of     *population
	table  *peopleTable
	values map[rateKey]float64
	steps  map[int][]int // of each region (−1: of all) the steps at which rates change
	lines  map[rateKey]int
}

type rateKey struct{ region, step, sex, age int }

// atBirth is the age of the newborn among rates.
const atBirth = -1

// readRates reads rates and holds them against a population: regions, sexes and ages must be its own. A table without regions is the same for
// all of them, one without sexes for both. Ages that the population takes together in its last group are a fault, for rates cannot be added.
func (a *Args) readRates(s peopleSpec, of *population) (*rates, error) {
	t, err := a.readPeople(s)
	if err != nil {
		return nil, err
	}
	out := &rates{file: t.file, of: of, table: t, values: map[rateKey]float64{}, steps: map[int][]int{}, lines: map[rateKey]int{}}
	number := map[string]int{"": -1}
	for i, r := range of.regions {
		if r != "" {
			number[r] = i
		}
	}
	end := len(of.ages.List) - 1
	for i := range t.rows {
		r := &t.rows[i]
		key := rateKey{region: -1, step: r.step, sex: -1, age: atBirth}
		if t.region != "" {
			n, known := number[r.region]
			if !known {
				continue // rates of other regions
			}
			key.region = n
		}
		if r.sex != "" && r.sex != "T" {
			if key.sex = slices.Index(of.codes, r.sex); key.sex < 0 {
				continue // rates of a sex that is not projected
			}
		}
		if !s.noAge && r.age.Kind == demography.Group {
			key.age = of.ages.Find(r.age.From)
			group := demography.Age{}
			if key.age >= 0 {
				group = of.ages.List[key.age]
			}
			wide := r.age.To >= 0 && key.age < end && r.age.To != r.age.From+of.ages.Width-1
			if key.age < 0 || wide || r.age.To == demography.Open && key.age < end || group.To == demography.Open && r.age.To >= 0 && r.age.To != r.age.From {
				return nil, fault.New(fault.Invalid, "method.age-unknown", fault.A{"found": r.label, "expected": of.labels}).
					At(fault.Place{File: t.file, Line: r.line, Column: t.age})
			}
		}
		if line, twice := out.lines[key]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": r.shown(), "first": line}).
				At(fault.Place{File: t.file, Line: r.line, Column: t.age})
		}
		out.values[key], out.lines[key] = r.value, r.line
		if !slices.Contains(out.steps[key.region], r.step) {
			out.steps[key.region] = append(out.steps[key.region], r.step)
		}
	}
	for _, steps := range out.steps {
		slices.Sort(steps)
	}
	return out, nil
}

// changes tells whether rates differ from step to step.
func (r *rates) changes() bool {
	for _, steps := range r.steps {
		if len(steps) > 1 || steps[0] > 1 {
			return true
		}
	}
	return false
}

// at gives the rate that holds for a region in a step: that of the latest step told, not later than this one.
func (r *rates) at(region, step, sex, age int) (float64, bool) {
	if r.table.region == "" {
		region = -1
	}
	held := 0
	for _, s := range r.steps[region] {
		if s <= step {
			held = s
		}
	}
	if v, ok := r.values[rateKey{region, held, sex, age}]; ok {
		return v, true
	}
	v, ok := r.values[rateKey{region, held, -1, age}]
	return v, ok
}

// need gives a rate that must be there.
func (r *rates) need(region, step, sex, age int) (float64, error) {
	v, ok := r.at(region, step, sex, age)
	if !ok {
		who := r.of.who(region, sex, age)
		if r.changes() {
			who = append(who, strconv.Itoa(step))
		}
		return 0, fault.New(fault.Invalid, "method.people-missing", fault.A{"who": who}).At(fault.Place{File: r.file, Column: r.table.column})
	}
	return v, nil
}
