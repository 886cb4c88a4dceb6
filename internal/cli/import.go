// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"os"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
)

type importCommand struct {
	File      string `arg:""`
	Dataset   string `required:"" placeholder:"ID"`
	Published string `placeholder:"DATE"`
	Retrieved string `placeholder:"DATE"`
	Label     string `placeholder:"LABEL"`
	Territory string `placeholder:"VERSION"`
	Source    string `placeholder:"TEXT"`
	Complete  bool
	Try       bool
}

func (c *importCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fault.New(fault.Unavailable, "cli.no-file", fault.A{"file": c.File}).Because(err)
	}
	defer f.Close()
	// What was due before this import must not be counted as its doing.
	if err := s.settle(ctx, h); err != nil {
		return err
	}
	s.progress("cli.importing")
	s.whole = true
	rep, err := dataset.Import(ctx, h.store, actor(), refOf("dataset", c.Dataset), c.File, f, dataset.Options{
		Published: c.Published, Retrieved: c.Retrieved, Label: c.Label, Territory: c.Territory, Source: c.Source, Complete: c.Complete, DryRun: c.Try,
	})
	if err != nil {
		return err
	}
	s.whole = false
	s.tellImported(rep)
	if c.Try {
		s.say("cli.tried")
		return nil
	}
	counts, err := s.evaluateDue(ctx, h)
	if err != nil {
		return err
	}
	return s.tellEvaluated(ctx, h, counts)
}

func (s *session) tellImported(r dataset.Report) {
	s.say("cli.imported", fault.A{"dataset": string(r.Dataset), "label": r.Label, "n": r.Observations, "format": r.Format})
	if r.Previous == "" {
		s.say("cli.first-vintage")
	} else {
		s.say("cli.compared-with", fault.A{"label": r.Previous})
		if r.Unchanged {
			s.say("cli.unchanged")
		}
		for _, line := range []struct {
			key string
			n   int64
		}{
			{"cli.import-added", r.Added}, {"cli.import-first-asked", r.FirstAsked}, {"cli.import-revised", r.Revised},
			{"cli.import-status", r.StatusOnly}, {"cli.import-gone", r.Gone}, {"cli.import-not-asked", r.NotAsked},
		} {
			s.say(line.key, fault.A{"n": line.n})
		}
	}
	for _, rename := range r.Renamed {
		s.say("cli.import-renamed", fault.A{"from": rename.From, "to": rename.To})
	}
	s.tellTerritory(r.Territory)
	for _, d := range r.Dropped {
		s.say("cli.import-dropped", fault.A{"dimension": d.Dimension, "code": d.Code})
	}
	for _, d := range r.Assumed {
		s.say("cli.import-assumed", fault.A{"dimension": d.Dimension, "code": d.Code})
	}
}

func (s *session) tellTerritory(t dataset.Territory) {
	switch {
	case t.Version == "":
		return
	case len(t.Ambiguous) > 1:
		s.say("cli.import-territory-ambiguous", fault.A{"scheme": t.Scheme, "version": t.Version, "all": t.Ambiguous})
	default:
		s.say("cli.import-territory", fault.A{"scheme": t.Scheme, "version": t.Version})
	}
	if len(t.Mixed) > 0 {
		s.say("cli.import-territory-mixed", fault.A{"countries": t.Mixed})
	}
}

// evaluateDue works off what an import has made due and gathers what came of it.
func (s *session) evaluateDue(ctx context.Context, h *house) (evidence.Counts, error) {
	var all evidence.Counts
	s.progress("cli.evaluating")
	// One worker, so that what is told comes in order.
	rep, err := jobs.Drain(ctx, h.db, handlers(h.store, func(c evidence.Counts) {
		all.Evaluated += c.Evaluated
		all.Changed = append(all.Changed, c.Changed...)
	}), jobs.Options{Now: s.Now, Name: s.worker(), Log: s.log, Workers: 1})
	if n := rep.Failed + rep.Repeated; n > 0 {
		s.tell("cli.jobs-failed", fault.A{"n": n})
	}
	return all, err
}
