// SPDX-License-Identifier: EUPL-1.2

// Package jobs is for work that outlives a request: it is enqueued in the transaction that causes it, and worked off by any
// process or node, at least once, also when a worker dies.
//
// What may live here: the queue, its workers, leases and repeats. What may not: the work itself; rooms bring handlers,
// which are wired in cmd.
//
// Promises: a job is there if and only if its transaction committed; a job that was begun and not ended is begun again when
// its lease is over; a handler that wants its effect exactly once ends the job in its own transaction by Job.Finish.
// Why it is a table of our own is told in docs/adr/0003-jobs-own-table.md.
package jobs
