// SPDX-License-Identifier: EUPL-1.2

// Package i18n speaks the languages of the partnership: messages, plural forms, numbers, dates, periods, the order of words.
//
// The words themselves are data: catalogue/<area>.<lang>.json, flat JSON objects of key and message, embedded in the binary.
// Each room writes the files of its own area; the tests here read all of them (same keys and arguments in all languages,
// complete plural forms, the quotes and spaces of each language, no key without use and no use without key).
//
// What may live here: how a language writes something. What may not: what a page says in which order (that is the page's
// own), and translations of records (those are data, see record.Text). It reads no clock and knows no room but fault.
//
// Nothing here panics on data: an unknown language speaks English, an unknown key shows itself, a text that is no number
// stays as it is.
package i18n
