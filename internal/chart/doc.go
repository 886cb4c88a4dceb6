// SPDX-License-Identifier: EUPL-1.2

// Package chart draws charts and maps as SVG: one picture for the site in light and dark, PDF, EPUB and DOCX.
//
// What goes in are plain numbers with a flag for missing, labels already in the reader's language, and a localizer for
// numbers. What comes out is a Picture: the SVG, its title, a description in words and the data table that stands beside it.
//
// The rules of every picture:
//   - Colours stand as presentation attributes (what PDF, EPUB and DOCX read) and as classes (what a page overrides with
//     CSS). There is no var() and no style element inside: many readers of SVG know neither.
//   - Text is text, measured with the advances of the face that is drawn; nothing is cut, long labels wrap.
//   - Bars start at zero. Missing is a gap, a hatch or the words "no data"; it is never bridged and never 0.
//   - Two regions have two signs and two hues (a third its own); sign and word tell what colour tells.
//   - The same input gives the same bytes: two decimals, fixed order, no clock, no randomness.
//
// The table of advances (width_table.go) is made by hand from the font's npm package: see widthgen.go. It changes only with the
// font, so go generate, which must work without a network, leaves it alone.
//
// What may live here: drawing. What may not: where numbers come from, shapes of regions (they are handed in), the caption
// and source line around a picture (the page's own).
package chart
