// SPDX-License-Identifier: EUPL-1.2

package decide

import (
	"math/big"
	"strconv"
)

// Election is a vote on projects with a budget.
type Election struct {
	Budget *big.Rat   // above 0
	Costs  []*big.Rat // of each project, 0 or more, in the unit of Budget
	// Ballots are what each voter supports. An empty ballot is a voter too: the share of the budget is the same for everybody.
	Ballots [][]Support
}

// Support is a voter's word for a project.
type Support struct {
	Project int
	// Points are what the project is worth to the voter, above 0; any points count as approval. Their unit does not matter as long as it is the
	// same for all voters.
	Points int64
}

// Utility says what a project that is carried out is worth to a voter who supports it.
type Utility string

// The utilities. Sources: Peters, Pierczyński and Skowron (2021), section 2, for additive utilities; Brill, Forster, Lackner, Maly and Peters
// (2023), AAAI, for cost and cardinality.
const (
	CostUtility        Utility = "cost"        // its cost: money spent on what I want; the choice of equalshares.net
	CardinalityUtility Utility = "cardinality" // 1: how many projects I wanted were funded
	PointsUtility      Utility = "points"      // the points of the ballot
	PointsCostUtility  Utility = "points-cost" // points × cost
)

// TieRule says which of equally good projects comes first.
type TieRule string

// The rules. What is still equal is decided by ShareOptions.Order.
const (
	CheaperFirst   TieRule = "cheaper"   // the lower cost, then more supporters: the rule of equalshares.net
	SupportedFirst TieRule = "supported" // more supporters, then the lower cost
	GivenOrder     TieRule = "order"     // ShareOptions.Order alone
)

// Completion says what is done with money that equal shares alone leaves.
type Completion string

// The completions; see https://equalshares.net/implementation/completion.
const (
	// NoCompletion leaves it: the method as defined by Peters, Pierczyński and Skowron (2021).
	NoCompletion Completion = "none"
	// Utilitarian adds the projects with most supporters (most points, with utilities of points) that can still be paid.
	Utilitarian Completion = "utilitarian"
	// AddOne gives each voter one increment more, again and again, and takes the last outcome that the budget can pay; it ends early when
	// nothing more could be paid. It begins from the share rounded down to whole increments, as equalshares.net does.
	AddOne Completion = "add1"
	// AddOneUtilitarian is AddOne, then Utilitarian: what equalshares.net recommends.
	AddOneUtilitarian Completion = "add1-utilitarian"
)

// ShareOptions are the conventions; the zero value is CostUtility, no completion, the cheaper first.
type ShareOptions struct {
	Utility    Utility
	Completion Completion
	Ties       TieRule
	Order      []int    // the place of each project when nothing else decides; nil is the order of Costs
	Increment  *big.Rat // of AddOne; nil is 1
	MaxSteps   int      // of AddOne; 0 is 1,000,000
}

func (o *ShareOptions) fill(projects int) error {
	if o.Utility == "" {
		o.Utility = CostUtility
	}
	if o.Completion == "" {
		o.Completion = NoCompletion
	}
	if o.Ties == "" {
		o.Ties = CheaperFirst
	}
	if o.Increment == nil {
		o.Increment = big.NewRat(1, 1)
	}
	if o.MaxSteps == 0 {
		o.MaxSteps = 1_000_000
	}
	switch o.Utility {
	case CostUtility, CardinalityUtility, PointsUtility, PointsCostUtility:
	default:
		return wrong(BadOption, "utility", -1, string(o.Utility), "")
	}
	switch o.Completion {
	case NoCompletion, Utilitarian, AddOne, AddOneUtilitarian:
	default:
		return wrong(BadOption, "completion", -1, string(o.Completion), "")
	}
	switch o.Ties {
	case CheaperFirst, SupportedFirst, GivenOrder:
	default:
		return wrong(BadOption, "ties", -1, string(o.Ties), "")
	}
	if o.Increment.Sign() <= 0 {
		return wrong(OutOfRange, "increment", -1, o.Increment.RatString(), "> 0")
	}
	if o.Order != nil && len(o.Order) != projects {
		return wrong(LengthMismatch, "order", -1, strconv.Itoa(len(o.Order)), strconv.Itoa(projects))
	}
	return nil
}

// points tells whether ballots count by their points.
func (o *ShareOptions) points() bool {
	return o.Utility == PointsUtility || o.Utility == PointsCostUtility
}

// byCost tells whether the cost is part of the utility.
func (o *ShareOptions) byCost() bool {
	return o.Utility == CostUtility || o.Utility == PointsCostUtility
}

// maxPoints keeps sums over half a thousand million voters within int64.
const maxPoints = 1 << 34

// check tells what is wrong with an election.
func (e *Election) check() error {
	if e.Budget == nil || e.Budget.Sign() <= 0 {
		return wrong(OutOfRange, "budget", -1, ratText(e.Budget), "> 0")
	}
	if len(e.Ballots) == 0 {
		return wrong(TooFew, "voters", -1, "0", "1")
	}
	for p, c := range e.Costs {
		if c == nil || c.Sign() < 0 {
			return wrong(OutOfRange, "cost", p, ratText(c), "≥ 0")
		}
	}
	seen := make([]int, len(e.Costs))
	for v, ballot := range e.Ballots {
		for _, s := range ballot {
			switch {
			case s.Project < 0 || s.Project >= len(e.Costs):
				return wrong(OutOfRange, "project", v, strconv.Itoa(s.Project), "< "+strconv.Itoa(len(e.Costs)))
			case s.Points <= 0 || s.Points > maxPoints:
				return wrong(OutOfRange, "points", v, strconv.FormatInt(s.Points, 10), "1–"+strconv.Itoa(maxPoints))
			case seen[s.Project] == v+1:
				return wrong(OutOfRange, "project", v, strconv.Itoa(s.Project), "1×")
			}
			seen[s.Project] = v + 1
		}
	}
	return nil
}

func ratText(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}
