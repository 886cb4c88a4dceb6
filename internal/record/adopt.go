// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Adopt records that an organisation adopts the present revision. Only the owner and the co-owners adopt.
func (tx *Tx) Adopt(ctx context.Context, ref, organisation Ref) error {
	r, err := tx.Get(ctx, ref)
	if err != nil {
		return err
	}
	if organisation != r.Owner && !slices.Contains(r.CoOwners, organisation) {
		return fault.New(fault.Invalid, "record.not-an-owner", fault.A{"organisation": string(organisation), "ref": string(ref)})
	}
	// The right to adopt is asked for this organisation alone: one owner cannot adopt in the name of another.
	if err := tx.allow(Adopt, Subject{Kind: ref.Kind(), Owner: organisation, Visibility: r.Visibility}); err != nil {
		return err
	}
	n, err := tx.sql.Exec(ctx, `INSERT INTO adoption (record_id, revision, organisation, adopted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		r.ID, r.Revision, string(organisation), db.Time(tx.now))
	if err != nil || n == 0 {
		return err
	}
	return tx.Note(ctx, string(Adopt), string(ref), map[string]any{"organisation": organisation, "adopted_revision": r.Revision})
}

// Adoption says how far the present revision is adopted.
type Adoption struct {
	By      []Ref // who has adopted it
	Missing []Ref // who has not yet
}

// Adopted tells whether every owner has adopted the revision.
func (a Adoption) Adopted() bool { return len(a.Missing) == 0 }

// Adoption reads who has adopted the present revision of a record.
func (tx *ReadTx) Adoption(ctx context.Context, ref Ref) (Adoption, error) {
	r, err := tx.Get(ctx, ref)
	if err != nil {
		return Adoption{}, err
	}
	rows, err := tx.sql.Query(ctx, `SELECT organisation FROM adoption WHERE record_id = $1 AND revision = $2 ORDER BY organisation`, r.ID, r.Revision)
	if err != nil {
		return Adoption{}, err
	}
	defer rows.Close()
	var a Adoption
	for rows.Next() {
		var org string
		if err := rows.Scan(&org); err != nil {
			return Adoption{}, err
		}
		a.By = append(a.By, Ref(org))
	}
	for _, o := range append([]Ref{r.Owner}, r.CoOwners...) {
		if !slices.Contains(a.By, o) {
			a.Missing = append(a.Missing, o)
		}
	}
	return a, rows.Err()
}
