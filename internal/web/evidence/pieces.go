// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/sumanus/sumanus/internal/db"
)

// pieceSize is how many bytes of a file stand in a row: few enough that no transaction is long, many enough that a file is few rows.
const pieceSize = 512 << 10

// fill keeps what comes from r in pieces, and gives how much that was.
func (s *Stage) fill(ctx context.Context, id string, r io.Reader) (int64, error) {
	var size int64
	piece := make([]byte, pieceSize)
	for n := int64(0); ; n++ {
		k, err := upTo(r, piece)
		if err != nil && !errors.Is(err, io.EOF) {
			return size, err
		}
		if k > 0 {
			if perr := s.putPiece(ctx, id, n, piece[:k]); perr != nil {
				return size, noRoom(perr)
			}
			size += int64(k)
		}
		if err != nil {
			return size, nil
		}
	}
}

// upTo reads until b is full; unlike io.ReadFull it tells an end from a file that was broken off.
func upTo(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var k int
		k, err = r.Read(b[n:])
		n += k
	}
	return n, err
}

func (s *Stage) putPiece(ctx context.Context, id string, n int64, piece []byte) error {
	return s.store.DB().Bulk(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO passing_upload_piece (upload, n, made_at, bytes) VALUES ($1, $2, $3, $4)`, id, n, db.Time(s.store.Now()), piece)
		return err
	})
}

// open gives the bytes of a file, piece by piece.
func (s *Stage) open(ctx context.Context, f staged) *pieces {
	return &pieces{ctx: ctx, db: s.store.DB(), id: f.ID, left: f.Size}
}

// pieces reads a file that waits.
type pieces struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to be told when to stop
	db   db.DB
	id   string
	n    int64
	left int64
	part bytes.Reader
}

// Read implements io.Reader.
func (p *pieces) Read(b []byte) (int, error) {
	if p.part.Len() == 0 {
		if p.left <= 0 {
			return 0, io.EOF
		}
		if err := p.next(); err != nil {
			return 0, err
		}
	}
	return p.part.Read(b)
}

func (p *pieces) next() error {
	var piece []byte
	err := p.db.Read(p.ctx, func(tx db.Tx) error {
		return tx.Row(p.ctx, `SELECT bytes FROM passing_upload_piece WHERE upload = $1 AND n = $2`, p.id, p.n).Scan(&piece)
	})
	if errors.Is(err, db.ErrNoRows) {
		return gone()
	}
	if err != nil {
		return err
	}
	p.n++
	p.left -= int64(len(piece))
	p.part.Reset(piece)
	return nil
}
