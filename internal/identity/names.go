// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// Known is what a reader may know of whoever is behind a pseudonymous id.
type Known struct {
	// Name is what the person wants to be called. Only those who work in the partnership learn it.
	Name string
	// Organisations are those in which the person has a role now. Everybody learns them, but only where others have a role there too:
	// the organisation of one person would name the person.
	Organisations []record.Ref
	// Machine tells that it was done at the machine itself.
	Machine bool
}

// Names tells who is behind some ids, in two statements however many there are. Ids of nobody, or of a person who was erased, are left out.
func Names(ctx context.Context, tx *record.ReadTx, ids []string) (map[string]Known, error) {
	out := map[string]Known{}
	reader, _ := tx.Actor().(Actor)
	inside := reader.operator || len(reader.Members) > 0
	var ask []any
	asked := map[string]bool{}
	for _, id := range ids {
		switch {
		case id == AtTheMachine().ActorID():
			out[id] = Known{Machine: true}
		case id != "" && !asked[id]:
			asked[id] = true
			ask = append(ask, id)
		}
	}
	if len(ask) == 0 {
		return out, nil
	}
	if inside {
		rows, err := tx.SQL().Query(ctx, `SELECT id, name FROM person WHERE id IN (`+db.In(len(ask), 1)+`)`, ask...)
		if err != nil {
			return nil, err
		}
		if err := pairs(rows, func(id, name string) { out[id] = Known{Name: name} }); err != nil {
			return nil, err
		}
	}
	rows, err := tx.SQL().Query(ctx, `SELECT DISTINCT m.person, m.organisation FROM membership m WHERE m.person IN (`+db.In(len(ask), 1)+`)
		AND EXISTS (SELECT 1 FROM membership o WHERE o.organisation = m.organisation AND o.person <> m.person) ORDER BY m.person, m.organisation`, ask...)
	if err != nil {
		return nil, err
	}
	return out, pairs(rows, func(id, organisation string) {
		k := out[id]
		k.Organisations = append(k.Organisations, record.Ref(organisation))
		out[id] = k
	})
}

func pairs(rows *db.Rows, take func(a, b string)) error {
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return err
		}
		take(a, b)
	}
	return rows.Err()
}
