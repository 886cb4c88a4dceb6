// SPDX-License-Identifier: EUPL-1.2

package demography

// step leads from now to next; every number in both is a multiple of the unit, and so is every flow.
func (w *walk) step(now, next Table, m *Moves, r *Rates) *Error {
	last := w.ages - 1
	for s := range w.sexes {
		clear(m.Births[s])
		for a := range w.ages {
			come := w.migrants(now, r, s, a)
			w.begin[s][a] = w.noMoreThanAll(now[s][a], w.atBeginning(come))
			w.atRisk[s][a] = now[s][a] + w.begin[s][a]
			if w.atRisk[s][a] < 0 && w.unit > 0 {
				return &Error{Code: Emptied, Sex: s, Age: a, Found: number(w.atRisk[s][a])}
			}
			// A ratio of at most 1 of a multiple of the unit, rounded to the unit, is never more than the whole.
			w.alive[s][a] = w.round(w.atRisk[s][a] * r.Survival[s][a])
		}
		m.Opening[s][0], m.Deaths[s][0], m.Migration[s][0], next[s][0] = 0, 0, 0, 0
		for a := range w.ages {
			to := min(a+1, last)
			if a < last {
				m.Opening[s][to], m.Deaths[s][to], m.Migration[s][to], next[s][to] = 0, 0, 0, 0
			}
			m.Opening[s][to] += now[s][a]
			m.Deaths[s][to] += w.atRisk[s][a] - w.alive[s][a]
			m.Migration[s][to] += w.begin[s][a]
			next[s][to] += w.alive[s][a]
		}
	}
	if err := w.bear(next, m, r); err != nil {
		return err
	}
	return w.arrive(now, next, m, r)
}

// migrants are the net migrants listed at an age.
func (w *walk) migrants(now Table, r *Rates, s, a int) float64 {
	switch {
	case r.Migration == nil:
		return 0
	case w.o.MigrationRates:
		return w.round(r.Migration[s][a] * now[s][a])
	}
	return w.round(r.Migration[s][a])
}

// atBeginning is the part of them that comes at the beginning of the step.
func (w *walk) atBeginning(all float64) float64 {
	switch w.o.Timing {
	case AtStart:
		return all
	case HalfAndHalf:
		return w.round(all / 2)
	case AtEnd, OfCohort:
	}
	return 0
}

// noMoreThanAll keeps those who all leave from being more than those who are there by a rounding of the numbers given.
func (w *walk) noMoreThanAll(there, come float64) float64 {
	if left := there + come; left < 0 && -left <= max(1e-9*there, 8*w.unit) {
		return -there
	}
	return come
}

// bear adds the children of the step: those born, those of them who die, those alive at its end.
//
// Where the youngest group bears children itself (groups of 15 or 20 years), girls born in the step count among the women at its end. Their own
// children are part of the births, so that births = others/(1 − what a newborn girl bears).
func (w *walk) bear(next Table, m *Moves, r *Rates) *Error {
	women, fertility := w.mother, r.Fertility
	births, self := 0.0, 0.0
	if w.o.Exposure == WomenAtStart {
		for a, f := range fertility {
			births += f * w.atRisk[women][a]
		}
	} else {
		self = fertility[0] / 2 * w.share[women] * r.Birth[women]
		births = fertility[0] / 2 * w.atRisk[women][0]
		if w.ages == 1 { // the only group is the youngest and the last: its survivors are in it already
			births += fertility[0] / 2 * next[women][0]
		}
		for a := 1; a < w.ages; a++ {
			births += fertility[a] / 2 * (w.atRisk[women][a] + next[women][a])
		}
	}
	if self >= 1 {
		return &Error{Code: TooManyBirths, Sex: women, Age: 0, Found: number(self)}
	}
	births /= 1 - self
	for s := range w.sexes {
		born := w.round(births * w.share[s])
		alive := w.round(born * r.Birth[s])
		m.Births[s][0] += born
		m.Deaths[s][0] += born - alive
		next[s][0] += alive
	}
	return nil
}

// arrive adds those who come at the end of the step.
func (w *walk) arrive(now, next Table, m *Moves, r *Rates) *Error {
	if r.Migration == nil || w.o.Timing == AtStart {
		return nil
	}
	for s := range w.sexes {
		for a := range w.ages {
			to := a
			if w.o.Timing == OfCohort {
				to = min(a+1, w.ages-1)
			}
			come := w.noMoreThanAll(next[s][to], w.migrants(now, r, s, a)-w.begin[s][a])
			m.Migration[s][to] += come
			next[s][to] += come
		}
		for a, v := range next[s] {
			if v < 0 && w.unit > 0 {
				return &Error{Code: Emptied, Sex: s, Age: a, Found: number(v)}
			}
		}
	}
	return nil
}
