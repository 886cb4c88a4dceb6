// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
)

type doctorCommand struct{}

// run looks at everything and tells all of it; it never stops at the first trouble.
func (c *doctorCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	found := db.Doctor(ctx, h.db)
	found = append(found, s.examineJournal(ctx, h))
	found = append(found, s.examineJobs(ctx, h)...)
	found = append(found, s.examineChunks(ctx, h))
	bad := 0
	for _, f := range found {
		if f.Level == db.Error {
			bad++
		}
		s.line("%s %s", s.z.T("cli.level", fault.A{"level": string(f.Level)}), s.z.T(f.Key, f.Args))
	}
	s.say("cli.doctor", fault.A{"n": bad, "looked": len(found)})
	if bad > 0 {
		return errFailed
	}
	return nil
}

func (s *session) examineJournal(ctx context.Context, h *house) db.Finding {
	var v record.Verification
	err := h.store.Read(ctx, actor(), func(tx *record.ReadTx) error {
		var err error
		v, err = tx.VerifyJournal(ctx)
		return err
	})
	if err != nil {
		return db.Finding{Level: db.Error, Key: "cli.doctor-journal-bad", Args: fault.A{"why": s.z.Error(err)}}
	}
	return db.Finding{Level: db.OK, Key: "cli.doctor-journal", Args: fault.A{"entries": v.Entries, "revisions": v.Revisions}}
}

// examineJobs tells of work that was given up, and of work that nobody has done: every command works off what it has made due.
func (s *session) examineJobs(ctx context.Context, h *house) []db.Finding {
	var failed, waiting []jobs.Job
	err := h.db.Read(ctx, func(tx db.Tx) error {
		var err error
		if failed, err = jobs.List(ctx, tx, jobs.Failed); err != nil {
			return err
		}
		waiting, err = jobs.List(ctx, tx, jobs.Waiting)
		return err
	})
	if err != nil {
		return []db.Finding{{Level: db.Error, Key: "cli.doctor-jobs-unread", Args: fault.A{"error": err.Error()}}}
	}
	if len(failed)+len(waiting) == 0 {
		return []db.Finding{{Level: db.OK, Key: "cli.doctor-jobs"}}
	}
	var out []db.Finding
	if len(waiting) > 0 {
		out = append(out, db.Finding{Level: db.Warning, Key: "cli.doctor-jobs-waiting", Args: fault.A{"n": len(waiting)}})
	}
	for _, j := range failed {
		out = append(out, db.Finding{Level: db.Error, Key: "cli.doctor-job-failed", Args: fault.A{"id": j.ID, "kind": j.Kind, "error": j.Error}})
	}
	return out
}

// examineChunks looks for pieces of tables that an interrupted import has left behind; they do no harm but take room.
func (s *session) examineChunks(ctx context.Context, h *house) db.Finding {
	n, err := dataset.Leftover(ctx, h.store, s.Now().Add(-chunkAge))
	if err != nil {
		return db.Finding{Level: db.Error, Key: "cli.doctor-chunks-unread", Args: fault.A{"error": err.Error()}}
	}
	if n > 0 {
		return db.Finding{Level: db.Warning, Key: "cli.doctor-chunks-left", Args: fault.A{"n": n}}
	}
	return db.Finding{Level: db.OK, Key: "cli.doctor-chunks"}
}

// chunkAge is how old an unreferenced chunk must be to be left over: an import that is under way has younger ones.
const chunkAge = 24 * time.Hour
