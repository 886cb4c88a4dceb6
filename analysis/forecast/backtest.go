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
	if err := check(values, o); err != nil {
		return nil, err
	}
	var out []Outcome
	for from := 0; from < len(values); {
		to := from + 1
		for to < len(values) && !(to < len(breaks) && breaks[to]) {
			to++
		}
		start, end := trimmed(values[:to], from)
		out = rolled(out, values[start:end], start, o)
		from = to
	}
	return out, nil
}

// rolled adds the outcomes of a stretch without a break.
func rolled(out []Outcome, y []float64, start int, o Options) []Outcome {
	past, by := newRecord(o.Horizon), newSmoother()
	for end := Least; end < len(y); end++ {
		m, ok := past.learn(y, end, o.Scale, by)
		if !ok {
			continue
		}
		factors := past.factors(end)
		for h := 1; h <= o.Horizon && end-1+h < len(y); h++ {
			if v := y[end-1+h]; v == v {
				out = append(out, Outcome{Origin: start + end - 1, Horizon: h, Place: m.ahead(h, factors[h-1]).below(v)})
			}
		}
	}
	return out
}
