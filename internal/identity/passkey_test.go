// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/identity/identitytest"
	"github.com/sumanus/sumanus/internal/testkit"
)

const origin = "https://plan.example.org"

func device(seed byte) *identitytest.Device {
	return &identitytest.Device{Random: testkit.NewRandom(seed)}
}

// signIn signs in by the passkey of a device.
func (w *world) signIn(d *identitytest.Device, at string) (identity.Session, error) {
	w.t.Helper()
	options, key, err := w.BeginPasskeySignIn(ctx, visit("192.0.2.1"))
	if err != nil {
		w.t.Fatal(err)
	}
	answer := must[[]byte](w.t)(d.Get(options, at))
	return w.FinishPasskeySignIn(ctx, key, answer, visit("192.0.2.1"))
}

func (w *world) add(who identity.SignedIn, d *identitytest.Device, name string) error {
	w.t.Helper()
	options, key, err := w.BeginPasskey(ctx, who)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.FinishPasskey(ctx, who, key, name, must[[]byte](w.t)(d.Create(options, origin)))
}

func TestPasskeys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{Origin: origin})
		who, _ := w.first()
		phone := device(21)
		if err := w.add(who, phone, "my phone"); err != nil {
			t.Fatal(err)
		}
		s := must[identity.Session](t)(w.signIn(phone, origin))
		if s.Method != identity.ByPasskey || s.Person != who.Person.ID {
			t.Errorf("session %+v", s)
		}
		all := must[[]identity.Passkey](t)(w.PasskeysOf(ctx, who))
		if len(all) != 1 || all[0].Name != "my phone" || all[0].UsedOn != "2026-03-01" {
			t.Errorf("passkeys %+v", all)
		}
		// At another site, without a finger, with a copy of the device, with a foreign key, twice, too late.
		_, err := w.signIn(phone, "https://plan.example.com")
		wants(t, err, "identity.bad-passkey")
		phone.Unverified = true
		_, err = w.signIn(phone, origin)
		wants(t, err, "identity.bad-passkey")
		phone.Unverified = false
		phone.Still, phone.Counter = true, 1
		_, err = w.signIn(phone, origin)
		wants(t, err, "identity.bad-passkey")
		phone.Still, phone.Counter = false, 100
		stranger := device(22)
		options, _, err := w.BeginPasskey(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		must[[]byte](t)(stranger.Create(options, origin)) // never handed in
		_, err = w.signIn(stranger, origin)
		wants(t, err, "identity.bad-passkey")
		options, key, err := w.BeginPasskeySignIn(ctx, visit("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		answer := must[[]byte](t)(phone.Get(options, origin))
		must[identity.Session](t)(w.FinishPasskeySignIn(ctx, key, answer, visit("192.0.2.1")))
		_, err = w.FinishPasskeySignIn(ctx, key, answer, visit("192.0.2.1"))
		wants(t, err, "identity.bad-ceremony")
		options, key, err = w.BeginPasskeySignIn(ctx, visit("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		answer = must[[]byte](t)(phone.Get(options, origin))
		w.clock.Add(5 * time.Minute)
		_, err = w.FinishPasskeySignIn(ctx, key, answer, visit("192.0.2.1"))
		wants(t, err, "identity.bad-ceremony")
		_, err = w.FinishPasskeySignIn(ctx, key, []byte(`{"id":1}`), visit("192.0.2.1"))
		wants(t, err, "identity.bad-ceremony")

		if err := w.RemovePasskey(ctx, who, all[0].ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.signIn(phone, origin)
		wants(t, err, "identity.bad-passkey")
	})
}

// TestJoiningByPasskey: the first administrator and somebody invited, who never have a password; the last key stays.
func TestJoiningByPasskey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{Origin: origin})
		phone := device(31)
		token := must[string](t)(w.FirstLink(ctx))
		join := func(purpose, token string, n identity.Newcomer, phone *identitytest.Device) (identity.Session, error) {
			options, key, err := w.BeginJoinPasskey(ctx, purpose, token, n, visit("192.0.2.1"))
			if err != nil {
				return identity.Session{}, err
			}
			return w.FinishJoinPasskey(ctx, purpose, token, key, must[[]byte](t)(phone.Create(options, origin)), visit("192.0.2.1"))
		}
		_, err := join(identity.ForFirst, token, identity.Newcomer{Name: "Ona"}, phone)
		wants(t, err, "identity.bad-email")
		s := must[identity.Session](t)(join(identity.ForFirst, token, identity.Newcomer{Name: "Ona", Email: "ona@example.org"}, phone))
		who := must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if has := must[bool](t)(w.HasAdministrator(ctx)); !has {
			t.Error("no administrator")
		}
		must[identity.Session](t)(w.signIn(phone, origin))
		_, err = w.SignIn(ctx, "ona@example.org", "", visit("192.0.2.1"))
		wants(t, err, "identity.wrong-sign-in") // no password is no empty password
		all := must[[]identity.Passkey](t)(w.PasskeysOf(ctx, who))
		wants(t, w.RemovePasskey(ctx, who, all[0].ID), "identity.last-key")
		_, token, err = w.Invite(ctx, who.Actor, identity.Link{Email: "jonas@example.org", Organisation: "organisation/b", Role: identity.Planner})
		if err != nil {
			t.Fatal(err)
		}
		second := device(32)
		s = must[identity.Session](t)(join(identity.ForInvitation, token, identity.Newcomer{Name: "Jonas"}, second))
		if s.Person == who.Person.ID {
			t.Error("somebody else joined")
		}
		_, err = join(identity.ForInvitation, token, identity.Newcomer{Name: "Jonas"}, device(33))
		wants(t, err, "identity.bad-link")
	})
}

func TestPasskeysNeedAName(t *testing.T) {
	for at, want := range map[string]bool{"https://plan.example.org": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "http://plan.example.org": false, "https://[::1]": false, "": false} {
		a := identity.NewAccounts(nil, identity.AccountEnv{Origin: at, Now: time.Now})
		if a.Passkeys() != want {
			t.Errorf("%q: %v", at, !want)
		}
	}
}

// travel follows the browser to the provider and back, as far as the redirect.
func travel(t *testing.T, address string) url.Values {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	to, err := res.Location()
	if err != nil {
		t.Fatalf("%s: %v", res.Status, err)
	}
	if to.Path != identity.ProviderPath || to.Host != "plan.example.org" {
		t.Errorf("sent back to %s", to)
	}
	return to.Query()
}

func TestProvider(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		var w *world
		p := identitytest.NewProvider(t, testkit.NewRandom(40), func() time.Time { return w.clock.Now() })
		w = accounts(t, d, identity.AccountEnv{Origin: origin, Provider: &identity.Provider{Issuer: p.URL, ClientID: p.ClientID, ClientSecret: p.ClientSecret, Name: "Municipality"}})
		who, _ := w.first()
		enter := func(as identity.SignedIn) (identity.Returned, error) {
			w.clock.Add(6 * time.Second) // two requests, let through by the gate
			address, key, err := w.BeginProvider(ctx, as, "lv", "/lv/evidence", visit("192.0.2.1"))
			if err != nil {
				t.Fatal(err)
			}
			q := travel(t, address)
			return w.FinishProvider(ctx, as, key, q.Get("state"), q.Get("code"), visit("192.0.2.1"))
		}
		nobody := identity.SignedIn{}
		// The administrator's own address was vouched for by whoever runs the machine.
		p.As(identitytest.User{Subject: "1", Email: "ONA@example.org", Name: "Ona", Verified: true})
		back := must[identity.Returned](t)(enter(nobody))
		if back.Session.Person != who.Person.ID || back.Lang != "lv" || back.Next != "/lv/evidence" || back.Session.Method != identity.ByProvider {
			t.Errorf("%+v", back)
		}
		// From now on it is the subject that counts.
		p.As(identitytest.User{Subject: "1", Email: "new@example.org", Verified: true})
		must[identity.Returned](t)(enter(nobody))
		for _, u := range []identitytest.User{
			{Subject: "2", Email: "stranger@example.org", Verified: true},
			{Subject: "3", Email: "ona@example.org", Verified: false},
			{Subject: "4", Verified: true},
		} {
			p.As(u)
			_, err := enter(nobody)
			wants(t, err, "identity.provider-unknown")
		}
		// Invited: the invitation is used up and gives its role.
		if _, _, err := w.Invite(ctx, who.Actor, identity.Link{Email: "janis@example.org", Organisation: "organisation/b", Role: identity.Planner}); err != nil {
			t.Fatal(err)
		}
		p.As(identitytest.User{Subject: "5", Email: "janis@example.org", Name: "Jānis", Verified: true})
		back = must[identity.Returned](t)(enter(nobody))
		janis := must[identity.SignedIn](t)(w.Authenticate(ctx, back.Session.Token))
		if janis.Person.Name != "Jānis" || len(janis.Actor.Members) != 1 || janis.Actor.Members[0].Role != identity.Planner {
			t.Errorf("%+v", janis)
		}
		if open := must[[]identity.Link](t)(w.Invitations(ctx, who.Actor)); len(open) != 0 {
			t.Errorf("open %+v", open)
		}
		// An address that somebody typed does not let its real owner into that account, nor anybody else.
		_, token, err := w.Invite(ctx, who.Actor, identity.Link{Organisation: "organisation/b", Role: identity.Editor})
		if err != nil {
			t.Fatal(err)
		}
		s := must[identity.Session](t)(w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "M", Email: "victim@example.org", Password: good}, visit("192.0.2.1")))
		p.As(identitytest.User{Subject: "6", Email: "victim@example.org", Verified: true})
		_, err = enter(nobody)
		wants(t, err, "identity.provider-connect")
		// But whoever is signed in connects what they have, once.
		typed := must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		p.As(identitytest.User{Subject: "7", Email: "m@example.org", Verified: true})
		if back := must[identity.Returned](t)(enter(typed)); back.Session.Token != "" {
			t.Error("connecting signs nobody in")
		}
		if back := must[identity.Returned](t)(enter(nobody)); back.Session.Person != typed.Person.ID {
			t.Error("the connected account signs in")
		}
		_, err = enter(who)
		wants(t, err, "identity.provider-known")
		if err := w.Disconnect(ctx, typed, p.URL); err != nil {
			t.Fatal(err)
		}
		wants(t, w.Disconnect(ctx, typed, p.URL), "identity.no-provider")
		wants(t, w.Disconnect(ctx, janis, p.URL), "identity.last-key")

		// Another's answer, another's question, twice, a provider that lies.
		p.As(identitytest.User{Subject: "1", Email: "ona@example.org", Verified: true})
		address, key, err := w.BeginProvider(ctx, nobody, "lv", "", visit("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		q := travel(t, address)
		_, err = w.FinishProvider(ctx, nobody, key, "forged", q.Get("code"), visit("192.0.2.1"))
		wants(t, err, "identity.bad-ceremony")
		_, err = w.FinishProvider(ctx, nobody, key, q.Get("state"), q.Get("code"), visit("192.0.2.1"))
		wants(t, err, "identity.bad-ceremony") // the failed try used it up
		for _, lie := range []func(map[string]any){
			func(c map[string]any) { c["nonce"] = "other" },
			func(c map[string]any) { c["aud"] = "other" },
			func(c map[string]any) { c["iss"] = "https://other.example.org" },
			func(c map[string]any) { c["exp"] = w.clock.Now().Add(-time.Hour).Unix() },
			func(c map[string]any) { c["sub"] = "" },
		} {
			p.Bend(lie)
			_, err = enter(nobody)
			wants(t, err, "identity.provider-refused")
		}
		p.Bend(nil)
		p.Close()
		another := identity.NewAccounts(w.store, identity.AccountEnv{Now: w.clock.Now, Random: testkit.NewRandom(8), Origin: origin, Provider: &identity.Provider{Issuer: p.URL, ClientID: "x", Name: "Municipality"}})
		_, _, err = another.BeginProvider(ctx, nobody, "lv", "", visit("192.0.2.1"))
		wants(t, err, "identity.provider-silent")
		if fault.CodeOf(err) != fault.Unavailable {
			t.Error(err)
		}
	})
}

// TestForgottenWithEveryKey plants a name and looks for it, and for keys, after everything a person can have was made and erased.
func TestForgottenWithEveryKey(t *testing.T) {
	const name, email = "Kanarytė Žvirblė", "kanaryte@example.org"
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{Origin: origin})
		admin, _ := w.first()
		_, token, err := w.Invite(ctx, admin.Actor, identity.Link{Name: name, Email: email, Organisation: "organisation/b", Role: identity.Administrator, Lang: "lt"})
		if err != nil {
			t.Fatal(err)
		}
		if got := tablesWith(t, d, name, email); len(got) != 1 || got[0] != "passing_link" {
			t.Errorf("before joining the name stands in %v", got)
		}
		s := must[identity.Session](t)(w.AcceptInvitation(ctx, token, identity.Newcomer{Name: name, Password: good}, visit("192.0.2.1")))
		who := must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if err := w.add(who, device(51), "the phone of "+name); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.CreateToken(ctx, who, "robot of "+name, identity.ReadOnly, 30); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Invite(ctx, who.Actor, identity.Link{Name: "friend of " + name, Organisation: "organisation/b", Role: identity.Editor}); err != nil {
			t.Fatal(err)
		}
		must[string](t)(w.SignInLink(ctx, admin.Actor, who.Person.ID))
		if _, _, err := w.BeginPasskey(ctx, who); err != nil {
			t.Fatal(err)
		}
		if err := w.SetProfile(ctx, who, identity.Profile{Name: name, Lang: "lv"}); err != nil {
			t.Fatal(err)
		}
		_, err = w.SignIn(ctx, email, "wrong wrong wrong", visit("192.0.2.1"))
		wants(t, err, "identity.wrong-sign-in")
		held := must[identity.Held](t)(w.Held(ctx, who))
		raw, err := json.Marshal(held)
		if err != nil {
			t.Fatal(err)
		}
		if len(held.Sessions) != 1 || len(held.Passkeys) != 1 || len(held.Tokens) != 1 || !held.Account.HasPassword || held.Person.Lang != "lv" {
			t.Errorf("held %s", raw)
		}
		for _, secret := range []string{"argon2id", "publicKey", "hash"} {
			if containsFold(string(raw), secret) {
				t.Errorf("what is held tells a key: %s in %s", secret, raw)
			}
		}
		e := must[identity.Erasure](t)(w.Erase(ctx, who, who.Person.ID))
		if e.Person != who.Person.ID {
			t.Errorf("%+v", e)
		}
		if got := tablesWith(t, d, name, email); len(got) != 0 {
			t.Errorf("after erasing the name stands in %v", got)
		}
		_, err = w.Authenticate(ctx, s.Token)
		wants(t, err, "identity.not-signed-in")
		if got, want := tablesWith(t, d, who.Person.ID), []string{"erasure", "journal"}; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("the number that leads nowhere stands in %v, want %v", got, want)
		}
	})
}
