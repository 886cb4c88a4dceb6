// SPDX-License-Identifier: EUPL-1.2

// Package check is the plan linter: it reads every room and says where the thread from an official number to an action is broken,
// what is unproven and what is unfinished.
//
// A rule is a small file rule_NAME.go: an id, a level, three sentences (why the rule is there, what was found, how to mend it) and a
// function over the house. Each has a text script testdata/rules/ID.txt that a planner can read: a plan that fires it, a near miss
// that must not, and the mend. docs/manual/checks.md is written from the rules and a test keeps it so.
//
// Levels: an error says something that is false, or states what nothing proves; a warning is unfinished; a hint is worth a look.
// A rule that cries wolf is worse than none: where a rule cannot be sure, it is silent.
//
// What may live here: rules, their scripts, the report and its two forms (JSON and text). What may not: anything that changes a
// record, anything that computes a verdict (internal/evidence does), checks without which a record cannot be saved (Validate of its kind).
package check
