// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/internal/fault"
)

var catchmentMethod = Method{
	ID: "floating-catchment", Family: "access", References: []string{
		"Luo and Wang (2003), Measures of spatial accessibility to health care in a GIS environment, Environment and Planning B 30(6)",
		"Luo and Qi (2009), An enhanced two-step floating catchment area method for measuring spatial accessibility to primary care physicians, Health & Place 15(4)",
		"Dai (2010), Black residential segregation, disparities in spatial access to health care facilities, and late-stage breast cancer diagnosis, Health & Place 16(5) (gaussian)",
	},
	Params: slices.Concat(placeParams, []Param{
		demandWeight, {Name: "supply", Kind: Field, Default: "supply", Of: "sites"}, withHelp(radiusParam, "method.param.catchment-radius"), {Name: "steps", Kind: Text, Help: "method.param.zones"},
		{Name: "decay", Kind: Choice, Choices: []string{"binary", "gaussian"}, Default: "binary", Help: "method.param.catchment-decay"},
		withHelp(sideParam, "method.param.compare-border"),
	}),
	Values: []Column{
		{Name: "mean_access", Kind: Number}, {Name: "unserved", Kind: Number}, {Name: "unserved_closed", Kind: Number, With: "group"},
	},
	Tables: []TableForm{
		{Name: "demand", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.place"}, {Name: "weight", Kind: Number, Help: "method.column.demand-weight"}, {Name: "access", Kind: Number},
			{Name: "access_closed", Kind: Number, With: "group"}, {Name: "gain", Kind: Number, With: "group", Help: "method.column.access-gain"},
		}},
		{Name: "sites", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.place"}, {Name: "supply", Kind: Number}, {Name: "people", Kind: Number}, {Name: "ratio", Kind: Number, Help: "method.column.supply-ratio"},
			{Name: "ratio_closed", Kind: Number, With: "group"},
		}},
		{Name: "sides", Key: []string{"side"}, With: "group", Columns: []Column{
			{Name: "side", Kind: Text, Help: "method.column.border-side"}, {Name: "weight", Kind: Number, Help: "method.column.side-weight"}, {Name: "access", Kind: Number, Help: "method.column.side-access"},
			{Name: "access_closed", Kind: Number, Help: "method.column.side-access-closed"}, {Name: "gain", Kind: Number, Help: "method.column.access-gain"},
			{Name: "gaining", Kind: Number, Help: "method.column.access-gaining"}, {Name: "losing", Kind: Number, Help: "method.column.access-losing"},
		}},
	},
	View: View{Table: "demand", Label: "id", Value: "access"},
	Run:  runCatchment,
}

// catchment reads who reaches whom.
func (a *Args) catchment() (access.Catchment, error) {
	if a.Has("radius") == a.Has("steps") {
		return access.Catchment{}, fault.New(fault.Invalid, "method.one-of", fault.A{"names": []string{"radius", "steps"}})
	}
	if a.Has("radius") {
		return access.Catchment{Decay: access.Decay(a.Text("decay")), Radius: a.Float("radius")}, nil
	}
	k := access.Catchment{Decay: access.Steps}
	for _, step := range strings.Split(a.Text("steps"), ",") {
		within, weight, two := strings.Cut(strings.TrimSpace(step), ":")
		d, ok := parseNumber(within)
		w, also := parseNumber(weight)
		if !two || !ok || !also || math.IsNaN(d) || math.IsNaN(w) {
			return k, fault.New(fault.Invalid, "method.bad-steps", fault.A{"found": step})
		}
		k.Steps = append(k.Steps, access.Step{Within: d, Weight: w})
	}
	return k, nil
}

func runCatchment(_ context.Context, a *Args) (*Result, error) {
	k, err := a.catchment()
	if err != nil {
		return nil, err
	}
	l, err := a.readLocated(a.Text("weight"), a.Text("supply"))
	if err != nil {
		return nil, err
	}
	open, err := access.FloatingCatchment(l.costs, l.demand.amount, l.sites.amount, k)
	if err != nil {
		return nil, l.fault(err)
	}
	mean, err := access.Mean(open.Access, l.demand.amount)
	if err != nil {
		return nil, l.fault(err)
	}
	demand := &Rows{Name: "demand", Len: len(l.demand.ids), Columns: []Cells{Texts("id", l.demand.ids), Numbers("weight", l.demand.amount), Numbers("access", open.Access)}}
	sites := &Rows{Name: "sites", Len: len(l.sites.ids), Columns: []Cells{Texts("id", l.sites.ids), Numbers("supply", l.sites.amount), Numbers("people", open.People),
		Numbers("ratio", open.Ratio)}}
	out := &Result{Values: []Value{{"mean_access", mean}, {"unserved", open.Unserved}}, Tables: []*Rows{demand, sites}, Notes: l.notes(a),
		Diagnostics: append(l.diagnostics(a), Value{"supply", open.Supply}, Value{"supply_in_reach", open.Reached}, Value{"idle_sites", named(l.sites.ids, open.Idle)},
			Value{"demands_without_access", len(open.Without)})}
	if len(open.Idle) > 0 {
		out.Notes = append(out.Notes, Note{"method.note.idle-sites", fault.A{"n": len(open.Idle)}})
	}
	if !a.Has("group") {
		return out, nil
	}
	shut, cut, err := l.costs.Close(l.demand.group, l.sites.group)
	if err != nil {
		return nil, l.fault(err)
	}
	closed, err := access.FloatingCatchment(shut, l.demand.amount, l.sites.amount, k)
	if err != nil {
		return nil, l.fault(err)
	}
	demand.Columns = append(demand.Columns, Numbers("access_closed", closed.Access),
		Cells{Name: "gain", Number: func(row int) float64 { return open.Access[row] - closed.Access[row] }})
	sites.Columns = append(sites.Columns, Numbers("ratio_closed", closed.Ratio))
	out.Values = append(out.Values, Value{"unserved_closed", closed.Unserved})
	out.Diagnostics = append(out.Diagnostics, Value{"pairs_cut_by_border", cut})
	out.Tables = append(out.Tables, l.reachBySide(open, closed))
	return out, nil
}

// reachBySide adds up what the border means to each side.
func (l *located) reachBySide(open, closed *access.Reach) *Rows {
	names := slices.Clone(l.demand.group)
	slices.Sort(names)
	names = slices.Compact(names)
	n := len(names)
	weight, with, without, gaining, losing := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for j, w := range l.demand.amount {
		k, _ := slices.BinarySearch(names, l.demand.group[j])
		weight[k] += w
		with[k] += w * open.Access[j]
		without[k] += w * closed.Access[j]
		switch d := open.Access[j] - closed.Access[j]; {
		case d > 1e-12*closed.Access[j]:
			gaining[k] += w
		case d < -1e-12*closed.Access[j]:
			losing[k] += w
		}
	}
	for k, w := range weight {
		with[k], without[k] = with[k]/w, without[k]/w
	}
	return &Rows{Name: "sides", Len: n, Columns: []Cells{Texts("side", names), Numbers("weight", weight), Numbers("access", with), Numbers("access_closed", without),
		{Name: "gain", Number: func(row int) float64 { return with[row] - without[row] }}, Numbers("gaining", gaining), Numbers("losing", losing)}}
}
