// SPDX-License-Identifier: EUPL-1.2

// Package tour shows somebody who comes for the first time the way from what waits, over a finding and its thread, to a measure, an action
// and what is published: real pages of this house, one after the other, each with a few words above it. It is left at once and begun again
// from the foot of every page.
//
// What may live here: which pages are shown and in which order. What may not: how the words stand above a page (site, ui).
package tour
