// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/sumanus/sumanus/analysis/composite"
	"github.com/sumanus/sumanus/internal/fault"
)

// readStructure reads the structure of a composite indicator: columns Level, iCode, Direction, Weight, Parent, Type, as COINr has them.
// Lines without a level (groups, denominators) are no part of it.
func (a *Args) readStructure(param string) (*composite.Frame, error) {
	in, at, err := a.opens(param, "Level", "iCode", "Direction", "Weight", "Parent", "Type")
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	var nodes []composite.Node
	lines := map[string]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		level, err := in.number(row, at[0])
		if err != nil {
			return nil, err
		}
		if math.IsNaN(level) {
			continue
		}
		n, err := in.node(row, at)
		if err != nil {
			return nil, err
		}
		if n.Level = int(level); float64(n.Level) != level {
			return nil, fault.New(fault.Invalid, "method.bad-value", fault.A{"name": "Level", "found": row[at[0]], "kind": "integer"}).At(in.at(at[0]))
		}
		if first, twice := lines[n.Code]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": n.Code, "first": first}).At(in.at(at[1]))
		}
		lines[n.Code] = in.rows.Line()
		nodes = append(nodes, n)
	}
	f, err := composite.NewFrame(nodes)
	var e *composite.Error
	if errors.As(err, &e) {
		return nil, compositeFault(e, nil).At(fault.Place{File: in.file, Line: lines[e.Node], Column: structureColumn(e.Code)})
	}
	return f, err
}

// structureColumn is where a fault of the structure stands.
func structureColumn(code composite.ErrorCode) string {
	switch code {
	case composite.BadDirection:
		return "Direction"
	case composite.BadWeight, composite.ZeroWeights:
		return "Weight"
	case composite.UnknownParent, composite.ManyTops, composite.NoTop:
		return "Parent"
	case composite.BadLevel:
		return "Level"
	}
	return ""
}

// node reads a line that has a level.
func (c *cell) node(row []string, at []int) (n composite.Node, err error) {
	code, err := c.id(row, at[1])
	if err != nil {
		return n, err
	}
	if n.Direction, err = c.known(row, at[2]); err != nil {
		return n, err
	}
	if n.Weight, err = c.known(row, at[3]); err != nil {
		return n, err
	}
	if row[at[4]] != "" && row[at[4]] != "NA" { // what R writes for none
		if n.Parent, err = c.id(row, at[4]); err != nil {
			return n, err
		}
	}
	switch row[at[5]] {
	case "Indicator":
		n.Indicator = true
	case "Aggregate":
	default:
		return n, fault.New(fault.Invalid, "method.bad-choice", fault.A{"name": "Type", "found": row[at[5]], "expected": []string{"Indicator", "Aggregate"}}).At(c.at(at[5]))
	}
	if code == "id" || code == "rank" {
		return n, fault.New(fault.Invalid, "method.name-taken", fault.A{"found": code}).At(c.at(at[1]))
	}
	n.Code, n.Parent = string([]byte(code)), string([]byte(n.Parent)) // the row is used again
	return n, nil
}

// indicatorTable is a table of units by indicators, in its order.
type indicatorTable struct {
	ids    []string
	table  *composite.Table
	groups []int // of each unit; nil without a column of groups
	// groupNames are those of the groups, by number.
	groupNames []string
}

// readIndicators reads a table whose first column names the units. Other columns than those asked for are not looked at.
func (a *Args) readIndicators(param string, codes []string, group string) (*indicatorTable, error) {
	asked := codes
	if group != "" {
		asked = append(append([]string(nil), codes...), group)
	}
	in, at, err := a.opens(param, asked...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	known, groups := newIDs(), newIDs()
	out := &indicatorTable{table: &composite.Table{Columns: make([][]float64, len(codes))}}
	var lines []int
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		id, err := in.id(row, 0)
		if err != nil {
			return nil, err
		}
		n, fresh := known.of(id)
		if !fresh {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": id, "first": lines[n]}).At(in.at(0))
		}
		lines = append(lines, in.rows.Line())
		for c := range codes {
			v, err := in.number(row, at[c])
			if err != nil {
				return nil, err
			}
			out.table.Columns[c] = append(out.table.Columns[c], v)
		}
		if group != "" {
			name, err := in.id(row, at[len(codes)])
			if err != nil {
				return nil, err
			}
			g, _ := groups.of(name)
			out.groups = append(out.groups, int(g))
		}
	}
	if len(known.list) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out.ids, out.table.Units, out.groupNames = known.list, len(known.list), groups.list
	return out, nil
}

// compositeFault says an error of composite indicators in words.
func compositeFault(e *composite.Error, name func(i int) string) *fault.Fault {
	unit := ""
	switch {
	case e.Unit >= 0 && name != nil:
		unit = name(e.Unit)
	case e.Unit >= 0:
		unit = strconv.Itoa(e.Unit + 1)
	}
	return fault.New(fault.Invalid, "analysis.composite."+string(e.Code),
		fault.A{"node": e.Node, "unit": unit, "found": counted(e.Code == composite.TooFewUnits, e.Found), "expected": e.Expected}).Because(e)
}
