// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// fill loads the rows in one transaction, with foreign keys out of the way and checked at its end.
func fill(ctx context.Context, d DB, path string, m Manifest) error {
	switch d := d.(type) {
	case *embedded:
		pool, err := newFilePool(ctx, d.path, 1, "synchronous(FULL)", "foreign_keys(0)")
		if err != nil {
			return err
		}
		defer pool.Close()
		if err := d.within(ctx, pool, "BEGIN IMMEDIATE", func(tx Tx) error { return fillTables(ctx, tx, path, m) }); err != nil {
			return err
		}
		conn, err := pool.take(ctx)
		if err != nil {
			return err
		}
		defer pool.give(conn, true)
		return foreignKeysHold(ctx, conn)
	case *server:
		return d.Write(ctx, func(tx Tx) error {
			keys, err := dropForeignKeys(ctx, tx)
			if err != nil {
				return err
			}
			if err := fillTables(ctx, tx, path, m); err != nil {
				return err
			}
			// Adding a foreign key checks every row.
			for _, k := range keys {
				if _, err := tx.Exec(ctx, k); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return fmt.Errorf("db: cannot restore into a %T", d)
}

// dropForeignKeys takes them away and gives the statements that put them back.
func dropForeignKeys(ctx context.Context, tx Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var drop, add []string
	for rows.Next() {
		var of, name, text string
		if err := rows.Scan(&of, &name, &text); err != nil {
			return nil, err
		}
		drop = append(drop, "ALTER TABLE "+of+" DROP CONSTRAINT "+quote(name))
		add = append(add, "ALTER TABLE "+of+" ADD CONSTRAINT "+quote(name)+" "+text)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, s := range drop {
		if _, err := tx.Exec(ctx, s); err != nil {
			return nil, err
		}
	}
	return add, nil
}

func fillTables(ctx context.Context, tx Tx, path string, m Manifest) error {
	there, err := tables(ctx, tx)
	if err != nil {
		return err
	}
	if err := sameTables(path, there, m.Tables); err != nil {
		return err
	}
	parts := map[string]string{}
	for _, t := range m.Tables {
		// A migration may have put rows there; the backup has its own state of them.
		if _, err := tx.Exec(ctx, "DELETE FROM "+quote(t.Name)); err != nil {
			return err
		}
		for _, p := range t.Parts {
			parts[p.Name] = p.SHA256
		}
	}
	columns := map[string][]string{}
	for _, t := range m.Tables {
		columns[t.Name] = t.Columns
	}
	return walkBackup(ctx, path, func(name string, r io.Reader) error {
		if name == manifestName {
			return nil
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return damaged(path, name, err)
		}
		// The file was verified a moment ago; it may have been changed since.
		if sha(text) != parts[name] {
			return damaged(path, name, errors.New("changed while it was read"))
		}
		of, _, _ := strings.Cut(strings.TrimPrefix(name, "data/"), "/")
		if err := fillPart(ctx, tx, of, columns[of], text); err != nil {
			return fmt.Errorf("db: restore %s: %w", name, err)
		}
		return nil
	})
}

func fillPart(ctx context.Context, tx Tx, of string, columns []string, text []byte) error {
	var batch [][]any
	for line := range bytes.Lines(text) {
		row, err := decodeRow(line)
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) == insertRows {
			if err := Insert(ctx, tx, of, columns, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return Insert(ctx, tx, of, columns, batch)
}

func sameTables(path string, there []table, want []Table) error {
	if len(there) != len(want) {
		return fault.New(fault.Invalid, "db.backup-schema", fault.A{"path": path, "found": len(want), "expected": len(there)})
	}
	for i, t := range there {
		if t.name != want[i].Name || !slices.Equal(t.columns, want[i].Columns) {
			return fault.New(fault.Invalid, "db.backup-schema", fault.A{"path": path, "found": want[i].Name, "expected": t.name})
		}
	}
	return nil
}
