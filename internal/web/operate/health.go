// SPDX-License-Identifier: EUPL-1.2

package operate

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/db"
)

// Live answers that the process answers. Who restarts programs asks it.
func Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	})
}

// patience is how long a question of readiness may take, and stuck how long a due job may wait before something is wrong.
const (
	patience = 3 * time.Second
	stuck    = 10 * time.Minute
)

// Ready answers whether the house can work: the database answers, its schema is the one the program knows, and due jobs are taken up.
// Who spreads requests over several servers asks it.
type Ready struct {
	DB  db.DB
	Now func() time.Time
	Log *slog.Logger

	mu    sync.Mutex
	first int64     // the due job that waits longest
	since time.Time // since when it is the first that waits
}

// Readiness is the answer.
type Readiness struct {
	Ready  bool              `json:"ready"`
	Checks map[string]string `json:"checks"`
}

// Well is what Checks says of what is well.
const Well = "ok"

// What is looked at, in this order.
const (
	CheckDatabase = "database"
	CheckSchema   = "schema"
	CheckJobs     = "jobs"
)

// ServeHTTP implements http.Handler.
func (r *Ready) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	ctx, cancel := context.WithTimeout(hr.Context(), patience)
	defer cancel()
	out := r.Look(ctx)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	if !out.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(out)
}

// Look asks the same for a page.
func (r *Ready) Look(ctx context.Context) Readiness {
	out := Readiness{Ready: true, Checks: map[string]string{}}
	note := func(check, state string, good bool) {
		out.Checks[check] = state
		out.Ready = out.Ready && good
	}
	schema, err := db.Schema(ctx, r.DB)
	if err != nil {
		r.tell("the database does not answer", err)
		note(CheckDatabase, "does not answer", false)
		return out
	}
	note(CheckDatabase, Well, true)
	if schema == db.Newest() {
		note(CheckSchema, Well, true)
	} else {
		note(CheckSchema, "another than the program knows", false)
	}
	waits, err := r.waits(ctx)
	switch {
	case err != nil:
		r.tell("jobs cannot be read", err)
		note(CheckJobs, "cannot be read", false)
	case waits > stuck:
		note(CheckJobs, "due, but not taken up", false)
	default:
		note(CheckJobs, Well, true)
	}
	return out
}

// waits tells how long the first due job has been the first, as far as was seen: workers take jobs in that very order, so the same one
// standing there for long means that nobody works.
func (r *Ready) waits(ctx context.Context) (time.Duration, error) {
	now := r.Now()
	var id int64
	err := r.DB.Read(ctx, func(tx db.Tx) error {
		return tx.Row(ctx, `SELECT id FROM job WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) ORDER BY run_at, id LIMIT 1`, db.Time(now)).Scan(&id)
	})
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return 0, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if errors.Is(err, db.ErrNoRows) {
		id = 0
	}
	if id != r.first || id == 0 {
		r.first, r.since = id, now
	}
	return now.Sub(r.since), nil
}

func (r *Ready) tell(what string, err error) {
	if r.Log != nil {
		r.Log.Error("not ready: "+what, "cause", err)
	}
}
