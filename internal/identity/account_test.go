// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

const good = "a long walk at Nida"

// world is a house with accounts and a clock that the test moves.
type world struct {
	*identity.Accounts
	t     testing.TB
	store *record.Store
	clock *testkit.Clock
	db    db.DB
}

func accounts(t testing.TB, d db.DB, env identity.AccountEnv) *world {
	t.Helper()
	kinds, err := record.NewRegistry(identity.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, clock: testkit.NewClock(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)), db: d}
	w.store = record.New(d, kinds, policy, record.Env{Now: w.clock.Now, Random: testkit.NewRandom(5)})
	identity.Watch(w.store)
	env.Now, env.Random = w.clock.Now, testkit.NewRandom(6)
	if env.Origin == "" {
		env.Origin = "https://plan.example.org"
	}
	w.Accounts = identity.NewAccounts(w.store, env)
	write(t, w.store, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error {
		for _, name := range []string{"a", "b"} {
			if _, err := tx.Create(ctx, organisation(name, name, record.Public)); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func (w *world) partnership() {
	w.t.Helper()
	write(w.t, w.store, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: "partnership/one", Owner: "organisation/a", Visibility: record.Public,
			Body: &identity.Partnership{Title: text("P"), Languages: []string{"lt", "lv"}, Lead: "organisation/a", Partners: []record.Ref{"organisation/b"}}})
		return err
	})
}

// must gives the value of a call that has to succeed.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wants(t testing.TB, err error, key string) {
	t.Helper()
	if !fault.Is(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func visit(remote string) identity.Visit {
	return identity.Visit{Remote: remote, Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
}

var ctx = context.Background()

// first makes the first administrator and gives who is signed in.
func (w *world) first() (identity.SignedIn, identity.Session) {
	w.t.Helper()
	token := must[string](w.t)(w.FirstLink(ctx))
	s := must[identity.Session](w.t)(w.AcceptFirst(ctx, token, identity.Newcomer{Name: "Ona Pirmoji", Email: "Ona@Example.org", Lang: "lt", Password: good}, visit("192.0.2.1")))
	return must[identity.SignedIn](w.t)(w.Authenticate(ctx, s.Token)), s
}

func TestFirstLinkMakesOneAdministrator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		w.partnership()
		older := must[string](t)(w.FirstLink(ctx))
		token := must[string](t)(w.FirstLink(ctx))
		n := identity.Newcomer{Name: "Ona", Email: "ona@example.org", Password: good}
		_, err := w.AcceptFirst(ctx, older, n, visit("192.0.2.1"))
		wants(t, err, "identity.bad-link") // a newer link puts the older out of use
		_, err = w.AcceptFirst(ctx, "guessed", n, visit("192.0.2.1"))
		wants(t, err, "identity.bad-link")
		_, err = w.AcceptFirst(ctx, token, identity.Newcomer{Email: "x", Password: good}, visit("192.0.2.1"))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Place.Field != "name" || len(f.Also) != 1 || f.Also[0].Place.Field != "email" {
			t.Errorf("both faults are told at once: %v", err)
		}
		_, err = w.AcceptFirst(ctx, token, identity.Newcomer{Name: "Ona", Email: "ona@example.org", Password: "short"}, visit("192.0.2.1"))
		wants(t, err, "identity.password-short")
		_, err = w.AcceptInvitation(ctx, token, n, visit("192.0.2.1"))
		wants(t, err, "identity.bad-link") // of another purpose
		if has := must[bool](t)(w.HasAdministrator(ctx)); has {
			t.Error("there is no administrator yet")
		}
		// Two open the link at once: one of them becomes the administrator.
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m := n
				m.Email = string(rune('a'+i)) + "@example.org"
				_, errs[i] = w.AcceptFirst(ctx, token, m, visit("192.0.2.1"))
			}()
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("one of two: %v, %v", errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil {
				wants(t, err, "identity.bad-link")
			}
		}
		if has := must[bool](t)(w.HasAdministrator(ctx)); !has {
			t.Error("there is an administrator")
		}
		_, err = w.FirstLink(ctx)
		wants(t, err, "identity.has-administrator")
	})
}

func TestFirstLinkLastsHalfAnHour(t *testing.T) {
	w := accounts(t, dbtest.SQLite(t), identity.AccountEnv{})
	token := must[string](t)(w.FirstLink(ctx))
	w.clock.Add(30*time.Minute - time.Millisecond)
	if _, err := w.OpenLink(ctx, identity.ForFirst, token); err != nil {
		t.Error(err)
	}
	w.clock.Add(time.Millisecond)
	_, err := w.AcceptFirst(ctx, token, identity.Newcomer{Name: "Ona", Email: "ona@example.org", Password: good}, visit("192.0.2.1"))
	wants(t, err, "identity.bad-link")
}

// TestTheFirstAdministratorSitsInTheLead: with a partnership in its lead, without one in the house until there is one.
func TestTheFirstAdministratorSitsInTheLead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		who, s := w.first()
		if len(who.Actor.Members) != 1 || who.Actor.Members[0] != (identity.Member{Organisation: identity.HouseSeat, Role: identity.Administrator}) {
			t.Fatalf("seat %+v", who.Actor.Members)
		}
		// With the seat of the house one can write what the house needs first.
		write(t, w.store, who.Actor, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Create(ctx, organisation("c", "c", record.Private))
			return err
		})
		w.partnership()
		who = must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if len(who.Actor.Members) != 1 || who.Actor.Members[0] != (identity.Member{Organisation: "organisation/a", Role: identity.Administrator}) {
			t.Fatalf("seat %+v", who.Actor.Members)
		}
		if err := w.store.Read(ctx, who.Actor, func(tx *record.ReadTx) error { _, err := tx.Get(ctx, "organisation/c"); return err }); !fault.Is(err, "record.not-found") {
			t.Errorf("a private record of others is out of sight again: %v", err)
		}
		if who.Renewed == "" {
			t.Error("a change of rights turns the key of the browser")
		}
	})
}

func TestInvitations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		admin, _ := w.first()
		inv := identity.Link{Name: "Jānis", Email: "Janis@example.org", Organisation: "organisation/b", Role: identity.Planner, Lang: "lv"}
		_, _, err := w.Invite(ctx, identity.Nobody(), inv)
		wants(t, err, "record.forbidden")
		_, _, err = w.Invite(ctx, admin.Actor, identity.Link{Organisation: "organisation/b", Role: identity.Operator})
		wants(t, err, "identity.bad-role")
		_, _, err = w.Invite(ctx, admin.Actor, identity.Link{Organisation: "organisation/none", Role: identity.Planner})
		wants(t, err, "record.not-found")
		_, _, err = w.Invite(ctx, admin.Actor, identity.Link{Email: "ona@example.org", Organisation: "organisation/b", Role: identity.Planner})
		wants(t, err, "identity.email-taken")
		made, token, err := w.Invite(ctx, admin.Actor, inv)
		if err != nil || made.Email != "janis@example.org" || made.Until.Sub(made.Made) != identity.InvitationLasts {
			t.Fatalf("%+v %v", made, err)
		}
		if all := must[[]identity.Link](t)(w.Invitations(ctx, admin.Actor)); len(all) != 1 || all[0].Name != "Jānis" {
			t.Errorf("open %+v", all)
		}
		s := must[identity.Session](t)(w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "Jānis Kalns", Email: "other@example.org", Lang: "lv", Password: good}, visit("192.0.2.9")))
		who := must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if who.Person.Email != "janis@example.org" || who.Person.Lang != "lv" || who.Actor.Members[0] != (identity.Member{Organisation: "organisation/b", Role: identity.Planner}) {
			t.Errorf("joined as %+v %+v", who.Person, who.Actor)
		}
		_, err = w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "Z", Email: "z@example.org", Password: good}, visit("192.0.2.9"))
		wants(t, err, "identity.bad-link") // used
		_, _, err = w.Invite(ctx, who.Actor, inv)
		wants(t, err, "record.forbidden") // a planner invites nobody
		_, err = w.Invitations(ctx, who.Actor)
		wants(t, err, "record.forbidden")

		open, token, err := w.Invite(ctx, admin.Actor, identity.Link{Organisation: "organisation/a", Role: identity.Editor})
		if err != nil {
			t.Fatal(err)
		}
		// An invitation without an address does not open the account of somebody known.
		_, err = w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "Ona", Email: "ona@example.org", Password: good}, visit("192.0.2.9"))
		wants(t, err, "identity.email-taken")
		// Whoever is signed in takes it as a second role.
		if err := w.AcceptAs(ctx, who, token); err != nil {
			t.Fatal(err)
		}
		who = must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if len(who.Actor.Members) != 2 {
			t.Errorf("roles %+v", who.Actor.Members)
		}
		wants(t, w.Withdraw(ctx, admin.Actor, open.ID), "identity.bad-link")
		open, token, err = w.Invite(ctx, admin.Actor, identity.Link{Organisation: "organisation/a", Role: identity.Editor})
		if err = errors.Join(err, w.Withdraw(ctx, admin.Actor, open.ID)); err != nil {
			t.Fatal(err)
		}
		_, err = w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "Z", Email: "z@example.org", Password: good}, visit("192.0.2.9"))
		wants(t, err, "identity.bad-link") // withdrawn
		_, token, err = w.Invite(ctx, admin.Actor, identity.Link{Organisation: "organisation/a", Role: identity.Editor})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(identity.InvitationLasts)
		_, err = w.AcceptInvitation(ctx, token, identity.Newcomer{Name: "Z", Email: "z@example.org", Password: good}, visit("192.0.2.9"))
		wants(t, err, "identity.bad-link") // late
	})
}

func TestSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		admin, old := w.first()
		_, err := w.SignIn(ctx, "ona@example.org", "wrong wrong wrong", visit("192.0.2.2"))
		wants(t, err, "identity.wrong-sign-in")
		before := w.HashRuns()
		_, unknown := w.SignIn(ctx, "nobody@example.org", "wrong wrong wrong", visit("192.0.2.2"))
		if unknown.Error() != err.Error() || w.HashRuns() != before+1 {
			t.Errorf("an unknown address is told apart: %v, %d hashes", unknown, w.HashRuns()-before)
		}
		v := visit("192.0.2.2")
		v.Previous = old.Token // what the browser came with must not stay good: session fixation
		s := must[identity.Session](t)(w.SignIn(ctx, " ONA@example.org ", good, v))
		if s.Token == old.Token || s.Browser != "Firefox" || s.System != "Linux" {
			t.Errorf("session %+v", s)
		}
		_, err = w.Authenticate(ctx, old.Token)
		wants(t, err, "identity.not-signed-in")
		who := must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		if who.Person.ID != admin.Person.ID || who.Session.Method != identity.ByPassword {
			t.Errorf("%+v", who)
		}
		for _, bad := range []string{"", "x", s.Token[1:], s.Token + "A", "A" + s.Token[1:], s.ID} {
			if bad == s.Token {
				continue
			}
			_, err := w.Authenticate(ctx, bad)
			wants(t, err, "identity.not-signed-in")
		}
		if err := w.SignOut(ctx, s.Token); err != nil {
			t.Fatal(err)
		}
		_, err = w.Authenticate(ctx, s.Token)
		wants(t, err, "identity.not-signed-in")
	})
}

// TestNoTokenIsStored looks for every key that was handed out in every table.
func TestNoTokenIsStored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		who, s := w.first()
		_, secret, err := w.CreateToken(ctx, who, "maps", identity.ReadOnly, 30)
		if err != nil {
			t.Fatal(err)
		}
		_, invitation, err := w.Invite(ctx, who.Actor, identity.Link{Organisation: "organisation/a", Role: identity.Editor})
		if err != nil {
			t.Fatal(err)
		}
		link := must[string](t)(w.SignInLink(ctx, who.Actor, who.Person.ID))
		if got := tablesWith(t, d, s.Token, secret, strings.TrimPrefix(secret, "sumanus_"), invitation, link, good); len(got) != 0 {
			t.Errorf("a key stands in %v", got)
		}
	})
}

func TestSessionsEndAndTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		who, s := w.first()
		authenticate := must[identity.SignedIn](t)
		// Idle: two weeks without a request.
		w.clock.Add(identity.SessionIdle - time.Minute)
		authenticate(w.Authenticate(ctx, s.Token))
		w.clock.Add(identity.SessionIdle - time.Minute)
		authenticate(w.Authenticate(ctx, s.Token))
		w.clock.Add(identity.SessionIdle)
		_, err := w.Authenticate(ctx, s.Token)
		wants(t, err, "identity.not-signed-in")
		// Absolute: ninety days, however busy.
		s = must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.2")))
		for range 8 {
			w.clock.Add(11 * 24 * time.Hour)
			authenticate(w.Authenticate(ctx, s.Token))
		}
		w.clock.Add(2 * 24 * time.Hour)
		_, err = w.Authenticate(ctx, s.Token)
		wants(t, err, "identity.not-signed-in")

		// A change of rights gives a new key; the one before is good for requests under way, then no more.
		s = must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.2")))
		write(t, w.store, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error {
			return identity.SetMember(ctx, tx, who.Person.ID, identity.Member{Organisation: "organisation/b", Role: identity.Editor}, true)
		})
		first := authenticate(w.Authenticate(ctx, s.Token))
		second := authenticate(w.Authenticate(ctx, s.Token))
		if first.Renewed == "" || first.Renewed == s.Token || second.Renewed != "" {
			t.Errorf("turned %q, then %q", first.Renewed, second.Renewed)
		}
		w.clock.Add(time.Minute)
		_, err = w.Authenticate(ctx, s.Token)
		wants(t, err, "identity.not-signed-in")
		who = authenticate(w.Authenticate(ctx, first.Renewed))

		other := must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.3")))
		if all := must[[]identity.Session](t)(w.Sessions(ctx, who)); len(all) != 2 {
			t.Errorf("sessions %+v", all)
		}
		if err := w.EndSession(ctx, who, other.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.Authenticate(ctx, other.Token)
		wants(t, err, "identity.not-signed-in")
		wants(t, w.EndSession(ctx, who, other.ID), "identity.no-session")
		if err := w.SignOutEverywhere(ctx, who); err != nil {
			t.Fatal(err)
		}
		_, err = w.Authenticate(ctx, first.Renewed)
		wants(t, err, "identity.not-signed-in")
	})
}

func TestTriesAreLimited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		w.first()
		another := identity.NewAccounts(w.store, identity.AccountEnv{Now: w.clock.Now, Random: testkit.NewRandom(8)}) // a second node
		for _, email := range []string{"ona@example.org", "nobody@example.org"} {
			for i := range 10 {
				_, err := w.SignIn(ctx, email, "wrong wrong wrong", visit("198.51.100."+string(rune('0'+i))))
				wants(t, err, "identity.wrong-sign-in")
			}
			_, err := another.SignIn(ctx, email, good, visit("198.51.100.77"))
			wants(t, err, "identity.too-many") // even with the right password, from elsewhere, on another node, known or not
			if fault.CodeOf(err) != fault.TooMany {
				t.Errorf("code %s", fault.CodeOf(err))
			}
		}
		w.clock.Add(15 * time.Minute)
		if _, err := another.SignIn(ctx, "ona@example.org", good, visit("198.51.100.77")); err != nil {
			t.Errorf("the wait is over: %v", err)
		}
		// A success begins the count anew.
		for range 3 {
			for range 9 {
				w.clock.Add(3 * time.Second)
				_, err := w.SignIn(ctx, "ona@example.org", "wrong wrong wrong", visit("198.51.100.5"))
				wants(t, err, "identity.wrong-sign-in")
			}
			w.clock.Add(3 * time.Second)
			if _, err := w.SignIn(ctx, "ona@example.org", good, visit("198.51.100.5")); err != nil {
				t.Fatal(err)
			}
		}
		// One address trying many accounts.
		w.clock.Add(time.Hour)
		last := error(nil)
		tries := 0
		for ; tries < 100; tries++ {
			w.clock.Add(3 * time.Second)
			if _, last = w.SignIn(ctx, string(rune('a'+tries%26))+string(rune('a'+tries/26))+"@example.net", "wrong wrong wrong", visit("203.0.113.5")); !fault.Is(last, "identity.wrong-sign-in") {
				break
			}
		}
		wants(t, last, "identity.too-many")
		if tries != 40 {
			t.Errorf("%d tries for one address", tries)
		}
		if got := tablesWith(t, d, "nobody@example.org", "203.0.113.5"); len(got) != 0 {
			t.Errorf("what was tried stands in %v", got)
		}
	})
}

// TestAFloodIsStoppedBeforeTheDatabase: the gate in memory lets a burst through and no more.
func TestAFloodIsStoppedBeforeTheDatabase(t *testing.T) {
	w := accounts(t, dbtest.SQLite(t), identity.AccountEnv{})
	before, through := w.HashRuns(), 0
	for range 1000 {
		_, err := w.SignIn(ctx, "x@example.org", "wrong wrong wrong", visit("[2001:db8::1]:4711"))
		if fault.Is(err, "identity.wrong-sign-in") {
			through++
		} else if fault.CodeOf(err) != fault.TooMany {
			t.Fatal(err)
		}
	}
	if through != 10 || w.HashRuns()-before != 10 {
		t.Errorf("%d tries, %d hashes", through, w.HashRuns()-before)
	}
}

func TestPasswordsChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		who, s := w.first()
		other := must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.3")))
		const next = "another walk at Nida"
		_, err := w.ChangePassword(ctx, who, "not the old one", next, visit("192.0.2.1"))
		wants(t, err, "identity.wrong-password")
		_, err = w.ChangePassword(ctx, who, good, "Ona Pirmoji 1", visit("192.0.2.1"))
		wants(t, err, "identity.password-personal")
		v := visit("192.0.2.1")
		v.Previous = s.Token
		changed := must[identity.Session](t)(w.ChangePassword(ctx, who, good, next, v))
		for _, gone := range []string{s.Token, other.Token} {
			_, err = w.Authenticate(ctx, gone)
			wants(t, err, "identity.not-signed-in")
		}
		who = must[identity.SignedIn](t)(w.Authenticate(ctx, changed.Token))
		_, err = w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.4"))
		wants(t, err, "identity.wrong-sign-in")

		// Forgotten: a one-time link signs in, and the new password needs no old one.
		link := must[string](t)(w.SignInLink(ctx, who.Actor, who.Person.ID))
		s = must[identity.Session](t)(w.AcceptSignInLink(ctx, link, visit("192.0.2.4")))
		_, err = w.AcceptSignInLink(ctx, link, visit("192.0.2.4"))
		wants(t, err, "identity.bad-link")
		who = must[identity.SignedIn](t)(w.Authenticate(ctx, s.Token))
		must[identity.Session](t)(w.ChangePassword(ctx, who, "", good, visit("192.0.2.4")))
		must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.4")))

		// The operator sets one; everybody is out.
		made := must[string](t)(identity.NewPassword(testkit.NewRandom(3)))
		wants(t, w.SetPassword(ctx, identity.Nobody(), who.Person.ID, made), "record.forbidden")
		if err := w.SetPassword(ctx, identity.AtTheMachine(), who.Person.ID, made); err != nil {
			t.Fatal(err)
		}
		must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", made, visit("192.0.2.4")))
	})
}

func TestAccessTokens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		w := accounts(t, d, identity.AccountEnv{})
		who, _ := w.first()
		_, _, err := w.CreateToken(ctx, who, " ", identity.ReadOnly, 30)
		wants(t, err, "identity.token-name")
		_, _, err = w.CreateToken(ctx, who, "x", "all", 30)
		wants(t, err, "record.not-one-of")
		_, _, err = w.CreateToken(ctx, who, "x", identity.ReadOnly, 5000)
		wants(t, err, "identity.token-days")
		reader, readSecret, err := w.CreateToken(ctx, who, "maps", identity.ReadOnly, 30)
		if err != nil {
			t.Fatal(err)
		}
		_, writeSecret, err := w.CreateToken(ctx, who, "robot", identity.ReadAndWrite, 30)
		if err != nil {
			t.Fatal(err)
		}
		read := must[identity.SignedIn](t)(w.AuthenticateToken(ctx, readSecret))
		both := must[identity.SignedIn](t)(w.AuthenticateToken(ctx, writeSecret))
		create := func(a identity.Actor, slug string) error {
			return w.store.Write(ctx, a, func(tx *record.Tx) error {
				_, err := tx.Create(ctx, organisation(slug, slug, record.Public))
				return err
			})
		}
		wants(t, create(read.Actor, "by-reader"), "record.forbidden")
		if err := create(both.Actor, "by-robot"); err != nil {
			t.Error(err)
		}
		// No token makes keys, ends sessions or administers.
		_, _, err = w.CreateToken(ctx, both, "more", identity.ReadAndWrite, 30)
		wants(t, err, "identity.not-signed-in")
		_, _, err = w.Invite(ctx, both.Actor, identity.Link{Organisation: "organisation/a", Role: identity.Administrator})
		wants(t, err, "record.forbidden")
		_, err = w.Erase(ctx, both, who.Person.ID)
		wants(t, err, "identity.not-signed-in")
		all := must[[]identity.AccessToken](t)(w.Tokens(ctx, who))
		if len(all) != 2 || all[0].UsedOn != "2026-03-01" {
			t.Errorf("tokens %+v", all)
		}
		if err := w.RevokeToken(ctx, who, reader.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.AuthenticateToken(ctx, readSecret)
		wants(t, err, "identity.not-signed-in")
		w.clock.Add(30 * 24 * time.Hour)
		_, err = w.AuthenticateToken(ctx, writeSecret)
		wants(t, err, "identity.not-signed-in")
		_, err = w.AuthenticateToken(ctx, "sumanus_guessed")
		wants(t, err, "identity.not-signed-in")
		if _, err := w.Authenticate(ctx, writeSecret); err == nil {
			t.Error("a token for programs is no session")
		}
	})
}

// TestOldCostIsRaised: a hash of another cost still opens, and is made anew.
func TestOldCostIsRaised(t *testing.T) {
	w := accounts(t, dbtest.SQLite(t), identity.AccountEnv{})
	who, _ := w.first()
	old := must[string](t)(identity.EncodeHash(testkit.NewRandom(1), good)) // of the tests' own cost
	defer identity.Cost(19*1024, 2)()
	set := func(hash string) {
		if err := w.db.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE account SET password = $1`, hash)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	stored := func() (hash string) {
		if err := w.db.Read(ctx, func(tx db.Tx) error {
			return tx.Row(ctx, `SELECT password FROM account WHERE person = $1`, who.Person.ID).Scan(&hash)
		}); err != nil {
			t.Fatal(err)
		}
		return hash
	}
	set(old)
	must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.2")))
	if got := stored(); got == old || !strings.HasPrefix(got, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored %q", got)
	}
	must[identity.Session](t)(w.SignIn(ctx, "ona@example.org", good, visit("192.0.2.2")))
	for _, broken := range []string{"plain", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=16$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if identity.DecodeHash(broken) == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	w := accounts(t, dbtest.SQLite(t), identity.AccountEnv{})
	who, _ := w.first()
	_, err := w.Erase(ctx, who, who.Person.ID)
	wants(t, err, "identity.last-administrator")
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}
