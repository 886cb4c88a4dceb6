// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
)

type publishCommand struct {
	Document string `arg:""`
	Out      string `required:"" placeholder:"DIR"`
	asKnown
}

func (c *publishCommand) run(ctx context.Context, s *session) error {
	var langs []string
	if s.flags.Lang != "" {
		langs = strings.Split(s.flags.Lang, ",")
	}
	n, err := s.publish(ctx, c.Document, langs, c.asKnown, c.Out)
	if err == nil {
		s.say("cli.published", fault.A{"document": c.Document, "dir": c.Out, "n": n})
	}
	return err
}

// publish makes the pages of a document and puts them into a folder. Without languages it takes all of the partnership.
func (s *session) publish(ctx context.Context, document string, langs []string, at asKnown, dir string) (int, error) {
	document = strings.TrimPrefix(document, "document/")
	var files map[string][]byte
	err := s.read(ctx, at, func(_ *house, tx *record.ReadTx) error {
		now := s.Now()
		if m := tx.Moment(); !m.IsZero() {
			now = m
		}
		if len(langs) == 0 {
			var err error
			if langs, err = s.partnershipLanguages(ctx, tx); err != nil {
				return err
			}
		}
		var err error
		files, err = publication.Publish(ctx, tx, document, langs, publication.Options{Now: now.UTC().Truncate(time.Second)})
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(files), saveSite(dir, document, files)
}

// partnershipLanguages are the languages of the partnership in their order.
func (s *session) partnershipLanguages(ctx context.Context, r record.Reader) ([]string, error) {
	_, p, err := identity.ThePartnership(ctx, r)
	if err != nil {
		return nil, err
	}
	return p.Languages, nil
}
