// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Watch keeps the dimensions of a dataset as they are once it has vintages: their rows are named by codes in that very order.
// Titles and defaults may change.
func Watch(s *record.Store) {
	s.Subscribe(func(ctx context.Context, tx *record.Tx, e record.Event) error {
		if e.Record == nil || e.Record.Deleted || e.Record.Revision < 2 {
			return nil
		}
		after, ok := e.Record.Body.(*Dataset)
		if !ok {
			return nil
		}
		before, err := tx.Revision(ctx, e.Record.Ref, e.Record.Revision-1)
		if err != nil {
			return err
		}
		was, ok := before.Body.(*Dataset)
		if !ok || slices.EqualFunc(was.keyed(), after.keyed(), func(a, b Dimension) bool { return a.ID == b.ID && a.Role == b.Role }) && was.Scheme == after.Scheme {
			return nil
		}
		var n int64
		if err := tx.SQL().Row(ctx, `SELECT COUNT(*) FROM vintage WHERE dataset_id = $1`, e.Record.ID).Scan(&n); err != nil || n == 0 {
			return err
		}
		return fault.New(fault.Invalid, "dataset.fixed-dimensions", fault.A{"dataset": string(e.Record.Ref), "expected": ids(was.keyed())}).
			At(fault.Place{Field: "dimensions"})
	})
}
