// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
)

// readings gives what is kept, and what a judge computes afresh, for every indicator and region.
func (h *house) readings(moment time.Time) (kept, fresh map[evidence.ReadingKey][]string) {
	h.t.Helper()
	ctx := context.Background()
	kept, fresh = map[evidence.ReadingKey][]string{}, map[evidence.ReadingKey][]string{}
	if err := h.ReadAt(ctx, op, moment, func(tx *record.ReadTx) error {
		indicators, err := tx.All(ctx, "indicator")
		if err != nil {
			return err
		}
		regions, err := tx.All(ctx, "region")
		if err != nil {
			return err
		}
		all, err := evidence.Readings(ctx, tx, indicators, regions)
		if err != nil {
			return err
		}
		for k, r := range all {
			for _, p := range r.Points {
				kept[k] = append(kept[k], p.Period+" "+p.Value.RatString()+" "+p.Status.String())
			}
		}
		j := evidence.NewJudge(tx)
		for _, i := range indicators {
			for _, g := range regions {
				points, err := j.Series(ctx, i.Ref, g.Ref)
				if err != nil {
					return err
				}
				for _, p := range points {
					k := evidence.ReadingKey{Indicator: i.Ref, Region: g.Ref}
					fresh[k] = append(fresh[k], p.Period+" "+p.Number.Rat().RatString()+" "+p.Status.String())
				}
			}
		}
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
	return kept, fresh
}

func (h *house) sameReadings(what string, moment time.Time) {
	h.t.Helper()
	kept, fresh := h.readings(moment)
	for k, want := range fresh {
		if !slices.Equal(kept[k], want) {
			h.t.Errorf("%s: %v keeps %v, a judge says %v", what, k, kept[k], want)
		}
	}
	for k := range kept {
		if fresh[k] == nil {
			h.t.Errorf("%s: %v is kept though there is nothing", what, k)
		}
	}
}

func TestReadingsFollowTheFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.load("dataset/gdp", "2020-01-01", "2013", "LV003,2009,5700", "LT003,2009,8000", "LV003,2010,6000.5", "LT003,2010,:")
		h.load("dataset/population", "2020-01-01", "2013", "LV003,2010,300000", "LT003,2010,340000")
		h.settle()
		h.sameReadings("after the first figures", time.Time{})
		before := h.clock.Now()

		h.load("dataset/gdp", "2021-01-01", "2021", "LV003,2009,5800", "LT023,2009,8100", "LV003,2010,6100", "LT023,2010,8200")
		h.settle()
		h.sameReadings("after newer figures", time.Time{})
		h.sameReadings("as known before them", before)
		if kept, _ := h.readings(time.Time{}); len(kept) < 4 {
			t.Errorf("only %d readings", len(kept))
		}

		h.write(func(ctx context.Context, tx *record.Tx) error {
			r, err := tx.Get(ctx, "indicator/gdp")
			if err != nil {
				return err
			}
			draft := r.Draft()
			draft.Body.(*evidence.Indicator).Formula = "gdp / 3"
			_, err = tx.Change(ctx, r.Revision, draft)
			return err
		})
		h.settle()
		h.sameReadings("after the formula changed", time.Time{})

		h.put(record.Draft{Ref: "region/other", Body: region("Other", "LT003")})
		h.settle()
		h.sameReadings("after a region came", time.Time{})
	})
}

func region(title, code string) *dataset.Region {
	return &dataset.Region{Title: en(title), Level: "nuts3", Country: "LT", Codes: codes(code, "2013")}
}
