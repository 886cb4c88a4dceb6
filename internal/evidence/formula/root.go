// SPDX-License-Identifier: EUPL-1.2

package formula

import (
	"math/big"
	"slices"
)

// Point is a place on the number line: exact when Low and High are the same, otherwise an irrational root that lies strictly between them, closer
// together than any published number can tell.
type Point struct{ Low, High *big.Rat }

// Exact tells whether the place is a rational number.
func (p Point) Exact() bool { return p.Low.Cmp(p.High) == 0 }

var half = big.NewRat(1, 2)

// roots gives the real roots, ascending. It isolates them by Sturm's theorem, tells rational ones exactly by the rational root theorem, and narrows
// the others to a relative width of 2^-100.
func (p polynomial) roots() []Point {
	p = p.squarefree()
	switch {
	case p.degree() < 1:
		return nil
	case p.degree() == 1:
		r := new(big.Rat).Quo(p[0], p[1])
		r.Neg(r)
		return []Point{{r, r}}
	}
	chain := p.sturm()
	bound := p.bound()
	low := new(big.Rat).Neg(bound)
	var found []Point
	p.isolate(chain, low, bound, changes(chain, low), changes(chain, bound), &found)
	return found
}

// sturm builds Sturm's chain; scaling by positive numbers does not change its signs.
func (p polynomial) sturm() []polynomial {
	chain := []polynomial{p, p.derivative().primitive()}
	for {
		_, r := chain[len(chain)-2].divide(chain[len(chain)-1])
		if len(r) == 0 {
			return chain
		}
		chain = append(chain, r.scaled(big.NewRat(-1, 1)).primitive())
	}
}

// changes counts the changes of sign along the chain at x.
func changes(chain []polynomial, x *big.Rat) int {
	count, last := 0, 0
	for _, p := range chain {
		s := p.at(x).Sign()
		if s != 0 && last != 0 && s != last {
			count++
		}
		if s != 0 {
			last = s
		}
	}
	return count
}

// bound is Cauchy's: every root is strictly inside it.
func (p polynomial) bound() *big.Rat {
	most := new(big.Rat)
	for _, c := range p[:len(p)-1] {
		q := new(big.Rat).Quo(c, p[len(p)-1])
		if q.Abs(q).Cmp(most) > 0 {
			most = q
		}
	}
	return new(big.Rat).Add(most, big.NewRat(1, 1))
}

// isolate finds the roots in (low, high]; the numbers of changes at the ends are passed on.
func (p polynomial) isolate(chain []polynomial, low, high *big.Rat, atLow, atHigh int, found *[]Point) {
	switch atLow - atHigh {
	case 0:
		return
	case 1:
		*found = append(*found, p.narrow(low, high))
		return
	}
	mid := middle(low, high)
	atMid := changes(chain, mid)
	p.isolate(chain, low, mid, atLow, atMid, found)
	p.isolate(chain, mid, high, atMid, atHigh, found)
}

func middle(a, b *big.Rat) *big.Rat {
	m := new(big.Rat).Add(a, b)
	return m.Mul(m, half)
}

// narrow closes in on the only root in (low, high]. A rational root is a whole number divided by the leading coefficient (p is primitive), so
// once the interval is narrower than one such step there is one number to try.
func (p polynomial) narrow(low, high *big.Rat) Point {
	if p.at(high).Sign() == 0 {
		return Point{high, high}
	}
	if p.at(low).Sign() == 0 {
		// The root at low belongs to the interval before this one; step off it, keeping the root of this one.
		low = p.stepOff(low, high)
	}
	lead := p[len(p)-1].Num()
	step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), new(big.Int).Abs(lead)))
	sign := p.at(high).Sign()
	tiny := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 100))
	tried := false
	for {
		width := new(big.Rat).Sub(high, low)
		if !tried && width.Cmp(step) < 0 {
			if r := near(middle(low, high), lead); r.Cmp(low) > 0 && r.Cmp(high) < 0 && p.at(r).Sign() == 0 {
				return Point{r, r}
			}
			tried = true
		}
		size := new(big.Rat).Abs(high)
		if tried && low.Sign()*high.Sign() > 0 && width.Cmp(size.Mul(size, tiny)) < 0 {
			return Point{low, high}
		}
		mid := middle(low, high)
		switch p.at(mid).Sign() {
		case 0:
			return Point{mid, mid}
		case sign:
			high = mid
		default:
			low = mid
		}
	}
}

// stepOff moves a little to the right of a root, not past the next one.
func (p polynomial) stepOff(low, high *big.Rat) *big.Rat {
	sign := p.at(high).Sign()
	x := high
	for {
		x = middle(low, x)
		if s := p.at(x).Sign(); s != 0 && s != sign {
			return x
		}
	}
}

// near rounds to the nearest whole number of 1/lead.
func near(x *big.Rat, lead *big.Int) *big.Rat {
	k := new(big.Rat).Mul(x, new(big.Rat).SetInt(lead))
	k.Add(k, half)
	whole := new(big.Int).Div(k.Num(), k.Denom()) // Euclidean: floor, since the denominator is positive
	return new(big.Rat).SetFrac(whole, lead)
}

// sortPoints orders places and removes repeated ones.
func sortPoints(points []Point) []Point {
	slices.SortFunc(points, func(a, b Point) int {
		if c := a.Low.Cmp(b.Low); c != 0 {
			return c
		}
		return a.High.Cmp(b.High)
	})
	return slices.CompactFunc(points, func(a, b Point) bool { return a.Low.Cmp(b.Low) == 0 && a.High.Cmp(b.High) == 0 })
}
