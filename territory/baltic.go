// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"bytes"
	_ "embed"
	"sync"
)

//go:embed baltic.topojson
var balticFile []byte

var baltic = sync.OnceValues(func() (*Shapes, error) {
	return ReadTopoJSON("baltic.topojson", bytes.NewReader(balticFile), "shapes")
})

// Baltic gives the built-in outlines: the regions of Estonia, Latvia and Lithuania in every NUTS version at levels 0, 2 and 3, the
// municipalities of Kurzeme and Tukums since July 2021, and the land around as background, all made from Natural Earth (public
// domain) by tools/cut. Borders are shared exactly: each stretch between two regions is the same list of points in both.
//
// The outlines are good for maps of a page, not for measuring: they are simplified, islands and lakes under 5 km² are left out, and
// Natural Earth differs from the official boundaries (Note of a shape says where much). For official ones read GISCO's files.
//
// The collection is shared between callers: treat it as read-only.
func Baltic() (*Shapes, error) { return baltic() }
