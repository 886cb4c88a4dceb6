// SPDX-License-Identifier: EUPL-1.2

// Package decide helps people to choose together, and to see afterwards why it came out so.
//
//   - [EqualShares] spends a budget on projects so that each voter has the same share of it to spend.
//   - [Hierarchy.Prioritise] turns comparisons in pairs into weights (AHP) and tells how far they contradict each other.
//   - [Topsis] and [Promethee] rank alternatives by several criteria at once.
//   - [Coherence] reads how measures and goals further or hinder each other; [CrossImpact] who moves whom, directly and by detours.
//
// # Conventions
//
//   - What can be exact is exact: money and votes are counted in fractions of whole numbers, never in floating point.
//   - A missing judgement or value is not 0. It is left out, counted and named in the result, or it makes what rests on it missing (NaN).
//   - The order of voters, alternatives and criteria changes nothing; ties are broken by a stated rule or shared.
//   - Each function names its source, and where programs differ the variant is an option.
//
// What lives here is pure computation on numbers and positions. Files (a .pb file is read by internal/method/pabulib), names and the
// words of messages do not belong here.
package decide
