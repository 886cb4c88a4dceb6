// SPDX-License-Identifier: EUPL-1.2

// Package territory knows which place a regional figure is about.
//
// A code alone does not say that: LT003 and LT023 are the same county under two classifications, while LV003 and LV00B are two
// different Kurzemes. So the package keeps three things together:
//
//   - a [Register] of the codes of the Baltic states in every NUTS version and of the local units (LAU) of Kurzeme and the Klaipėda
//     region, which tells whether two codes mean the same territory, and carries figures from one version to another with the method
//     stated ([Carry]) or refuses to;
//   - [Shapes]: outlines on the ellipsoid, with the codes they stand for and the attribution that must be shown with them. [Baltic]
//     is built in; [ReadGeoJSON] and [ReadTopoJSON] read others;
//   - what maps and spatial methods need from outlines: projections ([LAEA], [TransverseMercator]), areas, label points, and who
//     borders on whom ([Neighbours]).
//
// Units: longitude and latitude are degrees on WGS 84 / ETRS89, longitude first (as in GeoJSON and orb); projected coordinates are
// metres, easting (X) first, whatever axis order the EPSG register prints; areas are square kilometres on the GRS 80 ellipsoid.
//
// What may live here: codes, boundaries, projections, geometry, readers of their files. What may not: statistics and their cubes
// (package statistics), drawing (internal/chart), methods on neighbours (analysis/spatial), anything of internal/, and the network.
package territory

//go:generate go run -C ../tools/cut .
