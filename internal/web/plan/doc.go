// SPDX-License-Identifier: EUPL-1.2

// Package plan is the strategy and the action plan as pages see them, read once for each page: the tree from vision to action, which findings
// it rests on and whether they hold, whose regions it concerns, what the linter found and where each of it is mended. The areas strategy and
// actionplan show it.
//
// Read costs a handful of statements however large the plan is. With ?at=DAY or ?at=NAME in the address it is the plan as known then.
//
// What may live here: what both areas need, and mends (a rule of internal/check → the place where a person mends it). What may not: a page,
// a rule, a write.
package plan
