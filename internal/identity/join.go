// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// AcceptFirst makes whoever opened the first link the first administrator, and signs them in.
func (a *Accounts) AcceptFirst(ctx context.Context, token string, n Newcomer, from Visit) (Session, error) {
	return a.accept(ctx, ForFirst, token, n, from)
}

// AcceptInvitation lets somebody join by an invitation, and signs them in.
func (a *Accounts) AcceptInvitation(ctx context.Context, token string, n Newcomer, from Visit) (Session, error) {
	return a.accept(ctx, ForInvitation, token, n, from)
}

// accept joins by password.
func (a *Accounts) accept(ctx context.Context, purpose, token string, n Newcomer, from Visit) (Session, error) {
	n, _, err := a.newcomer(ctx, purpose, token, n, from)
	if err != nil {
		return Session{}, err
	}
	if err := CheckPassword(n.Password, n.Name, n.Email); err != nil {
		return Session{}, err
	}
	hash, err := a.hash.make(ctx, n.Password)
	if err != nil {
		return Session{}, err
	}
	return a.join(ctx, purpose, token, n, ByPassword, from, func(tx *record.Tx, person string, vouched bool) error {
		return openAccount(ctx, tx, person, hash, vouched)
	})
}

// newcomer checks the link and what somebody says who joins; all that is wrong is told at once.
func (a *Accounts) newcomer(ctx context.Context, purpose, token string, n Newcomer, from Visit) (Newcomer, Link, error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return n, Link{}, err
	}
	l, err := a.OpenLink(ctx, purpose, token)
	if err != nil {
		return n, l, err
	}
	n.Name = strings.TrimSpace(n.Name)
	if l.Email != "" {
		n.Email = l.Email // the address that was vouched for
	}
	var faults []*fault.Fault
	for _, err := range []error{checkName(n.Name), func() (err error) { n.Email, err = cleanEmail(n.Email); return err }()} {
		var f *fault.Fault
		if errors.As(err, &f) {
			faults = append(faults, f)
		}
	}
	if f := fault.Join(faults); f != nil {
		return n, l, f
	}
	return n, l, nil
}

// join uses the link, makes the person known, gives the role and signs in, in one transaction. open opens the account.
func (a *Accounts) join(ctx context.Context, purpose, token string, n Newcomer, method string, from Visit, open func(tx *record.Tx, person string, vouched bool) error) (Session, error) {
	id, err := newID(a.env.Random, "p-")
	if err != nil {
		return Session{}, err
	}
	return a.joinAs(ctx, id, purpose, token, n, method, from, open)
}

func (a *Accounts) joinAs(ctx context.Context, id, purpose, token string, n Newcomer, method string, from Visit, open func(tx *record.Tx, person string, vouched bool) error) (s Session, err error) {
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	if purpose == ForFirst {
		// The link came from whoever runs the machine, who may have written the person down before.
		if id, err = a.knownOr(ctx, n.Email, id); err != nil {
			return Session{}, err
		}
	}
	err = a.store.Write(ctx, onBehalf(id), func(tx *record.Tx) error {
		l, err := use(ctx, tx, purpose, token)
		if err != nil {
			return err
		}
		member := Member{l.Organisation, l.Role}
		known, err := personByEmail(ctx, &tx.ReadTx, n.Email)
		switch {
		case err != nil:
			return err
		case purpose == ForFirst:
			if member, err = firstSeat(ctx, tx); err != nil {
				return err
			}
		}
		switch {
		case known == "":
			err = insertPerson(ctx, tx, Person{ID: id, Name: n.Name, Email: n.Email, Lang: n.Lang, Created: tx.Now()})
		case known != id:
			err = orTaken(nil, n.Email)
		}
		if err != nil {
			return err
		}
		if err := open(tx, id, purpose == ForFirst || l.Email != ""); err != nil {
			return err
		}
		if err := giveRole(ctx, tx, id, member, true); err != nil {
			return err
		}
		s, err = a.newSession(ctx, tx, id, key, sid, method, from)
		return err
	})
	return s, err
}

// knownOr finds who has the address, or gives the id for somebody new.
func (a *Accounts) knownOr(ctx context.Context, email, id string) (string, error) {
	err := a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) error {
		known, err := personByEmail(ctx, tx, email)
		if known != "" {
			id = known
		}
		return err
	})
	return id, err
}

// firstSeat is where the first administrator administers: in the lead organisation of the partnership, or, while there is none, in the
// house itself. It is refused when somebody was faster.
func firstSeat(ctx context.Context, tx *record.Tx) (Member, error) {
	n, err := administrators(ctx, &tx.ReadTx, "")
	if err != nil {
		return Member{}, err
	}
	if n > 0 {
		return Member{}, fault.New(fault.Conflict, "identity.has-administrator")
	}
	_, p, err := ThePartnership(ctx, tx)
	if fault.Is(err, "identity.no-partnership") {
		return Member{HouseSeat, Administrator}, nil
	}
	if err != nil {
		return Member{}, err
	}
	return Member{p.Lead, Administrator}, nil
}

// AcceptAs gives the signed-in person the role of an invitation: whoever is known already needs no second account.
func (a *Accounts) AcceptAs(ctx context.Context, who SignedIn, token string) error {
	if err := who.bySession(); err != nil {
		return err
	}
	return a.store.Write(ctx, onBehalf(who.Person.ID), func(tx *record.Tx) error {
		l, err := use(ctx, tx, ForInvitation, token)
		if err != nil {
			return err
		}
		if _, err := ReadPerson(ctx, &tx.ReadTx, who.Person.ID); err != nil {
			return err
		}
		return giveRole(ctx, tx, who.Person.ID, Member{l.Organisation, l.Role}, true)
	})
}

// AcceptSignInLink signs the person of a one-time link in.
func (a *Accounts) AcceptSignInLink(ctx context.Context, token string, from Visit) (s Session, err error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return Session{}, err
	}
	l, err := a.OpenLink(ctx, ForSignIn, token)
	if err != nil {
		return Session{}, err
	}
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	err = a.store.Write(ctx, onBehalf(l.Person), func(tx *record.Tx) error {
		l, err := use(ctx, tx, ForSignIn, token)
		if err != nil {
			return err
		}
		p, err := ReadPerson(ctx, &tx.ReadTx, l.Person)
		if err != nil {
			return err
		}
		if err := openAccount(ctx, tx, p.ID, "", true); err != nil {
			return err
		}
		if err := forgive(ctx, tx, p.Email); err != nil {
			return err
		}
		s, err = a.newSession(ctx, tx, p.ID, key, sid, ByLink, from)
		return err
	})
	return s, err
}
