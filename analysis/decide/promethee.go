// SPDX-License-Identifier: EUPL-1.2

package decide

import "math"

// Preference says how much better a difference makes one alternative, from 0 to 1: the six types of Brans and Vincke (1985).
type Preference string

// The types, by what they need. d is the difference in the direction of the criterion; where d ≤ 0 there is no preference.
const (
	Usual    Preference = "usual"    // I: 1 for any difference
	UShape   Preference = "u-shape"  // II: 1 above Q
	VShape   Preference = "v-shape"  // III: d/P, 1 above P
	Level    Preference = "level"    // IV: ½ above Q, 1 above P
	Linear   Preference = "linear"   // V: (d − Q)/(P − Q) above Q, 1 above P
	Gaussian Preference = "gaussian" // VI: 1 − exp(−d²/(2S²))
)

// Preferences lists the types in their order.
var Preferences = []Preference{Usual, UShape, VShape, Level, Linear, Gaussian}

// Flows are the result of PROMETHEE.
type Flows struct {
	Positive, Negative []float64   // φ⁺ and φ⁻: how far it is better and worse than the others, 0 to 1
	Net                []float64   // φ = φ⁺ − φ⁻; they sum to 0
	Rank               []float64   // by Net, 1 the best, ties the better place
	ByCriterion        [][]float64 // of each criterion, the net flow of each alternative by it alone; weighted they sum to Net
	LeftOut            []int       // alternatives with a missing value
	preference         func(a, b int) float64
}

// Preferred is π(a, b): how much a is preferred to b, all criteria together; NaN when either was left out.
func (f *Flows) Preferred(a, b int) float64 {
	if a == b || math.IsNaN(f.Net[a]) || math.IsNaN(f.Net[b]) {
		return math.NaN()
	}
	return f.preference(a, b)
}

// Relation tells how a stands to b by both flows (PROMETHEE I): P preferred, I indifferent, R not comparable, and − when b is preferred to a.
func (f *Flows) Relation(a, b int) string {
	up, down := compare(f.Positive[a], f.Positive[b]), compare(f.Negative[b], f.Negative[a])
	switch {
	case up == 0 && down == 0:
		return "I"
	case up >= 0 && down >= 0:
		return "P"
	case up <= 0 && down <= 0:
		return "−"
	}
	return "R"
}

func compare(x, y float64) int {
	switch d := x - y; {
	case d > sameScore:
		return 1
	case d < -sameScore:
		return -1
	}
	return 0
}

// Promethee ranks alternatives by how much each is preferred to the others (PROMETHEE II): π(a, b) = Σ w P(d), φ⁺ and φ⁻ are its means over
// the n − 1 others. columns hold the values of each criterion, NaN is missing.
//
// Source: Brans and Vincke (1985), A preference ranking organisation method, Management Science 31(6); Brans, Vincke and Mareschal (1986), How
// to select and how to rank projects, European Journal of Operational Research 24(2), where flows are divided by n − 1.
func Promethee(columns [][]float64, criteria []Criterion) (*Flows, error) {
	t, err := readAlternatives(columns, criteria)
	if err != nil {
		return nil, err
	}
	for j, c := range t.criteria {
		if err := c.checkPreference(j); err != nil {
			return nil, err
		}
	}
	out := &Flows{Positive: t.blank(), Negative: t.blank(), Net: t.blank(), LeftOut: t.out, preference: t.preferred}
	others := float64(len(t.part) - 1)
	for range t.criteria {
		out.ByCriterion = append(out.ByCriterion, t.blank())
	}
	for _, a := range t.part {
		plus, minus := 0.0, 0.0
		for j := range t.criteria {
			c, x := &t.criteria[j], columns[j]
			up, down := 0.0, 0.0
			for _, b := range t.part {
				d := c.Direction * (x[a] - x[b])
				up += c.prefers(d)
				down += c.prefers(-d)
			}
			plus += c.Weight * up
			minus += c.Weight * down
			out.ByCriterion[j][a] = (up - down) / others
		}
		out.Positive[a], out.Negative[a] = plus/others, minus/others
		out.Net[a] = out.Positive[a] - out.Negative[a]
	}
	out.Rank = ranks(out.Net)
	return out, nil
}

func (t *alternatives) preferred(a, b int) float64 {
	sum := 0.0
	for j := range t.criteria {
		c := &t.criteria[j]
		sum += c.Weight * c.prefers(c.Direction*(t.columns[j][a]-t.columns[j][b]))
	}
	return sum
}

// checkPreference asks for the limits that the type needs.
func (c *Criterion) checkPreference(j int) error {
	need := func(what string, v float64, holds bool, expected string) error {
		if !holds || math.IsNaN(v) || math.IsInf(v, 0) {
			return wrong(OutOfRange, what, j, number(v), expected)
		}
		return nil
	}
	switch c.Preference {
	case Usual:
		return nil
	case UShape:
		return need("q", c.Q, c.Q >= 0, "≥ 0")
	case VShape:
		return need("p", c.P, c.P > 0, "> 0")
	case Level, Linear:
		if err := need("q", c.Q, c.Q >= 0, "≥ 0"); err != nil {
			return err
		}
		return need("p", c.P, c.P > c.Q, "> q = "+number(c.Q))
	case Gaussian:
		return need("s", c.S, c.S > 0, "> 0")
	}
	return wrong(BadOption, "function", j, string(c.Preference), "")
}

// prefers is P(d).
func (c *Criterion) prefers(d float64) float64 {
	if d <= 0 {
		return 0
	}
	switch c.Preference {
	case UShape:
		return above(d, c.Q)
	case VShape:
		return min(1, d/c.P)
	case Level:
		return (above(d, c.Q) + above(d, c.P)) / 2
	case Linear:
		return min(1, max(0, (d-c.Q)/(c.P-c.Q)))
	case Gaussian:
		return -math.Expm1(-d * d / (2 * c.S * c.S))
	case Usual:
	}
	return 1
}

func above(d, limit float64) float64 {
	if d > limit {
		return 1
	}
	return 0
}
