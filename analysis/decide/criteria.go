// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"strconv"
)

// Criterion says how alternatives are judged by one of their properties.
type Criterion struct {
	Weight    float64 // 0 or more; weights are scaled to sum 1
	Direction float64 // 1: more is better; −1: less is better
	// Preference and its limits are asked for by Promethee alone.
	Preference Preference
	Q, P, S    float64
}

// alternatives are the table that is judged: those with a missing value take no part.
type alternatives struct {
	columns  [][]float64
	criteria []Criterion // weights sum 1
	part     []int       // positions of those that take part
	out      []int       // of those left out
	count    int
}

func readAlternatives(columns [][]float64, criteria []Criterion) (*alternatives, error) {
	if len(columns) != len(criteria) {
		return nil, wrong(LengthMismatch, "columns", -1, strconv.Itoa(len(columns)), strconv.Itoa(len(criteria)))
	}
	if len(criteria) == 0 {
		return nil, wrong(TooFew, "criteria", -1, "0", "1")
	}
	t := &alternatives{columns: columns, criteria: append([]Criterion(nil), criteria...), count: len(columns[0])}
	total := 0.0
	for j, c := range criteria {
		switch {
		case len(columns[j]) != t.count:
			return nil, wrong(LengthMismatch, "columns", j, strconv.Itoa(len(columns[j])), strconv.Itoa(t.count))
		case !(c.Weight >= 0) || math.IsInf(c.Weight, 0):
			return nil, wrong(OutOfRange, "weight", j, number(c.Weight), "≥ 0")
		case c.Direction != 1 && c.Direction != -1:
			return nil, wrong(OutOfRange, "direction", j, number(c.Direction), "1, -1")
		}
		total += c.Weight
		for i, v := range columns[j] {
			if math.IsInf(v, 0) {
				return nil, wrong(NotFinite, "value", i, number(v), "")
			}
		}
	}
	if total == 0 || math.IsInf(total, 0) {
		return nil, wrong(ZeroWeights, "", -1, number(total), "")
	}
	for j := range t.criteria {
		t.criteria[j].Weight /= total
	}
	for i := range t.count {
		whole := true
		for j := range columns {
			whole = whole && !math.IsNaN(columns[j][i])
		}
		if whole {
			t.part = append(t.part, i)
		} else {
			t.out = append(t.out, i)
		}
	}
	if len(t.part) < 2 {
		return nil, wrong(TooFew, "alternatives", -1, strconv.Itoa(len(t.part)), "2")
	}
	return t, nil
}

// blank is a column of results in which nothing is known yet.
func (t *alternatives) blank() []float64 {
	out := make([]float64, t.count)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}
