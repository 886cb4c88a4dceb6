// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	_ "github.com/jackc/pgx/v5/stdlib" // goose speaks database/sql; only the migrations use it
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/sumanus/sumanus/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// versionTable is goose's list of applied migrations.
const versionTable = "goose_db_version"

// migrator is goose over a connection of its own, closed afterwards.
type migrator struct {
	*goose.Provider
	conn *sql.DB
}

func (m *migrator) Close() error { return m.conn.Close() }

func newMigrator(ctx context.Context, d DB, c Config) (*migrator, error) {
	var conn *sql.DB
	var err error
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		// Rooms are built side by side; a lower number may arrive later.
		goose.WithAllowOutofOrder(true),
	}
	if e, ok := d.(*embedded); ok {
		// Foreign keys are off while tables are rebuilt, and checked over the whole database afterwards.
		conn, err = openPool(ctx, e.path, 1, "synchronous(FULL)", "foreign_keys(0)")
	} else {
		dialect = goose.DialectPostgres
		conn, err = sql.Open("pgx", c.URL)
		locker, lockErr := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // look every second, five minutes long
		if lockErr != nil {
			err = errors.Join(err, lockErr)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	if err != nil {
		return nil, err
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	p, err := goose.NewProvider(dialect, conn, rewritten{FS: sub, dialect: d.Dialect()}, options...)
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("db: migrations: %w", err)
	}
	return &migrator{Provider: p, conn: conn}, nil
}

// Newest is the schema version this program brings.
func Newest() int64 {
	var newest int64
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0
	}
	for _, n := range names {
		if v, err := goose.NumericComponent(n); err == nil {
			newest = max(newest, v)
		}
	}
	return newest
}

func migrateUp(ctx context.Context, d DB, c Config) error {
	m, err := newMigrator(ctx, d, c)
	if err != nil {
		return err
	}
	defer m.Close()
	// Two programs may open the same fresh file at once; whoever loses finds the work done when it looks again.
	for attempt := 1; ; attempt++ {
		err := m.up(ctx, d, c)
		if err == nil || attempt == 3 || d.Dialect() != SQLite || fault.CodeOf(err) != fault.Internal || ctx.Err() != nil {
			return err
		}
	}
}

func (m *migrator) up(ctx context.Context, d DB, c Config) error {
	found, err := m.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("db: schema version: %w", err)
	}
	if newest := Newest(); found > newest {
		return fault.New(fault.Unavailable, "db.newer-schema", fault.A{"found": found, "expected": newest})
	}
	// The lock over all nodes is only for those who have something to do.
	if pending, err := m.HasPending(ctx); err != nil || !pending {
		return err
	}
	if found > 0 && c.BeforeUpgrade != nil {
		if err := c.BeforeUpgrade(ctx, d, found); err != nil {
			return fault.New(fault.Unavailable, "db.no-backup-before-upgrade", fault.A{"found": found, "expected": Newest()}).Because(err)
		}
	}
	var done []*goose.MigrationResult
	if c.Version > 0 {
		done, err = m.UpTo(ctx, c.Version)
	} else {
		done, err = m.Up(ctx)
	}
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	if len(done) > 0 && d.Dialect() == SQLite {
		return foreignKeysHold(ctx, m.conn)
	}
	return nil
}

// foreignKeysHold fails when a row refers to nothing.
func foreignKeysHold(ctx context.Context, conn interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) error {
	rows, err := conn.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, key any
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		return fmt.Errorf("db: a row of %s refers to a missing row of %s: %w", table, parent, ErrForeignKey)
	}
	return rows.Err()
}
