// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
)

type exportCommand struct {
	Dir string `arg:""`
	asKnown
}

func (c *exportCommand) run(ctx context.Context, s *session) error {
	var files folder.Files
	err := s.read(ctx, c.asKnown, func(h *house, tx *record.ReadTx) error {
		var err error
		files, err = folder.Export(ctx, tx, h.attachments)
		return err
	})
	if err != nil {
		return err
	}
	changed, err := folder.Save(c.Dir, files, true)
	if err != nil {
		return err
	}
	s.say("cli.exported", fault.A{"dir": c.Dir, "files": len(files), "changed": len(changed)})
	return nil
}
