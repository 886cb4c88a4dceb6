// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"encoding/binary"
	"math/big"
	"slices"
)

// shares holds an election in the form in which it is counted. Voters with the same ballot always have the same money, so they are counted
// together as one kind of voter.
type shares struct {
	e          *Election
	o          ShareOptions
	supporters []int
	points     []int64
	backers    [][]backer // of each project
	kind       []int      // of each voter
	kinds      int
	unit       *big.Int   // the common denominator of all amounts
	costs      []*big.Int // in that unit
}

// backer is a kind of voter who supports a project.
type backer struct {
	kind   int
	voters int64
	score  int64 // its points, or 1
}

func newShares(e *Election, o ShareOptions) *shares {
	s := &shares{e: e, o: o, supporters: make([]int, len(e.Costs)), points: make([]int64, len(e.Costs)),
		backers: make([][]backer, len(e.Costs)), kind: make([]int, len(e.Ballots)), unit: big.NewInt(1)}
	s.sortKinds()
	for _, ballot := range e.Ballots {
		for _, b := range ballot {
			s.supporters[b.Project]++
			s.points[b.Project] += b.Points
		}
	}
	for _, c := range e.Costs {
		s.unit = leastMultiple(s.unit, c.Denom())
	}
	for _, c := range e.Costs {
		s.costs = append(s.costs, new(big.Int).Mul(c.Num(), new(big.Int).Quo(s.unit, c.Denom())))
	}
	return s
}

func leastMultiple(a, b *big.Int) *big.Int {
	g := new(big.Int).GCD(nil, nil, a, b)
	return new(big.Int).Mul(a, new(big.Int).Quo(b, g))
}

// sortKinds finds equal ballots.
func (s *shares) sortKinds() {
	known := map[string]int{}
	var key []byte
	var firstOf []int
	var count []int64
	for v, ballot := range s.e.Ballots {
		sorted := slices.Clone(ballot)
		slices.SortFunc(sorted, func(a, b Support) int { return a.Project - b.Project })
		key = key[:0]
		for _, b := range sorted {
			key = binary.AppendUvarint(key, uint64(b.Project))
			key = binary.AppendUvarint(key, uint64(s.score(b)))
		}
		k, met := known[string(key)]
		if !met {
			k = len(firstOf)
			known[string(key)] = k
			firstOf, count = append(firstOf, v), append(count, 0)
		}
		s.kind[v] = k
		count[k]++
	}
	s.kinds = len(firstOf)
	for k, v := range firstOf {
		for _, b := range s.e.Ballots[v] {
			s.backers[b.Project] = append(s.backers[b.Project], backer{k, count[k], s.score(b)})
		}
	}
}

func (s *shares) score(b Support) int64 {
	if s.o.points() {
		return b.Points
	}
	return 1
}

// evenShare is the share of each voter.
func (s *shares) evenShare() *big.Rat {
	return new(big.Rat).Quo(s.e.Budget, new(big.Rat).SetInt64(int64(len(s.e.Ballots))))
}

// purse is the money of all kinds of voters during one run: left[k]/(scale·unit) each. scale grows so that left is always whole.
type purse struct {
	s       *shares
	scale   *big.Int
	left    []*big.Int
	share   *big.Rat
	backers [][]backer // of each project, kept sorted by how soon they are drained
	rates   []rate
	// room to count in
	cost, paid, score, a, b, c *big.Int
}

// rate is what a unit of utility costs, as num/den; a lower bound until it is worked out anew.
type rate struct {
	num, den *big.Int
	drained  int // of backers
}

func (r *rate) cmp(other *rate, a, b *big.Int) int {
	return a.Mul(r.num, other.den).Cmp(b.Mul(other.num, r.den))
}

func (s *shares) purse(share *big.Rat) *purse {
	amount := new(big.Rat).Mul(share, new(big.Rat).SetInt(s.unit))
	w := &purse{s: s, scale: new(big.Int).Set(amount.Denom()), share: share, rates: make([]rate, len(s.costs))}
	for _, n := range []**big.Int{&w.cost, &w.paid, &w.score, &w.a, &w.b, &w.c} {
		*n = new(big.Int)
	}
	for range s.kinds {
		w.left = append(w.left, new(big.Int).Set(amount.Num()))
	}
	for p, backers := range s.backers {
		w.backers = append(w.backers, slices.Clone(backers))
		total := new(big.Int)
		for _, b := range backers {
			total.Add(total, w.a.SetInt64(b.score*b.voters))
		}
		w.rates[p] = rate{num: new(big.Int).Set(s.costs[p]), den: total}
		s.perUtility(p, &w.rates[p])
	}
	return w
}

// perUtility turns money for a point into money for a unit of utility.
func (s *shares) perUtility(p int, r *rate) {
	if s.o.byCost() {
		r.den.Mul(r.den, s.costs[p])
	}
}

// price works out the rate of a project; false when its supporters cannot pay for it.
func (w *purse) price(p int) bool {
	backers := w.backers[p]
	slices.SortStableFunc(backers, w.soonerDrained)
	w.cost.Mul(w.s.costs[p], w.scale)
	w.paid.SetInt64(0)
	w.score.SetInt64(0)
	for _, b := range backers {
		w.score.Add(w.score, w.a.SetInt64(b.score*b.voters))
	}
	for k, b := range backers {
		w.c.Sub(w.cost, w.paid) // what is still to be paid by the rest, score by score
		// The rest pays c/score a point; this one can when c/score·b.score ≤ left.
		if w.a.Mul(w.c, w.b.SetInt64(b.score)).Cmp(w.b.Mul(w.left[b.kind], w.score)) <= 0 {
			r := &w.rates[p]
			r.num.Set(w.c)
			r.den.Mul(w.score, w.scale)
			r.drained = k
			w.s.perUtility(p, r)
			return true
		}
		w.paid.Add(w.paid, w.a.Mul(w.left[b.kind], w.b.SetInt64(b.voters)))
		w.score.Sub(w.score, w.a.SetInt64(b.score*b.voters))
	}
	return false
}

// soonerDrained orders backers by money for a point of theirs.
func (w *purse) soonerDrained(x, y backer) int {
	if x.score == y.score {
		return w.left[x.kind].Cmp(w.left[y.kind])
	}
	return w.a.Mul(w.left[x.kind], w.b.SetInt64(y.score)).Cmp(w.c.Mul(w.left[y.kind], w.b.SetInt64(x.score)))
}

// buy takes the money for a project that was just priced.
func (w *purse) buy(p int) Purchase {
	w.price(p)
	r := &w.rates[p]
	out := Purchase{Project: p, Rate: w.s.ratio(r)}
	w.c.Sub(w.cost, w.paid)
	each := new(big.Int).Set(w.c) // each/over for a point, in units of scale
	over := new(big.Int).Set(w.score)
	if g := new(big.Int).GCD(nil, nil, each, over); g.Cmp(w.a.SetInt64(1)) > 0 {
		each.Quo(each, g)
		over.Quo(over, g)
	}
	most := new(big.Rat)
	for _, left := range w.left {
		left.Mul(left, over)
	}
	w.scale.Mul(w.scale, over)
	for k, b := range w.backers[p] {
		left := w.left[b.kind]
		if left.Sign() == 0 && r.num.Sign() > 0 {
			continue
		}
		out.Payers += int(b.voters)
		pay := w.a.Mul(each, w.b.SetInt64(b.score))
		if k < r.drained {
			out.Drained += int(b.voters)
			pay = w.a.Set(left)
		}
		if got := w.s.money(pay, w.scale); got.Cmp(most) > 0 {
			most = got
		}
		left.Sub(left, pay)
	}
	out.Most = most
	return out
}
