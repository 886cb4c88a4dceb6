// SPDX-License-Identifier: EUPL-1.2

package webtest

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web"
	webevidence "github.com/sumanus/sumanus/internal/web/evidence"
	"github.com/sumanus/sumanus/internal/web/operation"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Version is what the program calls itself in tests.
const Version = "test-version"

// Noon is the moment the house begins at.
var Noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// The organisations of the example that tests act for.
const (
	Kurzeme  record.Ref = "organisation/kurzeme-planning-region"
	Klaipeda record.Ref = "organisation/klaipeda-region-association"
)

// Origin is what visitors have in the address bar, as far as passkeys are concerned.
const Origin = "https://sumanus.example"

// House is a site with a database of its own.
type House struct {
	T       testing.TB
	DB      db.DB
	Store   *record.Store
	Policy  record.Policy
	Clock   *testkit.Clock
	Site    *site.Site
	Handler http.Handler
	// Options are those the site was made of. Its pages are made anew each time, so that what a page costs can be told.
	Options web.Options
	// Published is the folder of published documents.
	Published string
	// Accounts are the real ones, for tests that sign in as people do. Others make up who they are by Client.As.
	Accounts *identity.Accounts
	// Staged is the folder in which imports sort what memory does not hold.
	Staged string
	// Stage is where uploaded files wait.
	Stage *webevidence.Stage

	visitors map[string]site.Visitor
	count    *db.Count
}

// Kinds are those of all rooms.
func Kinds() []record.Kind {
	return slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds())
}

// Empty is a house without any record, on an embedded database.
func Empty(t testing.TB) *House { return open(t, dbtest.SQLite(t)) }

// Over is a house over a database that is already open, such as one on PostgreSQL.
func Over(t testing.TB, d db.DB) *House { return open(t, d) }

func open(t testing.TB, d db.DB) *House {
	t.Helper()
	registry, err := record.NewRegistry(Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	h := &House{T: t, DB: d, Policy: policy, Clock: testkit.NewClock(Noon), Published: t.TempDir(), visitors: map[string]site.Visitor{}, count: &db.Count{}}
	h.Store = record.New(db.Counted(d, h.count), registry, policy, record.Env{Now: h.Clock.Now, Random: testkit.NewRandom(7)})
	identity.Watch(h.Store)
	dataset.Watch(h.Store)
	method.Watch(h.Store)
	evidence.Watch(h.Store)
	log := slog.New(slog.NewTextHandler(&testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h.Accounts = identity.NewAccounts(h.Store, identity.AccountEnv{Now: h.Clock.Now, Random: testkit.NewRandom(11), Origin: Origin, Log: log})
	h.Staged = t.TempDir()
	h.Stage = webevidence.NewStage(h.Store, h.Staged, testkit.NewRandom(11))
	t.Cleanup(h.Stage.Wait)
	o := web.Options{Operation: operation.Options{Version: Version}, Stage: h.Stage, Store: h.Store, Policy: policy, Accounts: h.Accounts, Visit: h.visit, Now: h.Clock.Now, Random: testkit.NewRandom(9), Log: log, Published: h.Published, Save: h.save, MakeAnew: true}
	h.Options = o
	h.Site = web.Site(o)
	h.Handler = web.New(o)
	return h
}

// testLog writes the log of the site to the log of the test.
type testLog struct{ t testing.TB }

func (l *testLog) Write(p []byte) (int, error) {
	l.t.Log(string(p))
	return len(p), nil
}

// loaded is the example's database, made once for each test program.
var loaded = sync.OnceValues(load)

// Example is a house with the whole example in it, every finding judged. It is a copy of its own.
func Example(t testing.TB) *House {
	t.Helper()
	content, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	place := dbtest.SQLitePlace(t)
	if err := os.MkdirAll(place.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place.Dir, db.FileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(context.Background(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return open(t, d)
}

// load applies the example to a database in a folder of its own and gives the file.
func load() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "sumanus-example-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{Dir: dir, Random: testkit.NewRandom(5)})
	if err != nil {
		return nil, err
	}
	if err := fill(ctx, d); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, db.FileName))
}

// Fill applies the example to an open database and judges its findings.
func Fill(t testing.TB, d db.DB) {
	t.Helper()
	if err := fill(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}

func fill(ctx context.Context, d db.DB) error {
	registry, err := record.NewRegistry(Kinds()...)
	if err != nil {
		return err
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		return err
	}
	clock := testkit.NewClock(Noon.Add(-24 * time.Hour))
	s := record.New(d, registry, policy, record.Env{Now: clock.Now, Random: testkit.NewRandom(3)})
	identity.Watch(s)
	fsys, err := examples.KurzemeKlaipeda()
	if err != nil {
		return err
	}
	tree, err := folder.Read(fsys, registry, func(kind string) bool { return kind == "dataset" })
	if err != nil {
		return err
	}
	if _, err := folder.Apply(ctx, s, identity.AtTheMachine(), tree, folder.Attachments{dataset.Attachment()}, folder.Options{}); err != nil {
		return err
	}
	if err := evidence.MakeReadings(ctx, s, identity.AtTheMachine(), nil); err != nil {
		return err
	}
	if err := perform(ctx, s); err != nil {
		return err
	}
	_, err = evidence.EvaluateAll(ctx, s, identity.AtTheMachine())
	return err
}

// perform runs the analyses of the example.
func perform(ctx context.Context, s *record.Store) error {
	var all []record.Record
	err := s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
		all, err = tx.All(ctx, "analysis")
		return err
	})
	for _, rec := range all {
		if err == nil {
			_, err = method.Perform(ctx, s, identity.AtTheMachine(), rec.Ref)
		}
	}
	return err
}

// visit knows visitors by the cookie that a Client sends: one made up by As, or a session.
func (h *House) visit(w http.ResponseWriter, r *http.Request) (site.Visitor, error) {
	if c, err := r.Cookie("webtest"); err == nil {
		if v, ok := h.visitors[c.Value]; ok {
			return v, nil
		}
	}
	return site.ByAccounts(h.Accounts, false)(w, r)
}

// save puts published files where the site serves them from.
func (h *House) save(document string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(web.PublishedDir(h.Published, document), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
