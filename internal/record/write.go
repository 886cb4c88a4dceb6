// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Tx is a write transaction.
type Tx struct {
	ReadTx
	now       time.Time
	touched   map[string]*touched
	order     []string
	head      *Entry // last journal entry, read once
	languages []string
	langRead  bool
}

type touched struct {
	id      string
	record  Record
	deleted bool
}

// Now is the one time of this transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// ReadAhead does nothing: what is written in a transaction must be seen in it.
func (tx *Tx) ReadAhead(context.Context) error { return nil }

// Conflict is the cause of a record.conflict fault: somebody else saved meanwhile. Nothing is overwritten; the person sees
// what all three say.
type Conflict struct {
	Base   *Record // what the person started from; nil when it is not known
	Mine   Draft   // what the person wanted to save
	Theirs Record  // what is there now
}

// Error is for logs.
func (c *Conflict) Error() string { return "conflict on " + string(c.Theirs.Ref) }

// Create adds a record.
func (tx *Tx) Create(ctx context.Context, d Draft) (Record, error) {
	k, err := tx.check(ctx, d)
	if err != nil {
		return Record{}, err
	}
	if err := tx.allow(Create, d.subject()); err != nil {
		return Record{}, err
	}
	old, err := tx.load(ctx, d.Ref)
	switch {
	case err == nil && old.Deleted:
		return Record{}, fault.New(fault.Conflict, "record.slug-of-deleted", fault.A{"ref": string(d.Ref)})
	case err == nil:
		return Record{}, fault.New(fault.Conflict, "record.slug-taken", fault.A{"ref": string(d.Ref)})
	case !errors.Is(err, db.ErrNoRows):
		return Record{}, err
	}
	id, err := tx.newID()
	if err != nil {
		return Record{}, err
	}
	return tx.put(ctx, Create, id, 1, tx.now, d, k, false)
}

// Change replaces the editable state of a record. base is the revision the person started from; when it is no longer the
// present one, the fault record.conflict carries both sides. Handing in what is already there changes nothing.
func (tx *Tx) Change(ctx context.Context, base int64, d Draft) (Record, error) {
	k, err := tx.check(ctx, d)
	if err != nil {
		return Record{}, err
	}
	old, err := tx.Get(ctx, d.Ref)
	if err != nil {
		return Record{}, err
	}
	if err := tx.allow(Change, old.Subject()); err != nil {
		return Record{}, err
	}
	if err := tx.allow(Change, d.subject()); err != nil {
		return Record{}, err
	}
	st, err := pack(d, k.Schema)
	if err != nil {
		return Record{}, err
	}
	if st.hash(d.Ref) == old.Hash {
		return old, nil
	}
	if base != old.Revision {
		return Record{}, tx.conflict(ctx, base, d, old)
	}
	return tx.put(ctx, Change, old.ID, old.Revision+1, old.Created, d, k, false)
}

func (tx *Tx) conflict(ctx context.Context, base int64, mine Draft, theirs Record) error {
	c := &Conflict{Mine: mine, Theirs: theirs}
	if b, err := tx.Revision(ctx, mine.Ref, base); err == nil {
		c.Base = &b
	}
	return fault.New(fault.Conflict, "record.conflict", fault.A{"ref": string(mine.Ref), "base": base, "present": theirs.Revision}).Because(c)
}

// Delete takes a record out of sight; its history stays and Restore brings it back. What others rest on cannot be deleted.
func (tx *Tx) Delete(ctx context.Context, ref Ref, base int64) error {
	old, err := tx.Get(ctx, ref)
	if err != nil {
		return err
	}
	if err := tx.allow(Delete, old.Subject()); err != nil {
		return err
	}
	if base != old.Revision {
		return tx.conflict(ctx, base, old.Draft(), old)
	}
	k, err := tx.store.kinds.Kind(ref.Kind())
	if err != nil {
		return err
	}
	_, err = tx.put(ctx, Delete, old.ID, old.Revision+1, old.Created, old.Draft(), k, true)
	return err
}

// Restore brings a deleted record back as it was.
func (tx *Tx) Restore(ctx context.Context, ref Ref) (Record, error) {
	old, err := tx.load(ctx, ref)
	if err != nil || !old.Deleted || !tx.sees(old) {
		return Record{}, tx.notFound(ref, err)
	}
	if err := tx.allow(Delete, old.Subject()); err != nil {
		return Record{}, err
	}
	k, err := tx.store.kinds.Kind(ref.Kind())
	if err != nil {
		return Record{}, err
	}
	return tx.put(ctx, "restore", old.ID, old.Revision+1, old.Created, old.Draft(), k, false)
}

// check validates the envelope and the body.
func (tx *Tx) check(ctx context.Context, d Draft) (Kind, error) {
	k, err := tx.store.kinds.Kind(d.Ref.Kind())
	if err != nil {
		return Kind{}, err
	}
	langs, err := tx.Languages(ctx)
	if err != nil {
		return Kind{}, err
	}
	Normalise(&d)
	return k, Validate(d, langs)
}

// Validate checks a draft without a database: envelope, stated links and body.
func Validate(d Draft, languages []string) error {
	c := NewCheck(languages)
	if !ValidSlug(d.Ref.Slug()) {
		c.Add("slug", "record.bad-slug", fault.A{"found": d.Ref.Slug()})
	}
	if c.Required("owner", d.Owner != "") {
		c.Ref("owner", d.Owner, "organisation")
	}
	c.Refs("co_owners", d.CoOwners, "organisation")
	if slices.Contains(d.CoOwners, d.Owner) {
		c.Add("co_owners", "record.stands-twice", fault.A{"found": string(d.Owner)})
	}
	if !d.Visibility.Valid() {
		c.Add("visibility", "record.not-one-of", fault.A{"found": string(d.Visibility), "expected": "private, partners, public"})
	}
	for i, l := range d.Stated {
		in := c.In("links", i)
		in.Required("to", l.To != "")
		in.Ref("to", l.To)
		if _, known := pairs[l.Kind]; !known {
			names := make([]string, 0, len(pairs))
			for _, lk := range LinkKinds() {
				names = append(names, string(lk))
			}
			in.Add("kind", "record.not-one-of", fault.A{"found": string(l.Kind), "expected": strings.Join(names, ", ")})
		} else if l.To.Valid() && !Allowed(l.Kind, d.Ref.Kind(), l.To.Kind()) {
			in.Add("kind", "record.link-not-allowed", fault.A{"kind": string(l.Kind), "from": d.Ref.Kind(), "to": l.To.Kind()})
		}
		in.Text("reason", l.Reason, false)
	}
	if d.Body == nil {
		c.Add("", "record.required")
	} else {
		checkMarkers(c, d.Texts())
		d.Body.Validate(c)
	}
	return c.Err()
}

func (d Draft) subject() Subject {
	return Subject{Kind: d.Ref.Kind(), Owner: d.Owner, CoOwners: d.CoOwners, Visibility: d.Visibility}
}

// put is the one way into the tables.
func (tx *Tx) put(ctx context.Context, verb Verb, id string, revision int64, created time.Time, d Draft, k Kind, deleted bool) (Record, error) {
	st, err := pack(d, k.Schema)
	if err != nil {
		return Record{}, err
	}
	if deleted {
		st.deleted = 1
	}
	hash, now := st.hash(d.Ref), db.Time(tx.now)
	if revision == 1 {
		_, err = tx.sql.Exec(ctx, `INSERT INTO record (id, kind, slug, owner, co_owners, visibility, invented, deleted, revision, hash, schema, body, stated, created_at, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			id, d.Ref.Kind(), d.Ref.Slug(), st.owner, st.coOwners, st.visibility, st.invented, st.deleted, revision, hash, st.schema, st.body, st.stated, now, now)
	} else {
		_, err = tx.sql.Exec(ctx, `UPDATE record SET owner = $1, co_owners = $2, visibility = $3, invented = $4, deleted = $5, revision = $6, hash = $7,
			schema = $8, body = $9, stated = $10, changed_at = $11 WHERE id = $12`,
			st.owner, st.coOwners, st.visibility, st.invented, st.deleted, revision, hash, st.schema, st.body, st.stated, now, id)
	}
	if err != nil {
		return Record{}, err
	}
	if !deleted {
		if _, err := tx.sql.Exec(ctx, `INSERT INTO live (id) VALUES ($1) ON CONFLICT DO NOTHING`, id); err != nil {
			return Record{}, err
		}
	}
	entry, err := tx.journal(ctx, string(verb), string(d.Ref), "", journaled{hash, revision, deleted})
	if err != nil {
		return Record{}, err
	}
	_, err = tx.sql.Exec(ctx, `INSERT INTO revision (record_id, revision, owner, co_owners, visibility, invented, deleted, hash, schema, body, stated, recorded_at, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, revision, st.owner, st.coOwners, st.visibility, st.invented, st.deleted, hash, st.schema, st.body, st.stated, now, entry.Seq)
	if err != nil {
		return Record{}, err
	}
	rec, err := tx.store.unpack(d.Ref, id, revision, st, db.Time(created), now)
	if err != nil {
		return Record{}, err
	}
	if tx.touched[id] == nil {
		tx.order = append(tx.order, id)
	}
	tx.touched[id] = &touched{id: id, record: rec, deleted: deleted}
	return rec, tx.tell(ctx, Event{Entry: entry, Record: &rec})
}

func (tx *Tx) tell(ctx context.Context, e Event) error {
	for _, f := range tx.store.subscribers {
		if err := f(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func (tx *ReadTx) allow(v Verb, s Subject) error {
	if !tx.store.policy.Allows(tx.actor, v, s) {
		return fault.New(fault.Forbidden, "record.forbidden", fault.A{"verb": string(v), "kind": s.Kind})
	}
	return nil
}

// Allow asks the policy for a right over something that is not a record of its own, such as an import.
func (tx *ReadTx) Allow(v Verb, s Subject) error { return tx.allow(v, s) }

// Languages are the languages of the partnership; none before there is one.
func (tx *Tx) Languages(ctx context.Context) ([]string, error) {
	if tx.langRead {
		return tx.languages, nil
	}
	s, err := tx.Setting(ctx, "languages")
	if err != nil {
		return nil, err
	}
	tx.languages, tx.langRead = strings.Fields(s), true
	return tx.languages, nil
}

// SetLanguages sets the languages of the partnership, in their order.
func (tx *Tx) SetLanguages(ctx context.Context, languages []string) error {
	tx.languages, tx.langRead = languages, true
	return tx.SetSetting(ctx, "languages", strings.Join(languages, " "))
}

// Setting reads a small named value of the house; empty when it was never set.
func (tx *ReadTx) Setting(ctx context.Context, name string) (string, error) {
	var s string
	err := tx.sql.Row(ctx, `SELECT value FROM setting WHERE name = $1`, name).Scan(&s)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return s, err
}

// SetSetting stores a small named value of the house.
func (tx *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := tx.sql.Exec(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
