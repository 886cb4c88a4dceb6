// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// maxTopoJSON is the largest TopoJSON file read: it has to be held in memory as a whole, since arcs may follow what uses them.
const maxTopoJSON = 64 << 20

type topoFile struct {
	Type        string `json:"type"`
	Attribution string `json:"attribution"`
	Transform   *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Objects map[string]topoObject `json:"objects"`
	Arcs    [][][]float64         `json:"arcs"`
}

type topoObject struct {
	Type       string          `json:"type"`
	ID         any             `json:"id"`
	Geometries []topoObject    `json:"geometries"`
	Arcs       json.RawMessage `json:"arcs"`
	Properties struct {
		Name      string  `json:"name"`
		Country   string  `json:"country"`
		Layer     Layer   `json:"layer"`
		Note      string  `json:"note"`
		Codes     []Span  `json:"codes"`
		SourceKm2 float64 `json:"source_km2"`
	} `json:"properties"`
}

// ReadTopoJSON reads the polygons of one object of a TopoJSON file (quantised or not). name is told in errors, which are
// [*FileError]. Neighbours come out with exactly the same points along their border, because they share its arcs.
func ReadTopoJSON(name string, r io.Reader, object string) (*Shapes, error) {
	data, err := readLimited(name, r, maxTopoJSON)
	if err != nil {
		return nil, err
	}
	var f topoFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, jsonError(name, err)
	}
	if f.Type != "Topology" {
		return nil, &FileError{Code: "not-topojson", File: name, Found: f.Type, Expected: "Topology"}
	}
	collection, ok := f.Objects[object]
	if !ok {
		return nil, &FileError{Code: "no-object", File: name, Found: "no object " + object, Expected: object}
	}
	lines, err := f.lines(name)
	if err != nil {
		return nil, err
	}
	out := &Shapes{Attribution: f.Attribution}
	seen := map[string]bool{}
	left := maxPoints // an arc may be used any number of times, so a small file could ask for a huge result
	for i, g := range collection.Geometries {
		place := fmt.Sprintf("objects.%s.geometries[%d]", object, i)
		id := ""
		if g.ID != nil {
			id = fmt.Sprint(g.ID)
		}
		if id == "" || seen[id] {
			return nil, &FileError{Code: "bad-id", File: name, Place: place, Found: id, Expected: "an id of its own"}
		}
		seen[id] = true
		polygons, err := g.polygons(name, place, lines, &left)
		if err != nil {
			return nil, err
		}
		p := g.Properties
		out.List = append(out.List, Shape{ID: id, Name: p.Name, Country: p.Country, Layer: p.Layer, Codes: p.Codes, Note: p.Note,
			SourceKm2: p.SourceKm2, Geometry: polygons})
	}
	return out, nil
}

// lines undoes quantising and differences.
func (f *topoFile) lines(name string) ([]orb.LineString, error) {
	out := make([]orb.LineString, len(f.Arcs))
	for i, arc := range f.Arcs {
		var x, y float64
		for j, p := range arc {
			place := fmt.Sprintf("arcs[%d][%d]", i, j)
			if len(p) < 2 {
				return nil, &FileError{Code: "bad-position", File: name, Place: place, Found: fmt.Sprint(p), Expected: "longitude, latitude"}
			}
			at := orb.Point{p[0], p[1]}
			if t := f.Transform; t != nil {
				x, y = x+p[0], y+p[1]
				at = orb.Point{x*t.Scale[0] + t.Translate[0], y*t.Scale[1] + t.Translate[1]}
			}
			if !onEarth(at) {
				return nil, &FileError{Code: "off-earth", File: name, Place: place, Found: fmt.Sprint(at), Expected: "degrees"}
			}
			out[i] = append(out[i], at)
		}
		if len(out[i]) < 2 {
			return nil, &FileError{Code: "short-line", File: name, Place: fmt.Sprintf("arcs[%d]", i), Found: fmt.Sprint(len(arc)), Expected: "2 positions"}
		}
	}
	return out, nil
}

func (g *topoObject) polygons(name, place string, lines []orb.LineString, left *int) (orb.MultiPolygon, error) {
	var refs [][][]int
	var err error
	switch g.Type {
	case "Polygon":
		refs = make([][][]int, 1)
		err = json.Unmarshal(g.Arcs, &refs[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Arcs, &refs)
	default:
		return nil, &FileError{Code: "not-polygon", File: name, Place: place, Found: g.Type, Expected: "Polygon or MultiPolygon"}
	}
	if err != nil {
		return nil, &FileError{Code: "bad-arcs", File: name, Place: place, Found: err.Error(), Expected: "lists of arc numbers"}
	}
	var out orb.MultiPolygon
	for _, polygon := range refs {
		var p orb.Polygon
		for _, ring := range polygon {
			r, err := joinArcs(name, place, ring, lines, left)
			if err != nil {
				return nil, err
			}
			p = append(p, r)
		}
		if len(p) > 0 {
			out = append(out, p)
		}
	}
	return out, nil
}

func joinArcs(name, place string, refs []int, lines []orb.LineString, left *int) (orb.Ring, error) {
	var r orb.Ring
	for _, ref := range refs {
		n := max(ref, ^ref)
		if n >= len(lines) {
			return nil, &FileError{Code: "bad-arcs", File: name, Place: place, Found: fmt.Sprint(ref), Expected: fmt.Sprintf("less than %d", len(lines))}
		}
		line := lines[n]
		if ref < 0 {
			line = line.Clone()
			line.Reverse()
		}
		if len(r) > 0 {
			if r[len(r)-1] != line[0] {
				return nil, &FileError{Code: "open-ring", File: name, Place: place, Found: fmt.Sprint(ref), Expected: "an arc that begins where the one before ends"}
			}
			line = line[1:]
		}
		if *left -= len(line); *left < 0 {
			return nil, &FileError{Code: "too-large", File: name, Place: place, Expected: fmt.Sprintf("at most %d positions", maxPoints)}
		}
		r = append(r, line...)
	}
	if len(r) < 4 || r[0] != r[len(r)-1] {
		return nil, &FileError{Code: "open-ring", File: name, Place: place, Found: fmt.Sprint(len(r), " positions"), Expected: "a closed ring of at least 4"}
	}
	return r, nil
}
