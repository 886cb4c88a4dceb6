// SPDX-License-Identifier: EUPL-1.2

// Package access finds where services should stand and how well people reach them: the p-median, maximal covering and set covering, each to
// proven optimality; floating catchment areas; and what an open border changes for whom.
//
// Everything rests on [Costs], what it takes from each demand to each site: straight lines between points ([StraightLine]), or any
// matrix of times or distances ([FromPairs]). [Costs.Close] shuts a border: a demand is then served by sites of its own side only.
//
// # Conventions
//
//   - A pair without a cost cannot be reached; it is +Inf here, never 0. A cost of 0 is a cost.
//   - A demand goes to the cheapest open site, the first of them among equals. Within a radius means at most the radius.
//   - Exactly p sites are opened, also where fewer would do as well; the spare ones are the first that are not needed. A site listed twice
//     is two sites.
//   - A demand of weight 0 is data: it costs nothing and is served like any other, and it never decides where a site goes. A weight that
//     is missing is an error. In set covering every demand counts, whatever its weight.
//   - Bound is what no choice of sites can beat, proven; gap is |objective − bound| / max(|objective|, |bound|). A bound within 1e-12 of the
//     objective has met it (sums are rounded there), as has one that leaves no room for a better whole number where all costs are whole;
//     then bound equals objective and gap is 0. Only a limit ([Options].Nodes, Work or Stop) leaves a gap above 0, and Ended says which.
//   - Optimal choices may be several; which one is found depends on nothing but the input. There is no randomness.
//
// # How
//
// The three location problems are one: choose sites, serve each demand or pay for leaving it. Where there are few choices all are tried.
// Otherwise assigning each demand is relaxed with multipliers (Lagrangian relaxation; Cornuéjols, Fisher and Nemhauser 1977; Beasley 1993), which are
// improved by deflected subgradient steps; reduced costs fix most sites for good and bound what each demand can cost; vertex interchange finds
// good choices (Teitz and Bart 1968; Whitaker 1983; Resende and Werneck 2007); branch and bound with reliability branching (Achterberg, Koch and
// Martin 2005) closes what remains. In coverings, sites that cover no more than another are left aside, demands that no site tells apart become
// one, and where the first multipliers leave a gap a simplex method for piecewise linear functions (Fourer 1985) finds the best ones, from node
// to node from where it stands; the bound is then computed from these multipliers as from any others.
//
// Problems with a geometry (points on a plane, times on roads) are closed at 1,000 demands by 200 sites within seconds. Costs drawn
// without any geometry leave a bound 10 to 30 % from every choice, for this relaxation as for every integer program of the problem: beyond a
// few sites only a limit ends the search there, and the gap is told.
//
// What lives here is pure computation on slices. Files, clocks, road networks, ids and the words of messages do not belong here.
package access
