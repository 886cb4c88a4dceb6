// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"
	"sync"

	"github.com/sumanus/sumanus/analysis/internal/large"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Densities are one number for each region and activity. NaN is missing.
type Densities struct {
	Regions, Activities int
	// values stand in columns of eight activities, region after region, because that is how they are computed: a row would be written
	// in pieces far apart.
	values []float64
}

func newDensities(n *Network) *Densities {
	d := &Densities{Regions: n.Regions(), Activities: n.Activities()}
	d.values = large.Slice[float64]((d.Activities + lane - 1) / lane * lane * d.Regions)
	return d
}

func (d *Densities) place(region, activity int) int {
	return (activity/lane*d.Regions+region)*lane + activity%lane
}

// At is the density of an activity in a region.
func (d *Densities) At(region, activity int) float64 { return d.values[d.place(region, activity)] }

// Row writes a region's densities into dst, one for each activity.
func (d *Densities) Row(region int, dst []float64) {
	for first := 0; first < d.Activities; first += lane {
		at := d.place(region, first)
		copy(dst[first:min(first+lane, d.Activities)], d.values[at:at+lane])
	}
}

// Sum adds up what is known, for whoever must consume the whole.
func (d *Densities) Sum() (sum float64) {
	for i := range d.Activities {
		for at, end := d.place(0, i), len(d.values); at < end && at < d.place(d.Regions, i); at += lane {
			if v := d.values[at]; v == v {
				sum += v
			}
		}
	}
	return sum
}

// Density is how much of what is related to an activity a region is specialised in:
//
//	d_ri = Σ_j M_rj φ_ij / Σ_j φ_ij
//
// with the activity itself among the j (φ_ii = 1), a share from 0 to 1; with Balland without itself and times 100. Activities whose cell
// in the region is missing are left out of both sums. Missing where nothing is related to the activity.
//
// phi may be any symmetric relatedness of at least 0, such as Proximity or Relatedness gives; its diagonal counts as the option says.
// Entries that are missing (NaN) count as no relation.
//
// Source: Hidalgo and others (2007), Science 317; Balland, Boschma, Crespo and Rigby (2019), Smart specialization policy in the European
// Union, Regional Studies 53(9).
func Density(n *Network, phi *Square, o Options) (*Densities, error) {
	w, err := relations(n, phi, o)
	if err != nil {
		return nil, err
	}
	scale := 1.0
	if o.Density == Balland {
		scale = 100
	}
	out := newDensities(n)
	w.sums(n, out.values, share{of: w.all, scale: scale}, false, o.Threads)
	w.mend(n, out, scale)
	return out, nil
}

// mend takes out of the sums what a region does not know. The sums of relations in it are fewer, and taken anew.
func (w *weights) mend(n *Network, d *Densities, scale float64) {
	all := make([]float64, w.size)
	for r := range n.Regions() {
		gaps := n.Cells.Missing(r)
		switch {
		case math.IsNaN(n.Diversity[r]):
			for i := range w.size {
				d.values[d.place(r, i)] = math.NaN()
			}
		case len(gaps) > 0:
			w.without(all, gaps)
			for i := range w.size {
				sum := 0.0
				for _, j := range n.Of(r) {
					sum += w.phi[i*w.size+int(j)]
				}
				d.values[d.place(r, i)] = scale * sum / all[i]
			}
		}
	}
}

func fill(x []float64, v float64) {
	for k := range x {
		x[k] = v
	}
}

// weights are relations ready to be summed.
type weights struct {
	size int
	phi  []float64 // row after row, no NaN, the diagonal as asked for
	all  []float64 // sums of rows
}

func relations(n *Network, phi *Square, o Options) (*weights, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	size := n.Activities()
	if phi.Size != size || len(phi.Values) != size*size {
		return nil, matrix.Size("relatedness", phi.Size, size)
	}
	w := &weights{size: size, phi: make([]float64, size*size), all: make([]float64, size)}
	for a := range size {
		row := w.phi[a*size : (a+1)*size]
		for b, v := range phi.Row(a) {
			switch {
			case v < 0, math.IsInf(v, 0):
				return nil, &matrix.Error{Code: matrix.Negative, What: "relatedness", Region: a, Activity: b, Value: v}
			case a == b && o.Density == Balland, math.IsNaN(v):
			case a == b:
				row[b] = 1
			default:
				row[b] = v
			}
			w.all[a] += row[b]
		}
	}
	for i, u := range n.Ubiquity {
		if math.IsNaN(u) { // unknown everywhere: nothing can be said of it, and it is left out of what is said of others
			for b := range size {
				w.all[b] -= w.phi[b*size+i]
				w.phi[b*size+i] = 0
			}
			w.all[i] = math.NaN()
		}
	}
	return w, nil
}

// without writes the sums of rows that leave some activities out. They are summed anew: a difference would leave rounding where the
// truth is 0.
func (w *weights) without(dst []float64, gaps []int32) {
	for a := range dst {
		dst[a] = w.all[a]
		if math.IsNaN(w.all[a]) {
			continue
		}
		sum, k := 0.0, 0
		for b, v := range w.phi[a*w.size : (a+1)*w.size] {
			if k < len(gaps) && int(gaps[k]) == b {
				k++
				continue
			}
			sum += v
		}
		dst[a] = sum
	}
}

const (
	lane  = 8 // activities summed at once: as many sums as a processor keeps in its registers, and one line of its cache
	group = 8 // specialisations looked up at once
	codes = 1 << group
	held  = 16      // groups whose part of the table stays near the processor (256 KiB)
	strip = 1 << 11 // regions that are looked up in that part before the next; their sums (128 KiB) stay near too
)

// share says what sums are divided by, activity by activity, and what they are multiplied with; the zero value leaves them as they are.
type share struct {
	of    []float64
	scale float64
}

// sums writes Σ_j M_rj φ_ij for each region r and activity i, as Densities keeps them. For eight activities i at a time, a table holds the
// sum over every combination of eight activities j; a region then costs one look-up for each eight activities instead of one addition for
// each specialisation (the method of four Russians). Sums are taken in one order, whatever the threads. With lacking, the sums are over
// what a region is known not to be specialised in. dst must be zero.
func (w *weights) sums(n *Network, dst []float64, by share, lacking bool, threads int) {
	groups := (w.size + group - 1) / group
	code := n.packed(groups, lacking, threads)
	regions := n.Regions()
	lanes := parallel.Pieces(w.size, lane)
	block := regions // with few activities the regions are parted too, so that both processors have work
	if lanes < 16 {
		block = min(regions, 1<<14)
	}
	blocks := parallel.Pieces(regions, block)
	tables := sync.Pool{New: func() any {
		t := make([][codes][lane]float64, groups)
		return &t
	}}
	parallel.Do(lanes*blocks, 1, threads, func(piece, _, _ int) {
		first := piece / blocks * lane
		table := tables.Get().(*[][codes][lane]float64)
		w.fillTable(*table, first)
		from := piece % blocks * block
		to := min(from+block, regions)
		out := dst[first*regions:][:lane*regions]
		whole := [lane]float64{1, 1, 1, 1, 1, 1, 1, 1} // past the last activity stand zeros
		scale := 1.0
		if by.of != nil {
			copy(whole[:], by.of[first:])
			scale = by.scale
		}
		for start := from; start < to; start += strip {
			end := min(start+strip, to)
			for g := 0; g < groups; g += held {
				w.add(code, (*table)[g:min(g+held, groups)], g, groups, start, end, out)
			}
			divide(out[lane*start:lane*end], &whole, scale)
		}
		tables.Put(table)
	})
}

// add looks up the table's groups, of which g is the first, for the regions from start to end.
func (w *weights) add(code []uint8, table [][codes][lane]float64, g, groups, start, end int, out []float64) {
	r := start
	if wide {
		for ; r+4 <= end; r += 4 {
			lookUpFour(&table[0], &code[r*groups+g], len(table), groups, (*[4 * lane]float64)(out[lane*r:]))
		}
	}
	for ; r < end; r++ {
		lookUp(table, code[r*groups+g:][:len(table)], (*[lane]float64)(out[lane*r:]))
	}
}

// lookUp adds to eight sums of one region. On processors that can, lookUpFour does the same for four.
func lookUp(table [][codes][lane]float64, code []uint8, out *[lane]float64) {
	table = table[:len(code)]
	a, b, c, d, e, f, g, h := out[0], out[1], out[2], out[3], out[4], out[5], out[6], out[7]
	for k := range code {
		t := &table[k][code[k]]
		a += t[0]
		b += t[1]
		c += t[2]
		d += t[3]
		e += t[4]
		f += t[5]
		g += t[6]
		h += t[7]
	}
	out[0], out[1], out[2], out[3], out[4], out[5], out[6], out[7] = a, b, c, d, e, f, g, h
}

// divide turns sums into shares; 0/0 is missing.
func divide(sums []float64, whole *[lane]float64, scale float64) {
	for ; len(sums) >= lane; sums = sums[lane:] {
		for k, w := range whole {
			sums[k] = scale * sums[k] / w
		}
	}
}

// fillTable sums the relations of eight activities from first on, over all combinations of each eight activities.
func (w *weights) fillTable(table [][codes][lane]float64, first int) {
	count := min(lane, w.size-first)
	for g := range table {
		t := &table[g]
		for bit := range group {
			var one [lane]float64 // stays 0 past the last activity
			if j := g*group + bit; j < w.size {
				for k := range count {
					one[k] = w.phi[(first+k)*w.size+j]
				}
			}
			for c := range 1 << bit {
				for k := range lane {
					t[c|1<<bit][k] = t[c][k] + one[k]
				}
			}
		}
	}
}

// packed writes each region's specialisations, or what it lacks, as numbers of eight bits.
func (n *Network) packed(groups int, lacking bool, threads int) []uint8 {
	out := large.Slice[uint8](n.Regions() * groups)
	parallel.Do(n.Regions(), parallel.Size(n.Regions(), 64, 64), threads, func(_, from, to int) {
		for r := from; r < to; r++ {
			row := out[r*groups : (r+1)*groups]
			for _, i := range n.Of(r) {
				row[i/group] |= 1 << (i % group)
			}
			if lacking {
				for k := range row {
					row[k] = ^row[k]
				}
				for _, i := range n.Cells.Missing(r) {
					row[i/group] &^= 1 << (i % group)
				}
			}
		}
	})
	return out
}
