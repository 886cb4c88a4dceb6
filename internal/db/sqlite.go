// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/sumanus/sumanus/internal/fault"
)

// FileName is the name of the embedded database in its data folder.
const FileName = "sumanus.db"

// How many snapshots may be read at once, and how long to wait for another process or for our own writer.
const (
	sqliteReaders = 8
	busyTimeout   = 10 * time.Second
	writerWait    = 60 * time.Second
)

// embedded is SQLite: one connection writes with synchronous=FULL, one imports with NORMAL, several read.
// A sync of the log by the FULL connection also makes durable what the NORMAL one wrote into it before.
type embedded struct {
	path    string
	strict  bool
	writer  *filePool
	bulk    *filePool
	readers *filePool
	watch   watch
	named   named
	turn    chan struct{} // who may write; keeps Write and Bulk of this process from polling each other through busy_timeout
}

func openSQLite(ctx context.Context, c Config) (*embedded, error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, cannotOpen(c.Dir, err)
	}
	path := filepath.Join(c.Dir, FileName)
	// Made here so that it is readable by its owner alone; the log files take over its rights.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	if err := f.Close(); err != nil {
		return nil, cannotOpen(path, err)
	}
	e := &embedded{path: path, strict: c.Strict, turn: make(chan struct{}, 1)}
	if e.writer, err = newFilePool(ctx, path, 1, "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "journal_size_limit(67108864)"); err != nil {
		return nil, cannotOpen(path, err)
	}
	if e.bulk, err = newFilePool(ctx, path, 1, "synchronous(NORMAL)", "foreign_keys(1)"); err == nil {
		e.readers, err = newFilePool(ctx, path, sqliteReaders, "foreign_keys(1)", "query_only(1)")
	}
	if err == nil {
		if e.watch.pool, err = openPool(ctx, path, 1, "query_only(1)"); err == nil {
			if e.watch.conn, err = e.watch.pool.Conn(ctx); err == nil {
				e.watch.ask, err = e.watch.conn.PrepareContext(ctx, askVersion)
			}
		}
	}
	if err != nil {
		_ = e.Close()
		return nil, cannotOpen(path, err)
	}
	return e, nil
}

// openPool opens connections with these pragmas, busy_timeout always first because setting the others may already wait.
func openPool(ctx context.Context, path string, size int, pragmas ...string) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(path, pragmas...))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return pool, nil
}

func sqliteDSN(path string, pragmas ...string) string {
	q := []string{fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds())}
	for _, p := range pragmas {
		q = append(q, "_pragma="+url.QueryEscape(p))
	}
	// A file: address, so that a ? or # in a folder's name cannot be taken for parameters.
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + strings.Join(q, "&")
}

func cannotOpen(place string, err error) error {
	return fault.New(fault.Unavailable, "db.cannot-open", fault.A{"place": place}).Because(err)
}

// watch is a connection that never writes: SQLite tells such a one whether anybody else committed since.
type watch struct {
	once sync.Mutex
	pool *sql.DB
	conn *sql.Conn
	ask  *sql.Stmt
}

// askVersion asks a connection what it knows of commits by others.
const askVersion = "PRAGMA data_version"

func (e *embedded) Version(ctx context.Context) (string, error) {
	e.watch.once.Lock()
	defer e.watch.once.Unlock()
	// The number means something on one connection alone, so one is kept; a visitor who leaves must not close it.
	ctx = context.WithoutCancel(ctx)
	var n int64
	if err := e.watch.ask.QueryRowContext(ctx).Scan(&n); err != nil {
		return "", translate(err)
	}
	return strconv.FormatInt(n, 10), nil
}

// named remembers which version a connection reads, by what it tells itself of the log. What it tells means something on that connection
// alone, and changes when somebody commits.
type named struct {
	mu   sync.Mutex
	once map[any]namedVersion // by the driver's connection
}

type namedVersion struct {
	own     int64
	version string
}

// mostNamed bounds the memory of connections; the pool has fewer, unless it had to open them again.
const mostNamed = 64

// bracketed is how often a version is looked for while others commit.
const bracketed = 4

// ReadVersion begins a snapshot and asks its connection what it knows of commits. Where that was not seen before, the snapshot is begun again
// between two questions to the connection that watches: when both tell the same, nothing was committed between.
func (e *embedded) ReadVersion(ctx context.Context, f func(Tx, string) error) error {
	return e.within(ctx, e.readers, beginRead, func(tx Tx) error {
		version, err := e.versionOf(ctx, tx)
		if err != nil {
			return err
		}
		return f(tx, version)
	})
}

const beginRead = "BEGIN DEFERRED"

func (e *embedded) versionOf(ctx context.Context, tx Tx) (string, error) {
	t, _ := tx.(*transaction)
	c, is := t.conversation.(sqliteConversation)
	if !is {
		return "", nil
	}
	var key any
	if err := c.conn.Raw(func(driver any) error { key = driver; return nil }); err != nil {
		return "", translate(err)
	}
	own, err := ownVersion(ctx, tx)
	if err != nil {
		return "", err
	}
	if v, ok := e.named.get(key, own); ok {
		return v, nil
	}
	for range bracketed {
		before, err := e.Version(ctx)
		if err != nil {
			return "", err
		}
		for _, statement := range []string{"ROLLBACK", beginRead} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return "", err
			}
		}
		if own, err = ownVersion(ctx, tx); err != nil {
			return "", err
		}
		after, err := e.Version(ctx)
		if err != nil {
			return "", err
		}
		if before == after {
			e.named.put(key, namedVersion{own, after})
			return after, nil
		}
	}
	return "", nil
}

// ownVersion begins the snapshot, and gives what its connection knows of commits by others.
func ownVersion(ctx context.Context, tx Tx) (own int64, err error) {
	return own, tx.Row(ctx, askVersion).Scan(&own)
}

func (n *named) get(key any, own int64) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	v, ok := n.once[key]
	return v.version, ok && v.own == own
}

func (n *named) put(key any, v namedVersion) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.once == nil || len(n.once) >= mostNamed {
		n.once = map[any]namedVersion{}
	}
	n.once[key] = v
}

func (e *embedded) Dialect() Dialect { return SQLite }

func (e *embedded) Close() error {
	var first error
	if e.watch.ask != nil {
		first = e.watch.ask.Close()
	}
	if e.watch.conn != nil {
		if err := e.watch.conn.Close(); !errors.Is(err, sql.ErrConnDone) { // closing twice is closing once, as for pools
			first = cmp.Or(first, err)
		}
	}
	if e.watch.pool != nil {
		first = cmp.Or(first, e.watch.pool.Close())
	}
	for _, pool := range []*filePool{e.readers, e.bulk, e.writer} {
		if pool != nil {
			first = cmp.Or(first, pool.Close())
		}
	}
	return first
}

func (e *embedded) Read(ctx context.Context, f func(Tx) error) error {
	return e.within(ctx, e.readers, beginRead, f)
}

func (e *embedded) Write(ctx context.Context, f func(Tx) error) error {
	return e.inTurn(ctx, func() error { return e.within(ctx, e.writer, "BEGIN IMMEDIATE", f) })
}

func (e *embedded) Bulk(ctx context.Context, f func(Tx) error) error {
	return e.inTurn(ctx, func() error { return e.within(ctx, e.bulk, "BEGIN IMMEDIATE", f) })
}

// inTurn waits for this process's turn to write. The bound turns a write inside a write into an error instead of a standstill.
func (e *embedded) inTurn(ctx context.Context, f func() error) error {
	limit := time.NewTimer(writerWait)
	defer limit.Stop()
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
		return f()
	case <-limit.C:
		return fault.New(fault.Unavailable, "db.busy")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// within begins and ends the transaction by hand: database/sql returns a connection to its pool even when COMMIT failed
// (a deferred foreign key), with the transaction still open on it.
func (e *embedded) within(ctx context.Context, pool *filePool, begin string, f func(Tx) error) (err error) {
	conn, err := pool.take(ctx)
	if err != nil {
		return translate(err)
	}
	sound := false
	defer func() { pool.give(conn, sound) }()
	around := ctx
	if begin == beginRead {
		around = context.WithoutCancel(ctx) // it waits for nobody, and a connection is not lost by a visitor who leaves
	}
	if _, err := conn.exec(around, begin); err != nil {
		return translate(err)
	}
	// Whatever happens, also a panic in the closure, the connection goes back without a transaction on it.
	open := true
	defer func() {
		if open {
			// It fails when the statement's failure ended the transaction already; then another connection takes its place.
			_, err := conn.exec(context.WithoutCancel(ctx), "ROLLBACK")
			sound = err == nil
		}
	}()
	tx := &transaction{conversation: sqliteConversation{conn}, dialect: SQLite, strict: e.strict}
	if err := tx.run(f); err != nil {
		return err
	}
	if _, err := conn.exec(around, "COMMIT"); err != nil {
		return translate(err)
	}
	open, sound = false, true
	return nil
}

type sqliteConversation struct{ conn *fileConn }

func (c sqliteConversation) exec(ctx context.Context, text string, args []any) (int64, error) {
	res, err := c.conn.exec(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c sqliteConversation) query(ctx context.Context, text string, args []any) (cursor, error) {
	rows, err := c.conn.query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	names, err := rows.Columns()
	if err != nil {
		_ = rows.Close()
		return nil, err
	}
	s := &sqliteCursor{rows: rows, row: make([]any, len(names)), into: make([]any, len(names))}
	for i := range s.row {
		s.into[i] = &s.row[i]
	}
	return s, nil
}

type sqliteCursor struct {
	rows *sql.Rows
	row  []any
	into []any
}

func (c *sqliteCursor) next() bool { return c.rows.Next() }
func (c *sqliteCursor) err() error { return c.rows.Err() }
func (c *sqliteCursor) close()     { _ = c.rows.Close() }

func (c *sqliteCursor) values() ([]any, error) {
	if err := c.rows.Scan(c.into...); err != nil {
		return nil, err
	}
	for i, v := range c.row {
		switch b := v.(type) {
		case bool:
			c.row[i] = int64(0)
			if b {
				c.row[i] = int64(1)
			}
		case []byte:
			if b == nil {
				c.row[i] = []byte{} // the driver gives empty bytes as a nil slice; NULL is nil itself
			}
		case time.Time:
			return nil, fmt.Errorf("db: column %d is declared as a time; times are stored as TEXT", i+1)
		}
	}
	return c.row, nil
}
