// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"math"
	"strconv"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/fault"
)

// mostPast is how many years before the forecast a picture shows.
const mostPast = 30

// drawForecast draws what is known of a series, its forecast with both intervals, and the target with the chance that it is met.
func drawForecast(d *Data, s Shown, frame chart.Frame) (chart.Picture, error) {
	rows, err := d.Rows("forecast")
	if err != nil {
		return chart.Picture{}, err
	}
	fan := chart.FanChart{Frame: frame, Zoom: true, Sign: chart.First, Bands: []chart.Band{{Name: s.Words.Percent(95, 0)}, {Name: s.Words.Percent(80, 0)}}}
	name := s.Pick
	if name == "" && len(rows) > 0 {
		name, _ = rows[0]["series"].(string)
	}
	for _, row := range rows {
		if series, _ := row["series"].(string); series != name {
			continue
		}
		period, _ := row["period"].(float64)
		if len(fan.Periods) == 0 {
			fan.Periods, fan.Known = pastOf(s.Past[name], int(period))
		}
		fan.Periods = append(fan.Periods, strconv.Itoa(int(period)))
		value := func(column string) chart.Value {
			v, ok := row[column].(float64)
			return chart.Value{V: v, OK: ok}
		}
		fan.Ahead = append(fan.Ahead, value("value"))
		for i, percent := range []string{"95", "80"} {
			fan.Bands[i].Lower = append(fan.Bands[i].Lower, value("lower"+percent))
			fan.Bands[i].Upper = append(fan.Bands[i].Upper, value("upper"+percent))
		}
	}
	fan.Decimals = decimalsOf(append(append([]chart.Value(nil), fan.Known...), fan.Ahead...))
	if fan.Target, err = d.goal(name, s, fan.Decimals); err != nil {
		return chart.Picture{}, err
	}
	return fan.Draw(), nil
}

// pastOf gives the years of a series before the first year ahead.
func pastOf(c Earlier, until int) (periods []string, known []chart.Value) {
	for i, v := range c.Values {
		if year := c.First + i; year < until && year >= until-mostPast {
			periods = append(periods, strconv.Itoa(year))
			known = append(known, chart.Value{V: v, OK: !math.IsNaN(v)})
		}
	}
	return periods, known
}

// decimalsOf is how many decimals tell values of this size apart.
func decimalsOf(all []chart.Value) int {
	most := 0.0
	for _, v := range all {
		if v.OK {
			most = max(most, math.Abs(v.V))
		}
	}
	switch {
	case most >= 1000:
		return 0
	case most >= 100:
		return 1
	case most >= 1:
		return 2
	}
	return 3
}

// goal is what a series is to reach, with the chance that it does; nil when nobody asked.
func (d *Data) goal(series string, s Shown, decimals int) (*chart.Goal, error) {
	if _, asked := d.members["targets"]; !asked {
		return nil, nil
	}
	rows, err := d.Rows("targets")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		target, ok := row["target"].(float64)
		if name, _ := row["series"].(string); name != series || !ok {
			continue
		}
		year, _ := row["period"].(float64)
		chance := s.Words.NoData()
		if x, known := row["chance"].(float64); known {
			chance = s.Words.Percent(100*x, 0)
		}
		return &chart.Goal{Value: chart.Some(target), Words: s.Words.T("method.forecast-chance",
			fault.A{"target": s.Words.Number(target, decimals), "year": s.Words.Period(strconv.Itoa(int(year))), "chance": chance})}, nil
	}
	return nil, nil
}
