// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"os"
	osexec "os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestTheWriterIsDurable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		s, err := db.Health(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Durable() || !s.ForeignKeys || s.Schema != db.Newest() || s.Version == "" {
			t.Errorf("status %+v", s)
		}
		if d.Dialect() == db.SQLite {
			if s.Synchronous != "FULL" || s.Journal != "wal" {
				t.Errorf("status %+v", s)
			}
			var level int64
			if err := d.Bulk(ctx, func(tx db.Tx) error { return tx.Row(ctx, "PRAGMA synchronous").Scan(&level) }); err != nil || level != 1 {
				t.Errorf("the bulk connection has synchronous=%d, expected 1: %v", level, err)
			}
		}
		noErrors(t, d)
	})
}

func TestTheDoctorFindsWhatIsWrong(t *testing.T) {
	key := func(d db.DB) string {
		var keys []string
		for _, f := range db.Doctor(ctx, d) {
			if f.Level == db.Error {
				keys = append(keys, f.Key)
			}
		}
		return strings.Join(keys, " ")
	}
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		write(t, d, exec("DELETE FROM goose_db_version WHERE version_id = $1", db.Newest()))
		if got := key(d); got != "db.doctor-schema-bad" {
			t.Errorf("schema too old: %q", got)
		}
		d.Close()
		if got := key(d); got != "db.doctor-unreachable" {
			t.Errorf("closed: %q", got)
		}
	})
	t.Run("dangling", func(t *testing.T) {
		d := dbtest.SQLite(t)
		write(t, d, exec("CREATE TABLE up (id TEXT PRIMARY KEY)"))
		// A reference made before its table had the rule, as a careless migration would leave it.
		write(t, d, func(tx db.Tx) error {
			for _, s := range []string{"CREATE TABLE down (up TEXT)", "INSERT INTO down (up) VALUES ('absent')", "PRAGMA writable_schema = 1",
				"UPDATE sqlite_master SET sql = 'CREATE TABLE down (up TEXT REFERENCES up (id))' WHERE name = 'down'", "PRAGMA writable_schema = RESET"} {
				if err := exec(s)(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if got := key(d); got != "db.doctor-references-bad" {
			t.Errorf("dangling reference: %q", got)
		}
	})
	t.Run("collation", func(t *testing.T) {
		d := dbtest.Postgres(t)
		write(t, d, exec("CREATE TABLE careless (id text PRIMARY KEY)"))
		if got := key(d); got != "db.doctor-collation-bad" {
			t.Errorf("collation: %q", got)
		}
	})
	t.Run("file", func(t *testing.T) {
		place := dbtest.SQLitePlace(t)
		d := open(t, place)
		write(t, d, func(tx db.Tx) error {
			rows := make([][]any, 2000)
			for i := range rows {
				rows[i] = []any{strings.Repeat("x", i%50) + string(rune('a'+i%26)) + strings.Repeat("y", i), "v"}
			}
			return db.Insert(ctx, tx, "setting", []string{"name", "value"}, rows)
		})
		d.Close()
		path := filepath.Join(place.Dir, db.FileName)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := len(text) / 2; i < len(text)/2+8192; i++ {
			text[i] ^= 0x55
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := key(open(t, place)); !strings.Contains(got, "db.doctor-integrity-bad") {
			t.Errorf("damaged file: %q", got)
		}
	})
}

// TestTheDriverPairIsTheTestedOne holds the constants of the doctor against go.mod and against what the driver itself requires.
func TestTheDriverPairIsTheTestedOne(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testkit.Root(t), "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for module, want := range map[string]string{"modernc.org/sqlite": db.TestedSQLite, "modernc.org/libc": db.TestedLibc} {
		if got := required(string(text), module); got != want {
			t.Errorf("go.mod has %s %s, the doctor expects %s", module, got, want)
		}
	}
	out, err := execCommand("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(strings.TrimSpace(out))
	if err != nil {
		t.Fatal(err)
	}
	if got := required(string(own), "modernc.org/libc"); got != db.TestedLibc {
		t.Errorf("the driver asks for libc %s, the doctor expects %s", got, db.TestedLibc)
	}
}

func required(mod, module string) string {
	m := regexp.MustCompile(`(?m)^\s*(?:require\s+)?` + regexp.QuoteMeta(module) + `\s+(\S+)`).FindStringSubmatch(mod)
	if m == nil {
		return ""
	}
	return m[1]
}

func execCommand(name string, args ...string) (string, error) {
	out, err := osexec.Command(name, args...).Output()
	return string(out), err
}
