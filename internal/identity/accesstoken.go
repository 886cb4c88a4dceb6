// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Scope is what a token for programs may do of what its person may do. No token administers.
type Scope string

// The scopes.
const (
	ReadOnly     Scope = "read"
	ReadAndWrite Scope = "write"
)

// TokenDaysMax is the longest a token for programs may last.
const TokenDaysMax = 366

// AccessToken is a key for a program that works for a person.
type AccessToken struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Scope Scope     `json:"scope"`
	Made  time.Time `json:"made"`
	Until time.Time `json:"until"`
	// UsedOn is the day of the last use, such as 2026-03-31; empty when it never was.
	UsedOn string `json:"used_on,omitempty"`
}

// Over tells whether the token is too old.
func (t AccessToken) Over(now time.Time) bool { return !t.Until.After(now) }

// CreateToken makes a token that lasts some days. The text is told once and never again.
func (a *Accounts) CreateToken(ctx context.Context, who SignedIn, name string, scope Scope, days int) (AccessToken, string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len(name) > 200:
		return AccessToken{}, "", fault.New(fault.Invalid, "identity.token-name").At(fault.Place{Field: "name"})
	case scope != ReadOnly && scope != ReadAndWrite:
		return AccessToken{}, "", fault.New(fault.Invalid, "record.not-one-of", fault.A{"found": string(scope), "expected": "read, write"}).At(fault.Place{Field: "scope"})
	case days < 1 || days > TokenDaysMax:
		return AccessToken{}, "", fault.New(fault.Invalid, "identity.token-days", fault.A{"max": TokenDaysMax}).At(fault.Place{Field: "days"})
	}
	secret, err := newToken(a.env.Random)
	if err != nil {
		return AccessToken{}, "", err
	}
	secret = tokenMark + secret
	t := AccessToken{Name: name, Scope: scope}
	if t.ID, err = newID(a.env.Random, "t-"); err != nil {
		return AccessToken{}, "", err
	}
	err = a.own(ctx, who, func(tx *record.Tx) error {
		t.Made, t.Until = tx.Now(), tx.Now().Add(time.Duration(days)*24*time.Hour)
		if _, err := tx.SQL().Exec(ctx, `INSERT INTO access_token (id, hash, person, name, scope, made_at, until, used_on) VALUES ($1, $2, $3, $4, $5, $6, $7, '')`,
			t.ID, hashOf(secret), who.Person.ID, t.Name, string(t.Scope), db.Time(t.Made), db.Time(t.Until)); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "token-made", who.Person.ID, who.Person.ID, map[string]string{"token": t.ID, "scope": string(t.Scope)})
	})
	return t, secret, err
}

// Tokens lists the tokens of the signed-in person, newest first.
func (a *Accounts) Tokens(ctx context.Context, who SignedIn) (out []AccessToken, err error) {
	if err := who.bySession(); err != nil {
		return nil, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		out, err = tokensOf(ctx, tx, who.Person.ID)
		return err
	})
	return out, err
}

func tokensOf(ctx context.Context, tx *record.ReadTx, person string) ([]AccessToken, error) {
	out := []AccessToken{}
	err := each(ctx, tx, `SELECT id, name, scope, made_at, until, used_on FROM access_token WHERE person = $1 ORDER BY made_at DESC, id`, person, func(scan func(...any) error) error {
		var t AccessToken
		var made, until string
		if err := scan(&t.ID, &t.Name, &t.Scope, &made, &until, &t.UsedOn); err != nil {
			return err
		}
		out = append(out, t)
		return times(made, &out[len(out)-1].Made, until, &out[len(out)-1].Until)
	})
	return out, err
}

// RevokeToken takes a token of the signed-in person out of use.
func (a *Accounts) RevokeToken(ctx context.Context, who SignedIn, id string) error {
	return a.own(ctx, who, func(tx *record.Tx) error {
		n, err := tx.SQL().Exec(ctx, `DELETE FROM access_token WHERE id = $1 AND person = $2`, id, who.Person.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "identity.no-token")
		}
		return tx.NoteAbout(ctx, "token-revoked", who.Person.ID, who.Person.ID, map[string]string{"token": id})
	})
}

// AuthenticateToken tells for whom a program works: two statements, and a write on the first use of a day. Fault identity.not-signed-in
// when the token is unknown, revoked or too old.
func (a *Accounts) AuthenticateToken(ctx context.Context, token string) (SignedIn, error) {
	gone := fault.New(fault.Forbidden, "identity.not-signed-in")
	if !strings.HasPrefix(token, tokenMark) || !looksLikeToken(token) {
		return SignedIn{}, gone
	}
	var who SignedIn
	var id, used string
	now, want := a.now(), hashOf(token)
	err := a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) error {
		who = SignedIn{}
		var hash, until, created string
		p := &who.Person
		err := tx.SQL().Row(ctx, `SELECT t.id, t.hash, t.scope, t.until, t.used_on, p.id, p.name, p.email, p.lang, p.created_at FROM access_token t JOIN person p ON p.id = t.person WHERE t.hash = $1`, want).
			Scan(&id, &hash, &who.Scope, &until, &used, &p.ID, &p.Name, &p.Email, &p.Lang, &created)
		if errors.Is(err, db.ErrNoRows) {
			return gone
		}
		if err != nil {
			return err
		}
		var end time.Time
		if err := times(until, &end, created, &p.Created); err != nil {
			return err
		}
		if !sameHash(hash, want) || !end.After(now) {
			return gone
		}
		who.Actor.ID, who.Actor.scope = p.ID, who.Scope
		who.Actor.Members, err = membersOf(ctx, tx, p.ID)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	if day := now.Format(time.DateOnly); used != day {
		if err := a.store.Write(ctx, who.Actor, func(tx *record.Tx) error {
			_, err := tx.SQL().Exec(ctx, `UPDATE access_token SET used_on = $1 WHERE id = $2`, day, id)
			return err
		}); err != nil {
			a.env.Log.Warn("use of a token not noted", "error", err)
		}
	}
	return who, nil
}
