// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// piece is a chunk on its way into the database.
type piece struct {
	first  string
	raw    []byte
	hash   string
	stored []byte
}

// stored is what became of a table: everything that publishing needs.
type stored struct {
	content  string // hash over canonical rows
	manifest string // hash over the list of chunks
	firsts   []string
	hashes   []string
	series   int64
	count    int64
	fresh    int // chunks that were not there
}

// storeRows cuts series into chunks and stores those the database does not have. Nothing refers to them yet. watch sees every
// series. With dry nothing is written.
//
// Three stages run beside each other: cutting, compressing, writing; between them stand at most a few chunks.
func storeRows(ctx context.Context, d db.DB, dims []Dimension, src rowSource, now time.Time, dry bool, watch func(key, rows []byte) error) (*stored, error) {
	cut := make(chan *piece, 4)
	packed := make(chan *piece, 4)
	out := &stored{}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(cut)
		return out.cut(ctx, dims, src, watch, cut)
	})
	group.Go(func() error {
		defer close(packed)
		return pack(ctx, cut, packed, dry)
	})
	group.Go(func() error { return out.write(ctx, d, packed, now, dry) })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	sum := sha256.New()
	for i, h := range out.hashes {
		_, _ = io.WriteString(sum, h+"\t"+out.firsts[i]+"\n")
	}
	out.manifest = hex.EncodeToString(sum.Sum(nil))
	return out, nil
}

// cut makes chunks at the boundaries that the keys themselves set, or where a chunk is full.
func (s *stored) cut(ctx context.Context, dims []Dimension, src rowSource, watch func(key, rows []byte) error, to chan<- *piece) error {
	content := sha256.New()
	_, _ = io.WriteString(content, strings.Join(names(dims), "\t")+"\n")
	now := &piece{}
	flush := func() error {
		if len(now.raw) == 0 {
			return nil
		}
		_, _ = content.Write(now.raw)
		select {
		case to <- now:
		case <-ctx.Done():
			return ctx.Err()
		}
		now = &piece{raw: make([]byte, 0, len(now.raw)+len(now.raw)/4)}
		return nil
	}
	for {
		key, rows, err := src.next()
		if err == io.EOF {
			break
		}
		if err == nil && watch != nil {
			err = watch(key, rows)
		}
		if err != nil {
			return err
		}
		if len(now.raw) > 0 && (len(now.raw)+len(key)+len(rows)+2 > maxChunk || cutsBefore(key)) {
			if err := flush(); err != nil {
				return err
			}
		}
		if len(now.raw) == 0 {
			now.first = string(key)
		}
		now.raw = append(now.raw, key...)
		now.raw = append(now.raw, '\n')
		now.raw = append(now.raw, rows...)
		now.raw = append(now.raw, '\n')
		s.series++
		s.count += int64(countLines(rows))
	}
	if err := flush(); err != nil {
		return err
	}
	s.content = sum(content)
	return nil
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func pack(ctx context.Context, from <-chan *piece, to chan<- *piece, dry bool) error {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return err
	}
	defer func() { _ = enc.Close() }()
	for p := range from {
		p.hash = hashOf(p.raw)
		if !dry {
			p.stored = enc.EncodeAll(p.raw, make([]byte, 0, len(p.raw)/3))
		}
		p.raw = nil
		select {
		case to <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// A batch is one transaction of chunks.
const (
	batchPieces = 64
	batchBytes  = 8 << 20
)

func (s *stored) write(ctx context.Context, d db.DB, from <-chan *piece, now time.Time, dry bool) error {
	var batch []*piece
	size := 0
	flush := func() error {
		if len(batch) == 0 || dry {
			batch, size = nil, 0
			return nil
		}
		fresh, err := writeBatch(ctx, d, batch, now)
		s.fresh += fresh
		batch, size = nil, 0
		return err
	}
	for p := range from {
		s.firsts = append(s.firsts, p.first)
		s.hashes = append(s.hashes, p.hash)
		batch = append(batch, p)
		size += len(p.stored)
		if len(batch) == batchPieces || size >= batchBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return flush()
}

// writeBatch writes the chunks that are not there and gives their number.
func writeBatch(ctx context.Context, d db.DB, batch []*piece, now time.Time) (int, error) {
	fresh := 0
	err := d.Bulk(ctx, func(tx db.Tx) error {
		args := make([]any, len(batch))
		for i, p := range batch {
			args[i] = p.hash
		}
		rows, err := tx.Query(ctx, `SELECT hash FROM chunk WHERE hash IN (`+db.In(len(args), 1)+`)`, args...)
		if err != nil {
			return err
		}
		there := map[string]bool{}
		for rows.Next() {
			var h string
			if err := rows.Scan(&h); err != nil {
				rows.Close()
				return err
			}
			there[h] = true
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return err
		}
		fresh = 0
		for _, p := range batch {
			if there[p.hash] {
				continue
			}
			// Somebody else may be writing the same chunk right now.
			n, err := tx.Exec(ctx, `INSERT INTO chunk (hash, bytes, written_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`, p.hash, p.stored, db.Time(now))
			if err != nil {
				return err
			}
			fresh += int(n)
		}
		return nil
	})
	return fresh, err
}

// Sweep removes chunks that nothing refers to and that were written before the time. It gives their number. The time spares
// chunks of an import that is still running; an hour is plenty.
func Sweep(ctx context.Context, s *record.Store, before time.Time) (int64, error) {
	var n int64
	err := s.DB().Write(ctx, func(tx db.Tx) (err error) {
		n, err = tx.Exec(ctx, `DELETE FROM chunk WHERE written_at < $1 AND NOT EXISTS (SELECT 1 FROM manifest m WHERE m.chunk_hash = chunk.hash)`, db.Time(before))
		return err
	})
	return n, err
}

func countLines(rows []byte) int { return bytes.Count(rows, []byte{'\n'}) }

func names(dims []Dimension) []string {
	out := make([]string, len(dims))
	for i, d := range dims {
		out[i] = d.ID
	}
	return out
}
