// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Provider is a provider of sign-in that speaks OpenID Connect.
type Provider struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	// Name is what the button says, such as the name of the municipality.
	Name string
}

// ProviderFrom reads the provider from the environment; nil when none is named.
func ProviderFrom(getenv func(string) string) *Provider {
	p := &Provider{Issuer: getenv("SUMANUS_OIDC_ISSUER"), ClientID: getenv("SUMANUS_OIDC_CLIENT"), ClientSecret: getenv("SUMANUS_OIDC_SECRET"), Name: getenv("SUMANUS_OIDC_NAME")}
	if p.Issuer == "" || p.ClientID == "" {
		return nil
	}
	if p.Name == "" {
		p.Name = p.Issuer
	}
	return p
}

// ProviderPath is where the provider sends the browser back to. It is written down at the provider, so it is one for all languages; the
// page that follows is in the reader's.
const ProviderPath = "/en/account/provider"

const forProvider = "provider"

// Provider gives the configured provider, nil when there is none.
func (a *Accounts) Provider() *Provider { return a.env.Provider }

// discovery asks the provider once where its doors are; a failure is asked again.
type discovery struct {
	mu sync.Mutex
	p  *oidc.Provider
}

func (a *Accounts) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	want := a.env.Provider
	if want == nil {
		return nil, nil, fault.New(fault.NotFound, "identity.no-provider")
	}
	a.provider.mu.Lock()
	defer a.provider.mu.Unlock()
	if a.provider.p == nil {
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), a.env.HTTP), want.Issuer)
		if err != nil {
			return nil, nil, fault.New(fault.Unavailable, "identity.provider-silent", fault.A{"name": want.Name}).Because(err)
		}
		a.provider.p = p
	}
	return a.provider.p, &oauth2.Config{ClientID: want.ClientID, ClientSecret: want.ClientSecret, Endpoint: a.provider.p.Endpoint(),
		RedirectURL: a.env.Origin + ProviderPath, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}, nil
}

// journey is what is kept while a browser is at the provider.
type journey struct {
	State, Nonce, Verifier string
	Person                 string // who connects the account; empty for signing in
	Lang, Next             string
}

// BeginProvider gives the address to send the browser to, and the key for its return. who is whoever connects the provider to the account
// they have, or nobody, who signs in. next is where the browser wanted to go, told again at the end.
func (a *Accounts) BeginProvider(ctx context.Context, who SignedIn, lang, next string, from Visit) (address, key string, err error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return "", "", err
	}
	_, config, err := a.discover(ctx)
	if err != nil {
		return "", "", err
	}
	j := journey{Person: who.Person.ID, Lang: lang, Next: next}
	for _, s := range []*string{&j.State, &j.Nonce, &j.Verifier} {
		if *s, err = newToken(a.env.Random); err != nil {
			return "", "", err
		}
	}
	if key, err = a.begin(ctx, forProvider, "", j); err != nil {
		return "", "", err
	}
	return config.AuthCodeURL(j.State, oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)), key, nil
}

// Returned is what came of a journey to the provider.
type Returned struct {
	Session    Session // with a token when somebody was signed in; without when an account was connected
	Lang, Next string
}

// claims are what the provider says of a person.
type claims struct {
	Email    string          `json:"email"`
	Verified json.RawMessage `json:"email_verified"`
	Name     string          `json:"name"`
	Nonce    string          `json:"nonce"`
}

// verified reads true and "true": providers differ.
func (c claims) verified() bool { return strings.Trim(string(c.Verified), `"`) == "true" }

// FinishProvider takes the browser that comes back. Somebody is let in who is connected already, or whose address the provider has verified
// and an administrator has written down: in an invitation, or for an account. An address that people have typed themselves opens nothing.
func (a *Accounts) FinishProvider(ctx context.Context, who SignedIn, key, state, code string, from Visit) (Returned, error) {
	if err := a.gate.pass(from.Remote); err != nil {
		return Returned{}, err
	}
	var j journey
	if err := a.end(ctx, forProvider, "", key, &j); err != nil {
		return Returned{}, err
	}
	back := Returned{Lang: j.Lang, Next: j.Next}
	if !sameHash(j.State, state) || code == "" || j.Person != who.Person.ID {
		return back, errCeremony
	}
	subject, c, err := a.exchange(ctx, j, code)
	if err != nil {
		return back, err
	}
	if j.Person != "" {
		return back, a.own(ctx, who, func(tx *record.Tx) error { return a.connect(ctx, tx, who.Person.ID, subject) })
	}
	back.Session, err = a.signInByProvider(ctx, subject, c, j, from)
	return back, err
}

// exchange trades the code for a signed statement of who it is, and checks it.
func (a *Accounts) exchange(ctx context.Context, j journey, code string) (subject string, c claims, err error) {
	p, config, err := a.discover(ctx)
	if err != nil {
		return "", c, err
	}
	bad := func(err error) error {
		return fault.New(fault.Unavailable, "identity.provider-refused", fault.A{"name": a.env.Provider.Name}).Because(err)
	}
	out := oidc.ClientContext(ctx, a.env.HTTP)
	token, err := config.Exchange(out, code, oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return "", c, bad(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", c, bad(errors.New("no id_token"))
	}
	id, err := p.VerifierContext(out, &oidc.Config{ClientID: a.env.Provider.ClientID, Now: a.env.Now}).Verify(out, raw)
	if err != nil {
		return "", c, bad(err)
	}
	if err := id.Claims(&c); err != nil {
		return "", c, bad(err)
	}
	if !sameHash(id.Nonce, j.Nonce) || id.Subject == "" {
		return "", c, bad(errors.New("the answer belongs to another question"))
	}
	return id.Subject, c, nil
}

// connect notes who a person is at the provider.
func (a *Accounts) connect(ctx context.Context, tx *record.Tx, person, subject string) error {
	n, err := tx.SQL().Exec(ctx, `INSERT INTO provider_account (issuer, subject, person, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		a.env.Provider.Issuer, subject, person, db.Time(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "identity.provider-known", fault.A{"name": a.env.Provider.Name})
	}
	return tx.NoteAbout(ctx, "provider-linked", person, person, map[string]string{})
}

// Disconnect forgets who the signed-in person is at the provider. The last way to sign in stays.
func (a *Accounts) Disconnect(ctx context.Context, who SignedIn, issuer string) error {
	return a.own(ctx, who, func(tx *record.Tx) error {
		n, err := tx.SQL().Exec(ctx, `DELETE FROM provider_account WHERE issuer = $1 AND person = $2`, issuer, who.Person.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "identity.no-provider")
		}
		if err := someWayIn(ctx, tx, who.Person.ID); err != nil {
			return err
		}
		return tx.NoteAbout(ctx, "provider-unlinked", who.Person.ID, who.Person.ID, map[string]string{})
	})
}

// Connections lists the providers that know the signed-in person.
func (a *Accounts) Connections(ctx context.Context, who SignedIn) (out []HeldProvider, err error) {
	if err := who.bySession(); err != nil {
		return nil, err
	}
	err = a.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error {
		out, err = providersOf(ctx, tx, who.Person.ID)
		return err
	})
	return out, err
}
