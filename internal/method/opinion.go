// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/opinion"
	"github.com/sumanus/sumanus/internal/fault"
)

var opinionMethod = Method{
	ID:     "opinion",
	Family: "opinion",
	References: []string{
		"Small, Bjorkegren, Erkkilä, Shaw and Megill (2021), Polis: scaling deliberation by mapping high dimensional opinion spaces, Recerca 26(2)",
		"Besag and Clifford (1989), Generalized Monte Carlo significance tests, Biometrika 76; (1991), Sequential Monte Carlo p-values, Biometrika 78",
		"Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), A fast and unbiased procedure to randomize ecological binary matrices, Nature Communications 5",
		"Rasch (1960), Probabilistic Models for Some Intelligence and Attainment Tests, Danish Institute for Educational Research",
		"Horn (1965), A rationale and test for the number of factors in factor analysis, Psychometrika 30",
		"Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, Journal of Computational and Applied Mathematics 20",
		"Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2",
	},
	Params: []Param{
		{Name: "votes", Kind: Table, Required: true},
		{Name: "least", Kind: Integer, Min: 1, Max: 1e6, Help: "method.param.least-votes"},
		{Name: "most", Kind: Integer, Default: "5", Min: 2, Max: 20, Help: "method.param.most-groups"},
		{Name: "readiness", Kind: Choice, Choices: []string{"remove", "keep"}, Default: "remove"},
		{Name: "permutations", Kind: Integer, Default: "199", Min: 19, Max: 1e6, Help: "method.param.trades"},
		{Name: "alpha", Kind: Number, Default: "0.05", Min: 0.000001, Max: 0.5},
		{Name: "resamples", Kind: Integer, Default: "50", Min: 1, Max: 1e5},
		{Name: "seed", Kind: Integer, Default: "1"},
		threads,
	},
	Values: []Column{{Name: "groups", Kind: Integer}, {Name: "silhouette", Kind: Number}, {Name: "stability", Kind: Number}, {Name: "verdict", Kind: Text, Says: verdictCodes}},
	Tables: []TableForm{
		{Name: "participants", Key: []string{"participant"}, Columns: []Column{
			{Name: "participant", Kind: Text}, {Name: "group", Kind: Number, Help: "method.column.opinion-group"},
			{Name: "x", Kind: Number, Help: "method.column.opinion-x"}, {Name: "y", Kind: Number, Help: "method.column.opinion-y"},
		}},
		{Name: "statements", Key: []string{"statement"}, Columns: []Column{
			{Name: "statement", Kind: Text}, {Name: "agree", Kind: Integer}, {Name: "disagree", Kind: Integer}, {Name: "pass", Kind: Integer},
			{Name: "consensus", Kind: Number}, {Name: "consensus_against", Kind: Number}, {Name: "common", Kind: Text, Says: sideCodes}, {Name: "representative_for", Kind: Text, Says: sideCodes},
			{Name: "by_group", Kind: Integer, Each: true, Says: sideCodes},
		}},
		{Name: "representative", Key: []string{"group", "statement"}, Columns: []Column{
			{Name: "group", Kind: Integer, Help: "method.column.opinion-group"}, {Name: "statement", Kind: Text}, {Name: "side", Kind: Text, Says: sideCodes},
			{Name: "share", Kind: Number}, {Name: "elsewhere", Kind: Number}, {Name: "ratio", Kind: Number}, {Name: "z_half", Kind: Number},
			{Name: "z_difference", Kind: Number}, {Name: "clear", Kind: Flag},
		}},
		{Name: "divisions", Key: []string{"groups"}, Columns: []Column{
			{Name: "groups", Kind: Integer, Help: "method.column.tried"}, {Name: "silhouette", Kind: Number, Help: "method.column.tried-silhouette"},
			{Name: "chosen", Kind: Flag},
		}},
	},
	View: View{Table: "statements", Label: "statement", Value: "consensus"},
	Run:  runOpinion,
}

func runOpinion(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readVotes("votes")
	if err != nil {
		return nil, err
	}
	g, err := opinion.Find(in.votes, opinion.Options{
		Least: a.Int("least"), Most: a.Int("most"), KeepLevel: a.Text("readiness") == "keep", Draws: a.Int("permutations"), Alpha: a.Float("alpha"),
		Resamples: a.Int("resamples"), Seed: a.Seed("seed"), Threads: a.Int("threads"),
	})
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	statements, stand := opinion.Describe(in.votes, g.Group, g.Count)
	out := &Result{
		Values: []Value{{"groups", g.Count}, {"silhouette", g.Silhouette}, {"stability", g.Stability}, {"verdict", g.Verdict}},
		Tables: []*Rows{participantRows(in, g), statementRows(in, g, statements, stand), representativeRows(in, stand), divisionRows(g)},
	}
	in.tell(out, g)
	return out, nil
}

func participantRows(in *voteTable, g *opinion.Groups) *Rows {
	return &Rows{Name: "participants", Len: len(g.Group), Columns: []Cells{
		Texts("participant", in.votes.Participants),
		{Name: "group", Number: func(row int) float64 {
			if g.Group[row] == 0 {
				return math.NaN()
			}
			return float64(g.Group[row])
		}},
		Numbers("x", g.X), Numbers("y", g.Y),
	}}
}

// sideNames are the words of the tables.
var sideNames = map[opinion.Vote]string{opinion.Agree: "agree", opinion.Disagree: "disagree"}

func statementRows(in *voteTable, g *opinion.Groups, of []opinion.Statement, stand []opinion.Representative) *Rows {
	marks := make([][]string, len(of))
	for _, r := range stand {
		marks[r.Statement] = append(marks[r.Statement], strconv.Itoa(r.Group)+":"+sideNames[r.Side])
	}
	number := func(name string, value func(s *opinion.Statement) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&of[row]) }}
	}
	count := func(name string, value func(s *opinion.Statement) int) Cells {
		return Cells{Name: name, Int: func(row int) int { return value(&of[row]) }}
	}
	out := &Rows{Name: "statements", Len: len(of), Columns: []Cells{
		Texts("statement", in.votes.Statements),
		count("agree", func(s *opinion.Statement) int { return s.All.Agree }),
		count("disagree", func(s *opinion.Statement) int { return s.All.Disagree }),
		count("pass", func(s *opinion.Statement) int { return s.All.Pass }),
		number("consensus", func(s *opinion.Statement) float64 { return s.Consensus }),
		number("consensus_against", func(s *opinion.Statement) float64 { return s.Against }),
		{Name: "common", Text: func(row int) string { return sideNames[of[row].Common] }},
		{Name: "representative_for", Text: func(row int) string { return strings.Join(marks[row], " ") }},
	}}
	for k := range g.Count {
		place := "_" + strconv.Itoa(k+1)
		out.Columns = append(out.Columns,
			count("agree"+place, func(s *opinion.Statement) int { return s.Groups[k].Agree }),
			count("disagree"+place, func(s *opinion.Statement) int { return s.Groups[k].Disagree }),
			count("pass"+place, func(s *opinion.Statement) int { return s.Groups[k].Pass }))
	}
	return out
}

func representativeRows(in *voteTable, of []opinion.Representative) *Rows {
	number := func(name string, value func(r *opinion.Representative) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return value(&of[row]) }}
	}
	return &Rows{Name: "representative", Len: len(of), Columns: []Cells{
		{Name: "group", Int: func(row int) int { return of[row].Group }},
		{Name: "statement", Text: func(row int) string { return in.votes.Statements[of[row].Statement] }},
		{Name: "side", Text: func(row int) string { return sideNames[of[row].Side] }},
		number("share", func(r *opinion.Representative) float64 { return r.Share }),
		number("elsewhere", func(r *opinion.Representative) float64 { return r.Elsewhere }),
		number("ratio", func(r *opinion.Representative) float64 { return r.Ratio }),
		number("z_half", func(r *opinion.Representative) float64 { return r.Z }),
		number("z_difference", func(r *opinion.Representative) float64 { return r.ZDifference }),
		{Name: "clear", Flag: func(row int) bool { return of[row].Clear }},
	}}
}

func divisionRows(g *opinion.Groups) *Rows {
	of := g.Divisions
	return &Rows{Name: "divisions", Len: len(of), Columns: []Cells{
		{Name: "groups", Int: func(row int) int { return of[row].Groups }},
		{Name: "silhouette", Number: func(row int) float64 { return of[row].Silhouette }},
		{Name: "chosen", Flag: func(row int) bool { return of[row].Chosen }},
	}}
}

// whyNot are the notes that say why there are no groups.
var whyNot = map[string]string{
	opinion.FewParticipants: "method.note-few-participants", opinion.NoStructure: "method.note-no-structure",
	opinion.NoDivision: "method.note-no-division", opinion.NotStable: "method.note-not-stable",
}

// tell says what the answer rests on.
func (t *voteTable) tell(out *Result, g *opinion.Groups) {
	out.Diagnostics = []Value{{"participants_counted", g.Counted}, {"votes_needed", g.Least}, {"too_few_votes", named(t.votes.Participants, g.Few)},
		{"statements", len(t.votes.Statements)}, {"votes", t.cast}, {"p", g.Evidence.P}, {"draws", g.Evidence.Draws}, {"draws_as_large", g.Evidence.Larger},
		{"axes", g.Evidence.Axes}, {"singular_values", g.Evidence.Leading}, {"usual_singular_values", g.Evidence.Usual},
		{"share_x", g.Share[0]}, {"share_y", g.Share[1]}, {"why", g.Why}}
	if t.published != nil {
		out.Diagnostics = append(out.Diagnostics, Value{"published_groups", t.publishedGroups}, Value{"agreement_with_published", opinion.Agreement(t.published, less(g.Group))})
	}
	if len(g.Few) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note-few-votes", Args: fault.A{"n": len(g.Few), "least": g.Least}})
	}
	if key := whyNot[g.Why]; key != "" {
		out.Notes = append(out.Notes, Note{Key: key})
	}
}

// less counts groups from 0, so that those in none have −1.
func less(group []int) []int {
	out := make([]int, len(group))
	for i, g := range group {
		out[i] = g - 1
	}
	return out
}
