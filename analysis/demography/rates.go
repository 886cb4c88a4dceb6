// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"strconv"
)

// FertilityPer says to how long a fertility rate refers.
type FertilityPer int

// What fertility is per.
const (
	PerYear FertilityPer = iota // births a year for each woman, as offices publish them
	PerStep                     // births in a whole step for each woman
)

// Exposure says which women bear the children of a step.
type Exposure int

// The women that count.
const (
	MeanWomen    Exposure = iota // the mean of those at the beginning and those alive at the end (Preston et al. 2001, p. 120)
	WomenAtStart                 // those at the beginning (Leslie 1945)
)

// Timing says when migrants come, and by which age they are listed.
type Timing int

// When migrants come.
const (
	AtEnd       Timing = iota // at the end of the step, by the age they then have
	HalfAndHalf               // half at the beginning, half at the end, by the age at that moment (Preston et al. 2001, p. 125)
	AtStart                   // at the beginning, by the age they then have
	OfCohort                  // at the end, by the age they had at the beginning: P(x+n, t+n) = P(x, t)·S(x) + M(x)
)

// Rates are what happens in one step.
type Rates struct {
	Fertility []float64 // for each age group
	Survival  Table     // ratios, for each sex and age group at the beginning of the step
	Birth     []float64 // for each sex, the part of the newborn who are alive at the end of the step
	Migration Table     // net migrants of the step, below zero those who leave; nil is none
}

// Options are the decisions of a projection; the zero value is the house's default but for Width and Steps.
type Options struct {
	Sexes     []Sex // of the tables, in their order; nil is one population not told by sex
	Width     int   // years of an age group and of a step
	Steps     int
	SexRatio  float64 // boys for each girl at birth; 0 means 1.05
	Fertility FertilityPer
	Exposure  Exposure
	Timing    Timing
	// MigrationRates: Migration is not people but for each person of the group at the beginning of the step.
	MigrationRates bool
	Closed         bool // survivors of the last group leave the population, and are counted as deaths
	Variant        Variant
}

// DefaultSexRatio is the sex ratio at birth where none is given: 105 boys to 100 girls.
const DefaultSexRatio = 1.05

// MaxSteps bounds a projection.
const MaxSteps = 10000

// Variant changes rates by factors: the zero value changes nothing.
type Variant struct {
	Fertility   float64 // rates × (1 + Fertility)
	Mortality   float64 // the force of mortality × (1 + Mortality): a ratio S becomes S^(1 + Mortality)
	NoMigration bool
}

func (o *Options) sexes() []Sex {
	if len(o.Sexes) == 0 {
		return []Sex{All}
	}
	return o.Sexes
}

func (o *Options) check() error {
	bad := func(what string, found float64, expected string) error {
		return fault(BadOption, what, number(found), expected)
	}
	switch {
	case o.Width < 1:
		return bad("width", float64(o.Width), "1 or more")
	case o.Steps < 1 || o.Steps > MaxSteps:
		return bad("steps", float64(o.Steps), "1 to "+strconv.Itoa(MaxSteps))
	case !(o.SexRatio >= 0) || math.IsInf(o.SexRatio, 0):
		return bad("sex ratio", o.SexRatio, "above 0")
	case !(o.Variant.Fertility >= -1) || math.IsInf(o.Variant.Fertility, 0):
		return bad("fertility of a variant", o.Variant.Fertility, "-1 or more")
	case !(o.Variant.Mortality >= -1) || math.IsInf(o.Variant.Mortality, 0):
		return bad("mortality of a variant", o.Variant.Mortality, "-1 or more")
	}
	_, err := mother(o.sexes())
	return err
}

// girls is the part of the children that counts for each sex.
func (o *Options) shares() []float64 {
	ratio := o.SexRatio
	if ratio == 0 {
		ratio = DefaultSexRatio
	}
	out := make([]float64, len(o.sexes()))
	for i, s := range o.sexes() {
		switch s {
		case All:
			out[i] = 1
		case Female:
			out[i] = 1 / (1 + ratio)
		case Male:
			out[i] = ratio / (1 + ratio)
		}
	}
	return out
}

// prepared are rates as one step uses them: births of a whole step for each woman, factors of the variant applied.
func (o *Options) prepared(r *Rates, ages int) (*Rates, error) {
	if err := r.check(len(o.sexes()), ages, o.Closed); err != nil {
		return nil, err
	}
	sexes := len(o.sexes())
	out := &Rates{Fertility: make([]float64, ages), Survival: NewTable(sexes, ages), Birth: make([]float64, sexes)}
	span := 1 + o.Variant.Fertility
	if o.Fertility == PerYear {
		span *= float64(o.Width)
	}
	for a, f := range r.Fertility {
		out.Fertility[a] = f * span
	}
	for s := range sexes {
		for a, v := range r.Survival[s] {
			out.Survival[s][a] = o.Variant.survival(v)
		}
		out.Birth[s] = o.Variant.survival(r.Birth[s])
		if o.Closed {
			out.Survival[s][ages-1] = 0
		}
	}
	if !o.Variant.NoMigration {
		out.Migration = r.Migration
	}
	return out, nil
}

func (v Variant) survival(s float64) float64 {
	if v.Mortality == 0 {
		return s
	}
	return math.Pow(s, 1+v.Mortality)
}

func (r *Rates) check(sexes, ages int, closed bool) error {
	if err := checkRow("fertility", r.Fertility, -1, ages, false); err != nil {
		return err
	}
	if len(r.Birth) != sexes {
		return fault(WrongSize, "survival of the newborn", strconv.Itoa(len(r.Birth)), strconv.Itoa(sexes))
	}
	if len(r.Survival) != sexes {
		return fault(WrongSize, "survival", strconv.Itoa(len(r.Survival)), strconv.Itoa(sexes))
	}
	for s, row := range r.Survival {
		if len(row) != ages {
			return fault(WrongSize, "survival", strconv.Itoa(len(row)), strconv.Itoa(ages))
		}
		for a, v := range row {
			if closed && a == ages-1 {
				continue
			}
			if !(v >= 0 && v <= 1) {
				return &Error{Code: SurvivalRange, Sex: s, Age: a, Found: number(v)}
			}
		}
		if v := r.Birth[s]; !(v >= 0 && v <= 1) {
			return &Error{Code: SurvivalRange, Sex: s, Age: -1, Found: number(v)}
		}
	}
	if r.Migration != nil {
		return r.Migration.check("migration", sexes, ages, true)
	}
	return nil
}
