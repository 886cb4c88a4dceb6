// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Dialect names the database behind the interface.
type Dialect int

// The two databases.
const (
	SQLite Dialect = iota + 1
	PostgreSQL
)

// String gives the name as people write it.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "SQLite"
	case PostgreSQL:
		return "PostgreSQL"
	}
	return fmt.Sprintf("Dialect(%d)", int(d))
}

// Tx is one transaction. It is not for use by several goroutines at once, and not after its closure returned.
type Tx interface {
	// Exec runs a statement and tells how many rows it changed.
	Exec(ctx context.Context, sql string, args ...any) (affected int64, err error)
	// Query runs a statement that gives rows. Read them to the end or close them before the next statement.
	Query(ctx context.Context, sql string, args ...any) (*Rows, error)
	// Row runs a statement that gives one row; the statement runs when Scan is called.
	Row(ctx context.Context, sql string, args ...any) *Row
	Dialect() Dialect
}

// DB is an open, migrated database.
type DB interface {
	// Read runs the closure over a consistent snapshot; it cannot write.
	Read(ctx context.Context, f func(Tx) error) error
	// Write runs the closure as the one writer over all processes and nodes. What it wrote is on disk when Write returns nil.
	// The closure may run more than once and must change nothing outside the transaction.
	Write(ctx context.Context, f func(Tx) error) error
	// Bulk is for chunks that nothing refers to yet: they may be lost by a crash until a later Write returned, never after it.
	// It may run beside the writer. The closure may run more than once.
	Bulk(ctx context.Context, f func(Tx) error) error
	// ReadVersion is Read, and tells the closure the version (see Version) of exactly the state that it reads; empty when it cannot be told,
	// because somebody commits all the time. Whatever was read under a version is what every reading under the same version reads.
	ReadVersion(ctx context.Context, f func(tx Tx, version string) error) error
	// Version names the state that a Read begun now would see, or one a moment older: as long as it stays the same nothing was
	// committed, by whatever process or node. It may change without a change of data, and says nothing after a restart.
	Version(ctx context.Context) (string, error)
	Dialect() Dialect
	Close() error
}

// timeLayout has a fixed width so that text order is time order.
const timeLayout = "2006-01-02T15:04:05.000Z"

// Time gives the stored form of a time: UTC, cut to milliseconds, always 24 characters, so that text order is time order.
func Time(t time.Time) string { return t.UTC().Truncate(time.Millisecond).Format(timeLayout) }

// ParseTime reads the stored form; anything else is an error.
func ParseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("db: %q is not a stored time: %w", s, err)
	}
	return t, nil
}

// In gives n placeholders from $from on, for IN (…). With none it gives NULL, which matches nothing.
func In(n, from int) string {
	if n <= 0 {
		return "NULL"
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}

// Limits of one multi-row insert: beyond 200 rows nothing is gained, and SQLite takes at most 32,766 parameters.
const (
	insertRows   = 200
	insertParams = 30000
)

// Insert writes many rows by statements of up to 200 rows each. Every row has one value per column.
func Insert(ctx context.Context, tx Tx, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	for _, name := range append([]string{table}, columns...) {
		if !isIdentifier(name) {
			return fmt.Errorf("db: %q is not a plain name of a table or column", name)
		}
	}
	if len(columns) == 0 {
		return fmt.Errorf("db: insert into %s names no columns", table)
	}
	step := max(1, min(insertRows, insertParams/len(columns)))
	head := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	full := "" // the text for a full step, built once
	for at := 0; at < len(rows); at += step {
		part := rows[at:min(at+step, len(rows))]
		args := make([]any, 0, len(part)*len(columns))
		for i, row := range part {
			if len(row) != len(columns) {
				return fmt.Errorf("db: row %d for %s has %d values, expected %d", at+i, table, len(row), len(columns))
			}
			args = append(args, row...)
		}
		text := full
		if text == "" || len(part) != step {
			text = head + Tuples(len(part), len(columns))
			if len(part) == step {
				full = text
			}
		}
		if _, err := tx.Exec(ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}

// Tuples gives placeholders from $1 on for so many rows of so many columns, for VALUES.
func Tuples(rows, columns int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(" + In(columns, i*columns+1) + ")")
	}
	return b.String()
}

func isIdentifier(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
