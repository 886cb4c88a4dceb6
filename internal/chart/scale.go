// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"strconv"
)

// scale maps numbers to places, linearly.
type scale struct{ d0, d1, r0, r1 float64 }

func (s scale) at(v float64) float64 {
	if s.d1 == s.d0 {
		return s.r0
	}
	return s.r0 + float64((v-s.d0)/(s.d1-s.d0)*(s.r1-s.r0)) // the conversion forbids a fused multiply-add: same bytes everywhere
}

// span collects the range of known values.
type span struct {
	lo, hi float64
	any    bool
}

func (s *span) add(v Value) {
	if !v.known() {
		return
	}
	if !s.any {
		s.lo, s.hi, s.any = v.V, v.V, true
		return
	}
	s.lo, s.hi = min(s.lo, v.V), max(s.hi, v.V)
}

// ticks gives round numbers that enclose lo and hi in at most about k steps.
func ticks(lo, hi float64, k int) []float64 {
	if !(hi-lo > 1e-9*math.Max(math.Abs(lo), math.Abs(hi))) { // one value, or what arithmetic left of it
		hi = lo + max(1, math.Abs(lo)/10)
	}
	raw := (hi - lo) / float64(k)
	base := math.Pow(10, math.Floor(math.Log10(raw)))
	step := base * 10
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m == 2.5 && base <= 1 && base*m < 10 && base > 0.1 {
			continue // 2.5, 5.0, 7.5 read badly among small whole numbers
		}
		if raw <= base*m*1.0000001 {
			step = base * m
			break
		}
	}
	first, last := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	var out []float64
	for i := first; i <= last && len(out) < 50; i++ {
		out = append(out, clean(i*step))
	}
	return out
}

// clean takes the dust of binary arithmetic off a round number.
func clean(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}

// tickDecimals is how many decimals the ticks need to differ.
func tickDecimals(t []float64) int {
	d := 0
	for _, v := range t {
		for d < 6 && math.Abs(v*math.Pow10(d)-math.Round(v*math.Pow10(d))) > 1e-6 {
			d++
		}
	}
	return d
}
