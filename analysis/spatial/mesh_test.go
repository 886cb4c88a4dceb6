// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import . "github.com/sumanus/sumanus/analysis/spatial"

// The generator of the reference README, section 2: bit-exact integers, so that mesh_100 and mesh_316 need no file.

const golden = 0x9E3779B97F4A7C15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

func h(stream, k uint64) uint64 { return mix(mix((20261123+stream)*golden) + (k+1)*golden) }

func bs(x uint64) int64 {
	s := int64(-1020)
	for b := 0; b < 8; b++ {
		s += int64(x >> (8 * b) & 255)
	}
	return s
}

func fdiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func lattice(n int) []float64 {
	m := n + 4
	a := make([]int64, m*m)
	for k := range a {
		a[k] = bs(h(21, uint64(k)))
	}
	for range 2 {
		o := m - 2
		v := make([]int64, o*o)
		for r := 0; r < o; r++ {
			for c := 0; c < o; c++ {
				for d := 0; d < 9; d++ {
					v[r*o+c] += a[(r+d/3)*m+c+d%3]
				}
			}
		}
		a, m = v, o
	}
	out := make([]float64, len(a))
	for k := range a {
		out[k] = float64(20000 + fdiv(a[k], 4) + 4*bs(h(22, uint64(k))))
	}
	return out
}

func corner(n, row, col int64) Point {
	id := uint64(row*(n+1) + col)
	return Point{float64(col*1024 + fdiv(int64(h(91, id)>>54)-512, 4)), float64(row*1024 + fdiv(int64(h(92, id)>>54)-512, 4))}
}

func edge(n, row, col int64, vertical bool, m int64) Point {
	id, sx, sy := row*n+col, uint64(93), uint64(94)
	a, b := corner(n, row, col), corner(n, row, col+1)
	if vertical {
		id, sx, sy = row*(n+1)+col, 95, 96
		b = corner(n, row+1, col)
	}
	k := uint64(id*8 + m)
	return Point{
		float64(fdiv(int64(a.X)*(8-m)+int64(b.X)*m, 8) + int64(h(sx, k)>>59) - 16),
		float64(fdiv(int64(a.Y)*(8-m)+int64(b.Y)*m, 8) + int64(h(sy, k)>>59) - 16),
	}
}

// mesh is n × n jittered quadrilaterals, 33-point closed rings, row by row.
func mesh(n int64) []Shape {
	out := make([]Shape, 0, n*n)
	for row := range n {
		for col := range n {
			p := make(Ring, 0, 33)
			p = append(p, corner(n, row, col))
			for m := int64(1); m < 8; m++ {
				p = append(p, edge(n, row, col, false, m))
			}
			p = append(p, corner(n, row, col+1))
			for m := int64(1); m < 8; m++ {
				p = append(p, edge(n, row, col+1, true, m))
			}
			p = append(p, corner(n, row+1, col+1))
			for m := int64(7); m > 0; m-- {
				p = append(p, edge(n, row+1, col, false, m))
			}
			p = append(p, corner(n, row+1, col))
			for m := int64(7); m > 0; m-- {
				p = append(p, edge(n, row, col, true, m))
			}
			out = append(out, Shape{append(p, p[0])})
		}
	}
	return out
}

// grid links the cells of rows × cols squares, by queen or rook, without outlines.
func grid(rows, cols int, queen bool) []Link {
	var out []Link
	for r := range rows {
		for c := range cols {
			for _, d := range [4][2]int{{0, 1}, {1, 0}, {1, 1}, {1, -1}} {
				if !queen && d[0]*d[1] != 0 {
					continue
				}
				if y, x := r+d[0], c+d[1]; y < rows && x >= 0 && x < cols {
					out = append(out, Link{From: r*cols + c, To: y*cols + x, Weight: 1})
				}
			}
		}
	}
	return out
}
