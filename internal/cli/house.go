// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
)

// defaultData is where the data is when nothing is said.
const defaultData = "data"

// erasuresName is the list of erasures, kept beside the data and in no backup.
const erasuresName = "erasures.jsonl"

// house is the opened database with all rooms wired together.
type house struct {
	db          db.DB
	store       *record.Store
	policy      record.Policy
	handlers    map[string]jobs.Handler
	attachments folder.Attachments
}

// actor is whoever sits at the machine.
func actor() identity.Actor { return identity.AtTheMachine() }

// kinds are those of all rooms, in the order of the thread.
func kinds() (*record.Registry, error) {
	return record.NewRegistry(slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds())...)
}

// attachments are the rooms that keep more than a body in a folder.
func attachments() folder.Attachments { return folder.Attachments{dataset.Attachment()} }

// place says where the data is: flags first, then the environment.
func (s *session) place() (db.Config, error) {
	dir, url := s.flags.Data, s.flags.DB
	if dir == "" && url == "" {
		dir, url = s.Getenv("SUMANUS_DATA"), s.Getenv("SUMANUS_DB")
	}
	if dir != "" && url != "" {
		return db.Config{}, fault.New(fault.Invalid, "db.two-places")
	}
	if dir == "" && url == "" {
		dir = defaultData
	}
	return db.Config{Dir: dir, URL: url, Random: s.Random}, nil
}

// open opens data that is there. A mistyped folder must not become an empty database.
func (s *session) open(ctx context.Context) (*house, error) {
	c, err := s.place()
	if err != nil {
		return nil, err
	}
	if c.Dir != "" {
		if _, err := os.Stat(filepath.Join(c.Dir, db.FileName)); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "cli.no-data", fault.A{"place": c.Dir})
		}
	}
	return s.openOrMake(ctx)
}

// openOrBegin is for a server, which a service or a container starts on an empty volume: it opens data that is there, and begins an empty
// house in a folder that is empty or not there yet, and says so. A folder with other things in it is most likely another one than was meant.
func (s *session) openOrBegin(ctx context.Context) (*house, error) {
	c, err := s.place()
	if err != nil {
		return nil, err
	}
	begins := false
	if c.Dir != "" {
		if begins, err = blank(c.Dir); err != nil {
			return nil, err
		}
	}
	h, err := s.openOrMake(ctx)
	if err == nil && begins {
		s.say("cli.begun", fault.A{"place": c.Dir})
	}
	return h, err
}

// blank tells whether a folder can become a data folder: true for one without a database and without anything foreign. lost+found is the
// file system's own; a published site and staged files may stand there before the data does.
func blank(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fault.New(fault.Unavailable, "folder.cannot-read").At(fault.Place{File: dir}).Because(err)
	}
	for _, e := range entries {
		switch e.Name() {
		case db.FileName:
			return false, nil
		case "lost+found", filepath.Base(sitePlace(dir)), filepath.Base(stagePlace(dir)):
		default:
			return false, fault.New(fault.Conflict, "cli.not-blank", fault.A{"place": dir, "found": e.Name()})
		}
	}
	return true, nil
}

// openOrMake opens the data and makes an empty one where there is none.
func (s *session) openOrMake(ctx context.Context) (*house, error) {
	if s.opened != nil {
		return s.opened, nil
	}
	c, err := s.place()
	if err != nil {
		return nil, err
	}
	c.BeforeUpgrade = s.beforeUpgrade(c)
	d, err := db.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	h, err := s.wire(d)
	if err == nil {
		_, err = h.store.Reindex(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	s.opened = h
	return h, nil
}

// wire joins the rooms: what one does, others hear of.
func (s *session) wire(d db.DB) (*house, error) {
	registry, err := kinds()
	if err != nil {
		return nil, err
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		return nil, err
	}
	store := record.New(d, registry, policy, record.Env{Now: s.Now, Random: s.Random})
	identity.Watch(store)
	dataset.Watch(store)
	method.Watch(store)
	evidence.Watch(store)
	return &house{db: d, store: store, policy: policy, handlers: handlers(store, nil), attachments: attachments()}, nil
}

// handlers are what all rooms do when their jobs are due; tell hears what became of findings.
func handlers(store *record.Store, tell func(evidence.Counts)) map[string]jobs.Handler {
	all := method.Handlers(store, actor())
	maps.Copy(all, evidence.Handlers(store, actor(), tell))
	return all
}

// settle works off what a change has made due, so that a command reports the whole of what it did.
func (s *session) settle(ctx context.Context, h *house) error {
	s.progress("cli.evaluating")
	rep, err := jobs.Drain(ctx, h.db, h.handlers, jobs.Options{Now: s.Now, Name: s.worker(), Log: s.log})
	if err != nil {
		return err
	}
	if n := rep.Failed + rep.Repeated; n > 0 {
		s.tell("cli.jobs-failed", fault.A{"n": n})
	}
	return nil
}

// worker names this process among all that work on the database.
func (s *session) worker() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%s-%d-%d", host, os.Getpid(), s.Now().UnixNano())
}

// asKnown is the flag of commands that read the past.
type asKnown struct {
	AsKnown string `placeholder:"DATE"`
}

// moment reads a day, a moment or the name of a baseline; nothing is now. A day is known at its end.
func (s *session) moment(ctx context.Context, h *house, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.Add(24*time.Hour - time.Millisecond), nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	var found time.Time
	err := h.store.Read(ctx, actor(), func(tx *record.ReadTx) error {
		all, err := tx.Baselines(ctx)
		for _, b := range all {
			if b.Name == text {
				found = b.At
			}
		}
		return err
	})
	if err == nil && found.IsZero() {
		err = fault.New(fault.NotFound, "cli.no-moment", fault.A{"found": text})
	}
	return found, err
}

// read opens the house and reads it, as known at a moment when one is given.
func (s *session) read(ctx context.Context, at asKnown, f func(h *house, tx *record.ReadTx) error) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	moment, err := s.moment(ctx, h, at.AsKnown)
	if err != nil {
		return err
	}
	return h.store.ReadAt(ctx, actor(), moment, func(tx *record.ReadTx) error { return f(h, tx) })
}

// write opens the house, changes it and works off what follows.
func (s *session) write(ctx context.Context, f func(tx *record.Tx) error) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := h.store.Write(ctx, actor(), f); err != nil {
		return err
	}
	return s.settle(ctx, h)
}

// findingRef takes "gdp-gap-2010" and "finding/gdp-gap-2010" for the same.
func findingRef(arg string) record.Ref { return refOf("finding", arg) }

func refOf(kind, arg string) record.Ref {
	if strings.Contains(arg, "/") {
		return record.Ref(arg)
	}
	return record.NewRef(kind, arg)
}
