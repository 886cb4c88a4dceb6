// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"

	"github.com/sumanus/sumanus/analysis/decide"
)

var crossImpactMethod = Method{
	ID:     "cross-impact",
	Family: "decide",
	References: []string{
		"Duperrin and Godet (1973), Méthode de hiérarchisation des éléments d’un système, CEA Rapport économique R-45-41",
		"Godet (2006), Creating Futures: Scenario Planning as a Strategic Management Tool, Economica, ch. 5 (MICMAC)",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.impacts"},
		{Name: "from", Kind: Field, Required: true, Help: "method.param.impact-from"},
		{Name: "to", Kind: Field, Required: true, Help: "method.param.impact-to"},
		{Name: "score", Kind: Field, Required: true, Help: "method.param.impact-score"},
		{Name: "absent", Kind: Choice, Choices: []string{"missing", "zero"}, Default: "missing", Help: "method.param.impact-absent"},
		{Name: "power", Kind: Integer, Default: "0", Min: 0, Max: 50, Help: "method.param.path-length"},
	},
	Values: []Column{{Name: "power", Kind: Integer, Help: "method.column.path-length"}, {Name: "stable", Kind: Flag, Help: "method.column.ranks-stable"}},
	Tables: []TableForm{{Name: "factors", Key: []string{"factor"}, Columns: []Column{
		{Name: "factor", Kind: Text, Help: "method.column.of-factor"}, {Name: "influence", Kind: Number}, {Name: "dependence", Kind: Number}, {Name: "influence_rank", Kind: Number},
		{Name: "dependence_rank", Kind: Number}, {Name: "position", Kind: Text, Help: "method.column.factor-position", Says: positionCodes}, {Name: "indirect_influence", Kind: Number}, {Name: "indirect_dependence", Kind: Number},
		{Name: "indirect_influence_rank", Kind: Number}, {Name: "indirect_dependence_rank", Kind: Number}, {Name: "indirect_position", Kind: Text, Says: positionCodes},
	}}},
	View: View{Table: "factors", Label: "factor", Value: "indirect_influence"},
	Run:  runCrossImpact,
}

func runCrossImpact(_ context.Context, a *Args) (*Result, error) {
	absent := math.NaN()
	if a.Text("absent") == "zero" {
		absent = 0
	}
	in, err := a.readJudgements("input", a.Text("from"), a.Text("to"), a.Text("score"), true, absent)
	if err != nil {
		return nil, err
	}
	r, err := decide.CrossImpact(in.m, a.Int("power"))
	if err != nil {
		return nil, analysisFault(err, func(i int) string { return in.rows[i] })
	}
	position := func(name string, of []decide.Position) Cells {
		return Cells{Name: name, Text: func(row int) string { return string(of[row]) }}
	}
	out := &Result{
		Values: []Value{{"power", r.Power}, {"stable", r.Stable}},
		Tables: []*Rows{{Name: "factors", Len: len(in.rows), Columns: []Cells{
			Texts("factor", in.rows), Numbers("influence", r.Out), Numbers("dependence", r.In), Numbers("influence_rank", r.Direct.InfluenceRank),
			Numbers("dependence_rank", r.Direct.DependenceRank), position("position", r.Direct.Position), Numbers("indirect_influence", r.Indirect.Influence),
			Numbers("indirect_dependence", r.Indirect.Dependence), Numbers("indirect_influence_rank", r.Indirect.InfluenceRank),
			Numbers("indirect_dependence_rank", r.Indirect.DependenceRank), position("indirect_position", r.Indirect.Position),
		}}},
		Diagnostics: []Value{{"factors_compared", len(in.rows)}, {"pairs_not_judged", r.Missing}, {"paths_end", r.Vanish}},
		Notes:       notJudged(r.Missing),
	}
	switch {
	case r.Vanish:
		out.Notes = append(out.Notes, Note{Key: "method.note.paths-end"})
	case !r.Stable && a.Int("power") == 0:
		out.Notes = append(out.Notes, Note{Key: "method.note.ranks-move"})
	}
	return out, nil
}
