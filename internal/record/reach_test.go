// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/record"
)

// on makes a record that rests on others.
func on(ref record.Ref, v record.Visibility, refs ...record.Ref) record.Draft {
	d := draft(string(ref), "kurzeme", ref.Slug())
	d.Visibility = v
	d.Body.(*sample).On = refs
	return d
}

func refsOf(all []record.Record) (out []record.Ref) {
	for _, r := range all {
		out = append(out, r.Ref)
	}
	return out
}

// reach: a priority rests on findings; one of them is private, and what lies behind it is not reached by those who may not see it.
func reach(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		for _, d := range []record.Draft{
			on("finding/deep", record.Public), on("finding/hidden", record.Private, "finding/deep"), on("finding/open", record.Public), on("finding/ring", record.Public),
			on("priority/top", record.Public, "finding/hidden", "finding/open"), on("priority/other", record.Public, "finding/open"),
		} {
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	for who, want := range map[string]map[record.Ref][]record.Ref{
		"admin":   {"priority/top": {"finding/hidden", "finding/open", "finding/deep"}, "finding/open": nil, "finding/deep": nil},
		"visitor": {"priority/top": {"finding/open"}, "finding/open": nil},
	} {
		for _, moment := range []time.Time{{}, h.clock.Now()} {
			err := h.ReadAt(context.Background(), actor(who), moment, func(tx *record.ReadTx) error {
				ctx := context.Background()
				for ref, down := range want {
					start, err := tx.Get(ctx, ref)
					if err != nil {
						return err
					}
					got, err := tx.Reach(ctx, start, record.Down, []record.LinkKind{record.RestsOn}, 5)
					if err != nil {
						return err
					}
					if !slices.Equal(refsOf(got), down) {
						t.Errorf("%s from %s down: %v, want %v", who, ref, refsOf(got), down)
					}
					if one, err := tx.Reach(ctx, start, record.Down, []record.LinkKind{record.RestsOn}, 1); err != nil || len(one) > len(down) || slices.Contains(refsOf(one), "finding/deep") {
						t.Errorf("one step from %s reaches %v (%v)", ref, refsOf(one), err)
					}
				}
				start, err := tx.Get(ctx, "finding/open")
				if err != nil {
					return err
				}
				up, err := tx.Reach(ctx, start, record.Up, []record.LinkKind{record.RestsOn}, 5)
				if !slices.Equal(refsOf(up), []record.Ref{"priority/other", "priority/top"}) {
					t.Errorf("%s up: %v", who, refsOf(up))
				}
				if other, err := tx.Reach(ctx, start, record.Up, []record.LinkKind{record.Cites}, 5); err != nil || len(other) > 0 {
					t.Errorf("another kind of link reaches %v (%v)", refsOf(other), err)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// recent and Records show only what may be seen.
func recent(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		for _, d := range []record.Draft{on("finding/secret", record.Private), on("finding/news", record.Public), on("finding/gone", record.Public)} {
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return tx.Delete(ctx, "finding/gone", 1)
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return tx.NoteAbout(ctx, "told", "finding/news", "p-1", map[string]any{"name": "somebody"})
	})
	for who, want := range map[string][]record.Ref{"visitor": {"finding/news", "organisation/kurzeme"}, "admin": {"finding/news", "finding/secret", "organisation/kurzeme"}} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			all, err := tx.Recent(ctx, 50)
			if err != nil {
				return err
			}
			var got []record.Ref
			for i, e := range all {
				got = append(got, e.Record.Ref)
				if i > 0 && e.Seq >= all[i-1].Seq {
					t.Errorf("%s: not newest first", who)
				}
			}
			if got = slices.DeleteFunc(got, func(r record.Ref) bool { return r.Kind() == "organisation" && r != "organisation/kurzeme" }); !slices.Equal(got, want) {
				t.Errorf("%s sees %v, want %v", who, got, want)
			}
			if one, err := tx.Recent(ctx, 1); err != nil || len(one) != 1 || one[0].Record.Ref != "finding/news" {
				t.Errorf("%s: the newest is %v (%v)", who, one, err)
			}
			some, err := tx.Records(ctx, []record.Ref{"finding/secret", "finding/news", "finding/news", "finding/gone", "organisation/kurzeme", "not a ref", "finding/never"})
			if _, secret := some["finding/secret"]; secret != (who == "admin") || len(some) != len(want) {
				t.Errorf("%s gets %v", who, some)
			}
			return err
		})
	}
}

// stale: a translation that was made from another source wording is found, and found no more when it is confirmed.
func stale(t *testing.T, h house) {
	d := draft("finding/words", "kurzeme", "pirmas")
	d.Body.(*sample).Title = record.NewText("lt", map[string]string{"lt": "pirmas", "en": "first"})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		if err := tx.SetLanguages(ctx, []string{"lt", "lv", "en"}); err != nil {
			return err
		}
		_, err := tx.Create(ctx, d)
		return err
	})
	count := func(want ...record.Ref) {
		t.Helper()
		h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
			all, err := tx.Stale(ctx)
			if !slices.Equal(refsOf(all), want) {
				t.Errorf("stale are %v, want %v", refsOf(all), want)
			}
			return err
		})
	}
	count()
	change := func(text record.Text) {
		t.Helper()
		h.write(t, func(ctx context.Context, tx *record.Tx) error {
			r, err := tx.Get(ctx, d.Ref)
			if err != nil {
				return err
			}
			next := r.Draft()
			next.Body = &sample{Title: text}
			_, err = tx.Change(ctx, r.Revision, next)
			return err
		})
	}
	older := d.Body.(*sample).Title
	change(older.With("lt", "antras"))
	count("finding/words")
	next := d
	next.Body = &sample{Title: older.With("lt", "antras")}
	if got := next.StaleIn([]string{"lt", "lv", "en"}); !slices.Equal(got, []string{"en"}) {
		t.Errorf("stale in %v", got)
	}
	change(older.With("lt", "antras").Confirm())
	count()
}
