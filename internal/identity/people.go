// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// People lists everybody who is known, in the order in which they came. It needs the right to administer.
func People(ctx context.Context, tx *record.ReadTx) ([]Person, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return nil, err
	}
	rows, err := tx.SQL().Query(ctx, `SELECT id, name, email, lang, created_at FROM person ORDER BY created_at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Person
	for rows.Next() {
		var p Person
		var created string
		if err := rows.Scan(&p.ID, &p.Name, &p.Email, &p.Lang, &created); err != nil {
			return nil, err
		}
		if p.Created, err = db.ParseTime(created); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Inhabitant is a person as whoever administers sees one.
type Inhabitant struct {
	Person
	Roles []Member
	// Joined tells whether the person has an account and so can sign in.
	Joined bool
	// Sessions is how many browsers are signed in, Seen when one was last used; zero when none is.
	Sessions int
	Seen     time.Time
}

// Inhabitants lists everybody with roles and sessions, by three statements. It needs the right to administer.
func Inhabitants(ctx context.Context, tx *record.ReadTx) ([]Inhabitant, error) {
	people, err := People(ctx, tx)
	if err != nil {
		return nil, err
	}
	out, at := make([]Inhabitant, len(people)), map[string]int{}
	for i, p := range people {
		out[i].Person, at[p.ID] = p, i
	}
	if err := eachOf(ctx, tx, `SELECT person, organisation, role FROM membership ORDER BY organisation, role`, nil, func(scan func(...any) error) error {
		var person string
		var m Member
		err := scan(&person, &m.Organisation, &m.Role)
		if i, known := at[person]; known {
			out[i].Roles = append(out[i].Roles, m)
		}
		return err
	}); err != nil {
		return nil, err
	}
	err = eachOf(ctx, tx, `SELECT a.person, COUNT(s.id), COALESCE(MAX(s.seen_at), '') FROM account a LEFT JOIN passing_session s ON s.person = a.person GROUP BY a.person`, nil, func(scan func(...any) error) error {
		var person, seen string
		var n int
		if err := scan(&person, &n, &seen); err != nil {
			return err
		}
		i, known := at[person]
		if !known {
			return nil
		}
		out[i].Joined, out[i].Sessions = true, n
		if seen == "" {
			return nil
		}
		return times(seen, &out[i].Seen)
	})
	return out, err
}

// InhabitantOf is one of Inhabitants; fault identity.no-person when there is none. It needs the right to administer.
func InhabitantOf(ctx context.Context, tx *record.ReadTx, id string) (Inhabitant, error) {
	all, err := Inhabitants(ctx, tx)
	if err != nil {
		return Inhabitant{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return Inhabitant{}, fault.New(fault.NotFound, "identity.no-person")
}

// Keys is what a person signs in with and where.
type Keys struct {
	Account   Account
	Sessions  []Session
	Passkeys  []Passkey
	Tokens    []AccessToken
	Providers []HeldProvider
}

// KeysOf collects the keys of a person, without what is secret in them. The person may ask.
func KeysOf(ctx context.Context, tx *record.ReadTx, person string, now time.Time) (k Keys, err error) {
	if err := tx.Allow(record.Read, ofPerson(person)); err != nil {
		return Keys{}, err
	}
	var errs [5]error
	k.Account, errs[0] = accountOf(ctx, tx, person)
	k.Sessions, errs[1] = sessionsOf(ctx, tx, person, now)
	k.Passkeys, errs[2] = passkeysOf(ctx, tx, person)
	k.Tokens, errs[3] = tokensOf(ctx, tx, person)
	k.Providers, errs[4] = providersOf(ctx, tx, person)
	return k, errors.Join(errs[:]...)
}

// SetRole gives a person a role in an organisation, or takes it away. It needs the right to administer; the last administrator stays one.
func (a *Accounts) SetRole(ctx context.Context, actor record.Actor, person string, m Member, present bool) error {
	return a.store.Write(ctx, actor, func(tx *record.Tx) error {
		before, err := administrators(ctx, &tx.ReadTx, "")
		if err != nil {
			return err
		}
		if m.Organisation == HouseSeat && !present {
			err = takeSeat(ctx, tx, person, m)
		} else {
			err = SetMember(ctx, tx, person, m, present)
		}
		if err != nil {
			return err
		}
		after, err := administrators(ctx, &tx.ReadTx, "")
		if err == nil && before > 0 && after == 0 {
			err = fault.New(fault.Conflict, "identity.last-administrator")
		}
		return err
	})
}

// takeSeat takes away a role in the house itself, which is no record.
func takeSeat(ctx context.Context, tx *record.Tx, person string, m Member) error {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return err
	}
	return giveRole(ctx, tx, person, m, false)
}
