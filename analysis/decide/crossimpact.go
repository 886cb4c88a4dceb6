// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math"
	"strconv"
)

// Position is where a factor lies in the plane of influence and dependence; the lines between are the means.
type Position string

// The positions, with the words of Godet.
const (
	Driver     Position = "driver"     // much influence, little dependence: determinant, input
	Relay      Position = "relay"      // much of both: unstable, what is at stake
	Dependent  Position = "result"     // little influence, much dependence
	Autonomous Position = "autonomous" // little of both
)

// Influence is what factors do to each other at one length of paths.
type Influence struct {
	Influence, Dependence         []float64 // shares of the whole, each sum 1; NaN when nobody influences anybody
	InfluenceRank, DependenceRank []float64 // 1 the highest, ties the better place
	Position                      []Position
}

// Impacts are the result of a structural analysis.
type Impacts struct {
	Out, In  []float64 // sums of direct scores of each factor: on others, by others
	Direct   Influence
	Indirect Influence // along paths of Power steps
	Power    int
	Stable   bool // the ranks by Power and by one step more are the same
	Vanish   bool // no path is longer than Power: there are no circles
	Missing  int  // pairs that nobody judged; they count for no path
}

// maxPower bounds the length of paths that is tried.
const maxPower = 50

// CrossImpact analyses who moves whom. m is square: how strongly the row influences the column, 0 or more (0 none … 3 strong), the diagonal empty
// or 0. Direct influence is the row sum, dependence the column sum. Indirect ones are those of the power of the matrix from which the ranks do not
// change any more (MICMAC), or of the power given.
//
// Source: Duperrin and Godet (1973), Méthode de hiérarchisation des éléments d'un système, CEA; Godet (2006), Creating Futures, Economica, ch. 5.
func CrossImpact(m Judgements, power int) (*Impacts, error) {
	if m.Rows != m.Columns {
		return nil, wrong(LengthMismatch, "columns", -1, strconv.Itoa(m.Columns), strconv.Itoa(m.Rows))
	}
	if power < 0 || power > maxPower {
		return nil, wrong(OutOfRange, "power", -1, strconv.Itoa(power), "0–"+strconv.Itoa(maxPower))
	}
	if err := m.check(0, math.MaxFloat64); err != nil {
		return nil, err
	}
	n := m.Rows
	known := make([]float64, n*n)
	out := &Impacts{Out: make([]float64, n), In: make([]float64, n)}
	for i := range n {
		for j := range n {
			switch v := m.at(i, j); {
			case i == j && v != 0 && !math.IsNaN(v):
				return nil, wrong(OutOfRange, "diagonal", i, number(v), "0")
			case math.IsNaN(v):
				if i != j {
					out.Missing++
				}
			default:
				known[i*n+j] = v
				out.Out[i] += v
				out.In[j] += v
			}
		}
	}
	step := &paths{n: n, m: known, out: ones(n), in: ones(n)}
	if !step.longer() {
		out.Power, out.Vanish, out.Direct, out.Indirect = 1, true, noInfluence(n), noInfluence(n)
		return out, nil
	}
	out.Direct = step.influence()
	out.walk(step, power)
	return out, nil
}

// walk follows longer and longer paths until the ranks stand still or the length asked for is reached.
func (x *Impacts) walk(p *paths, power int) {
	x.Power, x.Indirect = 1, x.Direct
	if power == 1 {
		return
	}
	for length := 2; length <= maxPower+1; length++ {
		if !p.longer() {
			x.Vanish = true
			return
		}
		next := p.influence()
		same := sameRanks(next.InfluenceRank, x.Indirect.InfluenceRank) && sameRanks(next.DependenceRank, x.Indirect.DependenceRank)
		if length > 2 && (power == 0 && same || x.Power == power || length > maxPower) {
			x.Stable = same
			return
		}
		x.Power, x.Indirect = length, next
	}
}

// paths are the sums of all paths of one length that begin or end at each factor, scaled to sum 1.
type paths struct {
	n       int
	m       []float64
	out, in []float64
}

// longer adds a step to all paths; false, with nothing changed, when there is none.
func (p *paths) longer() bool {
	out, in := make([]float64, p.n), make([]float64, p.n)
	sumOut, sumIn := 0.0, 0.0
	for i := range p.n {
		for j := range p.n {
			v := p.m[i*p.n+j]
			out[i] += v * p.out[j]
			in[j] += v * p.in[i]
		}
	}
	for i := range p.n {
		sumOut += out[i]
		sumIn += in[i]
	}
	if sumOut == 0 || sumIn == 0 {
		return false
	}
	for i := range p.n {
		out[i] /= sumOut
		in[i] /= sumIn
	}
	p.out, p.in = out, in
	return true
}

func (p *paths) influence() Influence {
	x := Influence{Influence: p.out, Dependence: p.in, Position: make([]Position, p.n)}
	x.InfluenceRank, x.DependenceRank = ranks(x.Influence), ranks(x.Dependence)
	mean := 1 / float64(p.n)
	for i := range p.n {
		much, depends := x.Influence[i] > mean+sameScore, x.Dependence[i] > mean+sameScore
		switch {
		case much && depends:
			x.Position[i] = Relay
		case much:
			x.Position[i] = Driver
		case depends:
			x.Position[i] = Dependent
		default:
			x.Position[i] = Autonomous
		}
	}
	return x
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// noInfluence is what there is where nobody influences anybody.
func noInfluence(n int) Influence {
	x := Influence{Influence: make([]float64, n), Position: make([]Position, n)}
	for i := range n {
		x.Influence[i] = math.NaN()
	}
	x.Dependence, x.InfluenceRank, x.DependenceRank = x.Influence, x.Influence, x.Influence
	return x
}

func sameRanks(a, b []float64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
