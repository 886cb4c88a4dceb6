// SPDX-License-Identifier: EUPL-1.2

// Package demography projects populations by age and sex, and finds out migration as what births and deaths leave over.
//
// [Project] is the cohort–component method: people grow older, die, have children and move, and every one of them is accounted for.
// [HamiltonPerry] does without births, deaths and migration where a small area has none on record: two counts are enough. [Residual]
// gives the migration between two counts. [Leslie] is the matrix of a projection without migration, with its growth in the long run.
//
// # Conventions
//
//   - Age groups are of one width, n years, beginning at birth; a step takes n years. The last group is open ([Options].Closed: its survivors
//     leave, as in Leslie's own matrix). Each group has its own survival ratio: the part of those in it at the beginning of a step who are
//     alive at its end, then n years older. Both the last but one and the last group lead into the last; a table that knows one ratio for the
//     two (Preston's T_w/T_(w−n)) gives it twice.
//   - Fertility is births a year for each woman of the group ([PerYear]), or births in the whole step ([PerStep]). They bear children
//     through the step, so that women count as the mean of those at its beginning and those alive at its end ([MeanWomen]; [WomenAtStart] is
//     Leslie's shortcut). Of the children 1/(1 + sex ratio) are girls; newborns survive to the end of the step by a ratio of their own, n·L0/l0.
//   - Net migrants come all at the end of the step, listed by the age they then have ([AtEnd]); or half at the beginning and half at the end
//     (Preston, Heuveline and Guillot; [HalfAndHalf]), or all at the beginning ([AtStart]), each listed by the age at that moment and dying
//     and bearing as the others do from then on; or at the end, listed by the age at the beginning ([OfCohort]). Those who come at the end
//     have not yet borne children here.
//   - The account is exact: opening + births − deaths + net migration = closing, for every cohort, sex and step, in binary floating point,
//     to the last bit and in any order of adding up. For that every flow is rounded once, to the nearest multiple of [Projection].Unit: a
//     power of two, the smallest of which the people of a step, with births and moves, are at most 2^53 (for a million people 10^−10 of a person), so
//     that no sum is ever rounded again.
//   - Nothing is ever less than nobody: migration that takes away more than there are is an error that names the cohort
//     (a billionth of the cohort, or eight units, is taken for rounding, and all of it leaves).
//
// # Sources
//
// Leslie (1945), On the use of matrices in certain population mathematics, Biometrika 33. Preston, Heuveline and Guillot (2001), Demography:
// Measuring and Modeling Population Processes, chapter 6. Hamilton and Perry (1962), A short method for projecting population by age from one
// decennial census to another, Social Forces 41. United Nations (1970), Manual VI: Methods of Measuring Internal Migration, chapter II.
//
// What lives here is pure computation on tables by sex and age. Files, names of regions and the words of messages do not belong here.
package demography
