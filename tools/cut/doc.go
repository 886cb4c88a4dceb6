// SPDX-License-Identifier: EUPL-1.2

// Command cut takes the polygons of the Baltic states and the land around them out of Natural Earth and writes them, dissolved
// into the regions of territory and simplified without tearing their shared borders, as one small TopoJSON file.
//
// It is a module of its own because the data it reads (29 MB, embedded in github.com/sams96/rgeo) must never be linked into the
// product. It runs at development time, from territory/:
//
//	go generate ./territory        # writes territory/baltic.topojson
//	go run -C tools/cut . -check   # exits with 1 when the committed file is not what would be written
//
// The work in order: read → choose and orient (plan.go, source.go) → dissolve into cells, one per different set of shapes, and cut
// their borders into arcs (topology.go) → simplify every arc once (simplify.go) → put shapes together from arcs and write (write.go).
// The same input gives the same bytes: everything is sorted, and nothing reads the clock.
package main
