// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"sync"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/territory"
)

// baltic are the outlines of the house; they are the same for everybody and read once.
var baltic = sync.OnceValues(territory.Baltic)

// cubeOutlines are the outlines of the units of a cube, in the territory version of its vintage.
type cubeOutlines struct{ table *cubeTable }

// Name says which version the outlines are of.
func (c cubeOutlines) Name() string { return c.table.used.Scheme + " " + c.table.used.Territory }

// Outlines gives those that there are; a unit without one is told by the method.
func (c cubeOutlines) Outlines(OutlineOptions) (*Outlines, error) {
	out := &Outlines{}
	for _, code := range c.table.units {
		s, ok, err := c.table.shape(code)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		var shape spatial.Shape
		for _, polygon := range s.Geometry {
			for _, ring := range polygon {
				r := make(spatial.Ring, len(ring))
				for k, p := range ring {
					r[k] = spatial.Point{X: p[0], Y: p[1]}
				}
				shape = append(shape, r)
			}
		}
		out.IDs, out.Groups, out.Shapes = append(out.IDs, code), append(out.Groups, s.Country), append(out.Shapes, shape)
	}
	return out, nil
}

// shape finds the outline of a code.
func (t *cubeTable) shape(code string) (territory.Shape, bool, error) {
	return shapeOf(t.used.Scheme, t.used.Territory, code)
}

func shapeOf(scheme, version, code string) (territory.Shape, bool, error) {
	all, err := baltic()
	if err != nil {
		return territory.Shape{}, false, err
	}
	s, ok := all.Find(territory.Code{Scheme: scheme, Version: version, Code: code})
	return s, ok, nil
}
