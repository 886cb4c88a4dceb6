// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"context"
	"database/sql"
	"sync"
)

// filePool hands out connections to the file. Each keeps what it has prepared: parsing a statement costs more than most of ours take to run, and
// database/sql forgets it with every connection that it takes back.
type filePool struct {
	open *sql.DB
	room chan struct{} // who has a connection, or waits for one

	mu     sync.Mutex
	free   []*fileConn // the last one used is the first to be used again
	closed bool
}

// fileConn is a connection with its prepared statements; it is used by one transaction at a time.
type fileConn struct {
	*sql.Conn
	prepared map[string]*sql.Stmt
}

// Bounds of what a connection keeps prepared. Longer texts are of inserts of many rows, which take long anyway.
const (
	mostPrepared = 200
	longPrepared = 4 << 10
)

func newFilePool(ctx context.Context, path string, size int, pragmas ...string) (*filePool, error) {
	open, err := openPool(ctx, path, size, pragmas...)
	if err != nil {
		return nil, err
	}
	return &filePool{open: open, room: make(chan struct{}, size)}, nil
}

// take waits for a connection.
func (p *filePool) take(ctx context.Context) (*fileConn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case p.room <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c := p.pop(); c != nil {
		return c, nil
	}
	conn, err := p.open.Conn(ctx)
	if err != nil {
		<-p.room
		return nil, err
	}
	return &fileConn{Conn: conn, prepared: map[string]*sql.Stmt{}}, nil
}

func (p *filePool) pop() *fileConn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) == 0 {
		return nil
	}
	c := p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	return c
}

// give takes a connection back. Only one whose transaction ended as it was told to is used again.
func (p *filePool) give(c *fileConn, sound bool) {
	p.mu.Lock()
	keep := sound && !p.closed
	if keep {
		p.free = append(p.free, c)
	}
	p.mu.Unlock()
	if !keep {
		_ = c.drop()
	}
	<-p.room
}

// Close closes what is not in use; the rest follows when it is given back.
func (p *filePool) Close() error {
	p.mu.Lock()
	p.closed = true
	free := p.free
	p.free = nil
	p.mu.Unlock()
	for _, c := range free {
		_ = c.drop()
	}
	return p.open.Close()
}

// drop closes the statements and gives the connection back to database/sql, which knows whether it is still good.
func (c *fileConn) drop() error {
	c.forget()
	return c.Close()
}

// forget closes what was prepared: a file is open as long as one of its statements is.
func (c *fileConn) forget() {
	for _, s := range c.prepared {
		_ = s.Close()
	}
	clear(c.prepared)
}

// statement gives a text prepared; nil when it is one that is not kept.
func (c *fileConn) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := c.prepared[text]; s != nil {
		return s, nil
	}
	if len(text) > longPrepared {
		return nil, nil
	}
	s, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if len(c.prepared) >= mostPrepared {
		c.forget()
	}
	c.prepared[text] = s
	return s, nil
}

func (c *fileConn) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := c.statement(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return c.ExecContext(ctx, text, args...)
	}
	return s.ExecContext(ctx, args...)
}

func (c *fileConn) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := c.statement(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return c.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}
