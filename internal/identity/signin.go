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

var errSignIn = fault.New(fault.Invalid, "identity.wrong-sign-in")

// SignIn signs in by address and password. Whether an address is known cannot be told from the answer, nor from how long it takes: an
// unknown one is counted, and a password verified, all the same.
func (a *Accounts) SignIn(ctx context.Context, email, password string, from Visit) (s Session, err error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return Session{}, err
	}
	email = strings.ToLower(strings.TrimSpace(email))
	if len(email) > 320 || len(password) > passwordMax {
		return Session{}, errSignIn
	}
	person, hash, err := a.tried(ctx, email, from.Remote)
	if err != nil {
		return Session{}, err
	}
	good, old, err := a.hash.verify(ctx, hash, password)
	if err != nil {
		return Session{}, err
	}
	if !good {
		return Session{}, errSignIn
	}
	better := hash
	if old {
		if better, err = a.hash.make(ctx, password); err != nil {
			return Session{}, err
		}
	}
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	err = a.store.Write(ctx, onBehalf(person), func(tx *record.Tx) error {
		// The password may have been changed while this one was verified.
		n, err := tx.SQL().Exec(ctx, `UPDATE account SET password = $1 WHERE person = $2 AND password = $3`, better, person, hash)
		if err != nil {
			return err
		}
		if n != 1 {
			return errSignIn
		}
		if err := forgive(ctx, tx, email); err != nil {
			return err
		}
		s, err = a.newSession(ctx, tx, person, key, sid, ByPassword, from)
		return err
	})
	return s, err
}

// tried counts the try and reads the hash that belongs to an address, if there is one. The count stays whatever comes of it.
func (a *Accounts) tried(ctx context.Context, email, remote string) (person, hash string, err error) {
	var wait time.Duration
	err = a.store.Write(ctx, Nobody(), func(tx *record.Tx) error {
		person, hash = "", ""
		var err error
		if wait, err = a.admit(ctx, tx, email, remote); err != nil || wait > 0 {
			return err
		}
		err = tx.SQL().Row(ctx, `SELECT a.person, a.password FROM account a JOIN person p ON p.id = a.person WHERE p.email = $1`, email).Scan(&person, &hash)
		if errors.Is(err, db.ErrNoRows) {
			return nil
		}
		return err
	})
	if err == nil && wait > 0 {
		err = tooMany(wait)
	}
	return person, hash, err
}

// ChangePassword changes the password of the signed-in person, who has to know the present one; whoever has none yet, or just came by a
// one-time link, need not. All other sessions end, and the present browser gets a new token.
func (a *Accounts) ChangePassword(ctx context.Context, who SignedIn, old, password string, from Visit) (s Session, err error) {
	if err := who.bySession(); err != nil {
		return Session{}, err
	}
	if err := CheckPassword(password, who.Person.Name, who.Person.Email); err != nil {
		return Session{}, err
	}
	if !who.Session.mayReplacePassword(a.now()) {
		_, hash, err := a.tried(ctx, who.Person.Email, from.Remote)
		if err != nil {
			return Session{}, err
		}
		if hash != "" {
			good, _, err := a.hash.verify(ctx, hash, old)
			if err != nil {
				return Session{}, err
			}
			if !good {
				return Session{}, fault.New(fault.Invalid, "identity.wrong-password").At(fault.Place{Field: "old"})
			}
		}
	}
	hash, err := a.hash.make(ctx, password)
	if err != nil {
		return Session{}, err
	}
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	err = a.own(ctx, who, func(tx *record.Tx) error {
		if err := openAccount(ctx, tx, who.Person.ID, hash, false); err != nil {
			return err
		}
		if err := tx.NoteAbout(ctx, "password-set", who.Person.ID, who.Person.ID, map[string]string{}); err != nil {
			return err
		}
		if err := forgive(ctx, tx, who.Person.Email); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, who.Person.ID, ""); err != nil {
			return err
		}
		s, err = a.newSession(ctx, tx, who.Person.ID, key, sid, ByPassword, from)
		return err
	})
	return s, err
}

// SetPassword gives a person a password, for whoever runs the machine. It needs the right to administer; all sessions of the person end.
func (a *Accounts) SetPassword(ctx context.Context, actor record.Actor, person, password string) error {
	var p Person
	if err := a.store.Read(ctx, actor, func(tx *record.ReadTx) (err error) {
		if err = tx.Allow(record.Administer, record.Subject{}); err == nil {
			p, err = ReadPerson(ctx, tx, person)
		}
		return err
	}); err != nil {
		return err
	}
	if err := CheckPassword(password, p.Name, p.Email); err != nil {
		return err
	}
	hash, err := a.hash.make(ctx, password)
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
		if err := openAccount(ctx, tx, person, hash, true); err != nil {
			return err
		}
		if err := forgive(ctx, tx, p.Email); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, person, ""); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "password-set", person, person, map[string]string{})
	})
}

// Account is what a person has to sign in with.
type Account struct {
	HasPassword bool      `json:"has_password"`
	PasswordSet time.Time `json:"password_set,omitzero"`
	Joined      time.Time `json:"joined,omitzero"`
}

// AccountOf tells what the signed-in person has to sign in with.
func (a *Accounts) AccountOf(ctx context.Context, who SignedIn) (acc Account, err error) {
	if err := who.bySession(); err != nil {
		return Account{}, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		acc, err = accountOf(ctx, tx, who.Person.ID)
		return err
	})
	return acc, err
}

func accountOf(ctx context.Context, tx *record.ReadTx, person string) (acc Account, err error) {
	var set, joined string
	err = tx.SQL().Row(ctx, `SELECT CASE WHEN password = '' THEN 0 ELSE 1 END, password_at, joined_at FROM account WHERE person = $1`, person).Scan(&acc.HasPassword, &set, &joined)
	if errors.Is(err, db.ErrNoRows) {
		return Account{}, nil
	}
	if err != nil {
		return Account{}, err
	}
	if set != "" {
		if err := times(set, &acc.PasswordSet); err != nil {
			return Account{}, err
		}
	}
	return acc, times(joined, &acc.Joined)
}
