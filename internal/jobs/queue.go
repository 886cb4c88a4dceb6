// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// State of a job.
type State string

// The states. A failed job waits for a person; a replaced one was about to be repeated when a newer one with the same unique
// key was already waiting.
const (
	Waiting  State = "waiting"
	Running  State = "running"
	Done     State = "done"
	Failed   State = "failed"
	Replaced State = "replaced"
)

// Job is one piece of work as its handler sees it.
type Job struct {
	ID      int64
	Kind    string
	Args    json.RawMessage
	Attempt int // 1 for the first
	State   State
	Error   string // why the attempt before failed

	worker string
}

// errLost says that somebody else took the job over because our lease was over.
var errLost = errors.New("jobs: the lease is over and another worker has the job")

// Enqueue adds a job in the given transaction of the writer. With a unique key nothing is added while a job of that kind and
// key is waiting; one that is running already may have missed what is new, so it does not count.
func Enqueue(ctx context.Context, tx db.Tx, kind string, args any, unique string) error {
	return enqueue(ctx, tx, kind, args, unique, "")
}

// EnqueueAt adds a job that is not begun before a time.
func EnqueueAt(ctx context.Context, tx db.Tx, kind string, args any, unique string, at time.Time) error {
	return enqueue(ctx, tx, kind, args, unique, db.Time(at))
}

func enqueue(ctx context.Context, tx db.Tx, kind string, args any, unique, at string) error {
	if kind == "" {
		return fmt.Errorf("jobs: a job without a kind")
	}
	text, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("jobs: arguments of %s: %w", kind, err)
	}
	var key any
	if unique != "" {
		key = unique
	}
	_, err = tx.Exec(ctx, `INSERT INTO job (id, kind, args, unique_key, state, run_at, attempts)
SELECT coalesce(max(id), 0) + 1, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), 'waiting', CAST($4 AS TEXT), 0 FROM job WHERE true
ON CONFLICT (kind, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL DO NOTHING`, kind, string(text), key, at)
	return err
}

// Finish ends the job inside the handler's own transaction: its effect and the end of the job are one, so it happens exactly
// once. It fails when another worker has taken the job over, and then the effect must not be committed either.
func (j Job) Finish(ctx context.Context, tx db.Tx, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE job SET state = 'done', worker = NULL, lease_until = NULL, last_error = NULL, finished = $1
WHERE id = $2 AND state = 'running' AND worker = $3 AND attempts = $4`, db.Time(now), j.ID, j.worker, j.Attempt)
	if err == nil && n != 1 {
		return errLost
	}
	return err
}

// Counts tells how many jobs are in each state.
func Counts(ctx context.Context, tx db.Tx) (map[State]int, error) {
	rows, err := tx.Query(ctx, "SELECT state, count(*) FROM job GROUP BY state")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[State]int{}
	for rows.Next() {
		var s State
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, err
		}
		out[s] = n
	}
	return out, rows.Err()
}

// List gives the jobs in a state, the oldest first.
func List(ctx context.Context, tx db.Tx, state State) ([]Job, error) {
	rows, err := tx.Query(ctx, "SELECT id, kind, args, attempts, state, coalesce(last_error, '') FROM job WHERE state = $1 ORDER BY id", string(state))
	if err != nil {
		return nil, err
	}
	return scan(rows)
}

func scan(rows *db.Rows) ([]Job, error) {
	defer rows.Close()
	var out []Job
	for rows.Next() {
		var j Job
		var args string
		if err := rows.Scan(&j.ID, &j.Kind, &args, &j.Attempt, &j.State, &j.Error); err != nil {
			return nil, err
		}
		j.Args = json.RawMessage(args)
		out = append(out, j)
	}
	return out, rows.Err()
}

// Retry lets a failed job begin anew, with all its attempts.
func Retry(ctx context.Context, tx db.Tx, id int64) error {
	n, err := tx.Exec(ctx, "UPDATE job SET state = 'waiting', run_at = '', attempts = 0, finished = NULL WHERE id = $1 AND state = 'failed'", id)
	if errors.Is(err, db.ErrUnique) {
		return fault.New(fault.Conflict, "jobs.already-waiting", fault.A{"id": id}).Because(err)
	}
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "jobs.no-failed-job", fault.A{"id": id})
	}
	return err
}

// Prune removes what was done or replaced before a time; failed jobs stay until a person has looked.
func Prune(ctx context.Context, tx db.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, "DELETE FROM job WHERE state IN ('done', 'replaced') AND finished < $1", db.Time(before))
}

// Permanent marks an error that no repeating can mend; the job fails at once.
func Permanent(err error) error { return &permanent{err} }

type permanent struct{ err error }

func (p *permanent) Error() string { return p.err.Error() }
func (p *permanent) Unwrap() error { return p.err }

// errorText keeps an error for people, cut to what is worth reading.
func errorText(err error) string {
	s := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "\uFFFD")
	if r := []rune(s); len(r) > 1000 {
		return string(r[:1000]) + "…"
	}
	return s
}
