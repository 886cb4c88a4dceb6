// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/internal/fault"
)

var borderAccessMethod = Method{
	ID: "border-access", Family: "access", References: []string{
		"Hakimi (1964), Optimum locations of switching centers and the absolute centers and medians of a graph, Operations Research 12(3)",
		"European Commission (2017), Quantification of the effects of legal and administrative border obstacles in land border regions (why it is asked)",
	},
	Params: slices.Concat(placeParams, []Param{
		demandWeight, withHelp(required(sideParam), "method.param.side"), {Name: "open", Kind: Integer, Min: 1, Max: 1e9, Help: "method.param.open-either"},
		withHelp(radiusParam, "method.param.report-radius"), nodesParam,
	}),
	Values: []Column{
		{Name: "saved", Kind: Number, Help: "method.column.saved-total"}, {Name: "newly", Kind: Number, Help: "method.column.newly-total"},
		{Name: "objective_closed", Kind: Number}, {Name: "objective_open", Kind: Number},
		{Name: "open_closed", Kind: Text, With: "open"}, {Name: "open_open", Kind: Text, With: "open"},
	},
	Tables: []TableForm{
		{Name: "sides", Key: []string{"side"}, Columns: []Column{
			{Name: "side", Kind: Text, Help: "method.column.border-side"}, {Name: "demands", Kind: Integer, Help: "method.column.side-demands"}, {Name: "weight", Kind: Number, Help: "method.column.side-weight"},
			{Name: "mean_closed", Kind: Number}, {Name: "mean_open", Kind: Number}, {Name: "saved", Kind: Number}, {Name: "gaining", Kind: Number},
			{Name: "losing", Kind: Number}, {Name: "newly", Kind: Number}, {Name: "across", Kind: Number},
			{Name: "covered_closed", Kind: Number, With: "radius"}, {Name: "covered_open", Kind: Number, With: "radius"},
		}},
		{Name: "demand", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.place"}, {Name: "side", Kind: Text, Help: "method.column.border-side"}, {Name: "weight", Kind: Number, Help: "method.column.demand-weight"},
			{Name: "site_closed", Kind: Text}, {Name: "cost_closed", Kind: Number}, {Name: "site_open", Kind: Text}, {Name: "cost_open", Kind: Number},
			{Name: "gain", Kind: Number, Help: "method.column.cost-gain"},
		}},
	},
	View: View{Table: "sides", Label: "side", Value: "saved"},
	Run:  runBorderAccess,
}

func runBorderAccess(ctx context.Context, a *Args) (*Result, error) {
	l, err := a.readLocated(a.Text("weight"), "")
	if err != nil {
		return nil, err
	}
	o := access.BorderOptions{Open: a.Int("open"), Radius: -1, Options: a.searchOptions(ctx)}
	if a.Has("radius") {
		o.Radius = a.Float("radius")
	}
	b, err := access.CompareBorder(l.costs, l.demand.amount, l.demand.group, l.sites.group, o)
	if err != nil {
		return nil, l.fault(err)
	}
	newly := 0.0
	for _, s := range b.Sides {
		newly += s.Newly
	}
	out := &Result{
		Values: []Value{{"saved", b.SavedTotal}, {"newly", newly}, {"objective_closed", b.Closed.Objective}, {"objective_open", b.Open.Objective}},
		Tables: []*Rows{borderSideRows(a, b), l.borderRows(b)},
		Notes:  l.notes(a),
		Diagnostics: append(l.diagnostics(a), Value{"pairs_cut_by_border", b.Cut}, Value{"served_only_when_open", named(l.demand.ids, b.Newly)},
			Value{"served_never", named(l.demand.ids, b.Never)}),
	}
	if a.Has("open") {
		out.Values = append(out.Values, Value{"open_closed", l.sites.list(b.Closed.Open)}, Value{"open_open", l.sites.list(b.Open.Open)})
		out.Diagnostics = append(out.Diagnostics, Value{"bound_closed", b.Closed.Bound}, Value{"gap_closed", b.Closed.Gap}, Value{"bound_open", b.Open.Bound},
			Value{"gap_open", b.Open.Gap})
		worse := b.Closed
		if b.Open.Gap > worse.Gap {
			worse = b.Open
		}
		if worse.Gap > 0 {
			out.Notes = append(out.Notes, gapNote(worse))
		}
	}
	if len(b.Newly) > 0 {
		out.Notes = append(out.Notes, Note{"method.note.newly", fault.A{"n": len(b.Newly)}})
	}
	if len(b.Never) > 0 {
		out.Notes = append(out.Notes, Note{"method.note.never", fault.A{"n": len(b.Never)}})
	}
	return out, ctx.Err()
}

func borderSideRows(a *Args, b *access.Border) *Rows {
	number := func(name string, of func(s *access.Side) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&b.Sides[row]) }}
	}
	columns := []Cells{
		{Name: "side", Text: func(row int) string { return b.Sides[row].Name }},
		{Name: "demands", Int: func(row int) int { return b.Sides[row].Demands }},
		number("weight", func(s *access.Side) float64 { return s.Weight }),
		number("mean_closed", func(s *access.Side) float64 { return s.MeanClosed }),
		number("mean_open", func(s *access.Side) float64 { return s.MeanOpen }),
		number("saved", func(s *access.Side) float64 { return s.Saved }),
		number("gaining", func(s *access.Side) float64 { return s.Gaining }),
		number("losing", func(s *access.Side) float64 { return s.Losing }),
		number("newly", func(s *access.Side) float64 { return s.Newly }),
		number("across", func(s *access.Side) float64 { return s.Across }),
	}
	if a.Has("radius") {
		columns = append(columns, number("covered_closed", func(s *access.Side) float64 { return s.CoveredClosed }),
			number("covered_open", func(s *access.Side) float64 { return s.CoveredOpen }))
	}
	return &Rows{Name: "sides", Len: len(b.Sides), Columns: columns}
}

func (l *located) borderRows(b *access.Border) *Rows {
	return &Rows{Name: "demand", Len: len(l.demand.ids), Columns: []Cells{
		Texts("id", l.demand.ids), Texts("side", l.demand.group), Numbers("weight", l.demand.amount),
		{Name: "site_closed", Text: func(row int) string { return l.sites.name(b.Closed.Site[row]) }}, Numbers("cost_closed", b.Closed.Cost),
		{Name: "site_open", Text: func(row int) string { return l.sites.name(b.Open.Site[row]) }}, Numbers("cost_open", b.Open.Cost),
		Numbers("gain", b.Gain),
	}}
}
