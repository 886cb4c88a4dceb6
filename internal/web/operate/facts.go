// SPDX-License-Identifier: EUPL-1.2

package operate

import (
	"context"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/jobs"
)

// Facts is what there is to know about a running house, for the administrator's page.
type Facts struct {
	Dialect db.Dialect
	// Database is the version of the database program.
	Database string
	Schema   int64
	Records  map[string]int64 // not deleted, by kind
	Entries  int64            // of the journal
	Backups  Backups
	Counts   map[jobs.State]int
	Failed   []jobs.Job
	// Planned is when the next nightly backup is due; zero when none is planned.
	Planned time.Time
	// Asked tells that a backup waits that somebody has asked for, or that one is being taken.
	Asked bool
}

// All is how many records there are.
func (f Facts) All() (n int64) {
	for _, k := range f.Records {
		n += k
	}
	return n
}

// Look reads the facts.
func Look(ctx context.Context, tx db.Tx) (f Facts, err error) {
	f.Dialect = tx.Dialect()
	version := `SELECT sqlite_version()`
	if f.Dialect == db.PostgreSQL {
		version = `SELECT current_setting('server_version')`
	}
	if err := tx.Row(ctx, version).Scan(&f.Database); err != nil {
		return f, err
	}
	if f.Schema, err = db.SchemaOf(ctx, tx); err != nil {
		return f, err
	}
	if f.Records, f.Entries, err = contents(ctx, tx); err != nil {
		return f, err
	}
	if f.Backups, err = Last(ctx, tx); err != nil {
		return f, err
	}
	if f.Counts, err = jobs.Counts(ctx, tx); err != nil {
		return f, err
	}
	if f.Failed, err = jobs.List(ctx, tx, jobs.Failed); err != nil {
		return f, err
	}
	f.Planned, f.Asked, err = planned(ctx, tx)
	return f, err
}

// contents counts the records by kind and the entries of the journal.
func contents(ctx context.Context, tx db.Tx) (kinds map[string]int64, entries int64, err error) {
	if err := tx.Row(ctx, `SELECT coalesce(max(seq), 0) FROM journal`).Scan(&entries); err != nil {
		return nil, 0, err
	}
	rows, err := tx.Query(ctx, `SELECT kind, count(*) FROM record WHERE deleted = 0 GROUP BY kind`)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	kinds = map[string]int64{}
	for rows.Next() {
		var kind string
		var n int64
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, 0, err
		}
		kinds[kind] = n
	}
	return kinds, entries, rows.Err()
}

// planned is when the next backup is due, and whether one is under way or asked for.
func planned(ctx context.Context, tx db.Tx) (at time.Time, asked bool, err error) {
	rows, err := tx.Query(ctx, `SELECT state, coalesce(unique_key, ''), run_at FROM job WHERE kind = $1 AND state IN ('waiting', 'running') ORDER BY run_at`, BackupJob)
	if err != nil {
		return at, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var state jobs.State
		var key, due string
		if err := rows.Scan(&state, &key, &due); err != nil {
			return at, false, err
		}
		switch {
		case state == jobs.Running || key == askedKey:
			asked = true
		case at.IsZero() && due != "":
			if at, err = db.ParseTime(due); err != nil {
				return at, false, err
			}
		}
	}
	return at, asked, rows.Err()
}

// askedKey marks a backup that somebody has asked for: any number of times, one waits.
const askedKey = "now"

// Ask sees to it that a backup is taken as soon as a worker is free.
func Ask(ctx context.Context, tx db.Tx) error {
	return jobs.Enqueue(ctx, tx, BackupJob, struct{}{}, askedKey)
}
