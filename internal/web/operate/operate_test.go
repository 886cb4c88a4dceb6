// SPDX-License-Identifier: EUPL-1.2

package operate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web/operate"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var (
	ctx  = context.Background()
	noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
)

func get(h http.Handler, path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://plan.example.org"+path, nil)
	r.RemoteAddr = "192.0.2.7:4711"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func exec(t *testing.T, d db.DB, f func(tx db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func TestReady(t *testing.T) {
	if w := get(operate.Live(), "/livez"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("lives: %d %q", w.Code, w.Body)
	}
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := testkit.NewClock(noon)
		ready := &operate.Ready{DB: d, Now: clock.Now}
		want := func(status int, part string) {
			t.Helper()
			if w := get(ready, "/readyz"); w.Code != status || !strings.Contains(w.Body.String(), part) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, status, part)
			}
		}
		want(200, `"jobs":"ok"`)
		exec(t, d, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "work", nil, "") })
		exec(t, d, func(tx db.Tx) error {
			return jobs.EnqueueAt(ctx, tx, "later", nil, "", noon.Add(24*time.Hour))
		})
		want(200, `"jobs":"ok"`)
		clock.Add(11 * time.Minute)
		want(503, `"jobs":"due, but not taken up"`)
		if _, err := jobs.Drain(ctx, d, map[string]jobs.Handler{"work": func(context.Context, jobs.Job) error { return nil }}, jobs.Options{Now: clock.Now, Name: "w"}); err != nil {
			t.Fatal(err)
		}
		want(200, `"jobs":"ok"`)
		exec(t, d, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM goose_db_version WHERE version_id = $1`, db.Newest())
			return err
		})
		want(503, `"schema":"another`)
	})
	// A database that went away.
	d := dbtest.SQLite(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if w := get(&operate.Ready{DB: d, Now: testkit.NewClock(noon).Now}, "/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), "does not answer") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestLogHoldsNoPersonalData sends requests full of what must not be written down, and looks for it.
func TestLogHoldsNoPersonalData(t *testing.T) {
	var out bytes.Buffer
	clock := testkit.NewClock(noon)
	a := &operate.Access{Log: slog.New(slog.NewJSONHandler(&out, nil)), Now: clock.Now, Random: testkit.NewRandom(3)}
	h := a.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("Rasa answers"))
	}))
	const token = "Zx9kQ2mV7bL4nT8wR1yU6pA3sD5fG0hJ"
	r := httptest.NewRequest(http.MethodPost, "http://plan.example.org/lt/sign-in/link/"+token+"/rasa.jonaitiene@example.lt?email=rasa@example.lt&token="+token, strings.NewReader("password=secret123"))
	r.RemoteAddr = "203.0.113.77:1234"
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Cookie", "session="+token)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Rasa's laptop)")
	r.Header.Set("Referer", "https://plan.example.org/?q=rasa")
	r.Header.Set("X-Forwarded-For", "198.51.100.9")
	h.ServeHTTP(httptest.NewRecorder(), r)
	get(h, "/lv/evidence/gdp-gap-2010", func(r *http.Request) { r.RemoteAddr = "203.0.113.77:999" })
	get(h, "/api/v1/findings/0123456789abcdef0123456789abcdef")
	get(h, "/lt/Ona%20Petrauskait%C4%97/x")
	get(h, "/"+strings.Repeat("a/", 40), func(r *http.Request) { // through a proxy on this machine
		r.RemoteAddr = "127.0.0.1:9"
		r.Header.Set("X-Forwarded-For", "10.0.0.1, 203.0.113.77")
	})
	clock.Add(24 * time.Hour)
	get(h, "/lv/evidence/gdp-gap-2010", func(r *http.Request) { r.RemoteAddr = "203.0.113.77:999" })
	text := out.String()
	for _, hidden := range []string{token, "rasa", "Rasa", "example.lt", "203.0.113.77", "198.51.100.9", "secret123", "Mozilla", "email", "0123456789abcdef0123456789abcdef", "Ona", "Petrauskait"} {
		if strings.Contains(text, hidden) {
			t.Errorf("the log holds %q:\n%s", hidden, text)
		}
	}
	var lines []map[string]any
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		var v map[string]any
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, v)
	}
	if len(lines) != 6 || lines[0]["status"] != 418.0 || lines[0]["bytes"] != 12.0 || lines[0]["path"] != "/lt/sign-in/link/*/*" || lines[1]["path"] != "/lv/evidence/gdp-gap-2010" {
		t.Errorf("log:\n%s", text)
	}
	if lines[0]["from"] != lines[1]["from"] || lines[0]["from"] != lines[4]["from"] || lines[0]["from"] == lines[2]["from"] || lines[1]["from"] == lines[5]["from"] || lines[0]["from"] == "" {
		t.Errorf("askers are not told apart for one day: %v", text)
	}
}

func TestMetricsAreGuarded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := testkit.NewClock(noon)
		m := operate.NewMetrics(d, clock.Now, "test")
		site := m.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "nothing") {
				w.WriteHeader(http.StatusNotFound)
			}
			clock.Add(30 * time.Millisecond)
		}))
		get(site, "/lt/evidence/gdp-gap-2010?q=rasa")
		for i := range 50 {
			get(site, fmt.Sprintf("/nothing-%d", i))
		}
		exec(t, d, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "work", nil, "") })
		open, guarded := m.Handler(""), m.Handler("opensesame")
		from := func(addr string) func(*http.Request) { return func(r *http.Request) { r.RemoteAddr = addr } }
		header := func(name, value string) func(*http.Request) {
			return func(r *http.Request) { r.Header.Set(name, value) }
		}
		for name, c := range map[string]struct {
			h    http.Handler
			ask  []func(*http.Request)
			want int
		}{
			"from elsewhere":            {open, nil, 401},
			"from this machine":         {open, []func(*http.Request){from("127.0.0.1:5")}, 200},
			"from this machine by IPv6": {open, []func(*http.Request){from("[::1]:5")}, 200},
			"through a proxy":           {open, []func(*http.Request){from("127.0.0.1:5"), header("X-Forwarded-For", "203.0.113.7")}, 401},
			"no token is no key":        {open, []func(*http.Request){header("Authorization", "Bearer ")}, 401},
			"with the token":            {guarded, []func(*http.Request){header("Authorization", "Bearer opensesame")}, 200},
			"with another":              {guarded, []func(*http.Request){header("Authorization", "Bearer sesame")}, 401},
			"without":                   {guarded, nil, 401},
		} {
			w := get(c.h, "/metrics", c.ask...)
			if w.Code != c.want || (w.Code != 200) == strings.Contains(w.Body.String(), "sumanus_") {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		text := get(open, "/metrics", from("127.0.0.1:5")).Body.String()
		for _, line := range []string{`sumanus_http_requests_total{area="evidence",method="GET",status="200"} 1`, `sumanus_http_requests_total{area="other",method="GET",status="404"} 50`,
			`sumanus_jobs{state="waiting"} 1`, `sumanus_database_up 1`, `sumanus_info{database="` + d.Dialect().String() + `",version="test"} 1`, "go_goroutines"} {
			if !strings.Contains(text, line) {
				t.Errorf("no %s in\n%s", line, text)
			}
		}
		if strings.Contains(text, "rasa") || strings.Contains(text, "nothing-") {
			t.Error("metrics hold what somebody typed")
		}
	})
}

func TestNightlyBackup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := testkit.NewClock(noon)
		dir := filepath.Join(t.TempDir(), "backups")
		n := &operate.Nightly{DB: d, Dir: dir, Program: "test", Now: clock.Now}
		last := func() (b operate.Backups) {
			t.Helper()
			if err := d.Read(ctx, func(tx db.Tx) (err error) { b, err = operate.Last(ctx, tx); return err }); err != nil {
				t.Fatal(err)
			}
			return b
		}
		if b := last(); b.Good != nil || b.Failing() || !b.Late(clock.Now()) {
			t.Errorf("before the first: %+v", b)
		}
		handlers := map[string]jobs.Handler{operate.BackupJob: n.Handle}
		night := func() {
			t.Helper()
			for range 2 { // two servers plan, one backup is taken
				if err := n.Schedule(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := jobs.Drain(ctx, d, handlers, jobs.Options{Now: clock.Now, Name: "w"}); err != nil {
				t.Fatal(err)
			}
		}
		files := func(pattern string) []string {
			t.Helper()
			all, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		night()
		if len(files("*")) != 0 {
			t.Error("a backup is taken at noon")
		}
		clock.Add(13*time.Hour + time.Minute)
		night()
		b := last()
		if len(files("*.backup")) != 1 || b.Good == nil || b.Late(clock.Now()) || b.Good.Rows == 0 || len(b.Good.SHA256) != 64 {
			t.Fatalf("after the first night: %v %+v", files("*"), b)
		}
		if _, err := db.Verify(ctx, filepath.Join(dir, b.Good.File)); err != nil {
			t.Error(err)
		}
		foreign := filepath.Join(dir, "mine.backup")
		if err := os.WriteFile(foreign, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		for range operate.Keep + 2 {
			clock.Add(24 * time.Hour)
			night()
		}
		if got := len(files("sumanus-nightly-*.backup")); got != operate.Keep {
			t.Errorf("%d backups are kept, want %d", got, operate.Keep)
		}
		if _, err := os.Stat(foreign); err != nil {
			t.Error("a file that is not ours was removed")
		}
		// A night that fails is remembered, and does not end all nights.
		n.Dir = foreign
		clock.Add(24 * time.Hour)
		night()
		if b := last(); !b.Failing() || b.Missed.Key != "db.cannot-write" || b.Good == nil {
			t.Errorf("a failed night: %+v", b)
		}
		n.Dir = dir
		clock.Add(24 * time.Hour)
		night()
		if b := last(); b.Failing() || b.Late(clock.Now()) {
			t.Errorf("after it was mended: %+v", b)
		}
	})
}

func TestBackupBeforeUpgrade(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		place.Version = db.Newest() - 1
		d, err := db.Open(ctx, place)
		if err != nil {
			t.Fatal(err)
		}
		exec(t, d, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO setting (name, value) VALUES ('before', 'upgrade')`)
			return err
		})
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		clock := testkit.NewClock(noon)
		dir := t.TempDir()
		n := &operate.Nightly{Dir: filepath.Join(dir, "file"), Program: "test", Now: clock.Now}
		if err := os.WriteFile(n.Dir, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		place.Version, place.BeforeUpgrade = 0, n.BeforeUpgrade
		// Where no backup can be taken nothing is changed.
		if _, err := db.Open(ctx, place); !fault.Is(err, "db.no-backup-before-upgrade") {
			t.Fatalf("opened without a backup: %v", err)
		}
		n.Dir = filepath.Join(dir, "backups")
		if d, err = db.Open(ctx, place); err != nil {
			t.Fatal(err)
		}
		if v, err := db.Schema(ctx, d); err != nil || v != db.Newest() {
			t.Errorf("schema %d: %v", v, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		// The next start finds nothing to upgrade and takes no backup.
		if d, err = db.Open(ctx, place); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(n.Dir, "*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("backups %v: %v", files, err)
		}
		m, err := db.Verify(ctx, files[0])
		if err != nil || m.Schema >= db.Newest() {
			t.Errorf("the backup has schema %d: %v", m.Schema, err)
		}
		back := fresh()
		if _, err := db.Restore(ctx, files[0], back); err != nil {
			t.Fatal(err)
		}
	})
}
