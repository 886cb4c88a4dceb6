// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// ShiftShare splits what each region gained or lost. Columns have one entry for each region; NaN is missing. National + Mix +
// Regional is Change, whatever cells are empty.
type ShiftShare struct {
	Start, End []float64
	Change     []float64 // End - Start; known also where nothing at all was there at the start, so that the parts have no base
	National   []float64 // what growth at the rate of the whole would have brought
	Mix        []float64 // what having these activities and not others brought
	Regional   []float64 // what growing faster or slower than the same activities elsewhere brought

	// The regional part after Esteban-Marquillas: Competitive + Allocation + Entry is Regional.
	Competitive []float64 // as if the region had the structure of the whole
	Allocation  []float64 // being specialised in what grows faster here
	Entry       []float64 // activities that were not in the region at the start: no rate of growth, so not to be split

	Rate        float64 // growth of the whole, 0.02 is 2 %
	Diagnostics Diagnostics
}

// Shift is the classical shift–share over all regions:
//
//	national = E0_r·G   mix = Σ E0_ri (g_i - G)   regional = Σ (E1_ri - E0_ri (1 + g_i))
//
// An activity that is new everywhere (nothing at the start) has no rate; what came of it is regional. REAT divides by E0_ri, so one
// empty cell costs it the region; here none does. A cell missing at either time is left out at both, in the totals of the whole
// too. The split is one of several possible ones (it weighs by the start).
//
// Sources: Dunn (1960), A statistical and analytical technique for regional analysis, Papers in Regional Science 6; Esteban-Marquillas
// (1972), A reinterpretation of shift-share analysis, Regional and Urban Economics 2(3).
func Shift(start, end *matrix.Matrix, o Options) (*ShiftShare, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if end.Regions() != start.Regions() {
		return nil, matrix.Size("end: regions", end.Regions(), start.Regions())
	}
	if end.Activities() != start.Activities() {
		return nil, matrix.Size("end: activities", end.Activities(), start.Activities())
	}
	w := newWhole(start, end, o.Threads)
	c := columns(start.Regions(), 9)
	out := &ShiftShare{Start: c[0], End: c[1], Change: c[2], National: c[3], Mix: c[4], Regional: c[5], Competitive: c[6], Allocation: c[7],
		Entry: c[8], Rate: w.rate, Diagnostics: w.diagnostics(start, end, o)}
	parallel.Do(start.Regions(), parallel.Size(start.Regions(), 64, 64), o.Threads, func(_, from, to int) {
		cells := make([]pair, 0, start.Activities())
		for r := from; r < to; r++ {
			cells = pairs(start, end, r, cells[:0])
			out.split(r, cells, w, o.Missing == Strict && gaps(start, end, r) > 0)
		}
	})
	return out, nil
}

// split fills the row of a region.
func (out *ShiftShare) split(r int, cells []pair, w whole, unknown bool) {
	e0, e1 := 0.0, 0.0
	for _, c := range cells {
		e0 += c.start
		e1 += c.end
	}
	if unknown {
		e0, e1 = math.NaN(), math.NaN()
	}
	if unknown || math.IsNaN(w.rate) {
		out.Start[r], out.End[r], out.Change[r] = e0, e1, e1-e0
		for _, c := range [][]float64{out.National, out.Mix, out.Regional, out.Competitive, out.Allocation, out.Entry} {
			c[r] = math.NaN()
		}
		return
	}
	mix, competitive, entry := 0.0, 0.0, 0.0
	for _, c := range cells {
		if c.start == 0 {
			entry += c.end
			continue
		}
		g := w.growth[c.activity]
		mix += c.start * (g - w.rate)
		competitive += e0 * w.share[c.activity] * (c.end/c.start - 1 - g)
	}
	out.Start[r], out.End[r], out.Change[r] = e0, e1, e1-e0
	out.National[r], out.Mix[r], out.Regional[r] = closed(e1-e0, e0*w.rate, mix)
	out.Competitive[r], out.Entry[r] = competitive, entry
	out.Allocation[r] = out.Regional[r] - competitive - entry
}

// closed gives the three parts so that adding them up gives the change to the last bit, where the change is a whole number or
// anything else with a few bits to spare. The last part is what is left; the first two are put on a grid of binary fractions, some
// 1e-15 of the largest number apart, on which sums lose nothing.
func closed(change, national, mix float64) (float64, float64, float64) {
	_, exponent := math.Frexp(max(math.Abs(change), math.Abs(national), math.Abs(mix)))
	unit := math.Ldexp(1, exponent-50)
	if unit == 0 || math.IsInf(unit, 0) {
		return national, mix, change - (national + mix)
	}
	national, mix = math.RoundToEven(national/unit)*unit, math.RoundToEven(mix/unit)*unit
	return national, mix, change - (national + mix)
}

// Dynamic sums the classical split over consecutive pairs of times, so that a structure that changes on the way counts as it was.
// Start is the first time and End the last; Rate is the growth between them. A cell that is missing at a time is left out of the two
// pairs it belongs to, so with missing cells Change need not be End - Start: it is the sum of the changes that are known.
//
// Source: Barff and Knight (1988), Dynamic shift-share analysis, Growth and Change 19(2).
func Dynamic(times []*matrix.Matrix, o Options) (*ShiftShare, error) {
	if len(times) < 2 {
		return nil, matrix.Size("times", len(times), 2)
	}
	var out *ShiftShare
	for k := 1; k < len(times); k++ {
		step, err := Shift(times[k-1], times[k], o)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = step
			continue
		}
		add(out.Change, step.Change)
		add(out.National, step.National)
		add(out.Mix, step.Mix)
		add(out.Regional, step.Regional)
		add(out.Competitive, step.Competitive)
		add(out.Allocation, step.Allocation)
		add(out.Entry, step.Entry)
		copy(out.End, step.End)
		out.Rate = (1+out.Rate)*(1+step.Rate) - 1
		out.Diagnostics = join(out.Diagnostics, step.Diagnostics)
	}
	return out, nil
}

func add(dst, more []float64) {
	for k, v := range more {
		dst[k] += v
	}
}

// join keeps what any of the steps has to say.
func join(a, b Diagnostics) Diagnostics {
	union := func(x, y []int) []int {
		all := slices.Concat(x, y)
		slices.Sort(all)
		return slices.Compact(all)
	}
	return Diagnostics{SmallCells: a.SmallCells + b.SmallCells, MissingCells: a.MissingCells + b.MissingCells,
		IncompleteRegions: union(a.IncompleteRegions, b.IncompleteRegions), IncompleteActivities: union(a.IncompleteActivities, b.IncompleteActivities),
		EmptyRegions: union(a.EmptyRegions, b.EmptyRegions), EmptyActivities: union(a.EmptyActivities, b.EmptyActivities)}
}
