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

type readiness struct {
	Ready  bool              `json:"ready"`
	Checks map[string]string `json:"checks"`
}

// ServeHTTP implements http.Handler.
func (r *Ready) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	ctx, cancel := context.WithTimeout(hr.Context(), patience)
	defer cancel()
	out := r.look(ctx)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	if !out.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(out)
}

func (r *Ready) look(ctx context.Context) readiness {
	out := readiness{Ready: true, Checks: map[string]string{}}
	note := func(check, state string, good bool) {
		out.Checks[check] = state
		out.Ready = out.Ready && good
	}
	schema, err := db.Schema(ctx, r.DB)
	if err != nil {
		r.tell("the database does not answer", err)
		note("database", "does not answer", false)
		return out
	}
	note("database", "ok", true)
	if schema == db.Newest() {
		note("schema", "ok", true)
	} else {
		note("schema", "another than the program knows", false)
	}
	waits, err := r.waits(ctx)
	switch {
	case err != nil:
		r.tell("jobs cannot be read", err)
		note("jobs", "cannot be read", false)
	case waits > stuck:
		note("jobs", "due, but not taken up", false)
	default:
		note("jobs", "ok", true)
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
