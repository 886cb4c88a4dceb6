// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"strconv"
)

// Choices are what could have been decided otherwise. A list of two or more is a factor that varies, each of its entries equally likely; an
// empty list leaves the recipe as it is. The entry of the recipe itself must stand in the list if it is to take part.
type Choices struct {
	Impute    []Imputation
	Treat     []Treatment
	Normalise []Normalisation
	Aggregate []Aggregation
	// Noise varies weights: each is multiplied by 1 + u·Noise with u uniform on −1..1, at every level, and scaled within its group again.
	Noise float64
	// Weights are sets of weights by node, in place of noise.
	Weights [][]float64
}

// The factors by name, in the order of designs.
const (
	FactorImpute    = "impute"
	FactorTreat     = "treat"
	FactorNormalise = "normalise"
	FactorWeights   = "weights"
	FactorAggregate = "aggregate"
)

// Factors names what varies, in the order of the steps.
func (c Choices) Factors() (names []string) {
	add := func(name string, alternatives int) {
		if alternatives > 1 {
			names = append(names, name)
		}
	}
	add(FactorImpute, len(c.Impute))
	add(FactorTreat, len(c.Treat))
	add(FactorNormalise, len(c.Normalise))
	if c.Noise > 0 {
		names = append(names, FactorWeights)
	} else {
		add(FactorWeights, len(c.Weights))
	}
	add(FactorAggregate, len(c.Aggregate))
	return names
}

func (c Choices) check(f *Frame) error {
	if !(c.Noise >= 0 && c.Noise <= 1) {
		return fault(BadOption, "noise", number(c.Noise), "0..1")
	}
	for _, set := range c.Weights {
		if len(set) != len(f.Nodes) {
			return fault(LengthMismatch, FactorWeights, strconv.Itoa(len(set)), strconv.Itoa(len(f.Nodes)))
		}
	}
	for _, a := range c.Aggregate {
		if err := a.check(f); err != nil {
			return err
		}
	}
	return nil
}

// variants are the tables and weights of all combinations of the steps before aggregation. They are made once.
type variants struct {
	r       *Run
	c       Choices
	tables  []*Table // impute × treat × normalise
	weights [][]float64
	impute  int
	treat   int
	norm    int
	means   []Aggregation
	noise   float64
	seed    uint64
}

// draw is one combination.
type draw struct {
	table, mean int
	set         int // of Choices.Weights, −1 for the recipe's own
	noise       int // number of the stream of noise, −1 for none
}

func (r *Run) variants(c Choices, seed uint64) (*variants, error) {
	if err := c.check(r.Frame); err != nil {
		return nil, err
	}
	v := &variants{r: r, c: c, impute: max(len(c.Impute), 1), treat: max(len(c.Treat), 1), norm: max(len(c.Normalise), 1), means: c.Aggregate,
		noise: c.Noise, seed: seed}
	if len(v.means) == 0 {
		v.means = []Aggregation{r.Recipe.Aggregate}
	}
	for i := range v.impute {
		for t := range v.treat {
			for n := range v.norm {
				recipe := r.Recipe
				step := Weigh
				if len(c.Normalise) > 0 {
					recipe.Normalise, step = c.Normalise[n], Normalise
				}
				if len(c.Treat) > 0 {
					recipe.Treat, step = c.Treat[t], Treat
				}
				if len(c.Impute) > 0 {
					recipe.Impute, step = c.Impute[i], Impute
				}
				made, err := r.Replay(step, recipe)
				if err != nil {
					return nil, err
				}
				v.tables = append(v.tables, made.Normalised.Table)
				v.weights = append(v.weights, made.Weighted.plain)
			}
		}
	}
	return v, nil
}

// at reads a point of the unit cube, one coordinate for each factor in order; noise is the stream that a coordinate of weights points to.
func (v *variants) at(point []float64, sets int) draw {
	d := draw{set: -1, noise: -1}
	next := func() float64 {
		u := point[0]
		point = point[1:]
		return u
	}
	pick := func(n int) int {
		if n > 1 {
			return below(next(), n)
		}
		return 0
	}
	i, t, n := pick(v.impute), pick(v.treat), pick(v.norm)
	d.table = (i*v.treat+t)*v.norm + n
	switch {
	case v.noise > 0:
		d.noise = below(next(), sets)
	case len(v.c.Weights) > 1:
		d.set = below(next(), len(v.c.Weights))
	case len(v.c.Weights) == 1:
		d.set = 0
	}
	d.mean = pick(len(v.means))
	return d
}

// fill writes the weights of a draw.
func (v *variants) fill(dst []float64, d draw) {
	switch {
	case d.set >= 0:
		copy(dst, v.c.Weights[d.set])
		return
	default:
		copy(dst, v.weights[d.table])
	}
	if d.noise >= 0 {
		rng := stream(v.seed^0x5bd1e9955bd1e995, d.noise)
		for k := range dst {
			dst[k] *= 1 + (2*rng.uniform()-1)*v.noise
		}
	}
}
