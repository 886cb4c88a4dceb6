// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"math/bits"
	"sync"
)

// absent marks an edge without length.
const absent = math.MaxUint32

// firstPoints gives for each point the index of the first point with the same coordinates.
func firstPoints(points []Point, threads int) []uint32 {
	return firsts(len(points), threads,
		func(k int) uint64 {
			p := points[k]
			return mix(math.Float64bits(p.X) + bits.RotateLeft64(math.Float64bits(p.Y)*golden, 32))
		},
		func(a, b uint32) bool { return points[a] == points[b] },
		func(int) bool { return true })
}

// firstEdges gives for each edge the index of the first equal one, absent for none.
func firstEdges(keys []uint64, threads int) []uint32 {
	return firsts(len(keys), threads,
		func(k int) uint64 { return mix(keys[k]) },
		func(a, b uint32) bool { return keys[a] == keys[b] },
		func(k int) bool { return keys[k] != none })
}

// firsts finds equals by open addressing. The items are parted by their hash, several parts to a thread, so that a table stays near
// the processor; equals have equal hashes, so parts never meet, and each is walked in order, so the answer does not depend on threads.
func firsts(n, threads int, hash func(int) uint64, same func(a, b uint32) bool, real func(int) bool) []uint32 {
	out := make([]uint32, n)
	parts := 1
	for parts < 1024 && n/parts > 1<<15 {
		parts *= 2
	}
	shift := 64 - bits.Len(uint(parts-1))
	if parts == 1 {
		shift = 64 // a shift by 64 gives 0 in Go
	}
	hashes, order, begin := partition(n, parts, shift, threads, hash, real, out)
	inChunks(threads, parts, 1, func() func(lo, hi int) {
		var table []uint64 // upper half: tag from the hash; lower half: index + 1; 0: free
		return func(lo, hi int) {
			for part := lo; part < hi; part++ {
				items := order[begin[part]:begin[part+1]]
				size := 16
				for size < 2*len(items) {
					size *= 2
				}
				if len(table) < size {
					table = make([]uint64, size)
				}
				slots := table[:size]
				clear(slots)
				mask := uint64(size - 1)
				for _, k := range items {
					h := hashes[k]
					tag := uint64(h) << 32
					at := uint64(h) & mask
					for {
						s := slots[at]
						if s == 0 {
							slots[at] = tag | uint64(k+1)
							out[k] = k
							break
						}
						if s&^0xFFFFFFFF == tag && same(uint32(s)-1, k) {
							out[k] = uint32(s) - 1
							break
						}
						at = (at + 1) & mask
					}
				}
			}
		}
	})
	return out
}

// partition sorts the items by the upper bits of their hash, keeping their order, and remembers the lower 32 bits of it.
func partition(n, parts, shift, threads int, hash func(int) uint64, real func(int) bool, out []uint32) (low, order []uint32, begin []int) {
	low, order, begin = make([]uint32, n), make([]uint32, n), make([]int, parts+1)
	part := make([]uint16, n)
	threads = workers(threads, max(1, n/4096))
	counts := make([][]int, threads) // stretches of items, one to a thread: their number changes nothing in the result
	each := func(do func(t, lo, hi int)) {
		var wait sync.WaitGroup
		for t := range threads {
			wait.Go(func() { do(t, t*n/threads, (t+1)*n/threads) })
		}
		wait.Wait()
	}
	each(func(t, lo, hi int) {
		count := make([]int, parts)
		for k := lo; k < hi; k++ {
			if !real(k) {
				out[k], part[k] = absent, math.MaxUint16
				continue
			}
			h := hash(k)
			low[k], part[k] = uint32(h), uint16(h>>shift)
			count[part[k]]++
		}
		counts[t] = count
	})
	at := 0
	for p := range parts {
		begin[p] = at
		for t := range threads {
			counts[t][p], at = at, at+counts[t][p]
		}
	}
	begin[parts] = at
	each(func(t, lo, hi int) {
		next := counts[t]
		for k := lo; k < hi; k++ {
			if p := part[k]; p != math.MaxUint16 {
				order[next[p]] = uint32(k)
				next[p]++
			}
		}
	})
	return low, order, begin
}

// snap joins points that are at most tolerance apart, and chains of them, each becoming its first. A grid of cells as wide as the
// tolerance is laid over the plane, so a point's partners are in its own cell and the eight around.
func snap(points []Point, first []uint32, tolerance float64) {
	type cell struct{ x, y float64 }
	at := func(p Point) cell { return cell{math.Floor(p.X / tolerance), math.Floor(p.Y / tolerance)} }
	grid := map[cell][]uint32{}
	parent := make([]int32, len(points))
	for k := range points {
		parent[k] = int32(first[k])
	}
	for k, p := range points {
		if first[k] != uint32(k) {
			continue
		}
		c := at(p)
		for dx := -1.0; dx <= 1; dx++ {
			for dy := -1.0; dy <= 1; dy++ {
				for _, other := range grid[cell{c.x + dx, c.y + dy}] {
					q := points[other]
					if math.Hypot(p.X-q.X, p.Y-q.Y) > tolerance {
						continue
					}
					a, b := root(parent, int32(k)), root(parent, int32(other))
					parent[max(a, b)] = min(a, b)
				}
			}
		}
		grid[c] = append(grid[c], uint32(k))
	}
	for k := range points {
		first[k] = uint32(root(parent, int32(k)))
	}
}
