// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Error is the error of this package; its Code is stable.
type Error = matrix.Error

// Rule says what becomes of a sum with a missing part.
type Rule uint8

const (
	// Known sums what is known and lists in Diagnostics the sums that are incomplete. The default.
	Known Rule = iota
	// Strict makes a region's or an activity's total missing as soon as one of its cells is, and with it every measure of that
	// region or activity. The totals of the reference stay sums of what is known.
	Strict
)

// Options hold for every function of the package. The zero value is the convention of the house.
type Options struct {
	Missing Rule
	Threads int     // goroutines, 0 for one each processor; no result depends on it
	Small   float64 // cells under it are called small; 0 means 5
	// Excluding compares a region with all the others, not with the whole that includes it, in the Krugman index. With two regions
	// that is Krugman's own comparison of pairs.
	Excluding bool
}

func (o Options) small() float64 {
	if o.Small > 0 {
		return o.Small
	}
	return 5
}

func (o Options) check() error {
	if o.Missing > Strict {
		e := matrix.Fail(matrix.BadOption, "missing rule")
		e.Value = float64(o.Missing)
		return e
	}
	if math.IsNaN(o.Small) || o.Small < 0 {
		e := matrix.Fail(matrix.BadOption, "small")
		e.Value = o.Small
		return e
	}
	return nil
}

// Diagnostics tell what the numbers cannot bear.
type Diagnostics struct {
	SmallCells           int   // known cells above 0 and under Options.Small
	SmallSpecialised     int   // of them, those with a quotient of 1 or more: a specialisation of three jobs
	MissingCells         int   // cells left out
	IncompleteRegions    []int // regions with a missing cell
	IncompleteActivities []int // activities with a missing cell
	EmptyRegions         []int // regions whose known cells sum to 0: their measures are missing
	EmptyActivities      []int // activities whose known cells sum to 0
}

func diagnose(m *matrix.Matrix, t matrix.Totals, o Options) Diagnostics {
	d := Diagnostics{MissingCells: m.MissingCells()}
	limit := o.small()
	size := parallel.Size(m.Regions(), 64, 64)
	small := make([]int, parallel.Pieces(m.Regions(), size))
	parallel.Do(m.Regions(), size, o.Threads, func(piece, from, to int) {
		n := 0
		for r := from; r < to; r++ {
			_, values := m.Row(r)
			for _, v := range values {
				n += one(v > 0) & one(v < limit)
			}
		}
		small[piece] = n
	})
	for _, n := range small {
		d.SmallCells += n
	}
	for r := range m.Regions() {
		if t.MissingInRegion[r] > 0 {
			d.IncompleteRegions = append(d.IncompleteRegions, r)
		}
		if t.Region[r] == 0 {
			d.EmptyRegions = append(d.EmptyRegions, r)
		}
	}
	for i := range m.Activities() {
		if t.MissingInActivity[i] > 0 {
			d.IncompleteActivities = append(d.IncompleteActivities, i)
		}
		if t.Activity[i] == 0 {
			d.EmptyActivities = append(d.EmptyActivities, i)
		}
	}
	return d
}

func one(yes bool) int {
	n := 0
	if yes {
		n = 1
	}
	return n
}

// base gives the totals as the rule wants them: missing (NaN) where nothing can rest on them.
func base(t matrix.Totals, rule Rule) (region, activity []float64) {
	return usable(t.Region, t.MissingInRegion, rule), usable(t.Activity, t.MissingInActivity, rule)
}

func usable(totals []float64, missing []int, rule Rule) []float64 {
	out := make([]float64, len(totals))
	for k, v := range totals {
		out[k] = v
		if v == 0 || rule == Strict && missing[k] > 0 {
			out[k] = math.NaN()
		}
	}
	return out
}

func columns(n, count int) [][]float64 {
	block := make([]float64, n*count)
	out := make([][]float64, count)
	for k := range out {
		out[k] = block[k*n : (k+1)*n : (k+1)*n]
	}
	return out
}
