// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Unsaved is what a person has typed and not yet saved: one row for each person and form of a record, with the revision it started from.
// It need not be valid, so it is kept as JSON. It is not journaled: it is nobody else's business until it is saved.
type Unsaved struct {
	Ref Ref
	// Form tells which form of the record it was typed into; empty is the form of all its fields.
	Form         string
	BaseRevision int64
	Body         json.RawMessage
	SavedAt      time.Time
}

// KeepDraft keeps what the actor has typed, replacing what was kept before.
func (tx *Tx) KeepDraft(ctx context.Context, u Unsaved) error {
	if !u.Ref.Valid() {
		return fault.New(fault.Invalid, "record.bad-ref", fault.A{"found": string(u.Ref)})
	}
	body, err := CanonicalJSON(u.Body)
	if err != nil {
		return fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	_, err = tx.sql.Exec(ctx, `INSERT INTO draft (person, ref, form, base_revision, body, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (person, ref, form) DO UPDATE SET base_revision = excluded.base_revision, body = excluded.body, saved_at = excluded.saved_at`,
		tx.actor.ActorID(), string(u.Ref), u.Form, u.BaseRevision, string(body), db.Time(tx.now))
	return err
}

// DropDraft forgets what the actor has typed into a form of a record.
func (tx *Tx) DropDraft(ctx context.Context, ref Ref, form string) error {
	_, err := tx.sql.Exec(ctx, `DELETE FROM draft WHERE person = $1 AND ref = $2 AND form = $3`, tx.actor.ActorID(), string(ref), form)
	return err
}

// DropDraftsOf forgets all that a person has typed; it goes with erasing the person and needs the right to administer.
func (tx *Tx) DropDraftsOf(ctx context.Context, person string) error {
	if err := tx.allow(Administer, Subject{}); err != nil {
		return err
	}
	_, err := tx.sql.Exec(ctx, `DELETE FROM draft WHERE person = $1`, person)
	return err
}

// Drafts lists what the actor has typed and not saved, by reference and form.
func (tx *ReadTx) Drafts(ctx context.Context) ([]Unsaved, error) {
	rows, err := tx.sql.Query(ctx, `SELECT ref, form, base_revision, body, saved_at FROM draft WHERE person = $1 ORDER BY ref, form`, tx.actor.ActorID())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Unsaved
	for rows.Next() {
		var u Unsaved
		var ref, body, at string
		if err := rows.Scan(&ref, &u.Form, &u.BaseRevision, &body, &at); err != nil {
			return nil, err
		}
		u.Ref, u.Body = Ref(ref), json.RawMessage(body)
		if u.SavedAt, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}
