// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/sumanus/sumanus/analysis/spatial"
)

// The maps on which programs are compared: n × n jittered quadrilaterals of 33 points, and a value for each, all whole numbers made by
// SplitMix64 read by counter, so that every program can make the same ones. The package analysis/spatial tests that they are those
// of the reference.

const golden = 0x9E3779B97F4A7C15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

func drawn(stream, k uint64) uint64 { return mix(mix((20261123+stream)*golden) + (k+1)*golden) }

// byteSum is near normal, −1020 to 1020.
func byteSum(x uint64) int64 {
	s := int64(-1020)
	for b := range 8 {
		s += int64(x >> (8 * b) & 255)
	}
	return s
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// latticeValues are spatially autocorrelated: noise averaged twice over 3 × 3 cells, and fresh noise.
func latticeValues(n int) []float64 {
	m := n + 4
	a := make([]int64, m*m)
	for k := range a {
		a[k] = byteSum(drawn(21, uint64(k)))
	}
	for range 2 {
		o := m - 2
		v := make([]int64, o*o)
		for r := range o {
			for c := range o {
				for d := range 9 {
					v[r*o+c] += a[(r+d/3)*m+c+d%3]
				}
			}
		}
		a, m = v, o
	}
	out := make([]float64, len(a))
	for k := range a {
		out[k] = float64(20000 + floorDiv(a[k], 4) + 4*byteSum(drawn(22, uint64(k))))
	}
	return out
}

func meshCorner(n, row, col int64) (x, y int64) {
	id := uint64(row*(n+1) + col)
	return col*1024 + floorDiv(int64(drawn(91, id)>>54)-512, 4), row*1024 + floorDiv(int64(drawn(92, id)>>54)-512, 4)
}

// meshEdge is the m-th of seven points inside an edge.
func meshEdge(n, row, col int64, vertical bool, m int64) spatial.Point {
	id, sx, sy := row*n+col, uint64(93), uint64(94)
	x0, y0 := meshCorner(n, row, col)
	x1, y1 := meshCorner(n, row, col+1)
	if vertical {
		id, sx, sy = row*(n+1)+col, 95, 96
		x1, y1 = meshCorner(n, row+1, col)
	}
	k := uint64(id*8 + m)
	return spatial.Point{
		X: float64(floorDiv(x0*(8-m)+x1*m, 8) + int64(drawn(sx, k)>>59) - 16),
		Y: float64(floorDiv(y0*(8-m)+y1*m, 8) + int64(drawn(sy, k)>>59) - 16),
	}
}

// meshShapes are the polygons, row by row.
func meshShapes(n int64) []spatial.Shape {
	out := make([]spatial.Shape, 0, n*n)
	for row := range n {
		for col := range n {
			ring := make(spatial.Ring, 0, 33)
			corner := func(row, col int64) {
				x, y := meshCorner(n, row, col)
				ring = append(ring, spatial.Point{X: float64(x), Y: float64(y)})
			}
			edge := func(row, col int64, vertical, back bool) {
				for m := int64(1); m < 8; m++ {
					at := m
					if back {
						at = 8 - m
					}
					ring = append(ring, meshEdge(n, row, col, vertical, at))
				}
			}
			corner(row, col)
			edge(row, col, false, false)
			corner(row, col+1)
			edge(row, col+1, true, false)
			corner(row+1, col+1)
			edge(row+1, col, false, true)
			corner(row+1, col)
			edge(row, col, true, true)
			out = append(out, spatial.Shape{append(ring, ring[0])})
		}
	}
	return out
}

// writeMesh writes polygons and values as GeoJSON, for the programs we are compared with.
func writeMesh(to io.Writer, shapes []spatial.Shape, values []float64) error {
	w := bufio.NewWriterSize(to, 1<<20)
	fmt.Fprint(w, `{"type":"FeatureCollection","features":[`)
	for i, s := range shapes {
		if i > 0 {
			fmt.Fprint(w, ",")
		}
		fmt.Fprintf(w, "\n"+`{"type":"Feature","properties":{"id":%d,"value":%g},"geometry":{"type":"Polygon","coordinates":[[`, i, values[i])
		for k, p := range s[0] {
			if k > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, "[%d,%d]", int64(p.X), int64(p.Y))
		}
		fmt.Fprint(w, "]]}}")
	}
	fmt.Fprint(w, "\n]}\n")
	return w.Flush()
}
