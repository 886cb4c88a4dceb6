// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
	"strconv"
)

// ImputeBy is a way to fill gaps.
type ImputeBy uint8

// The ways to fill gaps. What is filled is listed, so that it can be told from what is known.
const (
	NoImputation ImputeBy = iota // missing stays missing
	ImputeMean                   // the indicator's mean over units
	ImputeMedian
	ImputeGroupMean   // its mean over the units of the same group (Imputation.Groups)
	ImputeGroupMedian // its median there
	// ImputeSiblings takes the unit's mean over the other indicators of the same parent, all on a scale of 0 to 1 in their direction,
	// and brings it back to the indicator's own scale.
	ImputeSiblings
)

// Imputation says how gaps are filled. The zero value fills none.
type Imputation struct {
	By     ImputeBy
	Groups []int // of each unit, for the means and medians of groups
}

// Gap is a filled gap.
type Gap struct {
	Indicator, Unit int
	Value           float64
}

// Imputed is the table with its gaps filled.
type Imputed struct {
	Table *Table
	Gaps  []Gap
	Left  int // gaps that could not be filled, because nothing was known to fill them from
}

func (f *Frame) impute(s *Screened, by Imputation) (*Imputed, error) {
	t := s.Table
	out := &Imputed{Table: t}
	groups := by.Groups
	switch by.By {
	case NoImputation:
		out.Left = gaps(s, t)
		return out, nil
	case ImputeMean, ImputeMedian:
		groups = make([]int, t.Units)
	case ImputeGroupMean, ImputeGroupMedian:
		if len(groups) != t.Units {
			return nil, fault(LengthMismatch, "groups", strconv.Itoa(len(groups)), strconv.Itoa(t.Units))
		}
	case ImputeSiblings:
		return f.imputeSiblings(s), nil
	default:
		return nil, fault(BadOption, "impute", strconv.Itoa(int(by.By)), "")
	}
	middle := mean
	if by.By == ImputeMedian || by.By == ImputeGroupMedian {
		middle = median
	}
	out.Table = t.clone()
	for c, column := range t.Columns {
		parts := map[int][]float64{}
		for u, v := range column {
			if !math.IsNaN(v) {
				parts[groups[u]] = append(parts[groups[u]], v)
			}
		}
		for u, v := range column {
			if part := parts[groups[u]]; math.IsNaN(v) && s.Included[u] && len(part) > 0 {
				out.fill(c, u, middle(part))
			}
		}
	}
	out.Left = gaps(s, out.Table)
	return out, nil
}

func (i *Imputed) fill(c, u int, v float64) {
	i.Table.Columns[c][u] = v
	i.Gaps = append(i.Gaps, Gap{c, u, v})
}

func (f *Frame) imputeSiblings(s *Screened) *Imputed {
	t := s.Table
	out := &Imputed{Table: t.clone()}
	low, high := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	for c, column := range t.Columns {
		low[c], high[c] = bounds(column)
	}
	for _, parent := range f.aggregates {
		for u, in := range s.Included {
			sum, n := 0.0, 0.0
			for _, k := range f.children[parent] {
				if c := f.column[k]; c >= 0 && !math.IsNaN(t.Columns[c][u]) && high[c] > low[c] {
					share := (t.Columns[c][u] - low[c]) / (high[c] - low[c])
					if f.Nodes[k].Direction < 0 {
						share = 1 - share
					}
					sum += share
					n++
				}
			}
			for _, k := range f.children[parent] {
				c := f.column[k]
				if c < 0 || !in || n == 0 || !math.IsNaN(t.Columns[c][u]) || !(high[c] >= low[c]) {
					continue
				}
				share := sum / n
				if f.Nodes[k].Direction < 0 {
					share = 1 - share
				}
				out.fill(c, u, low[c]+share*(high[c]-low[c]))
			}
		}
	}
	slices.SortFunc(out.Gaps, func(a, b Gap) int {
		if a.Indicator != b.Indicator {
			return a.Indicator - b.Indicator
		}
		return a.Unit - b.Unit
	})
	out.Left = gaps(s, out.Table)
	return out
}

// bounds are the least and the largest known value; NaN when none is known.
func bounds(x []float64) (low, high float64) {
	low, high = math.NaN(), math.NaN()
	for _, v := range x {
		if math.IsNaN(v) {
			continue
		}
		if !(low <= v) {
			low = v
		}
		if !(high >= v) {
			high = v
		}
	}
	return low, high
}

func gaps(s *Screened, t *Table) (n int) {
	for _, column := range t.Columns {
		for u, v := range column {
			if math.IsNaN(v) && s.Included[u] {
				n++
			}
		}
	}
	return n
}
