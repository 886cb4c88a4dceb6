// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/record"
)

// TestLookingAtWhatWouldBe: whoever asks "what if" sees the new figures, and afterwards there is no vintage; the import after it gives
// the same report, and comparing the two vintages again gives the same numbers.
func TestLookingAtWhatWouldBe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.region("klaipeda", "nuts3", "2013:LT003", "2021:LT023")
		ref := h.dataset("d", "unit", "geo")
		h.mustImport(ref, "unit,geo,2010,2011\nE,LT003,1,2\nE,LV003,1,2\n", dataset.Options{Published: "2016-01-01"})
		newer := "unit,geo,2011,2012\nE,LT023,3,4\nE,LV003,2,\n"
		before := h.rows()
		seen := ""
		o := dataset.Options{Published: "2020-01-01", Territory: "2021"}
		o.WhatIf = func(ctx context.Context, tx *record.Tx, r dataset.Report) error {
			v, err := dataset.NewReader(&tx.ReadTx).Value(ctx, dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E"}, Region: "region/klaipeda", Period: "2011"})
			seen = fmt.Sprintf("%s of %s: %d revised", v.Value, r.Label, r.Revised)
			return err
		}
		looked := h.mustImport(ref, newer, o)
		if want := "3 of 2020-01-01: 1 revised"; seen != want {
			t.Errorf("looked at %q, wanted %q", seen, want)
		}
		if after := h.rows(); after[1] != before[1] || after[2] != before[2] {
			t.Errorf("looking left rows: %v, before %v", after, before)
		}
		o.WhatIf = nil
		loaded := h.mustImport(ref, newer, o)
		same := cmp.Options{cmpopts.IgnoreUnexported(dataset.Report{}, dataset.ChangedSeries{}), cmpopts.IgnoreFields(dataset.Report{}, "NewChunks", "Chunks", "Format")}
		if diff := cmp.Diff(looked, loaded, same); diff != "" {
			t.Errorf("looking and importing tell different things:\n%s", diff)
		}
		h.read(func(_ *record.ReadTx, r *dataset.Reader) {
			again, err := r.Compare(ctx, ref, "2016-01-01", "2020-01-01")
			if err != nil {
				t.Fatal(err)
			}
			again.Territory.Given = true // a comparison does not know who told the version
			if diff := cmp.Diff(loaded, again, same); diff != "" {
				t.Errorf("importing and comparing tell different things:\n%s", diff)
			}
		})
	})
}
