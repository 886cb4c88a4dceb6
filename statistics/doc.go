// SPDX-License-Identifier: EUPL-1.2

// Package statistics is the model of a statistical table as it was published: dimensions with codes, values as decimal text,
// and a status for each observation. The codecs of the sub-packages read files into it one series at a time.
//
//   - statistics/open finds out which format a file has and opens it.
//   - statistics/eurostattsv, statistics/csvtable, statistics/jsonstat each read one family of formats;
//     csvtable and jsonstat also write.
//
// # Conventions
//
//   - A value is the decimal text that was published, digit for digit: "6700", "18.60", "1e+05". It never passes through a
//     float. The one rewriting is the decimal sign: where a file has a decimal comma, the text here has a point.
//   - Missing is a state, never 0 and never NaN. An observation is missing exactly when its Value is empty, and then, and only
//     then, its Status has [Missing]. A zero that was published is the value "0".
//   - A missing value is written in files as nothing, ":", "NA" or "NaN" (these say no more than missing), or as ".", "..",
//     "...", "…", "-" or "–". Offices disagree about what the latter mean (not applicable, not available, nothing at all), so
//     they are kept in Flags as published and read as missing, never as 0.
//   - Flags is the flag text as published ("b", "bep", ".."). Status is what it means, always StatusOf(Flags) plus [Missing]
//     where the value is; so a file written again and read again gives the same status.
//   - An observation that a file does not mention is absent: no observation is made for it. Absent and missing differ: the first
//     was not published, the second was published as missing. (A sparse JSON-stat object mentions only some cells: the others
//     are absent.)
//   - A period is normalised text: 2010, 2010-S1, 2010-Q1, 2010-M03, 2010-W05, 2010-03-15. See [Period].
//   - Codes and identifiers are kept as published; spaces around an unquoted code are dropped.
//   - The order of series, observations and codes is that of the file.
//
// What may live here: the model, its text forms, and errors that name a place. What may not: anything of a room (databases, people,
// messages in a language), network clients, and arithmetic on values, which belongs to analysis.
package statistics
