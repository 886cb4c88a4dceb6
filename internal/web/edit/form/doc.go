// SPDX-License-Identifier: EUPL-1.2

// Package form describes how each kind of record is edited, and turns a record into what a form shows and what was typed back into a
// record.
//
// Every kind has a small file that lists its fields in sections: what the field is called, how it is typed, what to write in it. All
// else follows from that list: the controls, reading typed text in the reader's language, merging two edits, telling what changed. A test
// fails when a field of a body is not in the list of its kind; what is edited on a page of its own is listed as such.
//
// What is not touched is not changed: a field is read only where what was typed differs from what was shown, so a round trip through the
// form gives the same bytes.
//
// What may live here: descriptions, and pure functions over records and typed values. What may not: requests, the database, markup.
package form
