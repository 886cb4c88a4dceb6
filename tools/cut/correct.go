// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"fmt"
	"math"
)

// correction gives a piece of one source unit to another where the source is plainly wrong about who administers it. The new border
// is drawn by hand: it begins and ends at points of the old outline, so that neighbours keep sharing theirs.
type correction struct {
	from, to string   // iso_3166_2 of the unit the piece is taken from, and of the one it is given to
	why      string   // for the reader; told in the notes of the shapes as well
	inside   point    // a place in the piece
	line     [2]point // near the points of the outline where the hand-drawn border begins and ends
	via      []point  // and its points between
}

// corrections of the Lithuanian counties, whose borders in the source are those of another time.
var corrections = []correction{
	{"LT-KL", "LT-TA", "Pagėgiai belongs to Tauragė county", point{21.91, 55.135},
		[2]point{{21.646, 55.181}, {21.903, 55.269}}, []point{{21.75, 55.20}, {21.85, 55.22}}},
	{"LT-SA", "LT-TE", "the land around Viekšniai belongs to Mažeikiai and Telšiai county", point{22.52, 56.235},
		[2]point{{22.58, 56.114}, {22.63, 56.37}}, []point{{22.62, 56.16}, {22.61, 56.27}}},
}

// correct applies a correction: the unit that loses the piece keeps the rest, and the piece follows as a unit of its own.
func correct(features []feature, c correction) ([]feature, error) {
	for i := range features {
		if features[i].Properties.ISO != c.from {
			continue
		}
		rings, err := features[i].rings()
		if err != nil {
			return nil, err
		}
		for j, r := range rings {
			if signedArea(r) < 0 || !contains(r, c.inside) {
				continue
			}
			piece, rest := split(r, c)
			if !contains(piece, c.inside) {
				piece, rest = rest, piece
			}
			rings[j] = rest
			given := features[i]
			given.Properties.ISO = c.to
			if given.Geometry.Coordinates, err = coordinates([]ring{piece}); err != nil {
				return nil, err
			}
			given.Geometry.Type = "MultiPolygon"
			if features[i].Geometry.Coordinates, err = coordinates(rings); err != nil {
				return nil, err
			}
			features[i].Geometry.Type = "MultiPolygon"
			return append(features, given), nil
		}
	}
	return nil, fmt.Errorf("correction: nothing of %s holds %v", c.from, c.inside)
}

// split divides a ring along a line between two of its points.
func split(r ring, c correction) (a, b ring) {
	i, j := nearest(r, c.line[0]), nearest(r, c.line[1])
	walk := func(from, to int) (out ring) {
		for k := from; ; k = (k + 1) % len(r) {
			out = append(out, r[k])
			if k == to {
				return out
			}
		}
	}
	a = append(walk(j, i), c.via...)           // … to i, then along the line back to j
	b = append(walk(i, j), reversed(c.via)...) // … to j, then back to i
	return a, b
}

func nearest(r ring, p point) int {
	best, least := 0, math.Inf(1)
	for i, q := range r {
		if d := math.Hypot((q[0]-p[0])*0.56, q[1]-p[1]); d < least {
			best, least = i, d
		}
	}
	return best
}

// coordinates writes outer rings as a GeoJSON multipolygon; the units corrected have no holes.
func coordinates(rings []ring) (json.RawMessage, error) {
	var polygons [][]ring
	for _, r := range rings {
		if signedArea(r) < 0 {
			return nil, fmt.Errorf("correction: a unit with a hole")
		}
		polygons = append(polygons, []ring{append(r[:len(r):len(r)], r[0])})
	}
	return json.Marshal(polygons)
}
