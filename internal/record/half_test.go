// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/sumanus/sumanus/internal/record"
)

func nothingHalfDone(t *testing.T, h house) {
	err := h.as("admin", func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.Create(ctx, draft("finding/a", "kurzeme", "a")); err != nil {
			return err
		}
		_, err := tx.Create(ctx, draft("priority/p", "kurzeme", "p", "finding/none"))
		return err
	})
	if err == nil {
		t.Fatal("wrote a link to nothing")
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		all, err := tx.All(ctx, "finding")
		j, err2 := tx.Journal(ctx, 0, 0)
		if len(all) != 0 || len(j) != 2 {
			t.Errorf("left %d findings, %d entries", len(all), len(j))
		}
		return errors.Join(err, err2)
	})
}

func rehearsal(t *testing.T, h house) {
	rehearse := func(ds ...record.Draft) error {
		return h.Rehearse(t.Context(), actor("admin"), func(tx *record.Tx) error {
			for _, d := range ds {
				if _, err := tx.Create(t.Context(), d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	write := func(ds ...record.Draft) error {
		return h.as("admin", func(ctx context.Context, tx *record.Tx) error {
			for _, d := range ds {
				if _, err := tx.Create(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, ds := range [][]record.Draft{{draft("priority/p", "kurzeme", "p", "finding/none")}, {draft("finding/a", "kurzeme", "")}, {draft("finding/a", "kurzeme", "a"), draft("finding/a", "kurzeme", "a")}} {
		tried, done := rehearse(ds...), write(ds...)
		if tried == nil || done == nil || tried.Error() != done.Error() {
			t.Errorf("rehearsed: %v\nwritten: %v", tried, done)
		}
	}
	if err := rehearse(draft("finding/a", "kurzeme", "a")); err != nil {
		t.Error(err)
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		all, err := tx.All(ctx, "finding")
		j, err2 := tx.Journal(ctx, 0, 0)
		if len(all) != 0 || len(j) != 2 {
			t.Errorf("left %d findings, %d entries", len(all), len(j))
		}
		return errors.Join(err, err2)
	})
	if err := write(draft("finding/a", "kurzeme", "a")); err != nil {
		t.Errorf("after the rehearsal: %v", err)
	}
}
