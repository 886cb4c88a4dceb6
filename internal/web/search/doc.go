// SPDX-License-Identifier: EUPL-1.2

// Package search is the page on which everything a person may see is found by words, in any language: kind and place of each record, the
// words around what was looked for, how many there are of each kind.
//
// What may live here: showing what was found. What may not: how words are found and ranked (internal/record), how a field of a form
// finds a record (internal/web/edit).
package search
