// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// ActivityMeasures are columns with one entry for each activity, telling how it is spread over regions; NaN is missing.
type ActivityMeasures struct {
	Total          []float64
	HHI            []float64 // HHI over the regions, 0..1
	Gini           []float64 // Gini over the regions, zeros counted, no n/(n-1)
	LocationalGini []float64 // LocationalGini against all activities together, 0..½
	Hoover         []float64 // Hoover against all activities together, 0..1
	Theil          []float64 // Theil over the regions, natural logarithm
	Diagnostics    Diagnostics
}

// Activities measures how each activity is spread over the regions. A region with nothing in it at all counts as 0 in HHI, Gini and
// Theil and has no place in LocationalGini and Hoover, whose reference has nothing there. A region where the activity's cell is
// missing is left out of all of them.
func Activities(m *matrix.Matrix, o Options) (*ActivityMeasures, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	t := m.Totals(o.Threads)
	turned := m.Transpose()
	c := columns(m.Activities(), 6)
	out := &ActivityMeasures{Total: c[0], HHI: c[1], Gini: c[2], LocationalGini: c[3], Hoover: c[4], Theil: c[5], Diagnostics: diagnose(m, t, o)}
	parallel.Do(m.Activities(), parallel.Size(m.Activities(), 1, 64), o.Threads, func(_, from, to int) {
		most := 0
		for i := from; i < to; i++ {
			regions, _ := turned.Row(i)
			most = max(most, len(regions))
		}
		w := &activityWork{sorted: make([]float64, 0, most), points: make([]point, 0, most), whole: wholeLogs()}
		for i := from; i < to; i++ {
			out.measure(i, turned, t, w, o)
		}
	})
	return out, nil
}

// activityWork is what one goroutine needs.
type activityWork struct {
	sorted []float64
	points []point
	order  order
	whole  []float64 // logarithms
}

func (out *ActivityMeasures) measure(i int, turned *matrix.Matrix, t matrix.Totals, w *activityWork, o Options) {
	regions, values := turned.Row(i)
	missing := turned.Missing(i)
	total := t.Activity[i]
	out.Total[i] = total
	if total == 0 || o.Missing == Strict && len(missing) > 0 {
		for _, c := range [][]float64{out.Total, out.HHI, out.Gini, out.LocationalGini, out.Hoover, out.Theil} {
			c[i] = math.NaN()
		}
		if total == 0 && len(missing) == 0 {
			out.Total[i] = 0
		}
		return
	}
	known := turned.Activities() - len(missing)
	n := float64(known)
	reference := t.All // what the regions that are known for this activity hold in all activities
	for _, r := range missing {
		reference -= t.Region[r]
	}
	hhi, logs, hoover, visited := 0.0, 0.0, 0.0, 0.0
	usual := ordinary(total)
	sorted, points := w.sorted[:0], w.points[:0]
	for k, r := range regions {
		v := values[k]
		if v == 0 {
			continue
		}
		s := v / total
		hhi += s * s
		if usual {
			logs += v * logarithm(w.whole, v)
		}
		hoover += math.Abs(s - t.Region[r]/reference)
		visited += t.Region[r]
		sorted = append(sorted, v)
		points = append(points, point{v / t.Region[r], v, t.Region[r]})
	}
	flat := reference - visited
	if len(points) == known {
		flat = 0
	}
	theil := math.Log(n) - math.Log(total) + logs/total
	if !usual || theil < informative {
		_, theil, _ = information(values, total, n)
	}
	out.HHI[i], out.Theil[i] = hhi, theil
	out.Hoover[i] = (hoover + max(flat, 0)/reference) / 2
	out.Gini[i] = gini(w.order.sortValues(sorted), known-len(sorted))
	out.LocationalGini[i] = max(area(w.order.sortPoints(points), max(flat, 0)), 0) / 2
}
