// SPDX-License-Identifier: EUPL-1.2

// Package peers finds the regions that are most like a region in what they are, not in how well they do: a structural distance, and with it
// the reason, variable by variable.
//
// # Conventions
//
//   - Variables are put on one scale first: z-scores with n − 1 by default. The scale is that of all regions in the table, the region itself included.
//   - The distance is Σ w d² with weights of sum 1, as in the benchmarking tool of Orkestra and the JRC (Navarro et al. 2014); its root, the sum of
//     absolute differences and Mahalanobis' distance are options. A peer is as far from the region as the region from the peer.
//   - A missing value is not 0 and not the mean. A pair of regions is compared by the variables that both have, with their weights scaled to 1 again,
//     and only when those carry at least Options.Available of all weight; how much they carry is told.
//   - A variable without variation tells nothing apart: it is left out, and listed.
//   - Shares of a distance sum to 1. With Mahalanobis' distance a share can be below 0: variables that move together then make each other's
//     difference less surprising.
//
// What lives here is pure computation on columns of numbers. Files, names of regions and the words of messages do not belong here.
package peers
