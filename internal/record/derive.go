// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
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
		if _, err := tx.sql.Exec(ctx, `DELETE FROM link WHERE from_id = $1`, id); err != nil {
			return err
		}
		if _, err := tx.sql.Exec(ctx, `DELETE FROM record_field WHERE record_id = $1`, id); err != nil {
			return err
		}
		if err := tx.deriveWords(ctx, tx.touched[id].record, tx.touched[id].deleted); err != nil {
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
	type edge struct {
		kind   LinkKind
		to     Ref
		stated bool
	}
	seen := map[edge]bool{}
	out := links[:0]
	for _, l := range links {
		if e := (edge{l.Kind, l.To, l.Stated}); !seen[e] {
			seen[e] = true
			l.From = r.Ref
			out = append(out, l)
		}
	}
	return out
}

func (tx *Tx) deriveLinks(ctx context.Context, r Record) error {
	for _, l := range LinksOfRecord(r) {
		place := fault.Place{File: string(r.Ref), Field: l.Field}
		if !Allowed(l.Kind, r.Ref.Kind(), l.To.Kind()) {
			return fault.New(fault.Invalid, "record.link-not-allowed",
				fault.A{"kind": string(l.Kind), "from": r.Ref.Kind(), "to": l.To.Kind()}).At(place)
		}
		to, err := tx.Get(ctx, l.To)
		if fault.CodeOf(err) == fault.NotFound {
			return fault.New(fault.Invalid, "record.unknown-ref", fault.A{"found": string(l.To)}).At(place)
		}
		if err != nil {
			return err
		}
		stated := 0
		if l.Stated {
			stated = 1
		}
		if _, err := tx.sql.Exec(ctx, `INSERT INTO link (from_id, kind, to_id, stated) VALUES ($1, $2, $3, $4)`, r.ID, string(l.Kind), to.ID, stated); err != nil {
			return err
		}
	}
	return nil
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
	position := map[string]int{}
	var rows [][]any
	add := func(f Field) {
		key := f.Name + "\x00" + f.Lang
		row := []any{r.ID, f.Name, f.Lang, int64(position[key]), string(f.Type), nil, nil, nil, nil, nil}
		position[key]++
		switch f.Type {
		case TypeNumber:
			row[8] = f.Number
		case TypeCents:
			row[9] = f.Cents
		case TypeText:
			row[5], row[6], row[7] = f.Text, i18n.For(i18n.Lang(f.Lang)).SortKey(f.Text), i18n.Fold(f.Text)
		default:
			row[5] = f.Text
		}
		rows = append(rows, row)
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
	for _, row := range rows {
		if _, err := tx.sql.Exec(ctx, `INSERT INTO record_field (record_id, name, lang, position, type, text, sort_key, folded, number, cents)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, row...); err != nil {
			return err
		}
	}
	return nil
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
