// SPDX-License-Identifier: EUPL-1.2

package opinion

import "math"

// fit is what is expected of each vote before anybody's opinion is known: how readily the participant agrees with anything plus how popular the
// statement is, by least squares over the votes cast. Without level the first is left out and the second is the mean of the votes.
func (v *Votes) fit(level bool) (person, statement []float64) {
	p := &v.rows
	person, statement = make([]float64, p.rows()), make([]float64, p.columns)
	seen, sum := make([]float64, p.columns), make([]float64, p.columns)
	for _, j := range p.column {
		seen[j]++
	}
	for range 500 { // backfitting; a few dozen rounds suffice unless almost nothing connects the table
		clear(sum)
		for i := range p.rows() {
			for at := p.start[i]; at < p.start[i+1]; at++ {
				sum[p.column[at]] += float64(v.vote[at]) - person[i]
			}
		}
		moved := 0.0
		for j := range statement {
			if seen[j] > 0 {
				moved = max(moved, math.Abs(sum[j]/seen[j]-statement[j]))
				statement[j] = sum[j] / seen[j]
			}
		}
		if !level {
			break
		}
		for i := range person {
			total := 0.0
			for at := p.start[i]; at < p.start[i+1]; at++ {
				total += float64(v.vote[at]) - statement[p.column[at]]
			}
			if n := p.seen(i); n > 0 {
				moved = max(moved, math.Abs(total/float64(n)-person[i]))
				person[i] = total / float64(n)
			}
		}
		if moved < 1e-12 {
			break
		}
	}
	return person, statement
}

// sparse is a matrix known where votes were cast and 0 elsewhere: what was not seen stands at what was expected.
type sparse struct {
	*pattern
	value []float64
}

// residual is what remains of the votes when what was expected is taken off. dst is used again when it is long enough.
func (v *Votes) residual(votes []Vote, person, statement, dst []float64) sparse {
	p := &v.rows
	if cap(dst) < len(votes) {
		dst = make([]float64, len(votes))
	}
	dst = dst[:len(votes)]
	for i := range p.rows() {
		for at := p.start[i]; at < p.start[i+1]; at++ {
			r := float64(votes[at]) - person[i] - statement[p.column[at]]
			if math.Abs(r) < 1e-9 { // rounding must not look like opinion where all vote alike
				r = 0
			}
			dst[at] = r
		}
	}
	return sparse{p, dst}
}

// across writes A x: one number for each participant.
func (s sparse) across(dst, x []float64) {
	for i := range dst {
		sum := 0.0
		for at := s.start[i]; at < s.start[i+1]; at++ {
			sum += s.value[at] * x[s.column[at]]
		}
		dst[i] = sum
	}
}

// down writes A' x: one number for each statement.
func (s sparse) down(dst, x []float64) {
	clear(dst)
	for i, w := range x {
		for at := s.start[i]; at < s.start[i+1]; at++ {
			dst[s.column[at]] += s.value[at] * w
		}
	}
}
