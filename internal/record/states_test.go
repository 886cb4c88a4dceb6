// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"errors"
	"maps"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

func statesOfARecord(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "pirmas"))
		return err
	})
	for i, d := range []record.Draft{draft("finding/a", "kurzeme", "slaptas"), draft("finding/a", "kurzeme", "trečias")} {
		if i == 0 {
			d.Visibility = record.Private
		}
		h.write(t, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Change(ctx, int64(i+1), d)
			if err != nil {
				return err
			}
			seq, err := tx.LastEntry(ctx, "finding/a")
			hist, err2 := tx.History(ctx, "finding/a")
			if seq == 0 || seq != hist[0].Seq {
				t.Errorf("the last entry is %d, the history begins with %+v", seq, hist[0])
			}
			return errors.Join(err, err2)
		})
	}
	all := func(who string, below int64, most int) (out []record.State) {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) (err error) {
			out, err = tx.States(ctx, "finding/a", below, most)
			return err
		})
		return out
	}
	if got := all("admin", 0, 10); len(got) != 3 || title(got[0].Record) != "trečias" || title(got[2].Record) != "pirmas" || got[0].Verb != "change" || got[2].Actor != "admin" || got[1].Revision != 2 {
		t.Errorf("states %+v", got)
	}
	if got := all("visitor", 0, 10); len(got) != 2 || got[1].Revision != 1 {
		t.Errorf("a visitor sees %+v", got)
	}
	if got := all("admin", 3, 1); len(got) != 1 || got[0].Revision != 2 {
		t.Errorf("a page of states %+v", got)
	}
	h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
		if _, err := tx.States(ctx, "finding/none", 0, 1); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("states of nothing: %v", err)
		}
		return nil
	})
}

func deletedRecords(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "A"))
		_, err2 := tx.Create(ctx, draft("finding/b", "klaipeda", "B"))
		return errors.Join(err, err2)
	})
	for _, ref := range []record.Ref{"finding/a", "finding/b"} {
		h.write(t, func(ctx context.Context, tx *record.Tx) error { return tx.Delete(ctx, ref, 1) })
	}
	for who, want := range map[string][]record.Ref{"admin": {"finding/b", "finding/a"}, "kurzeme": {"finding/a"}, "visitor": nil} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			all, err := tx.Deleted(ctx)
			if len(all) != len(want) {
				t.Errorf("%s may restore %d, want %v", who, len(all), want)
			}
			for i := range min(len(all), len(want)) {
				if all[i].Ref != want[i] || !all[i].Deleted {
					t.Errorf("%s may restore %s, want %s", who, all[i].Ref, want[i])
				}
			}
			free, err2 := tx.Free(ctx, "finding/a")
			none, err3 := tx.Free(ctx, "finding/c")
			if free || !none {
				t.Error("the name of what was deleted is not free; a new one is")
			}
			return errors.Join(err, err2, err3)
		})
	}
}

func searchKinds(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "Kurzeme yra"))
		secret := draft("finding/b", "klaipeda", "Kurzeme slapta")
		secret.Visibility = record.Private
		_, err2 := tx.Create(ctx, secret)
		return errors.Join(err, err2)
	})
	for who, want := range map[string]map[string]int{"visitor": {"finding": 1, "organisation": 1}, "klaipeda": {"finding": 2, "organisation": 1}} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			got, err := tx.SearchKinds(ctx, record.SearchQuery{Text: "kurz", Kinds: []string{"finding"}, Limit: 1})
			if !maps.Equal(got, want) {
				t.Errorf("%s: %v, want %v", who, got, want)
			}
			return err
		})
	}
}
