// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/sumanus/sumanus/internal/fault"
)

// Restore loads a backup into an empty place, of either database: a folder without a database, or a PostgreSQL database
// without tables. Every hash is verified before anything is written; afterwards the restored rows are read back and compared
// with the hashes, foreign keys are checked, and the schema is migrated up to this program's. When it fails the place is
// empty again.
func Restore(ctx context.Context, path string, c Config) (Manifest, error) {
	m, err := inspect(ctx, path)
	if err != nil {
		return m, err
	}
	if c.Dir != "" && c.URL == "" {
		return m, restoreDir(ctx, path, m, c)
	}
	return m, restoreServer(ctx, path, m, c)
}

// Verify opens a backup: checks every hash, restores it into a temporary embedded database and compares.
func Verify(ctx context.Context, path string) (Manifest, error) {
	dir, err := os.MkdirTemp("", "sumanus-verify-")
	if err != nil {
		return Manifest{}, err
	}
	defer os.RemoveAll(dir)
	return Restore(ctx, path, Config{Dir: filepath.Join(dir, "data")})
}

// restoreDir restores beside the place and renames at the end, so that a crash leaves the place empty.
func restoreDir(ctx context.Context, path string, m Manifest, c Config) error {
	final := filepath.Join(c.Dir, FileName)
	for _, name := range []string{final, final + "-wal", final + "-journal"} {
		if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
			return fault.New(fault.Conflict, "db.not-empty", fault.A{"place": c.Dir})
		}
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return cannotOpen(c.Dir, err)
	}
	aside, err := os.MkdirTemp(c.Dir, ".restore-")
	if err != nil {
		return cannotOpen(c.Dir, err)
	}
	defer os.RemoveAll(aside)
	at := c
	at.Dir = aside
	if err := load(ctx, path, m, at); err != nil {
		return err
	}
	// The last connection to close wrote the log back into the one file.
	if err := appear(filepath.Join(aside, FileName), final); err != nil {
		return cannotOpen(final, err)
	}
	return syncDir(c.Dir)
}

func restoreServer(ctx context.Context, path string, m Manifest, c Config) error {
	bare, err := connect(ctx, c)
	if err != nil {
		return err
	}
	defer bare.Close()
	s, ok := bare.(*server)
	if !ok {
		return fault.New(fault.Invalid, "db.bad-url")
	}
	var there int64
	if err := s.pool.QueryRow(ctx, "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace").Scan(&there); err != nil {
		return err
	}
	if there > 0 {
		return fault.New(fault.Conflict, "db.not-empty", fault.A{"place": s.pool.Config().ConnConfig.Database})
	}
	if err := load(ctx, path, m, c); err != nil {
		return errors.Join(err, s.clear(context.WithoutCancel(ctx)))
	}
	return nil
}

// clear drops every table; only for a database that was empty when we began.
func (s *server) clear(ctx context.Context) error {
	return s.Bulk(ctx, func(tx Tx) error {
		names, err := strings1(ctx, tx, postgresTables)
		if err != nil || len(names) == 0 {
			return err
		}
		_, err = tx.Exec(ctx, "DROP TABLE "+strings.Join(quoteAll(names), ", ")+" CASCADE")
		return err
	})
}

// load makes the schema of the backup, fills it, compares, and migrates up.
func load(ctx context.Context, path string, m Manifest, c Config) error {
	then := c
	then.Version = m.Schema
	d, err := Open(ctx, then)
	if err != nil {
		return err
	}
	if err := fill(ctx, d, path, m); err != nil {
		_ = d.Close()
		return err
	}
	if err := compare(ctx, d, m); err != nil {
		_ = d.Close()
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	now := c
	now.Version = 0
	d, err = Open(ctx, now)
	if err != nil {
		return err
	}
	return d.Close()
}

// compare reads the database back; rows have one order and one form on both databases, so the hashes must be the same.
func compare(ctx context.Context, d DB, m Manifest) error {
	return d.Read(ctx, func(tx Tx) error {
		back, err := dump(ctx, tx, func(string, []byte) error { return nil })
		if err != nil {
			return err
		}
		for i, t := range m.Tables {
			if i >= len(back.Tables) || back.Tables[i].Name != t.Name || back.Tables[i].Rows != t.Rows || !slices.Equal(back.Tables[i].Parts, t.Parts) {
				return fault.New(fault.Internal, "db.restore-differs", fault.A{"table": t.Name})
			}
		}
		return nil
	})
}

func damaged(path, where string, err error) error {
	return fault.New(fault.Invalid, "db.backup-damaged", fault.A{"path": path, "where": where}).Because(err)
}

// inspect verifies every hash of a backup and reads its manifest; nothing is written.
func inspect(ctx context.Context, path string) (Manifest, error) {
	var m Manifest
	sum, err := wholeHash(ctx, path)
	if err != nil {
		return m, err
	}
	found := map[string]Part{}
	err = walkBackup(ctx, path, func(name string, r io.Reader) error {
		if m.Format != 0 {
			return damaged(path, name, errors.New("something follows the manifest"))
		}
		if name == manifestName {
			dec := json.NewDecoder(r)
			dec.DisallowUnknownFields()
			if err := dec.Decode(&m); err != nil {
				return damaged(path, name, err)
			}
			return nil
		}
		p, err := measure(name, r)
		if err != nil {
			return damaged(path, name, err)
		}
		if _, twice := found[name]; twice {
			return damaged(path, name, errors.New("the part is there twice"))
		}
		found[name] = p
		return nil
	})
	if err != nil {
		return m, err
	}
	m.SHA256 = sum
	if m.Format != backupFormat {
		return m, damaged(path, manifestName, fmt.Errorf("format %d", m.Format))
	}
	if newest := Newest(); m.Schema > newest {
		return m, fault.New(fault.Unavailable, "db.newer-schema", fault.A{"found": m.Schema, "expected": newest})
	}
	return m, m.matches(path, found)
}

// matches holds the manifest against the parts that were found.
func (m Manifest) matches(path string, found map[string]Part) error {
	parts := 0
	for _, t := range m.Tables {
		var rows int64
		for _, p := range t.Parts {
			if found[p.Name] != p {
				return damaged(path, p.Name, errors.New("differs from the manifest"))
			}
			rows += p.Rows
			parts++
		}
		if rows != t.Rows {
			return damaged(path, t.Name, fmt.Errorf("%d rows in its parts, %d in the manifest", rows, t.Rows))
		}
	}
	if parts != len(found) {
		return damaged(path, manifestName, fmt.Errorf("%d parts are named, %d are there", parts, len(found)))
	}
	return nil
}

func measure(name string, r io.Reader) (Part, error) {
	sum := sha256.New()
	lines := &lineCounter{}
	n, err := io.Copy(io.MultiWriter(sum, lines), r)
	return Part{Name: name, Bytes: n, Rows: lines.n, SHA256: hexSum(sum)}, err
}

type lineCounter struct{ n int64 }

func (l *lineCounter) Write(p []byte) (int, error) {
	l.n += int64(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}

// wholeHash checks the trailer: every byte before it goes into the hash, and the trailer itself is compared byte by byte.
func wholeHash(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fault.New(fault.NotFound, "db.no-backup", fault.A{"path": path}).Because(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	long := int64(len(trailer(strings.Repeat("0", 2*sha256.Size))))
	if !info.Mode().IsRegular() || info.Size() <= long {
		return "", fault.New(fault.Invalid, "db.not-a-backup", fault.A{"path": path})
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &stoppable{ctx, io.LimitReader(f, info.Size()-long)}); err != nil {
		return "", err
	}
	end, err := io.ReadAll(f)
	if err != nil {
		return "", err
	}
	want := hexSum(sum)
	if !bytes.Equal(end, trailer(want)) {
		if !bytes.Contains(end, []byte("sumanus-backup")) {
			return "", fault.New(fault.Invalid, "db.not-a-backup", fault.A{"path": path})
		}
		return "", damaged(path, "sha256", errors.New("the hash of the whole file differs"))
	}
	return want, nil
}

// stoppable ends a long read when its context ends.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// walkBackup goes through the files of a backup.
func walkBackup(ctx context.Context, path string, f func(name string, r io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fault.New(fault.NotFound, "db.no-backup", fault.A{"path": path}).Because(err)
	}
	defer file.Close()
	z, err := zstd.NewReader(&stoppable{ctx, bufio.NewReaderSize(file, 1<<20)}, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer z.Close()
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(path, "tar", err)
		}
		if err := f(h.Name, t); err != nil {
			return err
		}
	}
}

// sha is the hash of a text, for comparing what is loaded with what was verified.
func sha(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
