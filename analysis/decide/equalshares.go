// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math/big"
)

// Outcome is what an election came to.
type Outcome struct {
	Winners        []int // positions of projects in the order in which they were elected
	Cost, Leftover *big.Rat
	Purchases      []Purchase // of each winner, in the same order
	Voters         int
	Share          *big.Rat // what each voter had to spend in the round that counts; more than Budget/Voters after AddOne
	// Paid is what each voter spent of that share. What completion adds is paid by nobody's share.
	Paid       []*big.Rat
	Supporters []int   // of each project
	Points     []int64 // of each project: the sum over its supporters
	TooDear    []int   // projects that cost more than the whole budget: they take no part
	Ties       [][]int // where several projects were equally good: all of them, the one taken first
	Steps      int     // how often AddOne raised the shares
}

// Purchase says how a winner was paid.
type Purchase struct {
	Project    int
	Completion bool     // added by utilitarian completion; the rest is then empty
	Rate       *big.Rat // ρ: what its supporters paid for one unit of utility
	Most       *big.Rat // the most that one supporter paid
	Payers     int      // supporters who had something left to pay with
	Drained    int      // those of them who paid all they had left and less than the rate asks
}

// EqualShares elects projects by the Method of Equal Shares. Each voter has Budget/voters to spend. A project is ρ-affordable when its
// supporters can pay for it, each min(what is left, ρ × utility); the project with the smallest ρ is bought, until none can be.
//
// Everything is decided in exact fractions. A project that costs nothing is elected at once when anybody supports it (ρ = 0); one that costs more
// than the whole budget takes no part. The order of voters changes nothing.
//
// Source: Peters, Pierczyński and Skowron (2021), Proportional Participatory Budgeting with Additive Utilities, NeurIPS 34; Peters and
// Skowron (2020), Proportionality and the Limits of Welfarism, EC.
func EqualShares(e Election, o ShareOptions) (*Outcome, error) {
	if err := o.fill(len(e.Costs)); err != nil {
		return nil, err
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	s := newShares(&e, o)
	out := s.run(s.evenShare())
	if o.Completion == AddOne || o.Completion == AddOneUtilitarian {
		var err error
		if out, err = s.addOne(out); err != nil {
			return nil, err
		}
	}
	if o.Completion == Utilitarian || o.Completion == AddOneUtilitarian {
		s.completeByVotes(out)
	}
	s.tell(out)
	return out, nil
}

// tell adds what does not depend on the course.
func (s *shares) tell(out *Outcome) {
	out.Voters, out.Supporters, out.Points = len(s.e.Ballots), s.supporters, s.points
	for p, c := range s.e.Costs {
		if c.Cmp(s.e.Budget) > 0 {
			out.TooDear = append(out.TooDear, p)
		}
	}
	out.Cost = s.costOf(out.Winners)
	out.Leftover = new(big.Rat).Sub(s.e.Budget, out.Cost)
}

func (s *shares) costOf(projects []int) *big.Rat {
	sum := new(big.Rat)
	for _, p := range projects {
		sum.Add(sum, s.e.Costs[p])
	}
	return sum
}

// addOne raises the shares until the next outcome could not be paid.
func (s *shares) addOne(first *Outcome) (*Outcome, error) {
	best := first
	share := new(big.Rat).Quo(s.evenShare(), s.o.Increment)
	share.SetInt(new(big.Int).Quo(share.Num(), share.Denom())) // both above zero: rounded down
	share.Mul(share, s.o.Increment)
	for step := 1; !s.exhausted(best); step++ {
		if step > s.o.MaxSteps {
			return nil, wrong(TooManySteps, "add1", -1, "", big.NewInt(int64(s.o.MaxSteps)).String())
		}
		share = new(big.Rat).Add(share, s.o.Increment)
		next := s.run(share)
		if s.costOf(next.Winners).Cmp(s.e.Budget) > 0 {
			break
		}
		best = next
		best.Steps = step
	}
	return best, nil
}

// exhausted tells whether no project that anybody supports could still be paid.
func (s *shares) exhausted(out *Outcome) bool {
	in := s.taken(out)
	left := new(big.Rat).Sub(s.e.Budget, s.costOf(out.Winners))
	for p, c := range s.e.Costs {
		if !in[p] && s.supporters[p] > 0 && c.Cmp(left) <= 0 {
			return false
		}
	}
	return true
}

func (s *shares) taken(out *Outcome) []bool {
	in := make([]bool, len(s.e.Costs))
	for _, p := range out.Winners {
		in[p] = true
	}
	return in
}

// completeByVotes adds what most people want and the rest of the budget can pay.
func (s *shares) completeByVotes(out *Outcome) {
	in := s.taken(out)
	left := new(big.Rat).Sub(s.e.Budget, s.costOf(out.Winners))
	for {
		var best []int
		for p, c := range s.e.Costs {
			if in[p] || s.supporters[p] == 0 || c.Cmp(left) > 0 {
				continue
			}
			switch {
			case len(best) == 0 || s.votes(p) > s.votes(best[0]):
				best = append(best[:0], p)
			case s.votes(p) == s.votes(best[0]):
				best = append(best, p)
			}
		}
		if len(best) == 0 {
			return
		}
		p := s.first(best)
		if len(best) > 1 {
			out.Ties = append(out.Ties, best)
		}
		in[p] = true
		left.Sub(left, s.e.Costs[p])
		out.Winners = append(out.Winners, p)
		out.Purchases = append(out.Purchases, Purchase{Project: p, Completion: true})
	}
}

// votes is what utilitarian completion counts.
func (s *shares) votes(p int) int64 {
	if s.o.points() {
		return s.points[p]
	}
	return int64(s.supporters[p])
}

// first puts the one of equally good projects that the rule takes in front and gives it.
func (s *shares) first(of []int) int {
	best := 0
	for k := range of {
		if s.before(of[k], of[best]) {
			best = k
		}
	}
	p := of[best]
	copy(of[1:best+1], of[:best])
	of[0] = p
	return p
}

// before tells whether a comes before b when they are equally good.
func (s *shares) before(a, b int) bool {
	cost := s.e.Costs[a].Cmp(s.e.Costs[b])
	support := s.supporters[b] - s.supporters[a]
	switch s.o.Ties {
	case CheaperFirst:
		if cost != 0 {
			return cost < 0
		}
		if support != 0 {
			return support < 0
		}
	case SupportedFirst:
		if support != 0 {
			return support < 0
		}
		if cost != 0 {
			return cost < 0
		}
	case GivenOrder:
	}
	if s.o.Order != nil && s.o.Order[a] != s.o.Order[b] {
		return s.o.Order[a] < s.o.Order[b]
	}
	return a < b
}
