// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math/big"
	"slices"
)

// run elects with a given share until nothing more can be bought.
//
// Rates only rise while money is spent, so the rate a project had is a lower bound of the one it has: projects are looked at in the order
// of these bounds, and only until the bound is above the best rate that was worked out.
func (s *shares) run(share *big.Rat) *Outcome {
	w := s.purse(share)
	out := &Outcome{Share: share}
	var open []int
	for p, c := range s.e.Costs {
		switch {
		case s.supporters[p] == 0 || c.Cmp(s.e.Budget) > 0:
		case c.Sign() == 0:
			out.Winners = append(out.Winners, p)
		default:
			open = append(open, p)
		}
	}
	slices.SortFunc(out.Winners, func(a, b int) int {
		if s.before(a, b) {
			return -1
		}
		return 1
	})
	for _, p := range out.Winners {
		out.Purchases = append(out.Purchases, Purchase{Project: p, Rate: new(big.Rat), Most: new(big.Rat), Payers: s.supporters[p]})
	}
	for {
		var best []int
		if open, best = w.best(open); len(best) == 0 {
			break
		}
		p := s.first(best)
		if len(best) > 1 {
			out.Ties = append(out.Ties, best)
		}
		out.Winners = append(out.Winners, p)
		out.Purchases = append(out.Purchases, w.buy(p))
		open = slices.DeleteFunc(open, func(q int) bool { return q == p })
	}
	out.Paid = w.spent()
	return out
}

// best finds the projects with the smallest rate, and leaves out of open what nobody can pay for any more.
func (w *purse) best(open []int) (still, best []int) {
	slices.SortStableFunc(open, func(p, q int) int { return w.rates[p].cmp(&w.rates[q], w.a, w.b) })
	var gone []int
	for _, p := range open {
		if len(best) > 0 && w.rates[p].cmp(&w.rates[best[0]], w.a, w.b) > 0 {
			break
		}
		if !w.price(p) {
			gone = append(gone, p)
			continue
		}
		if len(best) > 0 {
			switch c := w.rates[p].cmp(&w.rates[best[0]], w.a, w.b); {
			case c > 0:
				continue
			case c < 0:
				best = best[:0]
			}
		}
		best = append(best, p)
	}
	return slices.DeleteFunc(open, func(p int) bool { return slices.Contains(gone, p) }), best
}

// spent is what each voter paid; voters with the same ballot share one number.
func (w *purse) spent() []*big.Rat {
	byKind := make([]*big.Rat, len(w.left))
	for k, left := range w.left {
		byKind[k] = new(big.Rat).Sub(w.share, w.s.money(left, w.scale))
	}
	out := make([]*big.Rat, len(w.s.kind))
	for v, k := range w.s.kind {
		out[v] = byKind[k]
	}
	return out
}

// money turns an amount in units of scale into the unit of the budget.
func (s *shares) money(amount, scale *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(amount, new(big.Int).Mul(scale, s.unit))
}

// ratio turns a rate into money for a unit of utility.
func (s *shares) ratio(r *rate) *big.Rat {
	if s.o.byCost() { // the unit of the cost cancels out
		return new(big.Rat).SetFrac(r.num, r.den)
	}
	return new(big.Rat).SetFrac(r.num, new(big.Int).Mul(r.den, s.unit))
}
