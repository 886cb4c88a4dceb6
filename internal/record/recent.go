// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Happening is a line of the journal about a record that may be seen, with the record as it is now.
type Happening struct {
	Entry
	Record Record
}

// Recent lists the newest lines of the journal about records that may be seen and are still there, newest first, at most limit. What a
// line says stays in Entry.Payload only for notes: states of records are read by History, which asks for the right to each.
func (tx *ReadTx) Recent(ctx context.Context, limit int) ([]Happening, error) {
	if !tx.moment.IsZero() {
		return nil, fault.New(fault.Invalid, "record.query-in-past")
	}
	all, err := Kept(tx, fmt.Sprintf("record.recent %d", limit), weighHappenings, func() ([]Happening, error) { return tx.recent(ctx, limit) })
	return slices.Clone(all), err
}

func weighHappenings(all []Happening) int {
	n := 0
	for _, h := range all {
		n += 512 + len(h.Payload)
	}
	return n
}

func (tx *ReadTx) recent(ctx context.Context, limit int) ([]Happening, error) {
	// The newest lines first, then those that may be seen: a window of some size bounds what a page costs.
	rows, err := tx.sql.Query(ctx, `SELECT j.seq, j.at, j.actor, j.verb, j.subject, p.payload, p.about FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq
		ORDER BY j.seq DESC LIMIT $1`, int64(20*limit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	var refs []Ref
	for rows.Next() {
		var e Entry
		var at string
		var payload, about *string
		if err := rows.Scan(&e.Seq, &at, &e.Actor, &e.Verb, &e.Subject, &payload, &about); err != nil {
			return nil, err
		}
		if e.At, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		if payload != nil && about == nil {
			e.Payload = *payload
		}
		if ref := Ref(e.Subject); ref.Valid() && about == nil {
			entries = append(entries, e)
			refs = append(refs, ref)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	seen, err := tx.Records(ctx, refs)
	if err != nil {
		return nil, err
	}
	var out []Happening
	for _, e := range entries {
		if r, ok := seen[Ref(e.Subject)]; ok && len(out) < limit {
			out = append(out, Happening{e, r})
		}
	}
	return out, nil
}

// Records gives the visible records among those named, in one query.
func (tx *ReadTx) Records(ctx context.Context, refs []Ref) (map[Ref]Record, error) {
	out := map[Ref]Record{}
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return nil, err
		}
		for _, ref := range refs {
			if r, ok := p.byRef[ref]; ok {
				out[ref] = r
			}
		}
		return out, nil
	}
	slugs := map[string][]any{}
	var kinds []string
	asked := map[Ref]bool{}
	for _, ref := range refs {
		if asked[ref] || !ref.Valid() {
			continue
		}
		asked[ref] = true
		if slugs[ref.Kind()] == nil {
			kinds = append(kinds, ref.Kind())
		}
		slugs[ref.Kind()] = append(slugs[ref.Kind()], ref.Slug())
	}
	if len(kinds) == 0 {
		return out, nil
	}
	b := &builder{}
	var conditions []string
	for _, k := range kinds {
		kind := b.arg(k)
		list := db.In(len(slugs[k]), len(b.args)+1)
		b.args = append(b.args, slugs[k]...)
		conditions = append(conditions, `r.kind = `+kind+` AND r.slug IN (`+list+`)`)
	}
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.deleted = 0 AND (`+strings.Join(conditions, ` OR `)+`)`, b.args...)
	if err != nil {
		return nil, err
	}
	found, err := tx.collect(rows)
	for _, r := range found {
		out[r.Ref] = r
	}
	return out, err
}
