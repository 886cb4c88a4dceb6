// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

var criterionColumns = []Column{
	{Name: "criterion", Kind: Text, Help: "method.column.criterion-code"}, {Name: "weight", Kind: Number, Help: "method.column.criterion-weight"}, {Name: "direction", Kind: Number, Help: "method.column.criterion-direction"},
}

var topsisMethod = Method{
	ID:     "topsis",
	Family: "decide",
	References: []string{
		"Hwang and Yoon (1981), Multiple Attribute Decision Making: Methods and Applications, Springer, p. 128",
	},
	Params: append(append([]Param(nil), choiceParams...), Param{Name: "scale", Kind: Choice, Choices: []string{"vector", "minmax", "sum", "max"}, Default: "vector", Help: "method.param.topsis-scale"}),
	Tables: []TableForm{
		{Name: "alternatives", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.alternative"}, {Name: "closeness", Kind: Number}, {Name: "to_best", Kind: Number}, {Name: "to_worst", Kind: Number},
			{Name: "rank", Kind: Number, Help: "method.column.choice-rank"},
		}},
		{Name: "criteria", Key: []string{"criterion"}, Columns: append(append([]Column(nil), criterionColumns...),
			Column{Name: "best", Kind: Number, Help: "method.column.criterion-best"}, Column{Name: "worst", Kind: Number, Help: "method.column.criterion-worst"})},
	},
	View: View{Table: "alternatives", Label: "id", Value: "closeness", Map: true},
	Run:  runTopsis,
}

func runTopsis(_ context.Context, a *Args) (*Result, error) {
	c, err := a.readChoice(false)
	if err != nil {
		return nil, err
	}
	r, err := decide.Topsis(c.columns, c.criteria, decide.Scale(a.Text("scale")))
	if err != nil {
		return nil, c.wrong(err)
	}
	out := &Result{Tables: []*Rows{
		{Name: "alternatives", Len: len(c.ids), Columns: []Cells{
			Texts("id", c.ids), Numbers("closeness", r.Closeness), Numbers("to_best", r.ToBest), Numbers("to_worst", r.ToWorst), Numbers("rank", r.Rank),
		}},
		c.rows(Numbers("best", r.Best), Numbers("worst", r.Worst)),
	}}
	c.tell(out, r.LeftOut)
	out.Diagnostics = append(out.Diagnostics, Value{"constant_criteria", named(c.codes, r.Constant)})
	if len(r.Constant) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.constant", Args: fault.A{"list": named(c.codes, r.Constant)}})
	}
	return out, nil
}
