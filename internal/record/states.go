// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"errors"

	"github.com/sumanus/sumanus/internal/db"
)

// State is one state of a record with the entry that made it.
type State struct {
	Revisit
	Record Record
}

// States lists states of a record, newest first, from the revision before "below" on; 0 begins with the present one. A state that
// was not to be seen is left out. A deleted record still has its states.
func (tx *ReadTx) States(ctx context.Context, ref Ref, below int64, most int) ([]State, error) {
	present, err := tx.load(ctx, ref)
	if err != nil || !tx.sees(present) {
		return nil, tx.notFound(ref, err)
	}
	if below <= 0 {
		below = present.Revision + 1
	}
	rows, err := tx.sql.Query(ctx, `SELECT v.revision, v.seq, v.recorded_at, j.actor, j.verb, v.owner, v.co_owners, v.visibility, v.invented, v.deleted, v.schema, v.body, v.stated
		FROM revision v JOIN journal j ON j.seq = v.seq WHERE v.record_id = $1 AND v.revision < $2 ORDER BY v.revision DESC LIMIT $3`, present.ID, below, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []State
	for rows.Next() {
		var s State
		var st state
		var at string
		if err := rows.Scan(&s.Revision, &s.Seq, &at, &s.Actor, &s.Verb, &st.owner, &st.coOwners, &st.visibility, &st.invented, &st.deleted, &st.schema, &st.body, &st.stated); err != nil {
			return nil, err
		}
		if s.At, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		if s.Record, err = tx.store.unpack(ref, present.ID, s.Revision, st, db.Time(present.Created), at); err != nil {
			return nil, err
		}
		s.Hash = s.Record.Hash
		if tx.sees(s.Record) {
			out = append(out, s)
		}
	}
	return out, rows.Err()
}

// Deleted lists the deleted records that the actor may restore, the last deleted first. Changed is when each was deleted.
func (tx *ReadTx) Deleted(ctx context.Context) ([]Record, error) {
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.deleted = 1 ORDER BY r.changed_at DESC, r.kind, r.slug`)
	if err != nil {
		return nil, err
	}
	all, err := tx.collect(rows)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, r := range all {
		if tx.store.policy.Allows(tx.actor, Delete, r.Subject()) {
			out = append(out, r)
		}
	}
	return out, nil
}

// Free tells whether no record, deleted or not, seen or not, has the reference: whether one can be created under it.
func (tx *ReadTx) Free(ctx context.Context, ref Ref) (bool, error) {
	var one int64
	err := tx.sql.Row(ctx, `SELECT 1 FROM record r WHERE r.kind = $1 AND r.slug = $2`, ref.Kind(), ref.Slug()).Scan(&one)
	if errors.Is(err, db.ErrNoRows) {
		return true, nil
	}
	return false, err
}

// LastEntry gives the number of the journal entry that made the present state of a record, which is what undoing it takes. It is asked in
// the transaction that wrote.
func (tx *Tx) LastEntry(ctx context.Context, ref Ref) (int64, error) {
	var seq int64
	err := tx.sql.Row(ctx, `SELECT v.seq FROM record r JOIN revision v ON v.record_id = r.id AND v.revision = r.revision WHERE r.kind = $1 AND r.slug = $2`,
		ref.Kind(), ref.Slug()).Scan(&seq)
	if errors.Is(err, db.ErrNoRows) {
		return 0, tx.notFound(ref, nil)
	}
	return seq, err
}
