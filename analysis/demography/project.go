// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"strconv"
)

// Projection is a population at the beginning and after each step, with everything that moved it.
type Projection struct {
	Population []Table // at the beginning, then after each step
	Moves      []Moves // of each step: Moves[0] leads from Population[0] to Population[1]
	// Unit is what every number is a whole multiple of: a power of two (see the conventions of the package).
	Unit float64
}

// Moves are the flows of one step by sex and the age reached at its end. For each cell: Opening + Births − Deaths + Migration = Closing,
// where Closing is the population after the step, and Births stand in the youngest group alone.
type Moves struct {
	Opening   Table // those who were there at the beginning of the step
	Births    Table
	Deaths    Table
	Migration Table
}

// Balance is the account of one step.
type Balance struct {
	Opening, Births, Deaths, Migration, Closing float64
}

// Balance gives the account of a step (from 1): of one sex by its position, or of all with sex −1.
func (p *Projection) Balance(step, sex int) Balance {
	m := &p.Moves[step-1]
	var b Balance
	for s := range m.Opening {
		if sex >= 0 && s != sex {
			continue
		}
		for a := range m.Opening[s] {
			b.Opening += m.Opening[s][a]
			b.Births += m.Births[s][a]
			b.Deaths += m.Deaths[s][a]
			b.Migration += m.Migration[s][a]
			b.Closing += p.Population[step][s][a]
		}
	}
	return b
}

// Project carries a population forward by the cohort–component method (Leslie 1945; Preston, Heuveline and Guillot 2001, chapter 6).
// base is the population by sex and age in people; rates are those of each step, or one for all steps.
func Project(base Table, rates []Rates, o Options) (*Projection, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	sexes := o.sexes()
	ages := 0
	if len(base) > 0 {
		ages = len(base[0])
	}
	if ages == 0 {
		return nil, fault(NoAges, "", "", "")
	}
	if err := base.check("population", len(sexes), ages, false); err != nil {
		return nil, err
	}
	if len(rates) != 1 && len(rates) < o.Steps {
		return nil, fault(WrongSize, "rates", strconv.Itoa(len(rates)), strconv.Itoa(o.Steps))
	}
	used := make([]*Rates, min(len(rates), o.Steps))
	for k := range used {
		var err error
		if used[k], err = o.prepared(&rates[k], ages); err != nil {
			err := err.(*Error)
			if len(rates) > 1 {
				err.Step = k + 1
			}
			return nil, err
		}
	}
	// The first walk only finds out how much there is to count; the second one counts in a unit that fits.
	w := newWalk(&o, ages)
	largest, err := w.run(base, used, nil)
	if err != nil {
		return nil, err
	}
	w.unit = unitFor(largest)
	p := &Projection{Unit: w.unit}
	_, err = w.run(base, used, p)
	return p, err
}

// unitFor is the power of two of which an amount has at most 2^53, so that it can be added up without rounding.
func unitFor(largest float64) float64 {
	if largest == 0 {
		return 1
	}
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, max(exponent-53, -1000))
}

// walk makes steps.
type walk struct {
	o      *Options
	sexes  []Sex
	share  []float64
	mother int
	ages   int
	unit   float64 // 0: nothing is rounded, and less than nobody is not looked for
	// working tables, used again in each step
	begin, atRisk, alive Table
}

func newWalk(o *Options, ages int) *walk {
	w := &walk{o: o, sexes: o.sexes(), share: o.shares(), ages: ages}
	w.mother, _ = mother(w.sexes) // checked with the options
	n := len(w.sexes)
	w.begin, w.atRisk, w.alive = NewTable(n, ages), NewTable(n, ages), NewTable(n, ages)
	return w
}

// round gives the nearest multiple of the unit; the division and the multiplication are exact.
func (w *walk) round(v float64) float64 {
	if w.unit == 0 {
		return v
	}
	return math.RoundToEven(v/w.unit) * w.unit
}

// run walks through all steps and gives the largest sum of flows of a step. Into p, when there is one, it writes what it finds.
func (w *walk) run(base Table, rates []*Rates, p *Projection) (largest float64, err error) {
	now := NewTable(len(w.sexes), w.ages)
	for s, row := range base {
		for a, v := range row {
			now[s][a] = w.round(v)
		}
	}
	if p != nil {
		p.Population = append(p.Population, now)
		p.Moves = make([]Moves, w.o.Steps)
	}
	spare := newMoves(len(w.sexes), w.ages)
	next := NewTable(len(w.sexes), w.ages)
	for k := range w.o.Steps {
		m := spare
		if p != nil {
			m = newMoves(len(w.sexes), w.ages)
			next = NewTable(len(w.sexes), w.ages)
		}
		if err := w.step(now, next, &m, rates[min(k, len(rates)-1)]); err != nil {
			err.Step = k + 1
			return 0, err
		}
		amount := (1 + 1e-6) * m.amount() // with room for the rounding of the second walk
		if math.IsInf(amount, 0) || math.IsNaN(amount) {
			return 0, &Error{Code: TooLarge, Sex: -1, Age: -1, Step: k + 1}
		}
		largest = max(largest, amount)
		if p != nil {
			p.Moves[k] = m
			p.Population = append(p.Population, next)
			now = next
		} else {
			now, next = next, now
		}
	}
	return largest, nil
}

func newMoves(sexes, ages int) Moves {
	return Moves{NewTable(sexes, ages), NewTable(sexes, ages), NewTable(sexes, ages), NewTable(sexes, ages)}
}

// amount is more than any sum of the step can be: all who were there, were born or moved. Deaths and the closing population are parts of it.
func (m *Moves) amount() float64 {
	sum := m.Opening.Sum() + m.Births.Sum()
	for _, row := range m.Migration {
		for _, v := range row {
			sum += math.Abs(v)
		}
	}
	return sum
}
