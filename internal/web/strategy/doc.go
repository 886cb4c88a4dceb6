// SPDX-License-Identifier: EUPL-1.2

// Package strategyarea is the area of strategy: the plans of the regions and the joint one, their priorities, measures and targets, what the
// linter found with the way to mend it, named moments and what changed between two of them. The folder is named as the menu is; the package
// is not called strategy because internal/strategy is.
//
// What may live here: these pages, and the one mend that needs no form (a translation that still fits). What may not: how a record is edited
// (edit), rules (internal/check), how differences are found (internal/record).
package strategyarea
