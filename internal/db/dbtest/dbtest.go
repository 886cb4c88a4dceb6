// SPDX-License-Identifier: EUPL-1.2

package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
)

// Main runs the tests and then stops the server at once. Use it as
//
//	func TestMain(m *testing.M) { dbtest.Main(m) }
//
// Without it the server still ends with the test program, a moment later.
func Main(m *testing.M) {
	code := m.Run()
	stopServer()
	os.Exit(code)
}

// Each runs the test on a fresh, migrated SQLite database and on a fresh, migrated PostgreSQL database.
func Each(t *testing.T, f func(t *testing.T, d db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// EachPlace runs the test twice with a function that gives a new empty place to open a database in at every call.
func EachPlace(t *testing.T, f func(t *testing.T, fresh func() db.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, func() db.Config { return SQLitePlace(t) }) })
	t.Run("postgres", func(t *testing.T) { f(t, func() db.Config { return PostgresPlace(t) }) })
}

// SQLite opens a fresh, migrated database in a folder that goes away with the test.
func SQLite(t testing.TB) db.DB {
	t.Helper()
	c := SQLitePlace(t)
	text, err := liteTemplate.bytes()
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Dir, db.FileName), text, 0o600)
	}
	if err != nil {
		t.Fatalf("template of the SQLite database: %v", err)
	}
	return open(t, c)
}

// SQLitePlace is an empty folder for a database.
func SQLitePlace(t testing.TB) db.Config {
	return db.Config{Dir: t.TempDir(), Strict: true}
}

// Postgres opens a fresh, migrated database on the throw-away server.
func Postgres(t testing.TB) db.DB {
	t.Helper()
	s := theServer(t)
	return open(t, db.Config{URL: s.create(t, templateName), Strict: true})
}

// PostgresPlace is a new database without tables on the throw-away server.
func PostgresPlace(t testing.TB) db.Config {
	t.Helper()
	s := theServer(t)
	return db.Config{URL: s.create(t, "template0"), Strict: true}
}

func open(t testing.TB, c db.Config) db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), c)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

// liteTemplate is one migrated SQLite file, copied for every test.
var liteTemplate template

type template struct {
	once sync.Once
	text []byte
	err  error
}

func (l *template) bytes() ([]byte, error) {
	l.once.Do(func() {
		dir, err := os.MkdirTemp("", "sumanus-lite-")
		if err != nil {
			l.err = err
			return
		}
		defer os.RemoveAll(dir)
		d, err := db.Open(context.Background(), db.Config{Dir: dir})
		if err == nil {
			err = d.Close() // the last connection writes the log back into the file
		}
		if l.err = err; err == nil {
			l.text, l.err = os.ReadFile(filepath.Join(dir, db.FileName))
		}
	})
	return l.text, l.err
}
