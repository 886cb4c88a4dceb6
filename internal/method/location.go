// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/internal/fault"
)

var (
	openParam   = Param{Name: "open", Kind: Integer, Required: true, Min: 1, Max: 1e9}
	radiusParam = Param{Name: "radius", Kind: Number, Min: 0, Max: 1e15}
)

// choiceValues are what every choice of sites tells.
var choiceValues = []Column{
	{Name: "objective", Kind: Number}, {Name: "open", Kind: Text, Help: "method.column.open-sites"}, {Name: "bound", Kind: Number}, {Name: "gap", Kind: Number},
}

// siteColumns describe the sites that were opened.
var siteColumns = []Column{
	{Name: "id", Kind: Text, Help: "method.column.place"}, {Name: "demands", Kind: Integer}, {Name: "weight", Kind: Number, Help: "method.column.served-weight"},
	{Name: "mean_cost", Kind: Number}, {Name: "furthest", Kind: Number},
}

// demandColumns tell where each demand goes.
var demandColumns = []Column{
	{Name: "id", Kind: Text, Help: "method.column.place"}, {Name: "weight", Kind: Number, Help: "method.column.demand-weight"}, {Name: "site", Kind: Text},
	{Name: "cost", Kind: Number, Help: "method.column.way-cost"}, {Name: "within", Kind: Flag, With: "radius", Help: "method.column.within-radius"},
}

// locationMethod makes the description of a choice of sites.
func locationMethod(id, objective string, params []Param, choose func(a *Args, l *located, o access.Options) (access.Choice, []int, error), references ...string) Method {
	values := slices.Clone(choiceValues)
	values[0].Help = objective
	return Method{
		ID: id, Family: "access", References: append(references, "Beasley (1993), Lagrangean heuristics for location problems, European Journal of Operational Research 65(3) (the bound)",
			"Teitz and Bart (1968), Heuristic methods for estimating the generalized vertex median of a weighted graph, Operations Research 16(5) (vertex interchange)"),
		Params: slices.Concat(placeParams, params, []Param{sideParam, borderParam, nodesParam}),
		Values: values,
		Tables: []TableForm{{Name: "sites", Key: []string{"id"}, Columns: siteColumns}, {Name: "demand", Key: []string{"id"}, Columns: demandColumns}},
		View:   View{Table: "sites", Label: "id", Value: "weight"},
		Run: func(ctx context.Context, a *Args) (*Result, error) {
			l, err := a.readLocated(a.Text("weight"), "")
			if err != nil {
				return nil, err
			}
			if l.demand.amount == nil { // every demand counts once
				l.demand.amount = slices.Repeat([]float64{1}, len(l.demand.ids))
			}
			r, uncovered, err := choose(a, l, a.searchOptions(ctx))
			if err != nil {
				return nil, l.fault(err)
			}
			return l.chosen(a, r, uncovered), ctx.Err()
		},
	}
}

// searchWork is how much a search may work where nobody says how long, in thousands of costs: 10 to 30 seconds of one core.
const searchWork = 1_000_000

// searchOptions limit a search; a request that is given up ends it.
func (a *Args) searchOptions(ctx context.Context) access.Options {
	o := access.Options{Nodes: a.Int("nodes"), Stop: func() bool { return ctx.Err() != nil }}
	if !a.Has("nodes") {
		o.Work = searchWork
	}
	return o
}

// gapNote says how good a choice is whose search was ended, and what ended it.
func gapNote(c access.Choice) Note {
	key := "method.note.gap"
	if c.Ended == access.AtWork {
		key = "method.note.gap-work"
	}
	return Note{key, fault.A{"percent": percent(c.Gap)}}
}

var pMedianMethod = locationMethod("p-median", "method.column.objective-p-median", []Param{demandWeight, openParam, withHelp(radiusParam, "method.param.report-radius")},
	func(a *Args, l *located, o access.Options) (access.Choice, []int, error) {
		r, err := access.PMedian(l.costs, l.demand.amount, a.Int("open"), o)
		return r, nil, err
	},
	"Hakimi (1964), Optimum locations of switching centers and the absolute centers and medians of a graph, Operations Research 12(3)",
	"ReVelle and Swain (1970), Central facilities location, Geographical Analysis 2(1)",
)

var coveringMethod = locationMethod("covering", "method.column.objective-covering", []Param{demandWeight, openParam, required(radiusParam)},
	func(a *Args, l *located, o access.Options) (access.Choice, []int, error) {
		r, err := access.MaximalCovering(l.costs, l.demand.amount, a.Int("open"), a.Float("radius"), o)
		return r, nil, err
	},
	"Church and ReVelle (1974), The maximal covering location problem, Papers of the Regional Science Association 32",
)

var setCoveringMethod = locationMethod("set-covering", "method.column.objective-set-covering", []Param{required(radiusParam)},
	func(a *Args, l *located, o access.Options) (access.Choice, []int, error) {
		return access.SetCovering(l.costs, a.Float("radius"), o)
	},
	"Toregas, Swain, ReVelle and Bergman (1971), The location of emergency service facilities, Operations Research 19(6)",
)

func required(p Param) Param {
	p.Required = true
	return p
}

func withHelp(p Param, key string) Param {
	p.Help = key
	return p
}

// chosen puts a choice of sites into a result.
func (l *located) chosen(a *Args, c access.Choice, uncovered []int) *Result {
	out := &Result{
		Values: []Value{{"objective", c.Objective}, {"open", l.sites.list(c.Open)}, {"bound", c.Bound}, {"gap", c.Gap}},
		Tables: []*Rows{l.siteRows(c), l.demandRows(a, c)},
		Notes:  l.notes(a),
	}
	out.Diagnostics = append(l.diagnostics(a), Value{"proven", c.Gap == 0}, Value{"ended_by", string(c.Ended)}, Value{"bound_before_search", c.Root}, Value{"parts_searched", c.Nodes},
		Value{"bounds_computed", c.Iterations}, Value{"sites_decided_before_search", c.Fixed})
	out.Diagnostics = append(out.Diagnostics, l.service(a, c)...)
	if c.Gap > 0 {
		out.Notes = append(out.Notes, gapNote(c))
	}
	if a.method.ID == "set-covering" {
		out.Diagnostics = append(out.Diagnostics, Value{"uncovered", named(l.demand.ids, uncovered)})
		if len(uncovered) > 0 {
			out.Notes = append(out.Notes, Note{"method.note.uncovered", fault.A{"n": len(uncovered)}})
		}
	}
	return out
}

// percent is a share for a message, four digits after the point.
func percent(share float64) float64 { return math.Ceil(share*1e6) / 1e4 }

// service says how well the choice serves as a whole.
func (l *located) service(a *Args, c access.Choice) []Value {
	total, served, sum, furthest, within := 0.0, 0.0, 0.0, math.NaN(), 0.0
	for j, w := range l.demand.amount {
		total += w
		if d := c.Cost[j]; !math.IsNaN(d) {
			served += w
			sum += w * d
			if !(d <= furthest) {
				furthest = d
			}
			if a.Has("radius") && d <= a.Float("radius") {
				within += w
			}
		}
	}
	out := []Value{{"weight_total", total}, {"weight_served", served}, {"mean_cost", sum / served}, {"furthest", furthest}}
	if a.Has("radius") {
		out = append(out, Value{"weight_within_radius", within}, Value{"share_within_radius", within / total})
	}
	return out
}

func (l *located) siteRows(c access.Choice) *Rows {
	at := make(map[int]int, len(c.Open))
	ids := make([]string, len(c.Open))
	for k, i := range c.Open {
		at[i], ids[k] = k, l.sites.ids[i]
	}
	demands, weight, mean, furthest := make([]int, len(ids)), make([]float64, len(ids)), make([]float64, len(ids)), make([]float64, len(ids))
	for k := range furthest {
		furthest[k] = math.NaN()
	}
	for j, i := range c.Site {
		if i < 0 {
			continue
		}
		k, w := at[i], l.demand.amount[j]
		demands[k]++
		weight[k] += w
		mean[k] += w * c.Cost[j]
		if !(c.Cost[j] <= furthest[k]) {
			furthest[k] = c.Cost[j]
		}
	}
	for k := range mean {
		mean[k] /= weight[k]
	}
	return &Rows{Name: "sites", Len: len(ids), Columns: []Cells{Texts("id", ids), Ints("demands", demands), Numbers("weight", weight), Numbers("mean_cost", mean),
		Numbers("furthest", furthest)}}
}

func (l *located) demandRows(a *Args, c access.Choice) *Rows {
	columns := []Cells{Texts("id", l.demand.ids), Numbers("weight", l.demand.amount),
		{Name: "site", Text: func(row int) string { return l.sites.name(c.Site[row]) }}, Numbers("cost", c.Cost)}
	if a.Has("radius") {
		radius := a.Float("radius")
		columns = append(columns, Cells{Name: "within", Flag: func(row int) bool { return c.Cost[row] <= radius }})
	}
	return &Rows{Name: "demand", Len: len(l.demand.ids), Columns: columns}
}
