// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type evaluateCommand struct{}

func (c *evaluateCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, h); err != nil {
		return err
	}
	counts, err := evidence.EvaluateAll(ctx, h.store, actor())
	if err != nil {
		return err
	}
	return s.tellEvaluated(ctx, h, counts)
}

// tellEvaluated says how many findings were judged and, in sentences of the plan, what changed, the bad news first.
func (s *session) tellEvaluated(ctx context.Context, h *house, c evidence.Counts) error {
	s.say("cli.evaluated", fault.A{"n": c.Evaluated})
	var changed []evidence.Change
	for _, ch := range c.Changed {
		if ch.Before != "" {
			changed = append(changed, ch)
		}
	}
	if len(changed) == 0 {
		if c.Evaluated > 0 {
			s.say("cli.no-verdict-changed")
		}
		return nil
	}
	return h.store.Read(ctx, actor(), func(tx *record.ReadTx) error {
		judge := evidence.NewJudge(tx)
		for _, group := range []struct {
			verdict verdict.Verdict
			key     string
		}{
			{verdict.Untrue, "cli.now-untrue"}, {verdict.Incomparable, "cli.now-incomparable"}, {verdict.Uncomputable, "cli.now-uncomputable"},
			{verdict.Moved, "cli.now-moved"}, {verdict.Holds, "cli.now-holds"},
		} {
			var of []evidence.Change
			for _, ch := range changed {
				if ch.After == group.verdict {
					of = append(of, ch)
				}
			}
			if len(of) == 0 {
				continue
			}
			s.say(group.key, fault.A{"n": len(of)})
			for _, ch := range of {
				d, err := judge.Finding(ctx, ch.Ref)
				if err != nil {
					return err
				}
				s.line("  %s: %s", ch.Ref.Slug(), d.Plain(string(s.z.Lang())))
			}
		}
		return nil
	})
}
