// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
)

// exampleDocument is what the demo publishes.
const exampleDocument = "guide"

type demoCommand struct {
	Addr      string `default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Once      bool
	NoBrowser bool
}

func (c *demoCommand) run(ctx context.Context, s *session) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	h, err := s.openOrMake(ctx)
	if err != nil {
		return err
	}
	if err := s.loadExample(ctx, h); err != nil {
		return err
	}
	site := sitePlace(place.Dir)
	n, err := s.publish(ctx, exampleDocument, nil, asKnown{}, site)
	if err != nil {
		return err
	}
	s.say("cli.published", fault.A{"document": exampleDocument, "dir": site, "n": n})
	if c.Once {
		return nil
	}
	return s.serveHouse(ctx, h, serving{addr: c.Addr, search: true, browser: !c.NoBrowser})
}

// sitePlace is where the published site stands: in the data folder, or in the present one when the data is on a server.
func sitePlace(dir string) string { return filepath.Join(dir, "site") }

// stagePlace is where the import of a file sorts on the disk what memory does not hold; empty is the system's folder for temporary ones.
func stagePlace(dir string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "staged")
}

// loadExample loads the embedded example into a house that is still empty. Data that is there is kept.
func (s *session) loadExample(ctx context.Context, h *house) error {
	there := 0
	if err := h.store.Read(ctx, actor(), func(tx *record.ReadTx) error {
		all, err := tx.All(ctx, "partnership")
		there = len(all)
		return err
	}); err != nil {
		return err
	}
	if there > 0 {
		s.say("cli.demo-kept")
		return s.settle(ctx, h)
	}
	fsys, err := examples.KurzemeKlaipeda()
	if err != nil {
		return err
	}
	tree, err := parseFolder(fsys, "kurzeme-klaipeda")
	if err != nil {
		return err
	}
	s.progress("cli.applying", fault.A{"n": len(tree.Entries)})
	rep, err := folder.Apply(ctx, h.store, actor(), tree, h.attachments, folder.Options{})
	if err != nil {
		return err
	}
	if err := s.settle(ctx, h); err != nil {
		return err
	}
	invented := 0
	for _, e := range tree.Entries {
		if e.Draft.Invented {
			invented++
		}
	}
	s.say("cli.demo-loaded", fault.A{"n": len(rep.Created), "invented": invented})
	return nil
}

// absent tells whether there is no such folder.
func absent(dir string) bool {
	_, err := os.Stat(dir)
	return errors.Is(err, fs.ErrNotExist)
}
