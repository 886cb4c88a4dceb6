// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"crypto/rand"
	"io"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Config says which database to open: a folder for the embedded one, or an address of a PostgreSQL server, not both.
type Config struct {
	Dir string // folder of sumanus.db, made when missing
	URL string // postgres://…

	// Random spreads the waits between attempts; crypto/rand when nil.
	Random io.Reader
	// Strict makes every statement be checked by CheckPlaceholders. Tests switch it on.
	Strict bool
	// Version stops the migrations at this one; 0 goes to the newest. For restoring and for tests.
	Version int64
	// BeforeUpgrade is called before the tables of data that is already there are changed, with the version found; the place to take a
	// backup. When it fails nothing is changed. Nil calls nothing.
	BeforeUpgrade func(ctx context.Context, d DB, found int64) error
}

// Open opens the database and migrates it up. A database newer than the program is refused and left as it is.
func Open(ctx context.Context, c Config) (DB, error) {
	d, err := connect(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := migrateUp(ctx, d, c); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// connect opens without migrating.
func connect(ctx context.Context, c Config) (DB, error) {
	if c.Random == nil {
		c.Random = rand.Reader
	}
	switch {
	case c.Dir != "" && c.URL != "":
		return nil, fault.New(fault.Invalid, "db.two-places")
	case strings.HasPrefix(c.URL, "postgres://"), strings.HasPrefix(c.URL, "postgresql://"):
		return asDB(openPostgres(ctx, c))
	case c.URL != "":
		return nil, fault.New(fault.Invalid, "db.bad-url")
	case c.Dir != "":
		return asDB(openSQLite(ctx, c))
	}
	return nil, fault.New(fault.Invalid, "db.no-place")
}

// asDB keeps a nil pointer from becoming a DB that is not nil.
func asDB[T DB](d T, err error) (DB, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}
