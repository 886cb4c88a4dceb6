// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// BeginPasskeySignIn begins to sign in by passkey: no name is asked, the device knows whose it is. options are what
// navigator.credentials.get wants.
func (a *Accounts) BeginPasskeySignIn(ctx context.Context, from Visit) (options json.RawMessage, key string, err error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return nil, "", err
	}
	w, err := a.webauthn()
	if err != nil {
		return nil, "", err
	}
	assertion, data, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", err
	}
	if options, err = json.Marshal(assertion.Response); err != nil {
		return nil, "", err
	}
	key, err = a.begin(ctx, forPasskeySignIn, "", data)
	return options, key, err
}

// FinishPasskeySignIn signs in whoever the passkey belongs to.
func (a *Accounts) FinishPasskeySignIn(ctx context.Context, key string, response []byte, from Visit) (Session, error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return Session{}, err
	}
	w, err := a.webauthn()
	if err != nil {
		return Session{}, err
	}
	var data webauthn.SessionData
	if err := a.end(ctx, forPasskeySignIn, "", key, &data); err != nil {
		return Session{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return Session{}, refused(err)
	}
	var holder keyholder
	c, err := w.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		holder, err = a.holder(ctx, string(handle))
		return holder, err
	}, data, parsed)
	if err != nil {
		return Session{}, refused(err)
	}
	if c.Authenticator.CloneWarning {
		return Session{}, refused(errors.New("the counter of the passkey went backwards: there is a copy of it"))
	}
	return a.signInByPasskey(ctx, holder.id, c, from)
}

// holder reads a person with their passkeys.
func (a *Accounts) holder(ctx context.Context, person string) (k keyholder, err error) {
	err = a.store.Read(ctx, Nobody(), func(tx *record.ReadTx) error {
		p, err := ReadPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		k = keyholder{p.ID, p.Email, p.Name, nil}
		k.keys, err = keysOf(ctx, tx, p.ID)
		return err
	})
	return k, err
}

func (a *Accounts) signInByPasskey(ctx context.Context, person string, c *webauthn.Credential, from Visit) (s Session, err error) {
	text, err := json.Marshal(c)
	if err != nil {
		return Session{}, err
	}
	key, sid, err := a.fresh()
	if err != nil {
		return Session{}, err
	}
	err = a.store.Write(ctx, onBehalf(person), func(tx *record.Tx) error {
		// The counter and the flags of the passkey go along with it; and it may have been removed meanwhile.
		n, err := tx.SQL().Exec(ctx, `UPDATE passkey SET credential = $1, used_on = $2 WHERE id = $3 AND person = $4`,
			string(text), tx.Now().Format(time.DateOnly), base64.RawURLEncoding.EncodeToString(c.ID), person)
		if err != nil {
			return err
		}
		if n != 1 {
			return fault.New(fault.Invalid, "identity.bad-passkey")
		}
		s, err = a.newSession(ctx, tx, person, key, sid, ByPasskey, from)
		return err
	})
	return s, err
}

// joining is what is kept between the halves of joining by passkey.
type joining struct {
	Link     string // hash of the link's token
	ID       string
	Newcomer Newcomer
	Data     *webauthn.SessionData
}

// BeginJoinPasskey begins to join by a one-time link with a passkey in place of a password. purpose is ForFirst or ForInvitation.
func (a *Accounts) BeginJoinPasskey(ctx context.Context, purpose, token string, n Newcomer, from Visit) (options json.RawMessage, key string, err error) {
	n.Password = ""
	n, _, err = a.newcomer(ctx, purpose, token, n, from)
	if err != nil {
		return nil, "", err
	}
	j := joining{Link: hashOf(token), Newcomer: n}
	if j.ID, err = newID(a.env.Random, "p-"); err != nil {
		return nil, "", err
	}
	if purpose == ForFirst {
		if j.ID, err = a.knownOr(ctx, n.Email, j.ID); err != nil {
			return nil, "", err
		}
	}
	if options, j.Data, err = a.beginCreation(keyholder{j.ID, n.Email, n.Name, nil}); err != nil {
		return nil, "", err
	}
	key, err = a.begin(ctx, forPasskeyJoin, "", j)
	return options, key, err
}

// FinishJoinPasskey lets somebody join with the passkey that the browser made, and signs them in.
func (a *Accounts) FinishJoinPasskey(ctx context.Context, purpose, token, key string, response []byte, from Visit) (Session, error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return Session{}, err
	}
	var j joining
	if err := a.end(ctx, forPasskeyJoin, "", key, &j); err != nil {
		return Session{}, err
	}
	if !sameHash(j.Link, hashOf(token)) || j.Data == nil {
		return Session{}, errCeremony
	}
	n := j.Newcomer
	c, err := a.created(keyholder{j.ID, n.Email, n.Name, nil}, *j.Data, response)
	if err != nil {
		return Session{}, err
	}
	return a.joinAs(ctx, j.ID, purpose, token, n, ByPasskey, from, func(tx *record.Tx, person string, vouched bool) error {
		if err := openAccount(ctx, tx, person, "", vouched); err != nil {
			return err
		}
		return addPasskey(ctx, tx, person, browserName(from.Agent), c)
	})
}

// eraseCeremonies takes away begun ceremonies in which an address stands.
func eraseCeremonies(ctx context.Context, tx *record.Tx, email string) error {
	if email == "" {
		return nil
	}
	var hashes []string
	if err := each(ctx, &tx.ReadTx, `SELECT hash, data FROM passing_ceremony WHERE purpose = $1`, forPasskeyJoin, func(scan func(...any) error) error {
		var hash, data string
		var j joining
		if err := scan(&hash, &data); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(data), &j); err == nil && j.Newcomer.Email == email {
			hashes = append(hashes, hash)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, h := range hashes {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM passing_ceremony WHERE hash = $1`, h); err != nil {
			return err
		}
	}
	return nil
}
