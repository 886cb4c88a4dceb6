// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"encoding/json"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
)

// Job is the kind of work this room enqueues.
const Job = "method.run"

// task is one analysis to be run.
type task struct {
	Analysis record.Ref `json:"analysis"`
}

// Watch enqueues a run, in the transaction that makes it necessary, whenever an analysis changes or a vintage arrives of a dataset it
// reads the latest of.
func Watch(s *record.Store) {
	s.Subscribe(func(ctx context.Context, tx *record.Tx, e record.Event) error {
		if p, ok := e.Payload.(dataset.Published); ok {
			if !p.Latest {
				return nil
			}
			return enqueueUsers(ctx, tx, p.Dataset)
		}
		if e.Record != nil && !e.Record.Deleted && e.Record.Ref.Kind() == "analysis" {
			return enqueue(ctx, tx, e.Record.Ref)
		}
		return nil
	})
}

// enqueueUsers enqueues the analyses that read the latest vintage of a dataset.
func enqueueUsers(ctx context.Context, tx *record.Tx, ref record.Ref) error {
	links, err := tx.To(ctx, ref)
	if err != nil {
		return err
	}
	seen := map[record.Ref]bool{}
	for _, l := range links {
		if l.From.Kind() != "analysis" || seen[l.From] {
			continue
		}
		seen[l.From] = true
		rec, err := tx.Get(ctx, l.From)
		if fault.CodeOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		body, ok := rec.Body.(*Analysis)
		if !ok {
			continue
		}
		if body.readsLatest(ref) {
			if err := enqueue(ctx, tx, l.From); err != nil {
				return err
			}
		}
	}
	return nil
}

func enqueue(ctx context.Context, tx *record.Tx, ref record.Ref) error {
	return jobs.Enqueue(ctx, tx.SQL(), Job, task{ref}, Job+" "+string(ref))
}

// Handlers work off what Watch enqueues, in the name of the actor.
func Handlers(s *record.Store, actor record.Actor) map[string]jobs.Handler {
	return map[string]jobs.Handler{Job: func(ctx context.Context, j jobs.Job) error {
		var t task
		if err := json.Unmarshal(j.Args, &t); err != nil {
			return jobs.Permanent(err)
		}
		_, err := Perform(ctx, s, actor, t.Analysis)
		if fault.CodeOf(err) == fault.NotFound { // deleted meanwhile
			return nil
		}
		return err
	}}
}
