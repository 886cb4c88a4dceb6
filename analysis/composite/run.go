// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"reflect"
)

// Recipe is everything that was decided. The zero value is the convention of the house: nothing screened, imputed or treated, minmax from 1 to
// 100, the weights of the structure, arithmetic means.
type Recipe struct {
	Screen    Screening
	Impute    Imputation
	Treat     Treatment
	Normalise Normalisation
	// Own normalises single indicators in another way, by code.
	Own       map[string]Normalisation
	Weigh     Weighting
	Aggregate Aggregation
}

// Step is a step of the pipeline.
type Step uint8

// The steps, in order.
const (
	Screen Step = iota
	Impute
	Treat
	Normalise
	Weigh
	Aggregate
	Rank
)

// Steps lists them by the names that records use.
var Steps = []string{"screen", "impute", "treat", "normalise", "weigh", "aggregate", "rank"}

func (s Step) String() string { return Steps[s] }

// Run is a composite indicator with what every step left behind. It does not change.
type Run struct {
	Frame      *Frame
	Raw        *Table
	Recipe     Recipe
	Screened   *Screened
	Imputed    *Imputed
	Treated    *Treated
	Normalised *Normalised
	Weighted   *Weighted
	Aggregated *Aggregated
	// Ranks are the places of the units by the index: 1 the best, ties "min", from unrounded scores. Missing where the index is.
	Ranks []float64

	threads int
}

// Build makes a composite indicator. threads is how many goroutines work, 0 for one each processor; no result depends on it.
//
// Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators; the conventions of the R package COINr 1.1.
func Build(f *Frame, raw *Table, r Recipe, threads int) (*Run, error) {
	if err := f.fits(raw); err != nil {
		return nil, err
	}
	run := &Run{Frame: f, Raw: raw, threads: threads}
	return run.from(Screen, r)
}

// Replay runs again from a step on with another recipe and keeps what lies before. The recipe must agree with the recorded one before
// that step; the result is what Build would give.
func (r *Run) Replay(from Step, recipe Recipe) (*Run, error) {
	if from > Rank {
		return nil, fault(BadOption, "step", number(float64(from)), "")
	}
	was, is := r.Recipe.parts(), recipe.parts()
	for s := range from {
		if !reflect.DeepEqual(was[s], is[s]) {
			return nil, fault(ChangedBefore, s.String(), "", from.String())
		}
	}
	return r.from(from, recipe)
}

func (r Recipe) parts() [7]any {
	return [7]any{r.Screen, r.Impute, r.Treat, []any{r.Normalise, r.Own}, r.Weigh, r.Aggregate, nil}
}

func (r *Run) from(step Step, recipe Recipe) (*Run, error) {
	out := *r
	out.Recipe = recipe
	var err error
	if step <= Screen {
		if out.Screened, err = screen(out.Raw, recipe.Screen); err != nil {
			return nil, err
		}
	}
	if step <= Impute {
		if out.Imputed, err = out.Frame.impute(out.Screened, recipe.Impute); err != nil {
			return nil, err
		}
	}
	if step <= Treat {
		if out.Treated, err = treat(out.Imputed, recipe.Treat); err != nil {
			return nil, err
		}
	}
	if step <= Normalise {
		if out.Normalised, err = out.Frame.normalise(out.Treated.Table, recipe.Normalise, recipe.Own); err != nil {
			return nil, err
		}
	}
	if err := recipe.Aggregate.check(out.Frame); err != nil {
		return nil, err
	}
	ofScores := recipe.Weigh.By == Loadings || recipe.Weigh.By == SquaredLoadings // such weights rest on the means below them
	if step <= Weigh || step == Aggregate && ofScores {
		if out.Weighted, err = out.Frame.weigh(out.Normalised, recipe.Weigh, recipe.Aggregate, out.threads); err != nil {
			return nil, err
		}
	}
	if step <= Aggregate {
		g := out.Frame.newAggregator(out.Normalised.Table, recipe.Aggregate, out.threads)
		if err := g.run(out.Weighted.plain); err != nil {
			return nil, err
		}
		out.Aggregated = &Aggregated{Scores: g.scores, Incomplete: g.incomplete()}
	}
	out.Ranks = Ranks(out.Index())
	return &out, nil
}

// Index gives the scores at the top.
func (r *Run) Index() []float64 { return r.Aggregated.Scores[r.Frame.top] }

// incomplete counts units whose score rests on fewer children than there are.
func (g *aggregator) incomplete() []int {
	out := make([]int, len(g.f.Nodes))
	for _, k := range g.f.aggregates {
		for u, v := range g.scores[k] {
			if math.IsNaN(v) {
				continue
			}
			for _, c := range g.f.children[k] {
				if math.IsNaN(g.scores[c][u]) {
					out[k]++
					break
				}
			}
		}
	}
	return out
}
