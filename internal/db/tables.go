// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"fmt"
	"strings"
)

// table is what the database itself says about one of its tables.
type table struct {
	name    string
	columns []string
	key     []string // columns of the primary key, in its order
}

// passes tells whether the table holds what is over in minutes or days: sessions, one-time links, counts of attempts. It is listed in a
// backup without its rows, because a restored house must not open to a key that was withdrawn since.
func (t table) passes() bool { return strings.HasPrefix(t.name, "passing_") }

// order gives an ORDER BY that comes out the same on both databases.
func (t table) order() string {
	if len(t.key) > 0 {
		return strings.Join(quoteAll(t.key), ", ")
	}
	return strings.Join(quoteAll(t.columns), " NULLS FIRST, ") + " NULLS FIRST"
}

// query selects the whole table in its order.
func (t table) query() string {
	return "SELECT " + strings.Join(quoteAll(t.columns), ", ") + " FROM " + quote(t.name) + " ORDER BY " + t.order()
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return out
}

// Listing the ordinary tables; search indexes and the like are derived and made anew, and goose's list is not data.
const (
	sqliteTables   = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`
	postgresTables = `SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY relname::text COLLATE "C"`

	sqliteColumns   = `SELECT name, pk FROM pragma_table_info($1) ORDER BY cid`
	postgresColumns = `SELECT a.attname::text, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint
FROM pg_attribute a
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = ($1::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`
)

// tables lists the tables by name, without goose's.
func tables(ctx context.Context, tx Tx) ([]table, error) {
	list, columns := sqliteTables, sqliteColumns
	if tx.Dialect() == PostgreSQL {
		list, columns = postgresTables, postgresColumns
	}
	names, err := strings1(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	var out []table
	for _, name := range names {
		if name == versionTable {
			continue
		}
		t := table{name: name}
		of := name
		if tx.Dialect() == PostgreSQL {
			of = quote(name)
		}
		if err := t.describe(ctx, tx, columns, of); err != nil {
			return nil, fmt.Errorf("db: columns of %s: %w", name, err)
		}
		out = append(out, t)
	}
	return out, nil
}

func (t *table) describe(ctx context.Context, tx Tx, sql, of string) error {
	rows, err := tx.Query(ctx, sql, of)
	if err != nil {
		return err
	}
	defer rows.Close()
	at := map[int64]string{}
	for rows.Next() {
		var column string
		var place int64
		if err := rows.Scan(&column, &place); err != nil {
			return err
		}
		t.columns = append(t.columns, column)
		if place > 0 {
			at[place] = column
		}
	}
	for i := int64(1); i <= int64(len(at)); i++ {
		t.key = append(t.key, at[i])
	}
	return rows.Err()
}

// strings1 reads a query of one text column.
func strings1(ctx context.Context, tx Tx, sql string, args ...any) ([]string, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Schema tells which schema the database has, by reading alone: whoever asks often must not stand in the writer's way.
func Schema(ctx context.Context, d DB) (v int64, err error) {
	err = d.Read(ctx, func(tx Tx) error {
		v, err = schemaVersion(ctx, tx)
		return err
	})
	return v, err
}

// SchemaOf is Schema within a transaction.
func SchemaOf(ctx context.Context, tx Tx) (int64, error) { return schemaVersion(ctx, tx) }

// schemaVersion is the highest applied migration.
func schemaVersion(ctx context.Context, tx Tx) (int64, error) {
	var v int64
	err := tx.Row(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versionTable).Scan(&v)
	return v, err
}
