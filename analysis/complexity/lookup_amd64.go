// SPDX-License-Identifier: EUPL-1.2

package complexity

// wide tells whether lookUpFour may be called on this processor.
var wide = hasAVX()

// lookUpFour adds to the sums of four regions whose codes stand stride bytes apart, by the groups of the table.
//
//go:noescape
func lookUpFour(table *[codes][lane]float64, code *uint8, groups, stride int, out *[4 * lane]float64)

func hasAVX() bool
