// SPDX-License-Identifier: EUPL-1.2

package composite

import (
	"math"
	"slices"
	"strconv"
)

// NormaliseBy brings indicators to one scale.
type NormaliseBy uint8

// The ways to normalise. x is the indicator times its direction, so that more is always better; the least, largest, mean and standard
// deviation are over the units that have a value.
const (
	MinMax        NormaliseBy = iota // Low + (x − min)/(max − min) (High − Low), 1 to 100 unless told otherwise
	ZScore                           // Mean + SD (x − mean)/sd, sd with n − 1; 10 and 2 unless told otherwise
	RankScore                        // 1 for the smallest, equal values share the least ("min"), as R's rank
	Borda                            // RankScore − 1
	PercentRank                      // (RankScore − 1)/(n − 1)
	DistanceToMax                    // 1 − (max − x)/(max − min)
	ShareOfMax                       // x/max
	Target                           // 1 − (target − x)/(target − min), at most 1
	Goalposts                        // (x − low)/(high − low) of given posts, kept within 0..1, times 100
	AsIs                             // x
	lastNormalise = AsIs
)

// Normalisation says how. The zero value is MinMax from 1 to 100.
type Normalisation struct {
	By        NormaliseBy
	Low, High float64 // of MinMax when they differ; of Goalposts: the posts, in the unit of the indicator and not turned by its direction
	Mean, SD  float64 // of ZScore when SD is not 0
	Target    float64 // of Target, in the unit of the indicator
}

// Normalised is the table on one scale.
type Normalised struct {
	Table *Table
	// Constant lists indicators (columns) without variation: the scale does not exist for them, and they are missing.
	Constant []int
}

func (f *Frame) normalise(t *Table, n Normalisation, own map[string]Normalisation) (*Normalised, error) {
	for code := range own {
		if !slices.Contains(f.Indicators(), code) {
			return nil, fault(BadOption, "normalise", code, "")
		}
	}
	out := &Normalised{Table: newTable(t.Units, len(t.Columns))}
	for c, column := range t.Columns {
		node := f.Nodes[f.indicators[c]]
		by, found := own[node.Code]
		if !found {
			by = n
		}
		if err := by.check(); err != nil {
			return nil, err
		}
		x := out.Table.Columns[c]
		for u, v := range column {
			x[u] = v * node.Direction
		}
		if constant := by.apply(x, node.Direction); constant {
			out.Constant = append(out.Constant, c)
		}
	}
	return out, nil
}

func (n Normalisation) check() error {
	for name, v := range map[string]float64{"low": n.Low, "high": n.High, "mean": n.Mean, "sd": n.SD, "target": n.Target} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fault(BadOption, name, number(v), "")
		}
	}
	switch {
	case n.By > lastNormalise:
		return fault(BadOption, "normalise", strconv.Itoa(int(n.By)), "")
	case n.SD < 0:
		return fault(BadOption, "sd", number(n.SD), "")
	case n.By == Goalposts && n.Low == n.High:
		return fault(BadOption, "goalposts", number(n.Low), "")
	}
	return nil
}

// apply changes x, which is turned already; constant tells that there was nothing to scale by.
func (n Normalisation) apply(x []float64, direction float64) (constant bool) {
	low, high := bounds(x)
	each := func(f func(v float64) float64) {
		for u, v := range x {
			x[u] = f(v)
		}
	}
	flat := !(high > low)
	switch n.By {
	case MinMax:
		from, to := 1.0, 100.0
		if n.Low != n.High {
			from, to = n.Low, n.High
		}
		each(func(v float64) float64 { return (v-low)/(high-low)*(to-from) + from })
	case ZScore:
		m, sd := 10.0, 2.0
		if n.SD != 0 {
			m, sd = n.Mean, n.SD
		}
		values := known(x)
		center, spread := mean(values), deviation(values)
		each(func(v float64) float64 { return (v-center)/spread*sd + m })
	case RankScore, Borda, PercentRank:
		n.ranks(x)
		flat = n.By == PercentRank && len(known(x)) < 2
	case DistanceToMax:
		each(func(v float64) float64 { return 1 - (high-v)/(high-low) })
	case ShareOfMax:
		flat = high == 0
		each(func(v float64) float64 { return v / high })
	case Target:
		target := n.Target * direction
		flat = target == low
		each(func(v float64) float64 { return min(1-(target-v)/(target-low), 1) })
	case Goalposts:
		from, to := n.Low, n.High // direction turns the way between the posts
		if direction < 0 {
			from, to = -n.High, -n.Low
		}
		flat = false
		each(func(v float64) float64 { return 100 * min(max((v-from)/(to-from), 0), 1) })
	case AsIs:
		flat = false
	}
	if flat {
		each(func(float64) float64 { return math.NaN() })
	}
	return flat
}

func (n Normalisation) ranks(x []float64) {
	turned := make([]float64, len(x))
	for u, v := range x {
		turned[u] = -v
	}
	places := Ranks(turned)
	count := float64(len(known(x)))
	for u, v := range places {
		switch n.By {
		case Borda:
			v--
		case PercentRank:
			v = (v - 1) / (count - 1)
		}
		x[u] = v
	}
}
