// SPDX-License-Identifier: EUPL-1.2

// Package spatial tells whether like lies beside like on a map: spatial weights, global and local measures of spatial
// autocorrelation, their tests, and the control of false discoveries among many local tests.
//
// The work goes in three steps. Weights come from outlines ([Contiguity]), from points ([Band], [Nearest]) or from a list of links
// ([FromLinks]); [Weights.Close] shuts a border, [Weights.Styled] scales them. A measure is taken: over the whole map with [Moran],
// [Geary], [GeneralG] or [JoinCounts], at each unit with [LocalMoran], [LocalGeary] or [GetisOrd]. Local tests are many, so their p-values
// go through [BenjaminiHochberg] or [BenjaminiYekutieli] before a single unit is called a cluster.
//
// # Conventions
//
// They decide the digits, so they are the same everywhere and stand here once.
//
//   - Missing is NaN. A unit without a value is left out together with its links, the weights are styled again over what remains, and
//     the result lists it in [Sample]. It is never a zero; zero is data.
//   - An island is a unit without links. It stays in the mean and in n (the moments under permutation hold for any weights, rows of
//     zeros too); its local statistic is the empty sum 0 with variance 0, and z, p and quadrant are missing. Global measures can leave
//     islands out instead ([Options].Islands). The option adjust.n of the R package spdep, which lowers n and keeps the island
//     among the values, is not offered.
//   - Deviations are z = x − mean over the units used; m2 = Σz²/n.
//   - p-values from moments are two-sided normal unless another [Alternative] is asked for. "Greater" always means that like lies
//     beside like more than chance would have it, so Geary's z is (expected − C)/sd, as spdep gives it.
//   - p from N permutations is (tail + 1)/(N + 1), where tail is the smaller of the two counts of draws at least, and at most, as
//     large as what was observed; draws equal to it (within 1e-12 of the statistic's scale) are in both. It is one-sided in a
//     direction the data chose; [Doubled] gives the honest two-sided level.
//   - Randomness is a seed and nothing else. Each draw of a global test, and each unit of a local test, has a stream of its own derived
//     from the seed and its number, so results are the same for any number of threads.
//
// Nothing here panics on data: wrong input is an [*Error] with a stable code. What lives here is pure computation on slices. Files,
// clocks, coordinate systems, names of regions and the words of messages do not belong here.
package spatial
