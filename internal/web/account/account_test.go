// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/identity/identitytest"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const good = "a long walk at Nida"

var ctx = context.Background()

// house is a house with the example and a one-time link for its first administrator.
func house(t *testing.T) (*webtest.House, string) {
	t.Helper()
	h := webtest.Example(t)
	token, err := h.Accounts.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return h, identity.LinkPath("lt", identity.ForFirst, token)
}

// admin is the browser of the first administrator.
func admin(t *testing.T) (*webtest.House, *webtest.Client) {
	t.Helper()
	h, link := house(t)
	c := h.Nobody()
	p := c.Post(link, url.Values{"name": {"Ona Pirmoji"}, "email": {"ona@example.org"}, "password": {good}})
	leads(t, p, "/lt/")
	return h, c
}

func leads(t *testing.T, p webtest.Page, to string) {
	t.Helper()
	if p.Status != http.StatusSeeOther || p.Location != to {
		t.Fatalf("%d, to %q, want %q: %s", p.Status, p.Location, to, cut(p.Body))
	}
}

func cut(s string) string {
	if i := strings.Index(s, "<main"); i >= 0 {
		s = s[i:]
	}
	return s[:min(len(s), 1500)]
}

func shows(t *testing.T, p webtest.Page, status int, words ...string) {
	t.Helper()
	if p.Status != status {
		t.Errorf("status %d, want %d: %s", p.Status, status, cut(p.Body))
	}
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Errorf("the page does not say %q: %s", w, cut(p.Body))
		}
	}
}

func cookie(t *testing.T, p webtest.Page, name string) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: p.Header}).Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no cookie %s in %v", name, p.Header["Set-Cookie"])
	return nil
}

var secretValue = regexp.MustCompile(`data-copy value="([^"]+)"`)

// secret is what a page shows once.
func secret(t *testing.T, p webtest.Page) string {
	t.Helper()
	m := secretValue.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("nothing is shown once: %s", cut(p.Body))
	}
	return m[1]
}

// path is the address of a link without its origin.
func path(t *testing.T, link string) string {
	t.Helper()
	if !strings.HasPrefix(link, webtest.Origin+"/") {
		t.Fatalf("the link %q does not lead here", link)
	}
	return strings.TrimPrefix(link, webtest.Origin)
}

func TestTheFirstAdministratorComesIn(t *testing.T) {
	h, link := house(t)
	c := h.Nobody()
	shows(t, c.Get(link), http.StatusOK, "Jūs čia pirmasis žmogus", `autocomplete="new-password"`)
	p := c.Post(link, url.Values{"name": {""}, "email": {"ona"}, "password": {good}})
	shows(t, p, http.StatusUnprocessableEntity, `aria-invalid="true"`, "Tikėtasi el. pašto adreso", `role="alert"`)
	if strings.Contains(p.Body, good) {
		t.Error("a password is written into a page")
	}
	p = c.Post(link, url.Values{"name": {"Ona"}, "email": {"ona@example.org"}, "password": {"trumpas"}})
	shows(t, p, http.StatusUnprocessableEntity, "Slaptažodis per trumpas", `value="Ona"`)
	p = c.Post(link, url.Values{"name": {"Ona"}, "email": {"ona@example.org"}, "password": {good}})
	leads(t, p, "/lt/")
	k := cookie(t, p, "sumanus_session")
	if !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Secure {
		t.Errorf("cookie %v", k)
	}
	shows(t, c.Get("/lt/people"), http.StatusOK, "Ona", "administratorius")
	p = h.Nobody().Get(link)
	shows(t, p, http.StatusNotFound, "Nuoroda nebegalioja")
	p = h.Nobody().Post(link, url.Values{"name": {"Eve"}, "email": {"eve@example.org"}, "password": {good}})
	shows(t, p, http.StatusNotFound, "Nuoroda nebegalioja")
}

func TestSigningInAndOut(t *testing.T) {
	h, _ := admin(t)
	c := h.Nobody()
	leads(t, c.Get("/lv/account"), "/lv/sign-in?next=%2Faccount")
	shows(t, c.Get("/lv/sign-in?next=%2Faccount"), http.StatusOK, `value="/account"`, "Pieslēgties")
	p := c.Post("/lv/sign-in", url.Values{"email": {"ona@example.org"}, "password": {"nepareiza parole"}, "next": {"/account"}})
	shows(t, p, http.StatusUnprocessableEntity, "Nepareiza e-pasta adrese vai parole", `value="ona@example.org"`)
	unknown := c.Post("/lv/sign-in", url.Values{"email": {"nav@example.org"}, "password": {"nepareiza parole"}, "next": {"/account"}})
	if strings.ReplaceAll(unknown.Body, "nav@", "ona@") != p.Body {
		t.Error("the page tells whether an address is known")
	}
	// What a browser was given before it signed in is not what it has after.
	c.Do(http.MethodGet, "/lv/", nil, http.Header{"Cookie": {"sumanus_session=planted"}})
	p = c.Post("/lv/sign-in", url.Values{"email": {"ona@example.org"}, "password": {good}, "next": {"/account"}})
	leads(t, p, "/lt/account") // Ona has chosen Lithuanian, whichever page she signed in on
	token := cookie(t, p, "sumanus_session").Value
	shows(t, c.Follow(p), http.StatusOK, "Ona Pirmoji", "ona@example.org")
	// Where to go next stays in this site.
	for _, next := range []string{"https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"} {
		p = h.Nobody().Post("/lv/sign-in", url.Values{"email": {"ona@example.org"}, "password": {good}, "next": {next}})
		leads(t, p, "/lt/")
	}
	p = c.Post("/lv/sign-out", nil)
	leads(t, p, "/lv/")
	if gone := cookie(t, p, "sumanus_session"); gone.MaxAge >= 0 {
		t.Errorf("cookie %v", gone)
	}
	shows(t, c.Follow(p), http.StatusOK, "Jūs izgājāt")
	thief := h.Nobody().Do(http.MethodGet, "/lv/account", nil, http.Header{"Cookie": {"sumanus_session=" + token}})
	leads(t, thief, "/lv/sign-in?next=%2Faccount")
}

// TestFormsFromElsewhere: a form on another site changes nothing here.
func TestFormsFromElsewhere(t *testing.T) {
	_, c := admin(t)
	for _, from := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://elsewhere.example"}}} {
		from.Set("Content-Type", "application/x-www-form-urlencoded")
		p := c.Do(http.MethodPost, "/lt/account/sessions/end-all", strings.NewReader(""), from)
		if p.Status != http.StatusForbidden {
			t.Errorf("%v: %d", from, p.Status)
		}
	}
	shows(t, c.Get("/lt/account"), http.StatusOK)
}

func TestTriesAreLimitedOnThePage(t *testing.T) {
	h, _ := admin(t)
	c := h.Nobody()
	var p webtest.Page
	for i := range 12 {
		p = c.Post("/en/sign-in", url.Values{"email": {"ona@example.org"}, "password": {fmt.Sprint("wrong password ", i)}})
	}
	shows(t, p, http.StatusTooManyRequests, "Too many tries")
	h.Clock.Add(16 * time.Minute)
	leads(t, c.Post("/en/sign-in", url.Values{"email": {"ona@example.org"}, "password": {good}}), "/lt/") // the language of the person, which is kept
}

func TestInvitingPeople(t *testing.T) {
	h, c := admin(t)
	shows(t, c.Get("/en/people"), http.StatusOK, "No invitation is open", "Kurzeme Planning Region")
	p := c.Post("/en/people/invite", url.Values{"name": {"Jānis"}, "email": {"no address"}, "organisation": {string(webtest.Kurzeme)}, "role": {"planner"}, "lang": {"lv"}})
	shows(t, p, http.StatusUnprocessableEntity, "Expected an e-mail address", `value="Jānis"`)
	p = c.Post("/en/people/invite", url.Values{"name": {"Jānis"}, "email": {"janis@example.org"}, "organisation": {string(webtest.Kurzeme)}, "role": {"planner"}, "lang": {"lv"}})
	shows(t, p, http.StatusOK, "The invitation is ready")
	link := path(t, secret(t, p))
	if !strings.HasPrefix(link, "/lv/account/invitation/") || p.Header.Get("Cache-Control") == "" {
		t.Errorf("link %s", link)
	}
	list := c.Get("/en/people")
	shows(t, list, http.StatusOK, "janis@example.org")
	if strings.Contains(list.Body, strings.TrimPrefix(link, "/lv/account/invitation/")) {
		t.Error("the link is shown twice")
	}
	janis := h.Nobody()
	shows(t, janis.Get(link), http.StatusOK, "plānotājs", `readonly`, "janis@example.org")
	leads(t, janis.Post(link, url.Values{"name": {"Jānis Kalns"}, "email": {"other@example.org"}, "password": {good}}), "/lv/")
	shows(t, janis.Get("/lv/account"), http.StatusOK, "Jānis Kalns", "janis@example.org")
	shows(t, janis.Get("/lv/people"), http.StatusForbidden)
	// Withdrawn before it is used.
	p = c.Post("/en/people/invite", url.Values{"organisation": {string(webtest.Kurzeme)}, "role": {"editor"}, "lang": {"lt"}})
	second := path(t, secret(t, p))
	id := regexp.MustCompile(`name="id" value="(l-[0-9a-f]+)"`).FindStringSubmatch(p.Body)
	leads(t, c.Post("/en/people/withdraw", url.Values{"id": {id[1]}}), "/en/people#invitations")
	shows(t, h.Nobody().Get(second), http.StatusNotFound, "Nuoroda nebegalioja")
	// Whoever is known already takes the invitation as a further role.
	third := path(t, secret(t, c.Post("/en/people/invite", url.Values{"organisation": {string(webtest.Klaipeda)}, "role": {"editor"}, "lang": {"lv"}})))
	shows(t, janis.Get(third), http.StatusOK, "Jūs jau esat sistēmā")
	leads(t, janis.Post(third+"/accept", nil), "/lv/account")
	shows(t, janis.Get("/lv/account"), http.StatusOK, "redaktors")
}

func TestLookingAfterPeople(t *testing.T) {
	h, c := admin(t)
	link := path(t, secret(t, c.Post("/en/people/invite", url.Values{"name": {"Jānis"}, "email": {"janis@example.org"}, "organisation": {string(webtest.Kurzeme)}, "role": {"planner"}, "lang": {"lv"}})))
	janis := h.Nobody()
	leads(t, janis.Post(link, url.Values{"name": {"Jānis Kalns"}, "password": {good}}), "/lv/")
	id := regexp.MustCompile(`/en/people/(p-[0-9a-f]+)">Jānis`).FindStringSubmatch(c.Get("/en/people").Body)[1]
	at := "/en/people/" + id
	shows(t, c.Get(at), http.StatusOK, "Jānis Kalns", "planner")
	leads(t, c.Post(at+"/role", url.Values{"organisation": {string(webtest.Klaipeda)}, "role": {"coordinator"}}), at)
	shows(t, c.Get(at), http.StatusOK, "coordinator")
	leads(t, c.Post(at+"/role/remove", url.Values{"organisation": {string(webtest.Klaipeda)}, "role": {"coordinator"}}), at)
	shows(t, c.Post(at+"/role", url.Values{"organisation": {string(webtest.Klaipeda)}, "role": {"operator"}}), http.StatusUnprocessableEntity, "There is no role called")
	shows(t, c.Post(at+"/email", url.Values{"email": {"ona@example.org"}}), http.StatusConflict, "already known")
	leads(t, c.Post(at+"/email", url.Values{"email": {"j.kalns@example.org"}}), at)
	// A forgotten password: a link that signs in once, and a new password without the old one.
	once := path(t, secret(t, c.Post(at+"/link", nil)))
	leads(t, c.Post(at+"/sign-out", nil), at)
	leads(t, janis.Get("/lv/account"), "/lv/sign-in?next=%2Faccount")
	shows(t, janis.Get(once), http.StatusOK)
	shows(t, janis.Get(once), http.StatusOK) // looking does not use it up
	leads(t, janis.Post(once, nil), "/lv/account#password")
	page := janis.Get("/lv/account")
	if strings.Contains(page.Body, `name="old"`) {
		t.Error("the old password is asked for after a one-time link")
	}
	leads(t, janis.Post("/lv/account/password", url.Values{"password": {"gara pastaiga gar jūru"}}), "/lv/account#password")
	shows(t, h.Nobody().Get(once), http.StatusNotFound)
	// The last administrator keeps the role and stays.
	own := regexp.MustCompile(`/en/people/(p-[0-9a-f]+)">Ona`).FindStringSubmatch(c.Get("/en/people").Body)[1]
	shows(t, c.Post("/en/people/"+own+"/role/remove", url.Values{"organisation": {string(webtest.Kurzeme)}, "role": {"administrator"}}), http.StatusConflict, "only administrator")
	shows(t, c.Post("/en/account/erase", url.Values{"word": {"erase"}}), http.StatusConflict, "only administrator")
	// Erasing asks for a word.
	shows(t, c.Get(at+"/erase"), http.StatusOK, "ERASE")
	shows(t, c.Post(at+"/erase", url.Values{"word": {"yes"}}), http.StatusUnprocessableEntity, "Write ERASE")
	leads(t, c.Post(at+"/erase", url.Values{"word": {"ERASE"}}), "/en/people")
	shows(t, c.Get(at), http.StatusNotFound)
	leads(t, janis.Get("/lv/account"), "/lv/sign-in?next=%2Faccount")
	shows(t, janis.Get("/lv/sign-in"), http.StatusOK, "Pieslēgties")
}

func TestOwnAccount(t *testing.T) {
	h, c := admin(t)
	shows(t, c.Get("/lt/account"), http.StatusOK, "Ona Pirmoji", "ši naršyklė")
	shows(t, c.Post("/lt/account", url.Values{"name": {" "}, "lang": {"lv"}}), http.StatusUnprocessableEntity, `aria-invalid="true"`)
	leads(t, c.Post("/lt/account", url.Values{"name": {"Ona Antroji"}, "lang": {"lv"}}), "/lv/account")
	leads(t, h.Nobody().Post("/en/sign-in", url.Values{"email": {"ona@example.org"}, "password": {good}}), "/lv/")
	leads(t, c.Post("/lv/account", url.Values{"name": {"Ona Antroji"}, "lang": {"lt"}}), "/lt/account")
	shows(t, c.Get("/lt/account"), http.StatusOK, "Ona Antroji")
	shows(t, c.Post("/lt/account/password", url.Values{"old": {"ne tas slaptažodis"}, "password": {"kitas ilgas žodis"}}), http.StatusUnprocessableEntity, "Dabartinis slaptažodis neteisingas")
	other := h.Nobody()
	leads(t, other.Post("/lt/sign-in", url.Values{"email": {"ona@example.org"}, "password": {good}}), "/lt/")
	leads(t, c.Post("/lt/account/password", url.Values{"old": {good}, "password": {"kitas ilgas žodis"}}), "/lt/account#password")
	shows(t, c.Get("/lt/account"), http.StatusOK)
	leads(t, other.Get("/lt/account"), "/lt/sign-in?next=%2Faccount")
	// Another browser is ended from here.
	leads(t, other.Post("/lt/sign-in", url.Values{"email": {"ona@example.org"}, "password": {"kitas ilgas žodis"}}), "/lt/")
	id := regexp.MustCompile(`name="id" value="(s-[0-9a-f]+)"`).FindStringSubmatch(c.Get("/lt/account").Body)
	leads(t, c.Post("/lt/account/sessions/end", url.Values{"id": {id[1]}}), "/lt/account#sessions")
	leads(t, other.Get("/lt/account"), "/lt/sign-in?next=%2Faccount")
	// A key for programs is shown once.
	shows(t, c.Post("/lt/account/tokens", url.Values{"token-name": {""}, "scope": {"read"}, "days": {"90"}}), http.StatusUnprocessableEntity, "kam šis raktas skirtas")
	p := c.Post("/lt/account/tokens", url.Values{"token-name": {"žemėlapis"}, "scope": {"read"}, "days": {"90"}})
	key := secret(t, p)
	if _, err := h.Accounts.AuthenticateToken(ctx, key); err != nil || strings.Contains(c.Get("/lt/account").Body, key) {
		t.Errorf("the key %v", err)
	}
	tid := regexp.MustCompile(`name="id" value="(t-[0-9a-f]+)"`).FindStringSubmatch(p.Body)
	leads(t, c.Post("/lt/account/tokens/revoke", url.Values{"id": {tid[1]}}), "/lt/account#tokens")
	if _, err := h.Accounts.AuthenticateToken(ctx, key); err == nil {
		t.Error("a revoked key opens")
	}
	shows(t, c.Post("/lt/account/tokens/revoke", url.Values{"id": {tid[1]}}), http.StatusNotFound, "Tokio rakto nebėra")
	// What is held, in words and to take along; nothing secret in it.
	shows(t, c.Get("/lt/account/data"), http.StatusOK, "Ona Antroji", "administratorius")
	p = c.Get("/lt/account/data.json")
	var held map[string]any
	if err := json.Unmarshal([]byte(p.Body), &held); err != nil || held["person"] == nil || strings.Contains(p.Body, "argon2") {
		t.Errorf("%v: %s", err, p.Body)
	}
	if d := p.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("disposition %q", d)
	}
	leads(t, c.Post("/lt/account/sessions/end-all", nil), "/lt/")
	leads(t, c.Get("/lt/account"), "/lt/sign-in?next=%2Faccount")
}

func TestPasskeysOnPages(t *testing.T) {
	h, c := admin(t)
	phone := &identitytest.Device{Random: testkit.NewRandom(61)}
	call := func(c *webtest.Client, at string, body string, status int) (out struct{ To, Error string }, raw json.RawMessage) {
		t.Helper()
		p := c.Do(http.MethodPost, at, strings.NewReader(body), http.Header{"Content-Type": {"application/json"}})
		if p.Status != status {
			t.Fatalf("%s: %d %s", at, p.Status, p.Body)
		}
		if err := json.Unmarshal([]byte(p.Body), &out); err != nil {
			t.Fatal(err)
		}
		return out, json.RawMessage(p.Body)
	}
	shows(t, c.Get("/en/account"), http.StatusOK, `data-passkey="create"`, "script/passkey.js")
	_, options := call(c, "/en/account/passkeys/begin", "", http.StatusOK)
	made, err := phone.Create(options, webtest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := call(c, "/en/account/passkeys", string(made), http.StatusOK); out.To != "/en/account#passkeys" {
		t.Errorf("to %q", out.To)
	}
	shows(t, c.Get("/en/account"), http.StatusOK, "The passkey was added")
	someone := h.Nobody()
	shows(t, someone.Get("/en/sign-in"), http.StatusOK, `data-passkey="get"`)
	_, options = call(someone, "/en/sign-in/passkey/begin", "", http.StatusOK)
	signed, err := phone.Get(options, webtest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := call(h.Nobody(), "/en/sign-in/passkey", string(signed), http.StatusUnprocessableEntity); out.Error == "" {
		t.Error("another browser finished what this one began")
	}
	if out, _ := call(someone, "/en/sign-in/passkey?next=%2Fpeople", string(signed), http.StatusOK); out.To != "/lt/people" {
		t.Errorf("to %q", out.To)
	}
	shows(t, someone.Get("/en/account"), http.StatusOK, "Ona Pirmoji")
	call(h.Nobody(), "/en/sign-in/passkey", "nonsense", http.StatusUnprocessableEntity)
}

// TestPagesWithoutAPartnership: the first administrator of an empty house, who has no organisation to give a role in.
func TestPagesWithoutAPartnership(t *testing.T) {
	h := webtest.Empty(t)
	token, err := h.Accounts.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c := h.Nobody()
	leads(t, c.Post(identity.LinkPath("en", identity.ForFirst, token), url.Values{"name": {"Ona"}, "email": {"ona@example.org"}, "password": {good}}), "/en/")
	shows(t, c.Get("/en/people"), http.StatusOK, "The whole system: administrator", "There is no organisation yet")
	shows(t, c.Get("/en/account"), http.StatusOK, "The whole system: administrator")
}

// TestStatements: a page asks the database a bounded number of questions, however many people there are.
func TestStatements(t *testing.T) {
	h, c := admin(t)
	before := map[string]int{}
	pages := []string{"/en/sign-in", "/en/account", "/en/account/data", "/en/people"}
	for _, p := range pages {
		before[p] = h.Statements(func() { c.Get(p) })
	}
	for i := range 30 {
		if _, _, err := h.Accounts.Invite(ctx, identity.AtTheMachine(), identity.Link{Name: fmt.Sprint("Guest ", i), Organisation: webtest.Kurzeme, Role: identity.Editor}); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range pages {
		after := h.Statements(func() {
			shows(t, c.Get(p), map[bool]int{true: http.StatusSeeOther, false: http.StatusOK}[p == "/en/sign-in"])
		})
		t.Logf("%s: %d statements", p, after)
		if after > before[p] { // fewer where what did not change since is remembered
			t.Errorf("%s: %d statements became %d", p, before[p], after)
		}
		if after > 18 {
			t.Errorf("%s: %d statements", p, after)
		}
	}
}
