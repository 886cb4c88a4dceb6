// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/large"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// Quotients are location quotients of all cells. They are kept for the filled cells only; Value works the rest out.
type Quotients struct {
	Matrix *matrix.Matrix
	// Filled holds the quotient of each filled cell, numbered as matrix.Matrix.First says; NaN where it is missing.
	Filled []float64
	// Region and Activity are the totals the quotients rest on: NaN where there is none to rest on.
	Region, Activity []float64
	Diagnostics      Diagnostics
}

// LocationQuotient compares the share of an activity in a region with its share in all regions together:
//
//	LQ = (E_ri / E_r.) / (E_.i / E_..)
//
// which as "revealed comparative advantage" is the same number. Not rounded (EconGeo's RCA is, to 2 decimals). The reference
// includes the region. Missing where the cell is missing or the region or the activity has a total of 0.
//
// Source: Balassa (1965), Trade liberalisation and "revealed" comparative advantage, The Manchester School 33(2).
func LocationQuotient(m *matrix.Matrix, o Options) (*Quotients, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	t := m.Totals(o.Threads)
	q := &Quotients{Matrix: m, Filled: large.Slice[float64](m.Filled())}
	q.Region, q.Activity = base(t, o.Missing)
	share := make([]float64, m.Activities())
	for i, v := range q.Activity {
		share[i] = v / t.All
	}
	limit := o.small()
	size := parallel.Size(m.Regions(), 64, 64)
	weak := make([]int, parallel.Pieces(m.Regions(), size))
	parallel.Do(m.Regions(), size, o.Threads, func(piece, from, to int) {
		n := 0 // counted without a branch, which would be guessed wrong at every other cell
		for r := from; r < to; r++ {
			activities, values := m.Row(r)
			values = values[:len(activities)]
			out := q.Filled[m.First(r):][:len(activities)]
			total := q.Region[r]
			for k, i := range activities {
				lq := values[k] / total / share[i]
				out[k] = lq
				n += one(lq >= 1) & one(values[k] < limit)
			}
		}
		weak[piece] = n
	})
	q.Diagnostics = diagnose(m, t, o)
	for _, n := range weak {
		q.Diagnostics.SmallSpecialised += n
	}
	return q, nil
}

// Value is the quotient of a cell; NaN where it is missing.
func (q *Quotients) Value(region, activity int) float64 {
	if math.IsNaN(q.Region[region]) || math.IsNaN(q.Activity[activity]) {
		return math.NaN()
	}
	columns, _ := q.Matrix.Row(region)
	if k, found := slices.BinarySearch(columns, int32(activity)); found {
		return q.Filled[q.Matrix.First(region)+k]
	}
	if q.Matrix.IsMissing(region, activity) {
		return math.NaN()
	}
	return 0
}

// Row writes the quotients of a region into dst, one for each activity.
func (q *Quotients) Row(region int, dst []float64) {
	for i, total := range q.Activity {
		dst[i] = 0 * total * q.Region[region] // 0, or NaN where either total is missing
	}
	columns, _ := q.Matrix.Row(region)
	copyTo(dst, columns, q.Filled[q.Matrix.First(region):])
	for _, i := range q.Matrix.Missing(region) {
		dst[i] = math.NaN()
	}
}

func copyTo(dst []float64, at []int32, from []float64) {
	for k, i := range at {
		dst[i] = from[k]
	}
}

// Symmetric turns a quotient into -1..1 with 0 for the average: (LQ-1)/(LQ+1).
//
// Source: Laursen (1998; 2015), Revealed comparative advantage and the alternatives, Eurasian Business Review 5.
func Symmetric(lq float64) float64 {
	if math.IsInf(lq, 1) {
		return 1
	}
	return (lq - 1) / (lq + 1)
}

// IsSmall tells whether a known cell is too small to carry a specialisation: under 5 units, or under Options.Small. A cell of 0 is
// small; a missing one (NaN) is not, since nobody knows.
func IsSmall(value float64, o Options) bool { return value < o.small() }
