// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
)

// Stage is where files wait until a person has decided about them: in the database, so that every node of the house knows them. Each has
// an id nobody can guess; it belongs to the person who brought it and goes when it was imported, when the person cancels, and after a
// day. No backup and no export has it.
type Stage struct {
	store  *record.Store
	dir    string // for what an import sorts on the disk of its own node
	random io.Reader
	// every tells how often an import says how far it is.
	every time.Duration
	wait  sync.WaitGroup
}

// NewStage opens the stage of a house. What an import sorts on the disk stands in a folder of dir meanwhile; an empty dir is the system's
// folder for temporary files.
func NewStage(store *record.Store, dir string, random io.Reader) *Stage {
	return &Stage{store: store, dir: dir, random: random, every: time.Second}
}

// Wait waits for the imports that run here. For whoever closes the database.
func (s *Stage) Wait() { s.wait.Wait() }

const (
	// kept is how long a file waits for its person.
	kept = 24 * time.Hour
	// silent is how long nothing is heard of an import before it counts as broken off: its node is gone.
	silent = time.Minute
	// mostStaged bounds the bytes of all files that wait.
	mostStaged = 1_000_000_000
)

// StageJob is the kind of work that throws away files nobody has decided about.
const StageJob = "staged-files"

// Handle throws away what has waited too long.
func (s *Stage) Handle(ctx context.Context, _ jobs.Job) error { return s.sweep(ctx) }

// state of a file on its way.
type state string

const (
	looked  state = "looked"  // looked at, waits for the person
	running state = "running" // being imported
	done    state = "done"
	failed  state = "failed"
)

// staged is what is known of a file on its way.
type staged struct {
	ID      string
	Person  string // pseudonymous id
	Dataset record.Ref
	Name    string
	Size    int64
	At      time.Time
	State   state
	Choices choices
	Brief   *brief
	Problem *problem
	// Before are the verdicts at the moment the import began.
	Before map[record.Ref]verdict.Verdict
}

// choices are what the person says of a file.
type choices struct {
	Published, Label, Territory, Source string
	Complete                            bool
}

func (c choices) options() dataset.Options {
	return dataset.Options{Published: c.Published, Label: c.Label, Territory: c.Territory, Source: c.Source, Complete: c.Complete}
}

// brief is a report small enough to be kept: what the file brings and whom it concerns.
type brief struct {
	Report   dataset.Report
	From, To string // periods
	Regions  []record.Ref
	Others   int // geographic codes that no region here has
	Effects  []effect
	// Unread tells that there were more findings than were looked at.
	Unread int
}

// effect is what a file does to a finding.
type effect struct {
	Finding       record.Ref
	Before, After verdict.Verdict
}

// problem is a fault that can be kept and told later in any language.
type problem struct {
	Code  fault.Code
	Key   string
	Args  fault.A
	Place fault.Place
}

func problemOf(err error) *problem {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return &problem{Code: fault.Internal, Key: "i18n.internal"}
	}
	return &problem{f.Code, f.Key, f.Args, f.Place}
}

func (p *problem) fault() *fault.Fault { return fault.New(p.Code, p.Key, p.Args).At(p.Place) }

var idForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// take keeps what comes from r. Whatever goes wrong leaves nothing behind.
func (s *Stage) take(ctx context.Context, r io.Reader, f staged) (staged, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(s.random, raw); err != nil {
		return f, err
	}
	f.ID, f.State = hex.EncodeToString(raw), looked
	if err := s.room(ctx); err != nil {
		return f, err
	}
	size, err := s.fill(ctx, f.ID, r)
	if err != nil {
		s.drop(ctx, f)
		return f, err
	}
	f.Size = size
	note, err := json.Marshal(f)
	if err != nil {
		return f, err
	}
	err = s.write(ctx, func(tx db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO passing_upload (id, person, made_at, state, size, note, done, beat_at) VALUES ($1, $2, $3, $4, $5, $6, 0, '')`,
			f.ID, f.Person, db.Time(f.At), string(f.State), f.Size, string(note)); err != nil {
			return err
		}
		return jobs.EnqueueAt(ctx, tx, StageJob, struct{}{}, f.ID, f.At.Add(kept+time.Minute))
	})
	if err != nil {
		s.drop(ctx, f)
	}
	return f, err
}

// room refuses a file while too many wait.
func (s *Stage) room(ctx context.Context) error {
	var held int64
	err := s.store.DB().Read(ctx, func(tx db.Tx) error {
		return tx.Row(ctx, `SELECT COALESCE(SUM(size), 0) FROM passing_upload`).Scan(&held)
	})
	if err == nil && held > mostStaged {
		return fault.New(fault.Unavailable, "ev.stage-full")
	}
	return err
}

// write runs f as the one writer. These tables are of no record, so nobody's rights over one are asked: the routes have asked them.
func (s *Stage) write(ctx context.Context, f func(db.Tx) error) error {
	return s.store.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error { return f(tx.SQL()) })
}

// save writes what is known of a file; a reader sees the old note or the new one.
func (s *Stage) save(ctx context.Context, f staged) error {
	note, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE passing_upload SET state = $1, note = $2 WHERE id = $3`, string(f.State), string(note), f.ID)
		if err == nil && n == 0 {
			return gone()
		}
		return err
	})
}

func gone() error { return fault.New(fault.NotFound, "ev.staged-gone") }

// found is a file with what is heard of its import.
type found struct {
	staged
	read int64
	beat time.Time
}

// find gives a file that belongs to the person and to the dataset.
func (s *Stage) find(ctx context.Context, id, person string, ref record.Ref) (found, error) {
	var f found
	if !idForm.MatchString(id) {
		return f, gone()
	}
	var note, beat string
	err := s.store.DB().Read(ctx, func(tx db.Tx) error {
		return tx.Row(ctx, `SELECT note, done, beat_at FROM passing_upload WHERE id = $1 AND person = $2`, id, person).Scan(&note, &f.read, &beat)
	})
	if errors.Is(err, db.ErrNoRows) {
		return f, gone()
	}
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal([]byte(note), &f.staged); err != nil {
		return f, err
	}
	if beat != "" {
		if f.beat, err = db.ParseTime(beat); err != nil {
			return f, err
		}
	}
	if f.Dataset != ref {
		return f, gone()
	}
	return f, nil
}

// works tells whether an import of the file is under way, here or on another node.
func (f found) works(now time.Time) bool { return f.State == running && now.Sub(f.beat) < silent }

// start takes a file into work, once: whoever asks at the same time, here or on another node, is told no.
func (s *Stage) start(ctx context.Context, f staged) (bool, error) {
	note, err := json.Marshal(f)
	if err != nil {
		return false, err
	}
	began := false
	err = s.write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE passing_upload SET state = $1, note = $2, done = 0, beat_at = $3 WHERE id = $4 AND state = $5`,
			string(running), string(note), db.Time(s.store.Now()), f.ID, string(looked))
		began = n == 1
		return err
	})
	return began, err
}

// beat says how far an import is.
func (s *Stage) beat(ctx context.Context, id string, read int64) error {
	return s.write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE passing_upload SET done = $1, beat_at = $2 WHERE id = $3`, read, db.Time(s.store.Now()), id)
		return err
	})
}

// drop removes a file and everything said about it. It is done also for a person who has gone away.
func (s *Stage) drop(ctx context.Context, f staged) {
	ctx = context.WithoutCancel(ctx)
	_ = s.write(ctx, func(tx db.Tx) error { // what cannot be removed now goes with the sweep
		for _, sql := range []string{`DELETE FROM passing_upload_piece WHERE upload = $1`, `DELETE FROM passing_upload WHERE id = $1`} {
			if _, err := tx.Exec(ctx, sql, f.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// finish removes the bytes and keeps the report.
func (s *Stage) finish(ctx context.Context, f staged) error {
	note, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM passing_upload_piece WHERE upload = $1`, f.ID); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE passing_upload SET state = $1, note = $2, size = 0 WHERE id = $3`, string(f.State), string(note), f.ID)
		return err
	})
}

// sweep removes what waited too long, and what a node that died in the middle has left.
func (s *Stage) sweep(ctx context.Context) error {
	until := db.Time(s.store.Now().Add(-kept))
	var old int
	err := s.store.DB().Read(ctx, func(tx db.Tx) error {
		return tx.Row(ctx, `SELECT (SELECT COUNT(*) FROM passing_upload WHERE made_at <= $1) + (SELECT COUNT(*) FROM passing_upload_piece WHERE made_at <= $1)`, until).Scan(&old)
	})
	if err != nil || old == 0 {
		return err
	}
	return s.write(ctx, func(tx db.Tx) error {
		for _, sql := range []string{`DELETE FROM passing_upload_piece WHERE made_at <= $1`, `DELETE FROM passing_upload WHERE made_at <= $1`} {
			if _, err := tx.Exec(ctx, sql, until); err != nil {
				return err
			}
		}
		return nil
	})
}

// scratch gives a folder for what an import sorts on the disk, and the way to remove it.
func (s *Stage) scratch() (string, func(), error) {
	if s.dir != "" {
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			return "", nil, noRoom(err)
		}
	}
	dir, err := os.MkdirTemp(s.dir, "import-")
	if err != nil {
		return "", nil, noRoom(err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil
}

// Tidy removes what imports of a program that died have left on the disk. For whoever starts a house.
func (s *Stage) Tidy() {
	if s.dir == "" {
		return
	}
	old, _ := os.ReadDir(s.dir) // a folder that is not there has nothing in it
	for _, e := range old {
		if info, err := e.Info(); err == nil && s.store.Now().Sub(info.ModTime()) > kept {
			_ = os.RemoveAll(filepath.Join(s.dir, e.Name()))
		}
	}
}

func noRoom(err error) error {
	return fault.New(fault.Unavailable, "dataset.no-room").Because(err)
}
