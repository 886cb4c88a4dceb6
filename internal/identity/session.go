// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// The ways of signing in.
const (
	ByPassword = "password"
	ByPasskey  = "passkey"
	ByProvider = "provider"
	ByLink     = "link"
)

// Session is a browser that is signed in.
type Session struct {
	ID string `json:"id"`
	// Token is what the browser keeps. It is known only at the moment it is made.
	Token  string    `json:"-"`
	Person string    `json:"-"`
	Method string    `json:"method"`
	Made   time.Time `json:"made"`
	Seen   time.Time `json:"seen"`
	// Browser and System are names of products, empty when they are not known.
	Browser string `json:"browser,omitempty"`
	System  string `json:"system,omitempty"`
}

// SignedIn is who a request comes from.
type SignedIn struct {
	Person  Person
	Actor   Actor
	Session Session
	// Renewed is the token that the browser has to keep from now on; empty when it keeps the one it has.
	Renewed string
	// Scope is what a token for programs may do; empty for a browser.
	Scope Scope
}

// IsZero tells whether nobody is signed in.
func (s SignedIn) IsZero() bool { return s.Person.ID == "" }

// bySession refuses a token for programs: it must not make further keys.
func (s SignedIn) bySession() error {
	if s.Session.ID == "" || s.Person.ID == "" {
		return fault.New(fault.Forbidden, "identity.not-signed-in")
	}
	return nil
}

// mayReplacePassword tells whether the one-time link that somebody just signed in by stands for the forgotten password.
func (s Session) mayReplacePassword(now time.Time) bool {
	return s.Method == ByLink && now.Sub(s.Made) <= SignInLinkLasts
}

// newSession signs a browser in: always with a new token, and the session it had before ends.
func (a *Accounts) newSession(ctx context.Context, tx *record.Tx, person, token, id, method string, from Visit) (Session, error) {
	if err := sweep(ctx, tx); err != nil {
		return Session{}, err
	}
	if from.Previous != "" {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM passing_session WHERE hash = $1`, hashOf(from.Previous)); err != nil {
			return Session{}, err
		}
	}
	s := Session{ID: id, Token: token, Person: person, Method: method, Made: tx.Now(), Seen: tx.Now()}
	s.Browser, s.System = browserOf(from.Agent)
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO passing_session (id, hash, before_hash, before_until, person, method, browser, system, turn, made_at, seen_at)
		VALUES ($1, $2, NULL, '', $3, $4, $5, $6, 0, $7, $8)`,
		s.ID, hashOf(token), person, method, s.Browser, s.System, db.Time(s.Made), db.Time(s.Seen)); err != nil {
		return Session{}, err
	}
	return s, tx.NoteAbout(ctx, "signed-in", person, person, map[string]string{"method": method})
}

// fresh makes what a session is known by. It is made before the transaction, whose closure may run again.
func (a *Accounts) fresh() (token, id string, err error) {
	if token, err = newToken(a.env.Random); err == nil {
		id, err = newID(a.env.Random, "s-")
	}
	return token, id, err
}

// Authenticate tells who a session token belongs to: two statements, and none as long as nothing was written. Once in a few minutes it writes
// down that the session was used, and after a change of rights it gives the browser a new token.
func (a *Accounts) Authenticate(ctx context.Context, token string) (SignedIn, error) {
	gone := fault.New(fault.Forbidden, "identity.not-signed-in")
	if !looksLikeToken(token) {
		return SignedIn{}, gone
	}
	var s held
	now, hash := a.now(), hashOf(token)
	err := a.store.ReadKept(ctx, Nobody(), func(tx *record.ReadTx) (err error) {
		// Only what was found is kept, so nobody fills memory by guessing.
		s, err = record.Kept(tx, "identity.session "+hash, nil, func() (held, error) { return sessionOf(ctx, tx, hash) })
		return err
	})
	if errors.Is(err, db.ErrNoRows) || err == nil && !s.lives(hash, now) {
		return SignedIn{}, gone
	}
	if err != nil {
		return SignedIn{}, err
	}
	who, turn := s.SignedIn, s.turn && sameHash(s.present, hash)
	who.Actor.Members = slices.Clone(who.Actor.Members)
	if turn || now.Sub(who.Session.Seen) >= seenEvery {
		if who.Renewed, err = a.touch(ctx, who, hash, turn); err != nil {
			// A reader is not sent away because the writer is busy; the next request tries again.
			a.env.Log.Warn("session not touched", "error", err)
		}
	}
	return who, nil
}

// held is a session as it stands in the database, whether it is over or not.
type held struct {
	SignedIn
	present, before string // hashes of the token it has, and of the one it had
	beforeUntil     time.Time
	turn            bool
}

const sessionQuery = `SELECT s.id, s.hash, s.before_hash, s.before_until, s.method, s.browser, s.system, s.turn, s.made_at, s.seen_at, p.id, p.name, p.email, p.lang, p.created_at
	FROM passing_session s JOIN person p ON p.id = s.person WHERE s.hash = $1 OR s.before_hash = $1 ORDER BY s.id`

// sessionOf reads the session of a token.
func sessionOf(ctx context.Context, tx *record.ReadTx, hash string) (h held, err error) {
	var made, seen, created, until string
	var before sql.NullString
	s, p := &h.Session, &h.Person
	if err := tx.SQL().Row(ctx, sessionQuery, hash).Scan(&s.ID, &h.present, &before, &until, &s.Method, &s.Browser, &s.System, &h.turn, &made, &seen, &p.ID, &p.Name, &p.Email, &p.Lang, &created); err != nil {
		return held{}, err
	}
	if err := times(made, &s.Made, seen, &s.Seen, created, &p.Created); err != nil {
		return held{}, err
	}
	if h.before = before.String; until != "" {
		if err := times(until, &h.beforeUntil); err != nil {
			return held{}, err
		}
	}
	s.Person, h.Actor.ID = p.ID, p.ID
	h.Actor.Members, err = membersOf(ctx, tx, p.ID)
	return h, err
}

// lives tells whether the token whose hash is given signs somebody in now.
func (h held) lives(hash string, now time.Time) bool {
	known := sameHash(h.present, hash) || sameHash(h.before, hash) && h.beforeUntil.After(now)
	return known && h.Session.Made.Add(SessionLasts).After(now) && h.Session.Seen.Add(SessionIdle).After(now)
}

// touch writes that a session was used and turns its token when that is due. Two requests at once turn it once.
func (a *Accounts) touch(ctx context.Context, who SignedIn, hash string, turn bool) (renewed string, err error) {
	next, _, err := a.fresh()
	if err != nil {
		return "", err
	}
	err = a.store.Write(ctx, who.Actor, func(tx *record.Tx) error {
		renewed = ""
		if _, err := tx.SQL().Exec(ctx, `UPDATE passing_session SET seen_at = $1 WHERE id = $2`, db.Time(tx.Now()), who.Session.ID); err != nil || !turn {
			return err
		}
		n, err := tx.SQL().Exec(ctx, `UPDATE passing_session SET before_hash = hash, before_until = $1, hash = $2, turn = 0 WHERE id = $3 AND hash = $4 AND turn = 1`,
			db.Time(tx.Now().Add(graceLasts)), hashOf(next), who.Session.ID, hash)
		if n == 1 {
			renewed = next
		}
		return err
	})
	return renewed, err
}

// times reads pairs of a stored time and where it goes.
func times(pairs ...any) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		at, err := db.ParseTime(pairs[i].(string))
		if err != nil {
			return err
		}
		*pairs[i+1].(*time.Time) = at
	}
	return nil
}

// turnSessions gives a person's browsers new tokens at their next request, because the rights behind them changed.
func turnSessions(ctx context.Context, tx *record.Tx, person string) error {
	_, err := tx.SQL().Exec(ctx, `UPDATE passing_session SET turn = 1 WHERE person = $1`, person)
	return err
}

// SignOut ends the session of a token; one that is unknown is no mistake.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	if !looksLikeToken(token) {
		return nil
	}
	return a.store.Write(ctx, Nobody(), func(tx *record.Tx) error {
		_, err := tx.SQL().Exec(ctx, `DELETE FROM passing_session WHERE hash = $1 OR before_hash = $1`, hashOf(token))
		return err
	})
}

// EndSession ends one session of the signed-in person.
func (a *Accounts) EndSession(ctx context.Context, who SignedIn, id string) error {
	return a.own(ctx, who, func(tx *record.Tx) error {
		n, err := tx.SQL().Exec(ctx, `DELETE FROM passing_session WHERE id = $1 AND person = $2`, id, who.Person.ID)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "identity.no-session")
		}
		return err
	})
}

// SignOutEverywhere ends all sessions of the signed-in person, this one too.
func (a *Accounts) SignOutEverywhere(ctx context.Context, who SignedIn) error {
	return a.own(ctx, who, func(tx *record.Tx) error { return endSessions(ctx, tx, who.Person.ID, "") })
}

// SignOutPerson ends all sessions of somebody. It needs the right to administer.
func (a *Accounts) SignOutPerson(ctx context.Context, actor record.Actor, person string) error {
	return a.store.Write(ctx, actor, func(tx *record.Tx) error {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return err
		}
		if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
			return err
		}
		return endSessions(ctx, tx, person, "")
	})
}

func endSessions(ctx context.Context, tx *record.Tx, person, but string) error {
	n, err := tx.SQL().Exec(ctx, `DELETE FROM passing_session WHERE person = $1 AND id <> $2`, person, but)
	if err != nil || n == 0 {
		return err
	}
	return tx.NoteAbout(ctx, "signed-out", person, person, map[string]any{"sessions": n})
}

// Sessions lists where the signed-in person is signed in, last used first.
func (a *Accounts) Sessions(ctx context.Context, who SignedIn) (out []Session, err error) {
	if err := who.bySession(); err != nil {
		return nil, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		out, err = sessionsOf(ctx, tx, who.Person.ID, a.now())
		return err
	})
	return out, err
}

func sessionsOf(ctx context.Context, tx *record.ReadTx, person string, now time.Time) ([]Session, error) {
	out := []Session{}
	err := each(ctx, tx, `SELECT id, method, browser, system, made_at, seen_at FROM passing_session WHERE person = $1 ORDER BY seen_at DESC, id`, person, func(scan func(...any) error) error {
		s := Session{Person: person}
		var made, seen string
		if err := scan(&s.ID, &s.Method, &s.Browser, &s.System, &made, &seen); err != nil {
			return err
		}
		if err := times(made, &s.Made, seen, &s.Seen); err != nil {
			return err
		}
		if now.IsZero() || s.Made.Add(SessionLasts).After(now) && s.Seen.Add(SessionIdle).After(now) {
			out = append(out, s)
		}
		return nil
	})
	return out, err
}
