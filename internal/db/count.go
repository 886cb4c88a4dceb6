// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"sync/atomic"
)

// Count is what a [Counted] database was asked for.
type Count struct {
	// Statements are those sent, Bytes what their arguments of text and blobs were long.
	Statements, Bytes atomic.Int64
}

// Counted is the same database, which counts what it is asked. Tests and measurements use it: a page that asks once for each action is
// found here, however fast the machine is.
func Counted(d DB, n *Count) DB { return counted{d, n} }

type counted struct {
	DB
	n *Count
}

func (c counted) Read(ctx context.Context, f func(Tx) error) error {
	return c.DB.Read(ctx, func(tx Tx) error { return f(countedTx{tx, c.n}) })
}

func (c counted) ReadVersion(ctx context.Context, f func(Tx, string) error) error {
	return c.DB.ReadVersion(ctx, func(tx Tx, version string) error { return f(countedTx{tx, c.n}, version) })
}

func (c counted) Write(ctx context.Context, f func(Tx) error) error {
	return c.DB.Write(ctx, func(tx Tx) error { return f(countedTx{tx, c.n}) })
}

func (c counted) Bulk(ctx context.Context, f func(Tx) error) error {
	return c.DB.Bulk(ctx, func(tx Tx) error { return f(countedTx{tx, c.n}) })
}

type countedTx struct {
	Tx
	n *Count
}

func (c countedTx) count(args []any) {
	c.n.Statements.Add(1)
	for _, a := range args {
		switch a := a.(type) {
		case string:
			c.n.Bytes.Add(int64(len(a)))
		case []byte:
			c.n.Bytes.Add(int64(len(a)))
		}
	}
}

func (c countedTx) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	c.count(args)
	return c.Tx.Exec(ctx, sql, args...)
}

func (c countedTx) Query(ctx context.Context, sql string, args ...any) (*Rows, error) {
	c.count(args)
	return c.Tx.Query(ctx, sql, args...)
}

func (c countedTx) Row(ctx context.Context, sql string, args ...any) *Row {
	c.count(args)
	return c.Tx.Row(ctx, sql, args...)
}
