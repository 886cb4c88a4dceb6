// SPDX-License-Identifier: EUPL-1.2

// Package thread makes the strip why · what · so what of a page, from links alone.
//
//	why      what the record rests on: findings with their verdict, indicators, official figures with their day
//	what     what it is part of, and what is said because of it: plans, priorities, measures, chapters
//	so what  what came of it: actions with their state, targets
//
// From any action an official figure with its day is one click away. The strip costs four queries however long the thread is.
//
// What may live here: which record stands in which group, and how it is named there. What may not: how the strip looks (ui).
package thread
