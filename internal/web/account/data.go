// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"encoding/json"
	"net/http"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// heldView is the page of what is held about the reader.
type heldView struct {
	r      *site.Request
	held   identity.Held
	called names
}

func (d *desk) heldAbout(r *site.Request) (identity.Held, error) {
	if r.Visitor.Who.Session.ID == "" {
		return identity.Held{}, fault.New(fault.Forbidden, "identity.not-signed-in")
	}
	return identity.HeldAbout(r.Context(), r.Tx, r.Visitor.Who.Person.ID)
}

func (d *desk) held(r *site.Request) error {
	held, err := d.heldAbout(r)
	if err != nil {
		return err
	}
	v := &heldView{r: r, held: held}
	if v.called, _, err = organisations(r, r.Tx); err != nil {
		return err
	}
	return r.Page(ui.Page{Title: r.T("account.data-title"), Lede: r.T("account.data-lede"), Over: []ui.Link{{Text: r.T("account.title"), Href: r.Href("/account")}}}, heldPage(v))
}

// heldJSON gives the same to take along.
func (d *desk) heldJSON(r *site.Request) error {
	held, err := d.heldAbout(r)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return err
	}
	r.W.Header().Set("Cache-Control", "no-store")
	return r.Send("application/json", "sumanus-"+r.Today()+".json", append(raw, '\n'))
}

// terms says in plain words what is held.
func (v *heldView) terms() []ui.Term {
	r, h := v.r, v.held
	out := []ui.Term{
		{Term: r.T("account.name"), Text: h.Person.Name},
		{Term: r.T("account.email"), Text: h.Person.Email},
		{Term: r.T("account.known-since"), Text: r.Words.Date(h.Person.Created)},
		{Term: r.T("account.roles"), Content: wordList(v.roles()), Missing: missing(r, len(h.Roles))},
		{Term: r.T("account.password"), Text: v.password()},
		{Term: r.T("account.passkeys"), Text: r.T("account.count-passkeys", fault.A{"n": len(h.Passkeys)})},
		{Term: r.T("account.sessions"), Text: r.T("account.count-sessions", fault.A{"n": len(h.Sessions)})},
		{Term: r.T("account.tokens"), Text: r.T("account.count-tokens", fault.A{"n": len(h.Tokens)})},
		{Term: r.T("account.consents"), Content: wordList(v.consents()), Missing: missing(r, len(h.Consents))},
		{Term: r.T("account.drafts"), Text: r.T("account.count-drafts", fault.A{"n": len(h.Drafts)}), Note: r.T("account.drafts-note")},
		{Term: r.T("account.files"), Text: r.T("account.count-files", fault.A{"n": len(h.Files)}), Note: r.T("account.files-note")},
		{Term: r.T("account.journal"), Text: r.T("account.count-journal", fault.A{"n": len(h.Journal)}), Note: r.T("account.journal-note")},
	}
	for _, p := range h.Providers {
		out = append(out, ui.Term{Term: r.T("account.providers"), Text: p.Issuer})
	}
	for i := range out {
		if out[i].Missing != "" {
			out[i].Content = nil
		}
	}
	return out
}

func missing(r *site.Request, n int) string {
	if n == 0 {
		return r.T("account.none")
	}
	return ""
}

func (v *heldView) password() string {
	if !v.held.Account.HasPassword {
		return v.r.T("account.password-none")
	}
	return v.r.T("account.password-since", fault.A{"date": v.r.Words.Date(v.held.Account.PasswordSet)})
}

func (v *heldView) roles() (out []string) {
	for _, m := range v.held.Roles {
		out = append(out, v.r.T("account.member", fault.A{"organisation": v.called.of(m.Organisation), "role": roleName(v.r, m.Role)}))
	}
	return out
}

func (v *heldView) consents() (out []string) {
	for _, c := range v.held.Consents {
		out = append(out, c.Purpose)
	}
	return out
}

// eraseQuestion asks before a person is forgotten. What has to be typed keeps a slip of the finger from doing it.
func eraseQuestion(r *site.Request, post, back string, own bool, name, wrong string) *eraseView {
	return &eraseView{r: r, post: r.Href(post), back: r.Href(back), own: own, name: name, wrong: wrong}
}

type eraseView struct {
	r          *site.Request
	post, back string
	own        bool
	name       string
	wrong      string // that what was typed is not the word
	refused    string // why it cannot be done at all
}

// word is what has to be typed.
func (v *eraseView) word() string { return v.r.T("account.erase-word") }

func (v *eraseView) page(status int) error {
	title := v.r.T("account.erase-title")
	if !v.own {
		title = v.r.T("account.erase-person-title", named(v.name))
	}
	return v.r.PageStatus(status, ui.Page{Title: title, Lede: v.r.T("account.erase-lede")}, erasePage(v))
}

func (d *desk) askErase(r *site.Request) error {
	return eraseQuestion(r, "/account/erase", "/account/data", true, "", "").page(http.StatusOK)
}

func (d *desk) doErase(r *site.Request) error {
	v := eraseQuestion(r, "/account/erase", "/account/data", true, "", "")
	if again, err := v.check(); again {
		return err
	}
	if _, err := d.accounts.Erase(r.Context(), r.Visitor.Who, r.Visitor.Who.Person.ID); err != nil {
		return v.refuse(err)
	}
	r.KeepSession("")
	r.Say(0, "account.erased")
	return r.GoTo("/")
}

// check asks again when the word was not typed.
func (v *eraseView) check() (again bool, err error) {
	if v.r.Words.Fold(v.r.PostFormValue("word")) == v.r.Words.Fold(v.word()) {
		return false, nil
	}
	v.wrong = v.r.T("account.erase-wrong", fault.A{"word": v.word()})
	return true, v.page(http.StatusUnprocessableEntity)
}

// refuse says why somebody cannot be erased.
func (v *eraseView) refuse(err error) error {
	if !fault.Is(err, "identity.last-administrator") {
		return err
	}
	v.refused = v.r.Words.Error(err)
	return v.page(status(err))
}
