// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type historyCommand struct {
	Ref string `arg:""`
}

func (c *historyCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		past, err := tx.History(ctx, record.Ref(c.Ref))
		if err != nil {
			return err
		}
		s.history(past)
		return nil
	})
}

func (s *session) history(past []record.Revisit) {
	var rows [][]string
	for _, p := range past {
		rows = append(rows, []string{s.z.T("cli.revision", fault.A{"n": p.Revision}), s.z.DateTime(p.At), s.verb(p.Verb), p.Actor, s.z.T("cli.entry", fault.A{"seq": p.Seq})})
	}
	s.table(rows)
}

// verb says in words what was done; a verb that a room invented is shown as it is.
func (s *session) verb(verb string) string {
	if key := "cli.verb." + verb; s.z.Has(key) {
		return s.z.T(key)
	}
	return verb
}

type undoCommand struct {
	Seq int64 `arg:""`
}

func (c *undoCommand) run(ctx context.Context, s *session) error {
	var r record.Record
	err := s.write(ctx, func(tx *record.Tx) error {
		var err error
		r, err = tx.Undo(ctx, c.Seq)
		return err
	})
	if err == nil {
		s.say("cli.undone", fault.A{"seq": c.Seq, "ref": string(r.Ref)})
	}
	return err
}

type diffCommand struct {
	From string `arg:""`
	To   string `arg:"" optional:""`
}

func (c *diffCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	from, err := s.moment(ctx, h, c.From)
	if err != nil {
		return err
	}
	to, err := s.moment(ctx, h, c.To)
	if err != nil {
		return err
	}
	all, err := h.store.Differences(ctx, actor(), from, to)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, d := range all {
		count[d.Change]++
		s.line("%s  %s", s.z.T("cli.change", fault.A{"change": d.Change}), d.Ref)
		if d.Change != "changed" {
			continue
		}
		for _, f := range d.Fields {
			s.line("    %s", f.Path)
			s.line("      − %s", s.shown(f.Before))
			s.line("      + %s", s.shown(f.After))
		}
	}
	s.say("cli.differences", fault.A{"added": count["added"], "changed": count["changed"], "removed": count["removed"]})
	return nil
}

type baselineCommand struct {
	Name string `arg:""`
}

func (c *baselineCommand) run(ctx context.Context, s *session) error {
	var b record.Baseline
	err := s.write(ctx, func(tx *record.Tx) error {
		var err error
		b, err = tx.SetBaseline(ctx, c.Name)
		return err
	})
	if err == nil {
		s.say("cli.baseline-set", fault.A{"name": b.Name, "at": s.z.DateTime(b.At), "seq": b.Seq})
	}
	return err
}

type baselinesCommand struct{}

func (c *baselinesCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		all, err := tx.Baselines(ctx)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, b := range all {
			rows = append(rows, []string{b.Name, s.z.DateTime(b.At), s.z.T("cli.entry", fault.A{"seq": b.Seq})})
		}
		s.table(rows)
		s.tell("cli.baselines", fault.A{"n": len(all)})
		return nil
	})
}

type journalCommand struct {
	Verify bool
}

func (c *journalCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		if c.Verify {
			v, err := tx.VerifyJournal(ctx)
			if err == nil {
				s.say("cli.journal-verified", fault.A{"entries": v.Entries, "revisions": v.Revisions, "erased": v.Erased, "head": v.Head})
			}
			return verified(s, err)
		}
		all, err := tx.Journal(ctx, 0, 0)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, e := range all {
			note := ""
			if e.ErasedBy != 0 {
				note = s.z.T("cli.erased-by", fault.A{"n": e.ErasedBy})
			}
			rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), e.At.Format("2006-01-02 15:04:05"), s.verb(e.Verb), e.Subject, fmt.Sprint(e.Actor), note})
		}
		s.table(rows)
		return nil
	})
}

// verified turns what a verification found wrong into a plain "no" with its reason: it is the answer, not a mishap.
func verified(s *session, err error) error {
	if fault.Is(err, "record.journal-broken") || fault.Is(err, "record.revision-broken") {
		s.line("%s", s.z.Error(err))
		return errFailed
	}
	return err
}
