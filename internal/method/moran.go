// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

// valueParams are those of every method on one value for each unit of a map.
var valueParams = []Param{
	{Name: "values", Kind: Table, Required: true},
	{Name: "id", Kind: Field, Required: true},
	{Name: "value", Kind: Field, Required: true, Help: "method.param.unit-value"},
}

// testParams are those of every test.
var testParams = []Param{
	{Name: "permutations", Kind: Integer, Default: "999", Min: 0, Max: spatial.MaxPermutations},
	{Name: "seed", Kind: Integer, Default: "1"},
	{Name: "alternative", Kind: Choice, Choices: []string{"two-sided", "greater", "less"}, Default: "two-sided"},
	{Name: "tail", Kind: Choice, Choices: []string{"smaller", "doubled"}, Default: "smaller"},
	threads,
}

func styleParam(normal string) Param {
	return Param{Name: "style", Kind: Choice, Choices: []string{"binary", "row", "raw", "global", "unit", "variance"}, Default: normal}
}

var islandsParam = Param{Name: "islands", Kind: Choice, Choices: []string{"keep", "drop"}, Default: "keep"}

// globalValues are the columns of a global measure.
var globalValues = []Column{
	{Name: "statistic", Kind: Number}, {Name: "expected", Kind: Number}, {Name: "variance_randomisation", Kind: Number},
	{Name: "variance_normality", Kind: Number}, {Name: "z_randomisation", Kind: Number}, {Name: "p_normal", Kind: Number},
	{Name: "p_permutation", Kind: Number},
}

// globalMethod makes the description of a global measure; they differ in the measure alone.
func globalMethod(id, style string, measure func([]float64, *spatial.Weights, spatial.Options) (spatial.Result, error), references ...string) Method {
	return Method{
		ID: id, Family: "spatial", References: references,
		Params: slices.Concat(valueParams, neighbourParams, []Param{styleParam(style), islandsParam}, testParams),
		Values: globalValues,
		Run: func(_ context.Context, a *Args) (*Result, error) {
			m, err := a.readMap()
			if err != nil {
				return nil, err
			}
			r, err := measure(m.units.Number, m.weights, m.options)
			if err != nil {
				return nil, analysisFault(err, m.units.name)
			}
			return m.global(a, r), nil
		},
	}
}

var moranMethod = globalMethod("moran", "row", spatial.Moran,
	"Moran (1950), Notes on continuous stochastic phenomena, Biometrika 37",
	"Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion, p. 21",
)

var gearyMethod = globalMethod("geary", "row", spatial.Geary,
	"Geary (1954), The contiguity ratio and statistical mapping, The Incorporated Statistician 5",
	"Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion, p. 21",
)

var generalGMethod = globalMethod("general-g", "binary", spatial.GeneralG,
	"Getis and Ord (1992), The analysis of spatial association by use of distance statistics, Geographical Analysis 24",
)

// valueMap is a map with a value for each unit and weights in the style asked for.
type valueMap struct {
	units   *UnitTable
	links   *neighbours
	weights *spatial.Weights
	options spatial.Options
}

func (a *Args) readMap() (*valueMap, error) {
	units, err := a.ReadUnits("values", UnitColumns{ID: a.Text("id"), Number: a.Text("value"), Group: a.Text("group")})
	if err != nil {
		return nil, err
	}
	return a.mapOf(units)
}

// mapOf adds the links and the options of the test.
func (a *Args) mapOf(units *UnitTable) (*valueMap, error) {
	var err error
	m := &valueMap{units: units, options: spatial.Options{
		Alternative: spatial.Alternative(a.Text("alternative")), Tail: spatial.TailRule(a.Text("tail")), Permutations: a.Int("permutations"),
		Seed: a.Seed("seed"), Threads: a.Int("threads"), Islands: spatial.IslandRule(a.Text("islands")),
	}}
	if m.links, err = a.readNeighbours(units); err != nil {
		return nil, err
	}
	if m.weights, err = m.links.weights.Styled(spatial.Style(a.Text("style"))); err != nil {
		return nil, analysisFault(err, units.name)
	}
	return m, nil
}

// global puts a global measure into a result.
func (m *valueMap) global(a *Args, r spatial.Result) *Result {
	out := &Result{
		Values: []Value{
			{"statistic", r.Statistic}, {"expected", r.Expected}, {"variance_randomisation", r.VarianceRandomisation},
			{"variance_normality", r.VarianceNormality}, {"z_randomisation", r.ZRandomisation}, {"p_normal", r.PNormal},
			{"p_permutation", r.PPermutation},
		},
		Diagnostics: append(m.links.diagnostics(a, m.units.IDs), m.sample(r.Sample)...),
		Notes:       append(m.links.notes(m.units.IDs), sampleNotes(r.Sample)...),
	}
	if r.Tails.Permutations > 0 {
		out.Diagnostics = append(out.Diagnostics, Value{"permutation_mean", r.Tails.Mean}, Value{"permutation_variance", r.Tails.Variance},
			Value{"permutations_at_least", r.Tails.AtLeast}, Value{"permutations_at_most", r.Tails.AtMost})
	}
	out.Diagnostics = append(out.Diagnostics, Value{"z_normality", r.ZNormality}, Value{"p_normality", r.PNormality})
	return out
}

// sample says which units took part.
func (m *valueMap) sample(s spatial.Sample) []Value {
	return []Value{{"used", s.Used}, {"without_value", named(m.units.IDs, s.Missing)}, {"links_lost_with_them", s.DroppedLinks},
		{"small_sample", s.Small}}
}

func sampleNotes(s spatial.Sample) []Note {
	var out []Note
	if s.Small {
		out = append(out, Note{"method.note-small-sample", fault.A{"n": s.Used}})
	}
	if len(s.Missing) > 0 {
		out = append(out, Note{"method.note-without-value", fault.A{"n": len(s.Missing)}})
	}
	return out
}

// significant counts p-values of at most 0.05.
func significant(p []float64) int {
	n := 0
	for _, v := range p {
		if !math.IsNaN(v) && v <= 0.05 {
			n++
		}
	}
	return n
}
