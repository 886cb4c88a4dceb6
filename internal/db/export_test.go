// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"bytes"
	"context"
)

// Down undoes every migration.
func Down(ctx context.Context, c Config) error {
	d, err := connect(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := newMigrator(ctx, d, c)
	if err != nil {
		return err
	}
	defer m.Close()
	_, err = m.DownTo(ctx, 0)
	return err
}

// TableNames lists the tables of the open database.
func TableNames(ctx context.Context, d DB) ([]string, error) {
	var out []string
	err := d.Read(ctx, func(tx Tx) error {
		list, err := tables(ctx, tx)
		for _, t := range list {
			out = append(out, t.name)
		}
		return err
	})
	return out, err
}

// Versions of the driver pair, for comparison with go.mod.
const (
	TestedSQLite = testedSQLite
	TestedLibc   = testedLibc
)

// RoundTripRow writes a row of a backup and reads it again.
func RoundTripRow(row []any) (string, []any, error) {
	var b bytes.Buffer
	if err := encodeRow(&b, row); err != nil {
		return "", nil, err
	}
	back, err := decodeRow(b.Bytes())
	return b.String(), back, err
}
