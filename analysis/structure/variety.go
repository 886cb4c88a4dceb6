// SPDX-License-Identifier: EUPL-1.2

package structure

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Entropy is Shannon's, in bits: Σ s log2(1/s), 0 when one has all, log2 n when all are equal; 0·log 0 = 0. Times ln 2 it is in
// natural units. EconGeo's entropy adds 1e-9 to shares and rounds to 3 decimals.
//
// Source: Shannon (1948), A mathematical theory of communication; as variety: Jacquemin and Berry (1979).
func Entropy(values []float64) (float64, error) {
	total, _, err := sum("values", values)
	if err != nil || total == 0 {
		return math.NaN(), err
	}
	h := 0.0
	for _, v := range values {
		if v > 0 {
			h -= v / total * math.Log2(v/total)
		}
	}
	return h + 0, nil // + 0: not -0
}

// Variety is entropy split by sectors. Total is exactly Unrelated + Related.
type Variety struct{ Total, Unrelated, Related float64 }

// Varieties splits the entropy of activities, in bits, into what lies between sectors (unrelated variety) and within them (related
// variety, the entropy within each sector weighted by its share): sector[i] is the sector of activity i, counted from 0.
//
// Source: Frenken, Van Oort and Verburg (2007), Related variety, unrelated variety and regional economic growth, Regional Studies
// 41(5) 685–697.
func Varieties(values []float64, sector []int) (Variety, error) {
	missing := Variety{math.NaN(), math.NaN(), math.NaN()}
	sectors, err := matrix.Groups("sector", sector, len(values))
	if err != nil {
		return missing, err
	}
	total, _, err := sum("values", values)
	if err != nil || total == 0 {
		return missing, err
	}
	activity := make([]int32, 0, len(values))
	known := make([]float64, 0, len(values))
	for i, v := range values {
		if !math.IsNaN(v) {
			activity, known = append(activity, int32(i)), append(known, v)
		}
	}
	return varieties(activity, known, total, sector, make([]float64, sectors)), nil
}

// varieties works on the filled cells of a region; scratch has a place for each sector.
func varieties(activity []int32, values []float64, total float64, sector []int, scratch []float64) Variety {
	clear(scratch)
	for k, i := range activity {
		scratch[sector[i]] += values[k]
	}
	v := Variety{}
	for _, s := range scratch {
		if s > 0 {
			v.Unrelated += s / total * math.Log2(total/s)
		}
	}
	for k, i := range activity {
		if values[k] > 0 {
			v.Related += values[k] / total * math.Log2(scratch[sector[i]]/values[k])
		}
	}
	v.Total = v.Unrelated + v.Related
	return v
}
