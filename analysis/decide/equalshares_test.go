// SPDX-License-Identifier: EUPL-1.2

package decide_test

import (
	"errors"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/decide"
)

func rat(n, d int64) *big.Rat { return big.NewRat(n, d) }

// approvals makes ballots out of letters: "ab" approves projects 0 and 1.
func approvals(of ...string) [][]decide.Support {
	var out [][]decide.Support
	for _, letters := range of {
		ballot := []decide.Support{}
		for _, l := range letters {
			ballot = append(ballot, decide.Support{Project: int(l - 'a'), Points: 1})
		}
		out = append(out, ballot)
	}
	return out
}

func unitCosts(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = rat(1, 1)
	}
	return out
}

func elect(t testing.TB, e decide.Election, o decide.ShareOptions) *decide.Outcome {
	t.Helper()
	out, err := decide.EqualShares(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The running example of Lackner and Skowron (2023), Multi-Winner Voting with Approval Preferences, Springer, example 2.1: twelve voters,
// four seats. Each has 1/3; a costs its eight supporters 1/8 each; b and c then stand at 23/24 each and cannot be paid.
func TestRunningExampleOfLacknerAndSkowron(t *testing.T) {
	e := decide.Election{Budget: rat(4, 1), Costs: unitCosts(7), Ballots: approvals("ab", "ab", "ab", "ac", "ac", "ac", "ad", "ad", "bcf", "e", "f", "g")}
	out := elect(t, e, decide.ShareOptions{Utility: decide.CardinalityUtility})
	if !slices.Equal(out.Winners, []int{0}) || out.Purchases[0].Rate.Cmp(rat(1, 8)) != 0 || out.Share.Cmp(rat(1, 3)) != 0 || out.Leftover.Cmp(rat(3, 1)) != 0 {
		t.Errorf("winners %v at %v, share %v, left %v", out.Winners, out.Purchases[0].Rate, out.Share, out.Leftover)
	}
	if out.Paid[0].Cmp(rat(1, 8)) != 0 || out.Paid[8].Sign() != 0 {
		t.Errorf("paid %v", out.Paid)
	}
	more := elect(t, e, decide.ShareOptions{Utility: decide.CardinalityUtility, Completion: decide.Utilitarian})
	if !slices.Equal(more.Winners, []int{0, 1, 2, 3}) && !slices.Equal(more.Winners, []int{0, 1, 2, 5}) || more.Leftover.Sign() != 0 {
		t.Errorf("completed: %v, left %v", more.Winners, more.Leftover)
	}
}

// Cost and cardinality part where a small project has few friends. Ten voters with 10 each: the large one costs 60 and has eight, the small
// one costs 10 and has three. For a unit of cost the large one asks 60/8/60 = 1/8 and the small one 1/3; for a project 7.5 and 10/3.
func TestUtilities(t *testing.T) {
	e := decide.Election{Budget: rat(100, 1), Costs: []*big.Rat{rat(60, 1), rat(10, 1)}, Ballots: approvals("a", "a", "a", "a", "a", "a", "ab", "ab", "b", "")}
	for utility, want := range map[decide.Utility]struct {
		winners []int
		rates   []*big.Rat
	}{
		decide.CostUtility:        {[]int{0, 1}, []*big.Rat{rat(1, 8), rat(1, 2)}}, // b: two have 2.5 left, the third pays 5
		decide.CardinalityUtility: {[]int{1, 0}, []*big.Rat{rat(10, 3), rat(70, 9)}},
	} {
		out := elect(t, e, decide.ShareOptions{Utility: utility})
		if !slices.Equal(out.Winners, want.winners) {
			t.Errorf("%s: %v", utility, out.Winners)
			continue
		}
		for k, r := range want.rates {
			if out.Purchases[k].Rate.Cmp(r) != 0 {
				t.Errorf("%s: rate %v, want %v", utility, out.Purchases[k].Rate, r)
			}
		}
		if out.Cost.Cmp(rat(70, 1)) != 0 || out.Leftover.Cmp(rat(30, 1)) != 0 {
			t.Errorf("%s: cost %v, left %v", utility, out.Cost, out.Leftover)
		}
	}
}

// A third is no decimal: three voters with 1/3 of 1 pay for a project of 1 to the last fraction. In floating point 3 × 0.333… < 1.
func TestFractionsAreExact(t *testing.T) {
	for _, n := range []int64{3, 7, 49, 1000003} {
		ballots := make([][]decide.Support, n)
		for i := range ballots {
			ballots[i] = []decide.Support{{Project: 0, Points: 1}}
		}
		out := elect(t, decide.Election{Budget: rat(1, 1), Costs: unitCosts(1), Ballots: ballots}, decide.ShareOptions{})
		if len(out.Winners) != 1 || out.Leftover.Sign() != 0 || out.Paid[0].Cmp(rat(1, n)) != 0 {
			t.Errorf("%d voters: %v, left %v", n, out.Winners, out.Leftover)
		}
	}
	// And one cent too dear is too dear.
	out := elect(t, decide.Election{Budget: rat(2, 1), Costs: []*big.Rat{rat(101, 100)}, Ballots: approvals("a", "")}, decide.ShareOptions{})
	if len(out.Winners) != 0 || out.Leftover.Cmp(rat(2, 1)) != 0 {
		t.Errorf("elected %v", out.Winners)
	}
}

func TestTies(t *testing.T) {
	// Disjoint voters: each project is paid by its own, at the same rate for a unit of cost.
	e := decide.Election{Budget: rat(8, 1), Costs: []*big.Rat{rat(2, 1), rat(1, 1), rat(1, 1)}, Ballots: approvals("a", "a", "b", "b", "c", "c", "", "")}
	for rule, want := range map[decide.TieRule][]int{decide.CheaperFirst: {1, 2, 0}, decide.SupportedFirst: {1, 2, 0}, decide.GivenOrder: {0, 1, 2}} {
		out := elect(t, e, decide.ShareOptions{Ties: rule})
		if !slices.Equal(out.Winners, want) || len(out.Ties) != 2 || len(out.Ties[0]) != 3 || out.Ties[0][0] != want[0] {
			t.Errorf("%s: %v, ties %v", rule, out.Winners, out.Ties)
		}
	}
	out := elect(t, e, decide.ShareOptions{Order: []int{2, 1, 0}})
	if !slices.Equal(out.Winners, []int{2, 1, 0}) {
		t.Errorf("order: %v", out.Winners)
	}
}

// Completion as on equalshares.net: shares of 2.5 are rounded down to 2 and raised by 1. With 3 each a (5) is paid by its two friends.
func TestCompletions(t *testing.T) {
	e := decide.Election{Budget: rat(10, 1), Costs: []*big.Rat{rat(6, 1), rat(4, 1), rat(5, 1)}, Ballots: approvals("a", "a", "b", "c")}
	for completion, want := range map[decide.Completion]struct {
		winners []int
		steps   int
		share   *big.Rat
	}{
		decide.NoCompletion:      {nil, 0, rat(5, 2)},
		decide.Utilitarian:       {[]int{0, 1}, 0, rat(5, 2)},
		decide.AddOne:            {[]int{0, 1}, 2, rat(4, 1)},
		decide.AddOneUtilitarian: {[]int{0, 1}, 2, rat(4, 1)},
	} {
		out := elect(t, e, decide.ShareOptions{Completion: completion})
		if !slices.Equal(out.Winners, want.winners) || out.Steps != want.steps || out.Share.Cmp(want.share) != 0 {
			t.Errorf("%s: %v after %d steps, share %v", completion, out.Winners, out.Steps, out.Share)
		}
	}
	// A step whose outcome costs too much is not taken, even where the next would be cheaper.
	_, err := decide.EqualShares(e, decide.ShareOptions{Completion: decide.AddOne, Increment: rat(1, 1000), MaxSteps: 5})
	wantCode(t, err, decide.TooManySteps)
}

// What costs nothing is elected when anybody wants it; what costs more than all there is takes no part, even when shares are raised.
func TestEdges(t *testing.T) {
	e := decide.Election{Budget: rat(4, 1), Costs: []*big.Rat{rat(0, 1), rat(0, 1), rat(9, 1), rat(4, 1)}, Ballots: approvals("acd", "cd")}
	out := elect(t, e, decide.ShareOptions{Completion: decide.AddOneUtilitarian})
	if !slices.Equal(out.Winners, []int{0, 3}) || !slices.Equal(out.TooDear, []int{2}) {
		t.Errorf("winners %v, too dear %v", out.Winners, out.TooDear)
	}
	out = elect(t, decide.Election{Budget: rat(4, 1), Ballots: approvals("")}, decide.ShareOptions{})
	if len(out.Winners) != 0 || out.Cost.Sign() != 0 || out.Leftover.Cmp(rat(4, 1)) != 0 {
		t.Errorf("no projects: %+v", out)
	}
	for name, c := range map[string]struct {
		e    decide.Election
		o    decide.ShareOptions
		code decide.ErrorCode
	}{
		"no budget":   {decide.Election{Ballots: approvals("")}, decide.ShareOptions{}, decide.OutOfRange},
		"zero budget": {decide.Election{Budget: rat(0, 1), Ballots: approvals("")}, decide.ShareOptions{}, decide.OutOfRange},
		"no voters":   {decide.Election{Budget: rat(1, 1)}, decide.ShareOptions{}, decide.TooFew},
		"cost":        {decide.Election{Budget: rat(1, 1), Costs: []*big.Rat{rat(-1, 1)}, Ballots: approvals("")}, decide.ShareOptions{}, decide.OutOfRange},
		"project":     {decide.Election{Budget: rat(1, 1), Costs: unitCosts(1), Ballots: approvals("b")}, decide.ShareOptions{}, decide.OutOfRange},
		"twice":       {decide.Election{Budget: rat(1, 1), Costs: unitCosts(1), Ballots: approvals("aa")}, decide.ShareOptions{}, decide.OutOfRange},
		"utility":     {decide.Election{Budget: rat(1, 1), Ballots: approvals("")}, decide.ShareOptions{Utility: "joy"}, decide.BadOption},
		"completion":  {decide.Election{Budget: rat(1, 1), Ballots: approvals("")}, decide.ShareOptions{Completion: "x"}, decide.BadOption},
		"ties":        {decide.Election{Budget: rat(1, 1), Ballots: approvals("")}, decide.ShareOptions{Ties: "x"}, decide.BadOption},
		"increment":   {decide.Election{Budget: rat(1, 1), Ballots: approvals("")}, decide.ShareOptions{Increment: rat(0, 1)}, decide.OutOfRange},
		"order":       {decide.Election{Budget: rat(1, 1), Ballots: approvals("")}, decide.ShareOptions{Order: []int{1}}, decide.LengthMismatch},
		"points": {decide.Election{Budget: rat(1, 1), Costs: unitCosts(1), Ballots: [][]decide.Support{{{Project: 0, Points: -1}}}}, decide.ShareOptions{},
			decide.OutOfRange},
	} {
		_, err := decide.EqualShares(c.e, c.o)
		t.Run(name, func(t *testing.T) { wantCode(t, err, c.code) })
	}
}

func wantCode(t *testing.T, err error, code decide.ErrorCode) {
	t.Helper()
	var e *decide.Error
	if !errors.As(err, &e) || e.Code != code || e.Error() == "" {
		t.Errorf("got %v, want %s", err, code)
	}
}

// election draws a small election; money in fractions now and then.
func election(t *rapid.T, voters, projects int) decide.Election {
	e := decide.Election{Budget: rat(int64(rapid.IntRange(1, 300).Draw(t, "budget")), int64(rapid.SampledFrom([]int{1, 1, 3, 100}).Draw(t, "parts")))}
	for range rapid.IntRange(0, projects).Draw(t, "projects") {
		e.Costs = append(e.Costs, rat(int64(rapid.IntRange(0, 120).Draw(t, "cost")), int64(rapid.SampledFrom([]int{1, 1, 7}).Draw(t, "of"))))
	}
	for range rapid.IntRange(1, voters).Draw(t, "voters") {
		ballot := []decide.Support{}
		for p := range e.Costs {
			if points := rapid.IntRange(-3, 5).Draw(t, "points"); points > 0 {
				ballot = append(ballot, decide.Support{Project: p, Points: int64(points)})
			}
		}
		e.Ballots = append(e.Ballots, ballot)
	}
	return e
}

var utilities = []decide.Utility{decide.CostUtility, decide.CardinalityUtility, decide.PointsUtility, decide.PointsCostUtility}

// Against the definition, counted voter by voter with plain fractions and without any short cut.
func TestEqualSharesAgainstTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := election(t, 9, 7)
		o := decide.ShareOptions{Utility: rapid.SampledFrom(utilities).Draw(t, "utility")}
		out, err := decide.EqualShares(e, o)
		if err != nil {
			t.Fatal(err)
		}
		winners, left := plainly(e, o.Utility)
		if !slices.Equal(winners, out.Winners) {
			t.Fatalf("got %v, by definition %v", out.Winners, winners)
		}
		for v := range left {
			if got := new(big.Rat).Sub(out.Share, out.Paid[v]); got.Cmp(left[v]) != 0 {
				t.Fatalf("voter %d keeps %v, by definition %v", v, got, left[v])
			}
		}
	})
}

func plainUtility(e decide.Election, u decide.Utility, s decide.Support) *big.Rat {
	out := rat(1, 1)
	if u == decide.PointsUtility || u == decide.PointsCostUtility {
		out.SetInt64(s.Points)
	}
	if u == decide.CostUtility || u == decide.PointsCostUtility {
		out.Mul(out, e.Costs[s.Project])
	}
	return out
}

// plainly is the method as the paper writes it.
func plainly(e decide.Election, u decide.Utility) (winners []int, left []*big.Rat) {
	n := int64(len(e.Ballots))
	for range e.Ballots {
		left = append(left, new(big.Rat).Quo(e.Budget, rat(n, 1)))
	}
	type voter struct {
		at   int
		gain *big.Rat
	}
	backers := make([][]voter, len(e.Costs))
	for v, ballot := range e.Ballots {
		for _, s := range ballot {
			backers[s.Project] = append(backers[s.Project], voter{v, plainUtility(e, u, s)})
		}
	}
	asked := func(p int, rho *big.Rat) (*big.Rat, []*big.Rat) {
		sum, parts := new(big.Rat), []*big.Rat{}
		for _, b := range backers[p] {
			part := new(big.Rat).Mul(rho, b.gain)
			if part.Cmp(left[b.at]) > 0 {
				part.Set(left[b.at])
			}
			parts = append(parts, part)
			sum.Add(sum, part)
		}
		return sum, parts
	}
	for {
		best, bestRho := -1, new(big.Rat)
		for p := range e.Costs {
			if slices.Contains(winners, p) || len(backers[p]) == 0 || e.Costs[p].Cmp(e.Budget) > 0 {
				continue
			}
			rho := smallest(e.Costs[p], len(backers[p]), func(k int) (*big.Rat, *big.Rat) { return left[backers[p][k].at], backers[p][k].gain })
			if rho == nil {
				continue
			}
			better := best < 0 || rho.Cmp(bestRho) < 0
			if best >= 0 && rho.Cmp(bestRho) == 0 {
				c := e.Costs[p].Cmp(e.Costs[best])
				better = c < 0 || c == 0 && len(backers[p]) > len(backers[best])
			}
			if better {
				best, bestRho = p, rho
			}
		}
		if best < 0 {
			return winners, left
		}
		sum, parts := asked(best, bestRho)
		if sum.Cmp(e.Costs[best]) != 0 {
			return nil, nil // the definition of ρ does not hold
		}
		for k, b := range backers[best] {
			left[b.at] = new(big.Rat).Sub(left[b.at], parts[k])
		}
		winners = append(winners, best)
	}
}

// smallest finds ρ by trying which set of voters is drained: every set that could be is a prefix by money for utility.
func smallest(cost *big.Rat, n int, voter func(int) (*big.Rat, *big.Rat)) *big.Rat {
	if cost.Sign() == 0 {
		return new(big.Rat)
	}
	var found *big.Rat
	for with := range n + 1 { // the voter whose ratio parts drained from others; n: nobody is drained
		limit := new(big.Rat)
		if with < n {
			money, gain := voter(with)
			limit.Quo(money, gain)
		}
		rest, gains := new(big.Rat).Set(cost), new(big.Rat)
		for k := range n {
			money, gain := voter(k)
			if with < n && new(big.Rat).Quo(money, gain).Cmp(limit) <= 0 {
				rest.Sub(rest, money)
			} else {
				gains.Add(gains, gain)
			}
		}
		if gains.Sign() == 0 {
			if rest.Sign() != 0 {
				continue
			}
			gains.SetInt64(1)
			rest.Set(limit)
		}
		rho := rest.Quo(rest, gains)
		sum := new(big.Rat)
		for k := range n {
			money, gain := voter(k)
			part := new(big.Rat).Mul(rho, gain)
			if part.Cmp(money) > 0 {
				part = money
			}
			sum.Add(sum, part)
		}
		if rho.Sign() >= 0 && sum.Cmp(cost) == 0 && (found == nil || rho.Cmp(found) < 0) {
			found = rho
		}
	}
	return found
}

// Nobody overspends, the budget holds, what winners cost was paid by those who wanted them, and after the end no project could still be paid.
func TestNoVoterOverspends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := election(t, 20, 10)
		o := decide.ShareOptions{Utility: rapid.SampledFrom(utilities).Draw(t, "utility"), Ties: rapid.SampledFrom([]decide.TieRule{"", decide.SupportedFirst, decide.GivenOrder}).Draw(t, "ties"),
			Completion: rapid.SampledFrom([]decide.Completion{"", decide.Utilitarian, decide.AddOne, decide.AddOneUtilitarian}).Draw(t, "completion")}
		out, err := decide.EqualShares(e, o)
		if err != nil {
			t.Fatal(err)
		}
		if out.Cost.Cmp(e.Budget) > 0 || new(big.Rat).Add(out.Cost, out.Leftover).Cmp(e.Budget) != 0 || len(out.Purchases) != len(out.Winners) {
			t.Fatalf("cost %v of %v, left %v", out.Cost, e.Budget, out.Leftover)
		}
		paid, bought := new(big.Rat), new(big.Rat)
		for v, p := range out.Paid {
			if p.Sign() < 0 || p.Cmp(out.Share) > 0 {
				t.Fatalf("voter %d paid %v of %v", v, p, out.Share)
			}
			paid.Add(paid, p)
		}
		last := new(big.Rat)
		for k, b := range out.Purchases {
			if b.Project != out.Winners[k] || slices.Contains(out.Winners[:k], b.Project) {
				t.Fatalf("purchases %v do not fit winners %v", out.Purchases, out.Winners)
			}
			if b.Completion {
				continue
			}
			if b.Rate.Cmp(last) < 0 {
				t.Fatalf("rates fall: %v after %v", b.Rate, last)
			}
			last = b.Rate
			bought.Add(bought, e.Costs[b.Project])
		}
		if paid.Cmp(bought) != 0 {
			t.Fatalf("paid %v, bought for %v", paid, bought)
		}
		if o.Completion == "" {
			for p, c := range e.Costs {
				money := new(big.Rat)
				for v, ballot := range e.Ballots {
					if slices.ContainsFunc(ballot, func(s decide.Support) bool { return s.Project == p }) {
						money.Add(money, out.Share).Sub(money, out.Paid[v])
					}
				}
				if !slices.Contains(out.Winners, p) && out.Supporters[p] > 0 && money.Cmp(c) >= 0 {
					t.Fatalf("project %d could still be paid: %v of %v", p, money, c)
				}
			}
		}
	})
}

// The order of voters, the order in which a ballot names projects, the currency and the unit of points change nothing.
func TestOrderAndUnitsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := election(t, 12, 8)
		o := decide.ShareOptions{Utility: rapid.SampledFrom(utilities).Draw(t, "utility")}
		want, err := decide.EqualShares(e, o)
		if err != nil {
			t.Fatal(err)
		}
		k := rat(int64(rapid.IntRange(1, 50).Draw(t, "currency")), 3)
		other := decide.Election{Budget: new(big.Rat).Mul(e.Budget, k)}
		for _, c := range e.Costs {
			other.Costs = append(other.Costs, new(big.Rat).Mul(c, k))
		}
		for _, v := range rapid.Permutation(indices(len(e.Ballots))).Draw(t, "order") {
			ballot := slices.Clone(e.Ballots[v])
			slices.Reverse(ballot)
			for i := range ballot {
				ballot[i].Points *= 7
			}
			other.Ballots = append(other.Ballots, ballot)
		}
		got, err := decide.EqualShares(other, o)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Winners, want.Winners) || got.Cost.Cmp(new(big.Rat).Mul(want.Cost, k)) != 0 {
			t.Fatalf("got %v for %v, want %v for %v", got.Winners, got.Cost, want.Winners, want.Cost)
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Extended justified representation (Aziz et al. 2017; Peters and Skowron 2020, theorem 1): with equal costs, a group of voters that is large enough
// for l seats and agrees on l candidates has a member with l elected ones. Every group is tried.
func TestExtendedJustifiedRepresentation(t *testing.T) {
	groups := 0
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 8).Draw(t, "voters"), rapid.IntRange(1, 6).Draw(t, "candidates")
		seats := rapid.IntRange(1, m).Draw(t, "seats")
		e := decide.Election{Budget: rat(int64(seats), 1), Costs: unitCosts(m)}
		sets := make([]uint, n)
		for v := range n {
			sets[v] = uint(rapid.IntRange(0, 1<<m-1).Draw(t, "set"))
			ballot := []decide.Support{}
			for p := range m {
				if sets[v]>>p&1 == 1 {
					ballot = append(ballot, decide.Support{Project: p, Points: 1})
				}
			}
			e.Ballots = append(e.Ballots, ballot)
		}
		out, err := decide.EqualShares(e, decide.ShareOptions{Utility: rapid.SampledFrom(utilities[:2]).Draw(t, "utility")})
		if err != nil {
			t.Fatal(err)
		}
		won := uint(0)
		for _, p := range out.Winners {
			won |= 1 << p
		}
		for group := uint(1); group < 1<<n; group++ {
			common, most := uint(1)<<m-1, 0
			for v := range n {
				if group>>v&1 == 1 {
					common &= sets[v]
					most = max(most, bits.OnesCount(sets[v]&won))
				}
			}
			deserved := min(bits.OnesCount(common), bits.OnesCount(group)*seats/n)
			if groups++; most < deserved {
				t.Fatalf("group %b deserves %d, its best has %d of %v", group, deserved, most, out.Winners)
			}
		}
	})
	t.Logf("tried %d groups", groups)
}
