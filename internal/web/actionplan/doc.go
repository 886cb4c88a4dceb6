// SPDX-License-Identifier: EUPL-1.2

// Package actionplan is the area of actions: all of them as a list, a board and a timeline, each on a page of its own, and the small form
// that says how far one is.
//
// The state is what a person says; lateness follows from dates (internal/strategy). Money is added by currency; an unknown budget is counted
// and never added as nothing.
//
// What may live here: these pages. What may not: how an action is edited (edit), what makes it late (internal/strategy), rules (internal/check).
package actionplan
