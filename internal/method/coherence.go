// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"io"
	"math"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

func sideColumns(name string, more ...Column) []Column {
	return append([]Column{
		{Name: name, Kind: Text, Help: "method.column.of-" + name}, {Name: "judged", Kind: Integer}, {Name: "missing", Kind: Integer, Help: "method.column.pairs-missing"},
		{Name: "furthers", Kind: Integer}, {Name: "neutral", Kind: Integer}, {Name: "hinders", Kind: Integer}, {Name: "positive", Kind: Number, Help: "method.column.positive-sum"},
		{Name: "negative", Kind: Number, Help: "method.column.negative-sum"}, {Name: "balance", Kind: Number, Help: "method.column.score-balance"},
	}, more...)
}

var coherenceMethod = Method{
	ID:     "coherence",
	Family: "decide",
	References: []string{
		"Nilsson, Griggs and Visbeck (2016), Map the interactions between Sustainable Development Goals, Nature 534",
		"Weitz, Carlsen, Nilsson and Skånberg (2018), Towards systemic and contextual priority setting for implementing the 2030 Agenda, Sustainability Science 13",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.judgements"},
		{Name: "row", Kind: Field, Required: true, Help: "method.param.judgement-row"},
		{Name: "column", Kind: Field, Required: true, Help: "method.param.judgement-column"},
		{Name: "score", Kind: Field, Required: true, Help: "method.param.judgement-score"},
		{Name: "limit", Kind: Number, Default: "3", Min: 1e-9, Max: 1e9, Help: "method.param.score-limit"},
	},
	Values: []Column{{Name: "coverage", Kind: Number, Help: "method.column.goal-coverage"}, {Name: "coherence", Kind: Number}},
	Tables: []TableForm{
		{Name: "rows", Key: []string{"row"}, Columns: sideColumns("row")},
		{Name: "columns", Key: []string{"column"}, Columns: sideColumns("column", Column{Name: "covered", Kind: Flag}, Column{Name: "contested", Kind: Flag})},
		{Name: "contradictions", Key: []string{"row", "column"}, Columns: []Column{
			{Name: "row", Kind: Text, Help: "method.column.of-row"}, {Name: "column", Kind: Text, Help: "method.column.of-column"}, {Name: "score", Kind: Number, Help: "method.column.judgement-score"},
		}},
		{Name: "conflicts", Key: []string{"column", "furthering", "hindering"}, Columns: []Column{
			{Name: "column", Kind: Text, Help: "method.column.of-column"}, {Name: "furthering", Kind: Text}, {Name: "hindering", Kind: Text},
			{Name: "score_for", Kind: Number}, {Name: "score_against", Kind: Number},
		}},
	},
	View: View{Table: "columns", Label: "column", Value: "balance", Diverging: true},
	Run:  runCoherence,
}

// judgements are scores of pairs as they were read.
type judgements struct {
	rows, columns []string
	m             decide.Judgements
}

// readJudgements reads a long table of pairs; what has no row or an empty score was not judged, or counts as absent says. With square both sides
// are the same things.
func (a *Args) readJudgements(param, from, to, score string, square bool, absent float64) (*judgements, error) {
	in, at, err := a.opens(param, from, to, score)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	rows, columns := newIDs(), newIDs()
	read := (*cell).number
	if square { // how strongly one moves the other is never below zero
		columns, read = rows, (*cell).amount
	}
	type pair struct{ row, column int32 }
	line, value := map[pair]int{}, map[pair]float64{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		var id [2]string
		for k := range id {
			if id[k], err = in.id(row, at[k]); err != nil {
				return nil, err
			}
		}
		r, _ := rows.of(id[0])
		c, _ := columns.of(id[1])
		if first, twice := line[pair{r, c}]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": id[:], "first": first}).At(in.at(at[0]))
		}
		v, err := read(in, row, at[2])
		if err != nil {
			return nil, err
		}
		if square && r == c && v != 0 && !math.IsNaN(v) {
			return nil, fault.New(fault.Invalid, "method.on-itself", fault.A{"id": id[0]}).At(in.at(at[2]))
		}
		line[pair{r, c}], value[pair{r, c}] = in.rows.Line(), v
	}
	if len(line) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out := &judgements{rows: rows.list, columns: columns.list}
	if len(out.rows)*len(out.columns) > maxJudgements {
		return nil, fault.New(fault.Invalid, "method.cube-too-large", fault.A{"most": maxJudgements})
	}
	out.m = decide.Judgements{Rows: len(out.rows), Columns: len(out.columns), Score: make([]float64, len(out.rows)*len(out.columns))}
	for k := range out.m.Score {
		out.m.Score[k] = absent
	}
	for p, v := range value {
		out.m.Score[int(p.row)*len(out.columns)+int(p.column)] = v
	}
	return out, nil
}

// maxJudgements bounds a matrix that people judged pair by pair.
const maxJudgements = 4_000_000

func runCoherence(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readJudgements("input", a.Text("row"), a.Text("column"), a.Text("score"), false, math.NaN())
	if err != nil {
		return nil, err
	}
	r, err := decide.Coherence(in.m, a.Float("limit"))
	if err != nil {
		return nil, analysisFault(err, func(i int) string { return in.rows[i] })
	}
	contested := make([]bool, len(in.columns))
	for _, c := range r.Contested {
		contested[c] = true
	}
	return &Result{
		Values: []Value{{"coverage", r.Coverage}, {"coherence", r.Coherence}},
		Tables: []*Rows{
			sideRows("rows", "row", in.rows, r.Rows),
			sideRows("columns", "column", in.columns, r.Columns, Cells{Name: "covered", Flag: func(c int) bool { return r.Columns[c].Furthers > 0 }},
				Cells{Name: "contested", Flag: func(c int) bool { return contested[c] }}),
			{Name: "contradictions", Len: len(r.Contradictions), Columns: []Cells{
				{Name: "row", Text: func(k int) string { return in.rows[r.Contradictions[k].Row] }},
				{Name: "column", Text: func(k int) string { return in.columns[r.Contradictions[k].Column] }},
				{Name: "score", Number: func(k int) float64 { return r.Contradictions[k].Score }},
			}},
			{Name: "conflicts", Len: len(r.Conflicts), Columns: []Cells{
				{Name: "column", Text: func(k int) string { return in.columns[r.Conflicts[k].Column] }},
				{Name: "furthering", Text: func(k int) string { return in.rows[r.Conflicts[k].Furthers] }},
				{Name: "hindering", Text: func(k int) string { return in.rows[r.Conflicts[k].Hinders] }},
				{Name: "score_for", Number: func(k int) float64 { return r.Conflicts[k].For }},
				{Name: "score_against", Number: func(k int) float64 { return r.Conflicts[k].Against }},
			}},
		},
		Diagnostics: []Value{{"judged_pairs", r.Judged}, {"pairs_not_judged", len(in.m.Score) - r.Judged}, {"not_furthered", named(in.columns, r.Uncovered)},
			{"furthering_nothing", named(in.rows, r.Idle)}, {"contested_columns", named(in.columns, r.Contested)}},
		Notes: notJudged(len(in.m.Score) - r.Judged),
	}, nil
}

func notJudged(pairs int) []Note {
	if pairs == 0 {
		return nil
	}
	return []Note{{Key: "method.note.not-judged", Args: fault.A{"found": pairs}}}
}

func sideRows(table, name string, ids []string, of []decide.Side, more ...Cells) *Rows {
	count := func(name string, value func(s *decide.Side) int) Cells {
		return Cells{Name: name, Int: func(row int) int { return value(&of[row]) }}
	}
	sum := func(name string, value func(s *decide.Side) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 {
			if of[row].Judged == 0 {
				return math.NaN()
			}
			return value(&of[row])
		}}
	}
	return &Rows{Name: table, Len: len(ids), Columns: append([]Cells{
		Texts(name, ids),
		count("judged", func(s *decide.Side) int { return s.Judged }), count("missing", func(s *decide.Side) int { return s.Missing }),
		count("furthers", func(s *decide.Side) int { return s.Furthers }), count("neutral", func(s *decide.Side) int { return s.Neutral }),
		count("hinders", func(s *decide.Side) int { return s.Hinders }), sum("positive", func(s *decide.Side) float64 { return s.Positive }),
		sum("negative", func(s *decide.Side) float64 { return s.Negative }), sum("balance", func(s *decide.Side) float64 { return s.Balance }),
	}, more...)}
}
