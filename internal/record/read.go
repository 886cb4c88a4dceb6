// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/json"
	"slices"
	"sort"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// ReadTx reads a consistent view, now or as known at a moment.
type ReadTx struct {
	sql    db.Tx
	store  *Store
	actor  Actor
	moment time.Time
	past   *past  // the records of the moment, read once; of now when they were read ahead or are in memory
	sight  *sight // what is kept of the present, see [Store.ReadKept]; nil without memory
}

// SQL gives the transaction below, for rooms that keep tables of their own.
func (tx *ReadTx) SQL() db.Tx { return tx.sql }

// Actor is whoever reads or writes.
func (tx *ReadTx) Actor() Actor { return tx.actor }

// Moment is the moment read at; zero is now.
func (tx *ReadTx) Moment() time.Time { return tx.moment }

// AsOf reads the records as known at a moment in the same transaction; a zero moment is now.
func (tx *ReadTx) AsOf(moment time.Time) *ReadTx {
	return &ReadTx{sql: tx.sql, store: tx.store, actor: tx.actor, moment: moment}
}

// ReadAhead reads all visible records by one statement; from then on Get, All, From, To and Reach answer from memory. A page that looks at
// the whole plan asks for it first. Bodies are then shared by all who ask in this transaction, so they are not to be changed.
func (tx *ReadTx) ReadAhead(ctx context.Context) error {
	if tx.past != nil {
		return nil
	}
	if !tx.moment.IsZero() {
		_, err := tx.pastRecords(ctx)
		return err
	}
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.deleted = 0 ORDER BY r.kind, r.slug`)
	if err != nil {
		return err
	}
	all, err := tx.collect(rows)
	if err != nil {
		return err
	}
	tx.past = newPast(all, LinksOfRecord)
	return nil
}

// inMemory tells whether all records were read.
func (tx *ReadTx) inMemory() bool { return !tx.moment.IsZero() || tx.past != nil }

// Kinds gives the registry.
func (tx *ReadTx) Kinds() *Registry { return tx.store.kinds }

const recordColumns = `r.kind, r.slug, r.id, r.revision, r.owner, r.co_owners, r.visibility, r.invented, r.deleted, r.schema, r.body, r.stated, r.created_at, r.changed_at`

type scanner interface{ Scan(...any) error }

// row is a record as the database has it.
type row struct {
	kind, slug, id, created, changed string
	revision                         int64
	st                               state
}

func (r *row) scan(from scanner) error {
	st := &r.st
	return from.Scan(&r.kind, &r.slug, &r.id, &r.revision, &st.owner, &st.coOwners, &st.visibility, &st.invented, &st.deleted, &st.schema, &st.body, &st.stated, &r.created, &r.changed)
}

func (r *row) ref() Ref { return NewRef(r.kind, r.slug) }

func (tx *ReadTx) scan(from scanner) (Record, error) {
	var r row
	if err := r.scan(from); err != nil {
		return Record{}, err
	}
	if k := tx.sight.find(r.ref()); k != nil && k.ID == r.id && k.Revision == r.revision {
		return k.Record, nil
	}
	return tx.store.unpack(r.ref(), r.id, r.revision, r.st, r.created, r.changed)
}

// load reads the present state, deleted or not, whoever asks.
func (tx *ReadTx) load(ctx context.Context, ref Ref) (Record, error) {
	return tx.scan(tx.sql.Row(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.kind = $1 AND r.slug = $2`, ref.Kind(), ref.Slug()))
}

// Get implements Reader.
func (tx *ReadTx) Get(ctx context.Context, ref Ref) (Record, error) {
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return Record{}, err
		}
		if r, ok := p.byRef[ref]; ok {
			return r, nil
		}
		return Record{}, tx.notFound(ref, nil)
	}
	r, err := tx.load(ctx, ref)
	if err != nil || r.Deleted || !tx.sees(r) {
		return Record{}, tx.notFound(ref, err)
	}
	return r, nil
}

func (tx *ReadTx) sees(r Record) bool { return tx.store.policy.Allows(tx.actor, Read, r.Subject()) }

// All implements Reader.
func (tx *ReadTx) All(ctx context.Context, kind string) ([]Record, error) {
	if _, err := tx.store.kinds.Kind(kind); err != nil {
		return nil, err
	}
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return nil, err
		}
		return slices.Clone(p.byKind[kind]), nil // for the asker to put into another order
	}
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.kind = $1 AND r.deleted = 0 ORDER BY r.slug`, kind)
	if err != nil {
		return nil, err
	}
	return tx.collect(rows)
}

// AllOf gives the visible records of several kinds in one query, by kind and slug.
func (tx *ReadTx) AllOf(ctx context.Context, kinds ...string) (map[string][]Record, error) {
	out := map[string][]Record{}
	args := make([]any, 0, len(kinds))
	for _, k := range kinds {
		if _, err := tx.store.kinds.Kind(k); err != nil {
			return nil, err
		}
		args = append(args, k)
	}
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return nil, err
		}
		for _, k := range kinds {
			out[k] = slices.Clone(p.byKind[k])
		}
		return out, nil
	}
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.kind IN (`+db.In(len(kinds), 1)+`) AND r.deleted = 0 ORDER BY r.kind, r.slug`, args...)
	if err != nil {
		return nil, err
	}
	all, err := tx.collect(rows)
	for _, r := range all {
		out[r.Ref.Kind()] = append(out[r.Ref.Kind()], r)
	}
	return out, err
}

func (tx *ReadTx) collect(rows *db.Rows) ([]Record, error) {
	defer rows.Close()
	var out []Record
	for rows.Next() {
		r, err := tx.scan(rows)
		if err != nil {
			return nil, err
		}
		if tx.sees(r) {
			out = append(out, r)
		}
	}
	return out, rows.Err()
}

// From implements Reader.
func (tx *ReadTx) From(ctx context.Context, ref Ref) ([]Link, error) {
	r, err := tx.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	var out []Link
	for _, l := range tx.LinksOf(r) {
		if _, err := tx.Get(ctx, l.To); err == nil {
			out = append(out, l)
		} else if fault.CodeOf(err) != fault.NotFound {
			return nil, err
		}
	}
	orderLinks(out, func(l Link) Ref { return l.To })
	return out, nil
}

// To implements Reader.
func (tx *ReadTx) To(ctx context.Context, ref Ref) ([]Link, error) {
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return nil, err
		}
		return slices.Clone(p.to[ref]), nil
	}
	target, err := tx.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	rows, err := tx.sql.Query(ctx, `SELECT DISTINCT `+recordColumns+` FROM record r JOIN link l ON l.from_id = r.id WHERE l.to_id = $1 ORDER BY r.kind, r.slug`, target.ID)
	if err != nil {
		return nil, err
	}
	users, err := tx.collect(rows)
	if err != nil {
		return nil, err
	}
	var out []Link
	for _, u := range users {
		for _, l := range LinksOfRecord(u) {
			if l.To == ref {
				out = append(out, l)
			}
		}
	}
	orderLinks(out, func(l Link) Ref { return l.From })
	return out, nil
}

func orderLinks(links []Link, end func(Link) Ref) {
	sort.SliceStable(links, func(i, j int) bool {
		if links[i].Kind != links[j].Kind {
			return links[i].Kind < links[j].Kind
		}
		return end(links[i]) < end(links[j])
	})
}

// past is the house as known at a moment, read ahead, or from memory.
type past struct {
	byRef  map[Ref]Record
	byKind map[string][]Record
	to     map[Ref][]Link // those that end at a record, from records that are there
	from   map[Ref][]Link // those that start at a record, wherever they end
}

func (tx *ReadTx) pastRecords(ctx context.Context) (*past, error) {
	if tx.past != nil {
		return tx.past, nil
	}
	rows, err := tx.sql.Query(ctx, `SELECT r.kind, r.slug, r.id, v.revision, v.owner, v.co_owners, v.visibility, v.invented, v.deleted, v.schema, v.body, v.stated,
			r.created_at, v.recorded_at, r.owner, r.co_owners, r.visibility
		FROM revision v JOIN record r ON r.id = v.record_id
		WHERE v.recorded_at <= $1 AND v.revision = (SELECT max(w.revision) FROM revision w WHERE w.record_id = v.record_id AND w.recorded_at <= $1)
		ORDER BY r.kind, r.slug`, db.Time(tx.moment))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Record
	for rows.Next() {
		var kind, slug, id, created, changed string
		var revision int64
		var st, present state
		if err := rows.Scan(&kind, &slug, &id, &revision, &st.owner, &st.coOwners, &st.visibility, &st.invented, &st.deleted, &st.schema, &st.body, &st.stated,
			&created, &changed, &present.owner, &present.coOwners, &present.visibility); err != nil {
			return nil, err
		}
		if st.deleted == 1 {
			continue
		}
		r, err := tx.store.unpack(NewRef(kind, slug), id, revision, st, created, changed)
		if err != nil {
			return nil, err
		}
		// What was public and is private today stays hidden in the past too.
		today, err := presentSubject(kind, present)
		if err != nil {
			return nil, err
		}
		if !tx.sees(r) || !tx.store.policy.Allows(tx.actor, Read, today) {
			continue
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	tx.past = newPast(all, LinksOfRecord)
	return tx.past, nil
}

// newPast turns records, by kind and slug, into what can be asked.
func newPast(all []Record, linksOf func(Record) []Link) *past {
	p := &past{byRef: make(map[Ref]Record, len(all)), byKind: map[string][]Record{}, to: map[Ref][]Link{}, from: make(map[Ref][]Link, len(all))}
	for _, r := range all {
		p.byRef[r.Ref] = r
		p.byKind[r.Ref.Kind()] = append(p.byKind[r.Ref.Kind()], r)
	}
	for _, r := range all {
		p.from[r.Ref] = linksOf(r)
		for _, l := range p.from[r.Ref] {
			if _, there := p.byRef[l.To]; there {
				p.to[l.To] = append(p.to[l.To], l)
			}
		}
	}
	for _, links := range p.to {
		orderLinks(links, func(l Link) Ref { return l.From })
	}
	return p
}

// Revision reads one earlier state of a record.
func (tx *ReadTx) Revision(ctx context.Context, ref Ref, revision int64) (Record, error) {
	present, err := tx.load(ctx, ref)
	if err != nil || !tx.sees(present) {
		return Record{}, tx.notFound(ref, err)
	}
	var st state
	var recorded string
	err = tx.sql.Row(ctx, `SELECT owner, co_owners, visibility, invented, deleted, schema, body, stated, recorded_at FROM revision WHERE record_id = $1 AND revision = $2`,
		present.ID, revision).Scan(&st.owner, &st.coOwners, &st.visibility, &st.invented, &st.deleted, &st.schema, &st.body, &st.stated, &recorded)
	if err != nil {
		return Record{}, tx.notFound(ref, err)
	}
	r, err := tx.store.unpack(ref, present.ID, revision, st, db.Time(present.Created), recorded)
	if err != nil {
		return Record{}, err
	}
	if !tx.sees(r) {
		return Record{}, tx.notFound(ref, nil)
	}
	return r, nil
}

// presentSubject is what the policy is asked about for the present state of a record.
func presentSubject(kind string, st state) (Subject, error) {
	s := Subject{Kind: kind, Owner: Ref(st.owner), Visibility: Visibility(st.visibility)}
	return s, json.Unmarshal([]byte(st.coOwners), &s.CoOwners)
}
