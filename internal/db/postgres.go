// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sumanus/sumanus/internal/fault"
)

const (
	// minPostgres is the oldest server version the house is tested with.
	minPostgres = 150000
	// writeAttempts bounds how often a closure is run; each wait is longer than the one before.
	writeAttempts = 8
	firstBackoff  = 5 * time.Millisecond
	poolSize      = 8
)

// beginWrite takes the writer's lock before the transaction has seen anything. LOCK TABLE is a utility statement: it takes no
// snapshot, so the snapshot of the SERIALIZABLE transaction is taken by the first statement after it, when whoever wrote
// before has committed. The writer therefore always sees the newest state and does not fail for having begun too early.
// EXCLUSIVE conflicts with itself and leaves reading (also by a backup) alone.
const beginWrite = "begin isolation level serializable; lock table writer_lock in exclusive mode"

// beginBulk may lose its last commits in a crash, but no later commit of the writer survives without them: the log is one.
const beginBulk = "begin isolation level read committed; set local synchronous_commit = off"

// server is PostgreSQL, by pgx itself.
type server struct {
	pool   *pgxpool.Pool
	strict bool
	random io.Reader
}

func openPostgres(ctx context.Context, c Config) (*server, error) {
	conf, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		// The driver's wording may hold the password.
		return nil, fault.New(fault.Invalid, "db.bad-url")
	}
	if !strings.Contains(c.URL, "pool_max_conns") {
		conf.MaxConns = poolSize
	}
	params := conf.ConnConfig.RuntimeParams
	setDefault(params, "application_name", "sumanus")
	setDefault(params, "timezone", "UTC")
	setDefault(params, "lock_timeout", fmt.Sprint(writerWait.Milliseconds()))
	params["synchronous_commit"] = "on" // a server set to off would break the promise of Write
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, cannotOpen(conf.ConnConfig.Host, err)
	}
	s := &server{pool: pool, strict: c.Strict, random: c.Random}
	if err := s.checkVersion(ctx); err != nil {
		pool.Close()
		if fault.CodeOf(err) != fault.Internal {
			return nil, err
		}
		return nil, cannotOpen(conf.ConnConfig.Host, err)
	}
	return s, nil
}

func setDefault(m map[string]string, key, value string) {
	if _, there := m[key]; !there {
		m[key] = value
	}
}

func (s *server) checkVersion(ctx context.Context) error {
	var version int
	var encoding string
	err := s.pool.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").Scan(&version, &encoding)
	if err != nil {
		return err
	}
	if version < minPostgres {
		return fault.New(fault.Unavailable, "db.old-server", fault.A{"found": version / 10000, "expected": minPostgres / 10000})
	}
	if encoding != "UTF8" {
		return fault.New(fault.Unavailable, "db.server-encoding", fault.A{"found": encoding})
	}
	return nil
}

// Version is the snapshot: the transactions that are over and those that are not. A commit of whatever node makes it another.
func (s *server) Version(ctx context.Context) (string, error) {
	var snapshot string
	if err := s.pool.QueryRow(ctx, "SELECT pg_current_snapshot()::text").Scan(&snapshot); err != nil {
		return "", translate(err)
	}
	return snapshot, nil
}

func (s *server) Dialect() Dialect { return PostgreSQL }

func (s *server) Close() error {
	s.pool.Close()
	return nil
}

func (s *server) Read(ctx context.Context, f func(Tx) error) error {
	return s.repeat(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, f)
}

// ReadVersion asks inside the transaction, whose snapshot stays the same.
func (s *server) ReadVersion(ctx context.Context, f func(Tx, string) error) error {
	return s.Read(ctx, func(tx Tx) error {
		var snapshot string
		if err := tx.Row(ctx, "SELECT pg_current_snapshot()::text").Scan(&snapshot); err != nil {
			return err
		}
		return f(tx, snapshot)
	})
}

func (s *server) Write(ctx context.Context, f func(Tx) error) error {
	return s.repeat(ctx, pgx.TxOptions{BeginQuery: beginWrite}, f)
}

func (s *server) Bulk(ctx context.Context, f func(Tx) error) error {
	return s.repeat(ctx, pgx.TxOptions{BeginQuery: beginBulk}, f)
}

// repeat runs the closure again after a serialisation failure or a deadlock, a bounded number of times.
func (s *server) repeat(ctx context.Context, o pgx.TxOptions, f func(Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, o, f)
		if !mayRetry(err) {
			return err
		}
		if attempt == writeAttempts {
			return fault.New(fault.Unavailable, "db.busy").Because(err)
		}
		select {
		case <-time.After(s.backoff(attempt)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *server) once(ctx context.Context, o pgx.TxOptions, f func(Tx) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return translate(err)
	}
	defer conn.Release()
	ptx, err := conn.BeginTx(ctx, o)
	if err != nil {
		return translate(err)
	}
	// After Commit this does nothing.
	defer func() { _ = ptx.Rollback(context.WithoutCancel(ctx)) }()
	tx := &transaction{conversation: pgConversation{ptx}, dialect: PostgreSQL, strict: s.strict}
	if err := tx.run(f); err != nil {
		return err
	}
	return translate(ptx.Commit(ctx))
}

// backoff doubles and is spread by the random source between half and the whole, so that two losers do not meet again.
func (s *server) backoff(attempt int) time.Duration {
	full := firstBackoff << (attempt - 1)
	var b [8]byte
	if _, err := io.ReadFull(s.random, b[:]); err != nil {
		return full
	}
	return full/2 + time.Duration(binary.LittleEndian.Uint64(b[:])%uint64(full/2+1))
}

type pgConversation struct{ tx pgx.Tx }

func (c pgConversation) exec(ctx context.Context, text string, args []any) (int64, error) {
	tag, err := c.tx.Exec(ctx, text, args...)
	return tag.RowsAffected(), err
}

func (c pgConversation) query(ctx context.Context, text string, args []any) (cursor, error) {
	rows, err := c.tx.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return &pgCursor{rows}, nil
}

type pgCursor struct{ rows pgx.Rows }

func (c *pgCursor) next() bool { return c.rows.Next() }
func (c *pgCursor) err() error { return c.rows.Err() }
func (c *pgCursor) close()     { c.rows.Close() }

// values gives the five plain types that SQLite gives too.
func (c *pgCursor) values() ([]any, error) {
	row, err := c.rows.Values()
	if err != nil {
		return nil, err
	}
	for i, v := range row {
		switch n := v.(type) {
		case nil, int64, float64, string, []byte:
		case int32:
			row[i] = int64(n)
		case int16:
			row[i] = int64(n)
		case float32:
			row[i] = float64(n)
		case bool:
			row[i] = int64(0)
			if n {
				row[i] = int64(1)
			}
		case pgtype.Numeric:
			if row[i], err = fromNumeric(n); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("db: column %d has a type (%T) outside the portable ones", i+1, v)
		}
	}
	return row, nil
}

// fromNumeric undoes what sum() of whole numbers does in PostgreSQL: a numeric where SQLite gives a whole number.
func fromNumeric(n pgtype.Numeric) (any, error) {
	if !n.Valid {
		return nil, nil
	}
	if i, err := n.Int64Value(); err == nil && i.Valid && n.Exp >= 0 {
		return i.Int64, nil
	}
	f, err := n.Float64Value()
	if err != nil || math.IsNaN(f.Float64) {
		return nil, fmt.Errorf("db: a numeric that fits no plain number")
	}
	return f.Float64, nil
}
