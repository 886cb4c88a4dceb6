// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"sort"
)

const attribution = "Natural Earth, public domain. Made with Natural Earth 1:10 million (naturalearthdata.com); " +
	"outlines are simplified, corrected by hand in two places, and differ from the official boundaries."

type properties struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Layer   string  `json:"layer"`
	Codes   []codes `json:"codes,omitempty"`
	Note    string  `json:"note,omitempty"`
	// SourceKm2 is the area of the same shape in the source before anything was dropped or simplified, on the GRS 80 ellipsoid.
	SourceKm2 float64 `json:"source_km2,omitempty"`
}

type geometry struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Properties properties `json:"properties"`
	Arcs       [][][]int  `json:"arcs"`
}

// write gives the TopoJSON file: one line for each shape and each arc, so that a difference can be read.
func (t *topology) write(plan []shape, sourceKm2 []float64) ([]byte, error) {
	var w bytes.Buffer
	fmt.Fprintf(&w, "{\"type\":\"Topology\",\"attribution\":%q,\n", attribution)
	fmt.Fprintf(&w, "\"transform\":{\"scale\":[%g,%g],\"translate\":[0,0]},\n", 1.0/grid, 1.0/grid)
	w.WriteString("\"objects\":{\"shapes\":{\"type\":\"GeometryCollection\",\"geometries\":[\n")
	number := t.order(plan)
	for i, s := range plan {
		g := geometry{Type: "MultiPolygon", ID: s.ID, Properties: properties{Name: s.Name, Country: s.Country, Layer: s.Layer, Codes: s.Codes, Note: s.Note}}
		if s.Layer != "context" {
			g.Properties.SourceKm2 = math.Round(sourceKm2[i]*10) / 10
		}
		for _, polygon := range t.polygons(i) {
			for _, r := range polygon {
				for j, n := range r {
					if n >= 0 {
						r[j] = number[n]
					} else {
						r[j] = ^number[^n]
					}
				}
			}
			g.Arcs = append(g.Arcs, polygon)
		}
		line, err := json.Marshal(g)
		if err != nil {
			return nil, err
		}
		w.Write(line)
		w.WriteString(comma(i, len(plan)))
	}
	w.WriteString("]}},\n\"arcs\":[\n")
	byNumber := make([]int, len(number))
	for from, to := range number {
		byNumber[to] = from
	}
	for i, n := range byNumber {
		w.WriteString("[")
		var x, y int
		for j, p := range t.arcs[n].points {
			px, py := int(p[0]), int(p[1])
			if j > 0 {
				w.WriteString(",")
			}
			fmt.Fprintf(&w, "[%d,%d]", px-x, py-y)
			x, y = px, py
		}
		w.WriteString("]" + comma(i, len(number)))
	}
	w.WriteString("]}\n")
	return w.Bytes(), nil
}

func comma(i, n int) string {
	if i+1 < n {
		return ",\n"
	}
	return "\n"
}

// order numbers the arcs that some shape uses, in the order of tracing.
func (t *topology) order(plan []shape) map[int]int {
	used := map[int]bool{}
	for i := range plan {
		for _, r := range t.outline(i) {
			for _, n := range r {
				used[max(n, ^n)] = true
			}
		}
	}
	var list []int
	for n := range used {
		list = append(list, n)
	}
	sort.Ints(list)
	number := map[int]int{}
	for i, n := range list {
		number[n] = i
	}
	return number
}

// polygons puts the holes of a shape into its outer rings, the largest polygon first.
func (t *topology) polygons(shapeIndex int) [][][]int {
	type outer struct {
		points ring
		area   float64
		arcs   [][]int
	}
	var out []*outer
	var holes [][]int
	for _, r := range t.outline(shapeIndex) {
		points := t.joined(r)
		if a := signedArea(points); a > 0 {
			out = append(out, &outer{points, a, [][]int{r}})
		} else {
			holes = append(holes, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].area > out[j].area })
	for _, h := range holes {
		p := t.joined(h)
		middle := point{(p[0][0] + p[1][0]) / 2, (p[0][1] + p[1][1]) / 2}
		for i := len(out) - 1; i >= 0; i-- { // the smallest that holds it
			if contains(out[i].points, middle) {
				out[i].arcs = append(out[i].arcs, h)
				break
			}
		}
	}
	var polygons [][][]int
	for _, o := range out {
		polygons = append(polygons, o.arcs)
	}
	return polygons
}
