// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// conversation is what a database has to offer to a transaction; values come as nil, int64, float64, string or []byte.
type conversation interface {
	exec(ctx context.Context, sql string, args []any) (int64, error)
	query(ctx context.Context, sql string, args []any) (cursor, error)
}

type cursor interface {
	next() bool
	values() ([]any, error)
	err() error
	close()
}

// transaction is the one Tx of both databases. It holds them to the same rules: a failed statement ends the transaction
// (as in PostgreSQL), and rows are closed before the next statement.
type transaction struct {
	conversation
	dialect Dialect
	strict  bool
	open    *Rows
	failed  error
	over    bool
}

var (
	errOver = errors.New("db: the transaction is over")
	errOpen = errors.New("db: rows of an earlier query are still open in this transaction; read them to the end or close them first")
)

func (t *transaction) Dialect() Dialect { return t.dialect }

// prepare refuses what one of the two databases would refuse or understand differently.
func (t *transaction) prepare(sql string, args []any) ([]any, error) {
	switch {
	case t.over:
		return nil, errOver
	case t.failed != nil:
		return nil, fmt.Errorf("db: an earlier statement failed, the transaction is lost: %w", t.failed)
	case t.open != nil:
		return nil, errOpen
	}
	if t.strict {
		if err := CheckPlaceholders(sql, len(args)); err != nil {
			return nil, err
		}
	}
	out := make([]any, len(args))
	for i, a := range args {
		v, err := plain(a)
		if err != nil {
			return nil, fmt.Errorf("db: argument $%d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

func (t *transaction) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	plainArgs, err := t.prepare(sql, args)
	if err != nil {
		return 0, t.fail(err)
	}
	n, err := t.exec(ctx, sql, plainArgs)
	return n, t.fail(translate(err))
}

func (t *transaction) Query(ctx context.Context, sql string, args ...any) (*Rows, error) {
	plainArgs, err := t.prepare(sql, args)
	if err != nil {
		return nil, t.fail(err)
	}
	c, err := t.query(ctx, sql, plainArgs)
	if err != nil {
		return nil, t.fail(translate(err))
	}
	t.open = &Rows{tx: t, cursor: c}
	return t.open, nil
}

func (t *transaction) Row(ctx context.Context, sql string, args ...any) *Row {
	return &Row{tx: t, ctx: ctx, sql: sql, args: args}
}

// fail remembers the first error, so that a closure that swallows it cannot commit half of its work.
func (t *transaction) fail(err error) error {
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

// run calls the closure once and tells whether its work may be committed.
func (t *transaction) run(f func(Tx) error) error {
	err := f(t)
	if t.open != nil {
		t.open.Close()
	}
	t.over = true
	if err == nil {
		err = t.failed
	}
	return err
}

// plain turns an argument into one of the five values that both databases store alike.
func plain(a any) (any, error) {
	if v, ok := a.(driver.Valuer); ok {
		if r := reflect.ValueOf(a); r.Kind() == reflect.Pointer && r.IsNil() {
			return nil, nil
		}
		got, err := v.Value()
		if err != nil {
			return nil, err
		}
		a = got
	}
	switch v := a.(type) {
	case nil:
		return nil, nil
	case string:
		return v, checkText(v)
	case int64, float64:
		return v, nil
	case []byte:
		if v == nil {
			return nil, nil
		}
		return v, nil
	case time.Time:
		return Time(v), nil
	}
	r := reflect.ValueOf(a)
	switch r.Kind() {
	case reflect.Pointer:
		if r.IsNil() {
			return nil, nil
		}
		return plain(r.Elem().Interface())
	case reflect.Bool:
		if r.Bool() {
			return int64(1), nil
		}
		return int64(0), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if u := r.Uint(); u <= 1<<63-1 {
			return int64(u), nil
		}
		return nil, fmt.Errorf("%d does not fit a signed 64-bit number", r.Uint())
	case reflect.Float32, reflect.Float64:
		return r.Float(), nil
	case reflect.String:
		return r.String(), checkText(r.String())
	case reflect.Slice:
		if r.Type().Elem().Kind() == reflect.Uint8 {
			if r.IsNil() {
				return nil, nil
			}
			return r.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("a %T cannot be stored", a)
}

// checkText keeps out what PostgreSQL cannot hold, on both.
func checkText(s string) error {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return fault.New(fault.Invalid, "db.bad-text")
	}
	return nil
}
