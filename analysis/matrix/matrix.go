// SPDX-License-Identifier: EUPL-1.2

package matrix

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/large"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Matrix is a checked table of regions by activities. It does not change after it is built, so any number of goroutines may read it.
type Matrix struct {
	regions, activities int
	start               []int     // where each region's cells begin; one longer than there are regions
	column              []int32   // activity of each filled cell, rising within a region
	value               []float64 // 0 or more, finite
	missingStart        []int     // as start, for the missing cells; nil when none is missing
	missingColumn       []int32
}

// Cell is a filled cell by place.
type Cell struct {
	Region, Activity int
	Value            float64
}

// Place is a cell by place, where it is marked as missing.
type Place struct{ Region, Activity int }

// Regions is how many rows there are.
func (m *Matrix) Regions() int { return m.regions }

// Activities is how many columns there are.
func (m *Matrix) Activities() int { return m.activities }

// Filled is how many cells are kept.
func (m *Matrix) Filled() int { return len(m.value) }

// Row gives the filled cells of a region, activities rising. The slices belong to the matrix: read, do not write.
func (m *Matrix) Row(region int) (activities []int32, values []float64) {
	from, to := m.start[region], m.start[region+1]
	return m.column[from:to], m.value[from:to]
}

// First is the number of the region's first filled cell when all are counted row by row; First(Regions()) is Filled(). Results
// kept by filled cell use this numbering.
func (m *Matrix) First(region int) int { return m.start[region] }

// Missing gives the missing cells of a region, activities rising.
func (m *Matrix) Missing(region int) []int32 {
	if m.missingStart == nil {
		return nil
	}
	return m.missingColumn[m.missingStart[region]:m.missingStart[region+1]]
}

// MissingCells is how many cells are missing.
func (m *Matrix) MissingCells() int { return len(m.missingColumn) }

// IsMissing tells whether a cell is missing.
func (m *Matrix) IsMissing(region, activity int) bool {
	_, found := slices.BinarySearch(m.Missing(region), int32(activity))
	return found
}

// At gives a cell: its value (0 where it is left out), or known = false where it is missing.
func (m *Matrix) At(region, activity int) (value float64, known bool) {
	columns, values := m.Row(region)
	if k, found := slices.BinarySearch(columns, int32(activity)); found {
		return values[k], true
	}
	if m.IsMissing(region, activity) {
		return math.NaN(), false
	}
	return 0, true
}

// Totals are sums over the known cells.
type Totals struct {
	Region, Activity                   []float64
	All                                float64
	MissingInRegion, MissingInActivity []int // cells left out of each sum because they are missing
}

// Totals sums the known cells by region, by activity and over all. The order of addition does not depend on threads.
func (m *Matrix) Totals(threads int) Totals {
	t := Totals{
		Region: make([]float64, m.regions), Activity: make([]float64, m.activities),
		MissingInRegion: make([]int, m.regions), MissingInActivity: make([]int, m.activities),
	}
	size := parallel.Size(m.regions, 64, 64)
	partial := make([]float64, parallel.Pieces(m.regions, size)*m.activities)
	parallel.Do(m.regions, size, threads, func(piece, from, to int) {
		sums := partial[piece*m.activities:][:m.activities]
		for r := from; r < to; r++ {
			columns, values := m.Row(r)
			values = values[:len(columns)]
			total := 0.0
			for k, i := range columns {
				total += values[k]
				sums[i] += values[k]
			}
			t.Region[r] = total
		}
	})
	for p := 0; p < len(partial); p += max(m.activities, 1) {
		for i, v := range partial[p : p+m.activities] {
			t.Activity[i] += v
		}
	}
	for _, v := range t.Region {
		t.All += v
	}
	for r := range m.regions {
		missing := m.Missing(r)
		t.MissingInRegion[r] = len(missing)
		for _, i := range missing {
			t.MissingInActivity[i]++
		}
	}
	return t
}

// Transpose turns the table: activities become rows. Missing cells stay missing.
func (m *Matrix) Transpose() *Matrix {
	t := &Matrix{regions: m.activities, activities: m.regions}
	t.start, t.column, t.value = turn(m.regions, m.activities, m.start, m.column, m.value)
	if m.missingStart != nil {
		t.missingStart, t.missingColumn, _ = turn(m.regions, m.activities, m.missingStart, m.missingColumn, nil)
	}
	return t
}

func turn(rows, columns int, start []int, column []int32, value []float64) ([]int, []int32, []float64) {
	begin := make([]int, columns+1)
	for _, i := range column {
		begin[i+1]++
	}
	for i := range columns {
		begin[i+1] += begin[i]
	}
	next := slices.Clone(begin[:columns])
	out := large.Slice[int32](len(column))
	var values []float64
	if value != nil {
		values = large.Slice[float64](len(value))
	}
	for r := range rows {
		for k := start[r]; k < start[r+1]; k++ {
			at := next[column[k]]
			next[column[k]]++
			out[at] = int32(r)
			if value != nil {
				values[at] = value[k]
			}
		}
	}
	return begin, out, values
}
