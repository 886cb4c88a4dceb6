// SPDX-License-Identifier: EUPL-1.2

// Package evidence is the area of the site where numbers become sentences that can be checked: datasets and their vintages, indicators,
// findings with their verdicts, and what a person does about them.
//
//	list, finding, decide     findings: which turned, why one holds, accept, reword or withdraw
//	wording, draft, wordsave  the form of a finding, judged before it is saved
//	dataset, difference       a dataset, its vintages, what differs between two of them
//	stage, pieces, intake     where a file on its way in waits: in the database, known to every node, for a day
//	upload, newdataset        a file on its way in: looked at, imported, told
//	methods, ask, asksave     what can be asked of figures; the form of an analysis, made from the description of its method
//	analysis, result, cite    what came of an analysis, its runs over time, the way from a cell to a finding
//	indicator, formula*       an indicator, its series, the editor of its formula
//
// A page that only shows reads everything it needs by a fixed number of statements (shelf). A finding that changes goes through
// internal/evidence, a file through internal/dataset: nothing is decided here. Messages have the prefix "ev.".
//
// What may live here: choosing, ordering and wording what is shown; reading forms; keeping a file aside until a person has decided. What may
// not: judging, arithmetic on values, reading of file formats.
package evidence
