// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"testing"

	"github.com/sumanus/sumanus/internal/db"
)

func TestPlaceholdersAscend(t *testing.T) {
	for _, c := range []struct {
		sql  string
		args int
		good bool
	}{
		{"SELECT 1", 0, true},
		{"SELECT $1, $2", 2, true},
		{"SELECT $1, $2, $1", 2, true},
		{"SELECT $2, $1", 2, false},
		{"SELECT $1, $3, $2", 3, false},
		{"SELECT $1", 0, false},
		{"SELECT $1", 2, false},
		{"SELECT '$2 ''$3', \"$4\", $1 -- $9 ?\n /* $8 ? */", 1, true},
		{"SELECT ?", 1, false},
		{"SELECT '?'", 0, true},
		{"SELECT $", 0, false},
		{"SELECT $0", 0, false},
		{"SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11", 11, true},
		{"SELECT 'open", 0, true},
	} {
		if err := db.CheckPlaceholders(c.sql, c.args); (err == nil) != c.good {
			t.Errorf("%q with %d arguments: %v", c.sql, c.args, err)
		}
	}
}

func TestDDLRewritesTypesOnly(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`CREATE TABLE a (text TEXT, b BLOB);`, `CREATE TABLE a (text TEXT COLLATE "C", b BYTEA);`},
		{`CREATE TABLE a (CONTEXT TEXT);`, `CREATE TABLE a (CONTEXT TEXT COLLATE "C");`},
		{`CREATE TABLE a (x TEXT DEFAULT 'TEXT; BLOB');`, `CREATE TABLE a (x TEXT COLLATE "C" DEFAULT 'TEXT; BLOB');`},
		{`CREATE TABLE a ("TEXT" TEXT);`, `CREATE TABLE a ("TEXT" TEXT COLLATE "C");`},
		{"-- TEXT here; stays\n/* BLOB */ CREATE  TABLE IF NOT EXISTS a (x TEXT -- TEXT\n);", "-- TEXT here; stays\n/* BLOB */ CREATE  TABLE IF NOT EXISTS a (x TEXT COLLATE \"C\" -- TEXT\n);"},
		{`ALTER TABLE a ADD COLUMN b BLOB;`, `ALTER TABLE a ADD COLUMN b BYTEA;`},
		{`UPDATE a SET x = CAST(y AS TEXT);`, `UPDATE a SET x = CAST(y AS TEXT);`},
		{`CREATE INDEX i ON a (TEXT);`, `CREATE INDEX i ON a (TEXT);`},
		{"CREATE TABLE a (x TEXT);\nUPDATE a SET x = CAST(1 AS TEXT); CREATE TABLE b (y TEXT, ą_TEXT BIGINT)", "CREATE TABLE a (x TEXT COLLATE \"C\");\nUPDATE a SET x = CAST(1 AS TEXT); CREATE TABLE b (y TEXT COLLATE \"C\", ą_TEXT BIGINT)"},
		{"-- +goose Up\nCREATE TABLE a (x TEXT);\n-- +goose Down\nDROP TABLE a;", "-- +goose Up\nCREATE TABLE a (x TEXT COLLATE \"C\");\n-- +goose Down\nDROP TABLE a;"},
	} {
		if got := db.DDL(db.PostgreSQL, c.in); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
		if got := db.DDL(db.SQLite, c.in); got != c.in {
			t.Errorf("SQLite's text changed to %q", got)
		}
	}
}
