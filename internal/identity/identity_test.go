// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/record/recordtest"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) {
	identity.Cost(64, 1)
	dbtest.Main(m)
}

// TestCostOfAHash: what the program really uses is what OWASP asks for; the tests alone use less.
func TestCostOfAHash(t *testing.T) {
	if m, p, l := identity.RealCost(); m < 19*1024 || p < 2 || l != 1 {
		t.Errorf("%d KiB, %d passes, %d lanes", m, p, l)
	}
}

func text(s string) record.Text { return record.NewText("lt", map[string]string{"lt": s}) }

func house(t testing.TB, d db.DB) *record.Store {
	t.Helper()
	kinds, err := record.NewRegistry(identity.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	clock := testkit.NewClock(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
	s := record.New(d, kinds, policy, record.Env{Now: func() time.Time { clock.Add(time.Second); return clock.Now() }, Random: testkit.NewRandom(5)})
	identity.Watch(s)
	write(t, s, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error {
		for _, name := range []string{"a", "b"} {
			if _, err := tx.Create(ctx, organisation(name, name, record.Public)); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

func organisation(slug, owner string, v record.Visibility) record.Draft {
	return record.Draft{Ref: record.NewRef("organisation", slug), Owner: record.NewRef("organisation", owner), Visibility: v, Body: &identity.Organisation{Title: text(slug)}}
}

func write(t testing.TB, s *record.Store, who record.Actor, f func(context.Context, *record.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := s.Write(ctx, who, func(tx *record.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// TestServerAgreesWithRightsTable does every verb as every role on own and foreign records of every visibility and compares what
// happened with a plain reading of rights.csv.
func TestServerAgreesWithRightsTable(t *testing.T) {
	rights, err := identity.Rights()
	if err != nil {
		t.Fatal(err)
	}
	s := house(t, dbtest.SQLite(t))
	compared := 0
	for _, role := range identity.Roles() {
		who := identity.Actor{ID: "p-1", Members: []identity.Member{{Organisation: "organisation/a", Role: role}}}
		switch role {
		case identity.Visitor:
			who = identity.Nobody()
		case identity.Operator:
			who = identity.AtTheMachine()
		}
		for _, v := range []record.Visibility{record.Private, record.PartnersOnly, record.Public} {
			for _, owner := range []string{"a", "b"} {
				relation := map[bool]string{true: "own", false: "foreign"}[owner == "a" || role == identity.Operator]
				allowed := func(verb record.Verb) bool {
					for _, r := range rights {
						mine := r.Role == role && r.Relation == relation || r.Role == identity.Visitor && r.Relation == "foreign"
						if mine && (r.Kind == "*" || r.Kind == "organisation") && (r.Visibility == "*" || r.Visibility == string(v)) && slices.Contains(r.Verbs, verb) {
							return true
						}
					}
					return false
				}
				for _, verb := range []record.Verb{record.Read, record.Create, record.Change, record.Delete, record.Adopt} {
					want := allowed(verb)
					if verb == record.Change || verb == record.Delete || verb == record.Adopt {
						want = want && allowed(record.Read) // what cannot be seen cannot be changed
					}
					got := try(t, s, who, verb, organisation(fmt.Sprintf("x-%s-%s-%s-%s", role, v, owner, verb), owner, v))
					if got != want {
						t.Errorf("%s, %s, %s, %s: the server says %v, rights.csv %v", role, v, relation, verb, got, want)
					}
					compared++
				}
			}
		}
	}
	t.Logf("compared %d of %d", compared, len(identity.Roles())*3*2*5)
}

// try does the verb on a fresh record and tells whether it was allowed; any other failure fails the test.
func try(t *testing.T, s *record.Store, who record.Actor, verb record.Verb, d record.Draft) bool {
	t.Helper()
	ctx := context.Background()
	if verb != record.Create {
		write(t, s, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	}
	err := s.Write(ctx, who, func(tx *record.Tx) error {
		switch verb {
		case record.Read:
			_, err := tx.Get(ctx, d.Ref)
			return err
		case record.Create:
			_, err := tx.Create(ctx, d)
			return err
		case record.Change:
			d.Body = &identity.Organisation{Title: text("changed")}
			_, err := tx.Change(ctx, 1, d)
			return err
		case record.Delete:
			return tx.Delete(ctx, d.Ref, 1)
		default:
			return tx.Adopt(ctx, d.Ref, d.Owner)
		}
	})
	switch fault.CodeOf(err) {
	case fault.Forbidden, fault.NotFound:
		return false
	}
	if err != nil {
		t.Fatalf("%s %s: %v", verb, d.Ref, err)
	}
	return true
}

func TestHouseRights(t *testing.T) {
	p, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	for role, want := range map[identity.Role]bool{identity.Planner: false, identity.Coordinator: false, identity.Administrator: true} {
		a := identity.Actor{ID: "p", Members: []identity.Member{{Organisation: "organisation/a", Role: role}}}
		if p.Allows(a, record.Administer, record.Subject{}) != want {
			t.Errorf("%s administers: %v", role, !want)
		}
	}
	if p.Allows(nil, record.Read, record.Subject{Kind: "finding", Visibility: record.Public}) {
		t.Error("an unknown kind of actor has no rights")
	}
}

func TestOnePartnershipBringsTheLanguages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		s := house(t, d)
		ctx := context.Background()
		draft := record.Draft{Ref: "partnership/one", Owner: "organisation/a", Visibility: record.Public,
			Body: &identity.Partnership{Title: text("P"), Languages: []string{"lt", "lv"}, Lead: "organisation/a", Partners: []record.Ref{"organisation/b"}}}
		write(t, s, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, draft); return err })
		err := s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
			o := organisation("c", "a", record.Public)
			o.Body.(*identity.Organisation).Title = record.NewText("sv", map[string]string{"sv": "x"})
			_, err := tx.Create(ctx, o)
			return err
		})
		if !fault.Is(err, "record.unknown-language") {
			t.Errorf("got %v", err)
		}
		draft.Ref = "partnership/two"
		if err := s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error { _, err := tx.Create(ctx, draft); return err }); !fault.Is(err, "identity.one-partnership") {
			t.Errorf("got %v", err)
		}
	})
}

func TestKindsReadTheirSamplesAndNameFaults(t *testing.T) {
	recordtest.Kinds(t, identity.Kinds())
	c := record.NewCheck(nil)
	(&identity.Partnership{Languages: []string{"lt", "lt", "Lithuanian"}, PeriodFrom: "2022-05-31", PeriodTo: "2020-06-01", Budget: 1, Cofinancing: 2}).Validate(c)
	for _, want := range []string{"title: record.required", "lead: record.required", "languages.1: identity.bad-language", "languages.2: identity.bad-language", "period_to: record.runs-backwards", "cofinancing_cents: identity.bad-budget"} {
		if c.Err() == nil || !strings.Contains(c.Err().Error(), want) {
			t.Errorf("missing %q in %v", want, c.Err())
		}
	}
}

// TestErasureLeavesNoTraceAndKeepsTheChain plants a name that occurs nowhere else and looks for it everywhere.
func TestErasureLeavesNoTraceAndKeepsTheChain(t *testing.T) {
	const name, email = "Kanarytė Žvirblė", "kanaryte@example.org"
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		s := house(t, d)
		ctx := context.Background()
		op := identity.AtTheMachine()
		var p identity.Person
		write(t, s, op, func(ctx context.Context, tx *record.Tx) (err error) {
			if p, err = identity.AddPerson(ctx, tx, testkit.NewRandom(9), name, email); err != nil {
				return err
			}
			return errors.Join(identity.SetMember(ctx, tx, p.ID, identity.Member{Organisation: "organisation/a", Role: identity.Planner}, true),
				identity.Consent(ctx, tx, p.ID, "newsletter", true))
		})
		if err := s.Write(ctx, op, func(tx *record.Tx) error {
			_, err := identity.AddPerson(ctx, tx, testkit.NewRandom(8), "x", email)
			return err
		}); !fault.Is(err, "identity.email-taken") {
			t.Errorf("got %v", err)
		}
		var who identity.Actor
		if err := s.Read(ctx, op, func(tx *record.ReadTx) (err error) { who, err = identity.ActorFor(ctx, tx, p.ID); return err }); err != nil {
			t.Fatal(err)
		}
		write(t, s, who, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Create(ctx, organisation("by-person", "a", record.Public))
			return errors.Join(err, tx.KeepDraft(ctx, record.Unsaved{Ref: "organisation/new", Body: []byte(`{"a":1}`)}))
		})
		// Nobody but the person and administrators sees what is held.
		if err := s.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) error { _, err := identity.HeldAbout(ctx, tx, p.ID); return err }); !fault.Is(err, "record.forbidden") {
			t.Errorf("got %v", err)
		}
		if err := s.Read(ctx, who, func(tx *record.ReadTx) error {
			h, err := identity.HeldAbout(ctx, tx, p.ID)
			raw, _ := json.Marshal(h)
			if !strings.Contains(string(raw), name) || len(h.Roles) != 1 || len(h.Consents) != 1 || len(h.Journal) != 3 {
				t.Errorf("held %s", raw)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		// The name stands in the tables of this room and in the payloads about the person, and nowhere else.
		if got, want := tablesWith(t, d, name, email), []string{"journal_payload", "person"}; !slices.Equal(got, want) {
			t.Errorf("the name stands in %v, want %v", got, want)
		}
		var files folder.Files
		var head string
		if err := s.Read(ctx, op, func(tx *record.ReadTx) (err error) {
			v, err := tx.VerifyJournal(ctx)
			if err != nil {
				return err
			}
			head = v.Head
			files, err = folder.Export(ctx, tx, nil)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for path, content := range files {
			if bytes.Contains(content, []byte(name)) || bytes.Contains(content, []byte(email)) || bytes.Contains(content, []byte(p.ID)) {
				t.Errorf("the export %s names the person", path)
			}
		}
		list := filepath.Join(t.TempDir(), "erasures.jsonl")
		write(t, s, op, func(ctx context.Context, tx *record.Tx) error {
			e, err := identity.Erase(ctx, tx, p.ID)
			if e.Payloads != 3 || e.Request != 1 {
				t.Errorf("erased %+v", e)
			}
			return errors.Join(err, identity.AppendErasure(list, e))
		})
		if got := tablesWith(t, d, name, email); len(got) != 0 {
			t.Errorf("after erasing the name still stands in %v", got)
		}
		if err := s.Read(ctx, op, func(tx *record.ReadTx) error {
			v, err := tx.VerifyJournal(ctx)
			if v.Erased != 3 || v.Head == head {
				t.Errorf("verified %+v", v)
			}
			return err
		}); err != nil {
			t.Errorf("the chain broke: %v", err)
		}
		if n, err := identity.ReplayErasures(ctx, s, op, list); n != 0 || err != nil {
			t.Errorf("nothing to forget again: %d %v", n, err)
		}
		// A restored backup brings the person back; replaying the list forgets again.
		if err := d.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4)`, p.ID, name, email, "2026-01-01T00:00:00.000Z")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if n, err := identity.ReplayErasures(ctx, s, op, list); n != 1 || err != nil || len(tablesWith(t, d, name, email)) != 0 {
			t.Errorf("replayed %d: %v", n, err)
		}
	})
}

// tablesWith lists the tables in which any text holds one of the needles.
func tablesWith(t *testing.T, d db.DB, needles ...string) []string {
	t.Helper()
	ctx := context.Background()
	var out []string
	if err := d.Read(ctx, func(tx db.Tx) error {
		list := `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`
		if d.Dialect() == db.PostgreSQL {
			list = `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name::text`
		}
		rows, err := tx.Query(ctx, list)
		if err != nil {
			return err
		}
		var tables []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			if !strings.HasPrefix(name, "goose") { // the library's own list of migrations
				tables = append(tables, name)
			}
		}
		rows.Close()
		for _, table := range tables {
			rows, err := tx.Query(ctx, `SELECT * FROM `+table)
			if err != nil {
				return err
			}
			for rows.Next() {
				values, err := rows.Values()
				if err != nil {
					return err
				}
				for _, v := range values {
					for _, needle := range needles {
						if strings.Contains(fmt.Sprintf("%s", v), needle) && !slices.Contains(out, table) {
							out = append(out, table)
						}
					}
				}
			}
			rows.Close()
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}
