// SPDX-License-Identifier: EUPL-1.2

// Package composite builds composite indicators: many indicators, one index, and every decision on the way recorded.
//
// A [Frame] says what stands under what; a [Recipe] says what is decided at each step; [Build] carries the steps out in their order
// (screen, impute, treat, normalise, weigh, aggregate, rank) and keeps what each left behind, so that [Run.Replay] can begin again at any of
// them. [Uncertainty] and [Sensitive] repeat the whole with other decisions and tell how far a rank can be trusted, and which decision moves it.
//
// # Conventions
//
//   - The defaults are those of the house and agree with the R package COINr 1.1: direction by sign, minmax from 1 to 100, z-scores with mean 10
//     and standard deviation 2 (n − 1), weights scaled to 1 within a group, rank 1 the best, ties "min", scores never rounded before they
//     are ranked.
//   - A missing value stays missing until a step is told to fill it. A mean is over the children that are known, with their weights scaled
//     to 1 again; a parent none of whose children is known (or fewer than Aggregation.Available asks for) is missing; a unit
//     without an index has no rank. 0 is data.
//   - An indicator without variation has no place on a scale: it is missing after normalising, and listed.
//   - Randomness is a seed and nothing else; results are the same for any number of threads.
//
// What lives here is pure computation on columns. Files, names of units and the words of messages do not belong here.
package composite
