// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Evidence is what the test says against the votes being without structure.
type Evidence struct {
	// Statistic is the fourth root of the summed fourth powers of the four largest singular values of what remains of the votes beyond each
	// person's readiness to agree and each statement's popularity.
	Statistic float64
	// P is the chance of so large a statistic when nothing else is at work: (1 + as large)/(1 + draws), or as large/draws when the
	// drawing ended early.
	P       float64
	Draws   int
	Larger  int // draws with a statistic as large or larger
	Early   bool
	Leading []float64 // singular values
	// Usual are the values that 95 % of draws stay below, one for each of Leading (parallel analysis); nil unless P is small.
	Usual []float64
	Axes  int // how many of Leading stand out, one after the other from the first
}

const (
	enough      = 10 // draws as large as the votes at which drawing ends: the p-value is then known well enough
	batch       = 16 // draws made before they are looked at; part of what a result is, not of how fast
	mostAxes    = 5
	testAxes    = 4
	axisDraws   = 39 // draws for which all axes are found
	nullProduct = 40
	nullClose   = 1e-3
)

// test compares the votes with random ones in which every participant agrees and disagrees as often, only with other statements, and
// every statement is agreed and disagreed with as often, only by others; who has seen or passed what stays. If agreeing is a matter of the
// person's readiness and the statement's popularity alone (the model of Rasch 1960), all such tables are equally likely, so the test is
// exact whatever the two are, and whatever makes people pass.
//
// The tables are drawn by trades between two participants (Strona et al. 2014) in the manner of Besag and Clifford (1989): from the votes
// some way back, and from there as far forward for each draw. The draws and the votes can then change places, however slowly trades mix. Drawing
// ends early as in Besag and Clifford (1991).
func (v *Votes) test(draws int, alpha float64, seed uint64, threads int) Evidence {
	v = v.decided()
	person, statement := v.fit(true)
	own := v.residual(v.vote, person, statement, nil)
	observed := own.leading(mostAxes, nullClose, nullProduct)
	e := Evidence{P: 1, Leading: observed.value}
	if len(observed.value) == 0 || draws == 0 {
		return e
	}
	e.Statistic = strength(observed.value)
	n := &null{v: v, person: person, statement: statement, seed: seed, back: slices.Clone(v.vote), steps: 5 * v.rows.rows()}
	t := &trader{v: v, vote: n.back, rng: stream(seed, forBack, 0)}
	t.trade(n.steps)
	done := false
	for first := 0; first < draws && !done; first += batch {
		values := n.draw(first, min(first+batch, draws), testAxes, threads)
		for k := 0; k < len(values) && !done; k++ {
			e.Draws++
			if strength(values[k]) >= e.Statistic*(1-1e-9) {
				e.Larger++
			}
			done = e.Larger == enough
		}
	}
	e.Early = done && e.Draws < draws
	e.P = float64(e.Larger+1) / float64(e.Draws+1)
	if e.Early {
		e.P = float64(e.Larger) / float64(e.Draws)
	}
	if e.P <= alpha {
		e.axes(n.draw(0, min(draws, axisDraws), mostAxes, threads))
	}
	return e
}

// strength is the fourth root of the sum of the fourth powers of the largest singular values: near the largest where one axis stands out, and larger
// where several do, as among many groups.
func strength(values []float64) float64 {
	sum := 0.0
	for _, v := range values[:min(testAxes, len(values))] {
		sum += v * v * v * v
	}
	return math.Sqrt(math.Sqrt(sum))
}

// null draws random tables.
type null struct {
	v                 *Votes
	person, statement []float64
	back              []Vote
	steps             int
	seed              uint64
}

// draw gives the leading singular values of some of the tables, each by its number.
func (n *null) draw(from, to, axes, threads int) [][]float64 {
	out := make([][]float64, to-from)
	parallel.Do(to-from, 1, threads, func(piece, _, _ int) {
		t := &trader{v: n.v, vote: slices.Clone(n.back), rng: stream(n.seed, forNull, from+piece)}
		t.trade(n.steps)
		out[piece] = n.v.residual(t.vote, n.person, n.statement, nil).leading(axes, nullClose, nullProduct).value
	})
	return out
}

// axes counts the singular values that are larger than usual (Horn 1965; Buja and Eyuboglu 1992).
func (e *Evidence) axes(values [][]float64) {
	drawn := make([]float64, len(values))
	for l := range e.Leading {
		for k := range drawn {
			drawn[k] = 0
			if l < len(values[k]) {
				drawn[k] = values[k][l]
			}
		}
		e.Usual = append(e.Usual, quantile(drawn, 0.95))
	}
	for e.Axes < len(e.Leading) && e.Leading[e.Axes] > e.Usual[e.Axes] {
		e.Axes++
	}
}

// trader makes a table of votes random, its margins kept.
type trader struct {
	v    *Votes
	vote []Vote
	rng  random
	at   []int32 // places at which two participants differ: pairs, the first participant's and the second's
	mark []int32
}

// trade lets two participants, drawn at random, exchange votes, over and over: among the statements on which one agrees and the other does not,
// who agrees is drawn anew, each as often as before.
func (t *trader) trade(steps int) {
	n := t.v.rows.rows()
	if n < 2 {
		return
	}
	for range steps {
		a := t.rng.below(n)
		b := t.rng.below(n - 1)
		if b >= a {
			b++
		}
		t.deal(t.differ(a, b))
	}
}

// differ lists the places at which two participants differ, and counts those at which the first agrees.
func (t *trader) differ(a, b int) (agrees int) {
	p := &t.v.rows
	t.at = t.at[:0]
	x, xEnd, y, yEnd := p.start[a], p.start[a+1], p.start[b], p.start[b+1]
	for x < xEnd && y < yEnd {
		switch cx, cy := p.column[x], p.column[y]; {
		case cx < cy:
			x++
		case cy < cx:
			y++
		default:
			if t.vote[x] != t.vote[y] {
				t.at = append(t.at, int32(x), int32(y))
				if t.vote[x] == Agree {
					agrees++
				}
			}
			x++
			y++
		}
	}
	return agrees
}

// deal draws anew at which of the places the first participant agrees.
func (t *trader) deal(agrees int) {
	m := len(t.at) / 2
	if agrees == 0 || agrees == m {
		return
	}
	t.mark = t.mark[:0]
	for k := range m {
		t.mark = append(t.mark, int32(k))
	}
	t.rng.choose(t.mark, agrees)
	for k, at := range t.mark {
		x, y := t.at[2*at], t.at[2*at+1]
		if k < agrees {
			t.vote[x], t.vote[y] = Agree, Disagree
		} else {
			t.vote[x], t.vote[y] = Disagree, Agree
		}
	}
}

// quantile is the value at a share of the sorted numbers, between two of them in proportion (type 7 of Hyndman and Fan 1996).
func quantile(x []float64, share float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	sorted := sortedCopy(x)
	at := share * float64(len(sorted)-1)
	k := min(int(at), len(sorted)-2)
	if k < 0 {
		return sorted[0]
	}
	return sorted[k] + (at-float64(k))*(sorted[k+1]-sorted[k])
}
