// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method/pabulib"
)

var equalSharesMethod = Method{
	ID:     "equal-shares",
	Family: "decide",
	References: []string{
		"Peters, Pierczyński and Skowron (2021), Proportional participatory budgeting with additive utilities, Advances in Neural Information Processing Systems 34",
		"Peters and Skowron (2020), Proportionality and the limits of welfarism, Proceedings of the 21st ACM Conference on Economics and Computation",
		"Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa and Talmon (2023), Participatory budgeting: data, tools, and analysis, IJCAI 32",
		"Completion by Add1 and by votes: https://equalshares.net/implementation/completion",
	},
	Params: []Param{
		{Name: "input", Kind: Whole, Required: true, Help: "method.param.pb"},
		{Name: "utility", Kind: Choice, Choices: []string{"auto", "cost", "cardinality", "points", "points-cost"}, Default: "auto"},
		{Name: "completion", Kind: Choice, Choices: []string{"none", "utilitarian", "add1", "add1-utilitarian"}, Default: "none"},
		{Name: "increment", Kind: Text, Default: "1"},
		{Name: "ties", Kind: Choice, Choices: []string{"cheaper", "supported", "order", "id"}, Default: "cheaper"},
		{Name: "strict", Kind: Flag, Default: "false", Help: "method.param.pb-strict"},
		{Name: "voters", Kind: Flag, Default: "false", Help: "method.param.pb-voters"},
	},
	Values: []Column{
		{Name: "winners", Kind: List}, {Name: "cost", Kind: Number, Help: "method.column.cost-of-winners"}, {Name: "leftover", Kind: Number},
	},
	Tables: []TableForm{
		{Name: "projects", Key: []string{"project"}, Columns: []Column{
			{Name: "project", Kind: Text}, {Name: "cost", Kind: Number}, {Name: "supporters", Kind: Number}, {Name: "points", Kind: Number, Help: "method.column.points-given"},
			{Name: "elected", Kind: Flag}, {Name: "round", Kind: Number}, {Name: "by", Kind: Text, Says: electionCodes}, {Name: "rate", Kind: Number}, {Name: "largest_payment", Kind: Number},
			{Name: "payers", Kind: Number},
		}},
		{Name: "voters", Key: []string{"voter"}, With: "voters", Columns: []Column{
			{Name: "voter", Kind: Text}, {Name: "paid", Kind: Number}, {Name: "left", Kind: Number},
		}},
	},
	View: View{Table: "projects", Label: "project", Value: "supporters"},
	Run:  runEqualShares,
}

func runEqualShares(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readElection("input")
	if err != nil {
		return nil, err
	}
	o, err := a.shareOptions(in)
	if err != nil {
		return nil, err
	}
	won, err := decide.EqualShares(in.Election(), o)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	ids := make([]string, len(in.Projects))
	for p, project := range in.Projects {
		ids[p] = project.ID
	}
	out := &Result{
		Values: []Value{{"winners", named(ids, won.Winners)}, {"cost", decimal(won.Cost)}, {"leftover", decimal(won.Leftover)}},
		Tables: []*Rows{projectRows(ids, in, won)},
	}
	if a.Flag("voters") {
		out.Tables = append(out.Tables, voterRows(in, won))
	}
	tellElection(out, ids, in, won, o)
	return out, nil
}

// readElection reads a .pb file.
func (a *Args) readElection(param string) (*pabulib.File, error) {
	src, ok := a.source[param].(Bytes)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-a-file", fault.A{"name": param})
	}
	in, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return pabulib.Read(in, pabulib.Options{Name: src.Name(), Strict: a.Flag("strict")})
}

// shareOptions reads the conventions. Without a word on utility, approval is worth the cost and points are worth what they are.
func (a *Args) shareOptions(in *pabulib.File) (decide.ShareOptions, error) {
	o := decide.ShareOptions{Utility: decide.Utility(a.Text("utility")), Completion: decide.Completion(a.Text("completion"))}
	if o.Utility == "auto" {
		o.Utility = decide.PointsUtility
		if in.Ballot == pabulib.Approval {
			o.Utility = decide.CostUtility
		}
	}
	switch a.Text("ties") {
	case "cheaper":
		o.Ties = decide.CheaperFirst
	case "supported":
		o.Ties = decide.SupportedFirst
	case "order":
		o.Ties = decide.GivenOrder
	case "id":
		o.Ties, o.Order = decide.GivenOrder, make([]int, len(in.Projects))
		byID := make([]int, len(in.Projects))
		for p := range byID {
			byID[p] = p
		}
		slices.SortFunc(byID, func(p, q int) int { return strings.Compare(in.Projects[p].ID, in.Projects[q].ID) })
		for place, p := range byID {
			o.Order[p] = place
		}
	}
	text := a.Text("increment")
	if n, ok := parseNumber(text); !ok || !(n > 0) || len(text) > 30 || math.Abs(math.Log10(n)) > 30 {
		return o, fault.New(fault.Invalid, "method.out-of-range", fault.A{"name": "increment", "found": text, "min": "0.01", "max": "1e30"})
	}
	increment, ok := new(big.Rat).SetString(strings.TrimSpace(text))
	if !ok {
		return o, fault.New(fault.Invalid, "method.bad-value", fault.A{"name": "increment", "found": text, "kind": string(Number)})
	}
	o.Increment = increment
	return o, nil
}

// decimal is the nearest number that can be written; decisions were made before.
func decimal(r *big.Rat) float64 {
	if r == nil {
		return math.NaN()
	}
	v, _ := r.Float64()
	return v
}

func projectRows(ids []string, in *pabulib.File, won *decide.Outcome) *Rows {
	round := make([]int, len(ids)) // 0: not elected
	for k, p := range won.Winners {
		round[p] = k + 1
	}
	bought := func(p int) (*decide.Purchase, bool) {
		if round[p] == 0 {
			return nil, false
		}
		return &won.Purchases[round[p]-1], !won.Purchases[round[p]-1].Completion
	}
	number := func(name string, of func(b *decide.Purchase) float64) Cells {
		return Cells{Name: name, Number: func(p int) float64 {
			if b, ok := bought(p); ok {
				return of(b)
			}
			return math.NaN()
		}}
	}
	return &Rows{Name: "projects", Len: len(ids), Columns: []Cells{
		Texts("project", ids),
		{Name: "cost", Number: func(p int) float64 { return decimal(in.Projects[p].Cost) }},
		{Name: "supporters", Number: func(p int) float64 { return float64(won.Supporters[p]) }},
		{Name: "points", Number: func(p int) float64 { return float64(won.Points[p]) }},
		{Name: "elected", Flag: func(p int) bool { return round[p] > 0 }},
		{Name: "round", Number: func(p int) float64 {
			if round[p] == 0 {
				return math.NaN()
			}
			return float64(round[p])
		}},
		{Name: "by", Text: func(p int) string {
			switch _, shares := bought(p); {
			case shares:
				return "shares"
			case round[p] > 0:
				return "votes"
			}
			return ""
		}},
		number("rate", func(b *decide.Purchase) float64 { return decimal(b.Rate) }),
		number("largest_payment", func(b *decide.Purchase) float64 { return decimal(b.Most) }),
		number("payers", func(b *decide.Purchase) float64 { return float64(b.Payers) }),
	}}
}

func voterRows(in *pabulib.File, won *decide.Outcome) *Rows {
	return &Rows{Name: "voters", Len: len(in.Voters), Columns: []Cells{
		Texts("voter", in.Voters),
		{Name: "paid", Number: func(v int) float64 { return decimal(won.Paid[v]) }},
		{Name: "left", Number: func(v int) float64 { return decimal(new(big.Rat).Sub(won.Share, won.Paid[v])) }},
	}}
}

// tellElection says what the outcome rests on.
func tellElection(out *Result, ids []string, in *pabulib.File, won *decide.Outcome, o decide.ShareOptions) {
	ties := make([]string, len(won.Ties))
	for k, of := range won.Ties {
		ties[k] = strings.Join(named(ids, of), " = ")
	}
	var miscounts []string
	for _, m := range in.Odd.Miscounts {
		miscounts = append(miscounts, strings.TrimSpace(m.What+" "+m.Project))
	}
	out.Diagnostics = append(out.Diagnostics, Value{"ballots", string(in.Ballot)}, Value{"utility", string(o.Utility)}, Value{"voters", won.Voters},
		Value{"empty_ballots", in.Odd.EmptyBallots}, Value{"projects", len(ids)}, Value{"budget", decimal(in.Budget)}, Value{"share", decimal(won.Share)},
		Value{"share_exact", won.Share.RatString()}, Value{"cost_exact", won.Cost.RatString()}, Value{"leftover_exact", won.Leftover.RatString()},
		Value{"raised", won.Steps}, Value{"ties", ties}, Value{"too_dear", named(ids, won.TooDear)}, Value{"miscounts", miscounts},
		Value{"voters_twice", in.Odd.VotersTwice}, Value{"choices_twice", in.Odd.ChoicesTwice}, Value{"points_not_positive", in.Odd.NotPositive},
		Value{"decimal_commas", in.Odd.Commas}, Value{"rows_too_long", in.Odd.UnknownFields})
	note := func(when bool, key string, args fault.A) {
		if when {
			out.Notes = append(out.Notes, Note{Key: key, Args: args})
		}
	}
	note(in.Odd.NoBallot, "method.note.pb-no-ballot", nil)
	note(len(miscounts) > 0, "method.note.pb-miscounts", fault.A{"list": miscounts})
	note(len(in.Odd.VotersTwice) > 0, "method.note.pb-voters-twice", fault.A{"list": in.Odd.VotersTwice})
	note(in.Odd.ChoicesTwice > 0, "method.note.pb-choices-twice", fault.A{"found": in.Odd.ChoicesTwice})
	note(in.Odd.NotPositive > 0, "method.note.pb-not-positive", fault.A{"found": in.Odd.NotPositive})
	note(in.Odd.Commas > 0, "method.note.pb-commas", fault.A{"found": in.Odd.Commas})
	note(len(ties) > 0, "method.note.pb-ties", fault.A{"list": ties})
}
