// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Env is what the mechanism takes from the world: the time and randomness, both passed in.
type Env struct {
	Now    func() time.Time
	Random io.Reader
}

// Store reads and writes records.
type Store struct {
	db          db.DB
	kinds       *Registry
	policy      Policy
	env         Env
	subscribers []Subscriber
	memory      memory
}

// Event is what a subscriber is told after an entry was journaled, in the same transaction.
type Event struct {
	Entry
	// Record is the new state when a record was created, changed, deleted or restored; nil for a note.
	Record *Record
	// Payload is what was noted, when it is a note.
	Payload any
}

// Subscriber hears of every journal entry. It may write through tx (and so enqueue work); an error undoes the transaction.
type Subscriber func(ctx context.Context, tx *Tx, e Event) error

// New makes a store over an open database.
func New(d db.DB, kinds *Registry, policy Policy, env Env) *Store {
	return &Store{db: d, kinds: kinds, policy: policy, env: env}
}

// Subscribe adds a subscriber; it is called while wiring, before the first write.
func (s *Store) Subscribe(f Subscriber) { s.subscribers = append(s.subscribers, f) }

// Kinds gives the registry.
func (s *Store) Kinds() *Registry { return s.kinds }

// DB gives the database below, for rooms that keep tables of their own.
func (s *Store) DB() db.DB { return s.db }

// Now tells the time of the house.
func (s *Store) Now() time.Time { return s.env.Now().UTC().Truncate(time.Millisecond) }

// Version names the state of the house: as long as it stays the same nothing was written, see [db.DB].
func (s *Store) Version(ctx context.Context) (string, error) { return s.db.Version(ctx) }

// Read runs f on a consistent view of the present.
func (s *Store) Read(ctx context.Context, actor Actor, f func(*ReadTx) error) error {
	return s.ReadAt(ctx, actor, time.Time{}, f)
}

// ReadAt runs f on the records as known at the moment; a zero moment is now. What a person may not see today stays hidden in
// the past too.
func (s *Store) ReadAt(ctx context.Context, actor Actor, moment time.Time, f func(*ReadTx) error) error {
	return s.db.Read(ctx, func(sql db.Tx) error {
		return f(&ReadTx{sql: sql, store: s, actor: actor, moment: moment})
	})
}

// Write runs f in the one write transaction. f may run again after a serialisation failure, so it does nothing outside.
func (s *Store) Write(ctx context.Context, actor Actor, f func(*Tx) error) error {
	return s.db.Write(ctx, func(sql db.Tx) error {
		tx := &Tx{ReadTx: ReadTx{sql: sql, store: s, actor: actor}, now: s.Now(), touched: map[string]*touched{}}
		if err := f(tx); err != nil {
			return err
		}
		return tx.Settle(ctx)
	})
}

// errRehearsed ends a rehearsal that nothing refused.
var errRehearsed = errors.New("rehearsed")

// Rehearse runs f like Write, to learn whether it would be accepted, and takes everything back: nothing is written, nothing stands in the
// journal. The faults are those of Write, because it is the same way.
func (s *Store) Rehearse(ctx context.Context, actor Actor, f func(*Tx) error) error {
	err := s.Write(ctx, actor, func(tx *Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// Envelope is what every record has beside its body.
type Envelope struct {
	Ref        Ref
	ID         string // UUIDv7
	Owner      Ref
	CoOwners   []Ref
	Visibility Visibility
	Invented   bool // not a fact of the world: marked on every page and in every export
	Revision   int64
	// Hash is over everything a person can edit; equal states have equal hashes in every database.
	Hash    string
	Created time.Time
	Changed time.Time
	Deleted bool
}

// Record is an envelope, a body and the links that persons stated.
type Record struct {
	Envelope
	Body   Body
	Stated []Link
}

// Subject is what the policy is asked about.
func (r Record) Subject() Subject {
	return Subject{Kind: r.Ref.Kind(), Owner: r.Owner, CoOwners: r.CoOwners, Visibility: r.Visibility}
}

// Draft is what a person hands in to create or change a record.
type Draft struct {
	Ref        Ref
	Owner      Ref
	CoOwners   []Ref
	Visibility Visibility
	Invented   bool
	Body       Body
	Stated     []Link
}

// Draft gives the editable part of a record, ready to be changed and handed in again. The body is shared, not copied.
func (r Record) Draft() Draft {
	return Draft{r.Ref, r.Owner, r.CoOwners, r.Visibility, r.Invented, r.Body, r.Stated}
}

// Reader reads records, now or as known at a moment. Both *ReadTx and *Tx are Readers.
type Reader interface {
	// Get gives a record; fault record.not-found when there is none or it may not be seen.
	Get(ctx context.Context, ref Ref) (Record, error)
	// All gives the visible records of a kind, by slug.
	All(ctx context.Context, kind string) ([]Record, error)
	// From gives the links that start at the record, stated and derived, by kind and target.
	From(ctx context.Context, ref Ref) ([]Link, error)
	// To gives the links that end at the record, by kind and start.
	To(ctx context.Context, ref Ref) ([]Link, error)
	// Moment is the moment read at; zero is now.
	Moment() time.Time
}

// newID makes a UUIDv7 of the transaction's time.
func (tx *Tx) newID() (string, error) {
	var u uuid.UUID
	if _, err := io.ReadFull(tx.store.env.Random, u[:]); err != nil {
		return "", err
	}
	ms := tx.now.UnixMilli()
	for i := range 6 {
		u[i] = byte(ms >> (8 * (5 - i)))
	}
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u.String(), nil
}

// state is the editable part of a record as it is stored.
type state struct {
	owner      string
	coOwners   string
	visibility string
	invented   int64
	deleted    int64
	schema     int64
	body       string
	stated     string
}

// hash covers what a person can edit, not whether it is deleted: a restored record has the hash it had.
func (st state) hash(ref Ref) string {
	return sha256Hex([]byte(strings.Join([]string{
		string(ref), st.owner, st.coOwners, st.visibility, fmt.Sprint(st.invented), fmt.Sprint(st.schema), st.body, st.stated,
	}, "\n")))
}

// pack turns a draft into its stored state.
func pack(d Draft, schema int) (state, error) {
	body, err := Canonical(d.Body)
	if err != nil {
		return state{}, fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	co := d.CoOwners
	if co == nil {
		co = []Ref{}
	}
	coJSON, err := Canonical(co)
	if err != nil {
		return state{}, err
	}
	links := sortLinks(append([]Link{}, d.Stated...))
	stated, err := Canonical(links)
	if err != nil {
		return state{}, fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	st := state{
		owner: string(d.Owner), coOwners: string(coJSON), visibility: string(d.Visibility), schema: int64(schema),
		body: string(body), stated: string(stated),
	}
	if d.Invented {
		st.invented = 1
	}
	return st, nil
}

// unpack turns a stored state into a record.
func (s *Store) unpack(ref Ref, id string, revision int64, st state, created, changed string) (Record, error) {
	k, err := s.kinds.Kind(ref.Kind())
	if err != nil {
		return Record{}, err
	}
	body, err := k.Decode(int(st.schema), []byte(st.body))
	if err != nil {
		return Record{}, fmt.Errorf("record %s revision %d: %w", ref, revision, err)
	}
	r := Record{Body: body}
	r.Ref, r.ID, r.Owner, r.Visibility = ref, id, Ref(st.owner), Visibility(st.visibility)
	r.Invented, r.Deleted, r.Revision, r.Hash = st.invented == 1, st.deleted == 1, revision, st.hash(ref)
	if err := json.Unmarshal([]byte(st.coOwners), &r.CoOwners); err != nil {
		return Record{}, err
	}
	if len(r.CoOwners) == 0 {
		r.CoOwners = nil
	}
	if err := json.Unmarshal([]byte(st.stated), &r.Stated); err != nil {
		return Record{}, err
	}
	if len(r.Stated) == 0 {
		r.Stated = nil
	}
	for i := range r.Stated {
		r.Stated[i].From, r.Stated[i].Stated = ref, true
	}
	if r.Created, err = db.ParseTime(created); err != nil {
		return Record{}, err
	}
	r.Changed, err = db.ParseTime(changed)
	return r, err
}
