// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

// UnitColumns names the columns of a table with one row for each unit.
type UnitColumns struct {
	ID     string
	Number string // a column of numbers; empty when none is read
	Second string // another one
	Whole  bool   // an empty number is a fault
	Label  string // a column of texts, an empty one missing; empty when none is read
	Group  string // a column that tells the side of a border, never empty; empty when none is read
}

// UnitTable is such a table, in its order.
type UnitTable struct {
	IDs    []string
	Number []float64 // NaN is missing
	Second []float64
	Label  []string // "" is missing
	Group  []string
	index  map[string]int32
}

// ReadUnits reads the table of a parameter.
func (a *Args) ReadUnits(param string, c UnitColumns) (*UnitTable, error) {
	names := []string{c.ID}
	place := func(name string) int {
		if name == "" {
			return -1
		}
		names = append(names, name)
		return len(names) - 1
	}
	number, second, label, group := place(c.Number), place(c.Second), place(c.Label), place(c.Group)
	read := (*cell).number
	if c.Whole {
		read = (*cell).known
	}
	in, at, err := a.opens(param, names...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	out := &UnitTable{}
	known := newIDs()
	var lines []int
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		id, err := in.id(row, at[0])
		if err != nil {
			return nil, err
		}
		n, fresh := known.of(id)
		if !fresh {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": id, "first": lines[n]}).At(in.at(at[0]))
		}
		lines = append(lines, in.rows.Line())
		if number >= 0 {
			v, err := read(in, row, at[number])
			if err != nil {
				return nil, err
			}
			out.Number = append(out.Number, v)
		}
		if second >= 0 {
			v, err := read(in, row, at[second])
			if err != nil {
				return nil, err
			}
			out.Second = append(out.Second, v)
		}
		if label >= 0 {
			s := row[at[label]]
			if !utf8.ValidString(s) {
				return nil, fault.New(fault.Invalid, "method.bad-encoding").At(in.at(at[label]))
			}
			out.Label = append(out.Label, strings.Clone(s))
		}
		if group >= 0 {
			s, err := in.id(row, at[group])
			if err != nil {
				return nil, err
			}
			out.Group = append(out.Group, strings.Clone(s))
		}
	}
	if len(known.list) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out.IDs, out.index = known.list, known.number
	return out, nil
}

// ReadLinks reads the links between units: columns from, to and, if there is one, weight. Without directed each pair stands once and
// for both directions. Links that name others than the units are left out and counted.
func (a *Args) ReadLinks(param string, units *UnitTable, directed bool) (links []spatial.Link, outside int, err error) {
	in, at, err := a.opens(param, "from", "to")
	if err != nil {
		return nil, 0, err
	}
	defer in.rows.Close()
	weight := slices.Index(in.header, "weight")
	first := map[[2]int32]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			return links, outside, nil
		}
		if err != nil {
			return nil, 0, err
		}
		from, err := in.id(row, at[0])
		if err != nil {
			return nil, 0, err
		}
		to, err := in.id(row, at[1])
		if err != nil {
			return nil, 0, err
		}
		w := 1.0
		if weight >= 0 {
			if w, err = in.known(row, weight); err != nil {
				return nil, 0, err
			}
			if !(w > 0) || math.IsInf(w, 0) {
				return nil, 0, fault.New(fault.Invalid, "method.bad-weight", fault.A{"found": row[weight]}).At(in.at(weight))
			}
		}
		if from == to {
			return nil, 0, fault.New(fault.Invalid, "method.self-link", fault.A{"id": from}).At(in.at(at[1]))
		}
		i, known := units.index[from]
		j, alsoKnown := units.index[to]
		if !known || !alsoKnown {
			outside++
			continue
		}
		key := [2]int32{i, j}
		if !directed && i > j {
			key = [2]int32{j, i}
		}
		if line, twice := first[key]; twice {
			return nil, 0, fault.New(fault.Invalid, "method.link-twice", fault.A{"key": []string{from, to}, "first": line}).At(in.at(at[0]))
		}
		first[key] = in.rows.Line()
		links = append(links, spatial.Link{From: int(i), To: int(j), Weight: w})
	}
}
