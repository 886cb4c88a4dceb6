// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"

	"github.com/sumanus/sumanus/analysis/decide"
)

var prometheeMethod = Method{
	ID:     "promethee",
	Family: "decide",
	References: []string{
		"Brans and Vincke (1985), A preference ranking organisation method, Management Science 31(6)",
		"Brans, Vincke and Mareschal (1986), How to select and how to rank projects: the PROMETHEE method, European Journal of Operational Research 24(2)",
	},
	Params: append(append([]Param(nil), choiceParams...), Param{Name: "pairs", Kind: Flag, Default: "false", Help: "method.param.promethee-pairs"}),
	Tables: []TableForm{
		{Name: "alternatives", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.alternative"}, {Name: "positive", Kind: Number, Help: "method.column.positive-flow"}, {Name: "negative", Kind: Number, Help: "method.column.negative-flow"},
			{Name: "net", Kind: Number, Help: "method.column.net-flow"}, {Name: "rank", Kind: Number, Help: "method.column.choice-rank"},
		}},
		{Name: "criteria", Key: []string{"criterion"}, Columns: append(append([]Column(nil), criterionColumns...), Column{Name: "function", Kind: Text, Help: "method.column.preference-function", Says: preferenceCodes})},
		{Name: "by_criterion", Key: []string{"id"}, Columns: []Column{{Name: "id", Kind: Text, Help: "method.column.alternative"}, {Name: "criterion", Kind: Number, Each: true, Help: "method.column.criterion-flow"}}},
		{Name: "pairs", Key: []string{"a", "b"}, With: "pairs", Columns: []Column{
			{Name: "a", Kind: Text, Help: "method.column.alternative"}, {Name: "b", Kind: Text, Help: "method.column.other-alternative"}, {Name: "preference", Kind: Number, Help: "method.column.preference-index"},
			{Name: "relation", Kind: Text, Help: "method.column.outranking", Says: outrankingCodes},
		}},
	},
	View: View{Table: "alternatives", Label: "id", Value: "net", Map: true, Diverging: true},
	Run:  runPromethee,
}

func runPromethee(_ context.Context, a *Args) (*Result, error) {
	c, err := a.readChoice(true)
	if err != nil {
		return nil, err
	}
	r, err := decide.Promethee(c.columns, c.criteria)
	if err != nil {
		return nil, c.wrong(err)
	}
	flows := &Rows{Name: "by_criterion", Len: len(c.ids), Columns: []Cells{Texts("id", c.ids)}}
	for j, code := range c.codes {
		flows.Columns = append(flows.Columns, Numbers(code, r.ByCriterion[j]))
	}
	out := &Result{Tables: []*Rows{
		{Name: "alternatives", Len: len(c.ids), Columns: []Cells{
			Texts("id", c.ids), Numbers("positive", r.Positive), Numbers("negative", r.Negative), Numbers("net", r.Net), Numbers("rank", r.Rank),
		}},
		c.rows(Cells{Name: "function", Text: func(row int) string { return string(c.criteria[row].Preference) }}),
		flows,
	}}
	if a.Flag("pairs") {
		out.Tables = append(out.Tables, c.pairs(r))
	}
	c.tell(out, r.LeftOut)
	return out, nil
}

// pairs is the table of how every alternative stands to every other; those left out have no rows.
func (c *choice) pairs(r *decide.Flows) *Rows {
	var of [][2]int
	for a := range c.ids {
		for b := range c.ids {
			if a != b && r.Net[a] == r.Net[a] && r.Net[b] == r.Net[b] {
				of = append(of, [2]int{a, b})
			}
		}
	}
	return &Rows{Name: "pairs", Len: len(of), Columns: []Cells{
		{Name: "a", Text: func(k int) string { return c.ids[of[k][0]] }},
		{Name: "b", Text: func(k int) string { return c.ids[of[k][1]] }},
		{Name: "preference", Number: func(k int) float64 { return r.Preferred(of[k][0], of[k][1]) }},
		{Name: "relation", Text: func(k int) string { return r.Relation(of[k][0], of[k][1]) }},
	}}
}
