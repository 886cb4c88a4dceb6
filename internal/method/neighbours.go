// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"slices"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

// contiguityParams say how outlines become links.
var contiguityParams = []Param{
	{Name: "contiguity", Kind: Choice, Choices: []string{"queen", "rook", "rook-points"}, Default: "queen"},
	{Name: "snap", Kind: Number, Default: "0", Min: 0, Max: 1e9},
	{Name: "object", Kind: Text},
}

// neighbourParams are those of every method that asks who borders on whom: a list of links, or outlines.
var neighbourParams = slices.Concat([]Param{
	{Name: "links", Kind: Table},
	{Name: "directed", Kind: Flag, Default: "false"},
	{Name: "boundaries", Kind: Outline},
	{Name: "boundary-id", Kind: Field},
}, contiguityParams, []Param{
	{Name: "border", Kind: Choice, Choices: []string{"open", "closed"}, Default: "open"},
	{Name: "group", Kind: Field},
})

func contiguityOptions(a *Args) spatial.ContiguityOptions {
	return spatial.ContiguityOptions{Rule: spatial.Rule(a.Text("contiguity")), Snap: a.Float("snap"), Threads: a.Int("threads")}
}

// neighbours are the weights of units with what was lost on the way.
type neighbours struct {
	weights *spatial.Weights // not styled yet
	outside int              // links that name no unit of the table
	cut     int              // directed links that the closed border took away
	groups  int
}

// readNeighbours finds the links between the units, from the list or the outlines.
func (a *Args) readNeighbours(units *UnitTable) (*neighbours, error) {
	fromLinks, fromOutlines := a.Source("links") != nil, a.Source("boundaries") != nil
	if fromLinks == fromOutlines {
		return nil, fault.New(fault.Invalid, "method.one-of", fault.A{"names": []string{"links", "boundaries"}})
	}
	n := &neighbours{}
	var err error
	if fromLinks {
		var links []spatial.Link
		if links, n.outside, err = a.ReadLinks("links", units, a.Flag("directed")); err != nil {
			return nil, err
		}
		if n.weights, err = spatial.FromLinks(len(units.IDs), links, a.Flag("directed")); err != nil {
			return nil, analysisFault(err, units.name)
		}
	} else if n.weights, err = a.contiguity(units); err != nil {
		return nil, err
	}
	return n, n.close(a, units.Group, units.name)
}

// close shuts the border when that is asked for.
func (n *neighbours) close(a *Args, groups []string, name func(int) string) error {
	if a.Text("border") != "closed" {
		return nil
	}
	if !a.Has("group") {
		return fault.New(fault.Invalid, "method.border-without-group")
	}
	var err error
	if n.weights, n.cut, err = n.weights.Close(groups); err != nil {
		return analysisFault(err, name)
	}
	sorted := slices.Clone(groups)
	slices.Sort(sorted)
	n.groups = len(slices.Compact(sorted))
	return nil
}

// contiguity takes the outlines of the units, in the order of the table; outlines of others are left out.
func (a *Args) contiguity(units *UnitTable) (*spatial.Weights, error) {
	id := a.Text("boundary-id")
	if id == "" {
		id = a.Text("id")
	}
	lines, err := a.outlines("boundaries", OutlineOptions{ID: id, Object: a.Text("object")})
	if err != nil {
		return nil, err
	}
	shapes := make([]spatial.Shape, len(units.IDs))
	for k, id := range lines.IDs {
		if i, known := units.index[id]; known {
			shapes[i] = lines.Shapes[k]
		}
	}
	for i, s := range shapes {
		if s == nil {
			return nil, fault.New(fault.Invalid, "method.no-outline", fault.A{"id": units.IDs[i]}).At(fault.Place{File: a.Source("boundaries").Name()})
		}
	}
	w, err := spatial.Contiguity(shapes, contiguityOptions(a))
	if err != nil {
		return nil, analysisFault(err, units.name)
	}
	return w, nil
}

func (t *UnitTable) name(i int) string {
	if i < 0 || i >= len(t.IDs) {
		return ""
	}
	return t.IDs[i]
}

// diagnostics describe the links.
func (n *neighbours) diagnostics(a *Args, ids []string) []Value {
	s := n.weights.Summary()
	out := []Value{
		{"units", s.Units}, {"links", s.Links}, {"islands", named(ids, s.Islands)}, {"components", s.Components},
		{"fewest_neighbours", s.Least}, {"most_neighbours", s.Most}, {"mean_neighbours", s.Mean}, {"symmetric", s.Symmetric},
	}
	if a.Source("links") != nil {
		out = append(out, Value{"links_outside", n.outside})
	}
	if a.Text("border") == "closed" {
		out = append(out, Value{"groups", n.groups}, Value{"links_cut_by_border", n.cut})
	}
	return out
}

// notes say what a reader must know of the links.
func (n *neighbours) notes(ids []string) []Note {
	var out []Note
	if islands := n.weights.Islands(); len(islands) > 0 {
		out = append(out, Note{"method.note-islands", fault.A{"n": len(islands), "ids": shownHeader(named(ids, islands))}})
	}
	if n.outside > 0 {
		out = append(out, Note{"method.note-outside", fault.A{"n": n.outside}})
	}
	return out
}
