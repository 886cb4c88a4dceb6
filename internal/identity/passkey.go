// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Passkey is a key pair of a person's device or password manager; the private half never leaves it.
type Passkey struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Made time.Time `json:"made"`
	// UsedOn is the day of the last use; empty when it never was.
	UsedOn string `json:"used_on,omitempty"`
}

// The purposes of ceremonies with passkeys.
const (
	forPasskey       = "passkey"
	forPasskeySignIn = "passkey-sign-in"
	forPasskeyJoin   = "passkey-join"
)

// Passkeys tells whether there can be any: a browser binds them to a name, not to a number, and asks for https but on this machine.
func (a *Accounts) Passkeys() bool {
	u, err := url.Parse(a.env.Origin)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost"))
}

func (a *Accounts) webauthn() (*webauthn.WebAuthn, error) {
	if !a.Passkeys() {
		return nil, fault.New(fault.Unavailable, "identity.no-passkeys")
	}
	u, err := url.Parse(a.env.Origin)
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Sumanus", RPOrigins: []string{a.env.Origin},
		// What make the device is, is none of our business.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			// Found without a name being typed, and opened by a finger, a face or a number: it stands for name and password at once.
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}

// keyholder is a person as the library wants to see one.
type keyholder struct {
	id, email, name string
	keys            []webauthn.Credential
}

func (k keyholder) WebAuthnID() []byte                         { return []byte(k.id) }
func (k keyholder) WebAuthnName() string                       { return k.email }
func (k keyholder) WebAuthnDisplayName() string                { return k.name }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

func keysOf(ctx context.Context, tx *record.ReadTx, person string) (out []webauthn.Credential, err error) {
	err = each(ctx, tx, `SELECT credential FROM passkey WHERE person = $1 ORDER BY made_at, id`, person, func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		var c webauthn.Credential
		err := json.Unmarshal([]byte(text), &c)
		out = append(out, c)
		return err
	})
	return out, err
}

func passkeysOf(ctx context.Context, tx *record.ReadTx, person string) ([]Passkey, error) {
	out := []Passkey{}
	err := each(ctx, tx, `SELECT id, name, made_at, used_on FROM passkey WHERE person = $1 ORDER BY made_at, id`, person, func(scan func(...any) error) error {
		var p Passkey
		var made string
		if err := scan(&p.ID, &p.Name, &made, &p.UsedOn); err != nil {
			return err
		}
		out = append(out, p)
		return times(made, &out[len(out)-1].Made)
	})
	return out, err
}

// PasskeysOf lists the passkeys of the signed-in person, oldest first.
func (a *Accounts) PasskeysOf(ctx context.Context, who SignedIn) (out []Passkey, err error) {
	if err := who.bySession(); err != nil {
		return nil, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		out, err = passkeysOf(ctx, tx, who.Person.ID)
		return err
	})
	return out, err
}

// BeginPasskey begins to add a passkey for the signed-in person: options are what navigator.credentials.create wants, key is for the
// second half.
func (a *Accounts) BeginPasskey(ctx context.Context, who SignedIn) (options json.RawMessage, key string, err error) {
	if err := who.bySession(); err != nil {
		return nil, "", err
	}
	holder := keyholder{who.Person.ID, who.Person.Email, who.Person.Name, nil}
	if err := a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) (err error) {
		holder.keys, err = keysOf(ctx, tx, who.Person.ID)
		return err
	}); err != nil {
		return nil, "", err
	}
	options, data, err := a.beginCreation(holder)
	if err != nil {
		return nil, "", err
	}
	key, err = a.begin(ctx, forPasskey, who.Person.ID, data)
	return options, key, err
}

func (a *Accounts) beginCreation(holder keyholder) (json.RawMessage, *webauthn.SessionData, error) {
	w, err := a.webauthn()
	if err != nil {
		return nil, nil, err
	}
	creation, data, err := w.BeginRegistration(holder, webauthn.WithExclusions(webauthn.Credentials(holder.keys).CredentialDescriptors()))
	if err != nil {
		return nil, nil, err
	}
	options, err := json.Marshal(creation.Response)
	return options, data, err
}

// FinishPasskey adds the passkey that the browser made.
func (a *Accounts) FinishPasskey(ctx context.Context, who SignedIn, key, name string, response []byte) error {
	if err := who.bySession(); err != nil {
		return err
	}
	var data webauthn.SessionData
	if err := a.end(ctx, forPasskey, who.Person.ID, key, &data); err != nil {
		return err
	}
	c, err := a.created(keyholder{who.Person.ID, who.Person.Email, who.Person.Name, nil}, data, response)
	if err != nil {
		return err
	}
	return a.own(ctx, who, func(tx *record.Tx) error { return addPasskey(ctx, tx, who.Person.ID, name, c) })
}

// created checks what a browser says it made.
func (a *Accounts) created(holder keyholder, data webauthn.SessionData, response []byte) (*webauthn.Credential, error) {
	w, err := a.webauthn()
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return nil, refused(err)
	}
	c, err := w.CreateCredential(holder, data, parsed)
	if err != nil {
		return nil, refused(err)
	}
	return c, nil
}

// refused hides from the page why a passkey is not good; the log has it.
func refused(err error) error {
	var p *protocol.Error
	if errors.As(err, &p) {
		err = errors.New(p.Type + ": " + p.Details + ": " + p.DevInfo)
	}
	return fault.New(fault.Invalid, "identity.bad-passkey").Because(err)
}

func addPasskey(ctx context.Context, tx *record.Tx, person, name string, c *webauthn.Credential) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if name = strings.TrimSpace(name); len(name) > 200 {
		return fault.New(fault.Invalid, "identity.name-long").At(fault.Place{Field: "name"})
	}
	n, err := tx.SQL().Exec(ctx, `INSERT INTO passkey (id, person, name, credential, made_at, used_on) VALUES ($1, $2, $3, $4, $5, '') ON CONFLICT DO NOTHING`,
		base64.RawURLEncoding.EncodeToString(c.ID), person, name, string(text), db.Time(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "identity.passkey-known")
	}
	return tx.NoteAbout(ctx, "passkey-added", person, person, map[string]string{})
}

// RemovePasskey takes a passkey away. The last way to sign in stays.
func (a *Accounts) RemovePasskey(ctx context.Context, who SignedIn, id string) error {
	return a.own(ctx, who, func(tx *record.Tx) error {
		n, err := tx.SQL().Exec(ctx, `DELETE FROM passkey WHERE id = $1 AND person = $2`, id, who.Person.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "identity.no-passkey")
		}
		if err := someWayIn(ctx, tx, who.Person.ID); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "passkey-removed", who.Person.ID, who.Person.ID, map[string]string{})
	})
}

// someWayIn refuses to leave a person without any way to sign in.
func someWayIn(ctx context.Context, tx *record.Tx, person string) error {
	var ways int64
	if err := tx.SQL().Row(ctx, `SELECT (SELECT COUNT(*) FROM passkey WHERE person = $1) + (SELECT COUNT(*) FROM provider_account WHERE person = $1)
		+ (SELECT COUNT(*) FROM account WHERE person = $1 AND password <> '')`, person).Scan(&ways); err != nil {
		return err
	}
	if ways == 0 {
		return fault.New(fault.Conflict, "identity.last-key")
	}
	return nil
}
