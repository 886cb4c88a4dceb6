// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// toProvider leads to the provider: to sign in, or, for whoever is signed in, to connect the account there with the one here.
func (d *desk) toProvider(r *site.Request) error {
	p := d.accounts.Provider()
	if p == nil {
		return fault.New(fault.NotFound, "identity.no-provider")
	}
	who := identity.SignedIn{}
	if strings.HasPrefix(r.URL.Path, "/account/") {
		who = r.Visitor.Who
	}
	address, key, err := d.accounts.BeginProvider(r.Context(), who, string(r.Lang), r.PostFormValue("next"), visit(r))
	if err != nil {
		if who.IsZero() {
			return d.again(r, err)
		}
		return err
	}
	keepCeremony(r, key)
	return r.Page(ui.Page{Title: r.T("account.away-title", named(p.Name)), Refresh: &ui.Refresh{Seconds: 1, Href: address}}, awayPage(r, p.Name, address))
}

// fromProvider takes the browser back. It changes something though it is a GET: the provider sends browsers no other way. What makes it
// safe is the key in the cookie, which works once, and the state that must fit it.
func (d *desk) fromProvider(r *site.Request) error {
	q := r.URL.Query()
	back, err := d.accounts.FinishProvider(r.Context(), r.Visitor.Who, ceremony(r), q.Get("state"), q.Get("code"), visit(r))
	r.Speak(i18n.Lang(back.Lang))
	if err != nil {
		if r.Visitor.SignedIn {
			return err
		}
		return d.again(r, err)
	}
	if back.Session.Token == "" {
		r.Say(0, "account.connected")
		return r.GoTo("/account#provider")
	}
	r.KeepSession(back.Session.Token)
	if err := d.speak(r, back.Session); err != nil {
		return err
	}
	to, ok := site.Local(back.Next)
	if !ok {
		to = "/"
	}
	http.Redirect(r.W, r.Request, r.Href(to), http.StatusSeeOther)
	return nil
}

func (d *desk) disconnect(r *site.Request) error {
	if err := d.accounts.Disconnect(r.Context(), r.Visitor.Who, r.PostFormValue("issuer")); err != nil {
		return d.ownAgain(r, "", err)
	}
	r.Say(0, "account.disconnected")
	return r.GoTo("/account#provider")
}
