// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Aim is a target with the value that its indicator has now.
type Aim struct {
	Record    record.Record
	Body      *strategy.Target
	Indicator *evidence.Indicator // nil when it is not stated or may not be seen
	Reading   evidence.Reading
	// Baseline, Now and Wanted are exact and unscaled, as the indicator gives them; nil is not known.
	Baseline, Now, Wanted *big.Rat
	Period                string // of Now
}

// Aims are targets with what was reached, by one statement for all targets of the page.
func (v *View) Aims(nodes []*strategy.Node) ([]Aim, error) {
	if err := v.readAims(); err != nil {
		return nil, err
	}
	var out []Aim
	for _, n := range nodes {
		b := n.Record.Body.(*strategy.Target)
		a := Aim{Record: n.Record, Body: b, Baseline: number(b.Baseline.Value), Wanted: number(b.Aim.Value)}
		if rec, ok := v.Record(b.Indicator); ok {
			a.Indicator, _ = rec.Body.(*evidence.Indicator)
		}
		a.Reading = v.readings[evidence.ReadingKey{Indicator: b.Indicator, Region: b.Region}]
		if p, ok := a.Reading.Latest(); ok {
			a.Now, a.Period = p.Value, p.Period
		}
		out = append(out, a)
	}
	return out, nil
}

// readAims reads what the indicators of all targets say of their regions, once.
func (v *View) readAims() error {
	if v.readings != nil {
		return nil
	}
	ctx := v.R.Context()
	targets, err := v.R.Tx.All(ctx, "target")
	if err != nil {
		return err
	}
	seen := map[record.Ref]bool{}
	var indicators, regions []record.Record
	for _, t := range targets {
		b := t.Body.(*strategy.Target)
		for _, one := range []struct {
			ref  record.Ref
			into *[]record.Record
		}{{b.Indicator, &indicators}, {b.Region, &regions}} {
			if rec, ok := v.Record(one.ref); ok && !seen[one.ref] {
				seen[one.ref] = true
				*one.into = append(*one.into, rec)
			}
		}
	}
	v.readings, err = evidence.Readings(ctx, v.R.Tx, indicators, regions)
	return err
}

func number(decimal string) *big.Rat {
	if r, ok := new(big.Rat).SetString(decimal); ok && decimal != "" {
		return r
	}
	return nil
}

// Way is how much of the way from the baseline to the aim was made, 1 being all of it; false when a value is missing or there is no way to go.
func (a Aim) Way() (share float64, ok bool) {
	if a.Baseline == nil || a.Now == nil || a.Wanted == nil || a.Baseline.Cmp(a.Wanted) == 0 {
		return 0, false
	}
	made, whole := new(big.Rat).Sub(a.Now, a.Baseline), new(big.Rat).Sub(a.Wanted, a.Baseline)
	share, _ = new(big.Rat).Quo(made, whole).Float64()
	return share, true
}

// Time is how much of the time from the baseline to the aim had passed in the year of the present value; false when it is no later than the baseline.
func (a Aim) Time() (share float64, ok bool) {
	from, now, to := year(a.Body.Baseline.Period), year(a.Period), year(a.Body.Aim.Period)
	if from == 0 || now <= from || to <= from {
		return 0, false
	}
	return min(1, float64(now-from)/float64(to-from)), true
}

func year(period string) int {
	if len(period) < 4 {
		return 0
	}
	y, err := strconv.Atoi(period[:4])
	if err != nil {
		return 0
	}
	return y
}

// pace is what part of the time's share must be made for a target to be called on its way.
const pace = 0.8

// AimState says how far a target is, and by which rule.
func (v *View) AimState(a Aim) ui.State {
	r := v.R
	way, known := a.Way()
	passed, later := a.Time()
	percent := func(f float64) string { return r.Words.Percent(100*f, 0) }
	switch {
	case a.Now == nil:
		return ui.State{Light: ui.NotStarted, Text: r.T("plan.aim-no-value")}
	case !known:
		return ui.State{Light: ui.NotStarted, Text: r.T("plan.aim-no-way")}
	case way >= 1:
		return ui.State{Light: ui.OnTrack, Text: r.T("plan.aim-reached"), Rule: r.T("plan.aim-as-of", fault.A{"period": v.Day(a.Period)})}
	case !later:
		return ui.State{Light: ui.NotStarted, Text: r.T("plan.aim-no-newer"), Rule: r.T("plan.aim-as-of", fault.A{"period": v.Day(a.Period)})}
	case way < 0:
		return ui.State{Light: ui.AtRisk, Text: r.T("plan.aim-away"), Rule: r.T("plan.aim-rule", fault.A{"way": percent(way), "time": percent(passed)})}
	case way < pace*passed:
		return ui.State{Light: ui.AtRisk, Text: r.T("plan.aim-behind"), Rule: r.T("plan.aim-rule", fault.A{"way": percent(way), "time": percent(passed)})}
	}
	return ui.State{Light: ui.OnTrack, Text: r.T("plan.aim-on-track"), Rule: r.T("plan.aim-rule", fault.A{"way": percent(way), "time": percent(passed)})}
}

// Shown writes a value of the indicator; missing is said in words.
func (v *View) Shown(a Aim, value *big.Rat) string {
	if a.Indicator == nil {
		if value == nil {
			return v.R.Words.NoData()
		}
		return v.R.Words.Number(value.FloatString(decimals(value)), -1)
	}
	return a.Indicator.Shown(value, string(v.R.Lang))
}

// decimals keeps a finite decimal as it was typed.
func decimals(r *big.Rat) int {
	if n, exact := r.FloatPrec(); exact {
		return n
	}
	return 2
}

// SourceOf says where a present value comes from: office, table, vintage; it leads to the dataset.
func (v *View) SourceOf(a Aim) ui.Link {
	var names []string
	var href string
	if a.Indicator == nil {
		return ui.Link{}
	}
	for _, in := range a.Indicator.Inputs {
		rec, ok := v.Record(in.Dataset)
		if !ok {
			continue
		}
		name := v.DatasetName(rec, a.Reading.Vintages[in.Dataset])
		if !strings.Contains(strings.Join(names, "; "), name) {
			names = append(names, name)
		}
		if href == "" {
			href = v.To(in.Dataset)
		}
	}
	return ui.Link{Text: strings.Join(names, "; "), Href: href}
}

// DatasetName is a dataset by its office and table, with the day of the vintage.
func (v *View) DatasetName(rec record.Record, vintage string) string {
	b, ok := rec.Body.(*dataset.Dataset)
	if !ok {
		return ""
	}
	parts := []string{b.Publisher}
	if b.Code != "" {
		parts = append(parts, b.Code)
	}
	if vintage != "" {
		parts = append(parts, v.R.T("plan.vintage", fault.A{"date": v.day(vintage)}))
	}
	return strings.Join(parts, ", ")
}

// day writes a label that begins with a day as that day.
func (v *View) day(label string) string {
	if len(label) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, label[:len(time.DateOnly)]); err == nil {
			return v.R.Words.ShortDate(t)
		}
	}
	return label
}

// Course draws the values since the baseline, and the way that would be needed to reach the aim; nil when there is nothing to draw.
func (v *View) Course(a Aim, id string) *ui.Chart {
	r := v.R
	if a.Indicator == nil || len(a.Reading.Points) == 0 {
		return nil
	}
	from, to := year(a.Body.Baseline.Period), year(a.Body.Aim.Period)
	first := year(a.Reading.Points[0].Period)
	if from > 0 && from < first {
		first = from
	}
	last := max(year(a.Reading.Points[len(a.Reading.Points)-1].Period), to)
	if first == 0 || last == 0 || last-first > 80 {
		return nil
	}
	scale := 1.0
	if a.Indicator.Percent {
		scale = 100
	}
	region, _ := v.Record(a.Body.Region)
	name, _ := v.Title(region)
	title, _ := v.Title(a.Record)
	unit, _ := v.Words(a.Indicator.Unit, "")
	if a.Indicator.Percent {
		unit = "%"
	}
	c := chart.LineChart{Frame: chart.Frame{ID: id, Words: r.Words, Title: title, Unit: unit, Decimals: a.Indicator.Decimals}, Zoom: true}
	course := chart.Series{Name: name, Sign: v.Sign(v.home(a.Body.Region))}
	needed := chart.Series{Name: r.T("plan.needed-way")}
	for y := first; y <= last; y++ {
		period := strconv.Itoa(y)
		c.Periods = append(c.Periods, period)
		value := chart.Value{}
		if p, ok := a.Reading.At(period); ok {
			f, _ := p.Value.Float64()
			value = chart.Some(f * scale)
		}
		course.Values = append(course.Values, value)
		step := chart.Value{}
		if a.Baseline != nil && a.Wanted != nil && from > 0 && to > from && y >= from && y <= to {
			b, _ := a.Baseline.Float64()
			w, _ := a.Wanted.Float64()
			step = chart.Some((b + (w-b)*float64(y-from)/float64(to-from)) * scale)
		}
		needed.Values = append(needed.Values, step)
	}
	c.Series = []chart.Series{course, needed}
	return &ui.Chart{Picture: c.Draw(), Under: unit, Sources: []ui.Link{v.SourceOf(a)}, Example: a.Record.Invented}
}
