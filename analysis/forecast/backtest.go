// SPDX-License-Identifier: EUPL-1.2

package forecast

// Outcome is what came of a forecast made at an earlier year.
type Outcome struct {
	Origin, Horizon int     // position of the last observation known then; years ahead
	Place           float64 // of the outcome in the distribution told: between 0.1 and 0.9 the 80 % interval has covered it
}

// Backtest makes the forecast of every year with at least Least observations before it, as it would have been made then: with nothing of what came later, the record of
// earlier forecasts included. Outcomes across a break are left out: they are not comparable.
func Backtest(values []float64, breaks []bool, o Options) ([]Outcome, error) {
	out, err := Backtests([]Series{{Values: values, Breaks: breaks}}, o)
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// Backtests does the same for the series of a table, which learn from each other as in [Together]: an interval that ends at a year of one knows of the others what came until that year.
// It gives the outcomes of each.
func Backtests(all []Series, o Options) ([][]Outcome, error) {
	p, err := newPool(all, o)
	if err != nil {
		return nil, err
	}
	for i, e := range p.failed {
		if e != nil && e.Code != TooShort { // of a series that is too short there is nothing to tell
			e.Series = i
			return nil, e
		}
	}
	out := make([][]Outcome, len(all))
	for i := range all {
		for _, t := range p.tries[i] {
			var factors []float64
			if !t.still {
				factors = p.factors(t.origin)
			}
			for h, s := range t.scores {
				if s == s {
					out[i] = append(out[i], Outcome{Origin: t.origin - all[i].First, Horizon: h + 1, Place: studentCDF(s / factor(factors, h+1))})
				}
			}
		}
	}
	return out, nil
}
