// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"math"

	"github.com/sumanus/sumanus/analysis/forecast"
	"github.com/sumanus/sumanus/internal/fault"
)

var forecastMethod = Method{
	ID:     "forecast",
	Family: "forecast",
	References: []string{
		"Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing: The State Space Approach, Springer",
		"Assimakopoulos and Nikolopoulos (2000), The theta model: a decomposition approach to forecasting, International Journal of Forecasting 16(4)",
		"Hyndman and Billah (2003), Unmasking the Theta method, International Journal of Forecasting 19(2)",
		"Forbes, Snyder and Shami (2000), Bayesian exponential smoothing, Monash University, Working Paper 7/2000",
		"Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World, Springer",
		"Gibbs and Candès (2021), Adaptive conformal inference under distribution shift, Advances in Neural Information Processing Systems 34",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.yearly", Role: Years},
		{Name: "series", Kind: Text, Help: "method.param.series-columns", Role: Place},
		{Name: "period", Kind: Field},
		{Name: "value", Kind: Field, Help: "method.param.period-value"},
		{Name: "status", Kind: Field},
		{Name: "horizon", Kind: Integer, Default: "5", Min: 1, Max: forecast.MaxHorizon},
		{Name: "target", Kind: Number},
		{Name: "by", Kind: Integer, Min: firstYear, Max: lastYear},
		{Name: "sense", Kind: Choice, Choices: []string{"auto", "at-least", "at-most"}, Default: "auto"},
		{Name: "scale", Kind: Choice, Choices: []string{"auto", "level", "log"}, Default: "auto", Help: "method.param.forecast-scale"},
	},
	Tables: []TableForm{
		{Name: "forecast", Key: []string{"series", "period"}, Columns: []Column{
			{Name: "series", Kind: Text}, {Name: "period", Kind: Integer, Year: true}, {Name: "value", Kind: Number, Help: "method.column.median-ahead"},
			{Name: "lower80", Kind: Number}, {Name: "upper80", Kind: Number}, {Name: "lower95", Kind: Number}, {Name: "upper95", Kind: Number},
		}},
		{Name: "targets", Key: []string{"series"}, With: "target", Columns: []Column{
			{Name: "series", Kind: Text}, {Name: "period", Kind: Integer, Help: "method.column.target-year", Year: true}, {Name: "target", Kind: Number},
			{Name: "sense", Kind: Text, Says: senseCodes}, {Name: "chance", Kind: Number},
		}},
		{Name: "series", Key: []string{"series"}, Columns: []Column{
			{Name: "series", Kind: Text}, {Name: "first", Kind: Integer, Help: "method.column.first-year", Year: true}, {Name: "last", Kind: Integer, Year: true},
			{Name: "observations", Kind: Integer}, {Name: "logarithm", Kind: Flag}, {Name: "level", Kind: Number, Help: "method.column.level-weight"},
			{Name: "drift", Kind: Number}, {Name: "trend", Kind: Number}, {Name: "width", Kind: Number}, {Name: "outcomes", Kind: Integer},
			{Name: "refused", Kind: Text, Says: refusalCodes},
		}},
	},
	View: View{Table: "forecast", Each: "series", Label: "period", Value: "value", Past: "input", Draw: drawForecast},
	Run:  runForecast,
}

// ahead is a series with its forecast; without one when it was refused.
type ahead struct {
	series *yearly
	made   *forecast.Forecast
	years  int // how many are told
	why    forecast.ErrorCode
}

// last is the year of the last observation.
func (f *ahead) last() int { return f.series.year(f.made.Last) }

func runForecast(_ context.Context, a *Args) (*Result, error) {
	if a.Has("target") != a.Has("by") {
		return nil, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": map[bool]string{true: "by", false: "target"}[a.Has("target")]})
	}
	series, err := a.readYearly("input")
	if err != nil {
		return nil, err
	}
	all, err := a.carry(series)
	if err != nil {
		return nil, err
	}
	var refused []string
	for _, f := range all {
		if f.made == nil {
			refused = append(refused, f.series.name)
		}
	}
	out := &Result{Tables: []*Rows{a.forecastRows(all)}}
	if a.Has("target") {
		out.Tables = append(out.Tables, a.targetRows(all))
	}
	out.Tables = append(out.Tables, seriesRows(all))
	out.Diagnostics = []Value{{"series", len(all)}, {"refused", refused}}
	if len(refused) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.refused-series", Args: fault.A{"n": len(refused), "least": forecast.Least}})
	}
	return out, nil
}

// carry makes the forecasts, as far as was asked: for so many years, and at least until the year of the target. A series that is too short is refused, not
// an error, unless all are.
func (a *Args) carry(series []*yearly) ([]*ahead, error) {
	o := forecast.Options{Horizon: a.Int("horizon"),
		Scale: chosen([]option[forecast.Scale]{{"auto", forecast.Auto}, {"level", forecast.Level}, {"log", forecast.Log}}, a.Text("scale"))}
	together, all := make([]forecast.Series, len(series)), make([]*ahead, len(series))
	for i, s := range series {
		together[i] = forecast.Series{First: s.first, Values: s.values, Breaks: s.breaks}
		all[i] = &ahead{series: s, years: a.Int("horizon")}
		if a.Has("by") {
			all[i].years = max(all[i].years, a.Int("by")-s.lastKnown())
		}
		o.Horizon = max(o.Horizon, all[i].years)
	}
	made, failed, err := forecast.Together(together, o)
	if err != nil {
		return nil, forecastFault(err, series[0], a.Source("input").Name())
	}
	one := false
	for i, s := range series {
		all[i].made = made[i]
		one = one || made[i] != nil
		if e := failed[i]; e != nil {
			if all[i].why = e.Code; e.Code != forecast.TooShort {
				return nil, forecastFault(e, s, a.Source("input").Name())
			}
		}
	}
	if !one {
		return nil, forecastFault(failed[0], series[0], a.Source("input").Name())
	}
	return all, nil
}

// lastKnown is the year of the last value, the first year where there is none.
func (y *yearly) lastKnown() int {
	last := y.first
	for i, v := range y.values {
		if v == v {
			last = y.year(i)
		}
	}
	return last
}

// forecastFault says an error of forecasts in words.
func forecastFault(err error, s *yearly, file string) error {
	var e *forecast.Error
	if !errors.As(err, &e) {
		return err
	}
	year := 0
	if e.Year >= 0 {
		year = s.year(e.Year)
	}
	return fault.New(fault.Invalid, "analysis.forecast."+string(e.Code), fault.A{"series": s.name, "year": year, "found": e.Found, "expected": e.Expected}).
		Because(e).At(fault.Place{File: file})
}

func (a *Args) forecastRows(all []*ahead) *Rows {
	type row struct {
		of *ahead
		h  int
	}
	var rows []row
	for _, f := range all {
		if f.made == nil {
			continue
		}
		for h := 1; h <= f.years; h++ {
			rows = append(rows, row{f, h})
		}
	}
	quantile := func(name string, p float64) Cells {
		return Cells{Name: name, Number: func(i int) float64 { return rows[i].of.made.Quantile(rows[i].h, p) }}
	}
	return &Rows{Name: "forecast", Len: len(rows), Columns: []Cells{
		{Name: "series", Text: func(i int) string { return rows[i].of.series.name }},
		{Name: "period", Int: func(i int) int { return rows[i].of.last() + rows[i].h }},
		quantile("value", 0.5), quantile("lower80", 0.1), quantile("upper80", 0.9), quantile("lower95", 0.025), quantile("upper95", 0.975),
	}}
}

// targetRows tells the chance that each series meets the target in the year. What is observed already is certain.
func (a *Args) targetRows(all []*ahead) *Rows {
	target, by := a.Float("target"), a.Int("by")
	var used []*ahead
	for _, f := range all {
		if f.made != nil {
			used = append(used, f)
		}
	}
	most := func(f *ahead) bool {
		if s := a.Text("sense"); s != "auto" {
			return s == "at-most"
		}
		return target < f.series.values[f.made.Last]
	}
	chance := func(i int) float64 {
		f := used[i]
		if h := by - f.last(); h > 0 {
			return f.made.Chance(h, target, most(f))
		}
		switch v := f.series.at(by); {
		case math.IsNaN(v):
			return v
		case v == target || (v < target) == most(f):
			return 1
		}
		return 0
	}
	return &Rows{Name: "targets", Len: len(used), Columns: []Cells{
		{Name: "series", Text: func(i int) string { return used[i].series.name }},
		{Name: "period", Int: func(int) int { return by }},
		{Name: "target", Number: func(int) float64 { return target }},
		{Name: "sense", Text: func(i int) string { return map[bool]string{true: "at-most", false: "at-least"}[most(used[i])] }},
		{Name: "chance", Number: chance},
	}}
}

// seriesRows tells what each forecast rests on.
func seriesRows(all []*ahead) *Rows {
	whole := func(name string, made func(f *ahead) int, otherwise func(f *ahead) int) Cells {
		return Cells{Name: name, Int: func(i int) int {
			if all[i].made == nil {
				return otherwise(all[i])
			}
			return made(all[i])
		}}
	}
	number := func(name string, of func(f *forecast.Forecast) float64) Cells {
		return Cells{Name: name, Number: func(i int) float64 {
			if all[i].made == nil {
				return math.NaN()
			}
			return of(all[i].made)
		}}
	}
	none := func(*ahead) int { return 0 }
	return &Rows{Name: "series", Len: len(all), Columns: []Cells{
		{Name: "series", Text: func(i int) string { return all[i].series.name }},
		whole("first", func(f *ahead) int { return f.series.year(f.made.From) }, func(f *ahead) int { return f.series.first }),
		whole("last", (*ahead).last, func(f *ahead) int { return f.series.year(len(f.series.values) - 1) }),
		whole("observations", func(f *ahead) int { return f.made.Used }, func(f *ahead) int { return f.series.known() }),
		{Name: "logarithm", Flag: func(i int) bool { return all[i].made != nil && all[i].made.Logarithm }},
		number("level", func(f *forecast.Forecast) float64 { return f.LevelWeight }), number("drift", func(f *forecast.Forecast) float64 { return f.DriftWeight }),
		number("trend", func(f *forecast.Forecast) float64 { return f.TrendWeight }), number("width", func(f *forecast.Forecast) float64 { return f.Width }),
		whole("outcomes", func(f *ahead) int { return f.made.Record }, none),
		{Name: "refused", Text: func(i int) string { return string(all[i].why) }},
	}}
}

func (y *yearly) known() int {
	n := 0
	for _, v := range y.values {
		if v == v {
			n++
		}
	}
	return n
}
