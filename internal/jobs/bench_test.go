// SPDX-License-Identifier: EUPL-1.2

package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/jobs"
)

// BenchmarkJob is the cost of the queue itself for one job: enqueue, take, end.
func BenchmarkJob(b *testing.B) {
	for name, open := range map[string]func(testing.TB) db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			o := jobs.Options{Now: time.Now, Name: "bench"}
			h := map[string]jobs.Handler{"a": func(context.Context, jobs.Job) error { return nil }}
			for b.Loop() {
				if err := d.Write(ctx, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "a", nil, "") }); err != nil {
					b.Fatal(err)
				}
				if _, err := jobs.Drain(ctx, d, h, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
