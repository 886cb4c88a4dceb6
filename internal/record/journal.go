// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Entry is a line of the journal.
type Entry struct {
	Seq     int64
	At      time.Time
	Actor   string // pseudonymous id
	Verb    string
	Subject string // reference of a record, or whatever a room notes about
	Digest  string // SHA-256 of salt ‖ payload
	Chain   string // SHA-256 of the chain before ‖ this line
	// Payload is canonical JSON; empty when it was erased.
	Payload string
	// ErasedBy is the number of the request that erased the payload; 0 when it is there.
	ErasedBy int64
}

// chain links an entry to the one before. Each part has its length in front, so that no two entries look alike.
func (e Entry) chain(before string) string {
	var b strings.Builder
	for _, part := range []string{before, fmt.Sprint(e.Seq), db.Time(e.At), e.Actor, e.Verb, e.Subject, e.Digest} {
		fmt.Fprintf(&b, "%d:%s,", len(part), part)
	}
	return sha256Hex([]byte(b.String()))
}

// journal appends an entry. about is the person whom the payload concerns, or empty.
func (tx *Tx) journal(ctx context.Context, verb, subject, about string, payload any) (Entry, error) {
	if tx.head == nil {
		head := Entry{}
		err := tx.sql.Row(ctx, `SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1`).Scan(&head.Seq, &head.Chain)
		if err != nil && !errors.Is(err, db.ErrNoRows) {
			return Entry{}, err
		}
		tx.head = &head
	}
	body, err := Canonical(payload)
	if err != nil {
		return Entry{}, err
	}
	var salt [16]byte
	if _, err := io.ReadFull(tx.store.env.Random, salt[:]); err != nil {
		return Entry{}, err
	}
	e := Entry{Seq: tx.head.Seq + 1, At: tx.now, Actor: tx.actor.ActorID(), Verb: verb, Subject: subject, Payload: string(body)}
	saltHex := hex.EncodeToString(salt[:])
	e.Digest = payloadDigest(saltHex, e.Payload)
	e.Chain = e.chain(tx.head.Chain)
	if _, err := tx.sql.Exec(ctx, `INSERT INTO journal (seq, at, actor, verb, subject, digest, chain) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Seq, db.Time(e.At), e.Actor, e.Verb, e.Subject, e.Digest, e.Chain); err != nil {
		return Entry{}, err
	}
	var person any
	if about != "" {
		person = about
	}
	if _, err := tx.sql.Exec(ctx, `INSERT INTO journal_payload (seq, about, salt, payload) VALUES ($1, $2, $3, $4)`, e.Seq, person, saltHex, e.Payload); err != nil {
		return Entry{}, err
	}
	tx.head = &e
	return e, nil
}

func payloadDigest(salt, payload string) string { return sha256Hex([]byte(salt), []byte(payload)) }

// Note journals something that happened in a room's own tables. payload holds no personal data; see NoteAbout.
func (tx *Tx) Note(ctx context.Context, verb, subject string, payload any) error {
	return tx.NoteAbout(ctx, verb, subject, "", payload)
}

// NoteAbout journals something that concerns a person, whose pseudonymous id is about: the payload is erased with the person.
func (tx *Tx) NoteAbout(ctx context.Context, verb, subject, about string, payload any) error {
	e, err := tx.journal(ctx, verb, subject, about, payload)
	if err != nil {
		return err
	}
	return tx.tell(ctx, Event{Entry: e, Payload: payload})
}

// EraseAbout erases every payload that concerns the person. The chain still verifies; the entries say "erased by request n".
// It needs the right to administer. It gives the number of payloads erased.
func (tx *Tx) EraseAbout(ctx context.Context, about string, request int64) (int64, error) {
	if err := tx.allow(Administer, Subject{}); err != nil {
		return 0, err
	}
	if _, err := tx.sql.Exec(ctx, `INSERT INTO journal_erasure (seq, request) SELECT seq, CAST($1 AS BIGINT) FROM journal_payload WHERE about = $2`, request, about); err != nil {
		return 0, err
	}
	return tx.sql.Exec(ctx, `DELETE FROM journal_payload WHERE about = $1`, about)
}

const entryQuery = `SELECT j.seq, j.at, j.actor, j.verb, j.subject, j.digest, j.chain, p.salt, p.payload, e.request
	FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq LEFT JOIN journal_erasure e ON e.seq = j.seq `

func scanEntry(row scanner) (e Entry, salt string, err error) {
	var at string
	var s, payload sql.NullString
	var erased sql.NullInt64
	if err = row.Scan(&e.Seq, &at, &e.Actor, &e.Verb, &e.Subject, &e.Digest, &e.Chain, &s, &payload, &erased); err != nil {
		return e, "", err
	}
	e.Payload, e.ErasedBy = payload.String, erased.Int64
	e.At, err = db.ParseTime(at)
	return e, s.String, err
}

// Journal lists entries after a sequence number, oldest first, at most limit (0 is all). It needs the right to administer:
// entries of private records are in it.
func (tx *ReadTx) Journal(ctx context.Context, after int64, limit int) ([]Entry, error) {
	if err := tx.allow(Administer, Subject{}); err != nil {
		return nil, err
	}
	var out []Entry
	err := tx.eachEntry(ctx, after, func(e Entry, _ string) error {
		out = append(out, e)
		if limit > 0 && len(out) == limit {
			return errStop
		}
		return nil
	})
	return out, err
}

var errStop = errors.New("enough")

func (tx *ReadTx) eachEntry(ctx context.Context, after int64, f func(e Entry, salt string) error) error {
	rows, err := tx.sql.Query(ctx, entryQuery+`WHERE j.seq > $1 ORDER BY j.seq`, after)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, salt, err := scanEntry(rows)
		if err == nil {
			err = f(e, salt)
		}
		if errors.Is(err, errStop) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// Verification is what VerifyJournal found to be in order.
type Verification struct {
	Entries   int64
	Erased    int64
	Revisions int64
	Head      string // chain of the last entry: whoever keeps a copy of it can later prove that nothing before was changed
}

// VerifyJournal walks the whole chain, checks every payload that is still there, and checks every revision of every record against
// the hash its entry carries. It reports the first thing that does not agree as a fault.
func (tx *ReadTx) VerifyJournal(ctx context.Context) (Verification, error) {
	var v Verification
	states := map[int64]journaled{}
	before := Entry{}
	err := tx.eachEntry(ctx, 0, func(e Entry, salt string) error {
		broken := func(why string) error {
			return fault.New(fault.Internal, "record.journal-broken", fault.A{"seq": e.Seq, "why": why})
		}
		if e.Seq != before.Seq+1 {
			return broken("sequence")
		}
		if e.chain(before.Chain) != e.Chain {
			return broken("chain")
		}
		switch {
		case e.ErasedBy != 0 && salt == "":
			v.Erased++
		case salt == "" || payloadDigest(salt, e.Payload) != e.Digest:
			return broken("payload")
		default:
			var p journaled
			if err := json.Unmarshal([]byte(e.Payload), &p); err == nil && p.Hash != "" && p.Revision > 0 {
				states[e.Seq] = p
			}
		}
		before = e
		v.Entries++
		return nil
	})
	if err != nil {
		return v, err
	}
	v.Head = before.Chain
	return v, tx.verifyRevisions(ctx, states, &v)
}

// journaled is the payload of an entry about a record: which state was written.
type journaled struct {
	Hash     string `json:"hash"`
	Revision int64  `json:"revision"`
	Deleted  bool   `json:"deleted"`
}

func (tx *ReadTx) verifyRevisions(ctx context.Context, states map[int64]journaled, v *Verification) error {
	rows, err := tx.sql.Query(ctx, `SELECT r.kind, r.slug, v.revision, v.owner, v.co_owners, v.visibility, v.invented, v.deleted, v.schema, v.body, v.stated, v.hash, v.seq
		FROM revision v JOIN record r ON r.id = v.record_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind, slug, hash string
		var seq, revision int64
		var st state
		if err := rows.Scan(&kind, &slug, &revision, &st.owner, &st.coOwners, &st.visibility, &st.invented, &st.deleted, &st.schema, &st.body, &st.stated, &hash, &seq); err != nil {
			return err
		}
		if ref := NewRef(kind, slug); st.hash(ref) != hash || states[seq] != (journaled{hash, revision, st.deleted == 1}) {
			return fault.New(fault.Internal, "record.revision-broken", fault.A{"ref": string(ref), "seq": seq})
		}
		delete(states, seq)
		v.Revisions++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for seq := range states {
		return fault.New(fault.Internal, "record.journal-broken", fault.A{"seq": seq, "why": "revision"})
	}
	return nil
}
