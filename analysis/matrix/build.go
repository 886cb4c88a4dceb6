// SPDX-License-Identifier: EUPL-1.2

package matrix

import (
	"cmp"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/large"
)

// FromDense reads a full table, row after row. NaN marks a missing cell, as everywhere in the analyses; 0 is data.
func FromDense(regions, activities int, values []float64) (*Matrix, error) {
	if err := shape(regions, activities); err != nil {
		return nil, err
	}
	if len(values) != regions*activities {
		return nil, Size("values", len(values), regions*activities)
	}
	filled, missing := 0, 0
	for k, v := range values {
		switch {
		case v > 0:
			filled++
		case math.IsNaN(v):
			missing++
		}
		if err := check(k/activities, k%activities, v, true); err != nil {
			return nil, err
		}
	}
	m := &Matrix{regions: regions, activities: activities, start: make([]int, regions+1),
		column: large.Slice[int32](filled)[:0], value: large.Slice[float64](filled)[:0]}
	if missing > 0 {
		m.missingStart, m.missingColumn = make([]int, regions+1), make([]int32, 0, missing)
	}
	for r := range regions {
		for i, v := range values[r*activities : (r+1)*activities] {
			switch {
			case v > 0:
				m.column, m.value = append(m.column, int32(i)), append(m.value, v)
			case math.IsNaN(v):
				m.missingColumn = append(m.missingColumn, int32(i))
			}
		}
		m.start[r+1] = len(m.column)
		if missing > 0 {
			m.missingStart[r+1] = len(m.missingColumn)
		}
	}
	return m, nil
}

// FromCells reads cells in any order, as a long table lists them, and the places that are missing. A cell that is not given is 0;
// one given as NaN is missing. A place given twice is an error that names it.
func FromCells(regions, activities int, cells []Cell, missing []Place) (*Matrix, error) {
	if err := shape(regions, activities); err != nil {
		return nil, err
	}
	gaps := slices.Clone(missing)
	kept := make([]Cell, 0, len(cells))
	for _, c := range cells {
		if err := within(regions, activities, c.Region, c.Activity); err != nil {
			return nil, err
		}
		if err := check(c.Region, c.Activity, c.Value, true); err != nil {
			return nil, err
		}
		if math.IsNaN(c.Value) {
			gaps = append(gaps, Place{c.Region, c.Activity})
		} else {
			kept = append(kept, c)
		}
	}
	for _, p := range gaps {
		if err := within(regions, activities, p.Region, p.Activity); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(kept, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Activity, b.Activity))
	})
	slices.SortFunc(gaps, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Activity, b.Activity))
	})
	start, column, value := make([]int, regions+1), large.Slice[int32](len(kept)), large.Slice[float64](len(kept))
	for k, c := range kept {
		start[c.Region+1]++
		column[k], value[k] = int32(c.Activity), c.Value
	}
	for r := range regions {
		start[r+1] += start[r]
	}
	return FromRows(regions, activities, start, column, value, gaps)
}

// FromRows takes a table that is sparse already: the cells of region r are start[r] to start[r+1] (not included), their activities
// rising. The slices are kept, not copied: the caller gives them away. Missing places may stand in any order.
func FromRows(regions, activities int, start []int, activity []int32, value []float64, missing []Place) (*Matrix, error) {
	if err := shape(regions, activities); err != nil {
		return nil, err
	}
	if len(start) != regions+1 {
		return nil, Size("start", len(start), regions+1)
	}
	if len(value) != len(activity) || start[0] != 0 || start[regions] != len(activity) {
		return nil, Size("value", len(value), start[regions])
	}
	m := &Matrix{regions: regions, activities: activities, start: start, column: activity, value: value}
	for r := range regions {
		if start[r] > start[r+1] || start[r+1] > len(activity) {
			return nil, &Error{Code: BadOrder, What: "start", Region: r, Activity: -1}
		}
		last := -1
		for k := start[r]; k < start[r+1]; k++ {
			i := int(activity[k])
			if err := within(regions, activities, r, i); err != nil {
				return nil, err
			}
			if i == last {
				return nil, cellError(Duplicate, r, i, value[k])
			}
			if i < last {
				return nil, cellError(BadOrder, r, i, value[k])
			}
			if err := check(r, i, value[k], false); err != nil {
				return nil, err
			}
			last = i
		}
	}
	if len(missing) == 0 {
		return m, nil
	}
	if err := m.mark(missing); err != nil {
		return nil, err
	}
	return m, nil
}

// mark notes the missing places; one that is filled as well, or named twice, contradicts itself.
func (m *Matrix) mark(missing []Place) error {
	sorted := slices.Clone(missing)
	slices.SortFunc(sorted, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Activity, b.Activity))
	})
	m.missingStart, m.missingColumn = make([]int, m.regions+1), make([]int32, len(sorted))
	for k, p := range sorted {
		if err := within(m.regions, m.activities, p.Region, p.Activity); err != nil {
			return err
		}
		columns, _ := m.Row(p.Region)
		_, filled := slices.BinarySearch(columns, int32(p.Activity))
		if filled || k > 0 && sorted[k-1] == p {
			return cellError(Duplicate, p.Region, p.Activity, math.NaN())
		}
		m.missingStart[p.Region+1]++
		m.missingColumn[k] = int32(p.Activity)
	}
	for r := range m.regions {
		m.missingStart[r+1] += m.missingStart[r]
	}
	return nil
}

func shape(regions, activities int) error {
	const most = 1 << 31 // indexes of cells are kept in 32 bits
	switch {
	case regions < 1:
		return Fail(Empty, "regions")
	case activities < 1:
		return Fail(Empty, "activities")
	case regions >= most:
		return Size("regions", regions, most)
	case activities >= most:
		return Size("activities", activities, most)
	}
	return nil
}

func within(regions, activities, region, activity int) error {
	e := &Error{Code: OutOfRange, What: "cell", Region: region, Activity: activity}
	switch {
	case region < 0 || region >= regions:
		e.Found, e.Expected = region, regions
		return e
	case activity < 0 || activity >= activities:
		e.Found, e.Expected = activity, activities
		return e
	}
	return nil
}

func check(region, activity int, value float64, gap bool) error {
	switch {
	case value < 0:
		return cellError(Negative, region, activity, value)
	case math.IsInf(value, 0), math.IsNaN(value) && !gap:
		return cellError(NotFinite, region, activity, value)
	}
	return nil
}
