// SPDX-License-Identifier: EUPL-1.2

// Package verdict judges whether a finding still holds: it takes what the finding says (Spec) and what the statistics say (Source), and gives a Result.
//
// An assertion is true, false or unknown, on unrounded numbers. The finding as a whole:
//
//	untrue        some assertion is false
//	incomparable  none is false, but numbers were set against each other across a break, a definition or a territory
//	uncomputable  none of those, but a number that is needed is not there
//	moved         everything holds, and a number that the statement shows differs from when it was written
//	holds         everything holds as written
//
// and, beside the verdict, newer: a value bound to a fixed period has a newer one.
//
// Conventions that change results:
//   - Numbers are exact; nothing is rounded before it is judged. Missing is never nought.
//   - Tolerance is what counts as equal, in the unit of the expression: > and < must exceed it, >= and <= may fall short by it, == means within it.
//   - A value's number for the reader is exact × 100 (percent) ÷ scale, rounded half away from zero; assertions are about the unscaled number.
//   - Rank: position p means that exactly p−1 regions are strictly better and none is equal. A shared place asserts too much and is false.
//   - latest is the newest period for which all latest values of the finding have a number, latest-5 the one five periods before it by the calendar.
//   - Two numbers of one indicator are incomparable when their definitions differ, or, for one region at different periods, their territory or their
//     stretch of series between breaks.
//   - A rounding contradicts its assertion when the assertion is true, but false of the numbers as the reader sees them. It is a fault beside the verdict.
//
// For each number that an assertion rests on, Nearest is the smallest change of that number alone that makes the assertion turn. It is found by exact
// algebra; where a formula has a logarithm or an uneven root, by search, and marked approximate. An assertion that nothing can make false is refused by Compile.
//
// What may live here: judging. What may not: records, datasets, vintages, wording. Two runs of one Engine on the same numbers give the same result.
package verdict
