// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Stage is a folder in which files wait until a person has decided about them. Each file has a folder of its own under an id nobody can
// guess; it belongs to the person who brought it and goes when it was imported, when the person cancels, and after a day.
type Stage struct {
	dir    string
	random io.Reader

	mu      sync.Mutex
	working map[string]*work // imports of this process by id
	wait    sync.WaitGroup
}

// NewStage opens the folder; an empty dir keeps files in the system's folder for temporary ones.
func NewStage(dir string, random io.Reader) *Stage {
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "sumanus-staged")
	}
	return &Stage{dir: dir, random: random, working: map[string]*work{}}
}

// Wait waits for the imports that run. For whoever closes the database.
func (s *Stage) Wait() { s.wait.Wait() }

// kept is how long a file waits for its person.
const kept = 24 * time.Hour

// Names inside the folder of a file.
const (
	dataName = "data"
	noteName = "note.json"
)

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

// take keeps what comes from r in a new folder. Whatever goes wrong leaves nothing behind.
func (s *Stage) take(r io.Reader, f staged) (_ staged, err error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(s.random, raw); err != nil {
		return f, err
	}
	f.ID, f.State = hex.EncodeToString(raw), looked
	dir := s.folder(f.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return f, noRoom(err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir)
		}
	}()
	out, err := os.OpenFile(filepath.Join(dir, dataName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return f, noRoom(err)
	}
	f.Size, err = io.Copy(out, r)
	if cerr := out.Close(); err == nil && cerr != nil {
		err = noRoom(cerr)
	}
	if err != nil {
		return f, err
	}
	return f, s.save(f)
}

func noRoom(err error) error {
	return fault.New(fault.Unavailable, "dataset.no-room").Because(err)
}

func (s *Stage) folder(id string) string { return filepath.Join(s.dir, id) }

// save writes the note of a file; a reader sees the old one or the new one.
func (s *Stage) save(f staged) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	path := filepath.Join(s.folder(f.ID), noteName)
	if err := os.WriteFile(path+".new", raw, 0o600); err != nil {
		return noRoom(err)
	}
	return os.Rename(path+".new", path)
}

// find gives a file that belongs to the person and to the dataset.
func (s *Stage) find(id, person string, ref record.Ref) (staged, error) {
	var f staged
	gone := fault.New(fault.NotFound, "ev.staged-gone")
	if !idForm.MatchString(id) {
		return f, gone
	}
	raw, err := os.ReadFile(filepath.Join(s.folder(id), noteName))
	if errors.Is(err, fs.ErrNotExist) {
		return f, gone
	}
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return f, err
	}
	if f.Person != person || f.Dataset != ref {
		return f, gone
	}
	return f, nil
}

// open opens the bytes of a file.
func (s *Stage) open(f staged) (*os.File, error) {
	file, err := os.Open(filepath.Join(s.folder(f.ID), dataName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "ev.staged-gone")
	}
	return file, err
}

// drop removes a file and everything said about it.
func (s *Stage) drop(f staged) { _ = os.RemoveAll(s.folder(f.ID)) }

// dropData removes the bytes and keeps the report.
func (s *Stage) dropData(f staged) { _ = os.Remove(filepath.Join(s.folder(f.ID), dataName)) }

// sweep removes what waited too long, and what a process that died in the middle has left.
func (s *Stage) sweep(now time.Time) {
	all, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, e := range all {
		if !idForm.MatchString(e.Name()) {
			continue
		}
		at := time.Time{}
		var f staged
		if raw, err := os.ReadFile(filepath.Join(s.folder(e.Name()), noteName)); err == nil && json.Unmarshal(raw, &f) == nil {
			at = f.At
		} else if info, err := e.Info(); err == nil {
			at = info.ModTime()
		}
		if now.Sub(at) > kept && !s.busy(e.Name()) {
			_ = os.RemoveAll(s.folder(e.Name()))
		}
	}
}

func (s *Stage) busy(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.working[id] != nil
}
