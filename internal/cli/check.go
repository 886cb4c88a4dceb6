// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/record"
)

type checkCommand struct {
	JSON bool `name:"json"`
	asKnown
}

func (c *checkCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, c.asKnown, func(_ *house, tx *record.ReadTx) error {
		today := s.Now()
		if m := tx.Moment(); !m.IsZero() {
			today = m
		}
		rep, err := check.Run(ctx, tx, check.Options{Today: today.Format(time.DateOnly)})
		if err != nil {
			return err
		}
		if c.JSON {
			err = s.json(rep)
		} else {
			fmt.Fprint(s.Stdout, rep.Text(s.z))
		}
		if err == nil && rep.Counts.Errors > 0 {
			err = errFailed
		}
		return err
	})
}
