// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const (
	kurzeme  = record.Ref("organisation/kurzeme-planning-region")
	klaipeda = record.Ref("organisation/klaipeda-region-association")
)

// house is the example partnership behind the API.
type house struct {
	*record.Store
	t       testing.TB
	db      db.DB
	clock   *testkit.Clock
	api     *api.API
	log     *bytes.Buffer
	options api.Options
	// published are the files that were handed over, by document.
	published map[string]publication.Files
}

// newHouse loads the example. Tokens are "ROLE@ORGANISATION-SLUG".
func newHouse(t testing.TB, d db.DB, change ...func(*api.Options)) *house {
	t.Helper()
	registry, err := record.NewRegistry(slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds())...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, clock: testkit.NewClock(time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)), log: &bytes.Buffer{}, published: map[string]publication.Files{}}
	h.Store = record.New(d, registry, policy, record.Env{Now: h.clock.Now, Random: testkit.NewRandom(7)})
	identity.Watch(h.Store)
	dataset.Watch(h.Store)
	method.Watch(h.Store)
	evidence.Watch(h.Store)
	if !filled(t, h.Store) {
		h.fill()
	}
	h.options = api.Options{Authenticate: authenticate, Log: slog.New(slog.NewTextHandler(h.log, nil)), Version: "test", TempDir: t.TempDir(),
		TokenRate: api.Rate{PerSecond: -1}, VisitorRate: api.Rate{PerSecond: -1},
		Publish: func(_ context.Context, _ record.Actor, document string, files publication.Files) (string, error) {
			h.published[document] = files
			return "/published/" + document + "/", nil
		}}
	for _, f := range change {
		f(&h.options)
	}
	h.api = api.New(h.Store, h.options)
	return h
}

// filled tells whether the example is in the database.
func filled(t testing.TB, s *record.Store) bool {
	t.Helper()
	n := 0
	if err := s.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := tx.All(context.Background(), "partnership")
		n = len(all)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// fill loads the example and judges every finding.
func (h *house) fill() {
	h.t.Helper()
	files, err := examples.KurzemeKlaipeda()
	if err != nil {
		h.t.Fatal(err)
	}
	attachments := folder.Attachments{dataset.Attachment()}
	tree, err := folder.Read(files, h.Kinds(), attachments.Has)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := folder.Apply(context.Background(), h.Store, identity.AtTheMachine(), tree, attachments, folder.Options{}); err != nil {
		h.t.Fatal(err)
	}
	h.settle()
}

var (
	onceFilled sync.Once
	content    []byte // a database file with the example in it, made once
)

// sqlite is a house on a database file of its own that is a copy of the example's.
func sqlite(t testing.TB, change ...func(*api.Options)) *house {
	t.Helper()
	onceFilled.Do(func() {
		dir := t.TempDir()
		d, err := db.Open(context.Background(), db.Config{Dir: dir, Random: testkit.NewRandom(5)})
		if err != nil {
			t.Fatal(err)
		}
		newHouse(t, d)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if content, err = os.ReadFile(filepath.Join(dir, db.FileName)); err != nil {
			t.Fatal(err)
		}
	})
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
	return newHouse(t, d, change...)
}

// settle does the work that waits.
func (h *house) settle() {
	h.t.Helper()
	handlers := evidence.Handlers(h.Store, identity.AtTheMachine(), nil)
	maps.Copy(handlers, method.Handlers(h.Store, identity.AtTheMachine()))
	if _, err := jobs.Drain(context.Background(), h.db, handlers, jobs.Options{Now: h.clock.Now, Name: "api"}); err != nil {
		h.t.Fatal(err)
	}
}

func authenticate(_ context.Context, token string) (identity.Actor, error) {
	role, organisation, ok := strings.Cut(token, "@")
	if !ok || !slices.Contains(identity.Roles(), identity.Role(role)) {
		return identity.Actor{}, fault.New(fault.Forbidden, "identity.not-signed-in")
	}
	return identity.Actor{ID: "p-" + role, Members: []identity.Member{{Organisation: record.NewRef("organisation", organisation), Role: identity.Role(role)}}}, nil
}

func token(role identity.Role, organisation record.Ref) string {
	if role == identity.Visitor {
		return ""
	}
	return string(role) + "@" + organisation.Slug()
}

// request is what a test sends.
type request struct {
	method, path string
	token        string
	ifMatch      string
	media        string
	body         string
	lang         string
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	raw    []byte
}

func (h *house) send(q request) reply {
	h.t.Helper()
	var body io.Reader
	if q.body != "" {
		body = strings.NewReader(q.body)
	}
	r := httptest.NewRequestWithContext(context.Background(), q.method, "http://plan.example.org"+q.path, body)
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	if q.ifMatch != "" {
		r.Header.Set("If-Match", q.ifMatch)
	}
	if q.media != "" {
		r.Header.Set("Content-Type", q.media)
	}
	if q.lang != "" {
		r.Header.Set("Accept-Language", q.lang)
	}
	h.clock.Add(time.Second)
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), w.Body.Bytes()}
}

// json reads the answer loosely.
func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(r.raw, &v); err != nil {
		t.Fatalf("status %d: %v in %.300s", r.status, err, r.raw)
	}
	return v
}

// want fails unless the answer has the status.
func (r reply) want(t testing.TB, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d: %.600s", r.status, status, r.raw)
	}
	return r
}

// at walks into decoded JSON: names and indexes.
func at(v any, path ...any) any {
	for _, p := range path {
		switch k := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[k]
		case int:
			l, _ := v.([]any)
			if k >= len(l) {
				return nil
			}
			v = l[k]
		}
	}
	return v
}
