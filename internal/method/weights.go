// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

var weightsMethod = Method{
	ID:     "weights",
	Family: "spatial",
	References: []string{
		"Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion",
		"Silverman (1986), Density Estimation for Statistics and Data Analysis, Chapman and Hall (kernels)",
	},
	Params: slices.Concat([]Param{
		{Name: "boundaries", Kind: Outline},
		{Name: "points", Kind: Table, Help: "method.param.weight-points"},
		{Name: "id", Kind: Field, Required: true, Help: "method.param.property"},
	}, contiguityParams, []Param{
		{Name: "x", Kind: Field}, {Name: "y", Kind: Field},
		{Name: "metric", Kind: Choice, Choices: []string{"plane", "sphere"}, Default: "plane"},
		{Name: "within", Kind: Number, Min: 0, Max: 1e15},
		{Name: "nearest", Kind: Integer, Min: 1, Max: 1e6},
		{Name: "kernel", Kind: Choice, Choices: []string{"none", "triangular", "uniform", "epanechnikov", "quartic", "gaussian"}, Default: "none"},
		{Name: "decay", Kind: Choice, Choices: []string{"flat", "inverse", "exponential"}, Default: "flat"},
		{Name: "power", Kind: Number, Default: "1", Min: 0, Max: 100},
		{Name: "border", Kind: Choice, Choices: []string{"open", "closed"}, Default: "open"},
		{Name: "group", Kind: Field},
		threads,
	}),
	Tables: []TableForm{{Name: "links", Key: []string{"from", "to"}, Columns: []Column{
		{Name: "from", Kind: Text}, {Name: "to", Kind: Text}, {Name: "weight", Kind: Number},
	}}},
	View: View{Table: "links", Label: "from", Value: "weight"},
	Run:  runWeights,
}

func runWeights(_ context.Context, a *Args) (*Result, error) {
	fromOutlines, fromPoints := a.Source("boundaries") != nil, a.Source("points") != nil
	if fromOutlines == fromPoints {
		return nil, fault.New(fault.Invalid, "method.one-of", fault.A{"names": []string{"boundaries", "points"}})
	}
	var ids, groups []string
	n := &neighbours{}
	name := func(i int) string { return ids[i] }
	if fromOutlines {
		lines, err := a.outlines("boundaries", OutlineOptions{ID: a.Text("id"), Group: a.Text("group"), Object: a.Text("object")})
		if err != nil {
			return nil, err
		}
		ids, groups = lines.IDs, lines.Groups
		if n.weights, err = spatial.Contiguity(lines.Shapes, contiguityOptions(a)); err != nil {
			return nil, analysisFault(err, name)
		}
	} else {
		units, points, err := a.readPoints()
		if err != nil {
			return nil, err
		}
		ids, groups = units.IDs, units.Group
		if n.weights, err = a.byDistance(points); err != nil {
			return nil, analysisFault(err, name)
		}
	}
	if err := n.close(a, groups, name); err != nil {
		return nil, err
	}
	// A link that goes both ways with one weight stands once; of others each direction does.
	links, symmetric := n.weights.Pairs(), n.weights.Symmetric()
	if !symmetric {
		links = everyLink(n.weights)
	}
	r := &Result{Diagnostics: append(n.diagnostics(a, ids), Value{"directed", !symmetric}), Notes: n.notes(ids)}
	if !symmetric {
		r.Notes = append(r.Notes, Note{Key: "method.note-directed"})
	}
	r.Tables = []*Rows{{Name: "links", Len: len(links), Columns: []Cells{
		{Name: "from", Text: func(row int) string { return ids[links[row].From] }},
		{Name: "to", Text: func(row int) string { return ids[links[row].To] }},
		{Name: "weight", Number: func(row int) float64 { return links[row].Weight }},
	}}}
	return r, nil
}

func everyLink(w *spatial.Weights) []spatial.Link {
	out := make([]spatial.Link, 0, w.Links())
	for i := range w.Len() {
		to, weight := w.Row(i)
		for k, j := range to {
			out = append(out, spatial.Link{From: i, To: int(j), Weight: weight[k]})
		}
	}
	return out
}

// readPoints reads places by two columns.
func (a *Args) readPoints() (*UnitTable, []spatial.Point, error) {
	x, y := a.Text("x"), a.Text("y")
	if x == "" || y == "" {
		return nil, nil, fault.New(fault.Invalid, "method.points-need-x-y")
	}
	units, err := a.ReadUnits("points", UnitColumns{ID: a.Text("id"), Number: x, Second: y, Group: a.Text("group"), Whole: true})
	if err != nil {
		return nil, nil, err
	}
	points := make([]spatial.Point, len(units.IDs))
	for i := range points {
		points[i] = spatial.Point{X: units.Number[i], Y: units.Second[i]}
	}
	return units, points, nil
}

// byDistance makes the weights that the parameters ask for.
func (a *Args) byDistance(points []spatial.Point) (*spatial.Weights, error) {
	metric, within, nearest := spatial.Metric(a.Text("metric")), a.Float("within"), a.Int("nearest")
	if (within > 0) == (nearest > 0) {
		return nil, fault.New(fault.Invalid, "method.one-of", fault.A{"names": []string{"within", "nearest"}})
	}
	if k := a.Text("kernel"); k != "none" {
		return spatial.Kernel(points, spatial.KernelOptions{Function: spatial.KernelFunction(k), Metric: metric, Bandwidth: within, Nearest: nearest,
			Threads: a.Int("threads")})
	}
	o := spatial.DistanceOptions{Metric: metric, Decay: spatial.Decay(a.Text("decay")), Power: a.Float("power"), Threads: a.Int("threads")}
	if nearest > 0 {
		return spatial.Nearest(points, nearest, o)
	}
	return spatial.Band(points, 0, within, o)
}
