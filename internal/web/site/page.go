// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Page answers with a page in the shell. What the page leaves empty of menu, languages, person and messages is filled in here.
func (r *Request) Page(p ui.Page, body templ.Component) error {
	return r.PageStatus(http.StatusOK, p, body)
}

// PageStatus is Page with another status: 422 for a form with faults, 409 for a conflict.
func (r *Request) PageStatus(status int, p ui.Page, body templ.Component) error {
	if r.Fragment() {
		return r.write(status, body)
	}
	if err := r.furnish(&p); err != nil {
		return err
	}
	return r.write(status, wrap(p, body))
}

// furnish fills in what all pages share.
func (r *Request) furnish(p *ui.Page) error {
	p.Words = r.Words
	p.Home = r.Href("/")
	p.Search, p.SearchHref = r.URL.Query().Get("q"), r.Href("/search")
	p.SignInHref = r.Href("/sign-in")
	p.Scheme, p.SchemeHref = r.scheme(), r.Href("/scheme")
	p.Printed = r.URL.Path
	languages, err := r.languages()
	if err != nil {
		return err
	}
	if _, partnership, err := r.Partnership(); err != nil {
		return err
	} else if partnership != nil {
		p.Partnership = r.Text(partnership.Called())
	}
	here, inArea := areaOf(r.Site.areas, r.URL.Path)
	for _, a := range r.Site.areas {
		if a.Menu {
			p.Menu = append(p.Menu, ui.Link{Text: r.T("site.area-" + a.Key), Href: r.Href(a.Home()), Current: r.current(a, here, inArea)})
		}
	}
	place := r.path()
	if r.Method != http.MethodGet {
		place = r.back()
	}
	for _, l := range languages {
		p.Languages = append(p.Languages, ui.Language{Lang: l, Href: "/" + string(l) + place, Current: l == r.Lang})
	}
	if v := r.Visitor; v.SignedIn {
		p.Who = &ui.Who{Name: v.Name, AccountHref: r.Href("/account"), SignOutHref: r.Href("/sign-out")}
		if r.MayHouse("administer") {
			p.Who.Admin = []ui.Link{r.link("site.people", "/people"), r.link("site.operation", "/operation")}
		}
	}
	p.Messages = append(r.said(), p.Messages...)
	if p.Tour == nil {
		p.Tour = r.tour()
	}
	p.Foot = append(p.Foot,
		r.link("site.foot-tour", "/tour"),
		r.link("site.foot-api", "/api"),
		r.link("site.foot-components", "/components"))
	return nil
}

// link leads to a page of the site; it says so when we are there.
func (r *Request) link(key, path string) ui.Link {
	return ui.Link{Text: r.T(key), Href: r.Href(path), Current: r.URL.Path == path}
}

// current tells whether an area of the menu is the one the page belongs to: by its address, or by the record it is about.
func (r *Request) current(a, here Area, found bool) bool {
	if found && here.Menu {
		return a.Key == here.Key
	}
	for _, k := range a.Kinds {
		if k == r.Record.Ref.Kind() {
			return true
		}
	}
	return false
}

// Partnership gives the partnership of the house, read once for each request; nil when there is none yet.
func (r *Request) Partnership() (record.Record, *identity.Partnership, error) {
	if r.partnershipRead {
		return r.partnershipRecord, r.partnership, nil
	}
	read := func(tx *record.ReadTx) error {
		rec, p, err := identity.ThePartnership(r.Context(), tx)
		if fault.Is(err, "identity.no-partnership") {
			r.partnershipRead = true
			return nil
		}
		if err == nil {
			r.partnershipRead, r.partnershipRecord, r.partnership = true, rec, p
		}
		return err
	}
	var err error
	if r.Tx != nil {
		err = read(r.Tx)
	} else {
		err = r.Read(read)
	}
	return r.partnershipRecord, r.partnership, err
}

// languages are those of the switch: of the partnership, as far as there are messages. A house without a partnership speaks all it can.
func (r *Request) languages() ([]i18n.Lang, error) {
	_, p, err := r.Partnership()
	if err != nil || p == nil {
		return i18n.Known(), err
	}
	var out []i18n.Lang
	for _, l := range p.PartnershipLanguages() {
		if i18n.Lang(l).IsKnown() {
			out = append(out, i18n.Lang(l))
		}
	}
	return out, nil
}

// back is the place behind the language from which a form came: what its page names in "back", or its own address.
func (r *Request) back() string {
	if b := r.PostFormValue("back"); b != "" {
		if safe, ok := Local(b); ok {
			return safe
		}
	}
	return r.URL.Path
}

// Local tells whether an address lies in this site, and gives it: what a visitor hands in must not lead elsewhere.
func Local(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || len(u.Path) == 0 || u.Path[0] != '/' || len(u.Path) > 1 && (u.Path[1] == '/' || u.Path[1] == '\\') {
		return "", false
	}
	return u.RequestURI(), true
}

// fail answers with what went wrong, in words. Causes go to the log and never to the page.
func (r *Request) fail(err error) {
	if errors.Is(err, errSignIn) {
		r.toSignIn()
		return
	}
	status := StatusOf(err)
	if status >= http.StatusInternalServerError {
		r.Site.Log.Error("page failed", "method", r.Method, "route", r.route.Path, "error", err)
	}
	trouble := ui.Trouble{Status: status, Detail: r.detail(err, status), Do: []ui.Action{{Text: r.T("site.to-overview"), Href: r.Href("/")}}}
	body := ui.ErrorPage(r.Words, trouble)
	p := ui.Page{Title: ui.TroubleTitle(r.Words, trouble)}
	if ferr := r.furnish(&p); ferr != nil {
		r.Site.Log.Error("error page failed", "error", ferr)
		http.Error(r.W, "500", http.StatusInternalServerError)
		return
	}
	if werr := r.write(status, wrap(p, body)); werr != nil {
		r.Site.Log.Error("error page failed", "error", werr)
		http.Error(r.W, p.Title, http.StatusInternalServerError)
	}
}

// toSignIn leads to the sign-in and remembers where the visitor wanted to go.
func (r *Request) toSignIn() {
	to := "/sign-in"
	if r.Method == http.MethodGet {
		to += "?next=" + url.QueryEscape(r.path())
	}
	_ = r.GoTo(to)
}

// StatusOf maps a fault to an HTTP status; it is the only place of the site that does.
func StatusOf(err error) int {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	switch fault.CodeOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// detail says what exactly went wrong, where a person can do something about it.
func (r *Request) detail(err error, status int) []string {
	if status == http.StatusInternalServerError || status == http.StatusRequestEntityTooLarge {
		return nil
	}
	return r.Words.Errors(err)
}
