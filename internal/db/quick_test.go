// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"context"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
)

func TestOpenWriteRead(t *testing.T) {
	ctx := context.Background()
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		if err := d.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES ($1, $2)", "a", "b")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		var v string
		if err := d.Read(ctx, func(tx db.Tx) error {
			return tx.Row(ctx, "SELECT value FROM setting WHERE name = $1", "a").Scan(&v)
		}); err != nil || v != "b" {
			t.Fatal(v, err)
		}
	})
}
