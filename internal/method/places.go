// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/internal/fault"
)

// placeParams are those of every method on demands and sites.
var placeParams = []Param{
	{Name: "demand", Kind: Table, Required: true},
	{Name: "sites", Kind: Table, Required: true},
	{Name: "costs", Kind: Table},
	{Name: "x", Kind: Field, Default: "x"}, {Name: "y", Kind: Field, Default: "y"},
	{Name: "factor", Kind: Number, Default: "1", Min: 1e-9, Max: 1e9},
	{Name: "demand-id", Kind: Field, Of: "demand"}, {Name: "site-id", Kind: Field, Of: "sites"},
}

var (
	demandWeight = Param{Name: "weight", Kind: Field, Default: "weight", Help: "method.param.demand-weight"}
	sideParam    = Param{Name: "group", Kind: Field}
	borderParam  = Param{Name: "border", Kind: Choice, Choices: []string{"open", "closed"}, Default: "open", Help: "method.param.service-border"}
	nodesParam   = Param{Name: "nodes", Kind: Integer, Min: 0, Max: 1e9}
)

// placeTable is the rows of a table of demands or sites, in its order.
type placeTable struct {
	ids    []string // as named, or the numbers of the rows from 0
	named  bool
	points []access.Point
	amount []float64
	group  []string
	index  map[string]int32
}

func (p *placeTable) name(i int) string {
	if i < 0 || i >= len(p.ids) {
		return ""
	}
	return p.ids[i]
}

// list gives rows as the reader knows them: by their ids, or by numbers from 0 where the table has none.
func (p *placeTable) list(rows []int) any {
	if p.named {
		return named(p.ids, rows)
	}
	return rows
}

// placeColumns names the columns of such a table; empty is not read.
type placeColumns struct{ id, x, y, amount, group string }

// readPlaces reads a table of places. Coordinates and amounts must be known.
func (a *Args) readPlaces(param string, c placeColumns) (*placeTable, error) {
	var columns []string
	place := func(name string) int {
		if name == "" {
			return -1
		}
		columns = append(columns, name)
		return len(columns) - 1
	}
	id, x, y, amount, group := place(c.id), place(c.x), place(c.y), place(c.amount), place(c.group)
	in, at, err := a.opens(param, columns...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	out := &placeTable{named: id >= 0}
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
		name := strconv.Itoa(len(lines))
		if id >= 0 {
			if name, err = in.id(row, at[id]); err != nil {
				return nil, err
			}
		}
		if n, fresh := known.of(name); !fresh {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": name, "first": lines[n]}).At(in.at(at[id]))
		}
		lines = append(lines, in.rows.Line())
		if err := out.read(in, row, at, x, y, amount, group); err != nil {
			return nil, err
		}
	}
	if len(lines) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out.ids, out.index = known.list, known.number
	return out, nil
}

// read takes what was asked for of a row.
func (p *placeTable) read(in *cell, row []string, at []int, x, y, amount, group int) error {
	if x >= 0 {
		px, err := in.known(row, at[x])
		if err != nil {
			return err
		}
		py, err := in.known(row, at[y])
		if err != nil {
			return err
		}
		p.points = append(p.points, access.Point{X: px, Y: py})
	}
	if amount >= 0 {
		if _, err := in.known(row, at[amount]); err != nil {
			return err
		}
		v, err := in.amount(row, at[amount])
		if err != nil {
			return err
		}
		p.amount = append(p.amount, v)
	}
	if group >= 0 {
		s, err := in.id(row, at[group])
		if err != nil {
			return err
		}
		p.group = append(p.group, strings.Clone(s))
	}
	return nil
}

// located is what the methods of access begin with.
type located struct {
	demand, sites *placeTable
	costs         *access.Costs
	cut           int // pairs that the closed border took away
	pairs         int // read from a matrix
	outside       int // pairs of a matrix that name no demand or no site of the tables
}

// readLocated reads demands and sites with an amount each where a column is named, and what it takes from one to the other.
func (a *Args) readLocated(demandAmount, siteAmount string) (*located, error) {
	x, y, matrix := a.Text("x"), a.Text("y"), a.Source("costs") != nil
	if matrix {
		x, y = "", ""
	}
	l := &located{}
	var err error
	if l.demand, err = a.readPlaces("demand", placeColumns{a.Text("demand-id"), x, y, demandAmount, a.Text("group")}); err != nil {
		return nil, err
	}
	if l.sites, err = a.readPlaces("sites", placeColumns{a.Text("site-id"), x, y, siteAmount, a.Text("group")}); err != nil {
		return nil, err
	}
	if matrix {
		err = l.readCosts(a)
	} else {
		l.costs, err = access.StraightLine(l.demand.points, l.sites.points, a.Float("factor"))
	}
	if err != nil {
		return nil, l.fault(err)
	}
	if a.Text("border") != "closed" {
		return l, nil
	}
	if !a.Has("group") {
		return nil, fault.New(fault.Invalid, "method.border-without-group")
	}
	if l.costs, l.cut, err = l.costs.Close(l.demand.group, l.sites.group); err != nil {
		return nil, l.fault(err)
	}
	return l, nil
}

// readCosts reads a matrix as a list: columns demand, site, cost.
func (l *located) readCosts(a *Args) error {
	in, at, err := a.opens("costs", "demand", "site", "cost")
	if err != nil {
		return err
	}
	defer in.rows.Close()
	first := map[[2]int32]int{}
	var pairs []access.Pair
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		from, err := in.id(row, at[0])
		if err != nil {
			return err
		}
		to, err := in.id(row, at[1])
		if err != nil {
			return err
		}
		cost, err := in.amount(row, at[2])
		if err != nil {
			return err
		}
		l.pairs++
		j, known := l.demand.index[from]
		i, alsoKnown := l.sites.index[to]
		if !known || !alsoKnown {
			l.outside++
			continue
		}
		if line, twice := first[[2]int32{j, i}]; twice {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": []string{from, to}, "first": line}).At(in.at(at[0]))
		}
		first[[2]int32{j, i}] = in.rows.Line()
		pairs = append(pairs, access.Pair{Demand: int(j), Site: int(i), Cost: cost})
	}
	l.costs, err = access.FromPairs(len(l.demand.ids), len(l.sites.ids), pairs)
	return err
}

// fault says an error of the analysis in words.
func (l *located) fault(err error) error {
	var e *access.Error
	if !errors.As(err, &e) {
		return err
	}
	unit := l.demand.name(e.Unit)
	if e.Site {
		unit = l.sites.name(e.Unit)
	}
	return fault.New(fault.Invalid, "analysis.access."+string(e.Code), fault.A{"what": e.What, "unit": unit, "found": e.Found, "expected": e.Expected}).Because(err)
}

// diagnostics say what the costs are.
func (l *located) diagnostics(a *Args) []Value {
	out := []Value{{"demands", len(l.demand.ids)}, {"candidate_sites", len(l.sites.ids)}}
	if a.Source("costs") == nil {
		out = append(out, Value{"costs", "straight line × factor"}, Value{"factor", a.Float("factor")})
	} else {
		out = append(out, Value{"costs", "matrix"}, Value{"pairs", l.pairs}, Value{"pairs_outside", l.outside})
	}
	if a.Text("border") == "closed" {
		out = append(out, Value{"pairs_cut_by_border", l.cut})
	}
	return out
}

// notes say what a reader must know of the costs.
func (l *located) notes(a *Args) []Note {
	var out []Note
	if a.Source("costs") == nil {
		out = append(out, Note{"method.note.straight-line", fault.A{"factor": a.Float("factor")}})
	}
	if l.outside > 0 {
		out = append(out, Note{"method.note.pairs-outside", fault.A{"n": l.outside}})
	}
	return out
}
