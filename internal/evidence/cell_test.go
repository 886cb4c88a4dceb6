// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"context"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/recordtest"
)

const (
	shares     = record.Ref("analysis/shares")
	specialist = record.Ref("finding/specialist")
	unconcern  = record.Ref("finding/unconcerned")
)

// withAnalysis adds jobs by branch and an analysis of their structure.
func (h *house) withAnalysis() {
	h.t.Helper()
	method.Watch(h.Store)
	h.put(record.Draft{Ref: "dataset/jobs", Body: &dataset.Dataset{Title: en("Jobs"), Publisher: "Eurostat", Licence: "CC BY 4.0", Attribution: "Source: Eurostat", Scheme: "NUTS",
		Dimensions: []dataset.Dimension{{ID: "branch", Role: "other"}, {ID: "geo", Role: "geo"}, {ID: "time", Role: "time"}}}})
	h.put(record.Draft{Ref: shares, Body: &method.Analysis{Title: en("Structure"), Method: "structure",
		Parameters: map[string]string{"region": "geo", "activity": "branch", "value": "latest"},
		Inputs:     []method.Input{{Name: "input", Dataset: "dataset/jobs", Level: "nuts3", Periods: []string{method.Latest}}}}})
}

// jobsIn imports jobs in fishing and trade in two regions; the first region's fishing is given.
func (h *house) jobsIn(published, fishing string) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	file := "branch,geo,TIME_PERIOD,OBS_VALUE\nfishing,LV003,2020," + fishing + "\ntrade,LV003,2020,10\nfishing,LT023,2020,10\ntrade,LT023,2020,30\n"
	if _, err := dataset.Import(context.Background(), h.Store, op, "dataset/jobs", "jobs.csv", strings.NewReader(file), dataset.Options{Published: published, Territory: "2021"}); err != nil {
		h.t.Fatal(err)
	}
}

// work does everything that waits, runs and evaluations, and tells which findings were judged and what changed.
func (h *house) work() (judged int, changes []evidence.Change) {
	h.t.Helper()
	handlers := evidence.Handlers(h.Store, op, func(c evidence.Counts) {
		judged += c.Evaluated
		changes = append(changes, c.Changed...)
	})
	maps.Copy(handlers, method.Handlers(h.Store, op))
	rep, err := jobs.Drain(context.Background(), h.DB(), handlers, jobs.Options{Now: h.clock.Now, Name: "test"})
	if err != nil || rep.Failed+rep.Repeated > 0 {
		h.t.Fatal(err, rep)
	}
	return judged, changes
}

// cites asserts that a cell of the analysis is above a number.
func cites(cell verdict.Value, above string) *evidence.Finding {
	cell.Name, cell.Analysis, cell.Decimals = "x", string(shares), 2
	return &evidence.Finding{Title: en("Cited"), Statement: en("The quotient is [above the line](#more): {x}."), Values: []verdict.Value{cell},
		Assertions: []verdict.Assertion{{Name: "more", Type: verdict.Compare, Left: "x", Op: ">", Right: above}}, State: evidence.Open}
}

// TestFindingsCiteCells: a finding reads a cell of a result, falls when a new vintage changes that cell, and exactly the findings whose
// cell changed are judged again.
func TestFindingsCiteCells(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.withAnalysis()
		h.put(record.Draft{Ref: specialist, Body: cites(verdict.Value{Table: "cells", Key: []string{"LV003", "fishing"}, Column: "lq"}, "1.2")})
		// The total of the other region does not change.
		h.put(record.Draft{Ref: unconcern, Body: cites(verdict.Value{Table: "regions", Key: []string{"LT023"}, Column: "total"}, "39")})
		h.work()
		if j := h.judge(time.Time{}, specialist); j.Result.Verdict != verdict.Uncomputable {
			t.Errorf("before any figure: %s", j.Result.Verdict)
		}

		h.jobsIn("2024-01-01", "20")
		h.work()
		j := h.judge(time.Time{}, specialist)
		// (20/30)/(30/70) = 1.5555…
		if x, _ := j.Value("x"); j.Result.Verdict != verdict.Holds || x.Shown != "1.56" || x.Period != "2020" || x.Analysis != string(shares) || x.Cell != "cells|LV003|fishing|lq" {
			t.Fatalf("%s: %+v", j.Result.Verdict, x)
		}
		if n := j.Result.Assertions[0].Nearest; len(n) != 1 || n[0].Limit.Cmp(big.NewRat(6, 5)) != 0 || n[0].Analysis != string(shares) || n[0].Indicator != "" {
			t.Errorf("what would falsify it: %+v", n)
		}
		// From the finding to a dated official figure.
		if len(j.Used) != 1 || j.Used[0].Dataset != "dataset/jobs" || j.Used[0].Vintage.Label != "2024-01-01" || j.Used[0].Analysis != shares || len(j.Used[0].Run) != 64 {
			t.Errorf("it rests on %+v", j.Used)
		}
		h.write(func(ctx context.Context, tx *record.Tx) error {
			rec, err := evidence.Accept(ctx, tx, specialist)
			if f, ok := rec.Body.(*evidence.Finding); err == nil && (!ok || len(f.WrittenFrom) != 1 || f.WrittenFrom[0] != (evidence.Pin{Dataset: "dataset/jobs", Vintage: "2024-01-01"})) {
				t.Errorf("written from %+v", f)
			}
			return err
		})
		h.work()

		// The same figures again: the result is the same, so nobody is judged.
		h.jobsIn("2024-06-01", "20")
		if judged, _ := h.work(); judged != 0 {
			t.Errorf("%d findings were judged although no cell changed", judged)
		}
		// Fewer fishermen: the run is done again, the one finding falls, the other is left alone.
		h.jobsIn("2025-01-01", "2")
		judged, changes := h.work()
		if judged != 1 || len(changes) != 1 || changes[0] != (evidence.Change{Ref: specialist, Before: verdict.Holds, After: verdict.Untrue}) {
			t.Errorf("judged %d, changed %+v", judged, changes)
		}
		j = h.judge(time.Time{}, specialist)
		if len(j.Result.Moves) != 1 || !j.Result.Moves[0].Before.Known() {
			t.Errorf("what moved since it was written: %+v", j.Result.Moves)
		}
		if again := h.judge(h.clock.Now().Add(-30*time.Minute), specialist); again.Result.Verdict != verdict.Holds {
			t.Errorf("as known before the new table: %s", again.Result.Verdict)
		}
		// Another question: the cell is gone, which is a missing number and no failure.
		h.write(func(ctx context.Context, tx *record.Tx) error {
			rec, err := tx.Get(ctx, shares)
			if err != nil {
				return err
			}
			draft := rec.Draft()
			body := *(rec.Body.(*method.Analysis))
			body.Method, body.Parameters = "moran", map[string]string{"id": "geo", "value": "latest"}
			body.Inputs = []method.Input{{Name: "values", Dataset: "dataset/jobs", Select: map[string]string{"branch": "trade"}, Periods: []string{method.Latest}}}
			draft.Body = &body
			_, err = tx.Change(ctx, rec.Revision, draft)
			return err
		})
		h.work()
		if j := h.judge(time.Time{}, specialist); j.Result.Verdict != verdict.Uncomputable {
			t.Errorf("a cell that is gone: %s", j.Result.Verdict)
		}
	})
}

// TestWrongCells: a value says one thing, and says where in the result it stands.
func TestWrongCells(t *testing.T) {
	for name, c := range map[string]struct {
		value verdict.Value
		want  string
	}{
		"no column":       {verdict.Value{Table: "cells", Key: []string{"a"}}, "verdict.cell-where"},
		"no key":          {verdict.Value{Table: "cells", Column: "lq"}, "verdict.cell-where"},
		"a region beside": {verdict.Value{Table: "cells", Key: []string{"a"}, Column: "lq", Region: "region/kurzeme"}, "verdict.value-either"},
	} {
		if got := recordtest.Faults(cites(c.value, "1")); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	whole := cites(verdict.Value{Column: "statistic"}, "0")
	if got := recordtest.Faults(whole); got != "" {
		t.Errorf("a value of the whole: %s", got)
	}
}
