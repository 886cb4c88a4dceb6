// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// Judge computes indicators and judges findings on what one transaction sees: now, or as known on its moment. It keeps what it has
// read, so it is cheap to ask often; it is for one goroutine.
type Judge struct {
	tx         *record.ReadTx
	data       *dataset.Reader
	indicators map[record.Ref]*compiled
	findings   map[record.Ref]*Judged
	breaks     map[string][]string
	results    results
}

type compiled struct {
	body    *Indicator
	formula *formula.Formula
}

// NewJudge makes a judge for a transaction.
func NewJudge(tx *record.ReadTx) *Judge {
	return &Judge{tx: tx, data: dataset.NewReader(tx), indicators: map[record.Ref]*compiled{}, findings: map[record.Ref]*Judged{}, breaks: map[string][]string{},
		results: newResults()}
}

// Used is a published number that something rests on.
type Used struct {
	Dataset   record.Ref
	Vintage   dataset.Vintage
	Indicator record.Ref
	Input     string // name of the indicator's input
	Select    map[string]string
	Region    record.Ref
	Period    string
	Code      string // of the region in the vintage's territory version
	Value     string // decimal text as published; empty when there is none
	Status    statistics.Status
	Reason    string // why there is none
	// Series names the series in whatever territory version; see dataset.
	Series string
	// Values are the names of the finding's values that rest on it.
	Values []string
	// Of a cell of an analysis’ result: which analysis, where in it, and the run by its hash. There is one for each dataset the run read; one
	// without a dataset while there is no run.
	Analysis record.Ref
	Cell     string
	Run      string
}

// Judged is a finding with what came of judging it.
type Judged struct {
	Record  record.Record
	Finding *Finding
	Result  verdict.Result
	Used    []Used
}

// Value finds a value by name.
func (d *Judged) Value(name string) (verdict.Read, bool) {
	for _, v := range d.Result.Values {
		if v.Name == name {
			return v, true
		}
	}
	return verdict.Read{}, false
}

// Vintages are the vintages judged on, by dataset.
func (d *Judged) Vintages() map[record.Ref]string {
	out := map[record.Ref]string{}
	for _, u := range d.Used {
		if u.Vintage.Label != "" && u.Analysis == "" {
			out[u.Dataset] = u.Vintage.Label
		}
	}
	for _, u := range d.Used { // where an analysis is held to an older vintage, what is read directly counts
		if _, direct := out[u.Dataset]; u.Vintage.Label != "" && !direct {
			out[u.Dataset] = u.Vintage.Label
		}
	}
	return out
}

// Finding judges one finding.
func (j *Judge) Finding(ctx context.Context, ref record.Ref) (*Judged, error) {
	if d, ok := j.findings[ref]; ok {
		return d, nil
	}
	r, err := j.tx.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	return j.judge(ctx, r)
}

// All judges every visible finding, by slug.
func (j *Judge) All(ctx context.Context) ([]*Judged, error) {
	all, err := j.tx.All(ctx, "finding")
	if err != nil {
		return nil, err
	}
	if err := j.AheadOf(ctx, all...); err != nil {
		return nil, err
	}
	out := make([]*Judged, 0, len(all))
	for _, r := range all {
		d, ok := j.findings[r.Ref]
		if !ok {
			if d, err = j.judge(ctx, r); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, nil
}

func (j *Judge) judge(ctx context.Context, r record.Record) (*Judged, error) {
	f := r.Body.(*Finding)
	now := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}}
	var written verdict.Source
	pinned := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}}
	if len(f.WrittenFrom) > 0 {
		pinned.pins = pinsOf(f)
		written = pinned
	}
	result, err := verdict.Evaluate(f.Spec(), now, written)
	if err == nil {
		err = now.err
	}
	if err == nil {
		err = pinned.err
	}
	if err != nil {
		return nil, err
	}
	d := &Judged{Record: r, Finding: f, Result: result, Used: now.list(f, result)}
	j.findings[r.Ref] = d
	return d, nil
}

// numbers gives the numbers of indicators to the verdict, from the pinned vintages or from the newest.
type numbers struct {
	ctx   context.Context
	judge *Judge
	pins  map[record.Ref]string
	used  map[string]*Used
	err   error // the first failure of the database; a number that is not there is no failure
}

func (n *numbers) list(f *Finding, result verdict.Result) []Used {
	out := make([]Used, 0, len(n.used))
	for _, u := range n.used {
		for i, v := range f.Values {
			if v.Analysis != "" && record.Ref(v.Analysis) == u.Analysis && v.Cell() == u.Cell {
				u.Values = append(u.Values, v.Name)
				continue
			}
			if v.Formula == "" && v.Analysis == "" && record.Ref(v.Indicator) == u.Indicator && record.Ref(v.Region) == u.Region && result.Values[i].Period == u.Period {
				u.Values = append(u.Values, v.Name)
			}
		}
		out = append(out, *u)
	}
	sort.Slice(out, func(a, b int) bool { return out[a].key() < out[b].key() })
	return out
}

func (u Used) key() string {
	parts := []string{string(u.Indicator), string(u.Region), u.Period, u.Input}
	if u.Analysis != "" {
		parts = append(parts, string(u.Analysis), u.Cell, string(u.Dataset))
	}
	return strings.Join(parts, "\x00")
}

func (j *Judge) indicator(ctx context.Context, ref record.Ref) (*compiled, error) {
	if c, ok := j.indicators[ref]; ok {
		return c, nil
	}
	r, err := j.tx.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	body, ok := r.Body.(*Indicator)
	if !ok {
		return nil, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": ref.Kind(), "expected": "indicator"})
	}
	c, err := compile(body)
	if err != nil {
		return nil, err
	}
	j.indicators[ref] = c
	return c, nil
}

// Value implements verdict.Source.
func (n *numbers) Value(indicator, region, period string) verdict.Observation {
	o, err := n.observe(record.Ref(indicator), record.Ref(region), period)
	if err != nil && n.err == nil {
		n.err = err
	}
	if err != nil {
		return verdict.Observation{Missing: formula.Missing}
	}
	return o
}

func (n *numbers) query(in Input, region record.Ref, period string) dataset.Query {
	return dataset.Query{Dataset: in.Dataset, Select: in.Select, Region: region, Period: period, Vintage: n.pins[in.Dataset]}
}

func (n *numbers) observe(ref, region record.Ref, period string) (verdict.Observation, error) {
	c, err := n.judge.indicator(n.ctx, ref)
	if err != nil {
		return verdict.Observation{}, err
	}
	var o verdict.Observation
	var status statistics.Status
	var stretches []string
	got := map[string]formula.Number{}
	for _, in := range c.body.Inputs {
		q := n.query(in, region, period)
		d, err := n.judge.data.Value(n.ctx, q)
		if err != nil {
			return o, err
		}
		u := &Used{Dataset: in.Dataset, Vintage: d.Vintage, Indicator: ref, Input: in.Name, Select: in.Select, Region: region, Period: period,
			Code: d.Code, Value: d.Value, Status: d.Status, Reason: string(d.Reason), Series: string(d.SeriesKey)}
		n.used[u.key()] = u
		status |= d.Status
		if d.Value == "" {
			got[in.Name] = formula.None(reason(d), in.Name)
			if d.Reason == dataset.OtherRegion {
				o.Incomparable = verdict.Territory
			}
			continue
		}
		num, ok := formula.Parse(d.Value)
		if !ok {
			num = formula.None(formula.Missing, in.Name)
		}
		got[in.Name] = num
		stretch, err := n.judge.stretch(n.ctx, q, d.SeriesKey)
		if err != nil {
			return o, err
		}
		stretches = append(stretches, stretch)
	}
	o.Computed = c.formula.Eval(func(name string) formula.Number { return got[name] })
	o.Status = status.String()
	if status == statistics.Normal {
		o.Status = ""
	}
	o.Basis.Series = strings.Join(stretches, " ")
	return o, nil
}

// reason says in the words of the arithmetic why there is no number.
func reason(d dataset.Observation) formula.Reason {
	switch {
	case d.Status.Has(statistics.Confidential):
		return formula.Confidential
	case d.Status.Has(statistics.NotApplicable):
		return formula.NotApplicable
	case d.Reason == dataset.NotAsked:
		return formula.NotAsked
	}
	return formula.Missing
}

// stretch names the part of a series between two breaks in which the period lies: numbers of two stretches are not compared.
func (j *Judge) stretch(ctx context.Context, q dataset.Query, series dataset.SeriesKey) (string, error) {
	period := q.Period
	q.Period = ""
	key := string(q.Dataset) + "\x00" + q.Vintage + "\x00" + string(series)
	breaks, known := j.breaks[key]
	if !known {
		points, err := j.data.Series(ctx, q)
		if err != nil {
			return "", err
		}
		for _, p := range points {
			if p.Status.Has(statistics.Break) {
				breaks = append(breaks, p.Period)
			}
		}
		j.breaks[key] = breaks
	}
	last := ""
	for _, b := range breaks {
		if statistics.ComparePeriods(b, period) <= 0 && (last == "" || statistics.ComparePeriods(b, last) > 0) {
			last = b
		}
	}
	return last, nil
}

// Periods implements verdict.Source: the periods in which every input has a number.
func (n *numbers) Periods(indicator, region string) []string {
	c, err := n.judge.indicator(n.ctx, record.Ref(indicator))
	if err == nil {
		var common []string
		for i, in := range c.body.Inputs {
			var periods []string
			if periods, err = n.judge.data.Periods(n.ctx, n.query(in, record.Ref(region), "")); err != nil {
				break
			}
			if i == 0 {
				common = periods
			} else {
				common = slices.DeleteFunc(slices.Clone(common), func(p string) bool { return !slices.Contains(periods, p) })
			}
		}
		if err == nil {
			return common
		}
	}
	if n.err == nil {
		n.err = err
	}
	return nil
}

// Point is an indicator in one period, for charts, maps and tables.
type Point struct {
	Period string
	Number formula.Number // exact and unscaled; a gap where there is none
	Status statistics.Status
	// Incomparable is set where the territory has no number of its own in this vintage.
	Incomparable bool
	Used         []Used
}

// Observation computes an indicator for a region and a period.
func (j *Judge) Observation(ctx context.Context, indicator, region record.Ref, period string) (Point, error) {
	n := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}}
	o, err := n.observe(indicator, region, period)
	if err != nil {
		return Point{}, err
	}
	p := Point{Period: period, Number: o.Computed, Incomparable: o.Incomparable != "", Used: n.list(&Finding{}, verdict.Result{})}
	for _, u := range p.Used {
		p.Status |= u.Status
	}
	return p, nil
}

// Series computes an indicator for a region in every period for which all inputs have a number, oldest first.
func (j *Judge) Series(ctx context.Context, indicator, region record.Ref) ([]Point, error) {
	n := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}}
	periods := slices.Clone(n.Periods(string(indicator), string(region)))
	if n.err != nil {
		return nil, n.err
	}
	slices.SortFunc(periods, statistics.ComparePeriods)
	var out []Point
	for _, period := range periods {
		p, err := j.Observation(ctx, indicator, region, period)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// LatestPeriod is the newest period in which all the regions have a number; empty when there is none.
func (j *Judge) LatestPeriod(ctx context.Context, indicator record.Ref, regions []record.Ref) (string, error) {
	n := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}}
	var common []string
	for i, r := range regions {
		periods := n.Periods(string(indicator), string(r))
		if i == 0 {
			common = slices.Clone(periods)
		} else {
			common = slices.DeleteFunc(common, func(p string) bool { return !slices.Contains(periods, p) })
		}
	}
	latest := ""
	for _, p := range common {
		if latest == "" || statistics.ComparePeriods(p, latest) > 0 {
			latest = p
		}
	}
	return latest, n.err
}

// Indicator gives the body of an indicator.
func (j *Judge) Indicator(ctx context.Context, ref record.Ref) (*Indicator, error) {
	c, err := j.indicator(ctx, ref)
	if err != nil {
		return nil, err
	}
	return c.body, nil
}
