// SPDX-License-Identifier: EUPL-1.2

// Package publication makes documents for readers: guides, strategies and reports, written in chapters whose numbers are live.
//
// A chapter is Markdown in every language of the partnership. It shows findings ({{slug}}), their values ({{slug.value}}), cites them
// ([@slug]) and holds blocks that are drawn when it is published (::: chart, map, table). Everything a chapter shows becomes a link,
// so that nothing it rests on can vanish.
//
// Publish gives a static site as a map of files: a page for each chapter in each language, the evidence behind every finding, and
// the plan from vision to action. The folder opens without a server, a network or a script. The same state gives the same bytes; on a
// past moment it gives the page of that day.
//
// What may live here: the kinds document and chapter, their blocks, and the pages of a published document. What may not: how a
// block becomes markup (internal/doc), how a picture is drawn (internal/chart), whether a finding holds (internal/evidence), and
// the pages of the running server (internal/web).
package publication
