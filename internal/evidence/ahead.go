// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/record"
)

// Know hands the judge indicators and datasets that somebody has read already in the same transaction. Others are passed over.
func (j *Judge) Know(recs ...record.Record) {
	j.data.Know(recs...)
	for _, rec := range recs {

		body, ok := rec.Body.(*Indicator)
		if !ok || j.indicators[rec.Ref] != nil {
			continue
		}
		if c, err := compile(body); err == nil {
			j.indicators[rec.Ref] = c
		}
	}
}

// KnowRegions hands the judge all visible regions, read already in the same transaction.
func (j *Judge) KnowRegions(all ...record.Record) { j.data.KnowRegions(all...) }

// Ask is an indicator in a region: what a page is going to ask for.
type Ask struct {
	Indicator, Region record.Ref
	pins              map[record.Ref]string
}

// Ahead reads all at once what the asks will need. What cannot be found is passed over; asking will tell.
func (j *Judge) Ahead(ctx context.Context, asks ...Ask) error {
	var queries []dataset.Query
	for _, a := range asks {
		c, err := j.indicator(ctx, a.Indicator)
		if err != nil {
			continue
		}
		for _, in := range c.body.Inputs {
			queries = append(queries, dataset.Query{Dataset: in.Dataset, Select: in.Select, Region: a.Region, Vintage: a.pins[in.Dataset]})
		}
	}
	return j.data.Ahead(ctx, queries)
}

// AheadOf reads all at once what judging the findings will need, on the vintages of now and on those they were written from.
func (j *Judge) AheadOf(ctx context.Context, findings ...record.Record) error {
	var asks []Ask
	var analyses []record.Ref
	for _, rec := range findings {
		f, ok := rec.Body.(*Finding)
		if !ok {
			continue
		}
		compiled, err := verdict.Compile(f.Spec())
		if err != nil {
			continue
		}
		pins := pinsOf(f)
		for _, n := range compiled.Needs() {
			if n.Analysis != "" {
				analyses = append(analyses, record.Ref(n.Analysis))
				continue
			}
			asks = append(asks, Ask{Indicator: record.Ref(n.Indicator), Region: record.Ref(n.Region)})
			if len(pins) > 0 {
				asks = append(asks, Ask{Indicator: record.Ref(n.Indicator), Region: record.Ref(n.Region), pins: pins})
			}
		}
	}
	if err := j.aheadOfResults(ctx, analyses); err != nil {
		return err
	}
	return j.Ahead(ctx, asks...)
}

func pinsOf(f *Finding) map[record.Ref]string {
	pins := map[record.Ref]string{}
	for _, p := range f.WrittenFrom {
		pins[p.Dataset] = p.Vintage
	}
	return pins
}

// compile makes the formula of an indicator ready.
func compile(body *Indicator) (*compiled, error) {
	var names []string
	for _, in := range body.Inputs {
		names = append(names, in.Name)
	}
	f, err := formula.Compile(body.Formula, names)
	if err != nil {
		return nil, err
	}
	return &compiled{body, f}, nil
}

// Draft judges a finding as it would be with another body, saved or not. The body must be valid.
func (j *Judge) Draft(ctx context.Context, rec record.Record, f *Finding) (*Judged, error) {
	before, had := j.findings[rec.Ref]
	rec.Body = f
	d, err := j.judge(ctx, rec)
	if delete(j.findings, rec.Ref); had {
		j.findings[rec.Ref] = before
	}
	return d, err
}

// Try computes an indicator that is not saved, for a region and a period.
func (j *Judge) Try(ctx context.Context, body *Indicator, region record.Ref, period string) (Point, error) {
	c, err := compile(body)
	if err != nil {
		return Point{}, err
	}
	j.indicators[tried] = c
	return j.Observation(ctx, tried, region, period)
}

// TrySeries is Series for an indicator that is not saved.
func (j *Judge) TrySeries(ctx context.Context, body *Indicator, region record.Ref) ([]Point, error) {
	c, err := compile(body)
	if err != nil {
		return nil, err
	}
	j.indicators[tried] = c
	return j.Series(ctx, tried, region)
}

// tried names the indicator that is being tried; it is no valid reference of a record.
const tried record.Ref = "indicator/"

// Written gives the values of a judged finding as they were on the vintages it was written from, in the order of its values; nil when
// it says of none.
func (j *Judge) Written(ctx context.Context, d *Judged) ([]verdict.Read, []Used, error) {
	if len(d.Finding.WrittenFrom) == 0 {
		return nil, nil, nil
	}
	pinned := &numbers{ctx: ctx, judge: j, used: map[string]*Used{}, pins: pinsOf(d.Finding)}
	result, err := verdict.Evaluate(d.Finding.Spec(), pinned, nil)
	if err == nil {
		err = pinned.err
	}
	if err != nil {
		return nil, nil, err
	}
	return result.Values, pinned.list(d.Finding, result), nil
}
