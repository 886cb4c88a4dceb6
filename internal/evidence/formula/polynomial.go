// SPDX-License-Identifier: EUPL-1.2

package formula

import (
	"math/big"
	"slices"
)

// polynomial holds rational coefficients, the constant first and the last one not zero; empty is nought.
type polynomial []*big.Rat

func constantPolynomial(r *big.Rat) polynomial { return polynomial{r}.trim() }

func (p polynomial) trim() polynomial {
	for len(p) > 0 && p[len(p)-1].Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

func (p polynomial) degree() int { return len(p) - 1 }

// bits is the length of the longest numerator or denominator.
func (p polynomial) bits() int {
	most := 0
	for _, c := range p {
		most = max(most, c.Num().BitLen(), c.Denom().BitLen())
	}
	return most
}

func (p polynomial) plus(q polynomial) polynomial {
	if len(p) < len(q) {
		p, q = q, p
	}
	sum := make(polynomial, len(p))
	for i := range p {
		sum[i] = new(big.Rat).Set(p[i])
		if i < len(q) {
			sum[i].Add(sum[i], q[i])
		}
	}
	return sum.trim()
}

func (p polynomial) scaled(r *big.Rat) polynomial {
	out := make(polynomial, len(p))
	for i := range p {
		out[i] = new(big.Rat).Mul(p[i], r)
	}
	return out.trim()
}

func (p polynomial) minus(q polynomial) polynomial { return p.plus(q.scaled(big.NewRat(-1, 1))) }

func (p polynomial) times(q polynomial) polynomial {
	if len(p) == 0 || len(q) == 0 {
		return nil
	}
	product := make(polynomial, len(p)+len(q)-1)
	for i := range product {
		product[i] = new(big.Rat)
	}
	for i := range p {
		for j := range q {
			product[i+j].Add(product[i+j], new(big.Rat).Mul(p[i], q[j]))
		}
	}
	return product.trim()
}

// at evaluates by Horner's rule.
func (p polynomial) at(x *big.Rat) *big.Rat {
	y := new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		y.Mul(y, x).Add(y, p[i])
	}
	return y
}

func (p polynomial) derivative() polynomial {
	if len(p) < 2 {
		return nil
	}
	d := make(polynomial, len(p)-1)
	for i := range d {
		d[i] = new(big.Rat).Mul(p[i+1], new(big.Rat).SetInt64(int64(i+1)))
	}
	return d.trim()
}

// divide gives quotient and remainder; q must not be nought.
func (p polynomial) divide(q polynomial) (quotient, remainder polynomial) {
	remainder = slices.Clone(p)
	quotient = make(polynomial, max(len(p)-len(q)+1, 0))
	for i := range quotient {
		quotient[i] = new(big.Rat)
	}
	for len(remainder) >= len(q) {
		shift := len(remainder) - len(q)
		factor := new(big.Rat).Quo(remainder[len(remainder)-1], q[len(q)-1])
		quotient[shift] = factor
		for i := range q {
			remainder[i+shift] = new(big.Rat).Sub(remainder[i+shift], new(big.Rat).Mul(factor, q[i]))
		}
		remainder = remainder[:len(remainder)-1].trim()
	}
	return quotient.trim(), remainder
}

// primitive scales by a positive number so that the coefficients are whole and small, which keeps their size in check.
func (p polynomial) primitive() polynomial {
	if len(p) == 0 {
		return p
	}
	scale, common := big.NewInt(1), new(big.Int)
	for _, c := range p {
		d := c.Denom()
		scale.Mul(scale, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, scale, d)))
	}
	for _, c := range p {
		n := new(big.Int).Quo(new(big.Int).Mul(c.Num(), scale), c.Denom())
		common.GCD(nil, nil, common, n.Abs(n))
	}
	return p.scaled(new(big.Rat).SetFrac(scale, common))
}

// squarefree removes multiple roots.
func (p polynomial) squarefree() polynomial {
	a, b := p, p.derivative()
	for len(b) > 0 {
		_, r := a.divide(b)
		a, b = b, r.primitive()
	}
	if a.degree() < 1 {
		return p.primitive()
	}
	q, _ := p.divide(a)
	return q.primitive()
}
