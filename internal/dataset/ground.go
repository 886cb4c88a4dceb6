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

// local are the municipalities that have outlines, projected once.
var local = sync.OnceValues(func() (map[string]chart.Shape, error) {
	all, err := territory.Baltic()
	if err != nil {
		return nil, err
	}
	shapes := map[string]chart.Shape{}
	for _, s := range all.OfLayer(territory.LayerLAU).Projected(territory.EPSG3035) {
		shapes[s.ID] = shapeOf(s)
	}
	return shapes, nil
})

// LocalShapes gives the outlines of municipalities, by the name of the shape; the map is read-only.
func LocalShapes() (map[string]chart.Shape, error) { return local() }

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
