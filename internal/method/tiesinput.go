// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"slices"

	"github.com/sumanus/sumanus/analysis/ties"
	"github.com/sumanus/sumanus/internal/fault"
)

// partners are a network as the method takes it. Ids keep the order of the table of nodes, or that in which ties first name them.
type partners struct {
	network *ties.Network
	groups  []string
	group   []int // of each node, counted from 0; nil without groups
}

// readPartners reads nodes, where there is a table of them, and ties.
func (a *Args) readPartners() (*partners, error) {
	names := newIDs()
	p := &partners{}
	if a.Source("nodes") != nil {
		if err := a.readNodes(names, p); err != nil {
			return nil, err
		}
	} else if a.Text("group") != "" {
		return nil, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": "nodes"})
	}
	links, err := a.readTies(names, a.Source("nodes") == nil)
	if err != nil {
		return nil, err
	}
	if len(names.list) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: a.source["links"].Name()})
	}
	p.network, err = ties.New(names.list, links, a.Flag("directed"))
	return p, analysisFault(err, func(i int) string { return names.list[i] })
}

func (a *Args) readNodes(names *ids, p *partners) error {
	columns := []string{a.Text("id")}
	if a.Text("group") != "" {
		columns = append(columns, a.Text("group"))
	}
	in, at, err := a.opens("nodes", columns...)
	if err != nil {
		return err
	}
	defer in.rows.Close()
	groups := newIDs()
	var lines []int
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			p.groups = groups.list
			return nil
		}
		if err != nil {
			return err
		}
		name, err := in.id(row, at[0])
		if err != nil {
			return err
		}
		i, fresh := names.of(name)
		if !fresh {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": name, "first": lines[i]}).At(in.at(at[0]))
		}
		lines = append(lines, in.rows.Line())
		if len(at) > 1 {
			side, err := in.id(row, at[1])
			if err != nil {
				return err
			}
			g, _ := groups.of(side)
			p.group = append(p.group, int(g))
		}
	}
}

// readTies reads from, to and, where there is such a column, weight.
func (a *Args) readTies(names *ids, open bool) ([]ties.Link, error) {
	in, at, err := a.opens("links", "from", "to")
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	weight := -1
	if slices.Contains(in.header, "weight") {
		w, err := fields(in.file, in.header, "weight")
		if err != nil {
			return nil, err
		}
		weight = w[0]
	}
	var links []ties.Link
	lines := map[[2]int]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			return links, nil
		}
		if err != nil {
			return nil, err
		}
		l := ties.Link{Weight: 1}
		if l.From, err = in.partner(row, at[0], names, open); err != nil {
			return nil, err
		}
		if l.To, err = in.partner(row, at[1], names, open); err != nil {
			return nil, err
		}
		if weight >= 0 {
			if l.Weight, err = in.known(row, weight); err != nil {
				return nil, err
			}
			if !(l.Weight > 0) {
				return nil, fault.New(fault.Invalid, "method.bad-weight", fault.A{"found": row[weight]}).At(in.at(weight))
			}
		}
		if l.From == l.To {
			return nil, fault.New(fault.Invalid, "method.self-tie", fault.A{"id": names.list[l.From]}).At(in.at(at[0]))
		}
		pair := [2]int{l.From, l.To}
		if !a.Flag("directed") {
			pair = [2]int{min(l.From, l.To), max(l.From, l.To)}
		}
		if first, twice := lines[pair]; twice {
			return nil, fault.New(fault.Invalid, "method.link-twice", fault.A{"key": []string{names.list[l.From], names.list[l.To]}, "first": first}).At(in.at(at[0]))
		}
		lines[pair] = in.rows.Line()
		links = append(links, l)
	}
}

// partner finds an end of a tie among the nodes; open adds who is new.
func (c *cell) partner(row []string, column int, names *ids, open bool) (int, error) {
	name, err := c.id(row, column)
	if err != nil {
		return 0, err
	}
	if _, known := names.number[name]; !known && !open {
		return 0, fault.New(fault.Invalid, "method.unknown-node", fault.A{"found": name}).At(c.at(column))
	}
	i, _ := names.of(name)
	return int(i), nil
}
