// SPDX-License-Identifier: EUPL-1.2

package formula

import (
	"math"
	"math/big"
)

// slack covers the rounding of the bounds themselves, which are kept in float64.
const slack = 1 + 1e-9

// both gives the gap of two numbers of which at least one is not there.
func both(a, b Number) (Number, bool) {
	switch {
	case a.rat == nil && b.rat == nil:
		return Number{gap: a.Gap().graver(b.Gap())}, true
	case a.rat == nil:
		return Number{gap: a.Gap()}, true
	case b.rat == nil:
		return Number{gap: b.Gap()}, true
	}
	return Number{}, false
}

// fits is asked before multiplying, so that the memory is never taken in the first place.
func fits(a, b *big.Rat) bool {
	return max(a.Num().BitLen(), a.Denom().BitLen())+max(b.Num().BitLen(), b.Denom().BitLen()) <= maxBits
}

// Add gives n + m.
func (n Number) Add(m Number) Number {
	if gap, is := both(n, m); is {
		return gap
	}
	if !fits(n.rat, m.rat) {
		return None(TooLarge, "")
	}
	return bounded(new(big.Rat).Add(n.rat, m.rat), (n.err+m.err)*slack)
}

// Neg gives -n.
func (n Number) Neg() Number {
	if n.rat == nil {
		return n
	}
	return Number{rat: new(big.Rat).Neg(n.rat), err: n.err}
}

// Sub gives n - m.
func (n Number) Sub(m Number) Number { return n.Add(m.Neg()) }

// Mul gives n × m. Nought times a gap is a gap.
func (n Number) Mul(m Number) Number {
	if gap, is := both(n, m); is {
		return gap
	}
	if !fits(n.rat, m.rat) {
		return None(TooLarge, "")
	}
	var err float64
	if n.err > 0 || m.err > 0 {
		err = (math.Abs(n.float())*m.err + math.Abs(m.float())*n.err + n.err*m.err) * slack
	}
	return bounded(new(big.Rat).Mul(n.rat, m.rat), err)
}

// Div gives n ÷ m.
func (n Number) Div(m Number) Number {
	if gap, is := both(n, m); is {
		return gap
	}
	if m.rat.Sign() == 0 && m.err == 0 {
		return None(ZeroDenominator, "")
	}
	size := math.Abs(m.float())
	if m.err > 0 && m.err >= size {
		return None(TooClose, "")
	}
	if !fits(n.rat, m.rat) {
		return None(TooLarge, "")
	}
	var err float64
	if n.err > 0 || m.err > 0 {
		err = (math.Abs(n.float())*m.err + size*n.err) / (size * (size - m.err)) * slack
	}
	return bounded(new(big.Rat).Quo(n.rat, m.rat), err)
}

// Abs gives |n|.
func (n Number) Abs() Number {
	if n.rat == nil {
		return n
	}
	return Number{rat: new(big.Rat).Abs(n.rat), err: n.err}
}

// Pow gives n to the power m: exact for whole powers and for roots that come out even, otherwise in float64. Nought to the power nought is one.
func (n Number) Pow(m Number) Number {
	if gap, is := both(n, m); is {
		return gap
	}
	if m.err == 0 && m.rat.IsInt() {
		return n.whole(m.rat.Num())
	}
	if n.rat.Sign() < 0 {
		return None(Undefined, "")
	}
	if n.rat.Sign() == 0 && n.err == 0 {
		if m.rat.Sign() < 0 {
			return None(ZeroDenominator, "")
		}
		return Int(0)
	}
	if n.err == 0 && m.err == 0 {
		if root, ok := evenRoot(n.rat, m.rat.Denom()); ok {
			return Number{rat: root}.whole(m.rat.Num())
		}
	}
	condition := (1 + math.Abs(m.float())) * (1 + math.Abs(math.Log(math.Max(n.float(), 1e-300))))
	return float2(math.Pow, n, m, condition, 0)
}

// whole gives n to a whole power by squaring.
func (n Number) whole(power *big.Int) Number {
	if !power.IsInt64() || power.Int64() > maxBits || power.Int64() < -maxBits {
		return None(TooLarge, "")
	}
	p := power.Int64()
	if p < 0 {
		return Int(1).Div(n.whole(big.NewInt(-p)))
	}
	result, base := Int(1), n
	for {
		if p&1 == 1 {
			result = result.Mul(base)
		}
		if p >>= 1; p == 0 {
			return result
		}
		base = base.Mul(base)
	}
}

// evenRoot gives the k-th root of a positive rational when it is rational.
func evenRoot(r *big.Rat, k *big.Int) (*big.Rat, bool) {
	if !k.IsInt64() || k.Int64() > 64 {
		return nil, false
	}
	num, ok := intRoot(r.Num(), k.Int64())
	if !ok {
		return nil, false
	}
	den, ok := intRoot(r.Denom(), k.Int64())
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetFrac(num, den), true
}

// intRoot finds the whole k-th root by bisection.
func intRoot(n *big.Int, k int64) (*big.Int, bool) {
	low, high := big.NewInt(0), new(big.Int).Lsh(big.NewInt(1), uint(n.BitLen())/uint(k)+1)
	power := big.NewInt(k)
	for low.Cmp(high) <= 0 {
		mid := new(big.Int).Add(low, high)
		mid.Rsh(mid, 1)
		switch new(big.Int).Exp(mid, power, nil).Cmp(n) {
		case 0:
			return mid, true
		case -1:
			low = mid.Add(mid, big.NewInt(1))
		default:
			high = mid.Sub(mid, big.NewInt(1))
		}
	}
	return nil, false
}

// Log gives the natural logarithm.
func (n Number) Log() Number {
	if n.rat == nil {
		return n
	}
	if n.err == 0 && n.rat.Sign() <= 0 {
		return None(Undefined, "")
	}
	if n.err == 0 && n.rat.Cmp(big.NewRat(1, 1)) == 0 {
		return Int(0)
	}
	// Near one the logarithm is small while the rounding of its argument is not: hence a floor of the error.
	return float2(func(x, _ float64) float64 { return math.Log(x) }, n, Int(0), 1, 1e-15)
}

// float2 computes in float64 and bounds the error: that of the function and of the conversion, times a condition, never under a floor, and
// what the errors of the inputs can do at their corners (the functions used are monotone in each argument).
func float2(f func(x, y float64) float64, a, b Number, condition, floor float64) Number {
	x, y := a.float(), b.float()
	if math.IsInf(x, 0) || math.IsInf(y, 0) {
		return None(TooLarge, "")
	}
	z := f(x, y)
	err := (math.Abs(z) + 1e-300) * 1e-14 * condition
	if a.err > 0 || b.err > 0 {
		for _, corner := range [][2]float64{{x - a.err, y - b.err}, {x - a.err, y + b.err}, {x + a.err, y - b.err}, {x + a.err, y + b.err}} {
			err = max(err, math.Abs(f(corner[0], corner[1])-z)*slack+math.Abs(z)*1e-14*condition)
		}
	}
	switch {
	case math.IsNaN(z) || math.IsNaN(err):
		return None(Undefined, "")
	case math.IsInf(z, 0) || math.IsInf(err, 0):
		return None(TooLarge, "")
	}
	return bounded(new(big.Rat).SetFloat64(z), err+floor)
}

// Min and Max give the least and the greatest; one gap makes the result a gap, since it might have been that one.
func Min(all ...Number) Number { return extreme(-1, all) }

// Max gives the greatest.
func Max(all ...Number) Number { return extreme(1, all) }

func extreme(sign int, all []Number) Number {
	if len(all) == 0 {
		return None(Missing, "")
	}
	best := all[0]
	for _, n := range all[1:] {
		if gap, is := both(best, n); is {
			best = gap
			continue
		}
		err := max(best.err, n.err)
		if n.rat.Cmp(best.rat) == sign {
			best = n
		}
		best.err = err
	}
	return best
}

// Sum adds; one gap makes the result a gap.
func Sum(all ...Number) Number {
	total := Int(0)
	for _, n := range all {
		total = total.Add(n)
	}
	return total
}

// Mean is the arithmetic mean.
func Mean(all ...Number) Number { return Sum(all...).Div(Int(int64(len(all)))) }
