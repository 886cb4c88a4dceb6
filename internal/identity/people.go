// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// People lists everybody who is known, in the order in which they came. It needs the right to administer.
func People(ctx context.Context, tx *record.ReadTx) ([]Person, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return nil, err
	}
	rows, err := tx.SQL().Query(ctx, `SELECT id, name, email, lang, created_at FROM person ORDER BY created_at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Person
	for rows.Next() {
		var p Person
		var created string
		if err := rows.Scan(&p.ID, &p.Name, &p.Email, &p.Lang, &created); err != nil {
			return nil, err
		}
		if p.Created, err = db.ParseTime(created); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}
