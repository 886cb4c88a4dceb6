// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"cmp"
	"math"
	"slices"
)

// Counts are votes on a statement.
type Counts struct{ Agree, Disagree, Pass int }

// Cast is how many votes there are, passes among them.
func (c Counts) Cast() int { return c.Agree + c.Disagree + c.Pass }

func (c *Counts) add(v Vote) {
	switch v {
	case Agree:
		c.Agree++
	case Disagree:
		c.Disagree++
	case Pass:
		c.Pass++
	}
}

func (c Counts) of(side Vote) int {
	if side == Agree {
		return c.Agree
	}
	return c.Disagree
}

// Statement is what participants and groups said of a statement.
type Statement struct {
	All    Counts   // of every participant, those with too few votes among them
	Groups []Counts // of the members of each group
	// Consensus is the product over groups of (agree + 1)/(votes + 2): near 1 only when every group agrees (Small et al. 2021, group-aware
	// consensus). Against is the same of disagreeing.
	Consensus, Against float64
	// Common is Agree or Disagree where that is what more than half of the votes in every group say, and more of them in all than chance would give at
	// 90 % (one-sided); Pass where there is no such side.
	Common Vote
}

// Representative is a statement by which a group stands out from the others.
type Representative struct {
	Group     int // from 1
	Statement int
	Side      Vote // Agree or Disagree
	// Share is (n + 1)/(votes + 2) of the group, n of that side; Elsewhere the same of all other groups together, Ratio the first by the second.
	Share, Elsewhere, Ratio float64
	// Z tests the group's share against one half, ZDifference against the share elsewhere.
	Z, ZDifference float64
	// Clear tells that both are above 1.2816, the 90 % point of the normal distribution; a group without a clear statement is given its best.
	Clear bool
}

// Weight is what representative statements are ordered by.
func (r Representative) Weight() float64 { return r.Ratio * r.ZDifference * r.Share * r.Z }

const (
	clear90 = 1.2815515655446004 // 90 % point of the normal distribution
	shown   = 5                  // representative statements of a group
)

// Describe counts the votes on each statement and finds those that are common to the groups and those that stand for one of them. group is
// as in Groups.Group; count is how many groups there are.
//
// Source: Small, Bjorkegren, Erkkilä, Shaw and Megill (2021), Polis: scaling deliberation by mapping high dimensional opinion spaces, Recerca 26(2);
// the tests as in the program Polis: one added to both counts of a proportion.
func Describe(v *Votes, group []int, count int) ([]Statement, []Representative) {
	out := make([]Statement, len(v.Statements))
	for j := range out {
		out[j].Groups = make([]Counts, count)
	}
	for i := range v.Participants {
		for at := v.rows.start[i]; at < v.rows.start[i+1]; at++ {
			s := &out[v.rows.column[at]]
			s.All.add(v.vote[at])
			if g := group[i]; g > 0 {
				s.Groups[g-1].add(v.vote[at])
			}
		}
	}
	for j := range out {
		out[j].agree()
	}
	var all []Representative
	if count < 2 {
		return out, nil
	}
	for g := range count {
		all = append(all, representative(out, v.Statements, g)...)
	}
	return out, all
}

func (s *Statement) agree() {
	s.Consensus, s.Against = math.NaN(), math.NaN()
	if s.All.Cast() == 0 || len(s.Groups) == 0 {
		return
	}
	s.Consensus, s.Against = 1, 1
	total := Counts{}
	sides := [2]bool{true, true}
	for _, c := range s.Groups {
		s.Consensus *= share(c.Agree, c.Cast())
		s.Against *= share(c.Disagree, c.Cast())
		sides[0] = sides[0] && 2*c.Agree > c.Cast()
		sides[1] = sides[1] && 2*c.Disagree > c.Cast()
		total.Agree, total.Disagree, total.Pass = total.Agree+c.Agree, total.Disagree+c.Disagree, total.Pass+c.Pass
	}
	for k, side := range []Vote{Agree, Disagree} {
		if sides[k] && half(total.of(side), total.Cast()) > clear90 {
			s.Common = side
		}
	}
}

func share(n, of int) float64 { return float64(n+1) / float64(of+2) }

// half tests a share against one half.
func half(n, of int) float64 {
	return 2 * math.Sqrt(float64(of+1)) * (float64(n+1)/float64(of+1) - 0.5)
}

// differ tests two shares against each other.
func differ(n, of, m, other int) float64 {
	a, b := float64(of+1), float64(other+1)
	pa, pb := float64(n+1)/a, float64(m+1)/b
	both := float64(n+1+m+1) / (a + b)
	if both >= 1 || both <= 0 {
		return 0
	}
	return (pa - pb) / math.Sqrt(both*(1-both)*(1/a+1/b))
}

// representative picks the statements that stand for a group: agreed ones before disagreed ones, in each the weightiest first.
func representative(statements []Statement, name []string, g int) []Representative {
	var clear []Representative
	best, found := Representative{}, false
	for j := range statements {
		r := statements[j].standsFor(g)
		r.Group, r.Statement = g+1, j
		if statements[j].Groups[g].Cast() == 0 {
			continue
		}
		if r.Clear {
			clear = append(clear, r)
		}
		if !found || r.ZDifference > best.ZDifference || r.ZDifference == best.ZDifference && name[j] < name[best.Statement] {
			best, found = r, true
		}
	}
	if len(clear) == 0 {
		if !found {
			return nil
		}
		return []Representative{best}
	}
	slices.SortStableFunc(clear, func(a, b Representative) int {
		return cmp.Or(cmp.Compare(b.Weight(), a.Weight()), cmp.Compare(name[a.Statement], name[b.Statement]))
	})
	clear = clear[:min(len(clear), shown)]
	slices.SortStableFunc(clear, func(a, b Representative) int { return int(b.Side) - int(a.Side) })
	return clear
}

func (s *Statement) standsFor(g int) Representative {
	own, rest := s.Groups[g], Counts{}
	for h, c := range s.Groups {
		if h != g {
			rest.Agree, rest.Disagree, rest.Pass = rest.Agree+c.Agree, rest.Disagree+c.Disagree, rest.Pass+c.Pass
		}
	}
	of := func(side Vote) Representative {
		n, m := own.of(side), rest.of(side)
		r := Representative{Side: side, Share: share(n, own.Cast()), Elsewhere: share(m, rest.Cast()), Z: half(n, own.Cast()),
			ZDifference: differ(n, own.Cast(), m, rest.Cast())}
		r.Ratio = r.Share / r.Elsewhere
		r.Clear = r.Z > clear90 && r.ZDifference > clear90
		return r
	}
	agree, disagree := of(Agree), of(Disagree)
	if agree.ZDifference > disagree.ZDifference {
		return agree
	}
	return disagree
}
