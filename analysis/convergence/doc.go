// SPDX-License-Identifier: EUPL-1.2

// Package convergence tells whether regions grow alike: how far apart they are in each period (sigma), whether the poorer grow faster (beta), and
// how much of the inequality lies between groups such as countries.
//
// # Conventions
//
//   - Sigma is told in several ways because they can disagree: the coefficient of variation (n − 1; of logarithms with n, as the R package REAT has it), the
//     standard deviation of logarithms (n − 1), Williamson's coefficient, Theil and Gini, the last three weighted by population where it is given.
//   - Beta is the slope of mean yearly growth of the logarithm on the logarithm at the start: below 0 the poorer grow faster. The speed is
//     −ln(1 + βT)/T (Barro and Sala-i-Martin 1992); there is none, and no half-life, where 1 + βT ≤ 0.
//   - Beta below 0 is needed for sigma to fall, and is not enough for it.
//   - A missing value is not 0. Periods are compared over the regions that have a value in all of them, unless told otherwise.
//
// What lives here is pure computation on columns of numbers. Files, names of regions and the words of messages do not belong here.
package convergence
