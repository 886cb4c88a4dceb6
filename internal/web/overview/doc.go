// SPDX-License-Identifier: EUPL-1.2

// Package overview is the first page: what this partnership is, what changed, and what waits for the reader: findings that turned,
// translations that are stale, actions that are late.
//
// What may live here: choosing and ordering what is shown. What may not: how a verdict, a lateness or a staleness comes about (evidence,
// strategy, record).
package overview
