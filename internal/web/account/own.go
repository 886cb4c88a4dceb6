// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// ownView is the page of one's own account.
type ownView struct {
	r        *site.Request
	who      identity.SignedIn
	keys     identity.Keys
	called   names
	passkeys bool
	provider *identity.Provider
	// part is the form that was not accepted, wrong why; typed is what stood in it.
	part  string
	wrong faults
	typed map[string]string
	// secret is a key for programs that was just made.
	secret string
}

func (d *desk) own(r *site.Request) error {
	v, err := d.ownView(r, r.Tx)
	if err != nil {
		return err
	}
	return v.page(http.StatusOK)
}

func (d *desk) ownView(r *site.Request, tx *record.ReadTx) (*ownView, error) {
	v := &ownView{r: r, who: r.Visitor.Who, passkeys: d.accounts.Passkeys(), provider: d.accounts.Provider(), wrong: faults{}, typed: map[string]string{}}
	if v.who.Session.ID == "" {
		return nil, fault.New(fault.Forbidden, "identity.not-signed-in")
	}
	var err error
	if v.keys, err = identity.KeysOf(r.Context(), tx, v.who.Person.ID, r.Site.Now()); err != nil {
		return nil, err
	}
	v.called, _, err = organisations(r, tx)
	return v, err
}

// ownAgain shows the page with the form that was not accepted.
func (d *desk) ownAgain(r *site.Request, part string, err error) error {
	f, ferr := faultsOf(r, err)
	if ferr != nil {
		return ferr
	}
	var v *ownView
	if rerr := r.Read(func(tx *record.ReadTx) (e error) { v, e = d.ownView(r, tx); return e }); rerr != nil {
		return rerr
	}
	v.part, v.wrong = part, f
	for _, name := range []string{"name", "lang", "token-name", "scope", "days"} {
		v.typed[name] = r.PostFormValue(name)
	}
	return v.page(status(err))
}

func (v *ownView) page(status int) error {
	p := ui.Page{Title: v.r.T("account.title"), Lede: v.who.Person.Email}
	if v.passkeys {
		p.Scripts = []string{"passkey.js"}
	}
	for _, m := range v.who.Actor.Members {
		p.Over = append(p.Over, ui.Link{Text: v.r.T("account.member", fault.A{"organisation": v.called.of(m.Organisation), "role": roleName(v.r, m.Role)})})
	}
	return v.r.PageStatus(status, p, ownPage(v))
}

// of gives the fault of a field of a part of the page.
func (v *ownView) of(part, field string) string {
	if v.part != part {
		return ""
	}
	return v.wrong[field]
}

// or gives what was typed into a form that was not accepted, else what is there.
func (v *ownView) or(part, field, there string) string {
	if v.part == part {
		return v.typed[field]
	}
	return there
}

func (v *ownView) nameField() ui.Field {
	return ui.Field{Name: "name", Label: v.r.T("account.name"), Value: v.or("profile", "name", v.who.Person.Name), Required: true, Autocomplete: "name", Max: 200, Error: v.of("profile", "name")}
}

func (v *ownView) langOptions() []ui.Option {
	chosen := v.or("profile", "lang", v.who.Person.Lang)
	out := []ui.Option{{Value: "", Label: v.r.T("account.lang-browser"), Chosen: chosen == ""}}
	for _, l := range i18n.Known() {
		out = append(out, ui.Option{Value: string(l), Label: l.Name(), Lang: l, Chosen: chosen == string(l)})
	}
	return out
}

// needsOld tells whether the present password is asked for.
func (v *ownView) needsOld() bool {
	return v.keys.Account.HasPassword && !(v.who.Session.Method == identity.ByLink && v.r.Site.Now().Sub(v.who.Session.Made) <= identity.SignInLinkLasts)
}

func (v *ownView) passwordFields() []ui.Field {
	var out []ui.Field
	if v.needsOld() {
		out = append(out, ui.Field{Name: "old", Label: v.r.T("account.password-now"), Kind: ui.Password, Autocomplete: "current-password", Error: v.of("password", "old")})
	}
	return append(out, ui.Field{Name: "password", Label: v.r.T("account.password-new"), Kind: ui.Password, Help: v.r.T("account.password-help", fault.A{"min": identity.PasswordMin}),
		Autocomplete: "new-password", Error: v.of("password", "password")})
}

func (v *ownView) tokenFields() []ui.Field {
	return []ui.Field{
		{Name: "token-name", Label: v.r.T("account.token-name"), Help: v.r.T("account.token-name-help"), Value: v.or("token", "token-name", ""), Max: 200, Error: v.of("token", "name")},
	}
}

func (v *ownView) scopes() ui.Choice {
	chosen := v.or("token", "scope", "read")
	return ui.Choice{Field: ui.Field{Name: "scope", Label: v.r.T("account.token-scope"), Error: v.of("token", "scope")}, Options: []ui.Option{
		{Value: "read", Label: v.r.T("account.scope-read"), Chosen: chosen == "read"},
		{Value: "write", Label: v.r.T("account.scope-write"), Note: v.r.T("account.scope-write-note"), Chosen: chosen == "write"},
	}}
}

func (v *ownView) days() []ui.Option {
	chosen := v.or("token", "days", "90")
	var out []ui.Option
	for _, days := range []struct {
		n    int
		text string
	}{{30, "30"}, {90, "90"}, {365, "365"}} {
		out = append(out, ui.Option{Value: days.text, Label: v.r.T("account.days", fault.A{"n": days.n}), Chosen: chosen == days.text})
	}
	return out
}

// on says in words which browser it is.
func on(r *site.Request, browser, system string) string {
	switch {
	case browser == "" && system == "":
		return r.T("account.browser-unknown")
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return r.T("account.browser-on", fault.A{"browser": browser, "system": system})
}

// method says how somebody signed in.
func method(r *site.Request, m string) string {
	switch m {
	case identity.ByPassword:
		return r.T("account.method-password")
	case identity.ByPasskey:
		return r.T("account.method-passkey")
	case identity.ByProvider:
		return r.T("account.method-provider")
	}
	return r.T("account.method-link")
}

// day writes a day that is kept as 2026-03-31; never when there was none.
func day(r *site.Request, text string) string {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return r.Words.Date(t)
	}
	return r.T("account.never")
}

func (d *desk) saveProfile(r *site.Request) error {
	lang := r.PostFormValue("lang")
	if !i18n.Lang(lang).IsKnown() {
		lang = ""
	}
	if err := d.accounts.SetProfile(r.Context(), r.Visitor.Who, identity.Profile{Name: r.PostFormValue("name"), Lang: lang}); err != nil {
		return d.ownAgain(r, "profile", err)
	}
	r.Speak(i18n.Lang(lang))
	r.Say(0, "account.saved")
	return r.GoTo("/account")
}

func (d *desk) changePassword(r *site.Request) error {
	s, err := d.accounts.ChangePassword(r.Context(), r.Visitor.Who, r.PostFormValue("old"), r.PostFormValue("password"), visit(r))
	if err != nil {
		return d.ownAgain(r, "password", err)
	}
	r.KeepSession(s.Token)
	r.Say(0, "account.password-changed")
	return r.GoTo("/account#password")
}

func (d *desk) removePasskey(r *site.Request) error {
	if err := d.accounts.RemovePasskey(r.Context(), r.Visitor.Who, r.PostFormValue("id")); err != nil {
		return d.ownAgain(r, "", err)
	}
	r.Say(0, "account.passkey-removed")
	return r.GoTo("/account#passkeys")
}

func (d *desk) endSession(r *site.Request) error {
	if err := d.accounts.EndSession(r.Context(), r.Visitor.Who, r.PostFormValue("id")); err != nil {
		return d.ownAgain(r, "", err)
	}
	r.Say(0, "account.session-ended")
	return r.GoTo("/account#sessions")
}

func (d *desk) endAllSessions(r *site.Request) error {
	if err := d.accounts.SignOutEverywhere(r.Context(), r.Visitor.Who); err != nil {
		return err
	}
	r.KeepSession("")
	r.Say(0, "account.signed-out-everywhere")
	return r.GoTo("/")
}

// makeToken answers with the page on which the key stands, once.
func (d *desk) makeToken(r *site.Request) error {
	_, secret, err := d.accounts.CreateToken(r.Context(), r.Visitor.Who, r.PostFormValue("token-name"), identity.Scope(r.PostFormValue("scope")), r.Number("days", 0))
	if err != nil {
		return d.ownAgain(r, "token", err)
	}
	var v *ownView
	if err := r.Read(func(tx *record.ReadTx) (e error) { v, e = d.ownView(r, tx); return e }); err != nil {
		return err
	}
	v.secret = secret
	r.W.Header().Set("Cache-Control", "no-store")
	return v.page(http.StatusOK)
}

func (d *desk) revokeToken(r *site.Request) error {
	if err := d.accounts.RevokeToken(r.Context(), r.Visitor.Who, r.PostFormValue("id")); err != nil {
		return d.ownAgain(r, "", err)
	}
	r.Say(0, "account.token-revoked")
	return r.GoTo("/account#tokens")
}
