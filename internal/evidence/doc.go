// SPDX-License-Identifier: EUPL-1.2

// Package evidence holds indicators and findings, and tells what changed and what still holds.
//
// An indicator is a formula over datasets. A finding is a sentence in every language, whose numbers and asserting words are bound to
// indicators (see sentence and verdict). A Judge reads a finding as a reader sees it, now or as known on a day. Verdicts are stored
// in tables of this room, never in bodies; when a vintage arrives, exactly the findings that rest on a changed series are judged
// again, and a change of verdict is journaled.
//
// The arithmetic is in formula, the marks of a statement in sentence, the judging in verdict: none of these knows a record. What may
// not live here: the files of statistical offices (dataset), what follows from a finding (strategy), how it is printed (publication).
package evidence
