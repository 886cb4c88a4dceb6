// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"reflect"
)

// Rows walks over the result of a query. It belongs to its transaction.
type Rows struct {
	tx     *transaction
	cursor cursor
	failed error
	closed bool
}

// Next goes to the next row; after the last one it closes the rows and gives false. Ask Err then.
func (r *Rows) Next() bool {
	if r.closed {
		return false
	}
	if r.cursor.next() {
		return true
	}
	r.Close()
	return false
}

// Scan copies the values of the row to pointers: *string, *int64, *int, *bool, *float64, *[]byte, *any, pointers to those
// pointers (nil for NULL) and any sql.Scanner such as sql.NullString. Both databases convert by the same code.
func (r *Rows) Scan(dest ...any) error {
	if r.closed {
		return fmt.Errorf("db: scan after the rows were closed")
	}
	values, err := r.cursor.values()
	if err != nil {
		return r.tx.fail(translate(err))
	}
	if len(values) != len(dest) {
		return fmt.Errorf("db: the row has %d columns, scanned into %d", len(values), len(dest))
	}
	for i, v := range values {
		if err := assign(dest[i], v); err != nil {
			return fmt.Errorf("db: column %d: %w", i+1, err)
		}
	}
	return nil
}

// Values gives the row as nil, int64, float64, string and []byte.
func (r *Rows) Values() ([]any, error) {
	if r.closed {
		return nil, fmt.Errorf("db: values after the rows were closed")
	}
	return r.cursor.values()
}

// Err tells what ended the walk early.
func (r *Rows) Err() error { return r.failed }

// Close ends the walk; it may be called again.
func (r *Rows) Close() {
	if r.closed {
		return
	}
	r.closed = true
	r.cursor.close()
	if r.tx.open == r {
		r.tx.open = nil
	}
	if err := r.cursor.err(); err != nil {
		r.failed = r.tx.fail(translate(err))
	}
}

// Row is a query for one row.
type Row struct {
	tx   *transaction
	ctx  context.Context
	sql  string
	args []any
}

// Scan runs the query and copies its first row; ErrNoRows when there is none.
func (r *Row) Scan(dest ...any) error {
	rows, err := r.tx.Query(r.ctx, r.sql, r.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return rows.Err()
		}
		return ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

// assign converts one stored value; NULL only goes where there is room for it.
func assign(dest, v any) error {
	switch d := dest.(type) {
	case *string:
		if s, ok := v.(string); ok {
			*d = s
			return nil
		}
		return mismatch(dest, v)
	case *int64:
		n, ok := whole(v)
		if !ok {
			return mismatch(dest, v)
		}
		*d = n
		return nil
	case *[]byte:
		switch s := v.(type) {
		case nil:
			*d = nil
		case []byte:
			*d = s
		case string:
			*d = []byte(s)
		default:
			return mismatch(dest, v)
		}
		return nil
	case *any:
		*d = v
		return nil
	case sql.Scanner:
		return d.Scan(v)
	}
	p := reflect.ValueOf(dest)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("cannot scan into %T", dest)
	}
	return assignByKind(p.Elem(), dest, v)
}

func assignByKind(to reflect.Value, dest, v any) error {
	switch to.Kind() {
	case reflect.Pointer:
		if v == nil {
			to.SetZero()
			return nil
		}
		inner := reflect.New(to.Type().Elem())
		if err := assign(inner.Interface(), v); err != nil {
			return err
		}
		to.Set(inner)
		return nil
	case reflect.String:
		if s, ok := v.(string); ok {
			to.SetString(s)
			return nil
		}
	case reflect.Bool:
		if n, ok := whole(v); ok && (n == 0 || n == 1) {
			to.SetBool(n == 1)
			return nil
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n, ok := whole(v); ok && !to.OverflowInt(n) {
			to.SetInt(n)
			return nil
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if n, ok := whole(v); ok && n >= 0 && !to.OverflowUint(uint64(n)) {
			to.SetUint(uint64(n))
			return nil
		}
	case reflect.Float32, reflect.Float64:
		switch n := v.(type) {
		case float64:
			to.SetFloat(n)
			return nil
		case int64:
			to.SetFloat(float64(n))
			return nil
		}
	case reflect.Slice:
		if b, ok := v.([]byte); ok && to.Type().Elem().Kind() == reflect.Uint8 {
			to.SetBytes(b)
			return nil
		}
	}
	return mismatch(dest, v)
}

// whole accepts a fraction-free float too, because a sum is a numeric in one database and a float in the other.
func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case float64:
		if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			return int64(n), true
		}
	}
	return 0, false
}

func mismatch(dest, v any) error {
	if v == nil {
		return fmt.Errorf("NULL cannot be scanned into %T", dest)
	}
	return fmt.Errorf("%T (%.40v) cannot be scanned into %T", v, v, dest)
}
