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

// peopleView is the page of all people.
type peopleView struct {
	r           *site.Request
	people      []identity.Inhabitant
	invitations []identity.Link
	called      names
	order       []record.Ref
	wrong       faults
	link        string // an invitation that was just made
	linkUntil   string
}

// typed is what stands in the form again when it was not accepted; after a success the form is empty.
func (v *peopleView) typed(name string) string {
	if v.link != "" {
		return ""
	}
	return v.r.PostFormValue(name)
}

func (d *desk) people(r *site.Request) error {
	v, err := d.peopleView(r, r.Tx)
	if err != nil {
		return err
	}
	return v.page(http.StatusOK)
}

func (d *desk) peopleView(r *site.Request, tx *record.ReadTx) (*peopleView, error) {
	v := &peopleView{r: r, wrong: faults{}}
	var err error
	if v.people, err = identity.Inhabitants(r.Context(), tx); err != nil {
		return nil, err
	}
	if v.invitations, err = d.accounts.InvitationsIn(r.Context(), tx); err != nil {
		return nil, err
	}
	v.called, v.order, err = organisations(r, tx)
	slices.SortStableFunc(v.people, func(a, b identity.Inhabitant) int {
		switch {
		case r.Words.Less(a.Name, b.Name):
			return -1
		case r.Words.Less(b.Name, a.Name):
			return 1
		}
		return 0
	})
	return v, err
}

// peopleAgain reads the page anew for the answer to a form.
func (d *desk) peopleAgain(r *site.Request) (v *peopleView, err error) {
	err = r.Read(func(tx *record.ReadTx) error {
		v, err = d.peopleView(r, tx)
		return err
	})
	return v, err
}

func (v *peopleView) page(status int) error {
	return v.r.PageStatus(status, ui.Page{Title: v.r.T("account.people"), Lede: v.r.T("account.people-count", fault.A{"n": len(v.people)})}, peoplePage(v))
}

func (v *peopleView) inviteFields() []ui.Field {
	return []ui.Field{
		{Name: "name", Label: v.r.T("account.invite-name"), Value: v.typed("name"), Max: 200, Error: v.wrong["name"]},
		{Name: "email", Label: v.r.T("account.invite-email"), Help: v.r.T("account.invite-email-help"), Kind: ui.Email, Value: v.typed("email"), Max: 320, Error: v.wrong["email"]},
	}
}

// orgOptions lists the organisations to choose from.
func orgOptions(n names, order []record.Ref, chosen string) []ui.Option {
	var out []ui.Option
	for _, ref := range order {
		out = append(out, ui.Option{Value: string(ref), Label: n.of(ref), Chosen: string(ref) == chosen})
	}
	return out
}

// roleChoice lists the roles, each with what it may do.
func roleChoice(r *site.Request, wrong string) ui.Choice {
	chosen := r.PostFormValue("role")
	if chosen == "" {
		chosen = string(identity.Planner)
	}
	c := ui.Choice{Field: ui.Field{Name: "role", Label: r.T("account.role"), Error: wrong}}
	for _, role := range identity.GivenRoles() {
		c.Options = append(c.Options, ui.Option{Value: string(role), Label: roleName(r, role), Note: roleNote(r, role), Chosen: string(role) == chosen})
	}
	return c
}

func langOptions(r *site.Request) []ui.Option {
	chosen := r.PostFormValue("lang")
	if chosen == "" {
		chosen = string(r.Lang)
	}
	var out []ui.Option
	for _, l := range i18n.Known() {
		out = append(out, ui.Option{Value: string(l), Label: l.Name(), Lang: l, Chosen: string(l) == chosen})
	}
	return out
}

// invite answers with the page on which the link stands, once.
func (d *desk) invite(r *site.Request) error {
	lang := r.PostFormValue("lang")
	l, token, err := d.accounts.Invite(r.Context(), r.Visitor.Actor, identity.Link{Name: r.PostFormValue("name"), Email: r.PostFormValue("email"),
		Organisation: record.Ref(r.PostFormValue("organisation")), Role: identity.Role(r.PostFormValue("role")), Lang: lang})
	v, rerr := d.peopleAgain(r)
	if rerr != nil {
		return rerr
	}
	if err != nil {
		if v.wrong, rerr = faultsOf(r, err); rerr != nil {
			return rerr
		}
		return v.page(status(err))
	}
	v.link, v.linkUntil = d.accounts.LinkURL(lang, identity.ForInvitation, token), r.Words.DateTime(l.Until)
	r.W.Header().Set("Cache-Control", "no-store")
	return v.page(http.StatusOK)
}

// withdraw puts an invitation out of use; one that was used or is over meanwhile already is.
func (d *desk) withdraw(r *site.Request) error {
	if err := d.accounts.Withdraw(r.Context(), r.Visitor.Actor, r.PostFormValue("id")); err != nil && !fault.Is(err, "identity.bad-link") {
		return err
	}
	r.Say(0, "account.withdrawn")
	return r.GoTo("/people#invitations")
}

// personView is the page of one person.
type personView struct {
	r      *site.Request
	person identity.Inhabitant
	called names
	order  []record.Ref
	wrong  faults
	part   string
	link   string // a one-time link that was just made
	self   bool
}

func (d *desk) person(r *site.Request) error {
	v, err := d.personView(r, r.Tx)
	if err != nil {
		return err
	}
	return v.page(http.StatusOK)
}

func (d *desk) personView(r *site.Request, tx *record.ReadTx) (*personView, error) {
	v := &personView{r: r, wrong: faults{}}
	var err error
	if v.person, err = identity.InhabitantOf(r.Context(), tx, r.PathValue("person")); err != nil {
		return nil, err
	}
	v.self = v.person.ID == r.Visitor.Actor.ID
	v.called, v.order, err = organisations(r, tx)
	return v, err
}

func (v *personView) page(status int) error {
	return v.r.PageStatus(status, ui.Page{Title: v.person.Name, Lede: v.person.Email, Over: []ui.Link{{Text: v.r.T("account.people"), Href: v.r.Href("/people")}}}, personPage(v))
}

// path is the address of the person's page behind the language.
func (v *personView) path() string { return "/people/" + v.person.ID }

// personAgain shows the page with what went wrong.
func (d *desk) personAgain(r *site.Request, part string, err error) error {
	f, ferr := faultsOf(r, err)
	if ferr != nil || fault.Is(err, "identity.no-person") {
		return err
	}
	var v *personView
	if rerr := r.Read(func(tx *record.ReadTx) (e error) { v, e = d.personView(r, tx); return e }); rerr != nil {
		return rerr
	}
	v.part, v.wrong = part, f
	return v.page(status(err))
}

// back leads to the person's page and says what was done.
func back(r *site.Request, key string) error {
	r.Say(0, key)
	return r.GoTo("/people/" + r.PathValue("person"))
}

func member(r *site.Request) identity.Member {
	return identity.Member{Organisation: record.Ref(r.PostFormValue("organisation")), Role: identity.Role(r.PostFormValue("role"))}
}

func (d *desk) giveRole(r *site.Request) error {
	if err := d.accounts.SetRole(r.Context(), r.Visitor.Actor, r.PathValue("person"), member(r), true); err != nil {
		return d.personAgain(r, "role", err)
	}
	return back(r, "account.role-given")
}

func (d *desk) takeRole(r *site.Request) error {
	if err := d.accounts.SetRole(r.Context(), r.Visitor.Actor, r.PathValue("person"), member(r), false); err != nil {
		return d.personAgain(r, "", err)
	}
	return back(r, "account.role-taken")
}

func (d *desk) setEmail(r *site.Request) error {
	if err := d.accounts.SetEmail(r.Context(), r.Visitor.Actor, r.PathValue("person"), r.PostFormValue("email")); err != nil {
		return d.personAgain(r, "email", err)
	}
	return back(r, "account.saved")
}

// makeSignInLink answers with the page on which the link stands, once.
func (d *desk) makeSignInLink(r *site.Request) error {
	token, err := d.accounts.SignInLink(r.Context(), r.Visitor.Actor, r.PathValue("person"))
	if err != nil {
		return d.personAgain(r, "", err)
	}
	var v *personView
	if err := r.Read(func(tx *record.ReadTx) (e error) { v, e = d.personView(r, tx); return e }); err != nil {
		return err
	}
	lang := v.person.Lang
	if lang == "" {
		lang = string(r.Lang)
	}
	v.link = d.accounts.LinkURL(lang, identity.ForSignIn, token)
	r.W.Header().Set("Cache-Control", "no-store")
	return v.page(http.StatusOK)
}

func (d *desk) signOutPerson(r *site.Request) error {
	if err := d.accounts.SignOutPerson(r.Context(), r.Visitor.Actor, r.PathValue("person")); err != nil {
		return d.personAgain(r, "", err)
	}
	return back(r, "account.person-signed-out")
}

func (d *desk) askErasePerson(r *site.Request) error {
	p, err := identity.InhabitantOf(r.Context(), r.Tx, r.PathValue("person"))
	if err != nil {
		return err
	}
	path := "/people/" + p.ID
	return eraseQuestion(r, path+"/erase", path, false, p.Name, "").page(http.StatusOK)
}

func (d *desk) doErasePerson(r *site.Request) error {
	var p identity.Inhabitant
	if err := r.Read(func(tx *record.ReadTx) (err error) {
		p, err = identity.InhabitantOf(r.Context(), tx, r.PathValue("person"))
		return err
	}); err != nil {
		return err
	}
	path := "/people/" + p.ID
	v := eraseQuestion(r, path+"/erase", path, false, p.Name, "")
	if again, err := v.check(); again {
		return err
	}
	if _, err := d.accounts.Erase(r.Context(), r.Visitor.Who, p.ID); err != nil {
		return v.refuse(err)
	}
	r.Say(0, "account.erased-person")
	return r.GoTo("/people")
}
