// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"strconv"
)

// Transform bends a scale whose outliers winsorising cannot hold.
type Transform uint8

// The transforms; x runs over the known values of an indicator.
const (
	LogShifted  Transform = iota // ln(x − min + 0.01 (max − min)): COINr's default (log_CT)
	LogPlusOne                   // ln(x − min + 1): log_CT_orig
	BoxCox                       // ((x − min + 1)^λ − 1)/λ, ln for λ = 0 (Box and Cox 1964)
	NoTransform                  // leave it at winsorising, and say that it failed
)

// Treatment says what is done about outliers. The zero value does nothing.
type Treatment struct {
	On bool
	// Points is how many values of an indicator may be winsorised; 0 means 5.
	Points int
	// Skewness and Kurtosis are the limits: an indicator fails when both its absolute skewness and its kurtosis reach them; 0 means 2 and 3.5.
	Skewness, Kurtosis float64
	Transform          Transform
	Lambda             float64 // of BoxCox
	// Combine transforms what was winsorised; by default the transform starts from the values as they came.
	Combine bool
	// Skip names indicators (columns) that are left alone.
	Skip []int
}

// TreatedIndicator is what was done to one indicator.
type TreatedIndicator struct {
	Skewness, Kurtosis           float64 // before
	SkewnessAfter, KurtosisAfter float64
	High, Low                    []int // units that were winsorised
	Transformed                  bool
	// Passed: the limits hold now. False too where skewness or kurtosis do not exist (fewer than four values, or no variation): the
	// indicator is then left as it was.
	Passed bool
}

// Treated is the table after treatment.
type Treated struct {
	Table      *Table
	Indicators []TreatedIndicator
}

// treat does what COINr's Treat does by default: an indicator that fails the limits is winsorised, point by point, until it passes or
// Points are used up; one that still fails is transformed instead.
//
// Winsorising gives the largest value (the smallest, where the skewness is negative) the value of the next one; values that are equal move
// together and count each. Skewness and kurtosis are those of Skewness and Kurtosis.
//
// Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators; Becker, Caperna, Del Sorbo, Norlén, Papadimitriou and Saisana
// (2022), COINr, Journal of Open Source Software 7(78).
func treat(i *Imputed, t Treatment) (*Treated, error) {
	out := &Treated{Table: i.Table, Indicators: make([]TreatedIndicator, len(i.Table.Columns))}
	if t.Points == 0 {
		t.Points = 5
	}
	if t.Skewness == 0 {
		t.Skewness = 2
	}
	if t.Kurtosis == 0 {
		t.Kurtosis = 3.5
	}
	switch {
	case t.Points < 0:
		return nil, fault(BadOption, "points", strconv.Itoa(t.Points), "")
	case !(t.Skewness > 0) || !(t.Kurtosis > 0):
		return nil, fault(BadOption, "limits", number(t.Skewness)+", "+number(t.Kurtosis), "")
	case t.Transform > NoTransform:
		return nil, fault(BadOption, "transform", strconv.Itoa(int(t.Transform)), "")
	case math.IsNaN(t.Lambda) || math.IsInf(t.Lambda, 0):
		return nil, fault(BadOption, "lambda", number(t.Lambda), "")
	}
	skip := make([]bool, len(out.Indicators))
	for _, c := range t.Skip {
		if c < 0 || c >= len(skip) {
			return nil, fault(BadOption, "skip", strconv.Itoa(c), "")
		}
		skip[c] = true
	}
	if t.On {
		out.Table = i.Table.clone()
	}
	for c := range out.Indicators {
		d := &out.Indicators[c]
		x := out.Table.Columns[c]
		d.Skewness, d.Kurtosis = Skewness(x), Kurtosis(x)
		if d.Passed = t.passes(x); !d.Passed && t.On && !skip[c] && !math.IsNaN(d.Kurtosis) {
			t.mend(x, d)
		}
		d.SkewnessAfter, d.KurtosisAfter = Skewness(x), Kurtosis(x)
	}
	return out, nil
}

func (t Treatment) passes(x []float64) bool {
	return math.Abs(Skewness(x)) < t.Skewness || Kurtosis(x) < t.Kurtosis
}

func (t Treatment) mend(x []float64, d *TreatedIndicator) {
	before := append([]float64(nil), x...)
	for len(d.High)+len(d.Low) < t.Points && !d.Passed {
		var moved bool
		if Skewness(x) >= 0 {
			d.High, moved = pull(x, 1)
		} else {
			d.Low, moved = pull(x, -1)
		}
		if !moved {
			break
		}
		d.Passed = t.passes(x)
	}
	if d.Passed || t.Transform == NoTransform {
		return
	}
	if !t.Combine {
		copy(x, before)
		d.High, d.Low = nil, nil
	}
	t.bend(x)
	d.Transformed = true
	d.Passed = t.passes(x)
}

// pull gives the largest values (the smallest with sign −1) the value of the next one, and lists them. moved is false where there is no
// next one.
func pull(x []float64, sign float64) (units []int, moved bool) {
	top, next := math.Inf(-1), math.Inf(-1)
	for _, v := range x {
		switch v *= sign; {
		case v > top:
			top, next = v, top
		case v > next && v < top:
			next = v
		}
	}
	if math.IsInf(next, -1) {
		return nil, false
	}
	for u, v := range x {
		if v*sign == top {
			x[u] = next * sign
			units = append(units, u)
		}
	}
	return units, true
}

func (t Treatment) bend(x []float64) {
	low, high := bounds(x)
	for u, v := range x {
		switch t.Transform {
		case LogShifted:
			x[u] = math.Log(v - low + 0.01*(high-low))
		case LogPlusOne:
			x[u] = math.Log(v - low + 1)
		case BoxCox:
			if v = v - low + 1; t.Lambda == 0 {
				x[u] = math.Log(v)
			} else {
				x[u] = (math.Pow(v, t.Lambda) - 1) / t.Lambda
			}
		case NoTransform:
		}
	}
}
