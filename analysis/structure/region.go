// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"

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
	base := newReference(t, sector, sectors)
	size := parallel.Size(m.Regions(), 64, 64)
	parallel.Do(m.Regions(), size, o.Threads, func(_, from, to int) {
		w := &regionWork{reference: base, scratch: make([]float64, sectors), sorted: make([]float64, 0, m.Activities())}
		for r := from; r < to; r++ {
			out.measure(r, m, t, w, o)
		}
	})
	return out, nil
}

// reference is what every region is compared with.
type reference struct {
	share, inverse []float64 // of each activity in the whole
	sector         []int
	sectors        int
	whole          []float64 // logarithms
}

func newReference(t matrix.Totals, sector []int, sectors int) *reference {
	f := &reference{share: make([]float64, len(t.Activity)), inverse: make([]float64, len(t.Activity)), sector: sector, sectors: sectors, whole: wholeLogs()}
	for i, v := range t.Activity {
		f.share[i] = v / t.All
		f.inverse[i] = t.All / v
	}
	return f
}

// regionWork is what one goroutine needs.
type regionWork struct {
	*reference
	scratch []float64 // by sector
	sorted  []float64
	order   order
}

func (out *RegionMeasures) measure(r int, m *matrix.Matrix, t matrix.Totals, w *regionWork, o Options) {
	activities, values := m.Row(r)
	missing := m.Missing(r)
	total := t.Region[r]
	out.Total[r] = total
	if total == 0 || o.Missing == Strict && len(missing) > 0 {
		out.blank(r, total == 0 && len(missing) == 0)
		return
	}
	known := m.Activities() - len(missing)
	out.Unrelated[r], out.Related[r] = math.NaN(), math.NaN()
	if ordinary(total) && ordinary(t.All) && !o.Excluding {
		out.quick(r, activities, values, missing, t, w, float64(known))
	} else {
		out.HHI[r], out.Theil[r], out.Entropy[r] = information(values, total, float64(known))
		out.Krugman[r], out.Hachman[r] = against(activities, values, missing, total, t, o.Excluding)
		if w.sector != nil {
			out.setVarieties(r, activities, values, total, w)
		}
	}
	sorted := w.sorted[:0]
	for _, v := range values {
		if v != 0 {
			sorted = append(sorted, v)
		}
	}
	sorted = w.order.sortValues(sorted)
	out.Gini[r] = gini(sorted, known-len(sorted))
}

func (out *RegionMeasures) setVarieties(r int, activities []int32, values []float64, total float64, w *regionWork) {
	v := varieties(activities, values, total, w.sector, w.scratch)
	out.Entropy[r], out.Unrelated[r], out.Related[r] = v.Total, v.Unrelated, v.Related
}

// information sums the measures of a region directly.
func information(values []float64, total, n float64) (hhi, theil, entropy float64) {
	for _, v := range values {
		if v == 0 {
			continue
		}
		s := v / total
		hhi += s * s
		theil += s * math.Log(s*n)
		entropy -= s * math.Log2(s)
	}
	return hhi, max(theil, 0), entropy + 0
}

// quick measures a region in one pass with one logarithm for each cell: Σ s·ln s is (Σ v·ln v)/total − ln total. What comes out small, as a difference
// of large numbers, is summed directly instead.
func (out *RegionMeasures) quick(r int, activities []int32, values []float64, missing []int32, t matrix.Totals, w *regionWork, n float64) {
	total := t.Region[r]
	per := 1 / total
	values = values[:len(activities)]
	hhi, krugman, visited, h, logs := 0.0, 0.0, 0.0, 0.0, 0.0
	for k, i := range activities {
		v := values[k]
		visited += t.Activity[i]
		s := v / total
		krugman += math.Abs(s - w.share[i])
		if v == 0 {
			continue
		}
		hhi += s * s
		h += s * s * w.inverse[i]
		logs += v * logarithm(w.whole, v)
	}
	for _, i := range missing {
		visited += t.Activity[i]
	}
	if len(activities)+len(missing) < len(t.Activity) {
		krugman += max(t.All-visited, 0) / t.All
	}
	if math.IsInf(h, 1) {
		h = math.NaN()
	}
	out.HHI[r], out.Krugman[r], out.Hachman[r] = hhi, krugman, 1/h
	nats := math.Log(total) - logs*per
	theil := math.Log(n) - nats
	out.Theil[r], out.Entropy[r] = theil, nats/math.Ln2
	if theil < informative || nats < informative {
		_, out.Theil[r], out.Entropy[r] = information(values, total, n)
	}
	if w.sector != nil {
		out.quickVarieties(r, activities, values, total, logs, w)
	}
}

func (out *RegionMeasures) quickVarieties(r int, activities []int32, values []float64, total, logs float64, w *regionWork) {
	clear(w.scratch)
	for k, i := range activities {
		w.scratch[w.sector[i]] += values[k]
	}
	within := 0.0
	for _, s := range w.scratch {
		if s > 0 {
			within += s * logarithm(w.whole, s)
		}
	}
	per := 1 / (total * math.Ln2)
	unrelated, related := (total*math.Log(total)-within)*per, (within-logs)*per
	if unrelated < informative || related < informative {
		out.setVarieties(r, activities, values, total, w)
		return
	}
	out.Entropy[r], out.Unrelated[r], out.Related[r] = unrelated+related, unrelated, related
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
