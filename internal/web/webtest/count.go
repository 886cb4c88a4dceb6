// SPDX-License-Identifier: EUPL-1.2

package webtest

import (
	"context"
	"sync/atomic"

	"github.com/sumanus/sumanus/internal/db"
)

// counted is a database that counts the statements sent to it.
type counted struct {
	db.DB
	n *atomic.Int64
}

func (c counted) Read(ctx context.Context, f func(db.Tx) error) error {
	return c.DB.Read(ctx, func(tx db.Tx) error { return f(countedTx{tx, c.n}) })
}

func (c counted) Write(ctx context.Context, f func(db.Tx) error) error {
	return c.DB.Write(ctx, func(tx db.Tx) error { return f(countedTx{tx, c.n}) })
}

type countedTx struct {
	db.Tx
	n *atomic.Int64
}

func (c countedTx) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	c.n.Add(1)
	return c.Tx.Exec(ctx, sql, args...)
}

func (c countedTx) Query(ctx context.Context, sql string, args ...any) (*db.Rows, error) {
	c.n.Add(1)
	return c.Tx.Query(ctx, sql, args...)
}

func (c countedTx) Row(ctx context.Context, sql string, args ...any) *db.Row {
	c.n.Add(1)
	return c.Tx.Row(ctx, sql, args...)
}

// Statements tells how many SQL statements f costs the house.
func (h *House) Statements(f func()) int {
	before := h.statements.Load()
	f()
	return int(h.statements.Load() - before)
}
