// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"github.com/sumanus/sumanus/internal/fault"
)

// What a statement can break; test with errors.Is. Both databases give the same ones.
var (
	ErrNoRows     = errors.New("db: no rows")
	ErrUnique     = errors.New("db: such a row is there already")
	ErrForeignKey = errors.New("db: the row it refers to is missing, or others refer to it")
	ErrCheck      = errors.New("db: a value is outside what the column allows")
	ErrNotNull    = errors.New("db: a value is missing")
	ErrReadOnly   = errors.New("db: a read transaction cannot write")
)

// ConstraintError says which rule a statement broke. Detail is the database's own wording, for logs only.
type ConstraintError struct {
	Kind   error
	Detail string
	Cause  error
}

func (e *ConstraintError) Error() string { return e.Kind.Error() + ": " + e.Detail }

// Unwrap gives the kind and the cause, so that errors.Is finds either.
func (e *ConstraintError) Unwrap() []error { return []error{e.Kind, e.Cause} }

// Primary and extended result codes of SQLite that we tell apart.
const (
	sqliteBusy             = 5
	sqliteReadOnly         = 8
	sqliteInterrupt        = 9
	sqliteCheck            = 275
	sqliteForeignKey       = 787
	sqliteNotNull          = 1299
	sqlitePrimaryKey       = 1555
	sqliteTrigger          = 1811
	sqliteUnique           = 2067
	sqliteConstraintRowID  = 2579
	postgresLockNotGranted = "55P03"
)

// translate turns a driver's error into ours; what it does not know stays as it is.
func translate(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &lite):
		return translateSQLite(err, lite)
	case errors.As(err, &pg):
		return translatePostgres(err, pg)
	}
	return err
}

func translateSQLite(err error, e *sqlite.Error) error {
	broken := func(kind error) error { return &ConstraintError{Kind: kind, Detail: e.Error(), Cause: err} }
	switch e.Code() {
	case sqliteUnique, sqlitePrimaryKey, sqliteConstraintRowID:
		return broken(ErrUnique)
	case sqliteForeignKey:
		return broken(ErrForeignKey)
	case sqliteTrigger:
		// ON DELETE RESTRICT is carried out by an internal trigger.
		if strings.Contains(e.Error(), "FOREIGN KEY") {
			return broken(ErrForeignKey)
		}
	case sqliteCheck:
		return broken(ErrCheck)
	case sqliteNotNull:
		return broken(ErrNotNull)
	}
	switch e.Code() & 0xff {
	case sqliteBusy:
		return fault.New(fault.Unavailable, "db.busy").Because(err)
	case sqliteReadOnly:
		return &ConstraintError{Kind: ErrReadOnly, Detail: e.Error(), Cause: err}
	case sqliteInterrupt:
		return errors.Join(context.Canceled, err)
	}
	return err
}

func translatePostgres(err error, e *pgconn.PgError) error {
	broken := func(kind error) error { return &ConstraintError{Kind: kind, Detail: e.Error(), Cause: err} }
	switch e.Code {
	case "23505":
		return broken(ErrUnique)
	case "23503", "23001":
		return broken(ErrForeignKey)
	case "23514":
		return broken(ErrCheck)
	case "23502":
		return broken(ErrNotNull)
	case "25006":
		return broken(ErrReadOnly)
	case postgresLockNotGranted:
		return fault.New(fault.Unavailable, "db.busy").Because(err)
	}
	return err
}

// mayRetry tells whether the same closure can be expected to succeed when run again.
func mayRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
