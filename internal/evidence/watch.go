// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"encoding/json"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

// Job is the kind of work this room enqueues.
const Job = "evidence.evaluate"

// task is what a job evaluates: the dependents of a new vintage, or findings by name.
type task struct {
	Dataset  record.Ref   `json:"dataset,omitempty"`
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Findings []record.Ref `json:"findings,omitempty"`
	// Analysis has another result: From and To are then the hashes of the results.
	Analysis record.Ref `json:"analysis,omitempty"`
}

// Watch enqueues an evaluation, in the transaction that makes it necessary, whenever a vintage arrives, an analysis has another result, or
// a finding, an indicator or a region changes.
func Watch(s *record.Store) {
	s.Subscribe(func(ctx context.Context, tx *record.Tx, e record.Event) error {
		if p, ok := e.Payload.(dataset.Published); ok {
			if err := enqueueReadingOf(ctx, tx, p.Dataset); err != nil {
				return err
			}
			return enqueue(ctx, tx, task{Dataset: p.Dataset, From: p.Previous, To: p.Label})
		}
		if p, ok := e.Payload.(method.Performed); ok {
			return enqueueCiters(ctx, tx, p)
		}
		if e.Record == nil || e.Record.Deleted {
			return nil
		}
		switch e.Record.Ref.Kind() {
		case "finding":
			return enqueue(ctx, tx, task{Findings: []record.Ref{e.Record.Ref}})
		case "indicator", "region", "dataset":
			if err := readAgain(ctx, tx, e.Record.Ref); err != nil {
				return err
			}
			if e.Record.Revision == 1 {
				return nil // nothing can rest on it yet
			}
			return enqueueUsers(ctx, tx, e.Record.Ref)
		}
		return nil
	})
}

// enqueueCiters enqueues the evaluation of what cites a result, when anything does.
func enqueueCiters(ctx context.Context, tx *record.Tx, p method.Performed) error {
	links, err := tx.To(ctx, p.Analysis)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.From.Kind() == "finding" {
			return enqueue(ctx, tx, task{Analysis: p.Analysis, From: p.Before, To: p.Hash})
		}
	}
	return nil
}

// readAgain enqueues the readings that a changed record makes due. A dataset has none before its first vintage.
func readAgain(ctx context.Context, tx *record.Tx, ref record.Ref) error {
	switch ref.Kind() {
	case "indicator":
		return enqueueReading(ctx, tx, ref)
	case "region":
		return enqueueReading(ctx, tx)
	}
	return nil
}

// enqueueUsers enqueues the findings that use a record, directly or through an indicator.
func enqueueUsers(ctx context.Context, tx *record.Tx, ref record.Ref) error {
	var findings []record.Ref
	seen := map[record.Ref]bool{}
	for queue := []record.Ref{ref}; len(queue) > 0; queue = queue[1:] {
		links, err := tx.To(ctx, queue[0])
		if err != nil {
			return err
		}
		for _, l := range links {
			if seen[l.From] {
				continue
			}
			seen[l.From] = true
			switch l.From.Kind() {
			case "finding":
				findings = append(findings, l.From)
			case "indicator":
				queue = append(queue, l.From)
			}
		}
	}
	if len(findings) == 0 {
		return nil
	}
	return enqueue(ctx, tx, task{Findings: sortedRefs(findings)})
}

func enqueue(ctx context.Context, tx *record.Tx, t task) error { return enqueueJob(ctx, tx, Job, t) }

// enqueueJob enqueues work that need not wait twice.
func enqueueJob(ctx context.Context, tx *record.Tx, kind string, t any) error {
	key, err := record.Canonical(t)
	if err != nil {
		return err
	}
	return jobs.Enqueue(ctx, tx.SQL(), kind, t, kind+" "+string(key))
}

// Handlers work off what Watch enqueues, in the name of the actor. tell, when given, hears what each job did.
func Handlers(s *record.Store, actor record.Actor, tell func(Counts)) map[string]jobs.Handler {
	read := func(ctx context.Context, j jobs.Job) error {
		var t readTask
		if err := json.Unmarshal(j.Args, &t); err != nil {
			return jobs.Permanent(err)
		}
		return MakeReadings(ctx, s, actor, t.Indicators)
	}
	return map[string]jobs.Handler{ReadJob: read, Job: func(ctx context.Context, j jobs.Job) error {
		var t task
		if err := json.Unmarshal(j.Args, &t); err != nil {
			return jobs.Permanent(err)
		}
		var c Counts
		var err error
		if t.Analysis != "" {
			c, err = EvaluateCiters(ctx, s, actor, t.Analysis, t.From, t.To)
		} else if t.Dataset != "" {
			c, err = EvaluateDependents(ctx, s, actor, t.Dataset, t.From, t.To)
		} else {
			c, err = EvaluateFindings(ctx, s, actor, t.Findings)
		}
		if err == nil && tell != nil {
			tell(c)
		}
		return err
	}}
}
