// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// How long things last.
const (
	FirstLinkLasts  = 30 * time.Minute
	SignInLinkLasts = 30 * time.Minute
	InvitationLasts = 7 * 24 * time.Hour
	SessionIdle     = 14 * 24 * time.Hour
	SessionLasts    = 90 * 24 * time.Hour
	ceremonyLasts   = 5 * time.Minute
	// seenEvery is how often the time a session was last used is written down.
	seenEvery = 5 * time.Minute
	// graceLasts is how long the token before the present one is good, for requests that were under way.
	graceLasts = time.Minute
)

// AccountEnv is what accounts take from the world.
type AccountEnv struct {
	Now    func() time.Time
	Random io.Reader
	// Origin is what people have in the address bar, such as https://plan.example.org. Passkeys are bound to it.
	Origin string
	// Erasures is the file of the list of erasures; empty keeps none, for tests.
	Erasures string
	// Provider is the provider of sign-in, nil when none is configured.
	Provider *Provider
	// HTTP talks to the provider; nil is a client with a short time limit.
	HTTP *http.Client
	// Log hears what is nobody's business on a page; nil is silence.
	Log *slog.Logger
}

// Accounts is everything about signing in: one-time links, invitations, passwords, passkeys, a provider, sessions, tokens for programs.
//
// Every key that is handed out is 256 random bits; only its SHA-256 hash is kept. Keys are looked up by that hash and then compared in
// constant time. Several nodes on one database share all of it, counts of attempts too; what each node has of its own is a first, coarse
// gate for each address and the bound on how many passwords are verified at once.
type Accounts struct {
	store *record.Store
	env   AccountEnv
	hash  *hasher
	gate  *gate
	// provider is what the provider of sign-in said of itself.
	provider discovery
}

// NewAccounts makes the accounts of a house.
func NewAccounts(store *record.Store, env AccountEnv) *Accounts {
	env.Origin = strings.TrimRight(env.Origin, "/")
	if env.Log == nil {
		env.Log = slog.New(slog.DiscardHandler)
	}
	if env.HTTP == nil {
		env.HTTP = &http.Client{Timeout: 10 * time.Second}
	}
	return &Accounts{store: store, env: env, hash: newHasher(env.Random), gate: newGate(env.Now)}
}

// now is the time of the house as it is stored.
func (a *Accounts) now() time.Time { return a.env.Now().UTC().Truncate(time.Millisecond) }

// Origin is what people have in the address bar.
func (a *Accounts) Origin() string { return a.env.Origin }

// Visit is what is known of the browser at the other end.
type Visit struct {
	// Remote is the address the request came from; it is counted against, as a hash, and never kept.
	Remote string
	// Agent is what the browser says it is; only its name and system are kept, in words.
	Agent string
	// Previous is the token of the session that the browser had before; it ends when a new one begins.
	Previous string
}

// Newcomer is what somebody says who joins.
type Newcomer struct {
	Name     string
	Email    string
	Lang     string
	Password string
}

// Profile is what a person may say about themself.
type Profile struct {
	Name string
	Lang string
}

// SetProfile changes name and language.
func (a *Accounts) SetProfile(ctx context.Context, who SignedIn, p Profile) error {
	p.Name = strings.TrimSpace(p.Name)
	if err := checkName(p.Name); err != nil {
		return err
	}
	return a.own(ctx, who, func(tx *record.Tx) error {
		if _, err := tx.SQL().Exec(ctx, `UPDATE person SET name = $1, lang = $2 WHERE id = $3`, p.Name, p.Lang, who.Person.ID); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "person-changed", who.Person.ID, who.Person.ID, map[string]string{"name": p.Name, "lang": p.Lang})
	})
}

// SetEmail gives a person another address. It needs the right to administer: a provider's sign-in trusts the address.
func (a *Accounts) SetEmail(ctx context.Context, actor record.Actor, person, email string) error {
	email, err := cleanEmail(email)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, actor, func(tx *record.Tx) error {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return err
		}
		if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
			return err
		}
		if other, err := personByEmail(ctx, &tx.ReadTx, email); err != nil || other != "" {
			if other == person {
				return nil
			}
			return orTaken(err, email)
		}
		if _, err := tx.SQL().Exec(ctx, `UPDATE person SET email = $1 WHERE id = $2`, email, person); err != nil {
			return err
		}
		if _, err := tx.SQL().Exec(ctx, `UPDATE account SET vouched = 1 WHERE person = $1`, person); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "person-changed", person, person, map[string]string{"email": email})
	})
}

// Erase forgets a person, who may ask for it, or an administrator; and writes the list of erasures.
func (a *Accounts) Erase(ctx context.Context, who SignedIn, person string) (Erasure, error) {
	var actor record.Actor = who.Actor
	if person == who.Person.ID {
		if err := who.bySession(); err != nil {
			return Erasure{}, err
		}
		actor = onBehalf(person)
	}
	var e Erasure
	err := a.store.Write(ctx, actor, func(tx *record.Tx) error {
		if err := a.notTheLast(ctx, tx, person); err != nil {
			return err
		}
		var err error
		e, err = Erase(ctx, tx, person)
		return err
	})
	if err == nil && a.env.Erasures != "" {
		err = AppendErasure(a.env.Erasures, e)
	}
	return e, err
}

// own writes something about the signed-in person, which the table of rights lets everybody do from a session of their own. A token for
// programs is not enough.
func (a *Accounts) own(ctx context.Context, who SignedIn, f func(tx *record.Tx) error) error {
	if err := who.bySession(); err != nil {
		return err
	}
	return a.store.Write(ctx, who.Actor, func(tx *record.Tx) error {
		if err := tx.Allow(record.Change, ofPerson(who.Person.ID)); err != nil {
			return err
		}
		return f(tx)
	})
}

// HasAdministrator tells whether anybody who can sign in administers the house.
func (a *Accounts) HasAdministrator(ctx context.Context) (bool, error) {
	var n int64
	err := a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) (err error) {
		n, err = administrators(ctx, tx, "")
		return err
	})
	return n > 0, err
}

// administrators counts those who can sign in, one person left out.
func administrators(ctx context.Context, tx *record.ReadTx, but string) (n int64, err error) {
	err = tx.SQL().Row(ctx, `SELECT COUNT(*) FROM account a WHERE a.person <> $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person = a.person AND m.role = $2)`,
		but, string(Administrator)).Scan(&n)
	return n, err
}

// notTheLast keeps the house from being left without anybody who administers it.
func (a *Accounts) notTheLast(ctx context.Context, tx *record.Tx, person string) error {
	all, err := administrators(ctx, &tx.ReadTx, "")
	if err != nil {
		return err
	}
	rest, err := administrators(ctx, &tx.ReadTx, person)
	if err == nil && all > 0 && rest == 0 {
		return fault.New(fault.Conflict, "identity.last-administrator")
	}
	return err
}

// openAccount makes a person able to sign in; one who was already stays so.
func openAccount(ctx context.Context, tx *record.Tx, person, password string, vouched bool) error {
	now, at := db.Time(tx.Now()), ""
	if password != "" {
		at = now
	}
	_, err := tx.SQL().Exec(ctx, `INSERT INTO account (person, password, password_at, vouched, joined_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET password = CASE WHEN excluded.password = '' THEN account.password ELSE excluded.password END,
			password_at = CASE WHEN excluded.password = '' THEN account.password_at ELSE excluded.password_at END`,
		person, password, at, vouched, now)
	return err
}

// Held collects what is held about the signed-in person.
func (a *Accounts) Held(ctx context.Context, who SignedIn) (h Held, err error) {
	if err := who.bySession(); err != nil {
		return Held{}, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		h, err = HeldAbout(ctx, tx, who.Person.ID)
		return err
	})
	return h, err
}
