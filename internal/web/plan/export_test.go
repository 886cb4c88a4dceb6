// SPDX-License-Identifier: EUPL-1.2

package plan

// Mended tells whether a rule of the linter has a place where it is mended.
func Mended(rule string) bool { _, ok := ways[rule]; return ok }

// Mendings counts the rules that have one.
func Mendings() int { return len(ways) }

// Rat reads decimal text as targets do.
var Rat = number
