// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/identity/identitytest"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// behindHTTPS is a house that people reach by https, with a provider of sign-in: who a visitor is comes from the cookies alone.
func behindHTTPS(t *testing.T) (*webtest.House, *identitytest.Provider) {
	t.Helper()
	h := webtest.Example(t)
	p := identitytest.NewProvider(t, testkit.NewRandom(40), h.Clock.Now)
	h.Accounts = identity.NewAccounts(h.Store, identity.AccountEnv{Now: h.Clock.Now, Random: testkit.NewRandom(11), Origin: webtest.Origin,
		Provider: &identity.Provider{Issuer: p.URL, ClientID: p.ClientID, ClientSecret: p.ClientSecret, Name: "Savivaldybė"}})
	o := h.Options
	o.Accounts, o.Secure, o.Visit = h.Accounts, true, site.ByAccounts(h.Accounts, true)
	h.Handler = web.New(o)
	return h, p
}

var away = regexp.MustCompile(`http-equiv="refresh" content="1; ?url=([^"]+)"`)

// through follows a page that leads away to the provider, and gives the address to which the provider sends the browser back.
func through(t *testing.T, p webtest.Page) string {
	t.Helper()
	m := away.FindStringSubmatch(p.Body)
	if p.Status != http.StatusOK || m == nil {
		t.Fatalf("%d, and nothing leads away: %s", p.Status, cut(p.Body))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.ReplaceAll(m[1], "&amp;", "&"), nil)
	if err != nil {
		t.Fatal(err)
	}
	back, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Body.Close()
	return path(t, back.Header.Get("Location"))
}

func TestAProviderOnPagesByHTTPS(t *testing.T) {
	h, provider := behindHTTPS(t)
	token, err := h.Accounts.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c := h.Nobody()
	p := c.Post(identity.LinkPath("lt", identity.ForFirst, token), url.Values{"name": {"Ona Pirmoji"}, "email": {"ona@example.org"}, "password": {good}})
	leads(t, p, "/lt/")
	for _, k := range (&http.Response{Header: p.Header}).Cookies() {
		if !k.Secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode {
			t.Errorf("the cookie %s could be read or sent by others: %s", k.Name, k)
		}
	}
	if k := cookie(t, p, "__Host-sumanus_session"); k.Path != "/" || k.Domain != "" {
		t.Errorf("a neighbouring host could set %s", k)
	}
	if s := p.Header.Get("Strict-Transport-Security"); s == "" {
		t.Error("a browser may come back without https")
	}

	// Connect the account there with the one here, and see it.
	provider.As(identitytest.User{Subject: "1", Email: "o.pirmoji@example.org", Verified: true})
	leads(t, c.Get(through(t, c.Post("/lt/account/provider/connect", nil))), "/lt/account#provider")
	shows(t, c.Get("/lt/account"), http.StatusOK, "Savivaldybė")

	// Another browser comes in by it, to the page it wanted.
	other := h.Nobody()
	shows(t, other.Get("/lv/sign-in"), http.StatusOK, "Savivaldybė")
	leave := other.Post("/lv/sign-in/provider", url.Values{"next": {"/evidence"}})
	ceremony := cookie(t, leave, "__Host-sumanus_ceremony")
	if !ceremony.Secure || !ceremony.HttpOnly {
		t.Errorf("%s", ceremony)
	}
	back := through(t, leave)
	// A third browser that was handed the address is not let in: the key is not in its cookies.
	if p := h.Nobody().Get(back); p.Status == http.StatusSeeOther || strings.Contains(p.Body, "Ona Pirmoji") {
		t.Errorf("an address that was handed on signs in: %d", p.Status)
	}
	p = other.Get(back)
	if p.Status != http.StatusSeeOther || !strings.HasSuffix(p.Location, "/evidence") {
		t.Fatalf("%d, to %q: %s", p.Status, p.Location, cut(p.Body))
	}
	shows(t, other.Get("/lt/account"), http.StatusOK, "Ona Pirmoji")
	// What was used once is used up.
	if p := other.Get(back); p.Status == http.StatusSeeOther && p.Location != "" && !strings.Contains(p.Location, "sign-in") {
		t.Errorf("the way back works twice: to %q", p.Location)
	}

	// Somebody nobody invited hears so, in the language they came in.
	provider.As(identitytest.User{Subject: "2", Email: "stranger@example.org", Verified: true})
	stranger := h.Nobody()
	p = stranger.Get(through(t, stranger.Post("/lv/sign-in/provider", nil)))
	if p.Status == http.StatusSeeOther || !strings.Contains(p.Body, `<html lang="lv"`) {
		t.Errorf("%d %s", p.Status, cut(p.Body))
	}
	shows(t, stranger.Get("/lt/sign-in"), http.StatusOK)
	leads(t, stranger.Get("/lt/account"), "/lt/sign-in?next=%2Faccount")

	leads(t, c.Post("/lt/account/provider/remove", url.Values{"issuer": {provider.URL}}), "/lt/account#provider")
	provider.As(identitytest.User{Subject: "1", Email: "o.pirmoji@example.org", Verified: true})
	late := h.Nobody()
	if p := late.Get(through(t, late.Post("/lt/sign-in/provider", nil))); p.Status == http.StatusSeeOther {
		t.Error("what was disconnected still signs in")
	}
}
