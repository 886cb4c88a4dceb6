// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"strconv"
)

// RatioOptions are the decisions of a projection by ratios of two counts.
type RatioOptions struct {
	Sexes  []Sex // nil is one population not told by sex
	Width  int   // years of an age group
	Groups int   // how many age groups lie between the two counts, and make a step: 2 for counts ten years apart in groups of five
	Steps  int
	// Women bear the children of the youngest group between these ages, completed years from FirstAge until before EndAge; for each further group the
	// ages are one group higher. 0, 0 means 15 to 45 (women 15–44 for children 0–4, 20–49 for children 5–9).
	FirstAge, EndAge int
}

// Ratios are cohort-change and child–woman ratios with what they lead to.
type Ratios struct {
	// Change holds for each sex and the age reached: for groups that were alive at the earlier count the cohort-change ratio, for younger ones children for
	// each woman. NaN where nobody stood at the beginning.
	Change     Table
	Children   int     // so many of the youngest groups have child–woman ratios
	Population []Table // at the later count, then after each step
}

// HamiltonPerry projects by what became of each age group between two counts: who was counted as x is counted as x + k later, whatever the deaths and
// moves between, and will be in the same proportion again; children follow the women of their mothers' ages.
//
// A ratio above 1 is a cohort that grew by migration and is kept. Where nobody was in a cohort at the earlier count there is no ratio: if nobody is in
// it at a later step either, nobody comes of it; otherwise it is an error that names the cohort, since no number would be right.
//
// Hamilton and Perry (1962); Smith, Tayman and Swanson (2013), A Practitioner's Guide to State and Local Population Projections, Springer, section 7.2;
// Baker, Swanson, Tayman and Tedrow (2017), Cohort Change Ratios and Their Applications, Springer, section 4.2.
func HamiltonPerry(earlier, later Table, o RatioOptions) (*Ratios, error) {
	if len(o.Sexes) == 0 {
		o.Sexes = []Sex{All}
	}
	if o.FirstAge == 0 && o.EndAge == 0 {
		o.FirstAge, o.EndAge = 15, 45
	}
	if err := o.check(earlier, later); err != nil {
		return nil, err
	}
	women, err := mother(o.Sexes)
	if err != nil {
		return nil, err
	}
	ages := len(later[0])
	out := &Ratios{Change: NewTable(len(o.Sexes), ages), Children: o.Groups, Population: []Table{later}}
	for s := range o.Sexes {
		for a := range ages {
			below := o.mothers(later[women], a)
			if a >= o.Groups {
				below = cohort(earlier[s], a, o.Groups)
			}
			out.Change[s][a] = later[s][a] / below
			if below == 0 {
				out.Change[s][a] = math.NaN()
			}
		}
	}
	now := later
	for step := range o.Steps {
		next, err := o.next(now, out.Change, women)
		if err != nil {
			err.Step = step + 1
			return nil, err
		}
		out.Population = append(out.Population, next)
		now = next
	}
	return out, nil
}

func (o *RatioOptions) check(earlier, later Table) error {
	bad := func(what string, found int, expected string) error {
		return fault(BadOption, what, strconv.Itoa(found), expected)
	}
	ages := 0
	if len(later) > 0 {
		ages = len(later[0])
	}
	switch {
	case o.Width < 1:
		return bad("width", o.Width, "1 or more")
	case o.Steps < 1 || o.Steps > MaxSteps:
		return bad("steps", o.Steps, "1 to "+strconv.Itoa(MaxSteps))
	case o.Groups < 1:
		return bad("interval", o.Groups*o.Width, "a multiple of "+strconv.Itoa(o.Width))
	case ages < o.Groups+1:
		return fault(ShortAges, "", strconv.Itoa(ages), strconv.Itoa(o.Groups+1))
	case o.FirstAge < 0 || o.EndAge <= o.FirstAge || o.FirstAge%o.Width != 0 || o.EndAge%o.Width != 0:
		return fault(BadOption, "women", strconv.Itoa(o.FirstAge)+"–"+strconv.Itoa(o.EndAge-1), "whole age groups of "+strconv.Itoa(o.Width))
	case o.FirstAge/o.Width < o.Groups: // they would be children of the step themselves
		return fault(BadOption, "women", strconv.Itoa(o.FirstAge)+"–"+strconv.Itoa(o.EndAge-1), strconv.Itoa(o.Groups*o.Width)+"+")
	case o.EndAge/o.Width+o.Groups-1 > ages:
		return fault(ShortAges, "", strconv.Itoa(ages), strconv.Itoa(o.EndAge/o.Width+o.Groups-1))
	}
	if err := earlier.check("population", len(o.Sexes), ages, false); err != nil {
		return err
	}
	return later.check("population", len(o.Sexes), ages, false)
}

// mothers are the women of the ages at which the children of a group were born.
func (o *RatioOptions) mothers(women []float64, group int) float64 {
	sum := 0.0
	for a := o.FirstAge/o.Width + group; a < o.EndAge/o.Width+group && a < len(women); a++ {
		sum += women[a]
	}
	return sum
}

// cohort is who, some groups earlier, was what is now a group.
func cohort(of []float64, group, earlier int) float64 {
	if group < len(of)-1 {
		return of[group-earlier]
	}
	sum := 0.0
	for a := group - earlier; a < len(of); a++ {
		sum += of[a]
	}
	return sum
}

// next makes a step; those who become mothers count as they are after it.
func (o *RatioOptions) next(now, ratio Table, women int) (Table, *Error) {
	out := NewTable(len(now), len(now[0]))
	grow := func(s, a int, below float64) *Error {
		switch {
		case below == 0:
			out[s][a] = 0
		case math.IsNaN(ratio[s][a]):
			return &Error{Code: NoRatio, What: "earlier", Sex: s, Age: a}
		default:
			out[s][a] = ratio[s][a] * below
		}
		if math.IsInf(out[s][a], 0) {
			return &Error{Code: TooLarge, Sex: s, Age: a}
		}
		return nil
	}
	for s := range now {
		for a := o.Groups; a < len(now[s]); a++ {
			if err := grow(s, a, cohort(now[s], a, o.Groups)); err != nil {
				return nil, err
			}
		}
	}
	for s := range now {
		for a := range o.Groups {
			if err := grow(s, a, o.mothers(out[women], a)); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
