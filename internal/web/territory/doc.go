// SPDX-License-Identifier: EUPL-1.2

// Package territory is the area about the regions: a map and a list to find one, the profile of a region with its figures, a course and
// a map, two or more regions side by side, and an atlas: the same map, to be moved, where a script can draw it. Under every number stand
// its source, its period and the vintage it was read from.
//
// What may live here: choosing which figures are shown beside each other. What may not: computing an indicator (evidence), outlines
// (dataset.GroundOf), drawing (chart).
package territory
