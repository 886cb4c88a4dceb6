// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"encoding/json"
	"fmt"
	"sort"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

// topology is the rest of a TopoJSON file: units share arcs, so neighbours have exactly the same points.
type topology struct {
	Objects   map[string]topoGeometry `json:"objects"`
	Arcs      [][][]float64           `json:"arcs"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
}

type topoGeometry struct {
	Type       string                     `json:"type"`
	ID         json.RawMessage            `json:"id"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometries []topoGeometry             `json:"geometries"`
	Arcs       json.RawMessage            `json:"arcs"`
}

// maxTopologyPoints bounds what a small file can ask for, since an arc may be used any number of times.
const maxTopologyPoints = 100_000_000

// topology reads one object of the file.
func (r *outlineReader) topology(t *topology) error {
	names := make([]string, 0, len(t.Objects))
	for name := range t.Objects {
		names = append(names, name)
	}
	sort.Strings(names)
	name := r.o.Object
	if name == "" && len(names) == 1 {
		name = names[0]
	}
	object, ok := t.Objects[name]
	if !ok {
		return r.fault("method.no-object", "objects", fault.A{"found": name, "expected": names})
	}
	lines, err := t.lines(r)
	if err != nil {
		return err
	}
	left := maxTopologyPoints
	for i, g := range object.Geometries {
		place := fmt.Sprintf("objects.%s.geometries[%d]", name, i)
		var shape spatial.Shape
		if err := r.arcs(place, g, lines, &shape, &left); err != nil {
			return err
		}
		if err := r.unit(place, g.ID, g.Properties, shape); err != nil {
			return err
		}
	}
	return nil
}

// lines gives the arcs as points, undoing quantisation.
func (t *topology) lines(r *outlineReader) ([]spatial.Ring, error) {
	out := make([]spatial.Ring, len(t.Arcs))
	for i, arc := range t.Arcs {
		x, y := 0.0, 0.0
		for _, p := range arc {
			if len(p) < 2 {
				return nil, r.fault("method.bad-position", fmt.Sprintf("arcs[%d]", i), nil)
			}
			at := spatial.Point{X: p[0], Y: p[1]}
			if t.Transform != nil {
				x, y = x+p[0], y+p[1]
				at = spatial.Point{X: x*t.Transform.Scale[0] + t.Transform.Translate[0], Y: y*t.Transform.Scale[1] + t.Transform.Translate[1]}
			}
			out[i] = append(out[i], at)
		}
	}
	return out, nil
}

// arcs puts the rings of a geometry together.
func (r *outlineReader) arcs(place string, g topoGeometry, lines []spatial.Ring, shape *spatial.Shape, left *int) error {
	var polygons [][][]int
	var err error
	switch g.Type {
	case "Polygon":
		polygons = make([][][]int, 1)
		err = json.Unmarshal(g.Arcs, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Arcs, &polygons)
	case "GeometryCollection":
		for _, part := range g.Geometries {
			if err := r.arcs(place, part, lines, shape, left); err != nil {
				return err
			}
		}
		return nil
	case "":
		return nil
	default:
		return r.fault("method.not-polygon", place, fault.A{"found": g.Type})
	}
	if err != nil {
		return r.fault("method.bad-arc", place, nil)
	}
	for _, rings := range polygons {
		for _, ring := range rings {
			var points spatial.Ring
			for _, n := range ring {
				k, backwards := n, n < 0
				if backwards {
					k = ^n
				}
				if k >= len(lines) {
					return r.fault("method.bad-arc", place, nil)
				}
				if *left -= len(lines[k]); *left < 0 {
					return r.fault("method.outline-too-large", place, nil)
				}
				points = join(points, lines[k], backwards)
			}
			if len(points) > 0 {
				*shape = append(*shape, points)
			}
		}
	}
	return nil
}

// join adds a line to a ring; its first point is the last of the ring.
func join(ring, line spatial.Ring, backwards bool) spatial.Ring {
	for i := range line {
		p := line[i]
		if backwards {
			p = line[len(line)-1-i]
		}
		if i > 0 || len(ring) == 0 || ring[len(ring)-1] != p {
			ring = append(ring, p)
		}
	}
	return ring
}
