// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"context"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
)

// TestStoredSaysWhatJudgingSays: the sentence, the numbers and the verdict that are read back are those of the evaluation.
func TestStoredSaysWhatJudgingSays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,9900", "LV003,2010,6600", "LT003,2011,9000", "LV003,2011,6700")
		h.put(record.Draft{Ref: "finding/gap", Body: gapOf("2010", "2016-02-26")})
		h.put(record.Draft{Ref: "finding/later", Body: gapOf("2011", "2016-02-26")})
		ctx := context.Background()
		if _, err := evidence.EvaluateAll(ctx, h.Store, op); err != nil {
			t.Fatal(err)
		}
		err := h.Read(ctx, op, func(tx *record.ReadTx) error {
			stored, err := evidence.Stored(ctx, tx)
			if err != nil {
				return err
			}
			j := evidence.NewJudge(tx)
			if len(stored) == 0 {
				t.Error("nothing is stored")
			}
			for _, s := range stored {
				live, err := j.Finding(ctx, s.Record.Ref)
				if err != nil {
					return err
				}
				if !s.Known || !s.Current || s.Result.Verdict != live.Result.Verdict || s.Plain("en") != live.Plain("en") {
					t.Errorf("%s: stored %v %q, judged %v %q", s.Record.Ref, s.Result.Verdict, s.Plain("en"), live.Result.Verdict, live.Plain("en"))
				}
				for i, v := range live.Result.Values {
					if back := s.Result.Values[i].Number; back.String() != v.Number.String() {
						t.Errorf("%s: %s comes back as %s, was %s", s.Record.Ref, v.Name, back, v.Number)
					}
				}
				past, err := evidence.Evaluations(ctx, tx, s.Record)
				if err != nil {
					return err
				}
				if len(past) != 1 || !past[0].Standing || past[0].Verdict != live.Result.Verdict || past[0].Since.IsZero() {
					t.Errorf("%s: history %+v", s.Record.Ref, past)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
