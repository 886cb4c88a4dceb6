// SPDX-License-Identifier: EUPL-1.2

package composite

import "math"

// Screening says which units are left out for want of data. The zero value keeps all.
type Screening struct {
	// Available is the least share of indicators that must be known; COINr's default is 2/3.
	Available float64
	// NonZero is the least share of the known indicators that must differ from 0; COINr's default is 0.05.
	NonZero float64
	// Keep and Drop make exceptions, by unit.
	Keep, Drop []int
}

// Screened is what screening left.
type Screened struct {
	Table     *Table    // rows of units left out are missing
	Included  []bool    // by unit
	Available []float64 // share of indicators known
	NonZero   []float64 // share of the known ones that differ from 0; missing where none is known
	Left      int       // how many units stay
}

func screen(raw *Table, s Screening) (*Screened, error) {
	for name, v := range map[string]float64{"available": s.Available, "nonzero": s.NonZero} {
		if !(v >= 0 && v <= 1) {
			return nil, fault(BadOption, name, number(v), "0..1")
		}
	}
	out := &Screened{Table: raw.clone(), Included: make([]bool, raw.Units), Available: make([]float64, raw.Units), NonZero: make([]float64, raw.Units)}
	for u := range raw.Units {
		have, zero := 0.0, 0.0
		for _, column := range raw.Columns {
			switch v := column[u]; {
			case math.IsNaN(v):
			case v == 0:
				have++
				zero++
			default:
				have++
			}
		}
		out.Available[u] = have / float64(len(raw.Columns))
		out.NonZero[u] = 1 - zero/have
		out.Included[u] = out.Available[u] >= s.Available && !(out.NonZero[u] < s.NonZero)
	}
	for k, list := range [][]int{s.Keep, s.Drop} {
		for _, u := range list {
			if u < 0 || u >= raw.Units {
				return nil, &Error{Code: BadOption, Node: "units", Unit: u}
			}
			out.Included[u] = k == 0
		}
	}
	for u, in := range out.Included {
		if in {
			out.Left++
			continue
		}
		for _, column := range out.Table.Columns {
			column[u] = math.NaN()
		}
	}
	return out, nil
}
