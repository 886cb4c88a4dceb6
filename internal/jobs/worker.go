// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/db"
)

// Handler does the work of one kind. It may be called again for the same job, so its effect must bear repeating, or be
// committed together with Job.Finish. It stops when its context ends.
type Handler func(ctx context.Context, job Job) error

// Options of a worker. Now and Name are required.
type Options struct {
	Now  func() time.Time
	Name string // different for every process that works on the database

	Workers     int           // jobs at once; default 2
	Poll        time.Duration // how often to look when there is nothing to do; default 1 s
	Lease       time.Duration // how long a silent worker is believed to be alive; default 1 min. It is renewed three times as often
	MaxAttempts int           // default 8
	FirstDelay  time.Duration // wait after the first failure, doubled after each further one; default 2 s
	MaxDelay    time.Duration // default 1 h
	Log         *slog.Logger  // default: none
}

func (o Options) complete() (Options, error) {
	if o.Now == nil || o.Name == "" {
		return o, errors.New("jobs: a worker needs a clock and a name of its own")
	}
	o.Workers = orDefault(o.Workers, 2)
	o.Poll = orDefault(o.Poll, time.Second)
	o.Lease = orDefault(o.Lease, time.Minute)
	o.MaxAttempts = orDefault(o.MaxAttempts, 8)
	o.FirstDelay = orDefault(o.FirstDelay, 2*time.Second)
	o.MaxDelay = orDefault(o.MaxDelay, time.Hour)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

func orDefault[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Report counts what a worker did.
type Report struct {
	Done     int // ended well
	Repeated int // failed and will be tried again
	Failed   int // given up
}

// Run works until the context ends, waits for the handlers to return, and gives nil then.
func Run(ctx context.Context, d db.DB, handlers map[string]Handler, o Options) error {
	w, err := newWorker(d, handlers, o)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for range w.o.Workers {
		all.Add(1)
		go func() {
			defer all.Done()
			w.loop(ctx)
		}()
	}
	all.Wait()
	return nil
}

// loop works job after job and rests when there is none. A long job holds up only its own loop.
func (w *worker) loop(ctx context.Context) {
	for ctx.Err() == nil {
		job, found, err := w.claim(ctx)
		if err == nil && found {
			err = w.work(ctx, job)
		}
		if err != nil && ctx.Err() == nil {
			// The database may be away for a while; the worker outlives that.
			w.o.Log.Error("jobs: the database does not answer", "error", err)
		}
		if err == nil && found {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(w.o.Poll):
		}
	}
}

// Drain works until no job is due and none of its own is running. A job that failed and waits for its next attempt is not due.
func Drain(ctx context.Context, d db.DB, handlers map[string]Handler, o Options) (Report, error) {
	w, err := newWorker(d, handlers, o)
	if err != nil {
		return Report{}, err
	}
	for {
		n, err := w.round(ctx)
		if err != nil || n == 0 {
			return w.report, err
		}
	}
}

type worker struct {
	d        db.DB
	handlers map[string]Handler
	kinds    []any
	o        Options

	mu     sync.Mutex
	report Report
}

func newWorker(d db.DB, handlers map[string]Handler, o Options) (*worker, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	w := &worker{d: d, handlers: handlers, o: o}
	var names []string
	for k := range handlers {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		w.kinds = append(w.kinds, k)
	}
	return w, nil
}

// round lets every worker of this process work until nothing is due, and gives the number of jobs that were begun.
func (w *worker) round(ctx context.Context) (int, error) {
	var all sync.WaitGroup
	begun := make([]int, w.o.Workers)
	errs := make([]error, w.o.Workers)
	for i := range w.o.Workers {
		all.Add(1)
		go func() {
			defer all.Done()
			for ctx.Err() == nil {
				job, found, err := w.claim(ctx)
				if err != nil || !found {
					errs[i] = err
					return
				}
				begun[i]++
				if err := w.work(ctx, job); err != nil {
					errs[i] = err
					return
				}
			}
			errs[i] = ctx.Err()
		}()
	}
	all.Wait()
	n := 0
	for _, b := range begun {
		n += b
	}
	return n, errors.Join(errs...)
}

// due selects what may be begun: waiting jobs whose time has come, and running ones whose worker is silent.
func (w *worker) due(columns string, now time.Time) (string, []any) {
	args := append([]any{db.Time(now)}, w.kinds...)
	return "SELECT " + columns + ` FROM job
WHERE ((state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until < $1)) AND kind IN (` + db.In(len(w.kinds), 2) + `)
ORDER BY run_at, id LIMIT 1`, args
}

// claim takes one due job. Looking is done by reading, so that an idle worker does not stand in the writer's way.
func (w *worker) claim(ctx context.Context) (job Job, found bool, err error) {
	now := w.o.Now()
	sql, args := w.due("id", now)
	var id int64
	err = w.d.Read(ctx, func(tx db.Tx) error { return tx.Row(ctx, sql, args...).Scan(&id) })
	if errors.Is(err, db.ErrNoRows) {
		return job, false, nil
	}
	if err != nil {
		return job, false, err
	}
	sql, args = w.due("id, kind, args, attempts, state, coalesce(last_error, '')", now)
	err = w.d.Write(ctx, func(tx db.Tx) error {
		job, found = Job{}, false
		rows, err := tx.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		list, err := scan(rows)
		if err != nil || len(list) == 0 {
			return err
		}
		job, found = list[0], true
		if job.State == Running {
			job.Error = "the worker fell silent"
		}
		job.Attempt++
		job.worker, job.State = w.o.Name, Running
		_, err = tx.Exec(ctx, "UPDATE job SET state = 'running', attempts = $1, worker = $2, lease_until = $3 WHERE id = $4",
			job.Attempt, w.o.Name, db.Time(now.Add(w.o.Lease)), job.ID)
		return err
	})
	return job, found && err == nil, err
}

// work runs the handler under a lease that is renewed, and writes down how it went. Only a failing database is an error.
func (w *worker) work(ctx context.Context, job Job) error {
	if job.Attempt > w.o.MaxAttempts {
		// It took its workers with it again and again.
		return w.settle(ctx, job, Permanent(errors.New(job.Error)))
	}
	inner, cancel := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		w.renew(inner, cancel, job)
	}()
	err := call(inner, w.handlers[job.Kind], job)
	if cause := context.Cause(inner); errors.Is(cause, errLost) {
		err = errLost
	}
	cancel(nil)
	<-renewed
	return w.settle(ctx, job, err)
}

// call turns a panic of a handler into an error: one bad job must not end the worker.
func call(ctx context.Context, h Handler, job Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: %s panicked: %v", job.Kind, p)
		}
	}()
	return h(ctx, job)
}

// renew keeps the lease alive until the context ends, and ends it when the lease is lost.
func (w *worker) renew(ctx context.Context, cancel context.CancelCauseFunc, job Job) {
	tick := time.NewTicker(w.o.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := w.d.Write(ctx, func(tx db.Tx) error {
			var state State
			var worker *string
			var attempts int
			if err := tx.Row(ctx, "SELECT state, worker, attempts FROM job WHERE id = $1", job.ID).Scan(&state, &worker, &attempts); err != nil {
				return err
			}
			if state == Done {
				return nil // the handler finished it in its own transaction
			}
			if state != Running || worker == nil || *worker != job.worker || attempts != job.Attempt {
				return errLost
			}
			_, err := tx.Exec(ctx, "UPDATE job SET lease_until = $1 WHERE id = $2", db.Time(w.o.Now().Add(w.o.Lease)), job.ID)
			return err
		})
		if errors.Is(err, errLost) || errors.Is(err, db.ErrNoRows) {
			cancel(errLost)
			return
		}
		if err != nil && ctx.Err() == nil {
			w.o.Log.Warn("jobs: cannot renew a lease", "job", job.ID, "error", err)
		}
	}
}

// settle writes down how an attempt went, unless another worker has the job by now.
func (w *worker) settle(ctx context.Context, job Job, outcome error) error {
	// Also when we are told to stop, the outcome of what was finished is kept.
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	var count func(*Report)
	err := w.d.Write(keep, func(tx db.Tx) error {
		count = nil
		var state State
		var worker *string
		var attempts int
		err := tx.Row(keep, "SELECT state, worker, attempts FROM job WHERE id = $1", job.ID).Scan(&state, &worker, &attempts)
		if errors.Is(err, db.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if state == Done && attempts == job.Attempt {
			count = func(r *Report) { r.Done++ }
			return nil
		}
		if state != Running || worker == nil || *worker != job.worker || attempts != job.Attempt {
			return nil
		}
		count, err = w.write(keep, ctx, tx, job, outcome)
		return err
	})
	if err != nil {
		return err
	}
	if outcome != nil {
		w.o.Log.Warn("jobs: attempt failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "error", outcome)
	}
	if count != nil {
		w.mu.Lock()
		count(&w.report)
		w.mu.Unlock()
	}
	return nil
}

// write chooses the next state. outer tells whether we were stopped from outside, which is nobody's failure.
func (w *worker) write(ctx, outer context.Context, tx db.Tx, job Job, outcome error) (func(*Report), error) {
	now := w.o.Now()
	var final *permanent
	switch {
	case outcome == nil:
		return func(r *Report) { r.Done++ }, job.Finish(ctx, tx, now)
	case outer.Err() != nil && errors.Is(outcome, outer.Err()):
		return nil, w.release(ctx, tx, job, "", job.Attempt-1, nil, now)
	case errors.As(outcome, &final) || job.Attempt >= w.o.MaxAttempts:
		_, err := tx.Exec(ctx, "UPDATE job SET state = 'failed', worker = NULL, lease_until = NULL, last_error = $1, finished = $2 WHERE id = $3",
			errorText(outcome), db.Time(now), job.ID)
		return func(r *Report) { r.Failed++ }, err
	}
	return func(r *Report) { r.Repeated++ }, w.release(ctx, tx, job, db.Time(now.Add(w.delay(job.Attempt))), job.Attempt, outcome, now)
}

// release puts a job back to the waiting ones; when one with its unique key is waiting already, it is replaced by that.
func (w *worker) release(ctx context.Context, tx db.Tx, job Job, at string, attempts int, outcome error, now time.Time) error {
	var text any
	if outcome != nil {
		text = errorText(outcome)
	}
	var waiting int
	if err := tx.Row(ctx, `SELECT count(*) FROM job a JOIN job b ON b.kind = a.kind AND b.unique_key = a.unique_key AND b.state = 'waiting'
WHERE a.id = $1`, job.ID).Scan(&waiting); err != nil {
		return err
	}
	state, finished := Waiting, any(nil)
	if waiting > 0 {
		state, finished = Replaced, db.Time(now)
	}
	_, err := tx.Exec(ctx, `UPDATE job SET state = $1, run_at = $2, attempts = $3, worker = NULL, lease_until = NULL, last_error = $4, finished = $5
WHERE id = $6`, string(state), at, attempts, text, finished, job.ID)
	return err
}

// delay doubles with each attempt, up to the longest.
func (w *worker) delay(attempt int) time.Duration {
	d := w.o.FirstDelay
	for i := 1; i < attempt && d < w.o.MaxDelay; i++ {
		d *= 2
	}
	return min(d, w.o.MaxDelay)
}
