// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/convergence"
	"github.com/sumanus/sumanus/internal/fault"
)

var convergenceMethod = Method{
	ID:     "convergence",
	Family: "convergence",
	References: []string{
		"Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2)",
		"Barro and Sala-i-Martin (2004), Economic Growth, 2nd edition, MIT Press, ch. 11",
		"Williamson (1965), Regional inequality and the process of national development, Economic Development and Cultural Change 13(4)",
		"Theil (1967), Economics and Information Theory, North-Holland, ch. 4",
		"White (1980), A heteroskedasticity-consistent covariance matrix estimator, Econometrica 48; MacKinnon and White (1985), Journal of Econometrics 29 (HC1)",
		"Wieland (2019), REAT: a regional economic analysis toolbox for R, REGION 6(3)",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.convergence-input", Takes: FromCube, Role: Years},
		{Name: "periods", Kind: Text, Help: "method.param.convergence-periods"},
		{Name: "population", Kind: Table, Help: "method.param.convergence-population", Takes: FromCube, Role: Years},
		{Name: "group", Kind: Field, Help: "method.param.convergence-group", Role: Side},
		{Name: "controls", Kind: Table, Help: "method.param.convergence-controls"},
		{Name: "sample", Kind: Choice, Choices: []string{"balanced", "known"}, Default: "balanced", Help: "method.param.convergence-sample"},
		{Name: "errors", Kind: Choice, Choices: []string{"classical", "robust"}, Default: "classical", Help: "method.param.standard-errors"},
		{Name: "interval", Kind: Number, Min: 1e-6, Max: 1e6, Help: "method.param.convergence-interval"},
	},
	Values: []Column{
		{Name: "beta", Kind: Number}, {Name: "beta_se", Kind: Number}, {Name: "beta_t", Kind: Number}, {Name: "beta_p", Kind: Number}, {Name: "speed", Kind: Number, Help: "method.column.convergence-speed"},
		{Name: "speed_se", Kind: Number, Help: "method.column.convergence-speed-se"}, {Name: "half_life", Kind: Number}, {Name: "r_squared", Kind: Number},
		{Name: "regions", Kind: Integer, Help: "method.column.regions-regressed"}, {Name: "years", Kind: Number, Help: "method.column.years-between"},
		{Name: "sigma_ratio", Kind: Number}, {Name: "sigma_f", Kind: Number}, {Name: "sigma_p", Kind: Number},
	},
	Tables: []TableForm{
		{Name: "periods", Key: []string{"period"}, Columns: []Column{
			{Name: "period", Kind: Text, Help: "method.column.dispersion-period"}, {Name: "n", Kind: Integer, Help: "method.column.regions-measured"}, {Name: "mean", Kind: Number, Help: "method.column.dispersion-mean"},
			{Name: "sd", Kind: Number, Help: "method.column.dispersion-sd"}, {Name: "cv", Kind: Number}, {Name: "williamson", Kind: Number}, {Name: "log_sd", Kind: Number},
			{Name: "log_cv", Kind: Number}, {Name: "gini", Kind: Number, Help: "method.column.dispersion-gini"}, {Name: "theil", Kind: Number, Help: "method.column.dispersion-theil"},
			{Name: "between", Kind: Number, With: "group", Help: "method.column.theil-between"}, {Name: "within", Kind: Number, With: "group", Help: "method.column.theil-within"},
		}},
		{Name: "groups", Key: []string{"period", "group"}, With: "group", Columns: []Column{
			{Name: "period", Kind: Text, Help: "method.column.dispersion-period"}, {Name: "group", Kind: Text, Help: "method.column.convergence-group"},
			{Name: "n", Kind: Integer, Help: "method.column.regions-measured"}, {Name: "mean", Kind: Number, Help: "method.column.group-mean"}, {Name: "income", Kind: Number, Help: "method.column.income-share"},
			{Name: "people", Kind: Number, Help: "method.column.people-share"}, {Name: "theil", Kind: Number, Help: "method.column.group-theil"},
			{Name: "between", Kind: Number, Help: "method.column.group-between"}, {Name: "within", Kind: Number, Help: "method.column.group-within"},
		}},
		{Name: "coefficients", Key: []string{"term"}, Columns: []Column{
			{Name: "term", Kind: Text, Help: "method.column.regression-term", Says: regressionTerms}, {Name: "estimate", Kind: Number, Help: "method.column.regression-estimate"},
			{Name: "se", Kind: Number, Help: "method.column.regression-se"}, {Name: "t", Kind: Number, Help: "method.column.t-value"},
			{Name: "p", Kind: Number, Help: "method.column.t-p"},
		}},
		{Name: "growth", Key: []string{"region"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "initial", Kind: Number, Help: "method.column.log-initial"}, {Name: "growth", Kind: Number, Help: "method.column.log-growth"},
			{Name: "fitted", Kind: Number}, {Name: "residual", Kind: Number},
		}},
	},
	View: View{Table: "periods", Label: "period", Value: "cv"},
	Run:  runConvergence,
}

// panel is a table of regions by periods, the earliest first.
type panel struct {
	ids, periods []string
	years        float64 // between first and last
	values       [][]float64
	people       [][]float64 // nil without population
	groups       []int
	groupNames   []string
	controls     [][]float64
	controlNames []string
	outside      int // regions of other tables that are not here
}

func runConvergence(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readPanel()
	if err != nil {
		return nil, err
	}
	spread, dropped, err := in.spread(a.Text("sample") == "balanced")
	if err != nil {
		return nil, in.wrong(err)
	}
	first, last := in.values[0], in.values[len(in.values)-1]
	g, err := convergence.Beta(first, last, in.years, in.controls, convergence.Errors(a.Text("errors")))
	if err != nil {
		return nil, in.wrong(err)
	}
	r := convergence.Compare(spread[0], spread[len(spread)-1])
	out := &Result{
		Values: []Value{{"beta", g.Beta.Estimate}, {"beta_se", g.Beta.SE}, {"beta_t", g.Beta.T}, {"beta_p", g.Beta.P}, {"speed", g.Speed}, {"speed_se", g.SpeedSE},
			{"half_life", g.HalfLife}, {"r_squared", g.R2}, {"regions", g.N}, {"years", g.Years}, {"sigma_ratio", r.CV}, {"sigma_f", r.F}, {"sigma_p", r.P}},
		Tables: []*Rows{in.periodRows(spread)},
		Diagnostics: []Value{{"degrees_of_freedom", g.Freedom}, {"f", g.F}, {"p_of_f", g.P}, {"left_out_of_sigma", named(in.ids, dropped)},
			{"regions_given", len(in.ids)}, {"not_in_input", in.outside}},
	}
	if in.groups != nil {
		out.Tables = append(out.Tables, in.groupRows(spread))
	}
	out.Tables = append(out.Tables, in.termRows(g), &Rows{Name: "growth", Len: len(in.ids), Columns: []Cells{
		Texts("region", in.ids), Numbers("initial", g.Initial), Numbers("growth", g.Rate), Numbers("fitted", g.Fitted), Numbers("residual", g.Residual)}})
	in.tell(out, g, len(dropped))
	return out, nil
}

// readPanel reads the table, and the others beside it by the same names of regions.
func (a *Args) readPanel() (*panel, error) {
	in := &panel{}
	if err := a.panelPeriods(in); err != nil {
		return nil, err
	}
	t, err := a.readIndicators("input", in.periods, a.Text("group"))
	if err != nil {
		return nil, err
	}
	in.ids, in.values, in.groups, in.groupNames = t.ids, t.table.Columns, t.groups, t.groupNames
	if a.Has("population") {
		if in.people, err = a.beside(in, "population", in.periods); err != nil {
			return nil, err
		}
	}
	if a.Has("controls") {
		rows, err := a.rowsOf("controls")
		if err != nil {
			return nil, err
		}
		in.controlNames = slices.Clone(rows.Header()[1:])
		_ = rows.Close()
		if in.controls, err = a.beside(in, "controls", in.controlNames); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// panelPeriods finds the columns of periods: those named, or all that are years.
func (a *Args) panelPeriods(in *panel) error {
	if a.Has("periods") {
		for p := range strings.SplitSeq(a.Text("periods"), ",") {
			in.periods = append(in.periods, strings.TrimSpace(p))
		}
	} else {
		rows, err := a.rowsOf("input")
		if err != nil {
			return err
		}
		for _, h := range rows.Header() {
			if _, err := strconv.Atoi(h); err == nil && len(h) == 4 {
				in.periods = append(in.periods, h)
			}
		}
		_ = rows.Close()
		slices.Sort(in.periods)
	}
	if len(in.periods) < 2 {
		return fault.New(fault.Invalid, "method.two-periods", fault.A{"found": len(in.periods)}).At(fault.Place{File: a.source["input"].Name(), Line: 1})
	}
	if in.years = a.Float("interval"); in.years > 0 {
		return nil
	}
	first, err := strconv.Atoi(in.periods[0])
	last, e := strconv.Atoi(in.periods[len(in.periods)-1])
	if err != nil || e != nil || last <= first {
		return fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": "interval"})
	}
	in.years = float64(last - first)
	return nil
}

// beside reads another table of the same regions, in the order of the first; a region that is not there is missing.
func (a *Args) beside(in *panel, param string, columns []string) ([][]float64, error) {
	t, err := a.readIndicators(param, columns, "")
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, id := range t.ids {
		at[id] = i
	}
	out, found := make([][]float64, len(columns)), 0
	for k := range columns {
		out[k] = make([]float64, len(in.ids))
		for i, id := range in.ids {
			out[k][i] = math.NaN()
			if j, there := at[id]; there {
				out[k][i] = t.table.Columns[k][j]
				if k == 0 {
					found++
				}
			}
		}
	}
	in.outside += len(t.ids) - found
	return out, nil
}

// spread measures each period; when balanced, over the regions that are known in all of them.
func (in *panel) spread(balanced bool) (out []convergence.Dispersion, dropped []int, err error) {
	values := in.values
	if balanced {
		for i := range in.ids {
			gap := false
			for k := range in.periods {
				gap = gap || math.IsNaN(in.values[k][i]) || in.people != nil && math.IsNaN(in.people[k][i])
			}
			if gap {
				dropped = append(dropped, i)
			}
		}
		values = make([][]float64, len(in.values))
		for k := range values {
			values[k] = slices.Clone(in.values[k])
			for _, i := range dropped {
				values[k][i] = math.NaN()
			}
		}
	}
	for k := range values {
		var people []float64
		if in.people != nil {
			people = in.people[k]
		}
		d, err := convergence.Apart(values[k], people, in.groups)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, d)
	}
	return out, dropped, nil
}

func (in *panel) periodRows(of []convergence.Dispersion) *Rows {
	number := func(name string, value func(d *convergence.Dispersion) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&of[row]) }}
	}
	out := &Rows{Name: "periods", Len: len(of), Columns: []Cells{
		Texts("period", in.periods), {Name: "n", Int: func(row int) int { return of[row].N }},
		number("mean", func(d *convergence.Dispersion) float64 { return d.Mean }), number("sd", func(d *convergence.Dispersion) float64 { return d.SD }),
		number("cv", func(d *convergence.Dispersion) float64 { return d.CV }), number("williamson", func(d *convergence.Dispersion) float64 { return d.Williamson }),
		number("log_sd", func(d *convergence.Dispersion) float64 { return d.LogSD }), number("log_cv", func(d *convergence.Dispersion) float64 { return d.LogCV }),
		number("gini", func(d *convergence.Dispersion) float64 { return d.Gini }), number("theil", func(d *convergence.Dispersion) float64 { return d.Theil }),
	}}
	if in.groups != nil {
		out.Columns = append(out.Columns, number("between", func(d *convergence.Dispersion) float64 { return d.Between }),
			number("within", func(d *convergence.Dispersion) float64 { return d.Within }))
	}
	return out
}

func (in *panel) groupRows(of []convergence.Dispersion) *Rows {
	type line struct {
		period int
		part   convergence.Part
	}
	var lines []line
	for k, d := range of {
		for _, p := range d.Groups {
			lines = append(lines, line{k, p})
		}
	}
	number := func(name string, value func(p *convergence.Part) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&lines[row].part) }}
	}
	return &Rows{Name: "groups", Len: len(lines), Columns: []Cells{
		{Name: "period", Text: func(row int) string { return in.periods[lines[row].period] }},
		{Name: "group", Text: func(row int) string { return in.groupNames[lines[row].part.Group] }},
		{Name: "n", Int: func(row int) int { return lines[row].part.N }},
		number("mean", func(p *convergence.Part) float64 { return p.Mean }), number("income", func(p *convergence.Part) float64 { return p.Income }),
		number("people", func(p *convergence.Part) float64 { return p.People }), number("theil", func(p *convergence.Part) float64 { return p.Theil }),
		number("between", func(p *convergence.Part) float64 { return p.Between }), number("within", func(p *convergence.Part) float64 { return p.Adds }),
	}}
}

func (in *panel) termRows(g *convergence.Growth) *Rows {
	names := append([]string{"constant", "initial"}, in.controlNames...)
	terms := append([]convergence.Term{g.Constant, g.Beta}, g.Controls...)
	number := func(name string, value func(t *convergence.Term) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&terms[row]) }}
	}
	return &Rows{Name: "coefficients", Len: len(terms), Columns: []Cells{
		Texts("term", names), number("estimate", func(t *convergence.Term) float64 { return t.Estimate }), number("se", func(t *convergence.Term) float64 { return t.SE }),
		number("t", func(t *convergence.Term) float64 { return t.T }), number("p", func(t *convergence.Term) float64 { return t.P }),
	}}
}

// tell says what a reader must know.
func (in *panel) tell(out *Result, g *convergence.Growth, dropped int) {
	if dropped > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.unbalanced", Args: fault.A{"found": dropped}})
	}
	if left := len(in.ids) - g.N; left > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.not-regressed", Args: fault.A{"found": left}})
	}
	if math.IsNaN(g.HalfLife) {
		out.Notes = append(out.Notes, Note{Key: "method.note.no-half-life"})
	}
}

// wrong says an error of convergence in words.
func (in *panel) wrong(err error) error {
	var e *convergence.Error
	if !errors.As(err, &e) {
		return err
	}
	at := ""
	switch {
	case e.At >= 0 && e.Code == convergence.Dependent && e.At < len(in.controlNames):
		at = in.controlNames[e.At]
	case e.At >= 0 && e.At < len(in.ids):
		at = in.ids[e.At]
	}
	return fault.New(fault.Invalid, "analysis.convergence."+string(e.Code), fault.A{"what": e.What, "at": at, "found": e.Found, "expected": e.Expected}).Because(e)
}
