// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// RegionMeasures are columns with one entry for each region; NaN is missing.
type RegionMeasures struct {
	Total       []float64 // sum of the known cells; with Strict missing where a cell is
	HHI         []float64 // HHI of the activities, 0..1
	Krugman     []float64 // Krugman against all regions together (including this one), 0..2
	Theil       []float64 // Theil over the activities, natural logarithm
	Entropy     []float64 // Entropy in bits; with sectors exactly Unrelated + Related
	Unrelated   []float64 // Varieties; all missing without sectors
	Related     []float64
	Gini        []float64 // Gini over the activities, zeros counted, no n/(n-1)
	Hachman     []float64
	Diagnostics Diagnostics
}

// Regions measures the structure of every region. sector gives the sector of each activity for related and unrelated variety; nil
// where there are none. The measures are those of the functions named; activities with no cell count as 0, not as missing.
func Regions(m *matrix.Matrix, sector []int, o Options) (*RegionMeasures, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	sectors := 0
	if sector != nil {
		var err error
		if sectors, err = matrix.Groups("sector", sector, m.Activities()); err != nil {
			return nil, err
		}
	}
	t := m.Totals(o.Threads)
	c := columns(m.Regions(), 9)
	out := &RegionMeasures{Total: c[0], HHI: c[1], Krugman: c[2], Theil: c[3], Entropy: c[4], Unrelated: c[5], Related: c[6],
		Gini: c[7], Hachman: c[8], Diagnostics: diagnose(m, t, o)}
	size := parallel.Size(m.Regions(), 64, 64)
	parallel.Do(m.Regions(), size, o.Threads, func(_, from, to int) {
		scratch := make([]float64, sectors)
		sorted := make([]float64, 0, m.Activities())
		for r := from; r < to; r++ {
			sorted = out.measure(r, m, t, sector, scratch, sorted, o)
		}
	})
	return out, nil
}

func (out *RegionMeasures) measure(r int, m *matrix.Matrix, t matrix.Totals, sector []int, scratch, sorted []float64, o Options) []float64 {
	activities, values := m.Row(r)
	missing := m.Missing(r)
	total := t.Region[r]
	out.Total[r] = total
	if total == 0 || o.Missing == Strict && len(missing) > 0 {
		out.blank(r, total == 0 && len(missing) == 0)
		return sorted
	}
	known := m.Activities() - len(missing)
	n := float64(known)
	hhi, theil, entropy := 0.0, 0.0, 0.0
	sorted = sorted[:0]
	for _, v := range values {
		if v == 0 {
			continue
		}
		s := v / total
		hhi += s * s
		theil += s * math.Log(s*n)
		entropy -= s * math.Log2(s)
		sorted = append(sorted, v)
	}
	out.HHI[r], out.Theil[r], out.Entropy[r] = hhi, max(theil, 0), entropy+0
	out.Krugman[r], out.Hachman[r] = against(activities, values, missing, total, t, o.Excluding)
	slices.Sort(sorted)
	out.Gini[r] = gini(sorted, known-len(sorted))
	out.Unrelated[r], out.Related[r] = math.NaN(), math.NaN()
	if sector != nil {
		v := varieties(activities, values, total, sector, scratch)
		out.Entropy[r], out.Unrelated[r], out.Related[r] = v.Total, v.Unrelated, v.Related
	}
	return sorted
}

// against compares a region with the reference. Only the filled cells are visited: all the others of the region are 0, so they add
// the share that the reference has there.
func against(activities []int32, values []float64, missing []int32, total float64, t matrix.Totals, excluding bool) (krugman, hachman float64) {
	all := t.All
	if excluding {
		all -= total
	}
	visited, h := 0.0, 0.0
	for k, i := range activities {
		other := t.Activity[i]
		if excluding {
			other -= values[k]
		}
		visited += other
		s, reference := values[k]/total, other/all
		krugman += math.Abs(s - reference)
		if values[k] > 0 {
			h += s * s / reference
		}
	}
	for _, i := range missing {
		visited += t.Activity[i]
	}
	if len(activities)+len(missing) < len(t.Activity) {
		krugman += max(all-visited, 0) / all
	}
	if all == 0 || math.IsInf(h, 1) {
		h = math.NaN()
	}
	return krugman, 1 / h
}

// blank marks a region's measures as missing; an empty region whose cells are all known still has a total, 0.
func (out *RegionMeasures) blank(r int, zero bool) {
	for _, c := range [][]float64{out.Total, out.HHI, out.Krugman, out.Theil, out.Entropy, out.Unrelated, out.Related, out.Gini, out.Hachman} {
		c[r] = math.NaN()
	}
	if zero {
		out.Total[r] = 0
	}
}
