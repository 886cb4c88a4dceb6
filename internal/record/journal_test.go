// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

func verify(t *testing.T, h house) (v record.Verification, err error) {
	t.Helper()
	ctx := context.Background()
	err = h.Read(ctx, actor("admin"), func(tx *record.ReadTx) error {
		var err error
		v, err = tx.VerifyJournal(ctx)
		return err
	})
	return v, err
}

func tampering(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "a"))
		return errors.Join(err, tx.Note(ctx, "verdict", "finding/a", map[string]string{"verdict": "holds"}))
	})
	v, err := verify(t, h)
	if err != nil || v.Entries != 4 || v.Revisions != 3 || v.Head == "" {
		t.Fatalf("verified %+v: %v", v, err)
	}
	for _, c := range []struct{ sql, mend string }{
		{`UPDATE journal SET actor = 'other' WHERE seq = 2`, `UPDATE journal SET actor = 'admin' WHERE seq = 2`},
		{`UPDATE journal_payload SET payload = replace(payload, 'holds', 'untrue') WHERE seq = 4`, `UPDATE journal_payload SET payload = replace(payload, 'untrue', 'holds') WHERE seq = 4`},
		{`UPDATE revision SET body = replace(body, '"lt":"a"', '"lt":"b"') WHERE seq = 3`, `UPDATE revision SET body = replace(body, '"lt":"b"', '"lt":"a"') WHERE seq = 3`},
		{`UPDATE revision SET deleted = 1 WHERE seq = 3`, `UPDATE revision SET deleted = 0 WHERE seq = 3`},
	} {
		run := func(sql string) {
			t.Helper()
			ctx := context.Background()
			if err := h.DB().Write(ctx, func(tx db.Tx) error {
				n, err := tx.Exec(ctx, sql)
				if err == nil && n != 1 {
					t.Errorf("%s changed %d rows", sql, n)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		run(c.sql)
		if _, err := verify(t, h); fault.CodeOf(err) != fault.Internal || err == nil {
			t.Errorf("%s was not detected: %v", c.sql, err)
		}
		run(c.mend)
		if _, err := verify(t, h); err != nil {
			t.Fatalf("after mending: %v", err)
		}
	}
}

func erasing(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return errors.Join(tx.NoteAbout(ctx, "register", "event/seminar-1", "person-7", map[string]string{"name": "Ona Petrauskienė"}),
			tx.Note(ctx, "open", "event/seminar-1", map[string]string{"room": "A"}))
	})
	before, err := verify(t, h)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.as("kurzeme", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.EraseAbout(ctx, "person-7", 1)
		return err
	}); !fault.Is(err, "record.forbidden") {
		t.Errorf("anybody can erase: %v", err)
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		n, err := tx.EraseAbout(ctx, "person-7", 1)
		if n != 1 {
			t.Errorf("erased %d", n)
		}
		return err
	})
	after, err := verify(t, h)
	if err != nil || after.Erased != 1 || after.Head != before.Head || after.Entries != before.Entries {
		t.Errorf("after erasing %+v: %v", after, err)
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		j, err := tx.Journal(ctx, 2, 1)
		if len(j) != 1 || j[0].Payload != "" || j[0].ErasedBy != 1 {
			t.Errorf("entry %+v", j)
		}
		return err
	})
}

func oldSchema(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "a"))
		return err
	})
	ctx := context.Background()
	if err := h.DB().Write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE record SET schema = 1, body = '{"name":"Old"}' WHERE slug = 'a'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		r, err := tx.Get(ctx, "finding/a")
		if err == nil && r.Body.(*sample).Title.In("en") != "Old" {
			t.Errorf("read %+v", r.Body)
		}
		return err
	})
	if err := h.DB().Write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE record SET schema = 9 WHERE slug = 'a'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	err := h.Read(ctx, actor("admin"), func(tx *record.ReadTx) error { _, err := tx.Get(ctx, "finding/a"); return err })
	if !fault.Is(err, "record.newer-schema") {
		t.Errorf("got %v", err)
	}
}
