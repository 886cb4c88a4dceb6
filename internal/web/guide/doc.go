// SPDX-License-Identifier: EUPL-1.2

// Package guide is the area of texts for readers: documents and their chapters as they stand now, the page on which a chapter is written
// with all languages side by side, a preview, findings and pictures put in by search, and publishing.
//
// What may live here: reading, writing and publishing documents in the browser. What may not: how a chapter becomes a page
// (publication), fields other than title and text of a chapter (edit).
package guide
