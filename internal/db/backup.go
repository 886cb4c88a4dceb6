// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/sumanus/sumanus/internal/fault"
)

// The form of a backup file is described byte by byte in docs/format/backup.md; both change together.
const (
	backupFormat = 1
	manifestName = "manifest.json"
	// partBytes is when a part of a table is closed; a part is kept in memory until then.
	partBytes = 4 << 20
)

// Info is what the caller knows about a backup.
type Info struct {
	Program string    // version of the program that makes it
	Created time.Time // when
}

// Manifest says what a backup holds.
type Manifest struct {
	Format  int     `json:"format"`
	Schema  int64   `json:"schema"`
	Program string  `json:"program"`
	Created string  `json:"created"`
	Dialect string  `json:"dialect"` // where it was taken; it can be restored into either
	Tables  []Table `json:"tables"`

	// SHA256 of all bytes before the trailer, in which it stands; not part of manifest.json.
	SHA256 string `json:"-"`
}

// Table is one table of a backup.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	Parts   []Part   `json:"parts"`
}

// Part is one file of rows.
type Part struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Rows is the number of rows in all tables.
func (m Manifest) Rows() int64 {
	var n int64
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// Backup writes a consistent copy of the database into one new file while others go on writing. The file appears under its
// name only when it is whole and on disk. An existing file is never overwritten.
func Backup(ctx context.Context, d DB, path string, info Info) (m Manifest, err error) {
	if _, err := os.Stat(path); err == nil {
		return m, fault.New(fault.Conflict, "db.file-exists", fault.A{"path": path})
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return m, cannotWrite(path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			os.Remove(f.Name())
		}
	}()
	if m, err = writeBackup(ctx, d, f, info); err != nil {
		return m, err
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return m, cannotWrite(path, err)
	}
	if err = appear(f.Name(), path); err != nil {
		return m, cannotWrite(path, err)
	}
	return m, syncDir(filepath.Dir(path))
}

// appear gives a whole file its name. A link, unlike a rename, fails when somebody made the file meanwhile; memory sticks
// know no links, there we look and rename.
func appear(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if _, there := os.Lstat(to); there == nil {
		return err
	}
	return os.Rename(from, to)
}

func cannotWrite(path string, err error) error {
	return fault.New(fault.Unavailable, "db.cannot-write", fault.A{"path": path}).Because(err)
}

// syncDir makes a new name in a folder survive a power cut.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func writeBackup(ctx context.Context, d DB, w io.Writer, info Info) (Manifest, error) {
	var m Manifest
	sum := sha256.New()
	// One encoder goroutine, so that the same rows give the same bytes.
	z, err := zstd.NewWriter(io.MultiWriter(w, sum), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return m, err
	}
	out := &archive{tar: tar.NewWriter(z), created: info.Created}
	// Read may have to begin anew only before its first row, so the archive is written once.
	err = d.Read(ctx, func(tx Tx) error {
		if out.begun {
			return fmt.Errorf("db: the snapshot was lost during the backup")
		}
		out.begun = true
		var err error
		m, err = dump(ctx, tx, out.add)
		return err
	})
	if err != nil {
		_ = z.Close()
		return m, err
	}
	m.Format, m.Program, m.Created, m.Dialect = backupFormat, info.Program, Time(info.Created), d.Dialect().String()
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if err := errors.Join(out.add(manifestName, append(text, '\n')), out.tar.Close(), z.Close()); err != nil {
		return m, err
	}
	m.SHA256 = hexSum(sum)
	_, err = w.Write(trailer(m.SHA256))
	return m, err
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// trailer is a skippable frame of zstd, so that zstd -dc passes over it and our hash still covers every byte before it.
func trailer(sum string) []byte {
	text := fmt.Sprintf("sumanus-backup %d sha256 %s\n", backupFormat, sum)
	return append([]byte{0x50, 0x2a, 0x4d, 0x18, byte(len(text)), 0, 0, 0}, text...)
}

// archive is a tar whose files all have the same time and rights.
type archive struct {
	tar     *tar.Writer
	created time.Time
	begun   bool
}

func (a *archive) add(name string, text []byte) error {
	err := a.tar.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: int64(len(text)), Mode: 0o600,
		ModTime: a.created.UTC().Truncate(time.Second), Format: tar.FormatUSTAR,
	})
	if err != nil {
		return err
	}
	_, err = a.tar.Write(text)
	return err
}

// dump gives every table in parts of bounded size, in an order that is the same on both databases.
func dump(ctx context.Context, tx Tx, emit func(name string, text []byte) error) (Manifest, error) {
	var m Manifest
	var err error
	if m.Schema, err = schemaVersion(ctx, tx); err != nil {
		return m, err
	}
	list, err := tables(ctx, tx)
	if err != nil {
		return m, err
	}
	for _, t := range list {
		entry := Table{Name: t.name, Columns: t.columns, Parts: []Part{}}
		if t.passes() {
			m.Tables = append(m.Tables, entry)
			continue
		}
		if err := dumpTable(ctx, tx, t, &entry, emit); err != nil {
			return m, fmt.Errorf("db: backup of %s: %w", t.name, err)
		}
		m.Tables = append(m.Tables, entry)
	}
	return m, nil
}

func dumpTable(ctx context.Context, tx Tx, t table, entry *Table, emit func(string, []byte) error) error {
	rows, err := tx.Query(ctx, t.query())
	if err != nil {
		return err
	}
	defer rows.Close()
	var part bytes.Buffer
	var inPart int64
	flush := func() error {
		if inPart == 0 {
			return nil
		}
		name := fmt.Sprintf("data/%s/%06d.jsonl", t.name, len(entry.Parts)+1)
		sum := sha256.Sum256(part.Bytes())
		entry.Parts = append(entry.Parts, Part{Name: name, Bytes: int64(part.Len()), Rows: inPart, SHA256: hex.EncodeToString(sum[:])})
		err := emit(name, part.Bytes())
		part.Reset()
		inPart = 0
		return err
	}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		if err := encodeRow(&part, values); err != nil {
			return err
		}
		inPart++
		entry.Rows++
		if part.Len() >= partBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return flush()
}
