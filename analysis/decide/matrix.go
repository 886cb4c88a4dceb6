// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"slices"
	"strconv"
)

// Judgements are scores of rows against columns, row after row; NaN is a pair that nobody judged.
type Judgements struct {
	Rows, Columns int
	Score         []float64
}

func (m *Judgements) at(row, column int) float64 { return m.Score[row*m.Columns+column] }

func (m *Judgements) check(least, most float64) error {
	if m.Rows < 1 || m.Columns < 1 {
		return wrong(TooFew, "rows", -1, strconv.Itoa(min(m.Rows, m.Columns)), "1")
	}
	if len(m.Score) != m.Rows*m.Columns {
		return wrong(LengthMismatch, "scores", -1, strconv.Itoa(len(m.Score)), strconv.Itoa(m.Rows*m.Columns))
	}
	for k, v := range m.Score {
		if v < least || v > most || math.IsInf(v, 0) {
			return wrong(OutOfRange, "score", k/m.Columns, number(v), number(least)+"…"+number(most))
		}
	}
	return nil
}

// Side is what a row does, or what happens to a column.
type Side struct {
	Judged, Missing             int     // pairs
	Furthers, Neutral, Hinders  int     // pairs with a score above, at and below 0
	Positive, Negative, Balance float64 // sums of the scores; Balance = Positive + Negative
}

// Conflict is a column that one row furthers and another hinders.
type Conflict struct {
	Column, Furthers, Hinders int
	For, Against              float64
}

// Cell is one judged pair.
type Cell struct {
	Row, Column int
	Score       float64
}

// Coherent is what a coherence matrix says.
type Coherent struct {
	Rows, Columns  []Side
	Uncovered      []int      // columns that no row furthers
	Idle           []int      // rows that further no column
	Contested      []int      // columns that some rows further and others hinder
	Contradictions []Cell     // pairs below 0, the worst first
	Conflicts      []Conflict // the strongest first: by the smaller of the two scores, then their sum
	Judged         int
	Coverage       float64 // share of columns that are furthered
	Coherence      float64 // (Positive + Negative)/(Positive − Negative) of the whole: −1 all hinder … 1 all further; NaN when all scores are 0
}

// Coherence reads a matrix of how rows (measures) further or hinder columns (goals, priorities, other measures) on a scale of −limit to limit.
// A pair that nobody judged is not a neutral one: it is counted apart. Where rows and columns are the same things, the diagonal is left empty.
//
// Source: Nilsson, Griggs and Visbeck (2016), Map the interactions between Sustainable Development Goals, Nature 534: seven scores from −3,
// cancelling, over 0, consistent, to +3, indivisible; row and column sums as in Weitz, Carlsen, Nilsson and Skånberg (2018), Sustainability
// Science 13.
func Coherence(m Judgements, limit float64) (*Coherent, error) {
	if !(limit > 0) || math.IsInf(limit, 0) {
		return nil, wrong(OutOfRange, "limit", -1, number(limit), "> 0")
	}
	if err := m.check(-limit, limit); err != nil {
		return nil, err
	}
	out := &Coherent{Rows: make([]Side, m.Rows), Columns: make([]Side, m.Columns)}
	var whole Side
	for r := range m.Rows {
		for c := range m.Columns {
			v := m.at(r, c)
			for _, s := range []*Side{&out.Rows[r], &out.Columns[c], &whole} {
				s.add(v)
			}
			if v < 0 {
				out.Contradictions = append(out.Contradictions, Cell{r, c, v})
			}
		}
	}
	slices.SortStableFunc(out.Contradictions, func(a, b Cell) int { return ascending(a.Score, b.Score) })
	for r, s := range out.Rows {
		if s.Furthers == 0 {
			out.Idle = append(out.Idle, r)
		}
	}
	for c, s := range out.Columns {
		if s.Furthers == 0 {
			out.Uncovered = append(out.Uncovered, c)
			continue
		}
		if s.Hinders > 0 {
			out.Contested = append(out.Contested, c)
			out.Conflicts = append(out.Conflicts, m.conflicts(c)...)
		}
	}
	slices.SortStableFunc(out.Conflicts, func(a, b Conflict) int {
		if d := ascending(min(b.For, -b.Against), min(a.For, -a.Against)); d != 0 {
			return d
		}
		return ascending(b.For-b.Against, a.For-a.Against)
	})
	out.Judged = whole.Judged
	out.Coverage = float64(m.Columns-len(out.Uncovered)) / float64(m.Columns)
	out.Coherence = whole.Balance / (whole.Positive - whole.Negative)
	return out, nil
}

func ascending(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (s *Side) add(v float64) {
	switch {
	case math.IsNaN(v):
		s.Missing++
		return
	case v > 0:
		s.Furthers++
		s.Positive += v
	case v < 0:
		s.Hinders++
		s.Negative += v
	default:
		s.Neutral++
	}
	s.Judged++
	s.Balance = s.Positive + s.Negative
}

// conflicts lists the pairs of rows that pull a column both ways.
func (m *Judgements) conflicts(c int) []Conflict {
	var out []Conflict
	for r := range m.Rows {
		if !(m.at(r, c) > 0) {
			continue
		}
		for other := range m.Rows {
			if m.at(other, c) < 0 {
				out = append(out, Conflict{c, r, other, m.at(r, c), m.at(other, c)})
			}
		}
	}
	return out
}
