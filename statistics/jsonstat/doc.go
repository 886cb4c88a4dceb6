// SPDX-License-Identifier: EUPL-1.2

// Package jsonstat reads and writes JSON-stat 2.0 datasets, and reads version 1 responses (a dataset inside one member of the document).
//
// # What is read
//
// Members id, size, role, dimension (category index as array or object, labels), value (array, or object for sparse data), status (a text,
// an array, or an object; an array of one speaks for all cells), label, source, updated, and in version 1 dimension.id, dimension.size,
// dimension.role and status.value. Other members are passed over. Numbers keep their text: 100.0 stays "100.0". A number that is given as a
// JSON string is read, also with flags behind it; a string that is no number is refused (bad-number).
//
// null in an array, or as the value of a sparse cell, is missing. A cell that a sparse object does not mention is absent, unless it has a
// status: then it is missing. An array must have exactly as many values as the sizes multiply to.
//
// The time dimension is the one with the role time; without roles the one called time, TIME_PERIOD, period, year, date or Tid. A
// dataset without any is refused (no-time) unless Options.Period says which period it speaks of.
//
// # What is refused
//
// Collections and single dimensions (not-a-dataset, which tells what the document holds), documents that are not JSON-stat
// (unknown-format), a member or a cell given twice, categories that do not number 0…n−1.
//
// # Memory
//
// Members of a JSON document come in any order (Statistics Norway sends the status first, json-stat.org the values), so a document is read to
// its end before the first series is given, and nothing is given of a document that is broken anywhere. The document is not kept: values
// are packed as text in one block. Memory is about 16 bytes and the text for each value that is mentioned, at most
// statistics.MaxCells; what the sizes multiply to costs nothing.
//
// What may live here: JSON-stat. What may not: other JSON formats, network requests.
package jsonstat
