// SPDX-License-Identifier: EUPL-1.2

// Package html writes the document model as accessible HTML: fragments that are also well-formed XML, so that the same bytes
// serve a web page and an EPUB chapter.
//
// What may live here: the writer of the model, the small escaping builder it is made with, and the marks (verdicts) that every
// page draws alike. What may not: the shell of a page and its look (package theme), rooms, and any string for readers that
// is not in the catalogue (area doc). Nothing here writes style attributes or scripts: pages keep a strict content policy.
package html
