// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// Leftover counts the chunks that nothing refers to and that were written before the time: what Sweep would remove.
func Leftover(ctx context.Context, s *record.Store, before time.Time) (int64, error) {
	var n int64
	err := s.DB().Read(ctx, func(tx db.Tx) error {
		return tx.Row(ctx, `SELECT count(*) FROM chunk WHERE written_at < $1 AND NOT EXISTS (SELECT 1 FROM manifest m WHERE m.chunk_hash = chunk.hash)`, db.Time(before)).Scan(&n)
	})
	return n, err
}
