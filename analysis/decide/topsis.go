// SPDX-License-Identifier: EUPL-1.2

package decide

import "math"

// Scale says how criteria of different units are made comparable.
type Scale string

// The scales.
const (
	VectorScale Scale = "vector" // x/√Σx²: Hwang and Yoon (1981)
	MinMaxScale Scale = "minmax" // (x − min)/(max − min)
	SumScale    Scale = "sum"    // x/Σ|x|
	MaxScale    Scale = "max"    // x/max|x|
)

// Closeness is the result of TOPSIS.
type Closeness struct {
	Closeness       []float64 // to the ideal, 0 to 1; NaN for what was left out
	ToBest, ToWorst []float64 // distances from the ideal and the anti-ideal
	Rank            []float64 // 1 the best, ties the better place
	Best, Worst     []float64 // the ideal and the anti-ideal, in the unit of each criterion
	LeftOut         []int     // alternatives with a missing value
	Constant        []int     // criteria by which all alternatives are equal: they decide nothing
}

// Topsis ranks alternatives by how close they are to an ideal with the best of each criterion and how far from an anti-ideal with the worst:
// D⁻/(D⁺ + D⁻) of the weighted, scaled values, Euclidean. columns hold the values of each criterion, NaN is missing. The closeness is NaN when
// all alternatives are the same.
//
// Source: Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, p. 128. The scale, and an alternative more or less, can turn
// the order round.
func Topsis(columns [][]float64, criteria []Criterion, scale Scale) (*Closeness, error) {
	t, err := readAlternatives(columns, criteria)
	if err != nil {
		return nil, err
	}
	out := &Closeness{Closeness: t.blank(), ToBest: t.blank(), ToWorst: t.blank(), LeftOut: t.out}
	for _, i := range t.part {
		out.ToBest[i], out.ToWorst[i] = 0, 0
	}
	for j, c := range t.criteria {
		x := columns[j]
		least, most := math.Inf(1), math.Inf(-1)
		for _, i := range t.part {
			least, most = min(least, x[i]), max(most, x[i])
		}
		best, worst := most, least
		if c.Direction < 0 {
			best, worst = least, most
		}
		out.Best, out.Worst = append(out.Best, best), append(out.Worst, worst)
		if least == most {
			out.Constant = append(out.Constant, j)
			continue
		}
		unit, err := t.unit(x, scale, least, most)
		if err != nil {
			return nil, err
		}
		for _, i := range t.part {
			toBest, toWorst := c.Weight*((x[i]-best)/unit), c.Weight*((x[i]-worst)/unit)
			out.ToBest[i] += toBest * toBest
			out.ToWorst[i] += toWorst * toWorst
		}
	}
	for _, i := range t.part {
		out.ToBest[i], out.ToWorst[i] = math.Sqrt(out.ToBest[i]), math.Sqrt(out.ToWorst[i])
		out.Closeness[i] = out.ToWorst[i] / (out.ToBest[i] + out.ToWorst[i])
	}
	out.Rank = ranks(out.Closeness)
	return out, nil
}

// unit is what values of a criterion are divided by; differences alone count, so that where the scale begins does not matter.
func (t *alternatives) unit(x []float64, scale Scale, least, most float64) (float64, error) {
	largest := max(math.Abs(least), math.Abs(most))
	switch scale {
	case VectorScale, "":
		sum := 0.0
		for _, i := range t.part {
			sum += (x[i] / largest) * (x[i] / largest)
		}
		return largest * math.Sqrt(sum), nil
	case MinMaxScale:
		return most - least, nil
	case SumScale:
		sum := 0.0
		for _, i := range t.part {
			sum += math.Abs(x[i]) / largest
		}
		return largest * sum, nil
	case MaxScale:
		return largest, nil
	}
	return 0, wrong(BadOption, "scale", -1, string(scale), "")
}
