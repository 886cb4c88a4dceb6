// SPDX-License-Identifier: EUPL-1.2

package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/testkit"
)

// Environment of the child process of TestAKilledWorkerLosesNothing.
const (
	childDir  = "JOBS_TEST_DIR"
	childURL  = "JOBS_TEST_URL"
	childSign = "JOBS_TEST_SIGN"
)

func TestMain(m *testing.M) {
	if os.Getenv(childSign) != "" {
		child()
		return
	}
	dbtest.Main(m)
}

var ctx = context.Background()

func noon() *testkit.Clock { return testkit.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) }

func options(c *testkit.Clock, name string) jobs.Options {
	return jobs.Options{Now: c.Now, Name: name, Poll: 5 * time.Millisecond}
}

func enqueue(t *testing.T, d db.DB, kind string, args any, unique string) {
	t.Helper()
	if err := d.Write(ctx, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, kind, args, unique) }); err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, d db.DB, h map[string]jobs.Handler, o jobs.Options) jobs.Report {
	t.Helper()
	r, err := jobs.Drain(ctx, d, h, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func counts(t *testing.T, d db.DB) string {
	t.Helper()
	var got map[jobs.State]int
	if err := d.Read(ctx, func(tx db.Tx) (err error) { got, err = jobs.Counts(ctx, tx); return err }); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(fmt.Sprint(got), "map")
}

// seen notes what handlers were given, in order.
type seen struct {
	mu   sync.Mutex
	what []string
}

func (s *seen) add(j jobs.Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.what = append(s.what, fmt.Sprintf("%s%s#%d", j.Kind, j.Args, j.Attempt))
}

func (s *seen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.what, " ")
}

func TestAJobIsThereIfItsTransactionCommitted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		var s seen
		h := map[string]jobs.Handler{"a": func(_ context.Context, j jobs.Job) error { s.add(j); return nil }}
		o := options(noon(), "one")
		o.Workers = 1
		for i := range 3 {
			enqueue(t, d, "a", map[string]any{"n": i, "text": "ą\""}, "")
		}
		undone := errors.New("undone")
		err := d.Write(ctx, func(tx db.Tx) error { return errors.Join(jobs.Enqueue(ctx, tx, "a", 99, ""), undone) })
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		enqueue(t, d, "unknown to this worker", nil, "")
		if r := drain(t, d, h, o); r != (jobs.Report{Done: 3}) {
			t.Errorf("report %+v", r)
		}
		want := `a{"n":0,"text":"ą\""}#1 a{"n":1,"text":"ą\""}#1 a{"n":2,"text":"ą\""}#1`
		if s.String() != want {
			t.Errorf("got  %s\nwant %s", s.String(), want)
		}
		if got := counts(t, d); got != "[done:3 waiting:1]" {
			t.Error(got)
		}
		if err := d.Write(ctx, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "a", make(chan int), "") }); err == nil {
			t.Error("a channel was enqueued")
		}
		if err := d.Write(ctx, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "", nil, "") }); err == nil {
			t.Error("a job without a kind was enqueued")
		}
	})
}

func TestTheSameThingWaitsOnlyOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := noon()
		o := options(clock, "one")
		o.Workers = 1
		var s seen
		first := true
		h := map[string]jobs.Handler{"a": func(_ context.Context, j jobs.Job) error {
			s.add(j)
			if first {
				// What changed while it ran is not lost, and not done twice either.
				first = false
				enqueue(t, d, "a", "during", "key")
				enqueue(t, d, "a", "again", "key")
				return errors.New("and then it failed")
			}
			return nil
		}}
		enqueue(t, d, "a", "before", "key")
		enqueue(t, d, "a", "twice", "key")
		enqueue(t, d, "a", "other", "other key")
		enqueue(t, d, "a", "free", "")
		enqueue(t, d, "a", "free", "")
		r := drain(t, d, h, o)
		if r != (jobs.Report{Done: 4, Repeated: 1}) {
			t.Errorf("report %+v", r)
		}
		if want := `a"before"#1 a"other"#1 a"free"#1 a"free"#1 a"during"#1`; s.String() != want {
			t.Errorf("got  %s\nwant %s", s.String(), want)
		}
		if got := counts(t, d); got != "[done:4 replaced:1]" {
			t.Error(got)
		}
	})
}

func TestAFailureIsRepeatedLaterAndNotForever(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := noon()
		o := options(clock, "one")
		o.MaxAttempts, o.FirstDelay = 3, 10*time.Second
		var s seen
		h := map[string]jobs.Handler{
			"bad": func(_ context.Context, j jobs.Job) error {
				s.add(j)
				return errors.New("no luck \x00\xff" + strings.Repeat("ą", 2000))
			},
			"final": func(context.Context, jobs.Job) error { return jobs.Permanent(errors.New("never")) },
			"panic": func(context.Context, jobs.Job) error { panic("oh") },
			"well":  func(_ context.Context, j jobs.Job) error { return nil },
		}
		enqueue(t, d, "bad", 1, "")
		enqueue(t, d, "final", 2, "")
		enqueue(t, d, "well", 3, "")
		if r := drain(t, d, h, o); r != (jobs.Report{Done: 1, Repeated: 1, Failed: 1}) {
			t.Errorf("report %+v", r)
		}
		if r := drain(t, d, h, o); r != (jobs.Report{}) {
			t.Errorf("begun again at once: %+v", r)
		}
		clock.Add(10 * time.Second)
		if r := drain(t, d, h, o); r != (jobs.Report{Repeated: 1}) {
			t.Errorf("after the first wait: %+v", r)
		}
		clock.Add(19 * time.Second)
		if r := drain(t, d, h, o); r != (jobs.Report{}) {
			t.Errorf("the second wait is not longer: %+v", r)
		}
		clock.Add(time.Second)
		if r := drain(t, d, h, o); r != (jobs.Report{Failed: 1}) {
			t.Errorf("the last attempt: %+v", r)
		}
		if s.String() != "bad1#1 bad1#2 bad1#3" {
			t.Error(s.String())
		}
		var failed []jobs.Job
		if err := d.Read(ctx, func(tx db.Tx) (err error) { failed, err = jobs.List(ctx, tx, jobs.Failed); return err }); err != nil || len(failed) != 2 {
			t.Fatal(failed, err)
		}
		if !strings.HasPrefix(failed[0].Error, "no luck ") || len(failed[0].Error) > 3000 {
			t.Errorf("error text %.40q of %d bytes", failed[0].Error, len(failed[0].Error))
		}
		// A person lets it try anew.
		h["bad"] = h["well"]
		if err := d.Write(ctx, func(tx db.Tx) error { return jobs.Retry(ctx, tx, failed[0].ID) }); err != nil {
			t.Fatal(err)
		}
		err := d.Write(ctx, func(tx db.Tx) error { return jobs.Retry(ctx, tx, failed[0].ID) })
		if !fault.Is(err, "jobs.no-failed-job") {
			t.Errorf("retry of a waiting job: %v", err)
		}
		if r := drain(t, d, h, o); r != (jobs.Report{Done: 1}) {
			t.Errorf("after Retry: %+v", r)
		}
		enqueue(t, d, "panic", nil, "")
		if r := drain(t, d, h, o); r != (jobs.Report{Repeated: 1}) {
			t.Errorf("a panic: %+v", r)
		}
	})
}

func TestAJobForLaterWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := noon()
		h := map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error { return nil }}
		at := clock.Now().Add(time.Hour)
		if err := d.Write(ctx, func(tx db.Tx) error { return jobs.EnqueueAt(ctx, tx, "a", nil, "", at) }); err != nil {
			t.Fatal(err)
		}
		clock.Set(at.Add(-time.Millisecond))
		if r := drain(t, d, h, options(clock, "one")); r.Done != 0 {
			t.Error("begun too early")
		}
		clock.Set(at)
		if r := drain(t, d, h, options(clock, "one")); r.Done != 1 {
			t.Error("not begun in time")
		}
		var gone int64
		if err := d.Write(ctx, func(tx db.Tx) (err error) { gone, err = jobs.Prune(ctx, tx, at.Add(time.Second)); return err }); err != nil || gone != 1 {
			t.Errorf("pruned %d: %v", gone, err)
		}
	})
}

// TestManyWorkersDoEachJobOnce runs three nodes of several workers over two openings of one database.
func TestManyWorkersDoEachJobOnce(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		var nodes []db.DB
		for range 2 {
			d, err := db.Open(ctx, place)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			nodes = append(nodes, d)
		}
		const n = 90
		for i := range n {
			enqueue(t, nodes[0], "a", i, "")
		}
		var mu sync.Mutex
		times := map[string]int{}
		running, stop := context.WithCancel(ctx)
		h := map[string]jobs.Handler{"a": func(_ context.Context, j jobs.Job) error {
			mu.Lock()
			defer mu.Unlock()
			times[string(j.Args)]++
			if len(times) == n {
				stop()
			}
			return nil
		}}
		limit := time.AfterFunc(30*time.Second, stop)
		defer limit.Stop()
		var all sync.WaitGroup
		for i := range 3 {
			all.Add(1)
			go func() {
				defer all.Done()
				if err := jobs.Run(running, nodes[i%2], h, options(noon(), fmt.Sprint("node ", i))); err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		for args, times := range times {
			if times != 1 {
				t.Errorf("job %s was done %d times", args, times)
			}
		}
		if got := counts(t, nodes[1]); got != fmt.Sprintf("[done:%d]", n) {
			t.Error(got)
		}
	})
}

func TestALongJobHoldsUpNoOther(t *testing.T) {
	d := dbtest.SQLite(t)
	long, quick := make(chan struct{}), make(chan struct{})
	h := map[string]jobs.Handler{
		"long":  func(context.Context, jobs.Job) error { <-long; return nil },
		"quick": func(context.Context, jobs.Job) error { close(quick); return nil },
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	enqueue(t, d, "long", nil, "")
	go func() { ended <- jobs.Run(running, d, h, options(noon(), "one")) }()
	time.Sleep(30 * time.Millisecond) // the other worker has found nothing by now
	enqueue(t, d, "quick", nil, "")
	select {
	case <-quick:
	case <-time.After(10 * time.Second):
		t.Error("the quick job waits for the long one")
	}
	close(long)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestAStoppedWorkerPutsItsJobBack ends the worker from outside: its job waits again and the attempt does not count.
func TestAStoppedWorkerPutsItsJobBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		enqueue(t, d, "a", nil, "")
		running, stop := context.WithCancel(ctx)
		h := map[string]jobs.Handler{"a": func(ctx context.Context, j jobs.Job) error { stop(); <-ctx.Done(); return ctx.Err() }}
		if err := jobs.Run(running, d, h, options(noon(), "one")); err != nil {
			t.Fatal(err)
		}
		if got := counts(t, d); got != "[waiting:1]" {
			t.Error(got)
		}
		var s seen
		h["a"] = func(_ context.Context, j jobs.Job) error { s.add(j); return nil }
		drain(t, d, h, options(noon(), "two"))
		if s.String() != "anull#1" {
			t.Error(s.String())
		}
	})
}

// TestALostLeaseCannotFinish lets a worker fall silent, as a suspended machine does: another takes the job over, and the first
// can neither end it nor commit its effect.
func TestALostLeaseCannotFinish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		clock := noon()
		enqueue(t, d, "a", nil, "")
		effect := func(ctx context.Context, j jobs.Job) error {
			return d.Write(ctx, func(tx db.Tx) error {
				if _, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES ($1, 'x')", fmt.Sprint("effect ", j.Attempt)); err != nil {
					return err
				}
				return j.Finish(ctx, tx, clock.Now())
			})
		}
		var second jobs.Report
		var late error
		slow := map[string]jobs.Handler{"a": func(ctx context.Context, j jobs.Job) error {
			clock.Add(2 * time.Minute) // longer than the lease, which nobody renewed
			second = drain(t, d, map[string]jobs.Handler{"a": effect}, options(clock, "second"))
			late = effect(ctx, j)
			return late
		}}
		first := drain(t, d, slow, options(clock, "first"))
		if second != (jobs.Report{Done: 1}) || first != (jobs.Report{}) || late == nil {
			t.Errorf("first %+v, second %+v, late end: %v", first, second, late)
		}
		var n int
		if err := d.Read(ctx, func(tx db.Tx) error { return tx.Row(ctx, "SELECT count(*) FROM setting").Scan(&n) }); err != nil || n != 1 {
			t.Errorf("%d effects: %v", n, err)
		}
	})
}

func TestALeaseIsRenewedWhileTheHandlerWorks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		enqueue(t, d, "a", nil, "")
		o := jobs.Options{Now: time.Now, Name: "first", Lease: 300 * time.Millisecond, Workers: 1}
		var second jobs.Report
		r := drain(t, d, map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error {
			time.Sleep(700 * time.Millisecond)
			o2 := o
			o2.Name = "second"
			second = drain(t, d, map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error { return nil }}, o2)
			return nil
		}}, o)
		if r.Done != 1 || second != (jobs.Report{}) {
			t.Errorf("first %+v, second %+v", r, second)
		}
	})
}

// child is a worker in a process of its own: it begins a job, says so and never ends.
func child() {
	d, err := db.Open(ctx, db.Config{Dir: os.Getenv(childDir), URL: os.Getenv(childURL)})
	if err != nil {
		panic(err)
	}
	_, err = jobs.Drain(ctx, d, map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error {
		if err := os.WriteFile(os.Getenv(childSign), []byte("begun"), 0o600); err != nil {
			panic(err)
		}
		select {}
	}}, jobs.Options{Now: time.Now, Name: "child"})
	panic(err)
}

func TestAKilledWorkerLosesNothing(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		d, err := db.Open(ctx, place)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		enqueue(t, d, "a", "precious", "")
		sign := filepath.Join(t.TempDir(), "sign")
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), childDir+"="+place.Dir, childURL+"="+place.URL, childSign+"="+sign)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for range 1000 {
			if _, err := os.Stat(sign); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // it was killed, and that is what it says
		if got := counts(t, d); got != "[running:1]" {
			t.Fatal("the child did not begin:", got)
		}
		var s seen
		h := map[string]jobs.Handler{"a": func(_ context.Context, j jobs.Job) error { s.add(j); return nil }}
		clock := testkit.NewClock(time.Now())
		if r := drain(t, d, h, options(clock, "heir")); r != (jobs.Report{}) {
			t.Errorf("taken over while the lease holds: %+v", r)
		}
		clock.Add(2 * time.Minute)
		if r := drain(t, d, h, options(clock, "heir")); r != (jobs.Report{Done: 1}) {
			t.Errorf("report %+v", r)
		}
		if s.String() != `a"precious"#2` {
			t.Error(s.String())
		}
	})
}

// TestAJobThatKillsItsWorkersIsGivenUp: a job that never comes back is not handed out for ever.
func TestAJobThatKillsItsWorkersIsGivenUp(t *testing.T) {
	d := dbtest.SQLite(t)
	clock := noon()
	enqueue(t, d, "a", nil, "")
	if err := d.Write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE job SET state = 'running', attempts = 3, worker = 'dead', lease_until = $1", db.Time(clock.Now().Add(-time.Hour)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o := options(clock, "one")
	o.MaxAttempts = 3
	called := false
	r := drain(t, d, map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error { called = true; return nil }}, o)
	if called || r != (jobs.Report{Failed: 1}) {
		t.Errorf("called %v, report %+v", called, r)
	}
	var list []jobs.Job
	if err := d.Read(ctx, func(tx db.Tx) (err error) { list, err = jobs.List(ctx, tx, jobs.Failed); return err }); err != nil || len(list) != 1 || list[0].Error == "" {
		t.Error(list, err)
	}
	if !json.Valid(list[0].Args) {
		t.Errorf("arguments %q", list[0].Args)
	}
}

func TestAWorkerNeedsANameAndAClock(t *testing.T) {
	d := dbtest.SQLite(t)
	for _, o := range []jobs.Options{{}, {Name: "x"}, {Now: time.Now}} {
		if _, err := jobs.Drain(ctx, d, nil, o); err == nil {
			t.Errorf("%+v was taken", o)
		}
		if err := jobs.Run(ctx, d, nil, o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
