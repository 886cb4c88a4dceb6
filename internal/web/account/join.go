// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net"
	"net/http"
	"net/url"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

func named(name string) fault.A { return fault.A{"name": name} }

// joinView is the page of somebody who comes for the first time.
type joinView struct {
	r            *site.Request
	purpose      string
	token        string
	link         identity.Link
	organisation string
	in           identity.Newcomer
	wrong        faults
	passkeys     bool
	here         bool // the server is reached on this machine alone, as far as can be seen
}

func (v *joinView) first() bool { return v.purpose == identity.ForFirst }

// path is the address of the link behind the language.
func (v *joinView) path() string { return "/account/" + v.purpose + "/" + v.token }

func (v *joinView) fields() []ui.Field {
	email := ui.Field{Name: "email", Label: v.r.T("account.email"), Kind: ui.Email, Value: v.in.Email, Required: true, Autocomplete: "username", Max: 320, Error: v.wrong["email"]}
	if v.link.Email != "" {
		email.ReadOnly, email.Help = true, v.r.T("account.email-given")
	}
	return []ui.Field{
		{Name: "name", Label: v.r.T("account.name"), Value: v.in.Name, Required: true, Autocomplete: "name", Max: 200, Error: v.wrong["name"]},
		email,
		{Name: "password", Label: v.r.T("account.password"), Kind: ui.Password, Help: v.r.T("account.password-help", fault.A{"min": identity.PasswordMin}), Required: true, Autocomplete: "new-password", Error: v.wrong["password"]},
	}
}

// open reads the link that the address holds.
func (d *desk) open(r *site.Request, purpose string) (*joinView, error) {
	v := &joinView{r: r, purpose: purpose, token: r.PathValue("token"), passkeys: d.accounts.Passkeys(), wrong: faults{}, here: loopback(d.accounts.Origin())}
	var err error
	if v.link, err = d.accounts.OpenLink(r.Context(), purpose, v.token); err != nil {
		return nil, err
	}
	v.in = identity.Newcomer{Name: v.link.Name, Email: v.link.Email}
	if v.link.Organisation == "" {
		return v, nil
	}
	// Whoever is invited may know where to, even where the organisation itself is not shown to everybody.
	read := func(tx *record.ReadTx) error {
		rec, err := tx.Get(r.Context(), v.link.Organisation)
		if err == nil {
			v.organisation = r.Text(rec.Title())
		}
		if fault.CodeOf(err) == fault.NotFound {
			v.organisation, err = v.link.Organisation.Slug(), nil
		}
		return err
	}
	return v, r.Site.Store.Read(r.Context(), identity.AtTheMachine(), read)
}

func (d *desk) join(purpose string) func(*site.Request) error {
	return func(r *site.Request) error {
		v, err := d.open(r, purpose)
		if err != nil {
			return d.badLink(r, err)
		}
		return v.page(http.StatusOK)
	}
}

func (v *joinView) page(status int) error {
	p := ui.Page{Title: v.r.T("account.join-title"), Lede: v.r.T("account.join-lede", fault.A{"organisation": v.organisation, "role": roleName(v.r, v.link.Role)}),
		Over: []ui.Link{{Text: v.r.T("account.link-until", fault.A{"until": v.r.Words.DateTime(v.link.Until)})}}}
	if v.first() {
		p.Title, p.Lede = v.r.T("account.first-title"), v.r.T("account.first-lede")
	}
	if v.passkeys {
		p.Scripts = []string{"passkey.js"}
	}
	return v.r.PageStatus(status, p, joinPage(v))
}

func (d *desk) doJoin(purpose string) func(*site.Request) error {
	return func(r *site.Request) error {
		n := newcomer(r)
		accept := d.accounts.AcceptInvitation
		if purpose == identity.ForFirst {
			accept = d.accounts.AcceptFirst
		}
		s, err := accept(r.Context(), r.PathValue("token"), n, visit(r))
		if err == nil {
			return joined(r, purpose, s)
		}
		v, lerr := d.open(r, purpose)
		if lerr != nil {
			return d.badLink(r, lerr)
		}
		var ferr error
		if v.wrong, ferr = faultsOf(r, err); ferr != nil {
			return ferr
		}
		v.in = n
		return v.page(status(err))
	}
}

// loopback tells whether an address leads to this very machine.
func loopback(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// newcomer reads what somebody says of themself.
func newcomer(r *site.Request) identity.Newcomer {
	return identity.Newcomer{Name: r.PostFormValue("name"), Email: r.PostFormValue("email"), Password: r.PostFormValue("password"), Lang: string(r.Lang)}
}

func joined(r *site.Request, purpose string, s identity.Session) error {
	r.KeepSession(s.Token)
	r.Say(0, map[bool]string{true: "account.first-done", false: "account.join-done"}[purpose == identity.ForFirst])
	return r.GoTo("/")
}

// acceptAs takes an invitation as a further role of whoever is signed in.
func (d *desk) acceptAs(r *site.Request) error {
	if err := d.accounts.AcceptAs(r.Context(), r.Visitor.Who, r.PathValue("token")); err != nil {
		return d.badLink(r, err)
	}
	r.Say(0, "account.accepted")
	return r.GoTo("/account")
}
