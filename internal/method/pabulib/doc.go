// SPDX-License-Identifier: EUPL-1.2

// Package pabulib reads .pb files, the form in which elections on participatory budgets are published at pabulib.org.
//
// A file has three sections, META, PROJECTS and VOTES, each with a header and rows of cells between semicolons, quoted as in CSV. [Read] takes
// a file as cities publish them: a decimal comma, counts that do not agree with what they count, a voter or a choice that stands twice are
// noted and read on. With Strict each of these is a fault with its line. What would change a decision silently is a fault always: a vote for a
// project that there is not, a cost that is no number, points without a project.
//
// Source: Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa and Talmon (2023), Participatory Budgeting: Data, Tools, and
// Analysis, IJCAI; https://pabulib.org/format.
//
// What may live here: the form of the file. What may not: how projects are elected (analysis/decide).
package pabulib
