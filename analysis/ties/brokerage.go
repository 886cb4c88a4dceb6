// SPDX-License-Identifier: EUPL-1.2

package ties

import "math"

// Role is how a node stands between two others that have no tie of their own.
type Role int

// The roles of Gould and Fernandez, by the groups of the one the path comes from, the broker and the one it goes to. Itinerant is also called consultant.
const (
	Coordinator    Role = iota // A → A → A
	Itinerant                  // A → B → A
	Representative             // A → A → B
	Gatekeeper                 // A → B → B
	Liaison                    // A → B → C
	AllRoles
	Roles = 6
)

// RoleNames are the names of the roles in their order.
var RoleNames = [Roles]string{"coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"}

// Broker is how often a node is in each role, with what is expected of a random network of the same size, density and groups, and the distance from it in standard
// deviations; Z is NaN where nothing can vary.
type Broker struct {
	Count       [Roles]int
	Expected, Z [Roles]float64
}

// Brokerage counts, for every node v, the ordered pairs of others with a tie a → v and a tie v → c but none a → c, by the groups of the three. Without
// directions every tie goes both ways, so each pair counts twice, and gatekeeper and representative are the same. Expectations are conditional on size and density.
//
// Source: Gould and Fernandez (1989), Structures of mediation, Sociological Methodology 19; expectations and variances as in the R package sna 2.7.
func Brokerage(n *Network, group []int) ([]Broker, error) {
	if len(group) != len(n.Names) {
		return nil, &Error{Code: BadOption, Node: -1, Other: -1, Option: "groups", Found: itoa(len(group)), Expected: itoa(len(n.Names))}
	}
	nodes := len(n.Names)
	out := make([]Broker, nodes)
	tied := make([]int, nodes) // tied[c] is 1 + the node whose ties are marked
	for a := range nodes {
		to, _ := n.out.of(a)
		for _, t := range to {
			tied[t] = a + 1
		}
		for _, v := range to {
			on, _ := n.out.of(int(v))
			for _, c := range on {
				if int(c) != a && tied[c] != a+1 {
					role := roleOf(group[a], group[v], group[c])
					out[v].Count[role]++
					out[v].Count[AllRoles]++
				}
			}
		}
	}
	n.expect(out, group)
	return out, nil
}

func roleOf(a, v, c int) Role {
	switch {
	case a == v && v == c:
		return Coordinator
	case a == c:
		return Itinerant
	case a == v:
		return Representative
	case v == c:
		return Gatekeeper
	}
	return Liaison
}

// expect fills in expectations and z.
func (n *Network) expect(out []Broker, group []int) {
	size := map[int]float64{}
	var groups []int // in the order in which they come, so that sums are the same each time
	for _, i := range n.order {
		if size[group[i]] == 0 {
			groups = append(groups, group[i])
		}
		size[group[i]]++
	}
	nodes, d := float64(len(out)), n.Density()
	p, q := d*d*(1-d), d*d*d*(1-d)*(1-d)*(1-d)
	pairs := func(x float64) float64 { return x * (x - 1) / 2 }
	for _, g := range groups {
		own, rest := size[g], nodes-size[g]
		var same, sameVar, other, otherVar float64
		for _, h := range groups {
			if h == g {
				continue
			}
			m := size[h]
			same += m * (m - 1)
			sameVar += m * (m - 1) * (m - 2)
			other += m * (rest - m)
			otherVar += m * pairs(nodes-m-own)
		}
		count := [Roles]float64{(own - 1) * (own - 2), same, rest * (own - 1), rest * (own - 1), other, (nodes - 1) * (nodes - 2)}
		shared := [Roles]float64{2 * (own - 1) * (own - 2) * (own - 3), 2 * sameVar, 0, 0, 4 * otherVar, 2 * (nodes - 1) * (nodes - 2) * (nodes - 3)}
		shared[Representative] = 2 * ((own-1)*pairs(rest) + rest*pairs(own-1))
		shared[Gatekeeper] = shared[Representative]
		for i := range out {
			if group[i] != g {
				continue
			}
			for r := range Roles {
				expected := p * count[r]
				variance := expected*(1-p) + shared[r]*q
				out[i].Expected[r], out[i].Z[r] = expected, math.NaN()
				if variance > 0 {
					out[i].Z[r] = (float64(out[i].Count[r]) - expected) / math.Sqrt(variance)
				}
			}
		}
	}
}
