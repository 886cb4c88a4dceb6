// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record/folder"
)

type applyCommand struct {
	Dir   string `arg:""`
	Prune bool
	Try   bool
}

func (c *applyCommand) run(ctx context.Context, s *session) error {
	s.whole = true
	h, tree, err := s.readFolder(ctx, c.Dir)
	if err != nil {
		return err
	}
	s.progress("cli.applying", fault.A{"n": len(tree.Entries)})
	rep, err := folder.Apply(ctx, h.store, actor(), tree, h.attachments, folder.Options{Prune: c.Prune, Try: c.Try})
	if err != nil {
		return below(c.Dir, err)
	}
	s.whole = false
	if !c.Try {
		if err := s.settle(ctx, h); err != nil {
			return err
		}
	}
	s.tellApplied(rep, c.Try)
	return nil
}

func (s *session) tellApplied(rep folder.Report, try bool) {
	for _, ref := range rep.Changed {
		s.say("cli.applied-changed", fault.A{"ref": string(ref)})
	}
	for _, ref := range rep.Deleted {
		s.say("cli.applied-deleted", fault.A{"ref": string(ref)})
	}
	s.say("cli.applied", fault.A{"created": len(rep.Created), "changed": len(rep.Changed), "deleted": len(rep.Deleted), "unchanged": len(rep.Unchanged)})
	if try {
		s.say("cli.tried")
	}
}

// readFolder reads the folder before the database is touched, so that a faulty folder does not even make one.
func (s *session) readFolder(ctx context.Context, dir string) (*house, *folder.Tree, error) {
	tree, err := parseFolder(os.DirFS(dir), dir)
	if err != nil {
		return nil, nil, err
	}
	h, err := s.openOrMake(ctx)
	return h, tree, err
}

func parseFolder(fsys fs.FS, dir string) (*folder.Tree, error) {
	registry, err := kinds()
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fault.New(fault.Unavailable, "cli.no-folder", fault.A{"dir": dir}).Because(err)
	}
	own := attachments()
	tree, err := folder.Read(fsys, registry, func(kind string) bool {
		for _, a := range own {
			if a.Kind() == kind {
				return true
			}
		}
		return false
	})
	return tree, below(dir, err)
}

// below puts the folder that the person named before the files in faults, so that an editor can open them.
func below(dir string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	moved := func(one *fault.Fault) *fault.Fault {
		c := *one
		if c.Place.File != "" {
			c.Place.File = filepath.Join(dir, filepath.FromSlash(c.Place.File))
		}
		return &c
	}
	out := moved(f)
	out.Also = nil
	for _, also := range f.Also {
		out.Also = append(out.Also, moved(also))
	}
	return out
}
