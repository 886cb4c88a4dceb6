// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
)

func open(t *testing.T, c db.Config) db.DB {
	t.Helper()
	d, err := db.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func noErrors(t *testing.T, d db.DB) {
	t.Helper()
	for _, f := range db.Doctor(ctx, d) {
		if f.Level == db.Error {
			t.Errorf("doctor: %s %v", f.Key, f.Args)
		}
	}
}

func TestUpDownUp(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		d := open(t, place)
		first, err := db.TableNames(ctx, d)
		if err != nil || len(first) < 2 {
			t.Fatal(first, err)
		}
		noErrors(t, d)
		d.Close()
		if err := db.Down(ctx, place); err != nil {
			t.Fatal(err)
		}
		d = open(t, place)
		again, err := db.TableNames(ctx, d)
		if err != nil || len(again) != len(first) {
			t.Fatalf("%v became %v: %v", first, again, err)
		}
		noErrors(t, d)
	})
}

func TestDownLeavesNothing(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		open(t, place).Close()
		if err := db.Down(ctx, place); err != nil {
			t.Fatal(err)
		}
		// A tenth of a migration is enough to look: version 1 makes only the base tables.
		place.Version = 1
		left, err := db.TableNames(ctx, open(t, place))
		if err != nil || len(left) != 2 {
			t.Fatalf("after going down and up to version 1 there are %v: %v", left, err)
		}
	})
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		d := open(t, place)
		write(t, d, exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)", 9999, isApplied(d)))
		d.Close()
		_, err := db.Open(ctx, place)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != "db.newer-schema" || f.Args["found"] != int64(9999) || f.Args["expected"] != db.Newest() {
			t.Fatalf("got %v", err)
		}
	})
}

// isApplied is text for PostgreSQL, whose column is a boolean of goose's making.
func isApplied(d db.DB) any {
	if d.Dialect() == db.PostgreSQL {
		return "true"
	}
	return 1
}

func TestTwoProgramsMayOpenAFreshPlaceAtOnce(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				d, err := db.Open(ctx, place)
				if err != nil {
					t.Error(err)
					return
				}
				d.Close()
			}()
		}
		all.Wait()
		noErrors(t, open(t, place))
	})
}

func TestPlacesThatCannotBeOpenedAreNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, db.FileName), []byte("this is no database, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		c   db.Config
		key string
	}{
		"nothing":     {db.Config{}, "db.no-place"},
		"both":        {db.Config{Dir: file, URL: "postgres://x"}, "db.two-places"},
		"other":       {db.Config{URL: "mysql://x"}, "db.bad-url"},
		"broken":      {db.Config{URL: "postgres://x:secret@[/"}, "db.bad-url"},
		"no server":   {db.Config{URL: "postgres://x:secret@/y?host=/nowhere"}, "db.cannot-open"},
		"file as dir": {db.Config{Dir: file}, "db.cannot-open"},
		"no database": {db.Config{Dir: garbage}, "db.cannot-open"},
	} {
		if _, err := db.Open(ctx, c.c); !fault.Is(err, c.key) {
			t.Errorf("%s: got %v, expected %s", name, err, c.key)
		}
	}
}

func TestTheEmbeddedDatabaseIsReadableByItsOwnerAlone(t *testing.T) {
	place := dbtest.SQLitePlace(t)
	place.Dir = filepath.Join(place.Dir, "a ? # % ą")
	d := open(t, place)
	write(t, d, exec("INSERT INTO setting (name, value) VALUES ('a', '')"))
	files, err := filepath.Glob(filepath.Join(place.Dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", f, info.Mode())
		}
	}
}

func TestEveryReleasedSchemaMigratesUp(t *testing.T) {
	stored, err := filepath.Glob(filepath.Join("testdata", "released", "*.db"))
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]int64{"first": 1, "present": 0} {
		place := dbtest.SQLitePlace(t)
		place.Version = version
		d := open(t, place)
		write(t, d, exec("INSERT INTO setting (name, value) VALUES ('made by', $1)", name))
		d.Close()
		stored = append(stored, filepath.Join(place.Dir, db.FileName))
	}
	for _, file := range stored {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		place := dbtest.SQLitePlace(t)
		if err := os.WriteFile(filepath.Join(place.Dir, db.FileName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		d := open(t, place)
		noErrors(t, d)
		if n := number(t, d, "SELECT count(*) FROM setting"); n == 0 {
			t.Errorf("%s lost its settings", file)
		}
		copied := filepath.Join(t.TempDir(), "backup")
		if _, err := db.Backup(ctx, d, copied, db.Info{Program: "test", Created: time.Unix(0, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Verify(ctx, copied); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("compared %d of %d schemas", len(stored), len(stored))
}
