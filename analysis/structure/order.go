// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"math/bits"
	"slices"
	"sync"
)

// order sorts numbers of 0 or more that are spread over some orders of magnitude: each goes by its leading bits to about where it belongs, and what
// is left is to move it a few places. Equal numbers keep their order. The buffers serve one call after another.
type order struct {
	end    []uint32 // by bucket
	bucket []uint32 // by key
	values []float64
	points []point
}

const (
	crowd       = 32 // a bucket of more is sorted by comparing
	fewToBucket = 24
	mostBuckets = 1 << 16
)

// spread finds the bucket of each of n keys and counts where each bucket ends; false when there is nothing to sort.
func (o *order) spread(n int, key func(k int) float64) bool {
	least, most := math.Inf(1), math.Inf(-1)
	for k := range n {
		v := key(k)
		least, most = min(least, v), max(most, v)
	}
	from, to := math.Float64bits(least), math.Float64bits(most)
	if n < 2 || from == to {
		return false
	}
	width := min(bits.Len(uint(n))+1, bits.Len(mostBuckets)-1)
	shift := max(bits.Len64(to-from)-width, 0)
	buckets := int((to-from)>>shift) + 1
	o.end = slices.Grow(o.end[:0], buckets+1)[:buckets+1]
	clear(o.end)
	o.bucket = slices.Grow(o.bucket[:0], n)[:n]
	for k := range n {
		b := uint32((math.Float64bits(key(k)) - from) >> shift)
		o.bucket[k] = b
		o.end[b+1]++
	}
	for b := range buckets {
		o.end[b+1] += o.end[b]
	}
	return true
}

// sortValues sorts values; what it returns is theirs or the buffer's and stays good until the next call.
func (o *order) sortValues(values []float64) []float64 {
	if len(values) < fewToBucket {
		slices.Sort(values)
		return values
	}
	if !o.spread(len(values), func(k int) float64 { return values[k] }) {
		return values
	}
	o.values = slices.Grow(o.values[:0], len(values))[:len(values)]
	out := o.values
	for k, b := range o.bucket {
		out[o.end[b]] = values[k]
		o.end[b]++
	}
	from := uint32(0)
	for _, to := range o.end[:len(o.end)-1] {
		if to-from > crowd {
			slices.Sort(out[from:to])
		}
		from = to
	}
	for k := 1; k < len(out); k++ {
		v := out[k]
		at := k
		for ; at > 0 && out[at-1] > v; at-- {
			out[at] = out[at-1]
		}
		out[at] = v
	}
	return out
}

// sortPoints sorts points by their ratio, as sortValues does.
func (o *order) sortPoints(points []point) []point {
	if len(points) < fewToBucket {
		slices.SortStableFunc(points, byRatio)
		return points
	}
	if !o.spread(len(points), func(k int) float64 { return points[k].ratio }) {
		return points
	}
	o.points = slices.Grow(o.points[:0], len(points))[:len(points)]
	out := o.points
	for k, b := range o.bucket {
		out[o.end[b]] = points[k]
		o.end[b]++
	}
	from := uint32(0)
	for _, to := range o.end[:len(o.end)-1] {
		if to-from > crowd {
			slices.SortStableFunc(out[from:to], byRatio)
		}
		from = to
	}
	for k := 1; k < len(out); k++ {
		p := out[k]
		at := k
		for ; at > 0 && out[at-1].ratio > p.ratio; at-- {
			out[at] = out[at-1]
		}
		out[at] = p
	}
	return out
}

// wholeLogs are the natural logarithms of small whole numbers; that of 0, which is never asked for, is 0.
var wholeLogs = sync.OnceValue(func() []float64 {
	out := make([]float64, 1<<12)
	for k := range out[1:] {
		out[k+1] = math.Log(float64(k + 1))
	}
	return out
})

// logarithm is math.Log, looked up where most tables of jobs and firms have their numbers.
func logarithm(whole []float64, v float64) float64 {
	if v < float64(len(whole)) {
		if k := int(v); float64(k) == v {
			return whole[k]
		}
	}
	return math.Log(v)
}

// ordinary tells whether a total is neither so large nor so small that products with its inverse leave the range of numbers.
func ordinary(total float64) bool { return total > 1e-100 && total < 1e100 }

// informative is the least measure of information that may be the difference of two larger ones; below, too many digits would be lost, and it is
// summed directly.
const informative = 0.05
