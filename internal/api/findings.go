// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type standingJSON struct {
	Ref      record.Ref            `json:"ref"`
	Revision int64                 `json:"revision"`
	Verdict  verdict.Verdict       `json:"verdict"`
	Newer    bool                  `json:"newer"`
	Since    time.Time             `json:"since"`
	Current  bool                  `json:"current"`
	Vintages map[record.Ref]string `json:"vintages"`
}

// verdicts lists what counts now for every visible finding, as it is stored.
func verdicts(ctx context.Context, c *call) (*answer, error) {
	out := []standingJSON{}
	err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		all, err := evidence.Standings(ctx, tx)
		for _, ref := range slices.Sorted(maps.Keys(all)) {
			s := all[ref]
			if want := c.text("verdict"); want != "" && want != string(s.Verdict) {
				continue
			}
			out = append(out, standingJSON{s.Ref, s.Revision, s.Verdict, s.Newer, s.Since, s.Current, s.Vintages})
		}
		return err
	})
	return ok(map[string]any{"verdicts": out}), err
}

type verdictJSON struct {
	Ref      record.Ref            `json:"ref"`
	Revision int64                 `json:"revision"`
	State    evidence.State        `json:"state"`
	Verdict  verdict.Verdict       `json:"verdict"`
	Newer    bool                  `json:"newer"`
	Sentence string                `json:"sentence,omitempty"`
	Lang     string                `json:"lang"`
	Values   []valueJSON           `json:"values"`
	Vintages map[record.Ref]string `json:"vintages"`
	Figures  []figureJSON          `json:"figures"`
	// Withheld tells that it rests on data the asker may not see: then only the stored verdict is told.
	Withheld bool `json:"withheld,omitempty"`
}

type valueJSON struct {
	Name      string `json:"name"`
	Value     string `json:"value,omitempty"` // decimal text for readers; absent for a gap
	Shown     string `json:"shown"`
	Period    string `json:"period,omitempty"`
	Region    string `json:"region,omitempty"`
	Indicator string `json:"indicator,omitempty"`
}

// figureJSON is a published number that something rests on.
type figureJSON struct {
	Dataset     record.Ref `json:"dataset"`
	Vintage     string     `json:"vintage"`
	Indicator   record.Ref `json:"indicator,omitempty"`
	Region      record.Ref `json:"region,omitempty"`
	Period      string     `json:"period"`
	Code        string     `json:"code,omitempty"`
	Value       string     `json:"value,omitempty"`
	Status      string     `json:"status,omitempty"`
	Reason      string     `json:"reason,omitempty"`
	Attribution string     `json:"attribution,omitempty"`
}

func figuresOf(used []evidence.Used) []figureJSON {
	out := []figureJSON{}
	for _, u := range used {
		out = append(out, figureJSON{u.Dataset, u.Vintage.Label, u.Indicator, u.Region, u.Period, u.Code, u.Value, u.Status.String(), u.Reason, u.Vintage.Attribution})
	}
	return out
}

// judge judges one finding, on the vintages of now or as known at a moment.
func judge(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var out verdictJSON
	var tag string
	if err := c.read(ctx, func(tx *record.ReadTx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		tag = etag(r)
		d, err := evidence.NewJudge(tx).Finding(ctx, ref)
		if fault.CodeOf(err) == fault.NotFound {
			out, err = withheld(ctx, tx, r)
			return err
		}
		if err != nil {
			return err
		}
		out = verdictJSON{ref, r.Revision, d.Finding.State, d.Result.Verdict, d.Result.Newer, d.Plain(c.lang), c.lang, []valueJSON{}, d.Vintages(), figuresOf(d.Used), false}
		if _, in, err := d.Statement(c.lang); err == nil {
			out.Lang = in
		}
		for _, v := range d.Result.Values {
			out.Values = append(out.Values, valueJSON{v.Name, v.Shown, d.Shown(v.Name, c.lang), v.Period, v.Region, v.Indicator})
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return ok(out).with("ETag", tag), nil
}

// withheld is what may be told of a finding that rests on data the asker may not see. Its numbers are not judged for that asker.
func withheld(ctx context.Context, tx *record.ReadTx, r record.Record) (verdictJSON, error) {
	out := verdictJSON{Ref: r.Ref, Revision: r.Revision, Verdict: verdict.Uncomputable, Values: []valueJSON{}, Vintages: map[record.Ref]string{}, Figures: []figureJSON{}, Withheld: true}
	if f, is := r.Body.(*evidence.Finding); is {
		out.State = f.State
	}
	if !tx.Moment().IsZero() { // verdicts of the past are not stored
		return out, nil
	}
	all, err := evidence.Standings(ctx, tx)
	if s, there := all[r.Ref]; there {
		out.Verdict, out.Newer = s.Verdict, s.Newer
	}
	return out, err
}

// decide carries out a decision on a finding, on top of the revision it was made from.
func decide(f func(context.Context, *call, *record.Tx, record.Ref) (record.Record, error)) func(context.Context, *call) (*answer, error) {
	return func(ctx context.Context, c *call) (*answer, error) {
		ref, base, err := c.target()
		if err != nil {
			return nil, err
		}
		var r record.Record
		if err := c.write(ctx, func(tx *record.Tx) error {
			was, err := tx.Get(ctx, ref)
			if err != nil {
				return err
			}
			// Whoever may not change it hears that before anything else.
			if err := tx.Allow(record.Change, was.Subject()); err != nil {
				return err
			}
			if was.Revision != base {
				return c.stale(ctx, tx, was, base)
			}
			r, err = f(ctx, c, tx, ref)
			return err
		}); err != nil {
			return nil, fieldsIn(err)
		}
		return ok(recordOf(r)).with("ETag", etag(r)), nil
	}
}

func accept(ctx context.Context, _ *call, tx *record.Tx, ref record.Ref) (record.Record, error) {
	return evidence.Accept(ctx, tx, ref)
}

func withdraw(ctx context.Context, _ *call, tx *record.Tx, ref record.Ref) (record.Record, error) {
	return evidence.Withdraw(ctx, tx, ref)
}

func reword(ctx context.Context, c *call, tx *record.Tx, ref record.Ref) (record.Record, error) {
	var sent struct {
		Statement  map[string]string   `json:"statement"`
		Values     []verdict.Value     `json:"values"`
		Assertions []verdict.Assertion `json:"assertions"`
	}
	if err := c.decode(&sent); err != nil {
		return record.Record{}, err
	}
	return evidence.Reword(ctx, tx, ref, evidence.Rewording{Statement: sent.Statement, Values: sent.Values, Assertions: sent.Assertions})
}

// indicatorSeries computes an indicator for a region in every period.
func indicatorSeries(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	region := record.Ref(c.text("region"))
	if !region.Valid() || region.Kind() != "region" {
		return nil, fault.New(fault.Invalid, "record.bad-ref", fault.A{"found": string(region)}).At(fault.Place{Field: "query.region"})
	}
	out := map[string]any{"indicator": ref, "region": region}
	if err := c.read(ctx, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, region); err != nil {
			return err
		}
		j := evidence.NewJudge(tx)
		i, err := j.Indicator(ctx, ref)
		if err != nil {
			return err
		}
		points := []pointJSON{}
		all, err := j.Series(ctx, ref, region)
		if fault.CodeOf(err) == fault.NotFound {
			all, err, out["withheld"] = nil, nil, true
		}
		for _, p := range all {
			points = append(points, pointJSON{Period: p.Period, Value: p.Number.String(), Status: p.Status.String()})
		}
		out["unit"], out["points"] = i.Unit.In(c.lang), points
		return err
	}); err != nil {
		return nil, err
	}
	return ok(out), nil
}
