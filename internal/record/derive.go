// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Settle derives links, fields and the words of search of everything the transaction has touched so far. Write does it at the end, so that records which
// point at each other can be written in any order; whoever wants to hear of a missing target earlier calls it before.
func (tx *Tx) Settle(ctx context.Context) error {
	defer func() { tx.order, tx.touched = nil, map[string]*touched{} }()
	for _, id := range tx.order {
		t := tx.touched[id]
		if t.deleted {
			if _, err := tx.sql.Exec(ctx, `DELETE FROM link WHERE from_id = $1`, id); err != nil {
				return err
			}
			if _, err := tx.sql.Exec(ctx, `DELETE FROM record_field WHERE record_id = $1`, id); err != nil {
				return err
			}
		}
		if err := tx.deriveWords(ctx, t.record, t.deleted); err != nil {
			return err
		}
	}
	for _, id := range tx.order {
		if t := tx.touched[id]; !t.deleted {
			if err := tx.deriveLinks(ctx, t.record); err != nil {
				return err
			}
			if err := tx.deriveFields(ctx, t.record); err != nil {
				return err
			}
		}
	}
	for _, id := range tx.order {
		if t := tx.touched[id]; t.deleted {
			if err := tx.leave(ctx, t.record); err != nil {
				return err
			}
		}
	}
	return nil
}

// users names the records that rest on one, as far as the actor may see them, and counts the others.
func (tx *Tx) users(ctx context.Context, of Record) (seen []string, hidden int, err error) {
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.id IN (SELECT l.from_id FROM link l WHERE l.to_id = $1) ORDER BY r.kind, r.slug`, of.ID)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		user, err := tx.scan(rows)
		if err != nil {
			return nil, 0, err
		}
		if tx.sees(user) {
			seen = append(seen, string(user.Ref))
		} else {
			hidden++
		}
	}
	return seen, hidden, rows.Err()
}

// leave takes a deleted record out of the live ones, unless others still rest on it.
func (tx *Tx) leave(ctx context.Context, r Record) error {
	users, hidden, err := tx.users(ctx, r)
	if err != nil {
		return err
	}
	if n := len(users) + hidden; n > 0 {
		return fault.New(fault.Conflict, "record.in-use", fault.A{"ref": string(r.Ref), "users": strings.Join(users, ", "), "n": n, "shown": len(users), "hidden": hidden})
	}
	_, err = tx.sql.Exec(ctx, `DELETE FROM live WHERE id = $1`, r.ID)
	return err
}

// LinksOfRecord gives all links of a record, stated and derived, owner first, each once with the first field it comes from: a
// chapter that cites a finding in three languages is linked to it once.
func LinksOfRecord(r Record) []Link {
	links := LinksTo(OwnedBy, "owner", r.Owner)
	links = append(links, LinksTo(OwnedBy, "co_owners", r.CoOwners...)...)
	links = append(links, r.Body.Links()...)
	for i, l := range r.Stated {
		l.Field, l.Stated = fmt.Sprintf("links.%d", i), true
		links = append(links, l)
	}
	type end struct {
		kind   LinkKind
		to     Ref
		stated bool
	}
	seen := map[end]bool{}
	out := links[:0]
	for _, l := range links {
		if e := (end{l.Kind, l.To, l.Stated}); !seen[e] {
			seen[e] = true
			l.From = r.Ref
			out = append(out, l)
		}
	}
	return out
}

// edge is a row of the table of links, without where it starts.
type edge struct {
	kind   string
	to     string // the id
	stated int64
}

// deriveLinks writes the links of a record that are new and takes away those that are no more.
func (tx *Tx) deriveLinks(ctx context.Context, r Record) error {
	links := LinksOfRecord(r)
	targets, err := tx.targets(ctx, links)
	if err != nil {
		return err
	}
	want := map[edge]bool{}
	for _, l := range links {
		place := fault.Place{File: string(r.Ref), Field: l.Field}
		if !Allowed(l.Kind, r.Ref.Kind(), l.To.Kind()) {
			return fault.New(fault.Invalid, "record.link-not-allowed",
				fault.A{"kind": string(l.Kind), "from": r.Ref.Kind(), "to": l.To.Kind()}).At(place)
		}
		to, there := targets[l.To]
		if !there {
			return fault.New(fault.Invalid, "record.unknown-ref", fault.A{"found": string(l.To)}).At(place)
		}
		e := edge{kind: string(l.Kind), to: to}
		if l.Stated {
			e.stated = 1
		}
		want[e] = true
	}
	gone, err := tx.linksBeside(ctx, r.ID, want)
	if err != nil {
		return err
	}
	for _, e := range gone {
		if _, err := tx.sql.Exec(ctx, `DELETE FROM link WHERE from_id = $1 AND kind = $2 AND to_id = $3 AND stated = $4`, r.ID, e.kind, e.to, e.stated); err != nil {
			return err
		}
	}
	added := make([][]any, 0, len(want))
	for e := range want {
		added = append(added, []any{r.ID, e.kind, e.to, e.stated})
	}
	return db.Insert(ctx, tx.sql, "link", []string{"from_id", "kind", "to_id", "stated"}, added)
}

// linksBeside takes out of those wanted the links that are there already, and gives those that are there and not wanted.
func (tx *Tx) linksBeside(ctx context.Context, id string, want map[edge]bool) (gone []edge, err error) {
	rows, err := tx.sql.Query(ctx, `SELECT kind, to_id, stated FROM link WHERE from_id = $1`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e edge
		if err := rows.Scan(&e.kind, &e.to, &e.stated); err != nil {
			return nil, err
		}
		if want[e] {
			delete(want, e)
		} else {
			gone = append(gone, e)
		}
	}
	return gone, rows.Err()
}

// targets gives the ids of what links point at, as far as it is there and the actor sees it. Bodies are not read: rights do not ask for them.
func (tx *Tx) targets(ctx context.Context, links []Link) (map[Ref]string, error) {
	out := map[Ref]string{}
	for part := range slices.Chunk(links, 200) {
		args := make([]any, 0, 2*len(part))
		for _, l := range part {
			args = append(args, l.To.Kind(), l.To.Slug())
		}
		rows, err := tx.sql.Query(ctx, `SELECT r.kind, r.slug, r.id, r.owner, r.co_owners, r.visibility FROM record r
			WHERE r.deleted = 0 AND (r.kind, r.slug) IN (VALUES `+db.Tuples(len(part), 2)+`)`, args...)
		if err != nil {
			return nil, err
		}
		if err := tx.collectTargets(rows, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (tx *Tx) collectTargets(rows *db.Rows, out map[Ref]string) error {
	defer rows.Close()
	for rows.Next() {
		var kind, slug, id, owner, coOwners, visibility string
		if err := rows.Scan(&kind, &slug, &id, &owner, &coOwners, &visibility); err != nil {
			return err
		}
		s := Subject{Kind: kind, Owner: Ref(owner), Visibility: Visibility(visibility)}
		if err := json.Unmarshal([]byte(coOwners), &s.CoOwners); err != nil {
			return err
		}
		if tx.store.policy.Allows(tx.actor, Read, s) {
			out[NewRef(kind, slug)] = id
		}
	}
	return rows.Err()
}

// deriveFields copies the declared fields. A text gets a row for each language of the partnership, with the wording a reader
// of that language is shown, so that every list is complete and in the reader's order.
func (tx *Tx) deriveFields(ctx context.Context, r Record) error {
	langs, err := tx.Languages(ctx)
	if err != nil {
		return err
	}
	fields := r.Body.Fields()
	seen := map[string]map[string]string{} // text field → language → wording
	want := map[fieldKey]fieldRow{}
	position := map[string]int64{}
	add := func(f Field) {
		key := f.Name + "\x00" + f.Lang
		want[fieldKey{f.Name, f.Lang, position[key]}] = rowOf(f)
		position[key]++
	}
	for _, f := range fields {
		if f.Type == TypeText {
			if seen[f.Name] == nil {
				seen[f.Name] = map[string]string{}
			}
			seen[f.Name][f.Lang] = f.Text
		}
		add(f)
	}
	for _, f := range fields {
		if wordings := seen[f.Name]; f.Type == TypeText && wordings != nil {
			seen[f.Name] = nil
			for _, lang := range langs {
				if wordings[lang] == "" {
					add(Field{Name: f.Name, Type: TypeText, Lang: lang, Text: f.Text})
				}
			}
		}
	}
	d := r.Draft()
	for _, lang := range d.StaleIn(langs) {
		add(Field{Name: staleField, Type: TypeString, Text: lang})
	}
	return tx.writeFields(ctx, r.ID, want)
}

// fieldKey and fieldRow are a row of the table of declared fields.
type fieldKey struct {
	name, lang string
	position   int64
}

type fieldRow struct {
	kind         string
	text, folded sql.NullString
	sortKey      string // of TypeText only
	number       sql.NullFloat64
	cents        sql.NullInt64
}

func rowOf(f Field) fieldRow {
	out := fieldRow{kind: string(f.Type)}
	switch f.Type {
	case TypeNumber:
		out.number = sql.NullFloat64{Float64: f.Number, Valid: true}
	case TypeCents:
		out.cents = sql.NullInt64{Int64: f.Cents, Valid: true}
	case TypeText:
		out.text, out.folded = sql.NullString{String: f.Text, Valid: true}, sql.NullString{String: i18n.Fold(f.Text), Valid: true}
		out.sortKey = string(i18n.For(i18n.Lang(f.Lang)).SortKey(f.Text))
	default:
		out.text = sql.NullString{String: f.Text, Valid: true}
	}
	return out
}

// values are those of the columns after the key.
func (f fieldRow) values() []any {
	out := []any{f.kind, nil, nil, nil, nil, nil}
	if f.text.Valid {
		out[1] = f.text.String
	}
	if f.folded.Valid {
		out[2], out[3] = []byte(f.sortKey), f.folded.String
	}
	if f.number.Valid {
		out[4] = f.number.Float64
	}
	if f.cents.Valid {
		out[5] = f.cents.Int64
	}
	return out
}

// writeFields writes the fields of a record that differ from those that are there.
func (tx *Tx) writeFields(ctx context.Context, id string, want map[fieldKey]fieldRow) error {
	gone, err := tx.fieldsBeside(ctx, id, want)
	if err != nil {
		return err
	}
	for _, k := range gone {
		if _, err := tx.sql.Exec(ctx, `DELETE FROM record_field WHERE record_id = $1 AND name = $2 AND lang = $3 AND position = $4`, id, k.name, k.lang, k.position); err != nil {
			return err
		}
	}
	added := make([][]any, 0, len(want))
	for k, f := range want {
		added = append(added, append([]any{id, k.name, k.lang, k.position}, f.values()...))
	}
	return db.Insert(ctx, tx.sql, "record_field", []string{"record_id", "name", "lang", "position", "type", "text", "sort_key", "folded", "number", "cents"}, added)
}

// fieldsBeside takes out of those wanted the fields that are there already, and gives those that are there and not wanted as they are.
func (tx *Tx) fieldsBeside(ctx context.Context, id string, want map[fieldKey]fieldRow) (gone []fieldKey, err error) {
	rows, err := tx.sql.Query(ctx, `SELECT name, lang, position, type, text, sort_key, folded, number, cents FROM record_field WHERE record_id = $1`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k fieldKey
		var f fieldRow
		var sortKey []byte
		if err := rows.Scan(&k.name, &k.lang, &k.position, &f.kind, &f.text, &sortKey, &f.folded, &f.number, &f.cents); err != nil {
			return nil, err
		}
		f.sortKey = string(sortKey)
		if w, there := want[k]; there && w == f {
			delete(want, k)
		} else {
			gone = append(gone, k)
		}
	}
	return gone, rows.Err()
}

// notFound hides the difference between what is not there and what may not be seen.
func (tx *ReadTx) notFound(ref Ref, err error) error {
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return err
	}
	return fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(ref)})
}

// staleField is the declared field that every record has for each language in which a translation waits to be made again.
const staleField = "translation.stale"

// Stale lists the visible records of which a translation was made from a source wording that has changed since, by reference.
func (tx *ReadTx) Stale(ctx context.Context) ([]Record, error) {
	if !tx.moment.IsZero() {
		return nil, fault.New(fault.Invalid, "record.query-in-past")
	}
	all, err := Kept(tx, "record.stale", weighRecords, func() ([]Record, error) {
		rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.deleted = 0 AND EXISTS (SELECT 1 FROM record_field f WHERE f.record_id = r.id AND f.name = $1)
		ORDER BY r.kind, r.slug`, staleField)
		if err != nil {
			return nil, err
		}
		return tx.collect(rows)
	})
	return slices.Clone(all), err
}

// weighRecords is what a list of records in memory needs beside the records.
func weighRecords(all []Record) int { return 256 * len(all) }

// StaleIn lists the languages in which a text of the draft is a stale translation.
func (d *Draft) StaleIn(languages []string) []string {
	var out []string
	for _, lang := range languages {
		for _, t := range d.Texts() {
			if t.Text.State(lang) == Stale {
				out = append(out, lang)
				break
			}
		}
	}
	return out
}
