// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// signInView is what the page of signing in shows.
type signInView struct {
	r        *site.Request
	email    string
	wrong    string // why it did not work
	next     string
	passkeys bool
	provider string
}

func (d *desk) signInView(r *site.Request) *signInView {
	v := &signInView{r: r, next: r.FormValue("next"), passkeys: d.accounts.Passkeys()}
	if p := d.accounts.Provider(); p != nil {
		v.provider = p.Name
	}
	return v
}

func (v *signInView) emailField() ui.Field {
	return ui.Field{Name: "email", Label: v.r.T("account.email"), Kind: ui.Email, Value: v.email, Autocomplete: "username", Max: 320}
}

func (v *signInView) passwordField() ui.Field {
	return ui.Field{Name: "password", Label: v.r.T("account.password"), Kind: ui.Password, Autocomplete: "current-password"}
}

func (v *signInView) page(status int) error {
	p := ui.Page{Title: v.r.T("account.sign-in"), Lede: v.r.T("account.sign-in-lede")}
	if v.passkeys {
		p.Scripts = []string{"passkey.js"}
	}
	return v.r.PageStatus(status, p, signInPage(v))
}

func (d *desk) signIn(r *site.Request) error {
	if r.Visitor.SignedIn {
		return lead(r, wanted(r))
	}
	return d.signInView(r).page(http.StatusOK)
}

func (d *desk) doSignIn(r *site.Request) error {
	s, err := d.accounts.SignIn(r.Context(), r.PostFormValue("email"), r.PostFormValue("password"), visit(r))
	if err == nil {
		return d.welcome(r, s, wanted(r))
	}
	return d.again(r, err)
}

// again shows the page of signing in with what went wrong.
func (d *desk) again(r *site.Request, err error) error {
	f, err2 := faultsOf(r, err)
	if err2 != nil {
		return err2
	}
	v := d.signInView(r)
	v.email, v.wrong = r.PostFormValue("email"), f[""]
	return v.page(status(err))
}

// welcome keeps a new session and leads to a place, in the language the person has chosen in the account.
func (d *desk) welcome(r *site.Request, s identity.Session, place string) error {
	r.KeepSession(s.Token)
	if err := d.speak(r, s); err != nil {
		return err
	}
	return lead(r, place)
}

// speak turns to the language of the person who has just signed in.
func (d *desk) speak(r *site.Request, s identity.Session) error {
	who, err := d.accounts.Authenticate(r.Context(), s.Token)
	if err != nil {
		return err
	}
	r.Speak(i18n.Lang(who.Person.Lang))
	return nil
}

// lead leads to a place behind the language. Signing in may have changed what the reader sees there.
func lead(r *site.Request, place string) error { return r.GoTo(place) }

func (d *desk) signOut(r *site.Request) error {
	if err := d.accounts.SignOut(r.Context(), r.Visitor.Session); err != nil {
		return err
	}
	r.KeepSession("")
	r.Say(0, "account.signed-out")
	return r.GoTo("/")
}

// link shows the button of a one-time link: looking at it, as programs that preview links do, does not use it up.
func (d *desk) link(r *site.Request) error {
	if _, err := d.accounts.OpenLink(r.Context(), "link", r.PathValue("token")); err != nil {
		return d.badLink(r, err)
	}
	return r.Page(ui.Page{Title: r.T("account.link-title"), Lede: r.T("account.link-lede")}, linkPage(r))
}

func (d *desk) doLink(r *site.Request) error {
	s, err := d.accounts.AcceptSignInLink(r.Context(), r.PathValue("token"), visit(r))
	if err != nil {
		return d.badLink(r, err)
	}
	r.Say(0, "account.link-done")
	return d.welcome(r, s, "/account#password")
}

// badLink says that a link is no longer good, and what to do.
func (d *desk) badLink(r *site.Request, err error) error {
	if !fault.Is(err, "identity.bad-link") && !fault.Is(err, "identity.has-administrator") {
		return err
	}
	return r.PageStatus(status(err), ui.Page{Title: r.T("account.bad-link-title"), Lede: r.Words.Error(err)}, badLinkPage(r))
}

// sortRefs sorts references by what they are called in the reader's language.
func sortRefs(r *site.Request, n names, refs []record.Ref) {
	slices.SortStableFunc(refs, func(a, b record.Ref) int {
		switch {
		case r.Words.Less(n.of(a), n.of(b)):
			return -1
		case r.Words.Less(n.of(b), n.of(a)):
			return 1
		}
		return 0
	})
}
