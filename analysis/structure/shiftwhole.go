// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// pair is a cell at both times, known at both and above 0 at one at least.
type pair struct {
	activity   int32
	start, end float64
}

// pairs walks the cells of a region at both times together.
func pairs(start, end *matrix.Matrix, r int, dst []pair) []pair {
	a, va := start.Row(r)
	b, vb := end.Row(r)
	check := start.MissingCells()+end.MissingCells() > 0
	for j, k := 0, 0; j < len(a) || k < len(b); {
		var p pair
		switch {
		case k == len(b) || j < len(a) && a[j] < b[k]:
			p = pair{a[j], va[j], 0}
			j++
		case j == len(a) || b[k] < a[j]:
			p = pair{b[k], 0, vb[k]}
			k++
		default:
			p = pair{a[j], va[j], vb[k]}
			j, k = j+1, k+1
		}
		if check && (start.IsMissing(r, int(p.activity)) || end.IsMissing(r, int(p.activity))) {
			continue
		}
		dst = append(dst, p)
	}
	return dst
}

// gaps counts the cells of a region that are missing at either time.
func gaps(start, end *matrix.Matrix, r int) int {
	all := slices.Concat(start.Missing(r), end.Missing(r))
	slices.Sort(all)
	return len(slices.Compact(all))
}

// whole is the reference: all regions together, over the cells known at both times.
type whole struct {
	growth, share []float64 // of each activity: rate of growth (0 where it has no base), share at the start
	rate          float64
	start         []float64
}

func newWhole(start, end *matrix.Matrix, threads int) whole {
	if start.MissingCells()+end.MissingCells() == 0 {
		a, b := start.Totals(threads), end.Totals(threads)
		return wholeOf(a.Activity, b.Activity, a.All, b.All)
	}
	a, b := make([]float64, start.Activities()), make([]float64, start.Activities())
	all0, all1 := 0.0, 0.0
	var cells []pair
	for r := range start.Regions() {
		cells = pairs(start, end, r, cells[:0])
		for _, c := range cells {
			a[c.activity] += c.start
			b[c.activity] += c.end
			all0 += c.start
			all1 += c.end
		}
	}
	return wholeOf(a, b, all0, all1)
}

func wholeOf(start, end []float64, all0, all1 float64) whole {
	w := whole{growth: make([]float64, len(start)), share: make([]float64, len(start)), rate: math.NaN(), start: start}
	if all0 > 0 {
		w.rate = all1/all0 - 1
	}
	for i, v := range start {
		if v > 0 {
			w.growth[i] = end[i]/v - 1
			w.share[i] = v / all0
		}
	}
	return w
}

func (w whole) diagnostics(start, end *matrix.Matrix, o Options) Diagnostics {
	d := Diagnostics{}
	limit := o.small()
	hit := make([]bool, start.Activities())
	for r := range start.Regions() {
		_, values := start.Row(r)
		empty := true
		for _, v := range values {
			if v > 0 && v < limit {
				d.SmallCells++
			}
			empty = empty && v == 0
		}
		if empty {
			d.EmptyRegions = append(d.EmptyRegions, r)
		}
		if n := gaps(start, end, r); n > 0 {
			d.MissingCells += n
			d.IncompleteRegions = append(d.IncompleteRegions, r)
		}
		for _, i := range slices.Concat(start.Missing(r), end.Missing(r)) {
			hit[i] = true
		}
	}
	for i, yes := range hit {
		if yes {
			d.IncompleteActivities = append(d.IncompleteActivities, i)
		}
		if w.start[i] == 0 {
			d.EmptyActivities = append(d.EmptyActivities, i)
		}
	}
	return d
}

// ShiftParts is the split of one region.
type ShiftParts struct {
	Start, End, Change, National, Mix, Regional float64
	Competitive, Allocation, Entry              float64
}

// ShiftOne is Shift for one region against a reference given beside it (the country's totals at both times), as the textbooks work it.
// NaN marks a missing value; an activity missing in any of the four lists is left out. The reference must have something at the
// start wherever the region has, else the parts have no base and are missing.
func ShiftOne(region0, region1, whole0, whole1 []float64) (ShiftParts, error) {
	n := len(region0)
	lists := []struct {
		what   string
		values []float64
	}{{"region at the start", region0}, {"region at the end", region1}, {"reference at the start", whole0}, {"reference at the end", whole1}}
	for _, l := range lists {
		if len(l.values) != n {
			return ShiftParts{}, matrix.Size(l.what, len(l.values), n)
		}
		if _, _, err := sum(l.what, l.values); err != nil {
			return ShiftParts{}, err
		}
	}
	start, end := make([]float64, n), make([]float64, n)
	cells := make([]pair, 0, n)
	all0, all1 := 0.0, 0.0
	unbased := false
	for i := range n {
		if math.IsNaN(region0[i] + region1[i] + whole0[i] + whole1[i]) {
			continue
		}
		start[i], end[i] = whole0[i], whole1[i]
		all0 += whole0[i]
		all1 += whole1[i]
		cells = append(cells, pair{int32(i), region0[i], region1[i]})
		unbased = unbased || region0[i] > 0 && whole0[i] == 0
	}
	c := columns(1, 9)
	one := &ShiftShare{Start: c[0], End: c[1], Change: c[2], National: c[3], Mix: c[4], Regional: c[5], Competitive: c[6], Allocation: c[7], Entry: c[8]}
	one.split(0, cells, wholeOf(start, end, all0, all1), unbased)
	return ShiftParts{c[0][0], c[1][0], c[2][0], c[3][0], c[4][0], c[5][0], c[6][0], c[7][0], c[8][0]}, nil
}
