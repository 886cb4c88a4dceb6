// SPDX-License-Identifier: EUPL-1.2

// Package doc is the document model of the house and the reader that makes it from Markdown.
//
// A document is a closed list of blocks and inlines (model.go, inline.go). Whoever writes a format (HTML, PDF, EPUB, DOCX) walks
// that list and nothing else; raw HTML, scripts and styles cannot be said in it, so there is nothing to sanitise later.
//
// What may live here: the model, its checks, the Markdown reader, and sub-packages that write the model or dress it.
// What may not: rooms. Live values, findings and live blocks come through Resolver, which a room above implements; pictures arrive
// as finished SVG text. doc reads no clock, no file and no database.
//
// Additions to CommonMark (with tables):
//
//	{{slug.value}}           a live value of a finding
//	{{slug}}                 the whole sentence of a finding; alone in a paragraph it becomes a block of its own
//	[@slug]                  a citation of a finding
//	[^label] and [^label]:   a footnote
//	[words]{lang=lv}         words in another language
//	::: name key=value #id   a block, closed by ":::"; its first line may be "title: …"
//
// Names, keys, values and ids of an author are limited to [a-z0-9,.-]+, ids to [a-z0-9-]+. Whatever is unknown or malformed is an
// error with the line and column of the author's file; all errors of a document are reported at once.
package doc
