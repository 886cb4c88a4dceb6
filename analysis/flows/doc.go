// SPDX-License-Identifier: EUPL-1.2

// Package flows tells what people and goods on the move say of an area: who gains and loses by them, how far a place contains itself, which
// places belong together, and what a border takes away.
//
// A [Table] holds flows from origins to destinations, a unit to itself included ([New]). [Table.Balance] adds them up, [Table.Smart] measures how
// closely two units are tied, [Regions] and [Intramax] group units, [Gravity] estimates the border effect.
//
// # Conventions
//
//   - In commuting an origin is where people live and a destination where they work. Supply-side self-containment is the share of an origin's people
//     who stay, demand-side that of a destination's jobs held by people who live there. Where the total is 0 it is missing (NaN).
//   - O and D, the totals of origins and destinations, include what stays within.
//   - A pair without a flow in the table is 0 in regions: tables of flows list what there is. A flow that is NaN is missing: it is left out and
//     counted, never 0. In gravity only the pairs given are used: a flow of 0 is data, and must be given to count.
//   - Ties go to the larger, then to the unit that comes first. Nothing is random.
//
// What lives here is pure computation on slices. Files, names and the words of messages do not belong here.
package flows
