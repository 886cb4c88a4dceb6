// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// signInByProvider lets in whom whoIs finds, or whoever is invited.
func (a *Accounts) signInByProvider(ctx context.Context, subject string, c claims, j journey, from Visit) (s Session, err error) {
	newcomer, err := newID(a.env.Random, "p-")
	if err != nil {
		return Session{}, err
	}
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	var person string
	if err := a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) error {
		person, err = a.whoIs(ctx, tx, subject, c)
		return err
	}); err != nil {
		return Session{}, err
	}
	if person == "" {
		person = newcomer
	}
	err = a.store.Write(ctx, onBehalf(person), func(tx *record.Tx) error {
		found, err := a.whoIs(ctx, &tx.ReadTx, subject, c)
		if err != nil {
			return err
		}
		if found == "" {
			found, err = person, a.joinByProvider(ctx, tx, person, c, j)
		}
		if err != nil {
			return err
		}
		if err := openAccount(ctx, tx, found, "", true); err != nil {
			return err
		}
		if _, known, err := a.connected(ctx, &tx.ReadTx, subject); err != nil {
			return err
		} else if !known {
			if err := a.connect(ctx, tx, found, subject); err != nil {
				return err
			}
		}
		s, err = a.newSession(ctx, tx, found, key, sid, ByProvider, from)
		return err
	})
	return s, err
}

func (a *Accounts) connected(ctx context.Context, tx *record.ReadTx, subject string) (person string, known bool, err error) {
	err = tx.SQL().Row(ctx, `SELECT person FROM provider_account WHERE issuer = $1 AND subject = $2`, a.env.Provider.Issuer, subject).Scan(&person)
	if errors.Is(err, db.ErrNoRows) {
		return "", false, nil
	}
	return person, err == nil, err
}

// whoIs finds the person behind what the provider says; empty when an open invitation may let somebody new in.
func (a *Accounts) whoIs(ctx context.Context, tx *record.ReadTx, subject string, c claims) (string, error) {
	if person, known, err := a.connected(ctx, tx, subject); err != nil || known {
		return person, err
	}
	unknown := fault.New(fault.Forbidden, "identity.provider-unknown", fault.A{"name": a.env.Provider.Name})
	email, err := cleanEmail(c.Email)
	if err != nil || !c.verified() {
		return "", unknown
	}
	var person string
	var vouched bool
	err = tx.SQL().Row(ctx, `SELECT p.id, COALESCE(a.vouched, 1) FROM person p LEFT JOIN account a ON a.person = p.id WHERE p.email = $1`, email).Scan(&person, &vouched)
	switch {
	case err == nil && vouched:
		return person, nil
	case err == nil:
		return "", fault.New(fault.Forbidden, "identity.provider-connect", fault.A{"name": a.env.Provider.Name})
	case !errors.Is(err, db.ErrNoRows):
		return "", err
	}
	var n int64
	if err := tx.SQL().Row(ctx, `SELECT COUNT(*) FROM passing_link WHERE purpose = 'invitation' AND email = $1 AND until > $2`, email, db.Time(a.now())).Scan(&n); err != nil {
		return "", err
	}
	if n == 0 {
		return "", unknown
	}
	return "", nil
}

// joinByProvider uses every open invitation for the address.
func (a *Accounts) joinByProvider(ctx context.Context, tx *record.Tx, person string, c claims, j journey) error {
	email, err := cleanEmail(c.Email)
	if err != nil {
		return err
	}
	var links []Link
	if err := eachOf(ctx, &tx.ReadTx, `SELECT `+linkColumns+` FROM passing_link WHERE purpose = 'invitation' AND email = $1 AND until > $2 ORDER BY made_at, id`, []any{email, db.Time(tx.Now())}, func(scan func(...any) error) error {
		l, _, err := scanLink(scan)
		links = append(links, l)
		return err
	}); err != nil {
		return err
	}
	if len(links) == 0 {
		return errLink
	}
	name := strings.TrimSpace(c.Name)
	if checkName(name) != nil {
		name = links[0].Name
	}
	if checkName(name) != nil {
		name = email
	}
	if err := insertPerson(ctx, tx, Person{ID: person, Name: name, Email: email, Lang: j.Lang, Created: tx.Now()}); err != nil {
		return err
	}
	for _, l := range links {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE id = $1`, l.ID); err != nil {
			return err
		}
		if err := giveRole(ctx, tx, person, Member{l.Organisation, l.Role}, true); err != nil {
			return err
		}
	}
	return nil
}
