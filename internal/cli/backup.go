// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"os"
	"path/filepath"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
)

type backupCommand struct {
	File string `arg:""`
}

func (c *backupCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	s.progress("cli.backing-up")
	made, err := db.Backup(ctx, h.db, c.File, db.Info{Program: s.Version, Created: s.Now()})
	if err != nil {
		return err
	}
	s.progress("cli.verifying")
	// Opened as a restore would open it, not only read: a copy that nobody opened is a hope.
	m, err := db.Verify(ctx, c.File)
	if err != nil {
		return err
	}
	if m.SHA256 != made.SHA256 {
		return fault.New(fault.Internal, "db.backup-damaged", fault.A{"path": c.File, "where": "SHA-256"})
	}
	s.say("cli.backed-up", fault.A{"file": c.File, "rows": m.Rows(), "tables": len(m.Tables)})
	s.line("SHA-256 %s", m.SHA256)
	return nil
}

type verifyCommand struct {
	File string `arg:""`
}

func (c *verifyCommand) run(ctx context.Context, s *session) error {
	s.progress("cli.verifying")
	m, err := db.Verify(ctx, c.File)
	if err != nil {
		if fault.Is(err, "db.backup-damaged") || fault.Is(err, "db.not-a-backup") {
			s.line("%s", s.z.Error(err))
			return errFailed
		}
		return err
	}
	s.say("cli.verified", fault.A{"file": c.File, "rows": m.Rows(), "tables": len(m.Tables), "created": m.Created, "program": m.Program})
	s.line("SHA-256 %s", m.SHA256)
	return nil
}

type restoreCommand struct {
	File     string `arg:""`
	Erasures string `placeholder:"FILE"`
}

func (c *restoreCommand) run(ctx context.Context, s *session) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	s.progress("cli.restoring")
	m, err := db.Restore(ctx, c.File, place)
	if err != nil {
		return err
	}
	s.say("cli.restored", fault.A{"rows": m.Rows(), "tables": len(m.Tables), "created": m.Created})
	h, err := s.openOrMake(ctx)
	if err != nil {
		return err
	}
	list := c.Erasures
	if list == "" {
		list = s.erasures(place)
	}
	n, err := identity.ReplayErasures(ctx, h.store, actor(), list)
	if err != nil {
		return err
	}
	if n > 0 {
		s.say("cli.erased-again", fault.A{"n": n})
	}
	return s.settle(ctx, h)
}

// erasures is the list of erasures. It stands beside the data folder, never in it: whoever throws the folder away and restores it
// still has the list. For a server it is where SUMANUS_ERASURES says, else in the present folder.
func (s *session) erasures(place db.Config) string {
	if path := s.Getenv("SUMANUS_ERASURES"); path != "" {
		return path
	}
	if place.Dir == "" {
		return erasuresName
	}
	return filepath.Clean(place.Dir) + "." + erasuresName
}

type migrateDBCommand struct {
	To string `arg:""`
}

// run moves the data into the other database by a backup and a restore, which compare every row.
func (c *migrateDBCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sumanus-move-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "all.backup")
	if _, err := db.Backup(ctx, h.db, file, db.Info{Program: s.Version, Created: s.Now()}); err != nil {
		return err
	}
	to := db.Config{Dir: c.To, Random: s.Random}
	if isURL(c.To) {
		to = db.Config{URL: c.To, Random: s.Random}
	}
	m, err := db.Restore(ctx, file, to)
	if err != nil {
		return err
	}
	s.say("cli.moved", fault.A{"rows": m.Rows(), "tables": len(m.Tables), "to": withoutPassword(c.To)})
	return nil
}
