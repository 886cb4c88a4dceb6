// SPDX-License-Identifier: EUPL-1.2

package peers

import (
	"math"
	"slices"
	"strconv"
)

// Variable is what a variable looks like before it is put on the scale.
type Variable struct {
	Weight    float64 // sum 1; 0 when it does not vary
	Known     int
	Mean, SD  float64 // with n − 1; NaN with fewer than two values
	Min, Max  float64
	Different bool // at least two regions differ
}

// scaled puts a column on the scale; missing stays missing.
func scaled(x []float64, scale Scale) ([]float64, Variable, error) {
	v := Variable{Min: math.Inf(1), Max: math.Inf(-1), Mean: math.NaN(), SD: math.NaN()}
	var known []float64
	for i, a := range x {
		if math.IsInf(a, 0) {
			return nil, v, wrong(NotFinite, "", i, number(a), "")
		}
		if !math.IsNaN(a) {
			known = append(known, a)
			v.Min, v.Max = min(v.Min, a), max(v.Max, a)
		}
	}
	v.Known = len(known)
	if v.Known == 0 {
		v.Min, v.Max = math.NaN(), math.NaN()
		return slices.Clone(x), v, nil
	}
	v.Different = v.Min < v.Max
	v.moments(known)
	out := slices.Clone(x)
	if !v.Different {
		return out, v, nil
	}
	slices.Sort(known)
	for i, a := range out {
		switch {
		case math.IsNaN(a):
		case scale == ZScore:
			out[i] = (a - v.Mean) / v.SD
		case scale == MinMax:
			out[i] = (a - v.Min) / (v.Max - v.Min)
		case scale == PercentRank:
			first, _ := slices.BinarySearch(known, a)
			after, _ := slices.BinarySearchFunc(known, a, func(e, t float64) int {
				if e <= t {
					return -1
				}
				return 1
			})
			out[i] = float64(first+after-1) / 2 / float64(v.Known-1)
		}
	}
	return out, v, nil
}

// moments are taken around a value in the middle of the column, so that large numbers that differ little keep their digits.
func (v *Variable) moments(known []float64) {
	n := float64(len(known))
	base := v.Min/2 + v.Max/2
	sum := 0.0
	for _, a := range known {
		sum += a - base
	}
	shift := sum / n
	v.Mean = base + shift
	squares := 0.0
	for _, a := range known {
		squares += (a - base - shift) * (a - base - shift)
	}
	if len(known) > 1 {
		v.SD = math.Sqrt(squares / (n - 1))
	}
}

// table holds columns on the scale.
type table struct {
	o         Options
	regions   int
	columns   [][]float64 // as given
	z         [][]float64 // on the scale, of the variables that vary
	used      []int       // which variables those are
	weight    []float64   // of those, sum 1
	variables []Variable
	precision []float64 // S⁻¹ of the used ones, for Mahalanobis
}

func read(columns [][]float64, o Options) (*table, error) {
	if len(columns) == 0 {
		return nil, wrong(NoVariation, "", -1, "", "")
	}
	t := &table{o: o, regions: len(columns[0]), columns: columns}
	if err := t.o.fill(t.regions, len(columns)); err != nil {
		return nil, err
	}
	if t.regions < 2 {
		return nil, wrong(TooFewRegions, "", -1, strconv.Itoa(t.regions), "2")
	}
	constant := make([]bool, len(columns))
	for j, x := range columns {
		if len(x) != t.regions {
			return nil, wrong(LengthMismatch, "columns", -1, strconv.Itoa(len(x)), strconv.Itoa(t.regions))
		}
		z, v, err := scaled(x, t.o.Scale)
		if err != nil {
			return nil, err
		}
		constant[j] = !v.Different
		t.variables = append(t.variables, v)
		if v.Different {
			t.z, t.used = append(t.z, z), append(t.used, j)
		}
	}
	if len(t.used) == 0 {
		return nil, wrong(NoVariation, "", -1, "", "")
	}
	w, err := t.o.weights(constant)
	if err != nil {
		return nil, err
	}
	for j := range w {
		t.variables[j].Weight = w[j]
	}
	for _, j := range t.used {
		t.weight = append(t.weight, w[j])
	}
	if t.o.Metric == Mahalanobis {
		return t, t.invert()
	}
	return t, nil
}
