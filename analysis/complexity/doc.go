// SPDX-License-Identifier: EUPL-1.2

// Package complexity tells from what regions do what they could do: which activities go together, how complex an economy is, which
// activities are near to it, and what a neighbour across a border adds.
//
// The work goes in steps, each a function on the result of the one before: [Specialise] turns a table of regions by activities into the
// network of specialisations; [Complexity] and [Fitness] rank regions and activities; [Proximity] or [Relatedness] relates activities;
// [Density] relates regions to activities; [Opportunities], [Outlook] and [Gains] look at what a region lacks; [Complementary] at what two
// regions have for each other.
//
// # Conventions
//
// The default of every number is the convention of the house, written beside it with its source; where programs differ, the variant is an
// option or a function of its own. Nothing is rounded, inside or at the end.
//
//   - A missing cell is neither a specialisation nor the lack of one. Its quotient and its specialisation are missing, it stands in no
//     count, and the activity is left out of both sums of the region's densities. A cell of 0 is data: the region lacks the activity.
//     Diversity, ubiquity, complexity and fitness count what is known. With structure.Strict a region or an activity with a missing cell
//     is left out altogether.
//   - A region without any specialisation has diversity 0, density 0 and no complexity; an activity in which no region is specialised
//     has ubiquity 0, no complexity and no relations. Neither disturbs the others.
//   - Where the network falls into parts that share no activity, the index exists in the largest only; where two eigenvalues are equal it
//     exists nowhere. [Index] says so.
//   - Complexity needs many regions and relatedness many activities. [Diagnostics] mark what has too few: with ten sector groups, a relation is one
//     between whole economies, not between crafts that a region could learn.
//
// Results do not depend on the number of threads: sums are taken in one order. Counts (diversity, ubiquity, co-occurrence, proximity)
// do not depend on the order of regions or activities either; sums do in their last bits.
//
// 100,000 regions by 600 activities fit: nothing of regions by regions is formed. What is formed is activities by activities, and for
// density regions by activities.
//
// What lives here is pure computation on tables. Files, names of regions and the words of messages do not belong here.
package complexity
