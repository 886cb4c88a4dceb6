// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// What a one-time link is for; also the last but one part of its address.
const (
	ForFirst      = "first"
	ForInvitation = "invitation"
	ForSignIn     = "link"
)

// Link is a one-time link that is open: it was not used, not withdrawn and is not too old.
type Link struct {
	ID           string     `json:"id"`
	Purpose      string     `json:"purpose"`
	Person       string     `json:"-"` // whom it signs in
	Name         string     `json:"name,omitempty"`
	Email        string     `json:"email,omitempty"`
	Organisation record.Ref `json:"organisation,omitempty"`
	Role         Role       `json:"role,omitempty"`
	Lang         string     `json:"lang,omitempty"`
	MadeBy       string     `json:"-"`
	Made         time.Time  `json:"made"`
	Until        time.Time  `json:"until"`
}

// LinkPath is the address of a one-time link below the origin.
func LinkPath(lang, purpose, token string) string {
	if !i18n.Lang(lang).IsKnown() {
		lang = string(i18n.Fallback)
	}
	return "/" + lang + "/account/" + purpose + "/" + token
}

// LinkURL is LinkPath with the origin before it, to be copied.
func (a *Accounts) LinkURL(lang, purpose, token string) string {
	return a.env.Origin + LinkPath(lang, purpose, token)
}

var errLink = fault.New(fault.NotFound, "identity.bad-link")

// FirstLink makes the link by which whoever opens it becomes the first administrator. It works for half an hour, once, and only while
// there is no administrator; a newer one puts an older one out of use. The command line and the start of the server ask for it, nobody else.
func (a *Accounts) FirstLink(ctx context.Context) (token string, err error) {
	return a.makeLink(ctx, AtTheMachine(), Link{Purpose: ForFirst}, FirstLinkLasts, func(tx *record.Tx) error {
		n, err := administrators(ctx, &tx.ReadTx, "")
		if err == nil && n > 0 {
			return fault.New(fault.Conflict, "identity.has-administrator")
		}
		if err != nil {
			return err
		}
		_, err = tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE purpose = $1`, ForFirst)
		return err
	})
}

// Invite makes a link by which somebody joins in a role. Name, address and language are what the inviter knows; an address written here is
// the one the account gets. It needs the right to administer.
func (a *Accounts) Invite(ctx context.Context, actor record.Actor, l Link) (Link, string, error) {
	l.Purpose = ForInvitation
	if l.Email != "" {
		email, err := cleanEmail(l.Email)
		if err != nil {
			return Link{}, "", err
		}
		l.Email = email
	}
	token, err := a.makeLink(ctx, actor, l, InvitationLasts, func(tx *record.Tx) error {
		if err := checkMember(ctx, tx, Member{l.Organisation, l.Role}); err != nil {
			return err
		}
		if l.Email == "" {
			return nil
		}
		other, err := personByEmail(ctx, &tx.ReadTx, l.Email)
		if err != nil || other != "" {
			return orTaken(err, l.Email)
		}
		return nil
	})
	if err != nil {
		return Link{}, "", err
	}
	made, err := a.OpenLink(ctx, ForInvitation, token)
	return made, token, err
}

// SignInLink makes a link that signs a person in once, for whoever has forgotten the password. It needs the right to administer.
func (a *Accounts) SignInLink(ctx context.Context, actor record.Actor, person string) (token string, err error) {
	return a.makeLink(ctx, actor, Link{Purpose: ForSignIn, Person: person}, SignInLinkLasts, func(tx *record.Tx) error {
		if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
			return err
		}
		_, err := tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE purpose = $1 AND person = $2`, ForSignIn, person)
		return err
	})
}

// makeLink writes a link after the check. The journal hears that one was made and for what, of nobody's name.
func (a *Accounts) makeLink(ctx context.Context, actor record.Actor, l Link, lasts time.Duration, check func(tx *record.Tx) error) (string, error) {
	token, err := newToken(a.env.Random)
	if err != nil {
		return "", err
	}
	if l.ID, err = newID(a.env.Random, "l-"); err != nil {
		return "", err
	}
	err = a.store.Write(ctx, actor, func(tx *record.Tx) error {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return err
		}
		if err := check(tx); err != nil {
			return err
		}
		if err := sweep(ctx, tx); err != nil {
			return err
		}
		var person any
		if l.Person != "" {
			person = l.Person
		}
		if _, err := tx.SQL().Exec(ctx, `INSERT INTO passing_link (id, hash, purpose, person, name, email, organisation, role, lang, made_by, made_at, until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, l.ID, hashOf(token), l.Purpose, person, l.Name, l.Email,
			string(l.Organisation), string(l.Role), l.Lang, actor.ActorID(), db.Time(tx.Now()), db.Time(tx.Now().Add(lasts))); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "link-made", l.ID, l.Person, map[string]string{"purpose": l.Purpose, "organisation": string(l.Organisation), "role": string(l.Role)})
	})
	return token, err
}

const linkColumns = `id, hash, purpose, COALESCE(person, ''), name, email, organisation, role, lang, made_by, made_at, until`

func scanLink(scan func(...any) error) (l Link, hash string, err error) {
	var made, until string
	if err = scan(&l.ID, &hash, &l.Purpose, &l.Person, &l.Name, &l.Email, &l.Organisation, &l.Role, &l.Lang, &l.MadeBy, &made, &until); err != nil {
		return l, "", err
	}
	return l, hash, times(made, &l.Made, until, &l.Until)
}

// openLink finds an open link by its token.
func openLink(ctx context.Context, tx *record.ReadTx, purpose, token string, now time.Time) (Link, error) {
	if !looksLikeToken(token) {
		return Link{}, errLink
	}
	want := hashOf(token)
	l, hash, err := scanLink(tx.SQL().Row(ctx, `SELECT `+linkColumns+` FROM passing_link WHERE hash = $1`, want).Scan)
	if errors.Is(err, db.ErrNoRows) {
		return Link{}, errLink
	}
	if err != nil {
		return Link{}, err
	}
	if !sameHash(hash, want) || l.Purpose != purpose || !l.Until.After(now) {
		return Link{}, errLink
	}
	return l, nil
}

// OpenLink tells what a link is for, without using it up: pages show it before somebody agrees. Fault identity.bad-link when it was used,
// withdrawn, is too old or never was.
func (a *Accounts) OpenLink(ctx context.Context, purpose, token string) (l Link, err error) {
	err = a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) error {
		l, err = openLink(ctx, tx, purpose, token, a.now())
		return err
	})
	return l, err
}

// use takes an open link out of use, in the transaction that does what the link is for.
func use(ctx context.Context, tx *record.Tx, purpose, token string) (Link, error) {
	l, err := openLink(ctx, &tx.ReadTx, purpose, token, tx.Now())
	if err != nil {
		return Link{}, err
	}
	n, err := tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE id = $1`, l.ID)
	if err == nil && n != 1 {
		err = errLink
	}
	return l, err
}

// Invitations lists the open invitations, newest first. It needs the right to administer.
func (a *Accounts) Invitations(ctx context.Context, actor record.Actor) (out []Link, err error) {
	err = a.store.Read(ctx, actor, func(tx *record.ReadTx) error {
		out, err = a.InvitationsIn(ctx, tx)
		return err
	})
	return out, err
}

// InvitationsIn is Invitations in a reading that is open already.
func (a *Accounts) InvitationsIn(ctx context.Context, tx *record.ReadTx) (out []Link, err error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return nil, err
	}
	err = each(ctx, tx, `SELECT `+linkColumns+` FROM passing_link WHERE purpose = 'invitation' AND until > $1 ORDER BY made_at DESC, id`, db.Time(a.now()), func(scan func(...any) error) error {
		l, _, err := scanLink(scan)
		out = append(out, l)
		return err
	})
	return out, err
}

// Withdraw puts an open invitation out of use. It needs the right to administer.
func (a *Accounts) Withdraw(ctx context.Context, actor record.Actor, id string) error {
	return a.store.Write(ctx, actor, func(tx *record.Tx) error {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return err
		}
		n, err := tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE id = $1 AND purpose = 'invitation'`, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errLink
		}
		return tx.Note(ctx, "link-withdrawn", id, map[string]string{})
	})
}
