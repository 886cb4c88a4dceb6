// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

var ahpMethod = Method{
	ID:     "ahp",
	Family: "decide",
	References: []string{
		"Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill (random indices: p. 21)",
		"Saaty (1990), How to make a decision: the Analytic Hierarchy Process, European Journal of Operational Research 48",
		"Harker (1987), Incomplete pairwise comparisons in the Analytic Hierarchy Process, Mathematical Modelling 9(11)",
		"Aczél and Saaty (1983), Procedures for synthesizing ratio judgements, Journal of Mathematical Psychology 27",
		"Alonso and Lamata (2006), Consistency in the Analytic Hierarchy Process: a new approach, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 14(4)",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.comparisons"},
		{Name: "judge", Kind: Field},
		{Name: "random-index", Kind: Choice, Choices: []string{"saaty", "alonso-lamata"}, Default: "saaty"},
	},
	Tables: []TableForm{
		{Name: "priorities", Key: []string{"item"}, Columns: []Column{
			{Name: "item", Kind: Text, Help: "method.column.compared-item"}, {Name: "kind", Kind: Text, Help: "method.column.item-kind", Says: itemKinds}, {Name: "weight", Kind: Number, Help: "method.column.priority-weight"},
			{Name: "rank", Kind: Number, Help: "method.column.alternative-rank"},
		}},
		{Name: "weights", Key: []string{"under", "item"}, Columns: []Column{
			{Name: "under", Kind: Text, Help: "method.column.compared-under"}, {Name: "item", Kind: Text, Help: "method.column.compared-item"}, {Name: "local", Kind: Number, Help: "method.column.local-weight"}, {Name: "global", Kind: Number, Help: "method.column.global-weight"},
		}},
		{Name: "consistency", Key: []string{"under"}, Columns: []Column{
			{Name: "under", Kind: Text, Help: "method.column.compared-under"}, {Name: "items", Kind: Integer, Help: "method.column.items-compared"}, {Name: "lambda_max", Kind: Number}, {Name: "ci", Kind: Number}, {Name: "random_index", Kind: Number},
			{Name: "cr", Kind: Number}, {Name: "missing", Kind: Integer, Help: "method.column.pairs-missing"}, {Name: "consistent", Kind: Flag},
			{Name: "worst_a", Kind: Text}, {Name: "worst_b", Kind: Text}, {Name: "judged_as", Kind: Number}, {Name: "fitting", Kind: Number},
		}},
	},
	View: View{Table: "priorities", Label: "item", Value: "weight"},
	Run:  runAHP,
}

// comparisons are judgements in pairs as they were read.
type comparisons struct {
	items  *ids
	judges *ids
	all    []decide.Comparison
}

func runAHP(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readComparisons("input", a.Text("judge"))
	if err != nil {
		return nil, err
	}
	h := decide.Hierarchy{Items: len(in.items.list), Comparisons: in.all}
	r, err := h.Prioritise(decide.RandomIndex(a.Text("random-index")))
	if err != nil {
		return nil, analysisFault(err, func(i int) string { return in.items.list[i] })
	}
	out := &Result{Tables: in.tables(r)}
	in.tell(out, r)
	return out, nil
}

// readComparisons reads columns under, a, b, value: with regard to under, a counts value times as much as b. 1/3 may be written so.
func (a *Args) readComparisons(param, judge string) (*comparisons, error) {
	names := []string{"under", "a", "b", "value"}
	if judge != "" {
		names = append(names, judge)
	}
	in, at, err := a.opens(param, names...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	out := &comparisons{items: newIDs(), judges: newIDs()}
	first := map[[4]int32]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		var key [4]int32
		for k := range 3 {
			id, err := in.id(row, at[k])
			if err != nil {
				return nil, err
			}
			key[k], _ = out.items.of(id)
		}
		if judge != "" {
			id, err := in.id(row, at[4])
			if err != nil {
				return nil, err
			}
			key[3], _ = out.judges.of(id)
		}
		if line, twice := first[key]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": []string{row[at[0]], row[at[1]], row[at[2]]}, "first": line}).At(in.at(at[1]))
		}
		first[key] = in.rows.Line()
		v, err := in.ratio(row, at[3])
		if err != nil {
			return nil, err
		}
		if math.IsNaN(v) { // not judged
			continue
		}
		out.all = append(out.all, decide.Comparison{Under: int(key[0]), A: int(key[1]), B: int(key[2]), Value: v, Judge: int(key[3])})
	}
	if len(first) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	return out, nil
}

// ratio reads a number above 0 or a fraction of two; an empty cell is missing.
func (c *cell) ratio(row []string, column int) (float64, error) {
	over, under, fraction := strings.Cut(row[column], "/")
	v, ok := parseNumber(over)
	if fraction {
		d, fine := parseNumber(under)
		ok = ok && fine && !math.IsNaN(v) && !math.IsNaN(d) && d != 0
		v /= d
	}
	if !ok || math.IsInf(v, 0) {
		return 0, fault.New(fault.Invalid, "method.not-number", fault.A{"found": strings.ToValidUTF8(row[column], "�")}).At(c.at(column))
	}
	if v <= 0 {
		return 0, fault.New(fault.Invalid, "method.not-above-zero", fault.A{"found": row[column]}).At(c.at(column))
	}
	return v, nil
}

func (in *comparisons) tables(r *decide.Priorities) []*Rows {
	item := in.items.list
	kinds := make([]string, len(item))
	for _, n := range r.Nodes {
		kinds[n.Item] = "criterion"
	}
	kinds[r.Goal] = "goal"
	for _, i := range r.Alternatives {
		kinds[i] = "alternative"
	}
	type link struct {
		node  *decide.Node
		child int
	}
	var links []link
	for k := range r.Nodes {
		for c := range r.Nodes[k].Children {
			links = append(links, link{&r.Nodes[k], c})
		}
	}
	node := func(name string, of func(n *decide.Node) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&r.Nodes[row]) }}
	}
	worst := func(name string, of func(n *decide.Node) int) Cells {
		return Cells{Name: name, Text: func(row int) string {
			if i := of(&r.Nodes[row]); i >= 0 {
				return item[i]
			}
			return ""
		}}
	}
	when := func(n *decide.Node, v float64) float64 {
		if n.WorstA < 0 {
			return math.NaN()
		}
		return v
	}
	return []*Rows{
		{Name: "priorities", Len: len(item), Columns: []Cells{Texts("item", item), Texts("kind", kinds), Numbers("weight", r.Weight), Numbers("rank", r.Rank)}},
		{Name: "weights", Len: len(links), Columns: []Cells{
			{Name: "under", Text: func(row int) string { return item[links[row].node.Item] }},
			{Name: "item", Text: func(row int) string { return item[links[row].node.Children[links[row].child]] }},
			{Name: "local", Number: func(row int) float64 { return links[row].node.Weights[links[row].child] }},
			{Name: "global", Number: func(row int) float64 {
				return r.Weight[links[row].node.Item] * links[row].node.Weights[links[row].child]
			}},
		}},
		{Name: "consistency", Len: len(r.Nodes), Columns: []Cells{
			{Name: "under", Text: func(row int) string { return item[r.Nodes[row].Item] }},
			{Name: "items", Int: func(row int) int { return len(r.Nodes[row].Children) }},
			node("lambda_max", func(n *decide.Node) float64 { return n.LambdaMax }), node("ci", func(n *decide.Node) float64 { return n.CI }),
			node("random_index", func(n *decide.Node) float64 { return n.RI }), node("cr", func(n *decide.Node) float64 { return n.CR }),
			{Name: "missing", Int: func(row int) int { return r.Nodes[row].Missing }},
			{Name: "consistent", Flag: func(row int) bool { return r.Nodes[row].Consistent }},
			worst("worst_a", func(n *decide.Node) int { return n.WorstA }), worst("worst_b", func(n *decide.Node) int { return n.WorstB }),
			node("judged_as", func(n *decide.Node) float64 { return when(n, n.Found) }), node("fitting", func(n *decide.Node) float64 { return when(n, n.Implied) }),
		}},
	}
}

// tell says how far the judgements can be trusted.
func (in *comparisons) tell(out *Result, r *decide.Priorities) {
	item := in.items.list
	out.Diagnostics = append(out.Diagnostics, Value{"comparisons", len(in.all)}, Value{"judges", max(1, len(in.judges.list))}, Value{"goal", item[r.Goal]},
		Value{"inconsistent", named(item, r.Inconsistent)}, Value{"incomplete", named(item, r.Incomplete)}, Value{"beyond_scale", r.Beyond})
	note := func(key string, of []int) {
		if len(of) > 0 {
			out.Notes = append(out.Notes, Note{Key: key, Args: fault.A{"list": named(item, of)}})
		}
	}
	note("method.note.inconsistent", r.Inconsistent)
	note("method.note.incomplete", r.Incomplete)
	if r.Beyond > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.beyond-scale", Args: fault.A{"found": r.Beyond}})
	}
}
