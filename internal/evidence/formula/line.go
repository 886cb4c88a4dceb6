// SPDX-License-Identifier: EUPL-1.2

package formula

import "math/big"

// Limits of what is followed exactly; beyond them the caller searches by numbers.
const (
	maxBranches = 32
	maxDegree   = 8
	// maxCoefficient bounds the coefficients in bits.
	maxCoefficient = 1 << 10
)

// Line is a formula seen as a function of one input: wherever it is defined it equals one of its branches, each a quotient of polynomials. The
// branches come from min, max and abs.
type Line struct {
	branches []quotient
	holes    []polynomial // where a denominator is nought
	fails    bool         // not algebraic, too long, or never defined
}

type quotient struct{ over, under polynomial }

var one = big.NewRat(1, 1)

// Fixed is a line that does not depend on the input. Inexact numbers and gaps cannot be followed.
func Fixed(n Number) Line {
	if !n.Exact() {
		return Line{fails: true}
	}
	return Line{branches: []quotient{{constantPolynomial(n.Rat()), constantPolynomial(one)}}}
}

// Variable is the input itself.
func Variable() Line {
	return Line{branches: []quotient{{polynomial{new(big.Rat), one}, constantPolynomial(one)}}}
}

// Line follows the formula along the lines of its inputs.
func (f *Formula) Line(lookup func(name string) Line) Line { return f.root.line(lookup) }

// Sub gives the difference of two lines.
func (l Line) Sub(m Line) Line { return l.pair(m, sub) }

// Critical gives, ascending, all places where the line may cross one of the levels or is not defined: between two of them next to each other it
// stays on one side of every level. It fails when the formula is not algebraic in the input.
func (l Line) Critical(levels ...*big.Rat) ([]Point, bool) {
	if l.fails {
		return nil, false
	}
	var points []Point
	for _, h := range l.holes {
		points = append(points, h.roots()...)
	}
	for _, b := range l.branches {
		for _, level := range levels {
			points = append(points, b.over.minus(b.under.scaled(level)).roots()...)
		}
	}
	return sortPoints(points), true
}

func (n *node) line(lookup func(string) Line) Line {
	switch n.kind {
	case number:
		return Fixed(n.value)
	case input:
		return lookup(n.name)
	case logarithm:
		return Line{fails: true}
	}
	args := make([]Line, len(n.args))
	for i, a := range n.args {
		if args[i] = a.line(lookup); args[i].fails {
			return Line{fails: true}
		}
	}
	switch n.kind {
	case neg:
		return Fixed(Int(0)).pair(args[0], sub)
	case absolute:
		return args[0].joined(Fixed(Int(0)).pair(args[0], sub))
	case pow:
		return args[0].power(args[1])
	case minimum, maximum:
		all := args[0]
		for _, a := range args[1:] {
			all = all.joined(a)
		}
		return all
	case sum, mean:
		total := args[0]
		for _, a := range args[1:] {
			total = total.pair(a, add)
		}
		if n.kind == mean {
			total = total.pair(Fixed(Int(int64(len(args)))), div)
		}
		return total
	}
	return args[0].pair(args[1], n.kind)
}

// joined is either of two lines: which one does not matter for where they may cross a level.
func (l Line) joined(m Line) Line {
	return Line{branches: append(append([]quotient{}, l.branches...), m.branches...), holes: append(append([]polynomial{}, l.holes...), m.holes...),
		fails: l.fails || m.fails}.checked()
}

func (l Line) pair(m Line, k kind) Line {
	if l.fails || m.fails || len(l.branches)*len(m.branches) > maxBranches {
		return Line{fails: true}
	}
	out := Line{holes: append(append([]polynomial{}, l.holes...), m.holes...)}
	for _, a := range l.branches {
		for _, b := range m.branches {
			var q quotient
			switch k {
			case add:
				q = quotient{a.over.times(b.under).plus(b.over.times(a.under)), a.under.times(b.under)}
			case sub:
				q = quotient{a.over.times(b.under).minus(b.over.times(a.under)), a.under.times(b.under)}
			case mul:
				q = quotient{a.over.times(b.over), a.under.times(b.under)}
			case div:
				if len(b.over) == 0 {
					continue // this branch is nowhere defined
				}
				out.holes = append(out.holes, b.over)
				q = quotient{a.over.times(b.under), a.under.times(b.over)}
			default:
				return Line{fails: true}
			}
			out.branches = append(out.branches, q.reduced())
		}
	}
	return out.checked()
}

// reduced keeps a constant denominator at one, which keeps degrees and sizes small in the common case.
func (q quotient) reduced() quotient {
	if q.under.degree() == 0 {
		inverse := new(big.Rat).Inv(q.under[0])
		return quotient{q.over.scaled(inverse), constantPolynomial(one)}
	}
	return q
}

// power follows whole constant powers only.
func (l Line) power(m Line) Line {
	if len(m.branches) != 1 || m.branches[0].under.degree() != 0 || m.branches[0].over.degree() > 0 {
		return Line{fails: true}
	}
	exponent := new(big.Rat)
	if len(m.branches[0].over) == 1 {
		exponent.Quo(m.branches[0].over[0], m.branches[0].under[0])
	}
	if !exponent.IsInt() || !exponent.Num().IsInt64() || exponent.Num().Int64() > maxDegree || exponent.Num().Int64() < -maxDegree {
		return Line{fails: true}
	}
	k := exponent.Num().Int64()
	result := Fixed(Int(1))
	for range max(k, -k) {
		result = result.pair(l, mul)
	}
	if k < 0 {
		result = Fixed(Int(1)).pair(result, div)
	}
	result.holes = append(result.holes, append(append([]polynomial{}, l.holes...), m.holes...)...)
	return result
}

func (l Line) checked() Line {
	if len(l.branches) == 0 || len(l.branches) > maxBranches || len(l.holes) > 2*maxBranches {
		return Line{fails: true}
	}
	for _, b := range l.branches {
		for _, p := range []polynomial{b.over, b.under} {
			if p.degree() > maxDegree || p.bits() > maxCoefficient {
				return Line{fails: true}
			}
		}
	}
	return l
}
