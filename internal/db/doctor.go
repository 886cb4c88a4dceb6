// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Level says how grave a finding of the doctor is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Warning Level = "warning"
	Error   Level = "error"
)

// Finding is one thing the doctor looked at; Key and Args name a message of the catalogue.
type Finding struct {
	Level Level
	Key   string
	Args  fault.A
}

// Status is how a database is set up, asked on the connection that writes.
type Status struct {
	Dialect     Dialect
	Version     string // of the database program
	Schema      int64  // applied migrations
	Synchronous string // "FULL" on SQLite, "on" on PostgreSQL when a returned Write is on disk
	Journal     string // "wal" on SQLite
	ForeignKeys bool
	Collation   string // how text columns compare; "BINARY" or "C"
	Encoding    string
}

// Durable tells whether a Write that returned survives a power cut.
func (s Status) Durable() bool {
	if s.Dialect == SQLite {
		return s.Synchronous == "FULL" && s.Journal == "wal"
	}
	// fsync is the server's own business and shown by the doctor.
	return s.Synchronous == "on"
}

// Health reads the status of the writer.
func Health(ctx context.Context, d DB) (Status, error) {
	s := Status{Dialect: d.Dialect()}
	err := d.Write(ctx, func(tx Tx) error {
		var err error
		if s.Schema, err = schemaVersion(ctx, tx); err != nil {
			return err
		}
		if s.Dialect == PostgreSQL {
			s.ForeignKeys = true
			s.Collation = "C"
			if bad, err := strings1(ctx, tx, foreignCollation); err != nil {
				return err
			} else if len(bad) > 0 {
				s.Collation = strings.Join(bad, ", ")
			}
			return tx.Row(ctx, `SELECT current_setting('server_version'), current_setting('synchronous_commit'), current_setting('server_encoding')`).
				Scan(&s.Version, &s.Synchronous, &s.Encoding)
		}
		s.Collation = "BINARY"
		var level int64
		for _, p := range []struct {
			sql  string
			into any
		}{
			{"SELECT sqlite_version()", &s.Version}, {"PRAGMA synchronous", &level}, {"PRAGMA journal_mode", &s.Journal},
			{"PRAGMA foreign_keys", &s.ForeignKeys}, {"PRAGMA encoding", &s.Encoding},
		} {
			if err := tx.Row(ctx, p.sql).Scan(p.into); err != nil {
				return err
			}
		}
		names := []string{"OFF", "NORMAL", "FULL", "EXTRA"}
		if level < 0 || level >= int64(len(names)) {
			return fmt.Errorf("db: PRAGMA synchronous is %d", level)
		}
		s.Synchronous = names[level]
		return nil
	})
	return s, err
}

// foreignCollation names text columns that would not compare bytewise.
const foreignCollation = `SELECT c.relname::text || '.' || a.attname::text
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation k ON k.oid = a.attcollation
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
AND k.collname <> 'C' AND c.relname <> '` + versionTable + `' ORDER BY 1`

// Doctor examines an open database. It changes nothing and reports what is well, too.
func Doctor(ctx context.Context, d DB) []Finding {
	s, err := Health(ctx, d)
	if err != nil {
		return append(drivers(), Finding{Error, "db.doctor-unreachable", fault.A{"dialect": d.Dialect().String(), "error": err.Error()}})
	}
	out := []Finding{{OK, "db.doctor-connected", fault.A{"dialect": s.Dialect.String(), "version": s.Version}}}
	out = append(out, grade(s.Schema == Newest(), Error, "db.doctor-schema", "db.doctor-schema-bad", fault.A{"found": s.Schema, "expected": Newest()}))
	out = append(out, grade(s.Durable(), Error, "db.doctor-durable", "db.doctor-durable-bad", fault.A{"found": s.Synchronous}))
	out = append(out, grade(s.ForeignKeys, Error, "db.doctor-foreign-keys", "db.doctor-foreign-keys-bad", nil))
	out = append(out, grade(s.Collation == "C" || s.Collation == "BINARY", Error, "db.doctor-collation", "db.doctor-collation-bad", fault.A{"found": s.Collation}))
	if d.Dialect() == SQLite {
		out = append(out, examineFile(ctx, d)...)
	} else {
		out = append(out, examineServer(ctx, d)...)
	}
	return append(out, drivers()...)
}

// grade chooses between what is said when it is well and when it is not. Both keys stand in full where it is called, so that
// whoever looks for a message finds its place.
func grade(good bool, level Level, well, ill string, args fault.A) Finding {
	if good {
		return Finding{OK, well, args}
	}
	return Finding{level, ill, args}
}

func examineFile(ctx context.Context, d DB) []Finding {
	var broken []string
	var dangling int64
	err := d.Read(ctx, func(tx Tx) error {
		var err error
		if broken, err = strings1(ctx, tx, "SELECT integrity_check FROM pragma_integrity_check LIMIT 20"); err != nil {
			return err
		}
		return tx.Row(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&dangling)
	})
	if err != nil {
		broken = []string{err.Error()}
	}
	whole := len(broken) == 1 && broken[0] == "ok"
	return []Finding{
		grade(whole, Error, "db.doctor-integrity", "db.doctor-integrity-bad", fault.A{"found": strings.Join(broken, "; ")}),
		grade(dangling == 0, Error, "db.doctor-references", "db.doctor-references-bad", fault.A{"count": dangling}),
	}
}

func examineServer(ctx context.Context, d DB) []Finding {
	var fsync string
	var unvalidated int64
	err := d.Read(ctx, func(tx Tx) error {
		return tx.Row(ctx, `SELECT current_setting('fsync'),
(SELECT count(*) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated)`).Scan(&fsync, &unvalidated)
	})
	if err != nil {
		return []Finding{{Error, "db.doctor-unreachable", fault.A{"dialect": d.Dialect().String(), "error": err.Error()}}}
	}
	return []Finding{
		grade(fsync == "on", Warning, "db.doctor-fsync", "db.doctor-fsync-bad", fault.A{"found": fsync}),
		grade(unvalidated == 0, Error, "db.doctor-references", "db.doctor-references-bad", fault.A{"count": unvalidated}),
	}
}

// The pair of versions that modernc tests together. Its libc follows no semantic versions, so another one may break SQLite
// silently; a test compares this pair with go.mod and with what the driver itself asks for.
const (
	sqliteModule = "modernc.org/sqlite"
	libcModule   = "modernc.org/libc"
	testedSQLite = "v1.61.1"
	testedLibc   = "v1.79.0"
)

// drivers compares the modules linked into this program with the tested pair.
func drivers() []Finding {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	linked := map[string]string{}
	for _, m := range info.Deps {
		linked[m.Path] = m.Version
		if m.Replace != nil {
			linked[m.Path] = m.Replace.Version
		}
	}
	if linked[sqliteModule] == "" {
		return nil // a program built without module data
	}
	found := linked[sqliteModule] + " + libc " + linked[libcModule]
	expected := testedSQLite + " + libc " + testedLibc
	return []Finding{grade(found == expected, Error, "db.doctor-driver", "db.doctor-driver-bad", fault.A{"found": found, "expected": expected})}
}
