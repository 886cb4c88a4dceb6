// SPDX-License-Identifier: EUPL-1.2

// Package ties describes a network of partners: who is central, who stands between others, who bridges the border, and which partners work
// together.
//
// [New] makes a [Network] of nodes and weighted ties, with or without directions. [Degrees], [Positions] and [Eigenvector] are centralities,
// [Brokerage] the roles of Gould and Fernandez by groups (the sides of a border, say), [Crossing] the ties that keep to one side or cross, [Communities] the
// division with the largest modularity.
//
// # Conventions
//
//   - A tie stands once; none leads from a node to itself; weights are above 0. No tie is not a weight of 0.
//   - Closeness is by Wasserman and Faust, so that networks in several parts can be read; along ties that lead to a node, as networkx has it, and along those
//     that lead from it. Betweenness is not scaled; without directions a pair counts once. Both count hops unless told otherwise.
//   - The eigenvector has unit length, every entry 0 or more; with directions it is by ties that lead to a node.
//   - Brokerage counts ordered pairs. Without directions each tie goes both ways and each pair counts twice.
//   - Everything is the same for any order of nodes and ties, to the bit: nodes are taken in the order of their names. Groups and communities are numbered
//     by falling size. Randomness is a seed and nothing else; results are the same for any number of threads.
//
// Values agree with networkx 3.6 and R sna 2.7 (see the tests). What lives here is pure computation; files and words do not belong here.
package ties
