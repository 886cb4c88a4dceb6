// SPDX-License-Identifier: EUPL-1.2

package flows

import (
	"math"
	"strconv"
)

// Fixed says which totals the model meets exactly, with an effect of its own for each unit in place of a mass.
type Fixed string

// The constraints (Wilson 1971): none, on origins (production), on destinations (attraction), on both.
const (
	FixedNone        Fixed = "none"
	FixedOrigin      Fixed = "origin"
	FixedDestination Fixed = "destination"
	FixedBoth        Fixed = "both"
)

// Pairs are the observations, one entry each. NaN is missing: the pair is left out and counted. Pairs of a unit with itself are left out too: a distance
// within a unit is not comparable.
type Pairs struct {
	Units                       int
	Origin, Destination         []int
	Flow, Distance              []float64
	OriginMass, DestinationMass []float64 // where the totals are not fixed
	Border                      []bool    // the pair lies across the border
}

// Term is a coefficient with its robust standard error (HC0; White 1980), two-sided normal p-value and 95 % interval.
type Term struct {
	Name                             string // constant, origin-mass, destination-mass, distance, border
	Estimate, SE, Z, P, Lower, Upper float64
}

// Model is a gravity model estimated.
type Model struct {
	Terms []Term
	// Effect is e^γ: flows across the border are that share of what they would be without it; Lower and Upper bound its 95 % interval.
	Effect, EffectLower, EffectUpper float64

	Fitted                      []float64 // of each pair, NaN where it was left out
	Deviance, NullDeviance      float64   // of the model, and of the mean alone
	Iterations                  int
	Used, Within, Missing, Zero int // pairs used; left out as within a unit; for what is missing; as of units without any flow where totals are fixed
}

// Gravity estimates E[Tᵢⱼ] = exp(a + α ln Oᵢ + β ln Dⱼ − δ ln dᵢⱼ + γ borderᵢⱼ) by Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006), which
// takes flows of 0 as they are and is not biased by unequal variances. With fixed totals each origin or destination has an effect in place of the mass
// (Anderson and van Wincoop 2003), partialled out within iteratively reweighted least squares (Correia, Guimarães and Zylkin 2020).
func Gravity(p Pairs, fixed Fixed) (*Model, error) {
	f, m, err := newFit(p, fixed)
	if err != nil {
		return nil, err
	}
	if err := f.estimate(m); err != nil {
		return nil, err
	}
	m.Fitted = make([]float64, len(p.Flow))
	for k := range m.Fitted {
		m.Fitted[k] = math.NaN()
	}
	for r, k := range f.row {
		m.Fitted[k] = f.mu[r]
	}
	return m, f.infer(m)
}

// fit is the work in hand; rows are the pairs used.
type fit struct {
	row     []int
	y       []float64
	names   []string
	x       [][]float64 // by term
	effects [][]int     // of each fixed side the unit of each row
	units   int
	mu      []float64
	beta    []float64
	tilde   [][]float64 // terms with the effects partialled out
	inverse [][]float64 // of their weighted cross products
}

func (p *Pairs) check(fixed Fixed) (origin, destination bool, err error) {
	switch fixed {
	case FixedNone:
	case FixedOrigin:
		origin = true
	case FixedDestination:
		destination = true
	case FixedBoth:
		origin, destination = true, true
	default:
		return false, false, fault(BadOption, "fixed", -1, string(fixed), "")
	}
	n := len(p.Flow)
	lengths := []struct {
		what string
		n    int
		need bool
	}{{"origin", len(p.Origin), true}, {"destination", len(p.Destination), true}, {"distance", len(p.Distance), true}, {"border", len(p.Border), true},
		{"origin-mass", len(p.OriginMass), !origin}, {"destination-mass", len(p.DestinationMass), !destination}}
	for _, l := range lengths {
		if l.need && l.n != n {
			return false, false, fault(LengthMismatch, l.what, -1, strconv.Itoa(l.n), strconv.Itoa(n))
		}
	}
	for k := range n {
		for _, u := range []int{p.Origin[k], p.Destination[k]} {
			if u < 0 || u >= p.Units {
				return false, false, fault(BadUnit, "units", k, strconv.Itoa(u), strconv.Itoa(p.Units))
			}
		}
		if p.Flow[k] < 0 {
			return false, false, fault(NegativeFlow, "flow", k, number(p.Flow[k]), "")
		}
		if math.IsInf(p.Flow[k], 1) {
			return false, false, fault(NotFinite, "flow", k, number(p.Flow[k]), "")
		}
	}
	return origin, destination, nil
}

// newFit chooses the pairs and takes logarithms.
func newFit(p Pairs, fixed Fixed) (*fit, *Model, error) {
	origin, destination, err := p.check(fixed)
	if err != nil {
		return nil, nil, err
	}
	m := &Model{}
	var rows []int
	for k := range p.Flow {
		switch {
		case p.Origin[k] == p.Destination[k]:
			m.Within++
		case math.IsNaN(p.Flow[k] + p.Distance[k]), !origin && math.IsNaN(p.OriginMass[k]), !destination && math.IsNaN(p.DestinationMass[k]):
			m.Missing++
		default:
			rows = append(rows, k)
		}
	}
	f := &fit{units: p.Units}
	f.row = p.withFlow(rows, origin, destination)
	m.Zero, m.Used = len(rows)-len(f.row), len(f.row)
	logs := func(name string, of []float64) error {
		column := make([]float64, len(f.row))
		for r, k := range f.row {
			if !(of[k] > 0) || math.IsInf(of[k], 1) {
				return fault(NotPositive, name, k, number(of[k]), "")
			}
			column[r] = math.Log(of[k])
		}
		f.names, f.x = append(f.names, name), append(f.x, column)
		return nil
	}
	ones, border := make([]float64, len(f.row)), make([]float64, len(f.row))
	for r, k := range f.row {
		ones[r] = 1
		f.y = append(f.y, p.Flow[k])
		if p.Border[k] {
			border[r] = 1
		}
	}
	if !origin && !destination {
		f.names, f.x = append(f.names, "constant"), append(f.x, ones)
	}
	if !origin {
		err = logs("origin-mass", p.OriginMass)
	} else {
		f.effects = append(f.effects, pick(p.Origin, f.row))
	}
	if err == nil && !destination {
		err = logs("destination-mass", p.DestinationMass)
	} else if destination {
		f.effects = append(f.effects, pick(p.Destination, f.row))
	}
	if err == nil {
		err = logs("distance", p.Distance)
	}
	if err != nil {
		return nil, nil, err
	}
	f.names, f.x = append(f.names, "border"), append(f.x, border)
	if len(f.row) <= len(f.x) {
		return nil, nil, fault(TooFewPairs, "pairs", -1, strconv.Itoa(len(f.row)), strconv.Itoa(len(f.x)+1))
	}
	return f, m, f.separated(border)
}

func pick(of, rows []int) []int {
	out := make([]int, len(rows))
	for r, k := range rows {
		out[r] = of[k]
	}
	return out
}

// withFlow leaves out pairs of units whose fixed total is 0: their effect is minus infinity and they tell nothing of the other terms (Santos Silva and
// Tenreyro 2010).
func (p *Pairs) withFlow(rows []int, origin, destination bool) []int {
	for {
		from, to := make([]float64, p.Units), make([]float64, p.Units)
		for _, k := range rows {
			from[p.Origin[k]] += p.Flow[k]
			to[p.Destination[k]] += p.Flow[k]
		}
		var keep []int
		for _, k := range rows {
			if (!origin || from[p.Origin[k]] > 0) && (!destination || to[p.Destination[k]] > 0) {
				keep = append(keep, k)
			}
		}
		if len(keep) == len(rows) {
			return keep
		}
		rows = keep
	}
}

// separated refuses a border on one side of which nothing flows: its effect has no estimate.
func (f *fit) separated(border []float64) error {
	var flow, count [2]float64
	for r, b := range border {
		flow[int(b)] += f.y[r]
		count[int(b)]++
	}
	if count[0] == 0 || count[1] == 0 {
		return fault(Collinear, "border", -1, "", "")
	}
	if flow[0] == 0 || flow[1] == 0 {
		return fault(Separated, "border", -1, "", "")
	}
	return nil
}

const (
	mostIterations = 300
	mostSweeps     = 20_000
	tolerance      = 1e-13
)

// partial takes the effects out of a column by weighted means in turn; with one kind of effects that is exact at once.
func (f *fit) partial(column, weights []float64) []float64 {
	out := append([]float64(nil), column...)
	sum, mass := make([]float64, f.units), make([]float64, f.units)
	for range mostSweeps {
		most, scale := 0.0, 0.0
		for _, of := range f.effects {
			clear(sum)
			clear(mass)
			for r, u := range of {
				sum[u] += weights[r] * out[r]
				mass[u] += weights[r]
			}
			for r, u := range of {
				d := sum[u] / mass[u]
				out[r] -= d
				most = max(most, math.Abs(d))
			}
		}
		for _, v := range column {
			scale = max(scale, math.Abs(v))
		}
		if len(f.effects) < 2 || most <= tolerance*max(scale, 1) {
			break
		}
	}
	return out
}

// estimate is iteratively reweighted least squares.
func (f *fit) estimate(m *Model) error {
	n := len(f.y)
	mean := 0.0
	for _, v := range f.y {
		mean += v / float64(n)
	}
	f.mu = make([]float64, n)
	z, last := make([]float64, n), math.Inf(1)
	for r, v := range f.y {
		f.mu[r] = (v + mean) / 2
	}
	for m.Iterations = 1; m.Iterations <= mostIterations; m.Iterations++ {
		for r, mu := range f.mu {
			z[r] = math.Log(mu) + (f.y[r]-mu)/mu
		}
		if err := f.least(z); err != nil {
			return err
		}
		m.Deviance, m.NullDeviance = 0, 0
		for r, y := range f.y {
			m.Deviance += deviance(y, f.mu[r])
			m.NullDeviance += deviance(y, mean)
		}
		if math.IsNaN(m.Deviance) || math.IsInf(m.Deviance, 0) {
			break
		}
		if math.Abs(m.Deviance-last) <= tolerance*(m.Deviance+mean) {
			return nil
		}
		last = m.Deviance
	}
	return fault(NoConvergence, "model", -1, strconv.Itoa(m.Iterations), "")
}

func deviance(y, mu float64) float64 {
	if y == 0 {
		return 2 * mu
	}
	return 2 * (y*math.Log(y/mu) - (y - mu))
}

// least is one step of weighted least squares: new coefficients and fitted flows.
func (f *fit) least(z []float64) error {
	k := len(f.x)
	f.tilde = make([][]float64, k)
	for a, column := range f.x {
		f.tilde[a] = f.partial(column, f.mu)
	}
	rest := f.partial(z, f.mu)
	cross, right := make([][]float64, k), make([]float64, k)
	for a := range cross {
		cross[a] = make([]float64, k)
		for b := range cross {
			cross[a][b] = weighted(f.mu, f.tilde[a], f.tilde[b])
		}
		right[a] = weighted(f.mu, f.tilde[a], rest)
		if cross[a][a] <= 1e-12*weighted(f.mu, f.x[a], f.x[a]) {
			return fault(Collinear, f.names[a], -1, "", "")
		}
	}
	var bad int
	if f.inverse, bad = invert(cross); bad >= 0 {
		return fault(Collinear, f.names[bad], -1, "", "")
	}
	f.beta = make([]float64, k)
	for a := range f.beta {
		for b, v := range right {
			f.beta[a] += f.inverse[a][b] * v
		}
	}
	for r := range f.mu {
		e := rest[r]
		for a, b := range f.beta {
			e -= b * f.tilde[a][r]
		}
		f.mu[r] = math.Exp(z[r] - e)
	}
	return nil
}

func weighted(w, a, b []float64) float64 {
	s := 0.0
	for r, v := range w {
		s += v * a[r] * b[r]
	}
	return s
}

// invert inverts a symmetric positive definite matrix by Gauss–Jordan steps on its scaled form; bad is the first row that the ones before it tell already.
func invert(of [][]float64) (inverse [][]float64, bad int) {
	n := len(of)
	a := make([][]float64, n)
	scale := make([]float64, n)
	for i := range of {
		scale[i] = 1 / math.Sqrt(of[i][i])
	}
	for i := range of {
		a[i] = make([]float64, 2*n)
		for j := range of {
			a[i][j] = of[i][j] * scale[i] * scale[j]
		}
		a[i][n+i] = 1
	}
	for i := range a {
		pivot := a[i][i]
		if !(pivot > 1e-11) {
			return nil, i
		}
		for j := range a[i] {
			a[i][j] /= pivot
		}
		for r := range a {
			if r == i {
				continue
			}
			if v := a[r][i]; v != 0 {
				for j := range a[r] {
					a[r][j] -= v * a[i][j]
				}
			}
		}
	}
	inverse = make([][]float64, n)
	for i := range inverse {
		inverse[i] = make([]float64, n)
		for j := range inverse[i] {
			inverse[i][j] = a[i][n+j] * scale[i] * scale[j]
		}
	}
	return inverse, -1
}

// infer gives each term its robust standard error.
func (f *fit) infer(m *Model) error {
	z := make([]float64, len(f.y))
	for r, mu := range f.mu {
		z[r] = math.Log(mu) + (f.y[r]-mu)/mu
	}
	if err := f.least(z); err != nil { // terms partialled out with the final weights; the coefficients do not move any more
		return err
	}
	k := len(f.beta)
	meat := make([][]float64, k)
	for a := range meat {
		meat[a] = make([]float64, k)
		for b := range meat {
			for r, mu := range f.mu {
				e := f.y[r] - mu
				meat[a][b] += f.tilde[a][r] * f.tilde[b][r] * e * e
			}
		}
	}
	const normal975 = 1.959963984540054
	for a, name := range f.names {
		v := 0.0
		for b := range meat {
			for c := range meat {
				v += f.inverse[a][b] * meat[b][c] * f.inverse[c][a]
			}
		}
		t := Term{Name: name, Estimate: f.beta[a], SE: math.Sqrt(v)}
		t.Z = t.Estimate / t.SE
		t.P = math.Erfc(math.Abs(t.Z) / math.Sqrt2)
		t.Lower, t.Upper = t.Estimate-normal975*t.SE, t.Estimate+normal975*t.SE
		m.Terms = append(m.Terms, t)
		if name == "border" {
			m.Effect, m.EffectLower, m.EffectUpper = math.Exp(t.Estimate), math.Exp(t.Lower), math.Exp(t.Upper)
		}
	}
	return nil
}
