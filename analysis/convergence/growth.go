// SPDX-License-Identifier: EUPL-1.2

package convergence

import (
	"math"
	"strconv"
)

// Term is one coefficient of a regression.
type Term struct {
	Estimate, SE, T, P float64
}

// Growth is a beta regression.
type Growth struct {
	Constant, Beta Term
	Controls       []Term
	N              int
	Freedom        int // N less the number of terms
	R2, F, P       float64
	Years          float64
	// Speed λ = −ln(1 + βT)/T is how much of the gap closes in a year; SpeedSE by the delta method; HalfLife = ln 2/λ in years. NaN where 1 + βT ≤ 0; no half-life
	// where regions grow apart (λ ≤ 0).
	Speed, SpeedSE, HalfLife float64
	Initial, Rate            []float64 // of each region: logarithm at the start, mean yearly growth of it; NaN where a value is missing
	Fitted, Residual         []float64 // NaN for regions that took no part
}

// Errors says how standard errors are made.
type Errors string

// The kinds.
const (
	Classical Errors = "classical" // residuals of one variance
	Robust    Errors = "robust"    // of any variance: HC1 (White 1980; MacKinnon and White 1985)
)

// Beta regresses growth on the start: (ln y_T − ln y_0)/T = α + β ln y_0 + γ' controls + ε, by ordinary least squares. With controls it is conditional
// convergence. Regions with a missing value take no part.
//
// Source: Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2); linear form and speed as in REAT's betaconv.ols and in
// Barro and Sala-i-Martin (2004), Economic Growth, MIT Press, p. 466.
func Beta(start, end []float64, years float64, controls [][]float64, errs Errors) (*Growth, error) {
	if !(years > 0) || math.IsInf(years, 0) {
		return nil, wrong(BadYears, "", -1, number(years), "> 0")
	}
	if len(end) != len(start) {
		return nil, wrong(LengthMismatch, "end", -1, strconv.Itoa(len(end)), strconv.Itoa(len(start)))
	}
	g := &Growth{Years: years, Initial: logs(start), Rate: logs(end)}
	for i := range g.Rate {
		for what, v := range map[string]float64{"start": start[i], "end": end[i]} {
			if v <= 0 || math.IsInf(v, 0) {
				return nil, wrong(NotPositive, what, i, number(v), "> 0")
			}
		}
		g.Rate[i] = (g.Rate[i] - g.Initial[i]) / years
	}
	columns := append([][]float64{g.Initial}, controls...)
	for _, c := range columns {
		if len(c) != len(start) {
			return nil, wrong(LengthMismatch, "controls", -1, strconv.Itoa(len(c)), strconv.Itoa(len(start)))
		}
	}
	r, err := fit(g.Rate, columns, errs == Robust)
	if err != nil {
		return nil, err
	}
	g.Constant, g.Beta, g.Controls = r.terms[0], r.terms[1], r.terms[2:]
	g.N, g.Freedom, g.R2, g.F, g.P, g.Fitted, g.Residual = r.n, r.freedom, r.r2, r.f, r.p, r.fitted, r.residual
	g.Speed, g.SpeedSE, g.HalfLife = math.NaN(), math.NaN(), math.NaN()
	if left := 1 + g.Beta.Estimate*years; left > 0 {
		g.Speed = -math.Log(left) / years
		g.SpeedSE = g.Beta.SE / left
		if g.Speed > 0 {
			g.HalfLife = math.Ln2 / g.Speed
		}
	}
	return g, nil
}

func logs(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Log(v)
	}
	return out
}
