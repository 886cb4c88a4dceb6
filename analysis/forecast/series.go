// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"strconv"
)

// Scale says on what scale a series is worked on.
type Scale int

// The scales.
const (
	Auto  Scale = iota // logarithms where all values are above zero
	Level              // as they are
	Log                // logarithms
)

// Least is how many observations a forecast needs.
const Least = 6

// MaxHorizon is how many years ahead can be asked for.
const MaxHorizon = 50

// The constants of the intervals; how they were found stands in the comment of the package.
const (
	Turn     = 1.5  // variance of the surprise that counts as seen, in squares of the usual yearly change
	Veer     = 0.03 // variance of the slope, in squares of the usual yearly change
	Widening = 0.06 // by what part an interval is wider for each year ahead
	Patience = 6.0  // outcomes that weigh as much as the belief that the interval is right
	Years    = 2.0  // the same, in years: outcomes of one year share what befell everybody
	Heed     = 0.87 // by how much, in logarithms, intervals grow when one year's were all missed instead of a fifth
	Crowd    = 20.0 // outcomes of a year that are heeded half as much as those of very many
)

// changeYears is over how many years the usual change is measured: noise that goes back the next year is no change.
const changeYears = 3

// Options are what is asked.
type Options struct {
	Horizon int // years ahead
	Scale   Scale
	Threads int // goroutines, 0 for one each processor; no result depends on it
}

// part is a stretch of a series without a break, on the scale it is worked on.
type part struct {
	values []float64
	log    bool
	n      int     // observations
	unit2  float64 // variance of the rounding of what is published
	change float64 // mean square of the usual yearly change
}

// newPart prepares values, in which the first and the last are known.
func newPart(y []float64, scale Scale) part {
	p := part{values: y, log: scale != Level}
	mean := 0.0
	for _, v := range y {
		if v == v {
			p.n++
			mean += v
			p.log = p.log && v > 0
		}
	}
	mean /= float64(p.n)
	unit := unitOf(y)
	if p.log {
		p.values = make([]float64, len(y))
		for i, v := range y {
			p.values[i] = math.Log(v) // of NaN it is NaN
		}
		unit /= mean
	}
	p.unit2 = unit * unit / 12
	known := 0
	for i := changeYears; i < len(p.values); i++ {
		if d := (p.values[i] - p.values[i-changeYears]) / changeYears; d == d {
			p.change += d * d
			known++
		}
	}
	if known > 0 {
		p.change /= float64(known)
	}
	return p
}

// unitOf finds the unit in which values are published: the largest power of ten of which all are multiples.
func unitOf(y []float64) float64 {
	largest := 0.0
	for _, v := range y {
		if v == v {
			largest = max(largest, math.Abs(v))
		}
	}
	if largest == 0 {
		return 1
	}
	const digits = 9 // more than are ever published
	top := math.Floor(math.Log10(largest))
	for e := min(top, 6); e > top-digits; e-- {
		if multiples(y, math.Pow(10, e)) {
			return math.Pow(10, e)
		}
	}
	return math.Pow(10, top-digits)
}

func multiples(y []float64, unit float64) bool {
	for _, v := range y {
		if q := v / unit; v == v && math.Abs(q-math.Round(q)) > 1e-6 {
			return false
		}
	}
	return true
}

// trimmed cuts off what is missing at both ends; from and to are positions in the series.
func trimmed(y []float64, from int) (start, end int) {
	start, end = from, len(y)
	for start < end && y[start] != y[start] {
		start++
	}
	for end > start && y[end-1] != y[end-1] {
		end--
	}
	return start, end
}

func observed(y []float64) int {
	n := 0
	for _, v := range y {
		if v == v {
			n++
		}
	}
	return n
}

func check(y []float64, o Options) *Error {
	for i, v := range y {
		if math.IsInf(v, 0) || math.Abs(v) > 1e150 {
			return fault(NotFinite, i, number(v), "")
		}
		if o.Scale == Log && v <= 0 {
			return fault(NotPositive, i, number(v), "> 0")
		}
	}
	return nil
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
