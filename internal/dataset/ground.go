// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"sync"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/territory"
)

// Ground is what maps of a territory version are drawn on: outlines on a plane that keeps areas (LAEA, EPSG:3035).
type Ground struct {
	// Shapes are the regions of level 3, by code.
	Shapes map[string]chart.Shape
	// Land are the neighbours, for orientation.
	Land []chart.Shape
}

// grounds are projected once for each version: outlines are part of the program.
var grounds sync.Map

// GroundOf gives the ground of a NUTS version.
func GroundOf(version string) (*Ground, error) {
	if g, ok := grounds.Load(version); ok {
		return g.(*Ground), nil
	}
	all, err := territory.Baltic()
	if err != nil {
		return nil, err
	}
	const level3 = 3
	g := &Ground{Shapes: map[string]chart.Shape{}}
	for _, s := range all.At(version, level3).Projected(territory.EPSG3035) {
		g.Shapes[s.ID] = shapeOf(s)
	}
	for _, s := range all.OfLayer(territory.LayerContext).Projected(territory.EPSG3035) {
		g.Land = append(g.Land, shapeOf(s))
	}
	kept, _ := grounds.LoadOrStore(version, g)
	return kept.(*Ground), nil
}

func shapeOf(s territory.ProjectedShape) chart.Shape {
	out := chart.Shape{ID: s.ID, Name: s.Name, Label: chart.Point(s.Label)}
	for _, ring := range s.Rings {
		points := make([]chart.Point, len(ring))
		for i, p := range ring {
			points[i] = chart.Point(p)
		}
		out.Rings = append(out.Rings, points)
	}
	return out
}
