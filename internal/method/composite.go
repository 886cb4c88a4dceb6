// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/analysis/composite"
	"github.com/sumanus/sumanus/internal/fault"
)

var compositeMethod = Method{
	ID:     "composite",
	Family: "composite",
	References: []string{
		"OECD and JRC (2008), Handbook on Constructing Composite Indicators, OECD Publishing",
		"Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite indicators, Journal of the Royal Statistical Society A 168(2)",
		"Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181",
		"Becker, Caperna, Del Sorbo, Norlén, Papadimitriou and Saisana (2022), COINr: An R package for developing composite indicators, Journal of Open Source Software 7(78)",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.indicators", Takes: FromColumns},
		{Name: "structure", Kind: Table, Required: true, Of: "input", Made: structureOf},
		{Name: "normalise", Kind: Choice, Choices: names(scales), Default: "minmax"},
		{Name: "aggregate", Kind: Choice, Choices: names(means), Default: "arithmetic"},
		{Name: "weights", Kind: Choice, Choices: names(weightings), Default: "given", Help: "method.param.weighting"},
		{Name: "screen", Kind: Number, Default: "0", Min: 0, Max: 1},
		{Name: "impute", Kind: Choice, Choices: names(imputations), Default: "none"},
		{Name: "group", Kind: Field, Help: "method.param.unit-group", Role: Side},
		{Name: "treat", Kind: Choice, Choices: []string{"none", "winsorise", "log", "boxcox"}, Default: "none"},
		{Name: "points", Kind: Integer, Default: "5", Min: 1, Max: 1e6},
		{Name: "lambda", Kind: Number, Default: "0.5", Min: -10, Max: 10},
		{Name: "available", Kind: Number, Default: "0", Min: 0, Max: 1},
		{Name: "uncertainty", Kind: Integer, Min: 1, Max: 1e6},
		{Name: "sobol", Kind: Integer, Min: 2, Max: 1e5},
		{Name: "vary", Kind: Text, Default: "weights"},
		{Name: "noise", Kind: Number, Default: "0.25", Min: 0, Max: 1},
		{Name: "seed", Kind: Integer, Default: "1"},
		threads,
	},
	Tables: []TableForm{
		{Name: "scores", Key: []string{"id"}, Columns: []Column{{Name: "id", Kind: Text}, {Name: "node", Kind: Number, Each: true, Says: nodeCodes}, {Name: "rank", Kind: Number}}},
		{Name: "ranks", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text}, {Name: "rank", Kind: Number}, {Name: "mean", Kind: Number, With: "uncertainty"}, {Name: "median", Kind: Number, With: "uncertainty"},
			{Name: "q5", Kind: Number, With: "uncertainty"}, {Name: "q95", Kind: Number, With: "uncertainty"}, {Name: "best", Kind: Number, With: "uncertainty"},
			{Name: "worst", Kind: Number, With: "uncertainty"},
		}},
		{Name: "nodes", Key: []string{"node"}, Columns: []Column{
			{Name: "node", Kind: Text, Help: "method.column.node-code", Says: nodeCodes}, {Name: "level", Kind: Integer}, {Name: "parent", Kind: Text, Says: nodeCodes}, {Name: "weight_in_group", Kind: Number},
			{Name: "effective_weight", Kind: Number}, {Name: "explained", Kind: Number}, {Name: "incomplete", Kind: Integer},
		}},
		{Name: "indicators", Key: []string{"indicator"}, Columns: []Column{
			{Name: "indicator", Kind: Text}, {Name: "missing", Kind: Integer}, {Name: "imputed", Kind: Integer}, {Name: "skewness", Kind: Number}, {Name: "kurtosis", Kind: Number},
			{Name: "winsorised", Kind: Integer}, {Name: "transformed", Kind: Flag}, {Name: "skewness_after", Kind: Number}, {Name: "kurtosis_after", Kind: Number},
			{Name: "passed", Kind: Flag},
		}},
		{Name: "sensitivity", Key: []string{"factor"}, With: "sobol", Columns: []Column{
			{Name: "factor", Kind: Text, Says: decisionCodes}, {Name: "first", Kind: Number}, {Name: "first_q5", Kind: Number}, {Name: "first_q95", Kind: Number},
			{Name: "total", Kind: Number, Help: "method.column.total-index"}, {Name: "total_q5", Kind: Number, Help: "method.column.total-q5"},
			{Name: "total_q95", Kind: Number, Help: "method.column.total-q95"},
		}},
	},
	View: View{Table: "ranks", Label: "id", Value: "rank", Map: true},
	Run:  runComposite,
}

// named options, in the order in which they are offered.
type option[T any] struct {
	name  string
	value T
}

var (
	scales = []option[composite.Normalisation]{{"minmax", composite.Normalisation{}}, {"zscore", composite.Normalisation{By: composite.ZScore}},
		{"rank", composite.Normalisation{By: composite.RankScore}}, {"percent-rank", composite.Normalisation{By: composite.PercentRank}},
		{"borda", composite.Normalisation{By: composite.Borda}}, {"distance-to-max", composite.Normalisation{By: composite.DistanceToMax}},
		{"share-of-max", composite.Normalisation{By: composite.ShareOfMax}}, {"none", composite.Normalisation{By: composite.AsIs}}}
	means = []option[composite.Mean]{{"arithmetic", composite.Arithmetic}, {"geometric", composite.Geometric}, {"harmonic", composite.Harmonic},
		{"copeland", composite.Copeland}}
	weightings = []option[composite.WeightBy]{{"given", composite.Given}, {"equal", composite.Equal}, {"loadings", composite.Loadings},
		{"squared-loadings", composite.SquaredLoadings}}
	imputations = []option[composite.ImputeBy]{{"none", composite.NoImputation}, {"mean", composite.ImputeMean}, {"median", composite.ImputeMedian},
		{"group-mean", composite.ImputeGroupMean}, {"group-median", composite.ImputeGroupMedian}, {"siblings", composite.ImputeSiblings}}
)

func names[T any](of []option[T]) []string {
	out := make([]string, len(of))
	for i, o := range of {
		out[i] = o.name
	}
	return out
}

func chosen[T any](of []option[T], name string) T {
	i := slices.IndexFunc(of, func(o option[T]) bool { return o.name == name })
	return of[max(i, 0)].value // the name was checked against the choices
}

// recipe reads what was decided.
func (a *Args) recipe(groups []int) composite.Recipe {
	r := composite.Recipe{
		Screen:    composite.Screening{Available: a.Float("screen")},
		Impute:    composite.Imputation{By: chosen(imputations, a.Text("impute")), Groups: groups},
		Normalise: chosen(scales, a.Text("normalise")),
		Weigh:     composite.Weighting{By: chosen(weightings, a.Text("weights"))},
		Aggregate: composite.Aggregation{By: []composite.Mean{chosen(means, a.Text("aggregate"))}, Available: a.Float("available")},
	}
	r.Treat = composite.Treatment{On: a.Text("treat") != "none", Points: a.Int("points"), Lambda: a.Float("lambda")}
	switch a.Text("treat") {
	case "winsorise":
		r.Treat.Transform = composite.NoTransform
	case "boxcox":
		r.Treat.Transform = composite.BoxCox
	}
	return r
}

// choices reads what might have been decided otherwise.
func (a *Args) choices(r composite.Recipe) (c composite.Choices, err error) {
	for _, word := range strings.Split(a.Text("vary"), ",") {
		switch strings.TrimSpace(word) {
		case composite.FactorWeights:
			c.Noise = a.Float("noise")
		case composite.FactorNormalise:
			c.Normalise = []composite.Normalisation{chosen(scales, "minmax"), chosen(scales, "zscore"), chosen(scales, "rank")}
		case composite.FactorAggregate:
			for _, m := range []composite.Mean{composite.Arithmetic, composite.Geometric} {
				c.Aggregate = append(c.Aggregate, composite.Aggregation{By: []composite.Mean{m}, Available: r.Aggregate.Available})
			}
		case composite.FactorImpute:
			c.Impute = []composite.Imputation{{}, {By: composite.ImputeMean}, {By: composite.ImputeSiblings}}
		case composite.FactorTreat:
			c.Treat = []composite.Treatment{{}, {On: true, Points: a.Int("points")}}
		default:
			return c, fault.New(fault.Invalid, "method.bad-choice", fault.A{"name": "vary", "found": word,
				"expected": []string{composite.FactorImpute, composite.FactorTreat, composite.FactorNormalise, composite.FactorWeights, composite.FactorAggregate}})
		}
	}
	return c, nil
}

func runComposite(_ context.Context, a *Args) (*Result, error) {
	frame, err := a.readStructure("structure")
	if err != nil {
		return nil, err
	}
	in, err := a.readIndicators("input", frame.Indicators(), a.Text("group"))
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(a.Text("impute"), "group-") && in.groups == nil {
		return nil, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": "group"})
	}
	say := func(err error) error { return analysisFault(err, func(i int) string { return in.ids[i] }) }
	recipe := a.recipe(in.groups)
	run, err := composite.Build(frame, in.table, recipe, a.Int("threads"))
	if err != nil {
		return nil, say(err)
	}
	out := &Result{}
	ranks := &Rows{Name: "ranks", Len: len(in.ids), Columns: []Cells{Texts("id", in.ids), Numbers("rank", run.Ranks)}}
	choices, err := a.choices(recipe)
	if err != nil {
		return nil, err
	}
	if a.Has("uncertainty") {
		u, err := composite.Uncertainty(run, choices, a.Int("uncertainty"), a.Seed("seed"))
		if err != nil {
			return nil, say(err)
		}
		ranks.Columns = append(ranks.Columns, Numbers("mean", u.Mean), Numbers("median", u.Median), Numbers("q5", u.Q5), Numbers("q95", u.Q95),
			Numbers("best", u.Best), Numbers("worst", u.Worst))
		out.Diagnostics = append(out.Diagnostics, Value{"uncertainty_runs", u.Runs}, Value{"varied", u.Factors})
	}
	out.Tables = []*Rows{scoreRows(in.ids, run), ranks, nodeRows(run), indicatorRows(run)}
	if a.Has("sobol") {
		s, err := composite.Sensitive(run, choices, a.Int("sobol"), 500, a.Seed("seed"))
		if err != nil {
			return nil, say(err)
		}
		out.Tables = append(out.Tables, &Rows{Name: "sensitivity", Len: len(s.Factors), Columns: []Cells{Texts("factor", s.Factors),
			Numbers("first", s.First), Numbers("first_q5", s.FirstLow), Numbers("first_q95", s.FirstHigh),
			Numbers("total", s.Total), Numbers("total_q5", s.TotalLow), Numbers("total_q95", s.TotalHigh)}})
		out.Diagnostics = append(out.Diagnostics, Value{"sobol_runs", len(s.Shift)}, Value{"sobol_variance", s.Variance})
	}
	in.tell(out, run)
	return out, nil
}

// tell says what the numbers rest on.
func (t *indicatorTable) tell(out *Result, run *composite.Run) {
	var left, unranked []string
	for u, in := range run.Screened.Included {
		if !in {
			left = append(left, t.ids[u])
		} else if run.Ranks[u] != run.Ranks[u] {
			unranked = append(unranked, t.ids[u])
		}
	}
	codes := run.Frame.Indicators()
	out.Diagnostics = append(out.Diagnostics, Value{"units", len(t.ids)}, Value{"indicators", len(codes)}, Value{"left_out", left}, Value{"unranked", unranked},
		Value{"missing_values", run.Imputed.Left}, Value{"imputed_values", len(run.Imputed.Gaps)}, Value{"constant_indicators", named(codes, run.Normalised.Constant)})
	if len(unranked) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.unranked", Args: fault.A{"found": len(unranked)}})
	}
	if len(run.Normalised.Constant) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.constant", Args: fault.A{"list": named(codes, run.Normalised.Constant)}})
	}
	if run.Imputed.Left > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.gaps", Args: fault.A{"found": run.Imputed.Left}})
	}
}

func scoreRows(ids []string, run *composite.Run) *Rows {
	out := &Rows{Name: "scores", Len: len(ids), Columns: []Cells{Texts("id", ids)}}
	for k, n := range run.Frame.Nodes {
		out.Columns = append(out.Columns, Numbers(n.Code, run.Aggregated.Scores[k]))
	}
	out.Columns = append(out.Columns, Numbers("rank", run.Ranks))
	return out
}

func nodeRows(run *composite.Run) *Rows {
	nodes := run.Frame.Nodes
	return &Rows{Name: "nodes", Len: len(nodes), Columns: []Cells{
		{Name: "node", Text: func(row int) string { return nodes[row].Code }},
		{Name: "level", Int: func(row int) int { return nodes[row].Level }},
		{Name: "parent", Text: func(row int) string { return nodes[row].Parent }},
		Numbers("weight_in_group", run.Weighted.InGroup), Numbers("effective_weight", run.Weighted.Effective),
		Numbers("explained", run.Weighted.Explained), Ints("incomplete", run.Aggregated.Incomplete),
	}}
}

func indicatorRows(run *composite.Run) *Rows {
	codes := run.Frame.Indicators()
	missing, imputed := make([]int, len(codes)), make([]int, len(codes))
	for c, column := range run.Screened.Table.Columns {
		for u, v := range column {
			if v != v && run.Screened.Included[u] {
				missing[c]++
			}
		}
	}
	for _, g := range run.Imputed.Gaps {
		imputed[g.Indicator]++
	}
	of := run.Treated.Indicators
	number := func(name string, value func(d *composite.TreatedIndicator) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&of[row]) }}
	}
	return &Rows{Name: "indicators", Len: len(codes), Columns: []Cells{
		Texts("indicator", codes), Ints("missing", missing), Ints("imputed", imputed),
		number("skewness", func(d *composite.TreatedIndicator) float64 { return d.Skewness }),
		number("kurtosis", func(d *composite.TreatedIndicator) float64 { return d.Kurtosis }),
		{Name: "winsorised", Int: func(row int) int { return len(of[row].High) + len(of[row].Low) }},
		{Name: "transformed", Flag: func(row int) bool { return of[row].Transformed }},
		number("skewness_after", func(d *composite.TreatedIndicator) float64 { return d.SkewnessAfter }),
		number("kurtosis_after", func(d *composite.TreatedIndicator) float64 { return d.KurtosisAfter }),
		{Name: "passed", Flag: func(row int) bool { return of[row].Passed }},
	}}
}
