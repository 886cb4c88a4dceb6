// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"

	"github.com/sumanus/sumanus/analysis/ties"
	"github.com/sumanus/sumanus/internal/fault"
)

var tiesMethod = Method{
	ID:     "ties",
	Family: "ties",
	References: []string{
		"Freeman (1979), Centrality in social networks: conceptual clarification, Social Networks 1",
		"Wasserman and Faust (1994), Social Network Analysis: Methods and Applications, Cambridge University Press, p. 201",
		"Brandes (2001), A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25",
		"Bonacich (1987), Power and centrality: a family of measures, American Journal of Sociology 92",
		"Gould and Fernandez (1989), Structures of mediation: a formal approach to brokerage in transaction networks, Sociological Methodology 19",
		"Krackhardt and Stern (1988), Informal networks and organizational crises, Social Psychology Quarterly 51",
		"Newman and Girvan (2004), Finding and evaluating community structure in networks, Physical Review E 69",
		"Leicht and Newman (2008), Community structure in directed networks, Physical Review Letters 100",
		"Blondel, Guillaume, Lambiotte and Lefebvre (2008), Fast unfolding of communities in large networks, Journal of Statistical Mechanics P10008",
	},
	Params: []Param{
		{Name: "links", Kind: Table, Required: true, Help: "method.param.tie-links"},
		{Name: "nodes", Kind: Table, Help: "method.param.node-table"},
		{Name: "id", Kind: Field, Default: "id", Help: "method.param.node-id", Of: "nodes"},
		{Name: "group", Kind: Field, Help: "method.param.node-group", Of: "nodes"},
		{Name: "directed", Kind: Flag, Help: "method.param.tie-directed"},
		{Name: "distance", Kind: Choice, Choices: []string{"hops", "inverse", "weight"}, Default: "hops", Help: "method.param.tie-distance"},
		{Name: "resolution", Kind: Number, Default: "1", Min: 0.001, Max: 1000},
		{Name: "starts", Kind: Integer, Default: "50", Min: 1, Max: 1e5},
		{Name: "permutations", Kind: Integer, Default: "999", Min: 0, Max: 1e6, Help: "method.param.side-permutations"},
		{Name: "seed", Kind: Integer, Default: "1"},
		threads,
	},
	Values: []Column{
		{Name: "nodes", Kind: Integer}, {Name: "ties", Kind: Integer}, {Name: "density", Kind: Number, Help: "method.column.tie-density"},
		{Name: "components", Kind: Integer}, {Name: "communities", Kind: Integer}, {Name: "modularity", Kind: Number},
		{Name: "crossing_share", Kind: Number, With: "group"}, {Name: "crossing_weight_share", Kind: Number, With: "group"},
		{Name: "expected_share", Kind: Number, With: "group"}, {Name: "ei", Kind: Number, With: "group"}, {Name: "p_permutation", Kind: Number, With: "group"},
	},
	Tables: []TableForm{
		{Name: "nodes", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Kind: Text, Help: "method.column.node-id"}, {Name: "group", Kind: Text, With: "group", Help: "method.column.node-group"},
			{Name: "degree", Kind: Integer}, {Name: "in_degree", Kind: Integer, With: "directed"}, {Name: "out_degree", Kind: Integer, With: "directed"},
			{Name: "strength", Kind: Number}, {Name: "in_strength", Kind: Number, With: "directed"}, {Name: "out_strength", Kind: Number, With: "directed"},
			{Name: "closeness", Kind: Number, Help: "method.column.closeness-of-node"}, {Name: "closeness_out", Kind: Number, With: "directed"},
			{Name: "betweenness", Kind: Number}, {Name: "betweenness_share", Kind: Number}, {Name: "eigenvector", Kind: Number},
			{Name: "component", Kind: Integer}, {Name: "community", Kind: Integer},
			{Name: "internal", Kind: Integer, With: "group"}, {Name: "external", Kind: Integer, With: "group"}, {Name: "ei", Kind: Number, With: "group"},
		}},
		{Name: "communities", Key: []string{"community"}, Columns: []Column{
			{Name: "community", Kind: Integer}, {Name: "nodes", Kind: Integer}, {Name: "internal", Kind: Integer, Help: "method.column.internal-community"},
			{Name: "external", Kind: Integer, Help: "method.column.external-community"}, {Name: "sides", Kind: Integer, With: "group"},
		}},
		{Name: "brokerage", Key: []string{"id"}, With: "group", Columns: brokerageColumns()},
		{Name: "groups", Key: []string{"group"}, With: "group", Columns: []Column{
			{Name: "group", Kind: Text, Help: "method.column.node-group"}, {Name: "nodes", Kind: Integer}, {Name: "internal", Kind: Integer},
			{Name: "external", Kind: Integer}, {Name: "ei", Kind: Number}, {Name: "crossing_weight_share", Kind: Number},
		}},
	},
	View: View{Table: "nodes", Label: "id", Value: "betweenness"},
	Run:  runTies,
}

func brokerageColumns() []Column {
	out := []Column{{Name: "id", Kind: Text, Help: "method.column.node-id"}, {Name: "group", Kind: Text, Help: "method.column.node-group"}}
	for _, role := range ties.RoleNames {
		out = append(out, Column{Name: role, Kind: Integer, Help: "method.column.role-" + role})
	}
	for _, role := range ties.RoleNames {
		out = append(out, Column{Name: role + "_expected", Kind: Number, Help: "method.column.role-expected"},
			Column{Name: role + "_z", Kind: Number, Help: "method.column.role-z"})
	}
	return out
}

func runTies(_ context.Context, a *Args) (*Result, error) {
	p, err := a.readPartners()
	if err != nil {
		return nil, err
	}
	say := func(err error) error { return analysisFault(err, func(i int) string { return p.network.Names[i] }) }
	at, err := ties.Positions(p.network, ties.Distance(a.Text("distance")), a.Int("threads"))
	if err != nil {
		return nil, say(err)
	}
	c, err := ties.Communities(p.network, ties.CommunityOptions{Resolution: a.Float("resolution"), Starts: a.Int("starts"), Seed: a.Seed("seed")})
	if err != nil {
		return nil, say(err)
	}
	within, err := ties.Crossing(p.network, c.Community, c.Count, 0, 0)
	if err != nil {
		return nil, say(err)
	}
	part, parts := p.network.Components()
	standing, settled := ties.Eigenvector(p.network)
	t := &tieTables{partners: p, directed: a.Flag("directed"), degree: ties.Degrees(p.network), at: at, part: part, standing: standing, community: c, within: within}
	out := &Result{Values: []Value{{"nodes", len(p.network.Names)}, {"ties", p.network.Ties}, {"density", p.network.Density()}, {"components", parts},
		{"communities", c.Count}, {"modularity", c.Modularity}}}
	if p.group != nil {
		if t.border, err = ties.Crossing(p.network, p.group, len(p.groups), a.Int("permutations"), a.Seed("seed")); err != nil {
			return nil, say(err)
		}
		all := t.border.All
		out.Values = append(out.Values, Value{"crossing_share", all.Cross()}, Value{"crossing_weight_share", all.CrossWeight()},
			Value{"expected_share", t.border.Expected}, Value{"ei", all.EI()}, Value{"p_permutation", t.border.P})
		brokers, err := ties.Brokerage(p.network, p.group)
		if err != nil {
			return nil, say(err)
		}
		out.Tables = []*Rows{t.nodes(), t.communities(), t.brokerage(brokers), t.sides()}
	} else {
		out.Tables = []*Rows{t.nodes(), t.communities()}
	}
	var alone []int
	for i, d := range t.degree {
		if d.Ties == 0 {
			alone = append(alone, i)
		}
	}
	out.Diagnostics = []Value{{"without_ties", named(p.network.Names, alone)}, {"eigenvector_settled", settled}}
	if parts > 1 {
		out.Notes = append(out.Notes, Note{Key: "method.note-parts", Args: fault.A{"n": parts}})
	}
	if !settled && p.network.Ties > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note-no-centre"})
	}
	return out, nil
}

// tieTables makes the tables of a network.
type tieTables struct {
	*partners
	directed  bool
	degree    []ties.Degree
	at        []ties.Position
	part      []int
	standing  []float64
	community *ties.Partition
	within    *ties.Border
	border    *ties.Border
}

// some leaves columns out that a run does not have.
func some(columns []Cells, with map[string]bool) []Cells {
	out := columns[:0]
	for _, c := range columns {
		if have, conditional := with[c.Name]; !conditional || have {
			out = append(out, c)
		}
	}
	return out
}

func (t *tieTables) nodes() *Rows {
	n := len(t.network.Names)
	pairs := float64((n - 1) * (n - 2))
	if !t.directed {
		pairs /= 2
	}
	count := func(name string, of func(row int) int) Cells { return Cells{Name: name, Int: of} }
	number := func(name string, of func(row int) float64) Cells { return Cells{Name: name, Number: of} }
	columns := []Cells{
		Texts("id", t.network.Names), {Name: "group", Text: func(row int) string { return t.groups[t.group[row]] }},
		count("degree", func(row int) int { return t.degree[row].Ties }), count("in_degree", func(row int) int { return t.degree[row].In }),
		count("out_degree", func(row int) int { return t.degree[row].Out }),
		number("strength", func(row int) float64 { return t.degree[row].Strength }),
		number("in_strength", func(row int) float64 { return t.degree[row].StrengthIn }),
		number("out_strength", func(row int) float64 { return t.degree[row].StrengthOut }),
		number("closeness", func(row int) float64 { return t.at[row].Closeness }),
		number("closeness_out", func(row int) float64 { return t.at[row].ClosenessOut }),
		number("betweenness", func(row int) float64 { return t.at[row].Betweenness }),
		number("betweenness_share", func(row int) float64 {
			if n < 3 {
				return math.NaN()
			}
			return t.at[row].Betweenness / pairs
		}),
		Numbers("eigenvector", t.standing),
		count("component", func(row int) int { return t.part[row] + 1 }), count("community", func(row int) int { return t.community.Community[row] + 1 }),
		count("internal", func(row int) int { return t.border.Nodes[row].Internal }), count("external", func(row int) int { return t.border.Nodes[row].External }),
		number("ei", func(row int) float64 { return t.border.Nodes[row].EI() }),
	}
	sides := t.group != nil
	return &Rows{Name: "nodes", Len: n, Columns: some(columns, map[string]bool{"group": sides, "internal": sides, "external": sides, "ei": sides,
		"in_degree": t.directed, "out_degree": t.directed, "in_strength": t.directed, "out_strength": t.directed, "closeness_out": t.directed})}
}

func (t *tieTables) communities() *Rows {
	of := t.community
	size, sides := make([]int, of.Count), make([]int, of.Count)
	met := map[[2]int]bool{}
	for i, c := range of.Community {
		size[c]++
		if t.group != nil && !met[[2]int{c, t.group[i]}] {
			met[[2]int{c, t.group[i]}] = true
			sides[c]++
		}
	}
	return &Rows{Name: "communities", Len: of.Count, Columns: some([]Cells{
		{Name: "community", Int: func(row int) int { return row + 1 }}, Ints("nodes", size),
		{Name: "internal", Int: func(row int) int { return t.within.Groups[row].Internal / 2 }},
		{Name: "external", Int: func(row int) int { return t.within.Groups[row].External }}, Ints("sides", sides),
	}, map[string]bool{"sides": t.group != nil})}
}

func (t *tieTables) brokerage(of []ties.Broker) *Rows {
	out := &Rows{Name: "brokerage", Len: len(of), Columns: []Cells{Texts("id", t.network.Names), {Name: "group", Text: func(row int) string { return t.groups[t.group[row]] }}}}
	for r, role := range ties.RoleNames {
		out.Columns = append(out.Columns, Cells{Name: role, Int: func(row int) int { return of[row].Count[r] }})
	}
	for r, role := range ties.RoleNames {
		out.Columns = append(out.Columns, Cells{Name: role + "_expected", Number: func(row int) float64 { return of[row].Expected[r] }},
			Cells{Name: role + "_z", Number: func(row int) float64 { return of[row].Z[r] }})
	}
	return out
}

func (t *tieTables) sides() *Rows {
	size := make([]int, len(t.groups))
	for _, g := range t.group {
		size[g]++
	}
	of := t.border.Groups
	return &Rows{Name: "groups", Len: len(of), Columns: []Cells{
		Texts("group", t.groups), Ints("nodes", size),
		{Name: "internal", Int: func(row int) int { return of[row].Internal / 2 }}, {Name: "external", Int: func(row int) int { return of[row].External }},
		{Name: "ei", Number: func(row int) float64 {
			s := ties.Side{Internal: of[row].Internal / 2, External: of[row].External}
			return s.EI()
		}},
		{Name: "crossing_weight_share", Number: func(row int) float64 {
			s := ties.Side{InternalWeight: of[row].InternalWeight / 2, ExternalWeight: of[row].ExternalWeight}
			return s.CrossWeight()
		}},
	}}
}
